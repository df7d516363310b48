"""Records in XML stand alone: damage in one takes nothing from the others and lends them nothing."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.formats import registry

if TYPE_CHECKING:
    from site_builder.formats.result import ParseResult

RECORDS = {
    "PubMed XML": (
        "<PubmedArticleSet>{}</PubmedArticleSet>",
        (
            "<PubmedArticle><MedlineCitation><PMID>{0}</PMID><Article><ArticleTitle>Paper {0}</ArticleTitle>"
            "<AuthorList><Author><LastName>Roe{1}</LastName><ForeName>Ann</ForeName></Author></AuthorList>"
            "</Article></MedlineCitation></PubmedArticle>\n"
        ),
    ),
    "DBLP XML": (
        '<dblpperson name="x">{}</dblpperson>',
        '<r><article key="k/{0}"><author>Ann Roe{1}</author><title>Paper {0}.</title><year>2020</year></article></r>\n',
    ),
    "EndNote XML": (
        "<xml><records>{}</records></xml>",
        (
            "<record><contributors><authors><author>Roe{1}, Ann</author></authors></contributors>"
            "<titles><title>Paper {0}</title></titles></record>\n"
        ),
    ),
    "MODS": (
        '<modsCollection xmlns="http://www.loc.gov/mods/v3">{}</modsCollection>',
        "<mods><titleInfo><title>Paper {0}</title></titleInfo><name><namePart>Ann Roe{1}</namePart></name></mods>\n",
    ),
}


def read(text: str) -> ParseResult:
    return registry.read(text.encode(), "list.xml", datetime.date(2026, 6, 1))


@pytest.mark.parametrize("name", RECORDS)
@given(data=st.data())
def test_a_sign_that_is_missing_in_a_record_costs_no_other_record(name: str, data: st.DataObject) -> None:
    """The others keep their titles and authors, and something is said where the damaged one is lost."""
    around, record = RECORDS[name]
    records = [record.format(number, letter) for number, letter in enumerate("abcde")]
    at = data.draw(st.integers(0, len(records[2]) - 1))
    records[2] = records[2][:at] + records[2][at + 1 :]
    result = read(around.format("".join(records)))
    assert result.format == name
    read_names = {parsed.paper.title: [author.name for author in parsed.paper.authors] for parsed in result.papers}
    for number, letter in ((0, "a"), (1, "b"), (3, "d"), (4, "e")):
        assert read_names.pop(f"Paper {number}") == [f"Ann Roe{letter}"]
    assert read_names or result.diagnostics


@pytest.mark.parametrize("name", RECORDS)
def test_entities_of_a_file_are_never_expanded(name: str) -> None:
    around, record = RECORDS[name]
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    result = read(f"{bomb}{around.format(record.format('&b;', 'a'))}")
    assert all("aaaa" not in parsed.paper.title for parsed in result.papers)
    assert result.papers or result.diagnostics
