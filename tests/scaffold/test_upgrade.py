"""``upgrade``: a site of an older version is moved to the running one, and nothing of the curator's is lost."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from command_lines import run
from typed_lines import Shell, read_shell_blocks

from site_builder.scaffold.new_site import create_site, read_files
from site_builder.scaffold.record import digest_text, is_kept_current, read_formats

CASES = Path(__file__).parents[1] / "cases/scaffold"
DOCS = Path(__file__).parents[2] / "docs"
PAGES = ".github/workflows/pages.yml"


@pytest.fixture
def old_site(tmp_path: Path) -> Path:
    """A site as the first version of ``new`` made it, with a paper."""
    return shutil.copytree(CASES / "format-1", tmp_path / "site")


def read_site(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def codes(site: Path) -> list[str]:
    return [found["code"] for found in json.loads(run("check", "--site", site, "--format", "json").stdout)]


def test_a_site_of_the_first_format_becomes_one_of_today(old_site: Path, tmp_path: Path) -> None:
    before = read_site(old_site)
    done = run("upgrade", "--site", old_site)
    assert done.exit_code == 0, done.output
    after = read_site(old_site)
    today = {path.relative_to(tmp_path / "new").as_posix(): path for path in create_site(tmp_path / "new")}
    for name, path in today.items():
        if name.startswith("content/") or name not in after:
            continue
        if name == "vendor/site-builder.json":  # it tells of the files that are there
            assert set(json.loads(after[name])["files"]) == {name for name in before if is_kept_current(name)} - {
                "requirements.txt"
            }
        else:
            assert after[name] == path.read_bytes(), name
    assert {name: data for name, data in after.items() if name.startswith("content/")} == {
        name: data for name, data in before.items() if name.startswith("content/")
    }
    assert ".gitlab-ci.yml" in done.stderr
    assert "site-version" not in codes(old_site)


def test_all_versions_of_the_first_format_s_files_are_known() -> None:
    unrecorded = read_formats().unrecorded
    written = {name: data for name, data in read_site(CASES / "format-1").items() if is_kept_current(name)}
    del written["requirements.txt"]
    assert set(written) == set(unrecorded)
    assert all(digest_text(data) in unrecorded[name] for name, data in written.items())


def test_check_names_upgrade_until_it_was_run(old_site: Path) -> None:
    found = json.loads(run("check", "--site", old_site, "--format", "json").stdout)
    (hint,) = (found for found in found if found["code"] == "site-version")
    assert hint["severity"] == "hint"
    assert "site-builder upgrade" in hint["remedy"]
    run("upgrade", "--site", old_site)
    assert "site-version" not in codes(old_site)


def test_a_second_run_changes_nothing(old_site: Path) -> None:
    run("upgrade", "--site", old_site)
    before = read_site(old_site)
    done = run("upgrade", "--site", old_site)
    assert done.stdout == ""
    assert "up to date" in done.stderr
    assert read_site(old_site) == before


def test_a_workflow_that_the_curator_changed_stays_and_the_difference_is_shown_once(old_site: Path) -> None:
    mine = (old_site / PAGES).read_text("utf-8").replace("branches: [main]", "branches: [papers]")
    (old_site / PAGES).write_text(mine, "utf-8")
    done = run("upgrade", "--site", old_site)
    assert (old_site / PAGES).read_text("utf-8") == mine
    assert "-    branches: [papers]\n+    branches: [main]" in done.stdout
    assert f"{PAGES}: you changed it" in done.stderr
    assert run("upgrade", "--site", old_site).stdout == ""


def test_line_ends_that_git_gave_a_file_are_no_change_of_the_curator_s(old_site: Path) -> None:
    (old_site / PAGES).write_bytes((old_site / PAGES).read_bytes().replace(b"\n", b"\r\n"))
    run("upgrade", "--site", old_site)
    assert (old_site / PAGES).read_bytes() == read_files()[PAGES]


def test_a_file_that_the_curator_deleted_is_not_brought_back(old_site: Path) -> None:
    (old_site / PAGES).unlink()
    done = run("upgrade", "--site", old_site)
    assert not (old_site / PAGES).exists()
    assert PAGES in done.stderr


def test_the_wheel_of_an_older_program_goes_and_other_files_of_vendor_stay(tmp_path: Path) -> None:
    create_site(tmp_path)
    (wheel,) = (tmp_path / "vendor").glob("*.whl")
    older = wheel.rename(wheel.with_name("site_builder-0.0.9+h0-py3-none-any.whl"))
    (tmp_path / "vendor/other-1.0-py3-none-any.whl").write_bytes(b"")
    done = run("upgrade", "--site", tmp_path)
    assert not older.exists()
    assert wheel.exists()
    assert (tmp_path / "vendor/other-1.0-py3-none-any.whl").exists()
    assert f"vendor/{older.name}: removed" in done.stderr


def test_what_changed_in_settings_and_entries_since_is_said(old_site: Path) -> None:
    done = run("upgrade", "--site", old_site)
    assert "Changed in settings and entries:" in done.stderr
    for change in read_formats().formats[0].changes:
        assert f"- {change}" in done.stderr


def test_a_site_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    create_site(tmp_path)
    record = tmp_path / "vendor/site-builder.json"
    record.write_text(json.dumps({"version": "99.0", "format": 99, "files": {}}), "utf-8")
    before = read_site(tmp_path)
    done = run("upgrade", "--site", tmp_path)
    assert done.exit_code == 1
    assert "99.0" in done.stderr
    assert read_site(tmp_path) == before
    assert "site-version" in codes(tmp_path)


@pytest.mark.parametrize("text", ["{", '{"version": "1\\n::error::x", "format": 2, "files": {}}'])
def test_a_record_that_can_not_be_read_counts_as_the_first_format_s(tmp_path: Path, text: str) -> None:
    create_site(tmp_path)
    record = tmp_path / "vendor/site-builder.json"
    before = record.read_bytes()
    record.write_text(text, "utf-8")
    found = run("check", "--site", tmp_path).stdout
    assert "version 0.1.0 (format 1) wrote the site" in found
    assert "::error" not in found
    assert run("upgrade", "--site", tmp_path).exit_code == 0
    assert record.read_bytes() == before


def test_nothing_is_written_through_a_link_that_leads_out_of_the_site(old_site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (old_site / "vendor").symlink_to(tmp_path / "elsewhere")
    done = run("upgrade", "--site", old_site)
    assert done.exit_code == 1
    assert "link-refused" in done.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.skipif(not shutil.which("git") or not shutil.which("bash"), reason="git or bash isn't installed")
def test_two_upgrades_that_git_can_not_merge_are_settled_by_the_lines_of_the_documentation(tmp_path: Path) -> None:
    create_site(tmp_path / "site")
    expected = read_site(tmp_path / "site")
    shell = Shell(tmp_path / "site", tmp_path)
    shell.type(f"export PATH='{Path(sys.executable).parent}':\"$PATH\"")
    shell.type("git init --quiet --initial-branch main && git add . && git commit --quiet --message new")
    for branch in ("other", "main"):
        shell.type(f"git checkout --quiet -B {branch} main")
        requirements = tmp_path / "site/requirements.txt"
        requirements.write_text(requirements.read_text("utf-8").replace("+h", f"+{branch}"), "utf-8")
        shell.type(f"git commit --quiet --all --message {branch} && git checkout --quiet main")
    shell.type("git merge other || true")
    assert b"<<<<<<<" in (tmp_path / "site/requirements.txt").read_bytes()
    blocks = read_shell_blocks((DOCS / "publishing.md").read_text("utf-8"))
    (lines,) = (block for block in blocks if "git checkout --theirs -- requirements.txt vendor" in block)
    for line in lines:
        shell.type(line)
    shell.type("git commit --quiet --message merged")
    after = read_site(tmp_path / "site")
    assert {name: after.get(name) for name in expected} == expected


def test_a_folder_without_content_is_no_site(tmp_path: Path) -> None:
    done = run("upgrade", "--site", tmp_path)
    assert done.exit_code == 1
    assert "site-missing" in done.stderr
