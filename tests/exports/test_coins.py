"""Lists of papers carry COinS (OpenURL, Z39.88-2004), from which Zotero takes them."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import msgspec
import pytest
from small_sites import read_tree, write_site
from varied_papers import list_papers

from site_builder.build import builder
from site_builder.build.options import BuildOptions
from site_builder.exports.coins import compose
from site_builder.formats.html_metadata import read_coins
from site_builder.model import Authorship, Notice, Paper
from site_builder.text.html import escape_text

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "https://lab.example/papers/x/"
ARTICLE = Paper(
    title="R&D in C++",
    type="article-journal",
    venue="Annals of Examples",
    date="2021-03",
    doi="10.1000/a<b>;1",
    authors=(
        Authorship("Ludwig van Beethoven"),
        Authorship("The ATLAS Collaboration", group=True),
        Authorship("Plato"),
    ),
    container={"volume": "12", "issue": "3", "page": "101-145", "ISSN": "0028-0836"},
)


def test_an_article_says_all_that_the_format_has_a_key_for() -> None:
    assert parse_qsl(compose(ARTICLE, ARTICLE.title, PAGE)) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "article"),
        ("rft.atitle", "R&D in C++"),
        ("rft.jtitle", "Annals of Examples"),
        ("rft.au", "van Beethoven, Ludwig"),
        ("rft.au", "The ATLAS Collaboration,"),
        ("rft.au", "Plato"),
        ("rft.date", "2021-03"),
        ("rft.volume", "12"),
        ("rft.issue", "3"),
        ("rft.pages", "101-145"),
        ("rft.issn", "0028-0836"),
        ("rft.spage", "101"),
        ("rft.epage", "145"),
        ("rft_id", "info:doi/10.1000/a<b>;1"),
        ("rft_id", PAGE),
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("paper-conference", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", "proceeding")]),
        ("chapter", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", "bookitem")]),
        ("book", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", "book")]),
        ("report", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", "report")]),
        ("thesis", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dissertation")]),
        ("patent", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:patent")]),
        ("article", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", "preprint")]),
        ("software", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", "computerProgram")]),
        ("dataset", [("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", "dataset")]),
    ],
)
def test_each_type_has_its_format(kind: str, expected: list[tuple[str, str]]) -> None:
    pairs = parse_qsl(compose(Paper(title="T", type=kind), "T"))
    assert [pair for pair in pairs if pair[0] in ("rft_val_fmt", "rft.genre", "rft.type")] == expected


def test_what_lists_say_is_read_as_the_same_papers() -> None:
    papers = [paper for paper in list_papers() if paper.type not in ("patent", "book", "report")]
    spans = [
        f'<span class="Z3988" title="{escape_text(compose(p, f"Title {n}", PAGE))}">' for n, p in enumerate(papers)
    ]
    result = read_coins("\n".join(spans), "x")
    assert result
    assert [parsed.paper.title for parsed in result.papers] == [f"Title {n}" for n in range(len(papers))]
    assert [parsed.paper.doi for parsed in result.papers] == [paper.doi for paper in papers]
    assert [parsed.paper.date for parsed in result.papers] == [paper.date for paper in papers]


def test_a_retracted_paper_and_one_with_very_many_authors_are_taken_from_their_own_pages() -> None:
    assert compose(msgspec.structs.replace(ARTICLE, retracted=Notice()), "T") == ""
    assert compose(msgspec.structs.replace(ARTICLE, status="withdrawn"), "T") == ""
    many = tuple(Authorship(f"Ada {n}") for n in range(101))
    assert compose(msgspec.structs.replace(ARTICLE, authors=many), "T") == ""


def test_every_list_has_them_and_no_paper_has_another_ones(tmp_path: Path) -> None:
    papers = [
        msgspec.structs.replace(ARTICLE, id=name, title=f"Title & {name}", doi=f"10.1000/{name}", tags=("same",))
        for name in ("one", "two")
    ]
    site = write_site(tmp_path, papers)
    builder.build(BuildOptions(site_dir=site, out=tmp_path / "out"))
    files = read_tree(tmp_path / "out")
    lists = ["index.html", "years/2021/index.html", "venues/annals-of-examples/index.html", "authors/plato/index.html"]
    for path in lists:
        spans = files[path].decode().split('<span class="Z3988" title="')[1:]
        described = [dict(parse_qsl(unescape(span.partition('"')[0]))) for span in spans]
        assert [one["rft.atitle"] for one in described] == ["Title & one", "Title & two"], path
        assert described[0]["rft_id"] == "https://example.org/lab/papers/one/"
    assert b"Title &amp; two" in files["papers/one/index.html"]
    assert not any(b"Z3988" in data for path, data in files.items() if path.startswith("papers/"))


def test_a_site_can_do_without_them(tmp_path: Path) -> None:
    site = write_site(tmp_path, [msgspec.structs.replace(ARTICLE, id="one")], 'exports = ["lists"]\n')
    builder.build(BuildOptions(site_dir=site, out=tmp_path / "out", search=False))
    assert not any(b"Z3988" in data for data in read_tree(tmp_path / "out").values())


def test_a_selected_paper_has_them_once_on_the_front_page(tmp_path: Path) -> None:
    paper = msgspec.structs.replace(ARTICLE, id="one", featured=True)
    for name, settings in (("above", ""), ("twice", "[home]\nrepeat_selected = true\n")):
        site = write_site(tmp_path / name, [paper], settings)
        builder.build(BuildOptions(site_dir=site, out=tmp_path / name / "out", search=False))
        assert (tmp_path / name / "out/index.html").read_text("utf-8").count("Z3988") == 1
