"""A listing that was wrapped, quoted, joined or lost lines is read as it was, or says where it may not be."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import pytest
from listing_cases import CASES, expected, parse_result, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.formats.result import ParseResult

SEED = (CASES / "seed.txt").read_text("utf-8").splitlines()
PAPERS = [{key: paper[key] for key in plain(parse_result("\n".join(SEED)).papers[0])} for paper in expected("seed")]


def silently_wrong(found: ParseResult) -> list[dict[str, Any]]:
    """Return the papers without a doubt that are none of the real listing's."""
    return [read for parsed in found.papers if not parsed.why and (read := plain(parsed)) not in PAPERS]


def wrap(rows: list[str], width: int, *, hyphens: bool) -> str:
    return "\n".join(
        line for row in rows for line in textwrap.wrap(row, width, break_long_words=False, break_on_hyphens=hyphens)
    )


@pytest.mark.parametrize("hyphens", [False, True], ids=["at spaces", "at hyphens too"])
@pytest.mark.parametrize(
    ("width", "mark"),
    [*((width, "") for width in range(60, 101, 4)), (60, "> "), (72, "> "), (72, ">> "), (100, ">> ")],
)
def test_a_wrapped_listing_is_read_as_it_was(width: int, mark: str, hyphens: bool) -> None:
    """Mail programs break lines: at most the place where an abstract begins is in doubt, and then it says so."""
    found = parse_result(re.sub("^", mark, wrap(SEED, width, hyphens=hyphens), flags=re.MULTILINE))
    assert len(found.papers) == len(PAPERS)
    assert not silently_wrong(found)
    assert sum(bool(parsed.why) for parsed in found.papers) <= 2
    assert not found.diagnostics


def test_a_single_wrapped_paper_is_read_as_it_was() -> None:
    """One paper's own lines tell how they were wrapped."""
    for at in range(0, len(SEED), 3):
        found = parse_result(wrap(SEED[at : at + 3], 72, hyphens=False))
        assert len(found.papers) == 1
        assert not silently_wrong(found)


@pytest.mark.parametrize("head", [None, "", "CLJul 4, 24", "CL 2024 VII 4", "???"], ids=str)
@pytest.mark.parametrize(
    ("number", "width"),
    [*((number, 0) for number in range(1, len(PAPERS))), *((number, 72) for number in range(1, len(PAPERS), 3))],
)
def test_a_paper_without_its_head_is_reported(number: int, head: str | None, width: int) -> None:
    """The paper before it doesn't swallow it, whether or not its names end in 'et al.'."""
    rows = [*SEED[: 3 * number], *([] if head is None else [head]), *SEED[3 * number + 1 :]]
    found = parse_result(wrap(rows, width, hyphens=False) if width else "\n".join(rows))
    assert not silently_wrong(found)
    assert len(found.papers) == len(PAPERS)
    if not width:
        doubtful = [plain(parsed) for parsed in found.papers if parsed.why]
        assert [(read["title"], read["date"]) for read in doubtful] == [(PAPERS[number]["title"], "")]
    where = {note.code: note.location.line for note in found.diagnostics if note.severity == "error"}
    assert len(where) == 1
    assert where.keys() <= {"listing-headless", "listing-date"}
    if not width:
        assert 3 * number < next(iter(where.values())) <= 3 * number + 3


@pytest.mark.parametrize("count", [2, 3])
def test_what_is_left_of_a_paper_leaves_the_one_before_in_doubt(count: int) -> None:
    """An abstract without head and title is in nobody's abstract silently."""
    for number in range(1, len(PAPERS)):
        found = parse_result("\n".join((*SEED[: 3 * number], *SEED[3 * number + 2 : 3 * number + count])))
        assert not silently_wrong(found)
        assert bool(found.papers[-1].why) == (count == 3)


def every_third(rows: list[str], first: int, between: str) -> str:
    """Return rows as a text in which every third line end is something else."""
    return "".join(row + (between if at % 3 == first else "\n") for at, row in enumerate(rows))


@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("which", range(3), ids=["head and title", "title and abstract", "abstract and head"])
def test_lines_joined_are_parted_or_in_doubt(which: int, between: str) -> None:
    """A head behind an abstract's full stop is certain; everything else that stands on one line is in doubt."""
    found = parse_result(every_third(SEED, which, between))
    assert not silently_wrong(found)
    right = [parsed for parsed in found.papers if plain(parsed) in PAPERS]
    if which != 1:
        assert len(right) >= len(PAPERS) - 1
    if which == 2:
        assert sum(bool(parsed.why) for parsed in right) <= 4


def test_two_listings_without_a_line_end_between_them_are_two() -> None:
    """As 'printf' and 'cat' put files together."""
    found = parse_result("\n".join(SEED[:9]) + "62CLJul 4, 2024\n" + "\n".join(SEED[10:12]))
    assert [plain(parsed)["title"] for parsed in found.papers] == [paper["title"] for paper in PAPERS[:4]]
    assert found.papers[3].paper.score == 62
    assert all(parsed.why for parsed in found.papers[2:])


MARKS: dict[str, Callable[[int, str], str]] = {
    "bullets before heads": lambda at, row: f"* {row}" if at % 3 == 0 else f"  {row}",
    "numbers before heads": lambda at, row: f"{at // 3 + 1}. {row}" if at % 3 == 0 else f"   {row}",
    "bullets": lambda _, row: f"- {row}",
    "numbers": lambda at, row: f"{at + 1:6}\t{row}",
    "numbers with stops": lambda at, row: f"{at + 1}. {row}",
    "tabs": lambda _, row: f"\t{row}  ",
    "blank lines": lambda _, row: f"{row}\n",
    "rules": lambda at, row: f"{row}\n---" if at % 3 == 2 else row,
}


@pytest.mark.parametrize("mark", MARKS)
def test_marks_before_and_between_lines_change_nothing(mark: str) -> None:
    """Lists, numbered lines and separators are ways of writing, not texts."""
    found = parse_result("\n".join(MARKS[mark](at, row) for at, row in enumerate(SEED)))
    assert [plain(parsed) for parsed in found.papers] == PAPERS
    assert not any(parsed.why for parsed in found.papers)


def test_short_titles_and_lines_that_begin_like_menus_are_no_furniture() -> None:
    """Nothing of a paper is taken for a part of the page."""
    found = parse_result(
        "CLMay 28\nFilter Maps, Skip to BedAda Lovelace\nMaps are (a) flat,\n(c) old, and filters help."
    )
    assert found.papers[0].paper.title == "Filter Maps, Skip to Bed"
    assert found.papers[0].paper.abstract.endswith("(c) old, and filters help.")
