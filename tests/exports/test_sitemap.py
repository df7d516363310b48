"""Sitemaps keep the rules of the sitemaps.org protocol."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from site_builder.exports import sitemap

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://lab.example/papers/"


def read(source: bytes, root: str, child: str) -> list[tuple[str, str]]:
    """Check the rules of the schema, and return the address of each entry and the time of its last change."""
    assert source.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert len(source) <= 52_428_800
    tree = ET.fromstring(source)
    assert tree.tag == NAMESPACE + root
    assert 0 < len(tree) <= 50_000
    found = []
    for entry in tree:
        assert entry.tag == NAMESPACE + child
        names = [f"{NAMESPACE}loc", f"{NAMESPACE}lastmod"]
        assert [part.tag for part in entry] == names[: len(entry)]
        address, changed = entry[0].text or "", entry.findtext(f"{NAMESPACE}lastmod", "")
        assert address.startswith(BASE)
        found.append((address, changed))
    return found


def test_a_small_site_has_one_file() -> None:
    pages = [(BASE, "2025-03-06T12:00:00Z"), (f"{BASE}papers/a&b/", ""), (f"{BASE}papers/c/", "")]
    files = sitemap.compose(pages, BASE)
    assert list(files) == ["sitemap.xml"]
    assert read(files["sitemap.xml"], "urlset", "url") == pages


@pytest.mark.parametrize(("count", "parts"), [(50_000, 0), (50_001, 2), (100_001, 3)])
def test_a_large_site_has_an_index_of_files_that_hold_every_page_once(count: int, parts: int) -> None:
    dates = ["", *[f"2025-03-{day:02}T00:00:00Z" for day in range(1, 8)]]
    pages = [(f"{BASE}papers/{number}/", dates[number % 8]) for number in range(count)]
    files = sitemap.compose(pages, BASE)
    if parts:
        index = read(files.pop("sitemap.xml"), "sitemapindex", "sitemap")
        last = [max(changed for _, changed in read(source, "urlset", "url")) for source in files.values()]
        assert index == list(zip([BASE + name for name in files], last, strict=True))
    assert len(files) == (parts or 1)
    assert [page for source in files.values() for page in read(source, "urlset", "url")] == pages
