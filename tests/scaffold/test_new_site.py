"""A new site: complete, valid, built at once, and never written over anything."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from site_builder.cli.main import main
from site_builder.diagnostics import UserError
from site_builder.scaffold.new_site import create_site

ROOT = Path(__file__).parents[2]
EXPECTED = {
    ".gitlab-ci.yml",
    "netlify.toml",
    "content/listings/sample-listing.txt",
    "vendor/dependencies.txt",
    "vendor/site-builder.json",
    "wrangler.toml",
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
    names = {path.relative_to(tmp_path / "papers").as_posix() for path in written}
    wheels = {name for name in names if name.endswith(".whl")}
    assert len(wheels) == 1
    assert names - wheels == EXPECTED
    assert all(path.read_bytes() for path in written)


@pytest.mark.parametrize("title", ["Papers", "The “Lab”", 'A "b" \\c\tαβγ 論文', "Papers\n[macros]"])
def test_title_is_kept_as_given(tmp_path: Path, title: str) -> None:
    create_site(tmp_path, title)
    settings = tomllib.loads((tmp_path / "content/site.toml").read_text("utf-8"))
    assert settings["title"] == title
    assert "macros" not in settings


@pytest.mark.skipif(not shutil.which("git"), reason="git isn't installed")
def test_what_two_people_import_at_once_is_no_conflict(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", *name, *words], cwd=tmp_path, check=True, capture_output=True)

    def add(title: str) -> None:
        (tmp_path / "new.bib").write_text(
            f"@article{{{title.lower()}, title={{{title}}}, author={{Doe, Jane}}, year={{2020}}}}"
        )
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


def test_a_program_that_runs_without_being_installed_says_so(tmp_path: Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith("site_builder"):
            (libraries / path.name).symlink_to(path)
    done = subprocess.run(
        [sys.executable, "-S", "-m", "site_builder", "new", tmp_path / "papers"],
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{libraries}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: the program isn't installed; ")
    assert not (tmp_path / "papers").exists()


def test_file_in_place_of_the_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("a file", "utf-8")
    with pytest.raises(UserError, match="can't be written"):
        create_site(tmp_path / "papers")


def test_new_site_builds_at_once(tmp_path: Path) -> None:
    create_site(tmp_path, "Our papers")
    done = CliRunner().invoke(main, ["build", "--site", str(tmp_path)])
    assert done.exit_code == 0, done.output
    home = (tmp_path / "public/index.html").read_text("utf-8")
    assert "Our papers" in home
    assert "site-builder add content/listings/sample-listing.txt" in home


def test_the_sample_holds_three_papers_that_nothing_has_to_be_asked_about(tmp_path: Path) -> None:
    create_site(tmp_path)
    read = CliRunner().invoke(
        main, ["parse", str(tmp_path / "content/listings/sample-listing.txt"), "--format", "jsonl"]
    )
    papers = [json.loads(line) for line in read.stdout.splitlines()]
    assert [len(paper["authors"]) for paper in papers] == [2, 2, 3]
    assert all(paper["title"].startswith("Sample paper: ") and not paper["uncertain"] for paper in papers)


@pytest.mark.parametrize("theme", ["default", "compact", "proceedings", "tideline"])
def test_the_example_is_a_finished_site_in_each_of_its_themes(tmp_path: Path, theme: str) -> None:
    create_site(tmp_path, "An example", example=True)
    settings = tmp_path / "content/site.toml"
    settings.write_text(settings.read_text("utf-8").replace('theme = "default"', f'theme = "{theme}"'), "utf-8")
    checked = CliRunner().invoke(main, ["check", "--site", str(tmp_path), "--strict", "--format", "json"])
    assert json.loads(checked.stdout) == []
    done = CliRunner().invoke(main, ["build", "--site", str(tmp_path), "--base-url", "https://lab.example/papers/"])
    assert done.exit_code == 0, done.output
    home = (tmp_path / "public/index.html").read_text("utf-8")
    assert "An example" in home
    assert (theme == "tideline") == ("tideline.css" in home)
    # a curated person gathers the papers that print the name in another way
    assert (tmp_path / "public/authors/mira-okafor/index.html").read_text("utf-8").count("/papers/papers/") >= 5
