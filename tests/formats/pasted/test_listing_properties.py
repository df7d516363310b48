"""What holds for any listing: rendered papers come back, broken ones lose no line, and nothing ever raises."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from listing_cases import CAPTURED, CASES, parse_result, plain

from site_builder.formats import registry
from site_builder.text import arxiv_taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from site_builder.formats.result import ParseResult

SEED = (CASES / "seed.txt").read_text("utf-8").splitlines()
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPOKEN = """Learning models for robust translation of images under noise with sparse graphs and deep networks in 3D from
BERT via CycleQD language agents LLMs planning"""
WORDS = SPOKEN.split()
SIGNED = (
    "Ada Lovelace,Yuichi Inoue,Jörg Franke,Łukasz Kaiser,So Kuroki,Sabine Schulte im Walde,J. R. R. Tolkien,Rio Yokota,"
    "Jean-Baptiste Cordonnier,Shaun McGregor,Ludwig van Beethoven,Wei Zhang,Maria Garcia Lopez,Priya Natarajan"
)
NAMES = SIGNED.split(",")
LABELS = ("CL", "LG", "ML", "AS", "quant-ph", "math.OC", "cond-mat.mtrl-sci", "q-bio.NC")


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a paper of common words and names whose abstract has the title's words."""
    title = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9)))
    title = title[0].upper() + title[1:] + draw(st.sampled_from(["", "", "", "?"]))
    truncated = draw(st.booleans())
    authors = draw(st.lists(st.sampled_from(NAMES), min_size=3 if truncated else 1, max_size=3, unique=True))
    return {
        "score": draw(st.none() | st.integers(1, 999).map(lambda tenths: tenths / 10)),
        "category": draw(st.sampled_from(LABELS)),
        "date": draw(st.dates(datetime.date(1990, 1, 1), CAPTURED)).isoformat(),
        "code": draw(st.booleans()),
        "title": title,
        "authors": authors,
        "truncated": truncated,
        "affiliations": draw(st.lists(st.sampled_from(["stanford", "ibm-research", "mit-3"]), max_size=2, unique=True)),
        "abstract": f"We study how {title.rstrip('?')} behaves. "
        + draw(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]))),
    }


def render(paper: dict[str, Any]) -> str:
    """Lay a paper out as the listing does."""
    date = datetime.date.fromisoformat(paper["date"])
    year = "" if date.year == CAPTURED.year else f", {date.year}"
    score = "" if paper["score"] is None else f"{paper['score']:.1f}"
    head = f"{score}{paper['category']}{MONTHS[date.month - 1]} {date.day}{year}{'Code' if paper['code'] else ''}"
    names = ", ".join(paper["authors"]) + (" et al." if paper["truncated"] else "")
    slugs = " · " + ", ".join(paper["affiliations"]) if paper["affiliations"] else ""
    return f"{head}\n{paper['title']}{names}{slugs}\n{paper['abstract']}"


@given(papers())
def test_a_rendered_paper_comes_back(paper: dict[str, Any]) -> None:
    """Laying a paper out and reading it gives the same paper, or a doubt that has the right reading."""
    found = parse_result(render(paper))
    assert len(found.papers) == 1
    parsed = found.papers[0]
    read = plain(parsed)
    paper = paper | {"abstract": " ".join(paper["abstract"].split())}
    split = {"title", "authors"}
    assert {key: read[key] for key in read if key not in split} == {key: paper[key] for key in read if key not in split}
    if not parsed.why:
        assert (read["title"], read["authors"]) == (paper["title"], paper["authors"])
    assert parsed.paper.categories == (arxiv_taxonomy.from_label(paper["category"]),)


#: Characters that take no room, and so make no line.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JUNK = (
    "Load more",
    "© 2026",
    "12 results",
    "Hello",
    "CL",
    "May 28",
    "CLFeb 30",
    "76.0",
    "Code",
    "et al.",
    "· mit",
    "> ",
    ",",
)

#: What may happen to the rows from some place on; the number says where or what.
MUTATIONS: tuple[Callable[[list[str], int], list[str]], ...] = (
    lambda rows, _: rows[1:],
    lambda rows, _: [rows[0], *rows],
    lambda rows, by: [JUNK[by % len(JUNK)], *rows],
    lambda rows, by: [rows[0][:by], rows[0][by:], *rows[1:]],
    lambda rows, _: ["".join(rows[:2]), *rows[2:]],
    lambda rows, by: [rows[0][:by], *rows[1:]],
    lambda rows, _: [f"> {row}" for row in rows],
    lambda rows, _: ["", "   ", *rows],
    lambda rows, _: rows[::-1],
)


def assert_every_line_is_accounted_for(text: str, found: ParseResult) -> None:
    """Fail unless each line that is not blank is a draft's, or in a stretch that a diagnostic speaks of."""
    covered = {line for first, last in (*found.spans, *found.skipped) for line in range(first, last + 1)}
    lines = {number for number, row in enumerate(text.split("\n"), 1) if INVISIBLE.sub("", row).strip().strip("> ")}
    assert lines <= covered
    told = {note.location.line for note in found.diagnostics}
    assert all(any(first <= line <= last for line in told) for first, last in found.skipped)
    assert len(found.spans) == len(found.papers)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 15),
    st.lists(st.tuples(st.sampled_from(range(len(MUTATIONS))), st.integers(0, 60), st.integers(0, 400)), max_size=6),
)
def test_every_line_of_a_broken_listing_ends_in_a_draft_or_a_diagnostic(
    begin: int, changes: list[tuple[int, int, int]]
) -> None:
    """Lines lost, doubled, split, joined, cut, quoted, turned round or mixed with junk: each is accounted for."""
    rows = SEED[3 * begin : 3 * begin + 9]
    for which, at, by in changes:
        if rows:
            at %= len(rows)
            rows = rows[:at] + MUTATIONS[which](rows[at:], by)
    text = "\n".join(rows)
    assert_every_line_is_accounted_for(text, parse_result(text))


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_raise(data: bytes) -> None:
    """Whatever the bytes are, there is an answer."""
    found = registry.read(data, "paste.txt", CAPTURED)
    assert found.papers or found.diagnostics


@settings(deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(SEED) | st.sampled_from(JUNK), max_size=12))
def test_no_text_raises_or_loses_a_line(rows: list[str]) -> None:
    """Any lines around and between those of a listing: each is accounted for."""
    text = "\n".join(row.replace("\r", " ") for row in rows)
    found = parse_result(text)
    if found.format == "listing":
        assert_every_line_is_accounted_for(text, found)


def test_a_very_long_line_takes_no_very_long_time() -> None:
    """Five megabytes on one line are read or refused, whatever they are; a quadratic step would never end here."""
    for line in ("a" * 5_000_000, "aB" * 2_500_000, "aB, " * 1_250_000, " ".join(SEED) * 250):
        assert parse_result(line).diagnostics
        assert parse_result(f"CLMay 28\n{line}\nAn abstract.").diagnostics
    found = parse_result("CLMay 28\nOn MapsAda Lovelace, Rio Yokota\n" + "map " * 1_250_000)
    assert found.papers[0].paper.title == "On Maps"
