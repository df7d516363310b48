"""LaTeX in titles, names and abstracts: what is known becomes Unicode, nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports.escaping import escape
from site_builder.text.latex import simplify, split, to_unicode

CASES = Path(__file__).parents[1] / "cases" / "text" / "latex.txt"


class Case(NamedTuple):
    name: str
    source: str
    shown: str
    cached: str


def read_cases() -> list[Case]:
    blocks = re.findall(r"^## (.+)\n((?:.+\n)+)", CASES.read_text(encoding="utf-8"), re.MULTILINE)
    return [Case(name, *(lines := body.splitlines())[:2], cached=lines[-1]) for name, body in blocks]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_latex_is_read(case: Case) -> None:
    assert to_unicode(case.source) == case.shown
    assert simplify(case.source) == case.cached


#: Texts in which much means something.
MARKS = (*"ab {}\\$%~-`'\"^_&#\n19.é", "\\emph{", "\\'", "\\(", "\\)", "``", "''", "https://x.y/", "\\o ", "\\foo{")
texts = st.lists(st.sampled_from(MARKS)).map("".join)


@given(texts)
def test_any_text_is_read_and_each_opening_is_closed(text: str) -> None:
    depth = 0
    for kind, value in split(text):
        assert value or kind == "close"
        depth += (kind in ("open", "link")) - (kind == "close")
        assert depth >= 0
    assert depth == 0


@given(st.text())
def test_words_that_were_escaped_come_back(text: str) -> None:
    assert to_unicode(escape(text)) == text


@given(st.text(st.characters(exclude_characters="\\{}`~$-")))
def test_plain_text_is_left_alone(text: str) -> None:
    assert to_unicode(text) == simplify(text) == text
    assert list(split(text)) == ([("text", text)] if text else [])


@pytest.mark.parametrize("unit", ["$", "`", "{", "\\(", "\\emph{", "a$ ", "``", "\\[", "--", "\\href{x}", "'' `x"])
def test_many_openings_without_an_end_are_read_in_one_pass(unit: str) -> None:
    """A quadratic reading of 200,000 characters would never end."""
    assert to_unicode(unit * (200_000 // len(unit)))
