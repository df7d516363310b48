"""What others put into a site's folders: leftovers of programs, links, files in the output. None is lost, and none goes
out that shouldn't."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from command_lines import ENTRY, each, link, make_site, put, read_files, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BINARY = bytes(range(256)) * 8
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


#: What other programs leave in a folder, which is none of a site's business.
LEFTOVERS: dict[str, Callable[[Path], None]] = {
    "an editor's lock": link("content/papers/.#one.md", "ada@example.1234:5678"),
    "an editor's lock on a person": link("content/authors/.#ada.md", "ada@example.1234:5678"),
    "an editor's lock on a page": link("content/pages/.#about.md", "ada@example.1234:5678"),
    "a link in the static files that leads nowhere": link("content/static/old.pdf", "nowhere"),
    "a link to itself": link("content/static/self", "self"),
    "a link in a circle": link("content/static/up", ".."),
    "many links in circles": each(*(link(f"content/static/up{n}", "..") for n in range(20))),
    "a link to the whole disk": link("content/static/disk", "/"),
    "a link to the whole disk beside the papers": link("content/disk", "/"),
    "a half-written entry": put("content/papers/.one.md.swp", BINARY),
    "a desktop's notes": put("content/papers/.DS_Store", BINARY),
    "a file where the cache should be": put(".cache", "mine"),
}


@needs_links
@pytest.mark.parametrize("leave", LEFTOVERS.values(), ids=LEFTOVERS.keys())
def test_what_other_programs_leave_behind_stops_no_build(tmp_path: Path, leave: Callable[[Path], None]) -> None:
    site = make_site(tmp_path / "site")
    for name in ("authors", "pages", "static"):
        (site / "content" / name).mkdir()
    leave(site)
    for _ in range(2):
        result = run("build", "--site", site, "--no-search")
        assert result.exit_code == 0, result.stderr
    assert run("check", "--site", site).exit_code == 0


@needs_links
def test_a_link_to_a_file_of_the_site_is_published_and_one_to_a_folder_is_told(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", **{"figures/one.svg": "<svg/>", "content/static/own.svg": "<svg/>"})
    link("content/static/one.svg", "../../figures/one.svg")(site)
    link("content/static/figures", "../../figures")(site)
    result = run("build", "--site", site, "--no-search")
    assert "content/static/figures: warning: this link leads to a folder, and isn't followed" in result.stderr
    assert (site / "public/one.svg").read_text() == (site / "public/own.svg").read_text() == "<svg/>"
    assert not (site / "public/one.svg").is_symlink()
    assert not (site / "public/figures").exists()


@needs_links
def test_folders_of_a_site_may_be_links_and_a_change_behind_them_is_seen(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", **{"content/static/a.txt": "old"})
    (site / "content").rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/papers").rename(tmp_path / "papers")
    link("elsewhere/papers", "../papers")(tmp_path)
    link("content", "../elsewhere")(site)
    (tmp_path / "elsewhere/static/b.txt").symlink_to("a.txt")
    for path in tmp_path.rglob("*"):
        os.utime(path, (10**9, 10**9), follow_symlinks=False)
    assert run("build", "--site", site, "--no-search").exit_code == 0
    assert "Nothing has changed" in run("build", "--site", site, "--no-search").stderr
    put("papers/one.md", ENTRY.replace("We wait.", "We hurry."))(tmp_path)
    put("elsewhere/static/a.txt", "new")(tmp_path)
    assert run("build", "--site", site, "--no-search").exit_code == 0
    assert "We hurry." in (site / "public/papers/one/index.html").read_text("utf-8")
    assert (site / "public/b.txt").read_text() == "new"


@needs_links
@pytest.mark.parametrize("target", ["elsewhere", "site/.git"])
def test_a_link_to_a_text_that_is_no_site_s_is_never_read(tmp_path: Path, target: str) -> None:
    """Neither when the file itself stood there at the last build, nor by `check`."""
    text = ENTRY.replace("title: ", "name: Ada Lovelace\ntitle: ").replace("We wait.", "A secret.")
    names = ("papers/two.md", "authors/ada.md", "pages/about.md", "categories/cs.CL.md")
    site = make_site(tmp_path / "site", **{f"content/{name}": text for name in names})
    assert run("build", "--site", site, "--no-search").exit_code == 0
    for name in names:
        place = tmp_path / target / name
        place.parent.mkdir(parents=True)
        (site / "content" / name).rename(place)
        (site / "content" / name).symlink_to(place)
    for command in (("build", "--no-search", "--out", tmp_path / "public"), ("check",)):
        result = run(*command, "--site", site)
        assert result.exit_code == 1
        for name in names:
            message = (
                f"content/{name}: error: this link leads to a file outside of the site, which isn't published; put the "
            )
            assert message in result.stdout + result.stderr
    assert not (tmp_path / "public/index.html").exists()


@needs_links
def test_a_link_to_a_text_of_the_site_is_read(tmp_path: Path) -> None:
    """Also in a folder of texts that is a link itself."""
    site = make_site(tmp_path / "site", **{"drafts/two.md": ENTRY.replace("Sparse", "Dense")})
    link("content/papers/two.md", "../../drafts/two.md")(site)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/about.md").write_text("About", "utf-8")
    link("pages/us.md", "about.md")(tmp_path)
    link("content/pages", "../../pages")(site)
    assert run("build", "--site", site, "--no-search").exit_code == 0
    assert "Dense" in (site / "public/papers/two/index.html").read_text("utf-8")
    assert "About" in (site / "public/us/index.html").read_text("utf-8")


@needs_links
@pytest.mark.parametrize("name", ["templates/_note.html", "languages/en.toml"])
def test_a_theme_s_template_or_language_that_links_to_a_file_outside_is_refused(tmp_path: Path, name: str) -> None:
    theme = {"themes/mine/theme.toml": 'name = "mine"\nextends = "default"\n'}
    site = make_site(tmp_path / "site", **theme, **{"content/site.toml": 'theme = "mine"\n'})
    put("secret.txt", "A secret.")(tmp_path)
    link(f"themes/mine/{name}", "../../../../secret.txt")(site)
    for command in (("build", "--no-search"), ("check",)):
        result = run(*command, "--site", site)
        assert result.exit_code == 1
        assert (
            f"themes/mine/{name}: error: this link leads to a file outside of the site" in result.stdout + result.stderr
        )
    assert not (site / "public/index.html").exists()


OTHERS_PLACES = ["content", "content/papers", "content/new/deep", "themes", "themes/new", ".cache", ".", "..", "link"]


@pytest.mark.parametrize("out", OTHERS_PLACES)
def test_a_site_among_its_own_sources_is_a_wrong_command_line(tmp_path: Path, out: str) -> None:
    """Also where a link leads there, and also above them."""
    site = make_site(tmp_path / "above/site")
    link("link", "content/papers")(site)
    before = read_files(tmp_path)
    result = run("build", "--site", site, "--no-search", "--out", site / out)
    assert result.exit_code == 2
    (error,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert error.endswith(f"; name a folder of its own, such as --out {site}/public")
    assert read_files(tmp_path) == before


@pytest.mark.parametrize("name", ["index.html", "assets/style.css", ".nojekyll", "papers/one/index.html"])
def test_a_file_of_ones_own_in_the_output_is_never_written_over(tmp_path: Path, name: str) -> None:
    site = make_site(tmp_path / "site")
    put(f"mine/{name}", "mine")(tmp_path)
    put("mine/notes.txt", "mine, too")(tmp_path)
    before = read_files(tmp_path / "mine")
    result = run("build", "--site", site, "--no-search", "--out", tmp_path / "mine")
    assert result.exit_code == 1
    place = re.escape(str(tmp_path / "mine" / name))
    words = r"error: this file is in the way of the site's own, and no build wrote it; move it away, or .*\n"
    assert re.fullmatch(f"{place}: {words}", result.stderr)
    assert {path: file for path, file in read_files(tmp_path / "mine").items() if ".site-builder" not in path} == before


def test_what_is_foreign_in_the_output_stays(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    put("public/CNAME", "papers.example.org")(site)
    put("public/papers/mine.html", "mine")(site)
    assert run("build", "--site", site, "--no-search").exit_code == 0
    shutil.rmtree(site / "content/papers")
    (site / "content/papers").mkdir()  # a folder that is gone would stop the build
    assert run("build", "--site", site, "--no-search").exit_code == 0
    assert {"CNAME", "papers/mine.html", "index.html"} <= read_files(site / "public").keys()
    assert not (site / "public/papers/one").exists()


COMMANDS = "::error::x\x1b[31m \u202e"


@pytest.mark.parametrize("words", [("parse", "--format", "table"), ("add", "--dry-run", "--verbose"), ("add",)])
def test_the_text_of_a_source_is_no_command_for_a_terminal_or_a_runner(tmp_path: Path, words: tuple[str, ...]) -> None:
    site = make_site(tmp_path / "site")
    told = ""
    for year in ("2022", "2023"):  # the second one differs from what the first one brought
        entry = f"@article{{x, title={{{COMMANDS}}}, author={{{COMMANDS}, A.}}, year={year}, journal={{{COMMANDS}}}}}"
        source = tmp_path / f"{year}.bib"
        source.write_text(f"{entry}\n@article{{y, title={{Other}}, abstract={{One\n\n  ::warning::two\n}}}}", "utf-8")
        place = () if words[0] == "parse" else ("--site", site)
        result = run(*words, *place, source)
        told += result.stdout + result.stderr
    assert "::error::x" in told or "error-x" in told
    assert not re.search(r"^\s*::|\x1b|\u202e", told, re.MULTILINE)
