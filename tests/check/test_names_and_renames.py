"""Names that collide or can't be elsewhere, and files that were renamed, are told by `check`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from imports import add, bib
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic


def compose(title: str, keys: str = "") -> str:
    return f"---\ntitle: {title}\nauthors: [Ada Lovelace]\ndate: 2020\n{keys}---\nText of {title}.\n"


def find(site: Path, code: str) -> list[Diagnostic]:
    return [diagnostic for diagnostic in check_site(site).diagnostics if diagnostic.code == code]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("content/papers/Foo.md", "content/papers/foo.md"),
        ("content/papers/Straße.md", "content/papers/strasse.md"),
        ("content/papers/u\u0308ber.md", "content/papers/\u00fcber.md"),
        ("content/static/F.txt", "content/static/f.txt"),
        ("content/pages/About.md", "content/pages/about.md"),
    ],
)
def test_names_that_differ_by_case_or_form_are_told(tmp_path: Path, one: str, two: str) -> None:
    site = write_site(
        tmp_path / "site", [], **{one: compose("One"), two: compose("Two"), "content/papers/z.md": compose("Z")}
    )
    (told,) = find(site, "address-alike")
    assert one in told.message
    assert two in told.message
    assert told.severity == "warning"


@pytest.mark.parametrize("name", ["a:b", "g?h", 'd"q', "<tag>", "con", "Aux.x", "lpt1", "end.", "a|b", "a*"])
def test_names_that_windows_refuses_are_told(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path / "site", [], **{f"content/papers/{name}.md": compose("One")})
    (told,) = find(site, "address-unfit")
    assert (told.location.path, told.severity) == (f"content/papers/{name}.md", "warning")


@pytest.mark.parametrize("name", ["contact", "a-b.c", "com", "auxiliary", "ü", "cs.CL", "lpt10"])
def test_names_that_are_names_everywhere_are_left_alone(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path / "site", [], **{f"content/papers/{name}.md": compose("One")})
    assert not [*find(site, "address-unfit"), *find(site, "address-alike")]


def test_old_addresses_are_names_of_files_too(tmp_path: Path) -> None:
    keys = "redirect_from:\n  - /papers/Two/\n  - /posts/a:b/\n  - /fine/\n"
    files = {"content/papers/one.md": compose("One", keys), "content/papers/two.md": compose("Two")}
    site = write_site(tmp_path / "site", [], **files)
    (alike,) = find(site, "address-alike")
    assert (alike.location.path, alike.location.line) == ("content/papers/one.md", 6)
    (unfit,) = find(site, "address-unfit")
    assert (unfit.location.path, unfit.location.line) == ("content/papers/one.md", 7)


def test_a_renamed_paper_is_told_with_the_line_to_add_until_it_is_there(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [])
    add(site, "a.bib", bib(title="Sand Dunes at Night", author="Kaya, Deniz", year="2022"))
    (site / "content/papers/sand-dunes-at-night.md").rename(site / "content/papers/dunes.md")
    (told,) = find(site, "address-lost")
    assert told.location.path == "content/papers/dunes.md"
    assert told.suggestion == "add '/papers/sand-dunes-at-night/' to 'redirect_from'"
    entry = site / "content/papers/dunes.md"
    entry.write_text(entry.read_text("utf-8").replace("date:", "redirect_from: /papers/sand-dunes-at-night/\ndate:"))
    assert not find(site, "address-lost")


def test_a_removed_paper_is_not_told(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [])
    add(site, "a.bib", bib(title="Sand Dunes at Night", author="Kaya, Deniz", year="2022"))
    (site / "content/papers/sand-dunes-at-night.md").unlink()
    add(site, "b.bib", bib(title="Rivers of Ice in Summer", author="Kaya, Deniz", year="2022"))
    assert not find(site, "address-lost")


def test_a_person_who_was_renamed_since_the_last_build_is_told(tmp_path: Path) -> None:
    person = {"content/authors/ada.md": "---\nname: Ada Lovelace\n---\nBio.\n"}
    site = write_site(tmp_path / "site", [], **person, **{"content/papers/one.md": compose("One")})
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    assert not find(site, "address-lost")
    (site / "content/authors/ada.md").rename(site / "content/authors/ada-lovelace.md")
    (told,) = find(site, "address-lost")
    assert (told.location.path, told.suggestion) == (
        "content/authors/ada-lovelace.md",
        "add '/authors/ada/' to 'redirect_from'",
    )


def test_a_renamed_paper_keeps_its_identifier_in_feeds(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [], **{"content/papers/one.md": compose("One")})
    feeds = []
    for name in ("one", "two"):
        if name == "two":
            (site / "content/papers/one.md").rename(site / "content/papers/two.md")
            keys = "redirect_from: [/posts/first/, /papers/one/]\n"
            (site / "content/papers/two.md").write_text(compose("One", keys), "utf-8")
        build(BuildOptions(site_dir=site, out=site / "public", search=False))
        feeds.append((site / "public/feed.xml").read_text("utf-8"))
    assert feeds[0] != feeds[1]
    assert re.findall("<id>(.*?)</id>", feeds[0]) == re.findall("<id>(.*?)</id>", feeds[1])
