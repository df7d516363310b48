"""A new site: complete, valid, built at once, and never written over anything."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from site_builder import __version__
from site_builder.cli import main
from site_builder.diagnostics import Fault
from site_builder.scaffolding import create_site

if TYPE_CHECKING:
    from pathlib import Path

EXPECTED = {
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


@pytest.mark.parametrize("taken", ["README.md", "content/site.toml"])
def test_nothing_is_written_where_a_file_would_be_lost(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(exist_ok=True)
    (tmp_path / taken).write_text("mine", "utf-8")
    with pytest.raises(Fault) as caught:
        create_site(tmp_path)
    assert [(d.code, d.place.path) for d in caught.value.diagnostics] == [("site-exists", str(tmp_path / taken))]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / taken]
    assert (tmp_path / taken).read_text("utf-8") == "mine"


def test_other_files_stay_and_do_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("mine", "utf-8")
    create_site(tmp_path)
    assert (tmp_path / "LICENSE").read_text("utf-8") == "mine"


def test_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file", "utf-8")
    with pytest.raises(Fault, match="can't be written"):
        create_site(tmp_path / "papers")


@pytest.mark.parametrize("name", ["check.yml", "pages.yml"])
def test_workflows_are_valid_and_ask_for_few_rights(tmp_path: Path, name: str) -> None:
    create_site(tmp_path)
    workflow = yaml.safe_load((tmp_path / ".github/workflows" / name).read_text("utf-8"))
    publishing = {"contents": "read", "pages": "write", "id-token": "write"}
    assert workflow["permissions"] == (publishing if name == "pages.yml" else {"contents": "read"})
    # YAML 1.1 reads the key `on` as True
    assert "pull_request_target" not in workflow[True]
    for job in workflow["jobs"].values():
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])


def test_published_site_is_told_its_address(tmp_path: Path) -> None:
    create_site(tmp_path)
    workflow = yaml.safe_load((tmp_path / ".github/workflows/pages.yml").read_text("utf-8"))
    steps = workflow["jobs"]["publish"]["steps"]
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
