"""The files for other programs are where pages and settings say, and are what they claim to be."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import pytest
from built_pages import read_pages
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.formats import registry
from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from pathlib import Path

TODAY = datetime.date(2026, 1, 1)
URL = "https://lab.example.org/papers/"
PAPERS = [
    Paper(
        id="looms",
        title="Looms",
        authors=(Authorship("Ada Lovelace", orcid="0000-0002-1825-0097"),),
        date="2024-03-06",
        type="article-journal",
        venue="Journal of Looms",
        categories=("cs.CL",),
        doi="10.1000/182",
        license="CC-BY-4.0",
        pdf="https://example.org/looms.pdf",
    ),
    Paper(id="cards", title="Punch Cards", authors=(Authorship("Grace Hopper"),), date="2023", categories=("cs.CL",)),
]
LISTS = ("", "categories/cs.CL/", "years/2024/", "venues/journal-of-looms/", "authors/ada-lovelace/")
NAMES = ("papers.bib", "papers.ris", "papers.json", "feed.xml", "feed.json")


def make(folder: Path, settings: str = "") -> Path:
    person = {"content/authors/ada-lovelace.md": "---\nname: Ada Lovelace\n---\n"}
    site = write_site(folder / "site", PAPERS, f'base_url = "{URL}"\n{settings}', **person)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return site / "public"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("folder", LISTS)
def test_beside_each_list_are_its_papers_as_files_and_its_feeds_which_the_page_links(out: Path, folder: str) -> None:
    linked = {link["href"] for link in read_pages(out)[folder].relations}
    for name in NAMES:
        assert f"/papers/{folder}{name}" in linked
        assert (out / folder / name).is_file()
    titles = {paper.title for paper in PAPERS if not folder or paper.id == "looms" or folder.startswith("cat")}
    for name in NAMES[:3]:
        result = registry.read((out / folder / name).read_bytes(), name, TODAY)
        assert {parsed.paper.title for parsed in result.papers} == titles
    assert {item["title"] for item in json.loads((out / folder / "feed.json").read_bytes())["items"]} == titles


def test_feeds_have_names_and_ids_of_their_own(out: Path) -> None:
    feeds = [(out / folder / "feed.xml").read_text("utf-8") for folder in LISTS]
    assert len({feed.partition("<id>")[2].partition("</id>")[0] for feed in feeds}) == len(LISTS)
    assert "<title>A Lab: Ada Lovelace</title>" in feeds[-1]


def test_an_author_without_an_entry_has_the_bibtex_on_the_page(out: Path) -> None:
    assert not (out / "authors/grace-hopper/papers.bib").exists()
    assert "hopper2023punch" in (out / "authors/grace-hopper/index.html").read_text("utf-8")


def test_a_paper_s_page_has_the_links_of_signposting_and_their_targets_are_there(out: Path) -> None:
    page = f"{URL}papers/looms/"
    relations = read_pages(out)["papers/looms/"].relations
    found = {(link["rel"], link["href"], link.get("type", "")) for link in relations}
    expected = {
        ("cite-as", "https://doi.org/10.1000/182", ""),
        ("type", "https://schema.org/AboutPage", ""),
        ("type", "https://schema.org/ScholarlyArticle", ""),
        ("author", "https://orcid.org/0000-0002-1825-0097", ""),
        ("license", "https://creativecommons.org/licenses/by/4.0/", ""),
        ("item", "https://example.org/looms.pdf", "application/pdf"),
        ("collection", URL, ""),
        ("describedby", f"{page}citation.bib", "application/x-bibtex"),
        ("describedby", f"{page}citation.ris", "application/x-research-info-systems"),
        ("describedby", f"{page}citation.json", "application/vnd.citationstyles.csl+json"),
        ("linkset", f"{page}linkset.json", "application/linkset+json"),
    }
    assert expected <= found
    for _, href, _ in expected:
        if href.startswith(page):
            assert (out / href.removeprefix(URL)).is_file()
    for name in ("citation.bib", "citation.ris", "citation.json"):
        (parsed,) = registry.read((out / "papers/looms" / name).read_bytes(), name, TODAY).papers
        assert parsed.paper.title == "Looms"


def test_the_link_set_has_the_links_of_the_page(out: Path) -> None:
    first, *others = json.loads((out / "papers/looms/linkset.json").read_bytes())["linkset"]
    assert first["anchor"] == f"{URL}papers/looms/"
    assert first["cite-as"] == [{"href": "https://doi.org/10.1000/182"}]
    assert len(first["describedby"]) == 3
    assert {
        "anchor": "https://example.org/looms.pdf",
        "collection": [{"href": first["anchor"], "type": "text/html"}],
    } in (others)


@pytest.mark.parametrize(
    ("setting", "made", "left_out"),
    [
        ("[]", "papers.bib", ("papers/looms/citation.bib", "years/2024/papers.bib", "years/2024/feed.xml")),
        ('["papers"]', "papers/looms/citation.bib", ("years/2024/papers.bib", "years/2024/feed.xml")),
        ('["lists"]', "years/2024/papers.bib", ("papers/looms/citation.bib", "years/2024/feed.xml")),
        ('["feeds"]', "years/2024/feed.xml", ("papers/looms/citation.bib", "years/2024/papers.bib")),
    ],
)
def test_a_setting_says_which_files_there_are(
    tmp_path: Path, setting: str, made: str, left_out: tuple[str, ...]
) -> None:
    out = make(tmp_path, f"exports = {setting}\n")
    assert (out / made).is_file()
    assert not [path for path in left_out if (out / path).exists()]
    links = {link["href"] for page in read_pages(out).values() for link in page.relations}
    assert not [path for path in left_out if f"/papers/{path}" in links or URL + path in links]
