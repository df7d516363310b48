"""Finds and joins lines that a mail program or an editor wrapped."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.formats.pasted.lines import Line

#: The range of widths at which lines are wrapped.
NARROWEST, WIDEST = 40, 200
#: A wrapped line is hardly ever shorter than the width by more than this.
_LONGEST_GAP = 15
#: The number of lines of one paper that is enough to find the width.
_TELLING = 4
#: The ratio of hyphens for and against that decides.
_CLEARLY = 4
#: Words that follow a suspended hyphen (``pre- and post-training``).
_AFTER_HYPHEN = ("and", "or", "to", "as", "but", "versus", "vs.")


#: A hyphen at which a program may break a word.
_HYPHEN = re.compile(r"[^\W\d_]{2,}-(?=[^\W\d_]{2})")


class Wrap(msgspec.Struct, frozen=True):
    """How a text was wrapped.

    ``width`` is 0 if it wasn't wrapped, or if each paper has its own width. ``hyphens``: words were broken at their
    hyphens; None if unknown.
    """

    width: int = 0
    hyphens: bool | None = None


def measure(bodies: Iterable[Sequence[Line]]) -> Wrap:
    """Return how the lines of papers were wrapped."""
    width, parted, whole = 0, 0, 0
    for lines in bodies:
        breaks = find_breaks(lines, Wrap()) if len(lines) >= _TELLING else ()
        if 3 * sum(breaks) < 2 * len(breaks) or not breaks:
            continue
        own = _own_width(lines)
        width = max(width, own)
        for line, after, broken in zip(lines, lines[1:], breaks, strict=False):
            parted += broken and _is_parted(line.text, after.text)
            hyphen = _HYPHEN.match(after.text)
            whole += broken and hyphen is not None and len(line.text) + 1 + hyphen.end() < own
    telling = parted + whole > 1 and not parted < _CLEARLY * whole < _CLEARLY**2 * parted
    return Wrap(width, parted > whole if telling else None)


def find_breaks(lines: Sequence[Line], wrap: Wrap) -> tuple[bool, ...]:
    """Tell for each line but the last whether it was wrapped because the next word didn't fit."""
    own = _own_width(lines) if len(lines) > 1 else 0
    width = wrap.width if own <= wrap.width < own + _LONGEST_GAP or len(lines) < 3 else own
    if not width or (width == own > wrap.width and not _is_credible(lines, own)):
        return (False,) * (len(lines) - 1)
    # A blank line ends a paragraph, unless there is one after each line.
    gaps = [after.number - line.number > 1 for line, after in pairwise(lines)]
    spaced = all(gaps)
    return tuple(
        (spaced or not gap) and _is_full(line.text, after.text, width)
        for line, after, gap in zip(lines, lines[1:], gaps, strict=False)
    )


def join(lines: Sequence[Line], hyphens: bool | None) -> str:
    """Return the joined text of lines, with words that were broken at their hyphens restored."""
    parts: list[str] = []
    for line, after in pairwise(lines):
        parts.append(line.text if hyphens is not False and _is_parted(line.text, after.text) else f"{line.text} ")
    return "".join((*parts, *(line.text for line in lines[-1:])))


def doubt(lines: Sequence[Line], hyphens: bool | None) -> str:
    """Return a sentence if joining lines may have joined two words or split one; else an empty text."""
    for line, after in pairwise(lines):
        if hyphens is None and _is_parted(line.text, after.text):
            return f"a space may be missing after the hyphen at the end of line {line.number}"
        if len(line.text) >= NARROWEST and "://" in line.text and " " not in line.text:
            return f"the address on line {line.number} may go on in the next one"
    return ""


def _own_width(lines: Sequence[Line]) -> int:
    """Return the width of these lines, or 0. A line of a single word isn't measured."""
    width = max((len(line.text) for line in lines if " " in line.text), default=0)
    return width if NARROWEST <= width <= WIDEST else 0


def _is_credible(lines: Sequence[Line], width: int) -> bool:
    return sum(len(line.text) + _LONGEST_GAP >= width for line in lines) > 1


def _is_full(text: str, after: str, width: int) -> bool:
    # Some programs also count the space behind a word, and some count bytes.
    text = f"{text} {after.split(' ', 1)[0]} "
    return len(text) > width or (not text.isascii() and len(text.encode()) > width)


def _is_parted(text: str, after: str) -> bool:
    """Tell whether a line ends in the first part of a hyphenated word."""
    return (
        text.endswith("-")
        and text.rstrip("-")[-1:].isalnum()
        and after[:1].isalnum()
        and after.split(" ", 1)[0] not in _AFTER_HYPHEN
    )
