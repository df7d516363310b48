"""Cutting a paste into papers: where the heads are, and which lines stand under each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.listings import names
from site_builder.listings.bodies import read_glued
from site_builder.listings.heads import Head, read_head, read_undated_head
from site_builder.listings.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A head that a page breaks into pieces comes in at most so many lines: score, category, date, Code.
_MOST_PIECES = 4
#: The first piece of such a head: a score, a category, or a date.
_PIECE = re.compile(
    r"\d{1,3}(?:\.\d+)?|[A-Za-z-]{2,9}(?:\.[A-Za-z-]{2,9})?|(?:\d{1,3}\.\d)?[A-Z][A-Za-z]{2,8} \d{1,2}(?:, \d{4})?"
)
#: From this score on (log-odds) a line is taken for one of title and names where no head says so.
_GLUED = 2.0
#: A line of title and names is hardly longer than this.
_LONGEST_GLUED = 600


class Block(msgspec.Struct, frozen=True):
    """A paper's lines: its head (None where it is missing) with the lines that hold it, and all lines after it."""

    head: Head | None
    top: tuple[Line, ...]
    body: tuple[Line, ...]

    @property
    def first(self) -> int:
        """The number of the block's first line."""
        return (self.top or self.body)[0].number


class _Cut(msgspec.Struct, frozen=True):
    """Where a block begins: the index of its first line, the head there, and how many lines that takes."""

    at: int
    head: Head | None
    length: int


def cut_blocks(lines: Sequence[Line], year: int) -> tuple[Sequence[Line], list[Block]]:
    """Return the lines before the first paper, and the papers' blocks."""
    cuts: list[_Cut] = []
    at = 0
    while at < len(lines):
        cut = _cut_at(lines, at, year, since=cuts[-1] if cuts else None)
        if cut is not None:
            cuts.append(cut)
        at += max(cut.length, 1) if cut else 1
    if not cuts:
        return lines, []
    ends = [cut.at for cut in cuts[1:]] + [len(lines)]
    blocks = [
        Block(cut.head, tuple(lines[cut.at : cut.at + cut.length]), tuple(lines[cut.at + cut.length : end]))
        for cut, end in zip(cuts, ends, strict=True)
    ]
    return lines[: cuts[0].at], blocks


def _cut_at(lines: Sequence[Line], at: int, year: int, since: _Cut | None) -> _Cut | None:
    text = lines[at].text
    head = read_head(text, year)
    if head is not None:
        more = not head.code and at + 1 < len(lines) and lines[at + 1].text == "Code"
        return _Cut(at, msgspec.structs.replace(head, code=True) if more else head, 1 + more)
    cut = _pieces_at(lines, at, year) if _PIECE.fullmatch(text) else None
    if cut is not None:
        return cut
    head = read_undated_head(text)
    if head is not None and at + 1 < len(lines) and _is_glued(lines, at + 1):
        return _Cut(at, head, 1)
    begun = since is None or at - since.at - since.length >= 2
    return _Cut(at, None, 0) if begun and names.ends_names(text) and _is_glued(lines, at) else None


def _pieces_at(lines: Sequence[Line], at: int, year: int) -> _Cut | None:
    """Read a head that stands in pieces on consecutive lines; the longest that fits."""
    best = None
    for length in range(2, _MOST_PIECES + 1):
        pieces = [line.text for line in lines[at : at + length]]
        if len(pieces) < length or len(pieces[-1]) > 20:
            break
        head = read_head(" ".join(pieces), year)
        if head is not None and head.label:
            best = _Cut(at, head, length)
    return best


def _is_glued(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is surely one of title and names, with what follows as its abstract."""
    texts = [line.text for line in lines[at : at + 2]]
    return len(texts[0]) <= _LONGEST_GLUED and read_glued(texts, frozenset()).score >= _GLUED
