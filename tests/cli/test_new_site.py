"""A new site: complete, valid, built at once, and never written over anything."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from importlib.metadata import Distribution
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from site_builder import __version__
from site_builder.cli.main import main
from site_builder.cli.new_site import create_site, name_requirement
from site_builder.diagnostics import UserError

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {
    ".gitattributes",
    ".github/workflows/check.yml",
    ".github/workflows/pages.yml",
    ".gitignore",
    "README.md",
    "content/pages/home.md",
    "content/site.toml",
    "requirements.txt",
}


def test_new_site_holds_settings_pages_and_workflows(tmp_path: Path) -> None:
    written = create_site(tmp_path / "papers")
    assert {path.relative_to(tmp_path / "papers").as_posix() for path in written} == EXPECTED
    assert all(path.read_text("utf-8") for path in written)


@pytest.mark.parametrize("title", ["Papers", "The “Lab”", 'A "b" \\c\tαβγ 論文', "Papers\n[macros]"])
def test_title_is_kept_as_given(tmp_path: Path, title: str) -> None:
    create_site(tmp_path, title)
    settings = tomllib.loads((tmp_path / "content/site.toml").read_text("utf-8"))
    assert settings["title"] == title
    assert "macros" not in settings


def test_site_is_built_by_the_version_that_made_it(tmp_path: Path) -> None:
    create_site(tmp_path)
    assert (tmp_path / "requirements.txt").read_text("utf-8") == f"site-builder=={__version__}\n"


FROM_A_COMMIT = '{"url": "https://git.example/lab/builder.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b2c"}}'
FROM_A_FOLDER = '{"url": "file:///srv/builder", "dir_info": {"editable": true}}'


@pytest.mark.parametrize(
    ("origin", "requirement"),
    [
        (FROM_A_COMMIT, "site-builder @ git+https://git.example/lab/builder.git@0a1b2c"),
        (FROM_A_COMMIT.replace("https://git.example", "file://"), f"site-builder=={__version__}"),
        (FROM_A_FOLDER, f"site-builder=={__version__}"),
        ("", f"site-builder=={__version__}"),
    ],
)
def test_a_program_that_came_from_a_repository_is_installed_from_there_again(
    tmp_path: Path, origin: str, requirement: str
) -> None:
    if origin:
        (tmp_path / "direct_url.json").write_text(origin, "utf-8")
    assert name_requirement(Distribution.at(tmp_path)) == requirement


@pytest.mark.skipif(not shutil.which("git"), reason="git isn't installed")
def test_what_two_people_import_at_once_is_no_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", *name, *words], cwd=tmp_path, check=True, capture_output=True)

    def add(title: str) -> None:
        (tmp_path / "new.bib").write_text(f"@article{{a, title={{{title}}}, author={{Doe, Jane}}, year={{2020}}}}")
        assert CliRunner().invoke(main, ["add", "--site", str(tmp_path), str(tmp_path / "new.bib")]).exit_code == 0
        (tmp_path / "new.bib").unlink()
        git("add", "--all")
        git("commit", "--message", title)

    create_site(tmp_path)
    git("init", "--initial-branch", "main")
    add("Looms")
    git("checkout", "-b", "other")
    add("Engines")
    git("checkout", "main")
    add("Compilers")
    git("merge", "other")
    records = (tmp_path / "content/listings/imported.jsonl").read_text("utf-8").splitlines()
    assert len(records) == 3
    again = CliRunner().invoke(main, ["check", "--site", str(tmp_path), "--strict"])
    assert again.exit_code == 0, again.output


@pytest.mark.parametrize("taken", ["README.md", "content/site.toml"])
def test_nothing_is_written_where_a_file_would_be_lost(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine", "utf-8")
    with pytest.raises(UserError) as caught:
        create_site(tmp_path)
    assert [(d.code, d.location.path) for d in caught.value.diagnostics] == [("site-exists", str(tmp_path / taken))]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


def test_other_files_stay_and_do_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("mine", "utf-8")
    create_site(tmp_path)
    assert (tmp_path / "LICENSE").read_text("utf-8") == "mine"


def test_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file", "utf-8")
    with pytest.raises(UserError, match="can't be written"):
        create_site(tmp_path / "papers")


@pytest.mark.parametrize("name", ["check.yml", "pages.yml"])
def test_workflows_are_valid_and_ask_for_few_rights(tmp_path: Path, name: str) -> None:
    create_site(tmp_path)
    workflow = yaml.safe_load((tmp_path / ".github/workflows" / name).read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    # YAML 1.1 reads the key `on` as True
    assert "pull_request_target" not in workflow[True]
    for job in workflow["jobs"].values():
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])
        # what may publish runs nothing that was installed
        assert "write" not in job.get("permissions", {}).values() or not any("run" in step for step in job["steps"])


def test_published_site_is_told_its_address(tmp_path: Path) -> None:
    create_site(tmp_path)
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    build = next(step for step in steps if step.get("run", "").startswith("site-builder build"))
    assert '--base-url "$BASE_URL"' in build["run"]
    assert build["env"]["BASE_URL"] == "${{ steps.pages.outputs.base_url }}"
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_new_site_builds_at_once(tmp_path: Path) -> None:
    create_site(tmp_path, "Our papers")
    done = CliRunner().invoke(main, ["build", "--site", str(tmp_path)])
    assert done.exit_code == 0, done.output
    home = (tmp_path / "public/index.html").read_text("utf-8")
    assert "Our papers" in home
    assert "site-builder add listing.txt" in home
