"""The body of a paper in a pasted listing: title and names, glued, wrapped or on their own lines; then an abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.listings import names
from site_builder.listings.lexicon import load
from site_builder.listings.seams import Evidence, gather
from site_builder.model import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A title with its names is not longer than this.
LONGEST_TITLE = 3000
#: More of an abstract than this isn't asked for words.
LONGEST_ABSTRACT = 50_000
#: A title with its names is wrapped over no more lines than this.
MOST_WRAPPED = 4
#: Lines are wrapped at this width or less.
WIDEST_WRAP = 200
#: How much less convincing (in log-odds) a title and names over several lines may be than the first line alone.
WRAP_TOLERANCE = 3.0
#: Names on lines of their own take no more lines than this.
MOST_NAME_LINES = 12


class Body(msgspec.Struct, frozen=True):
    """A body read: ``score`` is the log-odds of its seam, infinite where the names have a line of their own."""

    reading: Reading
    truncated: bool
    affiliations: tuple[str, ...]
    abstract: str
    score: float
    why: str = ""
    alternatives: tuple[Reading, ...] = ()


def read_body(lines: Sequence[str], authors: frozenset[str]) -> Body:
    """Read the lines under a head, at least one; ``authors`` are names known from elsewhere in the listing."""
    apart = _names_apart(lines, authors)
    if apart is not None:
        return apart
    return read_glued(lines, authors, _wrapped(lines, authors))


def read_glued(lines: Sequence[str], authors: frozenset[str], count: int = 1) -> Body:
    """Read lines of which the first ``count`` are a title with the names right after it."""
    return _glued(" ".join(lines[:count]), lines[count:], authors)


def _evidence(rest: Sequence[str], authors: frozenset[str]) -> Evidence:
    return gather(" ".join(rest)[:LONGEST_ABSTRACT], load(), authors)


def _glued(text: str, rest: Sequence[str], authors: frozenset[str]) -> Body:
    """Read a line on which the names follow the title without a space."""
    tail = names.trim(text)
    split = names.split(tail.text, tail.truncated, _evidence(rest, authors))
    if split is None:
        nobody = Reading(tail.text, ())
        return Body(nobody, False, tail.affiliations, _join(rest), names.NOWHERE, "no author's name can be seen")
    return Body(
        split.reading,
        tail.truncated,
        tail.affiliations,
        _join(rest),
        split.score,
        split.why,
        split.alternatives,
    )


def _names_apart(lines: Sequence[str], authors: frozenset[str]) -> Body | None:
    """Read a title with its names on the lines after it, when that is what they hold."""
    if len(lines) < 2 or len(lines[1]) > LONGEST_TITLE:
        return None
    evidence = _evidence((), authors)
    found: list[str] = []
    last = names.trim("")
    count = 1
    for text in lines[1 : 1 + MOST_NAME_LINES]:
        tail = names.trim(text)
        line = names.read_names(tail.text.rstrip(","), evidence)
        if not line or last.truncated or last.affiliations:
            break
        found += line
        last = tail
        count += 1
    if not found or not _needs_names(lines[0], lines[1:], authors):
        return None
    reading = Reading(lines[0], tuple(found))
    return Body(reading, last.truncated, last.affiliations, _join(lines[count:]), names.EVERYWHERE)


def _needs_names(title: str, rest: Sequence[str], authors: frozenset[str]) -> bool:
    """Tell whether a title line lacks names of its own."""
    tail = names.trim(title)
    if tail.truncated or tail.affiliations:
        return False
    split = names.split(tail.text, False, _evidence(rest, authors))
    return split is None or split.score < names.CONVINCING


def _wrapped(lines: Sequence[str], authors: frozenset[str]) -> int:
    """Return how many lines the title and the names take: more than one only where lines were wrapped."""
    if len(lines) < 3 or names.ends_names(lines[0]):
        return 1
    most = min(MOST_WRAPPED, len(lines) - 1)
    count = next((at + 1 for at in range(1, most) if names.ends_names(lines[at])), 0) or _full_lines(lines, most)
    if count == 1:
        return 1
    one, several = (read_glued(lines, authors, number).score for number in (1, count))
    return count if several > one - WRAP_TOLERANCE else 1


def _full_lines(lines: Sequence[str], most: int) -> int:
    """Return how many lines there are up to the first that was not broken by wrapping, at most ``most``."""
    width = max(map(len, lines[1:]))
    if width > WIDEST_WRAP or len(lines[0]) > width + 3:
        return 1
    return next((at + 1 for at in range(most) if not _is_full(lines, at, width)), most)


def _is_full(lines: Sequence[str], at: int, width: int) -> bool:
    """Tell whether a line was broken because the next word didn't fit."""
    return len(lines[at]) + 1 + len(lines[at + 1].split(" ", 1)[0]) > width


def _join(lines: Sequence[str]) -> str:
    return " ".join(lines[1:] if lines and lines[0].rstrip(":.").lower() == "abstract" else lines)
