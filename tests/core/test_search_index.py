"""The search index, made by Pagefind itself: every paper, every facet, every order; the same bytes each time."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import make_papers, read_tree, write_paper, write_site

from site_builder import bundle, search
from site_builder.build import build
from site_builder.diagnostics import Fault
from site_builder.job import Job, Report
from site_builder.model import Byline, Paper

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [
    *make_papers(12),
    Paper(
        id="bare",
        title="Nothing but a Title",
    ),
    Paper(
        id="łódź",
        title="A <b> & \"quotes\", commas: and 'more' in $O(n)$",
        authors=(Byline("Łukasz Kaiser"), Byline("相澤 彰子")),
        date="2025-03",
        categories=("cs.CL", "stat.ML"),
        venue="NeurIPS, 2025: the workshop",
        score=7.25,
        code=True,
        arxiv="2503.04412",
        doi="10.48550/arXiv.2503.04412",
        abstract="大規模言語モデルの学習を調べる。",
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("searched") / "site", PAPERS)
    run(folder, folder / "public")
    return folder


def run(site: Path, out: Path) -> Report:
    return build(Job(site_dir=site, out=out))


def read_fragments(out: Path) -> dict[str, dict[str, Any]]:
    """Return what Pagefind shows of each document, by its address."""
    found = {}
    for path in (out / "pagefind/fragment").iterdir():
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


def test_every_paper_is_indexed_at_its_page_s_address(site: Path) -> None:
    fragments = read_fragments(site / "public")
    assert fragments.keys() == {f"/papers/{paper.id}/" for paper in PAPERS}
    assert all((site / f"public{url}index.html").is_file() for url in fragments)


def test_facets_hold_what_the_entries_say(site: Path) -> None:
    fragments = read_fragments(site / "public")
    for paper in PAPERS:
        wanted = {
            "category": list(paper.categories),
            "year": [paper.date[:4]] if paper.date else [],
            "venue": [paper.venue] if paper.venue else [],
            "code": ["yes"] if paper.code else [],
        }
        filters = fragments[f"/papers/{paper.id}/"]["filters"]
        assert {key: sorted(values) for key, values in filters.items()} == {
            key: sorted(values) for key, values in wanted.items() if values
        }


def test_what_a_result_shows_is_text_as_it_was_written(site: Path) -> None:
    meta = read_fragments(site / "public")["/papers/łódź/"]["meta"]
    assert meta["title"].startswith("A <b> & \"quotes\", commas: and 'more' in ")
    assert meta["authors"] == "Łukasz Kaiser, 相澤 彰子"
    assert meta["venue"] == "NeurIPS, 2025: the workshop"
    assert (meta["year"], meta["categories"], meta["code"]) == ("2025", "cs.CL stat.ML", "yes")


def test_each_document_has_its_place_in_every_order(site: Path) -> None:
    _, documents, _, filters, orders, _ = bundle.read(next((site / "public/pagefind").glob("*.pf_meta")))
    assert [name for name, _ in filters] == ["category", "code", "venue", "year"]
    assert [name for name, _ in orders] == ["date", "score", "title"]
    assert all(sorted(places) == list(range(len(PAPERS))) == list(range(len(documents))) for _, places in orders)


def test_names_are_found_without_accents_and_japanese_by_pairs(site: Path) -> None:
    content = read_fragments(site / "public")["/papers/łódź/"]["content"]
    for word in ("lukasz", "言語", "モデ", "相澤", "2503.04412", "10.48550/arXiv.2503.04412"):
        assert word in content.split()


def test_no_interface_of_pagefind_s_own_is_published(site: Path) -> None:
    names = {path.name for path in (site / "public/pagefind").iterdir()}
    assert "pagefind.js" in names
    assert not [name for name in names if re.match(r"pagefind-(ui|modular|component|highlight)", name)]


def test_the_same_papers_make_the_same_index(site: Path, tmp_path: Path) -> None:
    copy = write_site(tmp_path / "copy", PAPERS)
    run(copy, tmp_path / "public")
    one, other = read_tree(site / "public"), read_tree(tmp_path / "public")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


VALUES = st.recursive(
    st.integers(0, 2**64 - 1) | st.text(), lambda inner: st.lists(inner, max_size=4), max_leaves=12
).filter(lambda value: isinstance(value, list))


@given(VALUES)
def test_what_is_packed_is_read_again(tmp_path_factory: pytest.TempPathFactory, value: list[Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "packed"
    path.write_bytes(bundle._pack(value))
    assert bundle.read(path) == value


@given(st.permutations(range(5)), st.permutations(range(3)))
def test_the_order_of_a_hash_table_never_shows(
    tmp_path_factory: pytest.TempPathFactory, values: list[int], filters: list[int]
) -> None:
    one, other = (tmp_path_factory.mktemp("bundle") for _ in range(2))
    make_bundle(one, list(range(5)), list(range(3)), "x")
    make_bundle(other, values, filters, "y")
    for folder in (one, other, other):
        bundle.settle_order(folder)
    assert read_tree(one) == read_tree(other)
    assert len(read_tree(one)) == 5


def make_bundle(folder: Path, values: list[int], filters: list[int], mark: str) -> None:
    """Write an index as Pagefind does, in the order given."""
    (folder / "filter").mkdir()
    for name in filters:
        rows = [[f"value {value}", [value, 300 + value, 70_000 + value]] for value in values]
        (folder / f"filter/en_{mark}{name}.pf_filter").write_bytes(bundle._pack([f"filter {name}", rows]))
    listed = [[f"filter {name}", f"en_{mark}{name}"] for name in filters]
    orders = [[f"order {name}", [2, 0, 1]] for name in filters]
    (folder / f"pagefind.en_{mark}.pf_meta").write_bytes(bundle._pack(["1.5", [["en_1", 2]], [], listed, orders, []]))
    entry = {"version": "1.5", "languages": {"en": {"hash": f"en_{mark}", "wasm": "en", "page_count": 1}}}
    (folder / "pagefind-entry.json").write_text(json.dumps(entry), "utf-8")


@pytest.mark.parametrize("spoil", ["pagefind.en_x.pf_meta", "filter/en_x1.pf_filter", "pagefind-entry.json"])
@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", gzip.compress(b"pagefind_dcd\xff"), gzip.compress(b"something else")]
)
def test_an_index_of_another_make_is_left_as_it_is(tmp_path: Path, spoil: str, data: bytes) -> None:
    make_bundle(tmp_path, list(range(5)), list(range(3)), "x")
    (tmp_path / spoil).write_bytes(data)
    before = read_tree(tmp_path)
    with pytest.raises((ValueError, LookupError, TypeError)):
        bundle.settle_order(tmp_path)
    assert read_tree(tmp_path) == before


def test_the_index_is_made_again_only_when_papers_changed(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS[:3])
    assert run(site, site / "public").index == "built"
    assert run(site, site / "public").index == "kept"
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("# About\n", "utf-8")
    assert run(site, site / "public").index == "kept"
    write_paper(site, msgspec.structs.replace(PAPERS[0], abstract="Zebra."))
    assert run(site, site / "public").index == "built"
    assert any("Zebra" in fragment["content"] for fragment in read_fragments(site / "public").values())
    next((site / "public/pagefind/fragment").iterdir()).unlink()
    assert run(site, site / "public").index == "built"


def test_without_search_an_older_index_goes(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS[:2])
    run(site, site / "public")
    build(Job(site_dir=site, out=site / "public", search=False))
    assert not (site / "public/pagefind").exists()
    assert "/search/" not in (site / "public/index.html").read_text("utf-8")


def test_a_site_without_papers_has_no_search(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [])
    assert run(site, site / "public").index == "none"
    assert not (site / "public/pagefind").exists()


def test_pagefind_s_own_words_are_told_when_it_fails(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "bundle").write_text("a file")
    with pytest.raises(Fault, match=r"Pagefind failed: .+; build with --no-search to go without"):
        search.run_pagefind(tmp_path / "documents", tmp_path / "bundle")


def test_markup_in_a_title_is_text_to_pagefind(site: Path) -> None:
    page = (site / "public/papers/łódź/index.html").read_text("utf-8")
    assert "A &lt;b&gt; &amp;" in page
    assert unescape("&lt;b&gt;") in read_fragments(site / "public")["/papers/łódź/"]["content"]
