"""Lines that are only wrapped: whether a list's lines are, and how they are joined again."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.formats.lists.record_text import CELL_END, LINE_END, RecordText
from site_builder.formats.pasted.word_model import load, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.document import Block, Line, Span

_LAST_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
#: Wrapped text is at least so wide, in columns.
_NARROWEST = 40


def _length(block: Block) -> int:
    return block.indent + sum(len(span.text) for span in block.lines[0])


def _first_word(block: Block) -> int:
    text = block.lines[0][0].text
    at = text.find(" ")
    return at if at >= 0 else len(text)


def measure_width(groups: Sequence[Sequence[Block]]) -> int:
    """Return the width in columns at which the lines of some records are wrapped; 0 where lines end on purpose.

    A line is wrapped if the next one's first word didn't fit on it. Where lines end on purpose, few are so long, and
    hardly any goes on in small letters.
    """
    pairs = [(a, b) for group in groups for a, b in pairwise(group) if a.kind == b.kind == "line"]
    if not pairs:
        return 0
    width = max(_length(a) for a, _ in pairs)
    if width < _NARROWEST:
        return 0
    full = sum(_is_full(a, b, width) for a, b in pairs)
    going_on = sum(_goes_on(a, b) for a, b in pairs)
    if full * 10 < len(pairs) * 6:
        return 0
    hanging = all(group[1].indent > group[0].indent for group in groups if len(group) > 1)
    enough = 3 if hanging else 8
    return width if going_on * 7 >= len(pairs) or (full * 10 >= len(pairs) * 9 and len(pairs) > enough) else 0


def _is_full(block: Block, following: Block, width: int) -> bool:
    """Tell whether the following line's first word didn't fit on a line."""
    return _length(block) + 1 + _first_word(following) > width - 2


def _goes_on(block: Block, following: Block) -> bool:
    """Tell whether a line goes on in the next one, by how they end and begin."""
    first, last = following.lines[0][0].text, block.lines[0][-1].text
    return (
        first[0].islower()
        or first[0].isdigit()
        or last[-1] in ",-–&("
        or last.endswith((" and", " und", " of", " the"))
    )


def join_record(blocks: Sequence[Block], width: int, skip: int) -> RecordText:
    """Return a record's blocks as one text, with wrapped lines joined.

    ``width`` is the column at which the list is wrapped, 0 if it isn't. ``skip`` is the number of characters that the
    first line's number or bullet takes.
    """
    pieces: list[tuple[str, Span | None]] = []
    for number, block in enumerate(blocks):
        between = CELL_END if block.kind in ("row", "header") else LINE_END
        for index, line in enumerate(block.lines):
            spans = list(line) if number or index else _skip(line, skip)
            if pieces and spans:
                wrapped = width and not index and block.kind == "line" and _is_full(blocks[number - 1], block, width)
                _join(pieces, spans[0].text if wrapped else "", between if index else LINE_END)
            pieces += [(span.text, span) for span in spans]
    return RecordText(pieces)


def _join(pieces: list[tuple[str, Span | None]], following: str, between: str) -> None:
    """Add what stands between a line and the next one; ``following`` is the next one's text where it is wrapped."""
    before, span = pieces[-1]
    if not following:
        pieces.append((between, None))
    elif before.endswith("-") and (first := _FIRST_WORD.match(following)):
        if _is_hyphenated(before, first[0]):
            pieces[-1] = (before[:-1], span)
    elif not before.endswith(("/", "–", "—", "‐")) or before.endswith((" –", " —")):
        pieces.append((" ", None))


def _skip(line: Line, skip: int) -> list[Span]:
    """Return a line's spans without its first characters."""
    found = []
    for span in line:
        text = span.text[skip:]
        cut = len(span.text) - len(text)
        skip -= cut
        if text:
            width = max(0, span.width - cut)
            found.append(replace(span, text=text, column=span.column + cut, width=width) if cut else span)
    return found


def _is_hyphenated(before: str, after: str) -> bool:
    """Tell whether a line's last hyphen only says that a word goes on: ``inter-`` and ``national`` are one word."""
    match = _LAST_WORD.search(before)
    if not match or not after[0].islower():
        return False
    lexicon = load()
    head, tail = plain(match[1]), plain(after)
    if len(head) < 2 or len(tail) < 2:
        return False
    whole = lexicon.count(head + tail, "title")
    parts = min(lexicon.count(head, "title"), lexicon.count(tail, "title"))
    if whole or parts:
        return whole * 8 >= parts
    return lexicon.weigh(head + tail)[0] > lexicon.weigh(head)[0] + lexicon.weigh(tail)[0]
