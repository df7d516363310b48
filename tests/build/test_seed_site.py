"""The project's own site, built: what readers, crawlers and reference managers find in it."""

from __future__ import annotations

import gzip
import itertools
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from built_pages import BuiltPage, find_dead_links, read_pages

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
HOST = "https://papers.example.org/"
DROP_UPCYCLING = "papers/drop-upcycling-training-sparse-mixture-of-experts-with-partial-re-initialization/"
LLM_JP = "papers/llm-jp-a-cross-organizational-project-for-the-research-and-development-of-fully/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(ROOT / "content", folder / "content")
    build(BuildOptions(site_dir=folder, out=folder / "public"))
    build(BuildOptions(site_dir=folder, out=folder / "below", base_url="https://lab.github.io/papers/"))
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BuiltPage]:
    return read_pages(site / "public")


def papers_of(page: BuiltPage) -> set[str]:
    """Return the papers that a page links."""
    return {link for link in page.links if re.fullmatch(r"/papers/[^/]+/", link)}


def test_sixteen_papers_of_thirty_one_authors_in_three_categories(pages: dict[str, BuiltPage]) -> None:
    counts = {kind: len([a for a in pages if re.fullmatch(rf"{kind}/[^/]+/", a)]) for kind in ("papers", "authors")}
    assert counts == {"papers": 16, "authors": 31}
    found = {code: len(papers_of(pages[f"categories/cs.{code}/"])) for code in ("CL", "LG", "AI")}
    assert found == {"CL": 10, "LG": 5, "AI": 1}


@pytest.mark.parametrize(("folder", "base"), [("public", "/"), ("below", "/papers/")])
def test_every_link_within_the_site_leads_somewhere(site: Path, folder: str, base: str) -> None:
    pages = read_pages(site / folder)
    assert len(pages) > 50
    assert find_dead_links(site / folder, pages, base) == []


def test_every_page_has_one_heading_a_title_a_language_and_its_own_address(pages: dict[str, BuiltPage]) -> None:
    titles = []
    for address, page in pages.items():
        assert page.tags.count("h1") == 1, address
        assert page.texts["h1"][0].strip(), address
        assert page.language == "en", address
        assert page.first("canonical") == HOST + address
        assert len(page.ids) == len(set(page.ids)), address
        (title,) = page.texts["title"][:1]
        titles.append(title)
    assert len(titles) == len(set(titles))


def test_headings_go_down_one_step_at_a_time(pages: dict[str, BuiltPage]) -> None:
    for address, page in pages.items():
        levels = [int(tag[1]) for tag in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), address


def test_no_page_loads_anything_from_another_host_or_carries_code(site: Path, pages: dict[str, BuiltPage]) -> None:
    for address, page in pages.items():
        assert not [load for load in page.loads if urlsplit(load).netloc], address
        assert page.inline == [], address
    for style in (site / "public/assets").glob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", style.read_text("utf-8")), style.name


def test_a_paper_tells_scholars_machines_what_it_is(pages: dict[str, BuiltPage]) -> None:
    page = pages[DROP_UPCYCLING]
    metas = dict(page.metas)
    authors = [content for name, content in page.metas if name == "citation_author"]
    assert metas["citation_title"].startswith("Drop-Upcycling: Training Sparse Mixture of Experts")
    assert re.fullmatch(r"\d{4}(/\d\d?){0,2}", metas["citation_publication_date"])
    assert "Taishi Nakamura" in authors
    (about,) = [json.loads(text) for text in page.texts["script"] if text.strip()]
    assert about["@type"] == "ScholarlyArticle"
    assert [author["name"] for author in about["author"]] == authors
    assert page.first("cite-as")


def test_every_paper_has_its_tags_and_its_data(pages: dict[str, BuiltPage]) -> None:
    for address, page in pages.items():
        if re.fullmatch(r"papers/[^/]+/", address):
            assert {"citation_title", "citation_author", "citation_publication_date"} <= dict(page.metas).keys()
        for text in page.texts.get("script", []):
            if text.strip():
                assert json.loads(text)["@context"] == "https://schema.org"


def test_what_authors_wrote_in_latex_is_set(pages: dict[str, BuiltPage]) -> None:
    everything = "".join(page.html for address, page in pages.items() if address.startswith("papers/"))
    assert "<em>ability factors</em>" in everything
    assert "\\textit" not in everything
    assert re.search(r"top-<math[^>]*>.*?<mi>k</mi>.*?</math>", everything)
    assert "top-$k$" not in everything


def test_an_address_in_an_abstract_is_a_link_without_the_full_stop(pages: dict[str, BuiltPage]) -> None:
    assert "https://llm-jp.nii.ac.jp/en/" in pages[LLM_JP].links
    assert "https://llm-jp.nii.ac.jp/en/." not in pages[LLM_JP].links


def test_an_author_s_page_lists_papers_and_coauthors(pages: dict[str, BuiltPage]) -> None:
    page = pages["authors/taishi-nakamura/"]
    signed = {
        f"/{address}" for address, other in pages.items() if ("citation_author", "Taishi Nakamura") in other.metas
    }
    assert papers_of(page) >= signed
    assert len(signed) > 5
    others = {text for address in signed for name, text in pages[address[1:]].metas if name == "citation_author"}
    assert {"Rio Yokota", "Kazuki Fujii", "Jörg Franke"} < others
    assert not [name for name in others if name not in page.texts["main"][0]]


def test_categories_carry_arxiv_s_names(pages: dict[str, BuiltPage]) -> None:
    for code, name in {
        "CL": "Computation and Language",
        "LG": "Machine Learning",
        "AI": "Artificial Intelligence",
    }.items():
        assert name in pages[f"categories/cs.{code}/"].texts["h1"][0]
        assert name in pages["categories/"].html


def test_lists_are_complete_without_javascript(pages: dict[str, BuiltPage]) -> None:
    papers = {f"/{address}" for address in pages if re.fullmatch(r"papers/[^/]+/", address)}
    assert papers_of(pages[""]) == papers
    by_year = [papers_of(page) for address, page in pages.items() if re.fullmatch(r"years/\d+/", address)]
    assert set().union(*by_year) == papers
    authors = {f"/{address}" for address in pages if re.fullmatch(r"authors/[^/]+/", address)}
    assert authors <= set(pages["authors/"].links)
    newest = re.findall(r'href="(/papers/[^"]+/)"', pages[""].html)
    dates = [re.search(r'<time datetime="([^"]+)"', pages[link[1:]].html) for link in dict.fromkeys(newest)]
    assert [found[1] for found in dates if found] == sorted((found[1] for found in dates if found), reverse=True)


@pytest.mark.parametrize(("folder", "host"), [("public", HOST), ("below", "https://lab.github.io/papers/")])
def test_feeds_are_whole_and_name_whole_addresses(site: Path, folder: str, host: str) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(site / folder / "feed.xml").getroot()
    entries = feed.findall(f"{atom}entry")
    links = [link.attrib["href"] for link in feed.iter(f"{atom}link")]
    assert len(entries) == 16
    assert all(link.startswith(host) for link in links)
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 16
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT.+(Z|[+-]\d\d:\d\d)", found.text or "") for found in feed.iter(f"{atom}updated")
    )
    other = json.loads((site / folder / "feed.json").read_text("utf-8"))
    assert [item["url"] for item in other["items"]] == [entry.find(f"{atom}link").attrib["href"] for entry in entries]  # type: ignore[union-attr]
    assert other["feed_url"] == f"{host}feed.json"


def test_feeds_keep_their_ids_when_the_site_moves(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    ids = [
        [entry.findtext(f"{atom}id") for entry in ElementTree.parse(site / folder / "feed.xml").iter(f"{atom}entry")]
        for folder in ("public", "below")
    ]
    assert ids[0] == ids[1]


def test_the_sitemap_lists_every_page_but_search_and_404(site: Path, pages: dict[str, BuiltPage]) -> None:
    tree = ElementTree.parse(site / "public/sitemap.xml")
    listed = [found.text for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert sorted(map(str, listed)) == sorted(
        HOST + address for address in pages if address not in ("search/", "404.html")
    )
    assert ("robots", "noindex") in pages["404.html"].metas


def test_bibliographies_hold_every_paper(site: Path) -> None:
    assert (site / "public/papers.bib").read_text("utf-8").count("\n@") == 15
    assert (site / "public/papers.ris").read_text("utf-8").count("ER  -") == 16
    assert len(json.loads((site / "public/papers.json").read_text("utf-8"))) == 16


def test_a_paper_s_page_weighs_less_than_12_kb_with_its_styles(site: Path, pages: dict[str, BuiltPage]) -> None:
    def weigh(path: Path) -> int:
        return len(gzip.compress(path.read_bytes()))

    for address, page in pages.items():
        if re.fullmatch(r"papers/[^/]+/", address):
            styles = [load for load in page.loads if load.endswith(".css")]
            assert styles
            sizes = [
                weigh(site / "public" / address / "index.html"),
                *(weigh(site / f"public{style}") for style in styles),
            ]
            assert sum(sizes) < 12 * 1024, address


def test_a_page_that_is_not_there_leads_back(pages: dict[str, BuiltPage]) -> None:
    page = pages["404.html"]
    assert "/" in page.links
    assert all(link.startswith(("/", "#", "http")) for link in [*page.links, *page.loads])


@pytest.fixture(scope="module")
def nowhere(site: Path) -> Iterator[Path]:
    """The same content on a site that doesn't know its address."""
    settings = site / "content/site.toml"
    told = settings.read_text("utf-8")
    settings.write_text(re.sub(r"^base_url.*\n", "", told, flags=re.MULTILINE), "utf-8")
    build(BuildOptions(site_dir=site, out=site / "nowhere", search=False))
    yield site / "nowhere"
    settings.write_text(told, "utf-8")


def test_without_an_address_there_are_no_feeds_and_no_links_to_them(nowhere: Path) -> None:
    pages = read_pages(nowhere)
    assert not (nowhere / "feed.xml").exists()
    assert not (nowhere / "sitemap.xml").exists()
    assert find_dead_links(nowhere, pages, "/") == []
    assert not [found for found in pages[""].relations if found.get("rel") == "canonical" or "feed" in found["href"]]


def test_the_repository_s_own_entries_are_what_the_listing_makes(site: Path) -> None:
    """What `add` does to them, and to what it remembers, is nothing."""
    from click.testing import CliRunner

    from site_builder.cli.main import main

    listing = next((site / "content/listings").glob("*.txt"))
    before = {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()}
    result = CliRunner().invoke(main, ["add", str(listing), "--site", str(site), "--captured", "2026-05-31"])
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines()[-1].startswith("16 unchanged")
    assert {path: path.read_bytes() for path in (site / "content").rglob("*") if path.is_file()} == before
