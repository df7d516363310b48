"""Cuts a pasted text into papers: at header lines, and where a paper begins without a readable header."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.pasted import title_author_split
from site_builder.formats.pasted.bodies import MOST_WRAPPED, end_of_names, ends_sentence, read_glued
from site_builder.formats.pasted.header_line import (
    LONGEST,
    HeaderLine,
    find_glued_header,
    find_glued_title,
    read_broken_header,
    read_header,
    read_undated_header,
)
from site_builder.formats.pasted.lines import Line
from site_builder.formats.pasted.unwrap import Wrap, find_breaks, join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The most lines of a header that a page breaks into pieces: score, category, date, Code.
_MOST_PIECES = 4
#: The first piece of such a header: a score, a category, or a date.
_PIECE = re.compile(
    r"\d{1,3}(?:\.\d+)?|[A-Za-z-]{2,9}(?:\.[A-Za-z-]{2,9})?|(?:\d{1,3}\.\d)?[A-Z][A-Za-z]{2,8} \d{1,2}(?:, \d{4})?"
)
_INNER_CAPITAL = re.compile(r"\S[^\W\d_a-zß-öø-ÿ]")
#: The score (log-odds) from which a line without a header is taken for title and names.
_GLUED = 2.0
#: The usual greatest length of a line of title and names.
_LONGEST_GLUED = 600
#: The number of lines of an abstract that are enough to judge the title.
_ENOUGH = 12


class Block(msgspec.Struct, frozen=True):
    """The lines of a paper: its header (None if missing) with its lines, and all lines below it."""

    head: HeaderLine | None
    top: tuple[Line, ...]
    body: tuple[Line, ...]

    @property
    def first(self) -> int:
        """The number of the block's first line."""
        return (self.top or self.body)[0].number


class _Cut(msgspec.Struct, frozen=True):
    """Where a block begins: the index of its first line, the head there, and how many lines that takes."""

    at: int
    head: HeaderLine | None
    length: int


def cut_blocks(lines: Sequence[Line], year: int) -> list[Block]:
    """Return the lines before the first head as a block without one, and the papers' blocks."""
    apart = [part for line, after in zip_longest(lines, lines[1:]) for part in _separate(line, after, year)]
    cuts: list[_Cut] = []
    at = 0
    while at < len(apart):
        cut = _cut_at(apart, at, year)
        if cut is not None:
            cuts.append(cut)
        at += cut.length if cut else 1
    cuts.insert(0, _Cut(0, None, 0))
    ends = [cut.at for cut in cuts[1:]] + [len(apart)]
    return [
        Block(cut.head, tuple(apart[cut.at : cut.at + cut.length]), tuple(apart[cut.at + cut.length : end]))
        for cut, end in zip(cuts, ends, strict=True)
    ]


def _separate(line: Line, after: Line | None, year: int) -> Iterator[Line]:
    """Yield a line, or the parts of a line in which a header touches other text because a line end was lost."""
    number, text, _ = line
    if read_header(text, year) is not None:
        yield line
        return
    head, certain = find_glued_header(text, year)
    rest = text[:head].rstrip() if head else text
    doubt = "" if certain else f"on line {number} the next paper's category stands right behind other text"
    title = find_glued_title(rest)
    if title and (
        len(rest) > LONGEST
        or title_author_split.ends_names(rest)
        or _looks_glued(rest[title:], after.text if after else "")
    ):
        yield Line(number, rest[:title], f"the title stands on line {number} together with category and date")
        rest = rest[title:].lstrip()
    yield Line(number, rest, doubt if head else "")
    if head:
        yield Line(number, text[head:], doubt)


def part_block(block: Block, wrap: Wrap) -> list[Block]:
    """Return a block without the papers in it that have no readable header, and those papers as blocks.

    The remnant of a header right before a title becomes the top of that paper.
    """
    lines = block.body
    breaks = find_breaks(lines, wrap)
    at = end_of_names(lines, breaks, frozenset())[0] + 1 if block.head and len(lines) > 2 else 0
    if block.head and not at:
        return [block]
    parts: list[Block] = []
    begin = 0
    while at < len(lines):
        end = _end_of_glued(lines, breaks, at)
        if end:
            body, top = _part_remnant(lines[begin:at], breaks[begin:at])
            parts.append(msgspec.structs.replace(block, body=body))
            block = Block(None, top, ())
            begin = at
        at = max(at, end) + 1
    return [*parts, msgspec.structs.replace(block, body=lines[begin:])]


def _part_remnant(lines: tuple[Line, ...], breaks: Sequence[bool]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Separate a paper from the remnant of the next header. A line that may belong to either stays, with a doubt."""
    if len(lines) < 3 or not _is_remnant(lines[-1].text):
        return lines, ()
    if not breaks[len(lines) - 2]:
        return lines[:-1], lines[-1:]
    if not ends_sentence(lines[-2].text):
        return lines, ()
    doubt = f"line {lines[-1].number} may be the next paper's"
    return (*lines[:-1], lines[-1]._replace(doubt=doubt)), ()


def _is_remnant(text: str) -> bool:
    """Tell whether a line before a title may be the remnant of a header."""
    return len(text) <= LONGEST and not (ends_sentence(text) and any(map(str.isalpha, text)))


def _end_of_glued(lines: Sequence[Line], breaks: Sequence[bool], at: int) -> int:
    """Return the end of the title and names that begin at a line; 0 if no paper certainly begins there."""
    if at and breaks[at - 1] and not ends_sentence(lines[at - 1].text):
        return 0
    for end in range(at + 1, min(at + MOST_WRAPPED, len(lines)) + 1):
        text = join(lines[at:end], None)
        closed = end == len(lines) or not breaks[end - 1]
        named = title_author_split.ends_names(text)
        possible = named or (closed and end < len(lines) and not ends_sentence(text))
        if possible and _looks_glued(text, join(lines[end : end + _ENOUGH], None)):
            return end
        if closed or len(text) > _LONGEST_GLUED:
            break
    return 0


def _cut_at(lines: Sequence[Line], at: int, year: int) -> _Cut | None:
    text = lines[at].text
    head = read_header(text, year)
    if head is not None:
        more = not head.code and at + 1 < len(lines) and lines[at + 1].text == "Code"
        return _Cut(at, msgspec.structs.replace(head, code=True) if more else head, 1 + more)
    cut = _pieces_at(lines, at, year) if _PIECE.fullmatch(text) else None
    if cut is not None:
        return cut
    head = read_broken_header(text, year)
    if head is None:
        head = read_undated_header(text)
        ahead = lines[at + 1 : at + 1 + _ENOUGH] if head else ()
        if not ahead or " " not in ahead[0].text:
            return None
        if not any(_looks_glued(join(ahead[:end], None), join(ahead[end:], None)) for end in (1, 2, 3)):
            return None
    return _Cut(at, head, 1)


def _pieces_at(lines: Sequence[Line], at: int, year: int) -> _Cut | None:
    """Read a header in pieces on consecutive lines. The longest match is taken."""
    best = None
    for length in range(2, _MOST_PIECES + 1):
        pieces = [line.text for line in lines[at : at + length]]
        if len(pieces) < length or len(pieces[-1]) > 20:
            break
        head = read_header(" ".join(pieces), year)
        if head is not None and head.label:
            best = _Cut(at, head, length)
    return best


def _looks_glued(text: str, abstract: str) -> bool:
    """Tell whether a text is certainly title and names, followed by its abstract."""
    if len(text) > _LONGEST_GLUED or " " not in text or not _INNER_CAPITAL.search(text):
        return False
    return read_glued((text, abstract), frozenset()).score >= _GLUED
