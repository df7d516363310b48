"""Splits a line into its title and its names.

Each candidate gets a score from its features. The best candidate is the reading; its margin over the next one decides
whether a person should look at it.
"""

from __future__ import annotations

import re

import msgspec

from site_builder.formats.pasted import features
from site_builder.formats.pasted.split_candidates import (
    Context,
    Line,
    SplitCandidate,
    capital_candidates,
    cut,
    other_candidates,
)
from site_builder.model import Reading

#: The smallest margin (log-odds) between the best and the next reading that needs no check by a person.
SURE = 5.0
#: The same for a name that begins with a lower-case letter or a digit: most such readings are wrong.
SURE_OF_SMALL = 9.0
#: Below this score, no candidate of a line is likely.
LIKELY = -2.0
#: Below this score, a candidate before a lower-case letter or a digit is dropped.
POSSIBLE = -8.0
#: Below this score, the candidates before lower-case letters and digits are tried too.
CONVINCING = 5.0

#: The scores of a line without any candidate, and of names on a line of their own.
NOWHERE, EVERYWHERE = float("-inf"), float("inf")

_ET_AL = re.compile(r",? et al\.?$")
_SLUGS = re.compile(r" · ([a-z0-9][a-z0-9.&'-]*(?:, [a-z0-9][a-z0-9.&'-]*)*)$")
_NOT_IN_NAMES = re.compile(r"[:;?!=<>\\$%#@/]|\d{3}|[a-z]{3}\. |^(?:et )?al\.")


class Tail(msgspec.Struct, frozen=True):
    """A line without its end: whether ``et al.`` followed, and the institutions."""

    text: str
    truncated: bool
    affiliations: tuple[str, ...]


class Split(msgspec.Struct, frozen=True):
    """The best reading of a line with its log-odds. If a person should look: why, and the other readings."""

    reading: Reading
    score: float
    why: str = ""
    alternatives: tuple[Reading, ...] = ()


def trim(text: str) -> Tail:
    """Remove institutions and ``et al.`` from the end of a line."""
    found = _SLUGS.search(text, max(0, text.rfind(" · ")))
    affiliations = tuple(found[1].split(", ")) if found else ()
    text = text[: found.start()].rstrip() if found else text
    ending = _ET_AL.search(text, max(0, len(text) - 10))
    return Tail(text[: ending.start()].rstrip() if ending else text, ending is not None, affiliations)


def split(text: str, truncated: bool, context: Context) -> Split | None:
    """Return the best reading of a line of title and names, without ``et al.`` and institutions.

    None if there is no position where a name may begin.
    """
    line = cut(text, truncated, context)
    ranked = _rank(line)
    if not ranked:
        return None
    best, candidate = ranked[0]
    if best < POSSIBLE and features.lower_case_start(candidate) and not truncated:
        return None
    reading = Reading(candidate.title, candidate.authors)
    rivals = [(score, rival) for score, rival in ranked[1:4] if best - score < _needed(candidate)]
    if rivals:
        why = f"the names may begin at {_name(candidate)!r} or at {_name(rivals[0][1])!r}"
        return Split(reading, best, why, tuple(Reading(rival.title, rival.authors) for _, rival in rivals))
    if best < LIKELY:
        return Split(reading, best, f"the names seem to begin at {_name(candidate)!r}, but little speaks for it")
    return Split(reading, best)


def _rank(line: Line) -> list[tuple[float, SplitCandidate]]:
    ranked = [(features.score(candidate), candidate) for candidate in capital_candidates(line)]
    if max((score for score, _ in ranked), default=LIKELY) < CONVINCING:
        ranked += [(features.score(candidate), candidate) for candidate in other_candidates(line)]
    ranked.sort(key=lambda pair: -pair[0])
    return ranked


def _needed(candidate: SplitCandidate) -> float:
    return SURE_OF_SMALL if features.lower_case_start(candidate) else SURE


def _name(candidate: SplitCandidate) -> str:
    return " ".join(candidate.words)


def read_names(text: str, context: Context) -> tuple[str, ...]:
    """Return the names on a line that holds only names; empty for any other line."""
    if _NOT_IN_NAMES.search(text):
        return ()
    names = tuple(name.strip() for name in re.split(r", (?:and )?|; | and ", text) if name.strip())
    if not names or len(text) > 60 * len(names):
        return ()
    line = Line(text, (), (), context)
    for name in names:
        words = name.split()
        if len(words) > 6 or words[0] in features.FUNCTION_WORDS or features.is_prose(words):
            return ()
    known = sum(name in context.authors for name in names)
    likely = sum(features.odds_of_name(line, name.split()) > 0 for name in names)
    return names if 2 * max(known, likely) >= len(names) + (len(names) == 1) else ()


def ends_names(text: str) -> bool:
    """Tell whether a line ends in ``et al.`` or institutions, as only names do."""
    tail = trim(text)
    return tail.truncated or bool(tail.affiliations)


def certain_names(text: str) -> tuple[str, ...]:
    """Return the names of a line that certainly stand behind the split."""
    tail = trim(text)
    return tuple(tail.text.rsplit(", ", 2)[1:]) if tail.truncated else ()


def is_prose(name: str) -> bool:
    """Tell whether a name has words that occur only in sentences."""
    return features.is_prose(name.split())


def is_group(name: str) -> bool:
    """Tell whether a name is that of a group."""
    words = name.split()
    return bool(words) and features.is_group(words)
