"""How a paper was published stands on its page and in lists: license, funding, status, versions, retraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = """---
title: Sheep that were never there
authors: [{name: Ann Lee, roles: [Software, Supervision]}, Bo Ray]
date: 2024-05-01
venue: Nature
KEYS
---
Words.
"""


def build_pages(tmp_path: Path, keys: str, language: str = "en") -> tuple[str, str]:
    """Return the paper's page and the home page of a site with one entry."""
    files = {"content/papers/sheep.md": ENTRY.replace("KEYS", keys)}
    site = write_site(tmp_path / "site", [], f'language = "{language}"\nbase_url = "https://lab.example/"\n', **files)
    build(BuildOptions(site_dir=site, out=tmp_path / "out", search=False))
    page, home = (tmp_path / "out" / name for name in ("papers/sheep/index.html", "index.html"))
    return page.read_text("utf-8"), home.read_text("utf-8")


def test_license_funding_and_contributions_are_shown_and_in_the_json_ld(tmp_path: Path) -> None:
    page, _ = build_pages(
        tmp_path, "license: CC-BY-4.0\nfunding: [{funder: JSPS, award: JP21, url: 'https://jsps.example/'}, Jane Fund]"
    )
    assert '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license">CC-BY-4.0</a>' in page
    assert '<a href="https://jsps.example/">JSPS</a> JP21' in page
    assert "Ann Lee: Software, Supervision" in page
    assert '"license":"https://creativecommons.org/licenses/by/4.0/"' in page
    assert '"funder":{"@type":"Organization","name":"JSPS"}' in page


@pytest.mark.parametrize(("language", "word"), [("en", "Submitted to Nature"), ("ja", "Natureに投稿済み")])
def test_a_submission_is_marked_and_never_cited_as_published(tmp_path: Path, language: str, word: str) -> None:
    page, home = build_pages(tmp_path, "status: submitted\ntype: article-journal", language)
    assert f'<li class="status">{word}</li>' in page
    assert f'<li class="status">{word}</li>' in home
    assert "@unpublished{" in page
    assert "journal = " not in page
    assert "note = {Submitted to Nature}" in page
    assert "citation_journal_title" not in page
    assert "isPartOf" not in page


@pytest.mark.parametrize(
    "keys", ["retracted: {date: 2025-01-09, reason: No data., notice: 'https://n.example/'}", "status: retracted"]
)
def test_a_retraction_comes_first_on_the_page_and_strikes_the_title_in_lists(tmp_path: Path, keys: str) -> None:
    page, home = build_pages(tmp_path, keys)
    assert page.index("<b>Retracted</b>") < page.index("<h1")
    assert "<s>Sheep that were never there</s>" in home
    assert "note = {Retracted" in page
    assert '"creativeWorkStatus":"Retracted"' in page
    if "reason" in keys:
        assert "No data." in page
        assert '<a href="https://n.example/">Notice</a>' in page
    feed = (tmp_path / "out" / "feed.xml").read_text("utf-8")
    assert "<title>Retracted: Sheep that were never there</title>" in feed


def test_versions_and_corrections_are_shown_with_their_dates(tmp_path: Path) -> None:
    page, _ = build_pages(
        tmp_path,
        "versions: [{label: v1, date: 2023-05, url: 'https://v.example/1'}, {label: published, record: true}]\n"
        "erratum: https://e.example/",
    )
    assert '<a href="https://v.example/1">v1</a> <time datetime="2023-05">May 2023</time>' in page
    assert "published (version of record)" in page
    assert '<b>Correction</b> · <a href="https://e.example/">Notice</a>' in page
