"""Every page says in JSON-LD what it is, and where it stands below the front page."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from small_sites import make_papers, write_site

from site_builder.build import builder
from site_builder.build.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://example.org/lab/"
PERSON = """---
name: Ada Lovelace
orcid: 0000-0002-1825-0097
role: Engineer
affiliation: Analytical Society
photo: files/ada.svg
links:
  github: https://github.com/ada
---
Mathematics.
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "content/authors/ada-lovelace.md": PERSON,
        "content/pages/about.md": "---\ntitle: About\n---\nWe.",
        "content/news/prize.md": "---\ntitle: A prize\ndate: 2025-03\n---\nWe won.",
        "content/collections/best.md": "---\ntitle: Best\npapers: [paper-0001]\n---\nThese.",
        "content/static/files/ada.svg": "<svg/>",
    }
    site = write_site(tmp_path_factory.mktemp("json-ld"), make_papers(12), "per_page = 4\n", **files)
    builder.build(BuildOptions(site_dir=site, out=site / "public", jobs=1))
    return site / "public"


def read(out: Path, path: str) -> dict[str, Any]:
    page = (out / path / "index.html").read_text("utf-8")
    (described,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found: dict[str, Any] = json.loads(described)
    return found


def read_trail(described: dict[str, Any]) -> list[tuple[str, str]]:
    steps = (described.get("breadcrumb") or described["mainEntityOfPage"]["breadcrumb"])["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["name"], step["item"].removeprefix(ADDRESS)) for step in steps]


@pytest.mark.parametrize(
    ("path", "kind", "above"),
    [
        ("papers/paper-0001/", "ScholarlyArticle", []),
        ("authors/ada-lovelace/", "ProfilePage", [("Authors", "authors/")]),
        ("authors/ada-du-chatelet/", "ProfilePage", [("Authors", "authors/")]),
        ("categories/cs.LG/", "CollectionPage", [("Categories", "categories/")]),
        ("venues/icml/", "CollectionPage", [("Venues", "venues/")]),
        ("collections/best/", "CollectionPage", [("Collections", "collections/")]),
        ("news/prize/", "NewsArticle", [("News", "news/")]),
        ("about/", "WebPage", []),
        *[(f"{name}/", "WebPage", []) for name in ("authors", "venues", "years", "categories", "news", "search")],
    ],
)
def test_a_page_stands_below_the_front_page_and_its_index(
    out: Path, path: str, kind: str, above: list[tuple[str, str]]
) -> None:
    described = read(out, path)
    assert described["@type"] == kind
    trail = read_trail(described)
    assert trail[:-1] == [("A Lab", ""), *above]
    assert trail[-1][1] == path


def test_the_front_page_is_the_site_and_further_pages_of_an_index_say_nothing(out: Path) -> None:
    assert read(out, "")["@type"] == "WebSite"
    assert "ld+json" not in (out / "404.html").read_text("utf-8")


def test_a_person_is_described_with_what_the_page_shows(out: Path) -> None:
    assert read(out, "authors/ada-lovelace/")["mainEntity"] == {
        "@type": "Person",
        "@id": "https://orcid.org/0000-0002-1825-0097",
        "name": "Ada Lovelace",
        "jobTitle": "Engineer",
        "affiliation": {"@type": "Organization", "name": "Analytical Society"},
        "image": f"{ADDRESS}files/ada.svg",
        "url": f"{ADDRESS}authors/ada-lovelace/",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://github.com/ada"],
    }


def test_news_have_their_date(out: Path) -> None:
    described = read(out, "news/prize/")
    assert (described["headline"], described["datePublished"]) == ("A prize", "2025-03")
