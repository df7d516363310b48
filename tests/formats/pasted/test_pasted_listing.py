"""A pasted listing is read whole: every paper exact, and every other line reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from listing_cases import CASES, expected, parse_result, plain

from site_builder.diagnostics import CODES

if TYPE_CHECKING:
    from pathlib import Path

PASTES = sorted((CASES / "pastes").glob("*.txt"))


def test_the_real_listing_is_read_exactly() -> None:
    """All sixteen papers of the listing that the program was made for come out as they are, without a doubt."""
    found = parse_result((CASES / "seed.txt").read_text("utf-8"))
    papers = expected("seed")
    assert [plain(parsed) for parsed in found.papers] == [
        {key: paper[key] for key in plain(found.papers[0])} for paper in papers
    ]
    assert not any(parsed.why for parsed in found.papers)
    assert not found.diagnostics


def test_papers_of_the_real_listing_are_read_exactly_one_at_a_time() -> None:
    """What one paper's reading needs is in the paper: the others around it only help."""
    lines = (CASES / "seed.txt").read_text("utf-8").splitlines()
    whole = parse_result("\n".join(lines)).papers
    single = [parse_result("\n".join(lines[at : at + 3])).papers[0] for at in range(0, len(lines), 3)]
    assert [plain(parsed) for parsed in single] == [plain(parsed) for parsed in whole]


@pytest.mark.parametrize("path", PASTES, ids=lambda path: path.stem)
def test_a_paste_is_read_as_its_case_says(path: Path) -> None:
    """Each case file is a paste; the file beside it says what is read and what is reported."""
    case = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = parse_result(path.read_text("utf-8"))
    read = []
    for parsed in found.papers:
        fields = plain(parsed)
        if parsed.why:
            fields["why"] = parsed.why
        if isinstance(parsed.paper.code, str):
            fields["code"] = parsed.paper.code
        read.append(fields)
    assert read == case["papers"]
    assert [list(span) for span in found.spans] == case["spans"]
    notes = [f"{n.location.line}:{n.location.column} {n.severity} {n.code}: {n.message}" for n in found.diagnostics]
    assert notes == case["diagnostics"]
    assert {note.code for note in found.diagnostics} <= set(CODES)


def test_a_date_without_a_year_is_of_the_year_of_the_copy() -> None:
    """The day of the copy is told, never taken from the clock."""
    found = parse_result("CLMay 28\nOn MapsGrace Hopper, Alan Turing\nMaps matter.")
    assert found.papers[0].paper.date == "2026-05-28"


def test_an_author_met_elsewhere_settles_a_doubt() -> None:
    """The other papers of the listing say who is an author."""
    doubtful = "CLMay 28\nOn LineRangerPhilippe Hamelin, Jane Doe, Bob Ross et al.\nWe range along lines."
    other = "\nROMay 27\nLines and MoreJane Doe, Philippe Hamelin, Ann Lee et al.\nMore lines."
    alone, together = parse_result(doubtful).papers[0], parse_result(doubtful + other).papers[0]
    assert together.paper.authors[0].name == "Philippe Hamelin"
    assert not together.why
    assert alone.why or alone.paper.authors[0].name == "Philippe Hamelin"


def test_a_doubt_names_the_places_and_holds_the_other_readings() -> None:
    """What a person is asked is a sentence, and the answers are at hand."""
    parsed = parse_result(
        "CLMay 28\nParallel Maps on MPI/CUDAYao Liu, Jun Sun, Qing Yao et al.\nMaps in parallel."
    ).papers[0]
    assert parsed.why.startswith("the names may begin at '")
    names = {parsed.paper.authors[0].name, *(reading.authors[0] for reading in parsed.alternatives)}
    assert "Yao Liu" in names
    assert len(names) > 1


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "   "])
def test_an_empty_source_is_one_sentence(text: str) -> None:
    """Nothing in, one diagnostic out."""
    found = parse_result(text)
    assert not found.papers
    assert [note.code for note in found.diagnostics] == ["listing-none"]


def test_groups_are_marked_as_groups() -> None:
    """A team's name is not to be split into given and family names."""
    found = parse_result("CLMay 28\nKite: A Model for AllKite Team, Jane Doe, OpenAI\nKite is a model.")
    assert [authorship.group for authorship in found.papers[0].paper.authors] == [True, False, True]
