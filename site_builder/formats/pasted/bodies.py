"""The body of a paper in a pasted listing: title and names (touching, wrapped or on own lines), then an abstract."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.pasted import title_author_split
from site_builder.formats.pasted.split_candidates import MOST_NAMES, Context, gather
from site_builder.formats.pasted.unwrap import WIDEST, Wrap, doubt, find_breaks, join
from site_builder.formats.pasted.word_model import load
from site_builder.model import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.pasted.lines import Line

#: The greatest length of a title with its names.
LONGEST_TITLE = 3000
#: The usual greatest length.
_LONGEST_USUAL = 600
#: The part of an abstract that is searched for words.
LONGEST_ABSTRACT = 50_000
#: The most lines of a wrapped title with its names.
MOST_WRAPPED = 6
#: How much lower (log-odds) the score of several lines may be than that of the first line alone.
WRAP_TOLERANCE = 3.0
#: The most lines of names on lines of their own.
MOST_NAME_LINES = 12
#: From this score on, a title and a line of names may be one line that somebody broke.
_APART = 1.5
#: Up to this score, they may also be separate lines.
_TOGETHER = 10.0
_EITHER = "the title may end with its line, or go on in the line of the names"
_SENTENCE_END = re.compile(r"(?:[^\W\d_]{2}|[\d\W_])[.!?:…][)\]”\"’'*]*$")


class Body(msgspec.Struct, frozen=True):
    """A parsed body. ``score`` is the log-odds of its split; it is infinite if the names have their own line.

    ``stray`` is the number of a line that seems to belong to another paper, or 0.
    """

    reading: Reading
    truncated: bool
    affiliations: tuple[str, ...]
    abstract: str
    score: float
    why: str = ""
    alternatives: tuple[Reading, ...] = ()
    stray: int = 0


def read_body(lines: Sequence[Line], authors: frozenset[str], wrap: Wrap) -> Body:
    """Read the lines below a header, at least one. ``authors`` holds names known from elsewhere in the listing."""
    breaks = find_breaks(lines, wrap)
    runs = _runs(lines, breaks)
    body, used = _names_apart([join(run, wrap.hyphens) for run in runs], authors)
    why, rest = "", runs[used:]
    if body is None:
        count, why = end_of_names(lines, breaks, authors)
        rest = _runs(lines[count:], breaks[count:])
        body = _glued(join(lines[:count], wrap.hyphens), [join(run, wrap.hyphens) for run in rest], authors)
    foreign, stray = _find_foreign(rest)
    if len(lines) == 1 and (len(lines[0].text) > _LONGEST_USUAL or ends_sentence(lines[0].text)):
        why = "the abstract seems to stand on the line of the title"
    doubts = (
        *(body.why, why, f"from line {foreign} on this may be something else than its abstract" if foreign else ""),
        *(doubt(run, wrap.hyphens) for run in runs if len(run) > 1),
        *(line.doubt for line in lines),
    )
    return msgspec.structs.replace(body, why="; ".join(dict.fromkeys(filter(None, doubts))), stray=stray)


def end_of_names(lines: Sequence[Line], breaks: Sequence[bool], authors: frozenset[str]) -> tuple[int, str]:
    """Return the number of lines of a title with touching names, and why that is uncertain."""
    if len(lines) == 1 or (len(lines) == 2 and not breaks[0]):
        return 1, ""
    texts = [line.text for line in lines]
    shown = breaks.index(False) + 1 if False in breaks else len(lines)

    def score(count: int) -> float:
        return read_glued(texts, authors, count).score

    said = _said_end(texts, shown)
    named = said > 0 and _has_names(read_glued(texts, authors, said))
    if named and (said <= shown or score(said) > score(shown) - WRAP_TOLERANCE):
        return said, ""
    if 1 < shown < len(lines) and score(shown) > title_author_split.LIKELY:
        return shown, ""
    most = shown if shown > 1 else _broken_by_hand(texts)
    best = max(range(1, min(most, MOST_WRAPPED, len(lines) - 1) + 1), key=score)
    doubtful = most > 1 and (shown > 1 or best > 1)
    return best, f"the abstract may begin elsewhere than on line {lines[best].number}" if doubtful else ""


def _broken_by_hand(texts: Sequence[str]) -> int:
    """Return how many of the first lines may be parts of one line that somebody broke."""
    return next((at for at, text in enumerate(texts) if at and (len(text) > WIDEST or ends_sentence(text))), len(texts))


def _has_names(body: Body) -> bool:
    """Tell whether a body has as many authors as its line says, and no sentences among them."""
    authors = body.reading.authors
    whole = len(authors) == MOST_NAMES or not body.truncated
    return whole and bool(authors) and not any(title_author_split.is_prose(name) for name in authors)


def _said_end(texts: Sequence[str], shown: int) -> int:
    """Return the number of lines after which ``et al.`` or institutions end the names, or 0.

    The first ``shown`` lines were one line before wrapping. Further lines may have been broken by hand.
    """
    for count in range(1, min(MOST_WRAPPED, len(texts) - 1) + 1):
        goes_on = texts[count - 1].endswith("-") or texts[count].startswith("·")
        if not goes_on and title_author_split.ends_names(" ".join(texts[max(0, count - 2) : count]).replace("- ", "-")):
            return count
        if count >= shown and (len(texts[count - 1]) > WIDEST or ends_sentence(texts[count - 1])):
            break
    return 0


def read_glued(lines: Sequence[str], authors: frozenset[str], count: int = 1) -> Body:
    """Read lines of which the first ``count`` are a title with touching names."""
    return _glued(" ".join(lines[:count]), lines[count:], authors)


def _gather_context(rest: Sequence[str], authors: frozenset[str]) -> Context:
    return gather(" ".join(rest)[:LONGEST_ABSTRACT], load(), authors)


def _glued(text: str, rest: Sequence[str], authors: frozenset[str]) -> Body:
    """Read a line on which the names touch the title."""
    tail = title_author_split.trim(text)
    split = title_author_split.split(tail.text, tail.truncated, _gather_context(rest, authors))
    if split is None:
        nobody = Reading(tail.text, ())
        return Body(
            nobody, False, tail.affiliations, _join(rest), title_author_split.NOWHERE, "no author's name can be seen"
        )
    return Body(
        split.reading,
        tail.truncated,
        tail.affiliations,
        _join(rest),
        split.score,
        split.why,
        split.alternatives,
    )


def _names_apart(lines: Sequence[str], authors: frozenset[str]) -> tuple[Body | None, int]:
    """Read a title with its names on the following lines and return it with the number of lines; None and 0 if not
    so.
    """
    if len(lines) < 2 or len(lines[1]) > LONGEST_TITLE:
        return None, 0
    context = _gather_context((), authors)
    found: list[str] = []
    last = title_author_split.trim("")
    count = 1
    for text in lines[1 : 1 + MOST_NAME_LINES]:
        tail = title_author_split.trim(text)
        line = title_author_split.read_names(tail.text.rstrip(","), context)
        if not line or last.truncated or last.affiliations:
            break
        found += line
        last = tail
        count += 1
    if not found or not _needs_names(lines[0], lines[1:], authors):
        return None, 0
    joined = read_glued(lines, authors, count)
    why = _EITHER if _APART <= joined.score < _TOGETHER else ""
    if joined.score >= title_author_split.CONVINCING:
        return msgspec.structs.replace(joined, why="; ".join(filter(None, (joined.why, why)))), count
    reading = Reading(lines[0], tuple(found))
    return Body(
        reading, last.truncated, last.affiliations, _join(lines[count:]), title_author_split.EVERYWHERE, why
    ), count


def _needs_names(title: str, rest: Sequence[str], authors: frozenset[str]) -> bool:
    """Tell whether a title line has no names itself."""
    tail = title_author_split.trim(title)
    if tail.truncated or tail.affiliations:
        return False
    split = title_author_split.split(tail.text, False, _gather_context(rest, authors))
    return split is None or split.score < title_author_split.CONVINCING


def _runs(lines: Sequence[Line], breaks: Sequence[bool]) -> list[list[Line]]:
    """Return the lines in groups that were one line before wrapping."""
    runs: list[list[Line]] = []
    for line, joined in zip(lines, (False, *breaks), strict=False):
        if joined:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _find_foreign(runs: Sequence[Sequence[Line]]) -> tuple[int, int]:
    """Return the line from which the text may not be an abstract, and the line from which it certainly isn't; or 0.

    A listing has each abstract on one line. Only a sentence that continues on the next line certainly belongs to it.
    """
    if runs and _is_heading(runs[0][0].text):
        runs = runs[1:]
    starts = [
        run[0].number
        for before, run in pairwise(runs)
        if ends_sentence(before[-1].text) or not run[0].text[0].islower()
    ]
    if not starts:
        return 0, 0
    ends = [run for run in runs if not ends_sentence(run[-1].text)]
    return starts[0], 0 if not ends else max(starts[0], ends[0][0].number)


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends like a sentence and not like names."""
    return _SENTENCE_END.search(text, max(0, len(text) - 6)) is not None and not title_author_split.ends_names(text)


def _is_heading(text: str) -> bool:
    return text.rstrip(":.").lower() == "abstract"


def _join(lines: Sequence[str]) -> str:
    return " ".join(lines[1:] if lines and _is_heading(lines[0]) else lines)
