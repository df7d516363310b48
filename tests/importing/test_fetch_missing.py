"""Papers of which a source has little more than an identifier are fetched; offline they stay, marked, and are told."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from site_builder.formats import registry
from site_builder.importing.fetch_missing import fetch_missing, leave_out_untitled
from site_builder.services.client import Services

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from site_builder.formats.result import ParseResult

CASES = Path(__file__).parents[1] / "cases" / "formats"
WORK = (CASES / "csl-crossref.csl.json").read_text("utf-8")


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services({"arXiv": httpserver.url_for("/arXiv/"), "doi.org": httpserver.url_for("/doi/")}, patience=5)


def parse(text: str) -> ParseResult:
    return registry.read(text.encode(), "list.txt", datetime.date(2026, 6, 1))


def test_a_listed_identifier_becomes_the_paper_at_its_line(httpserver: HTTPServer, services: Services) -> None:
    httpserver.expect_request("/doi/10.1000/example.13").respond_with_data(WORK)
    found = fetch_missing(parse("To read:\n10.1000/example.13\n"), None, services)
    (parsed,) = found.papers
    assert (parsed.paper.title, parsed.location.line, parsed.why) == (
        "A Great Work & More: With a subtitle", 2, "",
    )  # fmt: skip
    assert leave_out_untitled(found) == found


def test_what_only_the_list_says_is_kept(httpserver: HTTPServer, services: Services) -> None:
    httpserver.expect_request("/doi/10.1000/example.13").respond_with_data(WORK)
    found = fetch_missing(parse("doi,notes\n10.1000/example.13,read first\n"), None, services)
    assert found.papers[0].paper.container["note"] == "read first"


def test_numbers_of_pubmed_are_asked_for_where_they_are_registered(httpserver: HTTPServer) -> None:
    record = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article>"
    articles = (record.format(*pair) for pair in (("32015507", "Tides"), ("32015508", "Harbours")))
    answer = "".join(f"{article}</MedlineCitation></PubmedArticle>" for article in articles)
    httpserver.expect_request("/pubmed/").respond_with_data(f"<PubmedArticleSet>{answer}</PubmedArticleSet>")
    services = Services({"PubMed": httpserver.url_for("/pubmed/")}, patience=5)
    found = fetch_missing(parse("PMID: 32015507\nhttps://pubmed.ncbi.nlm.nih.gov/32015508/\n"), None, services)
    assert [(parsed.paper.title, parsed.location.line) for parsed in found.papers] == [("Tides", 1), ("Harbours", 2)]
    assert len(httpserver.log) == 1


def test_a_paper_with_title_and_authors_is_not_asked_for(httpserver: HTTPServer, services: Services) -> None:
    read = parse("title,authors,doi\nMaps,Ada Okoro,10.1000/example.13\n")
    assert fetch_missing(read, None, services) == read
    assert not httpserver.log


def test_without_an_answer_the_identifiers_are_listed_and_the_service_is_asked_once(
    httpserver: HTTPServer, services: Services
) -> None:
    httpserver.expect_request("/doi/10.1000/a").respond_with_data("wait", status=503)
    found = fetch_missing(parse("10.1000/a\n10.1000/b\n10.1000/c\n"), None, services)
    assert [(parsed.paper.doi, bool(parsed.why)) for parsed in found.papers] == [
        ("10.1000/a", True),
        ("10.1000/b", True),
        ("10.1000/c", True),
    ]
    assert [(note.location.line, note.severity) for note in found.diagnostics] == [
        (1, "warning"),
        (2, "warning"),
        (3, "warning"),
    ]
    assert len(httpserver.log) == 1


def test_no_entry_is_made_of_an_identifier_alone() -> None:
    left = leave_out_untitled(parse("Maps of seas 10.1000/a\nSeas of maps 10.1000/b\n10.1000/c\n"))
    assert [parsed.paper.doi for parsed in left.papers] == ["10.1000/a", "10.1000/b"]
    assert [(note.code, note.location.line, note.severity) for note in left.diagnostics] == [
        ("reference-untitled", 3, "error")
    ]


def test_papers_that_a_letter_names_are_found_in_it() -> None:
    read = parse(
        "Dear Ada,\n\nplease have a look at these two papers before the meeting on Monday, where we talk of harbours:\n"
        "https://doi.org/10.5555/harbours.20 and arXiv:2401.01234.\n\nBest wishes\nMaria\n"
    )
    assert [parsed.paper.doi or parsed.paper.arxiv for parsed in read.papers] == ["10.5555/harbours.20", "2401.01234"]
    assert [note.severity for note in read.diagnostics] == ["hint"]
