"""Whatever is wrong is told in a sentence with its place, ends with 1, and leaves the site that was there alone."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_lines import CAPTURED, ENTRY, LISTING, each, folder, link, make_site, put, read_files, remove, run, start

if TYPE_CHECKING:
    from collections.abc import Callable

TWO = "content/papers/two.md"
SETTINGS = "content/site.toml"
BINARY = bytes(range(256)) * 8
CONFLICT = "<<<<<<< HEAD\nOne\n=======\nTwo\n>>>>>>> topic\n"
OWN_THEME = put("themes/default/theme.toml", 'name = "default"\nextends = "default"\n')
PROSE = "Dear all,\n\nplease find below what we talked about on Tuesday. The coffee machine is fixed.\n\nBest,\nAda\n"


#: What is done to a good site, the place that the message names, and a word of the remedy.
FAULTS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "broken front matter": (
        put(TWO, "---\ntitle: [\n---\n"),
        r"content/papers/two\.md:\d+:\d+",
        "",
    ),
    "no front matter": (put(TWO, "Just a text.\n"), r"content/papers/two\.md:1", "---"),
    "an empty entry": (put(TWO, ""), r"content/papers/two\.md", ""),
    "a binary entry": (put(TWO, BINARY), r"content/papers/two\.md:\d+:\d+", "UTF-8"),
    "a folder for an entry": (folder(TWO), r"content/papers/two\.md", "give the folder another name"),
    "a folder for a page": (folder("content/pages/two.md"), r"content/pages/two\.md", "give the folder another name"),
    "a link that leads nowhere": (link(TWO, "nowhere"), r"content/papers/two\.md", "mend the link"),
    "a merge left open in an entry's keys": (
        put(TWO, f"---\ntitle: Two\n{CONFLICT}---\nText.\n"),
        r"content/papers/two\.md:3:1: error: unresolved merge conflict at line 3;",
        "<<<<<<<",
    ),
    "a merge left open in an abstract": (
        put(TWO, f"---\r\ntitle: Two\r\n---\r\n{CONFLICT}".replace("\n", "\r\n")),
        r"content/papers/two\.md:4:1: error: unresolved merge conflict at line 4;",
        "<<<<<<<",
    ),
    "a merge left open in the settings": (
        put(SETTINGS, f'title = "Lab"\n{CONFLICT}'),
        r"content/site\.toml:2:1: error: unresolved merge conflict at line 2;",
        "<<<<<<<",
    ),
    "a merge left open in a page": (
        put("content/pages/about.md", CONFLICT.replace("=======", "||||||| base\nZero\n=======")),
        r"content/pages/about\.md:1:1: error: unresolved merge conflict at line 1;",
        "<<<<<<<",
    ),
    "a colour that is none": (
        put(SETTINGS, '[options]\naccent = "notacolour"\n'),
        r"content/site\.toml:2:1: error: the option 'accent' doesn't fit",
        "write a colour",
    ),
    "a year far off": (
        put(TWO, ENTRY.replace("2025-03", "3000")),
        r"content/papers/two\.md:4:7: error: 3000 can't be a paper's year",
        "in which it appeared",
    ),
    "a slash in a category": (
        put(TWO, ENTRY.replace("cs.CL", "../../../cs.CL")),
        r"content/papers/two\.md",
        "cs.CL",
    ),
    "settings that aren't TOML": (
        put(SETTINGS, "title = Lab\n"),
        r"content/site\.toml:1:9",
        "double quotes",
    ),
    "settings that aren't text": (put(SETTINGS, BINARY), r"content/site\.toml:\d+:\d+", "UTF-8"),
    "a folder for settings": (
        each(remove(SETTINGS), folder(SETTINGS)),
        r"content/site\.toml",
        "can't be read",
    ),
    "a wrong setting": (put(SETTINGS, 'title = "A"\nper_page = 0\n'), r"content/site\.toml:2", "1 to 1000"),
    "an address that isn't": (put(SETTINGS, 'base_url = "lab"\n'), r"content/site\.toml:1", "https://"),
    "an unknown theme": (
        put(SETTINGS, 'theme = "dark"\n'),
        r"content/site\.toml:1:1:",
        "compact, default, proceedings",
    ),
    "an option of no theme": (
        put(SETTINGS, "[options]\nx = 1\n"),
        r"content/site\.toml:2:1:",
        "its options are",
    ),
    "a number beyond all bounds": (
        put(SETTINGS, f"[options]\nx = {10**30}\n"),
        r"content/site\.toml",
        "its options are",
    ),
    "a theme that isn't TOML": (
        put("themes/default/theme.toml", "name"),
        r".*themes/default/theme\.toml",
        "can't be understood",
    ),
    "a theme of nothing": (
        each(put("themes/lab/theme.toml", 'name = "lab"'), put(SETTINGS, 'theme = "lab"')),
        r".*themes/lab/theme\.toml: error: the theme 'lab' has no templates",
        'write extends = "default"',
    ),
    "a template that isn't text": (
        each(OWN_THEME, put("themes/default/templates/404.html", b"\xff")),
        r"404\.html: error: the template isn't UTF-8 text",
        "save it as UTF-8 text",
    ),
    "a theme in a circle": (
        put("themes/default/theme.toml", 'name = "default"\nextends = "mine"\n'),
        r"content/site\.toml|.*themes/default/theme\.toml",
        "mine",
    ),
    "a broken template": (
        each(OWN_THEME, put("themes/default/templates/404.html", "one\n{{ page.nothing }}")),
        r".*themes/default/templates/404\.html:2",
        "nothing",
    ),
    "a link to a file outside the site": (
        each(put("../secret", "mine"), link("content/static/a.txt", "../../../secret")),
        r"content/static/a\.txt",
        "put the file itself here",
    ),
    "a link to a hidden file": (
        each(put(".git/config", "mine"), link("content/static/a.txt", "../../.git/config")),
        r"content/static/a\.txt",
        "put the file itself here",
    ),
    "a link out of a theme": (
        each(put("../secret", "mine"), OWN_THEME, link("themes/default/static/a.txt", "../../../../secret")),
        r".*themes/default/static/a\.txt",
        "put the file itself here",
    ),
    "a page where a part of the site is": (put("content/pages/search.md", "Mine.\n"), r"content/pages/search\.md", ""),
    "a page where a file is": (put("content/pages/feed.xml.md", "Mine.\n"), r"content/pages/feed\.xml\.md", "rename"),
    "a file where a page is": (put("content/static/papers/one/index.html", "mine"), "content/static/papers/one", ""),
    "a file where a folder is": (put("content/static/papers", "mine"), "content/static/papers", "rename"),
    "a file's name in no writing": (put("content/static/a\nb.pdf", "mine"), r"content/static/a\\nb\.pdf", "rename"),
}


@pytest.mark.parametrize(("spoil", "place", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place_and_the_site_stays(
    built_site: Path, spoil: Callable[[Path], None], place: str, words: str
) -> None:
    before = read_files(built_site / "public")
    spoil(built_site)
    result = run("build", "--site", built_site, "--no-search")
    assert result.exit_code == 1
    assert result.stdout == ""
    errors = [line for line in result.stderr.splitlines() if ": error: " in line]
    assert any(re.match(place, line) and words in line for line in errors), result.stderr
    assert read_files(built_site / "public") == before


def test_all_faults_are_told_at_once(site: Path) -> None:
    for name in ("two", "three"):
        put(f"content/papers/{name}.md", "---\ntitle: [\n---\n")(site)
    put(SETTINGS, 'theme = "dark"\nper_page = 0\n')(site)
    said = run("build", "--site", site).stderr
    for place in ("content/papers/two.md:", "content/papers/three.md:", f"{SETTINGS}:1:1:", f"{SETTINGS}:2:1:"):
        assert place in said


def test_an_author_s_id_is_one_part_of_an_address(tmp_path: Path) -> None:
    entry = ENTRY.replace("Ada Lovelace", "{name: Ada Lovelace, id: '../../ada'}")
    site = make_site(tmp_path / "site", **{"content/papers/one.md": entry})
    assert run("build", "--site", site, "--no-search").exit_code == 0
    assert (site / "public/authors/ada/index.html").is_file()
    assert not (site / "public/ada").exists()


SOURCES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "listing-none"),
    "white space": (" \n\t\n", "listing-none"),
    "binary": (BINARY, "listing-binary"),
    "prose": (PROSE, "listing-none"),
    "broken BibTeX": ("@article{one, author = {Ada\n", "reference-"),
    "broken JSON": ('[{"title": "One"', "reference-"),
    "JSON of something else": ('{"name": "site"}', ""),
    "a page that isn't one": ("<!doctype html><p>Hello", "listing-none"),
}


@pytest.mark.parametrize(("data", "code"), SOURCES.values(), ids=SOURCES.keys())
@pytest.mark.parametrize("command", ["parse", "add"])
def test_a_source_without_papers_is_told_so(
    tmp_path: Path, site: Path, command: str, data: str | bytes, code: str
) -> None:
    before = read_files(site)
    put("source", data)(tmp_path)
    words = ["--site", site] if command == "add" else []
    result = run(command, tmp_path / "source", *words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert re.search(rf"source(:\d+)*: error: .+; .+ \[{code}", result.stderr), result.stderr
    assert read_files(site) == before


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("nowhere.txt", "nowhere.txt: error: the source can't be read: No such file or directory; name a file"),
        (".", ".: error: the source can't be read: Is a directory; name a file"),
        (
            "CLJul 4, 2024\nA pasted title\n" * 300,
            "…: error: the source can't be read: File name too long; name a file",
        ),
    ],
)
@pytest.mark.parametrize("command", ["parse", "add"])
def test_a_source_that_is_none_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, source: str, words: str
) -> None:
    monkeypatch.chdir(make_site(tmp_path / "site"))
    result = run(command, source)
    assert result.exit_code == 1
    assert words in result.stderr
    assert max(map(len, result.stderr.splitlines())) < 400


@pytest.mark.parametrize("command", [["build"], ["check"], ["serve"], ["add", "-"]])
@pytest.mark.parametrize("missing", ["nowhere", "empty"])
def test_a_folder_without_content_is_told_so(tmp_path: Path, command: list[str], missing: str) -> None:
    (tmp_path / "empty").mkdir()
    result = run(*command, "--site", tmp_path / missing)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: there is no folder {tmp_path / missing / 'content'}; run it in the folder")
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]


@pytest.mark.parametrize("command", [["build"], ["check"], ["serve"], ["add", "-"]])
def test_a_file_for_a_site_is_a_wrong_command_line(tmp_path: Path, command: list[str]) -> None:
    put("site", "a file")(tmp_path)
    assert run(*command, "--site", tmp_path / "site").exit_code == 2


@pytest.mark.parametrize("address", ["lab", "ftp://lab.example/", "https://", "//lab", "https://[", "https://a/?b"])
def test_a_base_url_that_is_none_is_told_so(tmp_path: Path, address: str) -> None:
    result = run("build", "--site", make_site(tmp_path / "site"), "--base-url", address)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: '{address}' isn't a site's address; ")
    assert not (tmp_path / "site/public").exists()


@pytest.mark.parametrize(
    ("words", "suggestion"),
    [
        (["new", ""], "write . for this folder"),
        (["new", "new", "--title", " "], "it is empty"),
        (["build", "--out", ""], "write . for this folder"),
        (["build", "site"], "write --site site"),
        (["check", "site"], "write --site site"),
        (["check", "--site", "site/content"], "name the folder that holds content/: --site "),
    ],
)
def test_a_command_line_that_says_it_otherwise_is_told_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], suggestion: str
) -> None:
    before = read_files(make_site(tmp_path / "site"))
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == (1 if "--site" in words else 2)
    assert suggestion in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert read_files(tmp_path / "site") == before


def test_an_output_folder_that_cannot_be_is_told_so(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", blocked="a file")
    result = run("build", "--site", site, "--out", site / "blocked" / "public")
    assert result.exit_code == 1
    assert "can't be written" in result.stderr
    assert "--out" in result.stderr


def test_a_report_that_cannot_be_written_is_told_so(site: Path) -> None:
    result = run("build", "--site", site, "--no-search", "--report", site / "nowhere/report.json")
    assert result.exit_code == 1
    assert "nowhere/report.json: error: the report can't be written: No such file or directory" in result.stderr


def test_a_port_in_use_is_told_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--site", make_site(tmp_path / "site"), "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "--port" in result.stderr
    assert "[preview-address]" in result.stderr


def test_new_writes_over_nothing(tmp_path: Path) -> None:
    put("README.md", "mine")(tmp_path)
    result = run("new", tmp_path)
    assert result.exit_code == 1
    assert "the file is there already" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_file_that_may_not_be_read_is_named(site: Path) -> None:
    (site / "content/papers/one.md").chmod(0)
    assert "content/papers/one.md: error: the file can't be read" in run("build", "--site", site).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_told_so() -> None:
    with Path("/dev/full").open("w") as full:
        done = start("parse", LISTING, *CAPTURED, stdout=full)
    assert done.returncode == 1
    assert done.stderr == "error: No space left on device; mend that and try again [system-refused]\n"


def test_whoever_has_read_enough_may_go() -> None:
    command = f"{shlex.quote(sys.executable)} -m site_builder parse {shlex.quote(str(LISTING))} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, timeout=60)
    assert (len(done.stdout), done.stderr) == (10, "")


def test_no_fault_of_a_user_s_own_making_ends_in_a_traceback(tmp_path: Path) -> None:
    """As a process: what no test of a function sees would be on its standard error."""
    for words in (["parse", "nowhere"], ["build", "--site", str(tmp_path)], ["add", str(tmp_path)], ["serve", "-x"]):
        done = start(*words, cwd=tmp_path)
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr
        assert 1 <= len(done.stderr.splitlines()) <= 4
