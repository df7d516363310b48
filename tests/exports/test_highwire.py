"""The citation tags keep to Google Scholar's inclusion guidelines."""

from __future__ import annotations

import pytest

from site_builder.entries.schema_names import CSL_TYPES
from site_builder.exports.highwire import compose
from site_builder.model import Authorship, Paper

PAGE = "https://lab.example/papers/wider/"


def tags(paper: Paper, **addresses: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, content in compose(paper, "Wider or Deeper?", **addresses):
        found.setdefault(name, []).append(content)
    return found


def test_title_every_author_and_date_are_there_in_order() -> None:
    paper = Paper(
        title="*Wider*",
        authors=(
            Authorship(name="Yuichi Inoue", affiliations=("Sakana AI",), orcid="0000-0002-1825-0097"),
            Authorship(name="LLM-jp", group=True),
        ),
        date="2025-03-06",
    )
    assert compose(paper, "Wider") == (
        ("citation_title", "Wider"),
        ("citation_author", "Yuichi Inoue"),
        ("citation_author_institution", "Sakana AI"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "LLM-jp"),
        ("citation_publication_date", "2025/3/6"),
        ("z:itemType", "document"),
    )


@pytest.mark.parametrize(
    ("date", "written"),
    [("2025-03-06", "2025/3/6"), ("2025-12-31", "2025/12/31"), ("2025-03", "2025"), ("2025", "2025")],
)
def test_a_date_is_whole_or_a_year(date: str, written: str) -> None:
    assert tags(Paper(title="a", date=date))["citation_publication_date"] == [written]


def test_what_is_unknown_has_no_tag() -> None:
    assert tags(Paper(title="a")) == {
        "citation_title": ["Wider or Deeper?"],
        "z:date": ["n.d."],
        "z:itemType": ["document"],
    }


@pytest.mark.parametrize(
    ("kind", "container", "name"),
    [
        ("paper-conference", {}, "citation_conference_title"),
        ("article-journal", {}, "citation_journal_title"),
        ("", {"volume": "3"}, "citation_journal_title"),
        ("thesis", {}, "citation_dissertation_institution"),
        ("report", {"number": "7"}, "citation_technical_report_institution"),
        ("chapter", {}, "citation_inbook_title"),
    ],
)
def test_the_venue_is_named_by_the_kind_of_paper(kind: str, container: dict[str, str], name: str) -> None:
    found = tags(Paper(title="a", venue="V", type=kind, container=container))
    assert found[name] == ["V"]
    assert found.get("citation_technical_report_number") == (["7"] if kind == "report" else None)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("thesis", "citation_dissertation_institution"), ("report", "citation_technical_report_institution")],
)
def test_a_thesis_and_a_report_name_their_institution(kind: str, name: str) -> None:
    assert tags(Paper(title="a", type=kind, container={"institution": "MIT"}))[name] == ["MIT"]


@pytest.mark.parametrize(
    ("venue", "kind", "name"),
    [
        ("Journal of Machine Learning Research", "", "citation_journal_title"),
        ("bioRxiv", "article", "z:repository"),
        ("bioRxiv", "", "z:repository"),
        ("Zenodo", "dataset", ""),
        ("NeurIPS 2025", "", "citation_conference_title"),
        ("ICLR", "", "citation_conference_title"),
        ("CVPR Workshops", "", "citation_conference_title"),
        ("GitHub repository", "", ""),
        ("Somewhere", "", ""),
    ],
)
def test_only_a_conference_is_called_one(venue: str, kind: str, name: str) -> None:
    found = tags(Paper(title="a", venue=venue, type=kind))
    assert [tag for tag, values in found.items() if values == [venue]] == ([name] if name else [])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Yuichi Inoue", "Yuichi Inoue"),
        ("Donald E. Knuth", "Donald E. Knuth"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Mary Jane van der Berg", "van der Berg, Mary Jane;"),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("John Smith III", "Smith, John, III"),
        ("山田 太郎", "山田, 太郎"),
        ("Érik von Ünder", "von Ünder, Érik"),
        ("Plato", "Plato"),
    ],
)
def test_an_author_is_inverted_where_the_family_name_is_not_last(name: str, written: str) -> None:
    """The guidelines take "First Last" and "Last, First"."""
    assert tags(Paper(title="a", authors=(Authorship(name),)))["citation_author"] == [written]


def test_zotero_keeps_groups_and_editors_whole() -> None:
    """It splits a group's name without a comma, and one name alone where its comma is between several words."""
    atlas, berg = Authorship("The ATLAS Collaboration", group=True), Authorship("Mary Jane van der Berg")
    paper = Paper(title="a", authors=(atlas, berg), container={"editor": "Jane Roe and Peter van Beek"})
    found = tags(paper)
    assert found["citation_author"] == ["The ATLAS Collaboration,", "van der Berg, Mary Jane"]
    assert found["citation_editor"] == ["Jane Roe", "van Beek, Peter"]


#: The tags from which Zotero concludes a type, whatever ``z:itemType`` says.
CONCLUSIVE = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_inbook_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}


@pytest.mark.parametrize("kind", sorted(CSL_TYPES))
def test_no_tag_tells_zotero_another_type_than_the_stated_one(kind: str) -> None:
    container = {"publisher": "P", "institution": "I", "volume": "1", "collection-title": "S", "ISBN": "1"}
    found = tags(Paper(title="a", venue="V", type=kind, container=container))
    assert {CONCLUSIVE[tag] for tag in found if tag in CONCLUSIVE} <= set(found["z:itemType"])


def test_zotero_gets_numbers_genres_versions_identifiers_and_months() -> None:
    report = {"number": "TR-1", "genre": "Working paper", "institution": "MIT", "publisher-place": "Cambridge"}
    found = tags(Paper(title="a", type="report", date="2020-03", container=report))
    assert (found["z:reportNumber"], found["z:reportType"], found["z:place"]) == (
        ["TR-1"], ["Working paper"], ["Cambridge"],
    )  # fmt: skip
    assert (found["citation_date"], found["citation_publication_date"]) == (["2020/03"], ["2020"])
    found = tags(Paper(title="a", type="article", arxiv="2503.04412", license="CC-BY-4.0"))
    assert (found["z:archiveID"], found["z:repository"], found["DC.rights"]) == (
        ["arXiv:2503.04412"], ["arXiv"], ["CC-BY-4.0"],
    )  # fmt: skip
    data = {"version": "1.1", "publisher": "Zenodo", "PMID": "1", "PMCID": "PMC2"}
    found = tags(Paper(title="a", type="dataset", arxiv="2503.04412", status="retracted", container=data))
    assert (found["z:versionNumber"], found["z:repository"], found["citation_pmid"]) == (["1.1"], ["Zenodo"], ["1"])
    assert found["z:extra"] == ["arXiv: 2503.04412\nPMCID: PMC2\nStatus: Retracted"]


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        ("12-34", "12", "34"),
        ("12–34", "12", "34"),
        ("e12", "e12", None),
        ("1044-1061.e18", "1044", "1061.e18"),
        ("A1 -- A9", "A1", "A9"),
        ("1, 3", "1, 3", None),
    ],
)
def test_pages_are_first_and_last(pages: str, first: str, last: str | None) -> None:
    found = tags(Paper(title="a", container={"page": pages, "volume": "3", "issue": "4", "ISSN": "1234-5678"}))
    assert found["citation_firstpage"] == [first]
    assert found.get("citation_lastpage") == ([last] if last else None)
    assert (found["citation_volume"], found["citation_issue"]) == (["3"], ["4"])
    assert found["citation_issn"] == ["1234-5678"]


@pytest.mark.parametrize(
    ("pdf", "tagged"),
    [
        (f"{PAGE}wider.pdf", True),
        ("https://lab.example/papers/other/wider.pdf", False),
        (f"{PAGE}files/wider.pdf", False),
        ("https://arxiv.org/pdf/2503.04412", False),
        ("/papers/wider/wider.pdf", False),
        ("", False),
    ],
)
def test_a_pdf_has_a_tag_only_in_the_folder_of_its_page(pdf: str, tagged: bool) -> None:
    found = tags(Paper(title="a"), url=PAGE, pdf_url=pdf)
    assert found.get("citation_pdf_url") == ([pdf] if tagged else None)
    assert found["citation_abstract_html_url"] == [PAGE]


def test_a_pdf_has_no_tag_where_the_page_s_address_is_unknown() -> None:
    assert "citation_pdf_url" not in tags(Paper(title="a"), pdf_url="https://lab.example/x.pdf")
