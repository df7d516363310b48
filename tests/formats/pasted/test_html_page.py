"""The HTML of a page of papers is read as its text would be."""

from __future__ import annotations

import pytest
from listing_cases import CAPTURED, CASES, parse_result

from site_builder.formats.lists import html


def test_a_page_is_read_from_its_html() -> None:
    """Cards are read whatever their tags are; scripts aren't seen; navigation is reported."""
    found = parse_result((CASES / "page.html").read_text("utf-8"))
    assert found.format == "web page"
    read = [(d.label, d.paper.date, d.paper.title, [a.name for a in d.paper.authors], d.why) for d in found.papers]
    assert read == [
        (
            "CL",
            "2024-07-04",
            "Small Models Learn to Reason",
            ["Ada Lovelace", "Charles Babbage", "Mary Somerville"],
            "",
        ),
        ("RO", "2026-05-28", "Maps from Sound Alone", ["Grace Hopper", "Alan Turing"], ""),
        ("CV", "2025-01-02", "What Is in a Picture?", ["Rosalind Franklin"], ""),
    ]
    first = found.papers[0].paper
    assert (first.score, first.code, first.et_al, first.affiliations) == (76.0, True, True, ("royal-society",))
    assert first.abstract == "We study how small models learn to reason & plan."
    assert found.papers[2].paper.abstract == "We look at pictures where $a < b$."
    assert [(note.location.line, note.code) for note in found.diagnostics] == [
        (5, "listing-furniture"),
        (16, "listing-furniture"),
    ]


def test_a_listing_with_markup_in_it_is_no_web_page() -> None:
    """Tags inside fields don't make a page."""
    assert parse_result("CLMay 28\nOn <b>Maps</b>Ada Lovelace\n<div>Maps</div> <p>lie</p> <br>.").format == "listing"


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "</", "<div ", "<script>", "<svg>x", '<a title=">', "<!", "&#x", "<p a='"]
)
def test_a_broken_page_of_any_size_is_answered(piece: str) -> None:
    """A page of forty thousand unfinished tags would take many minutes in quadratic time."""
    found = html.read("<html>" + piece * 40_000, "page.html", CAPTURED)
    assert not found.papers
    assert found.diagnostics
