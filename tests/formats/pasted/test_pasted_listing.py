"""A pasted listing is read whole: every paper exact, and every other line reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from listing_cases import CASES, expected, harvest, plain

from site_builder.diagnostics import CODES

if TYPE_CHECKING:
    from pathlib import Path

PASTES = sorted((CASES / "pastes").glob("*.txt"))


def test_the_real_listing_is_read_exactly() -> None:
    """All sixteen papers of the listing that the program was made for come out as they are, without a doubt."""
    found = harvest((CASES / "seed.txt").read_text("utf-8"))
    papers = expected("seed")
    assert [plain(draft) for draft in found.drafts] == [
        {key: paper[key] for key in plain(found.drafts[0])} for paper in papers
    ]
    assert not any(draft.why for draft in found.drafts)
    assert not found.diagnostics


def test_papers_of_the_real_listing_are_read_exactly_one_at_a_time() -> None:
    """What one paper's reading needs is in the paper: the others around it only help."""
    lines = (CASES / "seed.txt").read_text("utf-8").splitlines()
    whole = harvest("\n".join(lines)).drafts
    single = [harvest("\n".join(lines[at : at + 3])).drafts[0] for at in range(0, len(lines), 3)]
    assert [plain(draft) for draft in single] == [plain(draft) for draft in whole]


@pytest.mark.parametrize("path", PASTES, ids=lambda path: path.stem)
def test_a_paste_is_read_as_its_case_says(path: Path) -> None:
    """Each case file is a paste; the file beside it says what is read and what is reported."""
    case = json.loads(path.with_suffix(".json").read_text("utf-8"))
    found = harvest(path.read_text("utf-8"))
    read = []
    for draft in found.drafts:
        fields = plain(draft)
        if draft.why:
            fields["why"] = draft.why
        if isinstance(draft.paper.code, str):
            fields["code"] = draft.paper.code
        read.append(fields)
    assert read == case["papers"]
    assert [list(span) for span in found.spans] == case["spans"]
    notes = [f"{n.place.line}:{n.place.column} {n.severity} {n.code}: {n.message}" for n in found.diagnostics]
    assert notes == case["diagnostics"]
    assert {note.code for note in found.diagnostics} <= set(CODES)


def test_a_date_without_a_year_is_of_the_year_of_the_copy() -> None:
    """The day of the copy is told, never taken from the clock."""
    found = harvest("CLMay 28\nOn MapsGrace Hopper, Alan Turing\nMaps matter.")
    assert found.drafts[0].paper.date == "2026-05-28"


def test_an_author_met_elsewhere_settles_a_doubt() -> None:
    """The other papers of the listing say who is an author."""
    doubtful = "CLMay 28\nOn LineRangerPhilippe Hamelin, Jane Doe, Bob Ross et al.\nWe range along lines."
    other = "\nROMay 27\nLines and MoreJane Doe, Philippe Hamelin, Ann Lee et al.\nMore lines."
    alone, together = harvest(doubtful).drafts[0], harvest(doubtful + other).drafts[0]
    assert together.paper.authors[0].name == "Philippe Hamelin"
    assert not together.why
    assert alone.why or alone.paper.authors[0].name == "Philippe Hamelin"


def test_a_doubt_names_the_places_and_holds_the_other_readings() -> None:
    """What a person is asked is a sentence, and the answers are at hand."""
    draft = harvest("CLMay 28\nParallel Maps on MPI/CUDAYao Liu, Jun Sun, Qing Yao et al.\nMaps in parallel.").drafts[0]
    assert draft.why.startswith("the names may begin at '")
    names = {draft.paper.authors[0].name, *(reading.authors[0] for reading in draft.alternatives)}
    assert "Yao Liu" in names
    assert len(names) > 1


@pytest.mark.parametrize("text", ["", "\n \n\t\n", "   "])
def test_an_empty_source_is_one_sentence(text: str) -> None:
    """Nothing in, one diagnostic out."""
    found = harvest(text)
    assert not found.drafts
    assert [note.code for note in found.diagnostics] == ["listing-none"]


def test_groups_are_marked_as_groups() -> None:
    """A team's name is not to be split into given and family names."""
    found = harvest("CLMay 28\nKite: A Model for AllKite Team, Jane Doe, OpenAI\nKite is a model.")
    assert [byline.group for byline in found.drafts[0].paper.authors] == [True, False, True]
