"""Where a title ends and the names begin.

Every possible seam of the line is weighed by the clues; the best one is the reading. How far it is ahead of the next
best says whether a person should look.
"""

from __future__ import annotations

import re

import msgspec

from site_builder.formats.pasted import features
from site_builder.formats.pasted.split_candidates import Evidence, Line, SplitCandidate, capital_seams, cut, other_seams
from site_builder.model import Reading

#: A best reading less than this ahead of the next one (in log-odds) is for a person to look at.
SURE = 5.0
#: The same for a name that begins with a small letter or a digit: most such readings are wrong.
SURE_OF_SMALL = 9.0
#: Below this no seam of a line is likely to be one.
LIKELY = -2.0
#: Below this a seam before a small letter or a digit is none.
POSSIBLE = -8.0
#: Below this the seams before small letters and digits are weighed as well.
CONVINCING = 5.0

#: The scores of a line without any seam, and of names that have a line of their own.
NOWHERE, EVERYWHERE = float("-inf"), float("inf")

_ET_AL = re.compile(r",? et al\.?$")
_SLUGS = re.compile(r" · ([a-z0-9][a-z0-9.&'-]*(?:, [a-z0-9][a-z0-9.&'-]*)*)$")
_NOT_IN_NAMES = re.compile(r"[:;?!=<>\\$%#@/]|\d{3}|[a-z]{3}\. |^(?:et )?al\.")


class Tail(msgspec.Struct, frozen=True):
    """A line of names without what may follow them: whether ``et al.`` did, and the institutions."""

    text: str
    truncated: bool
    affiliations: tuple[str, ...]


class Split(msgspec.Struct, frozen=True):
    """A line's best reading, its log-odds, and, where a person should look, why, and the other readings."""

    reading: Reading
    score: float
    why: str = ""
    alternatives: tuple[Reading, ...] = ()


def trim(text: str) -> Tail:
    """Take institutions and ``et al.`` off the end of a line."""
    found = _SLUGS.search(text, max(0, text.rfind(" · ")))
    affiliations = tuple(found[1].split(", ")) if found else ()
    text = text[: found.start()].rstrip() if found else text
    ending = _ET_AL.search(text, max(0, len(text) - 10))
    return Tail(text[: ending.start()].rstrip() if ending else text, ending is not None, affiliations)


def split(text: str, truncated: bool, evidence: Evidence) -> Split | None:
    """Return the best reading of a line of title and names (``et al.`` and institutions taken off).

    None when there is no place in it where a name could well begin.
    """
    line = cut(text, truncated, evidence)
    ranked = _rank(line)
    if not ranked:
        return None
    best, candidate = ranked[0]
    if best < POSSIBLE and features.small(candidate) and not truncated:
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
    ranked = [(features.score(candidate), candidate) for candidate in capital_seams(line)]
    if max((score for score, _ in ranked), default=LIKELY) < CONVINCING:
        ranked += [(features.score(candidate), candidate) for candidate in other_seams(line)]
    ranked.sort(key=lambda pair: -pair[0])
    return ranked


def _needed(candidate: SplitCandidate) -> float:
    return SURE_OF_SMALL if features.small(candidate) else SURE


def _name(candidate: SplitCandidate) -> str:
    return " ".join(candidate.words)


def read_names(text: str, evidence: Evidence) -> tuple[str, ...]:
    """Return the names on a line that holds nothing but names, or nothing when it isn't such a line."""
    if _NOT_IN_NAMES.search(text):
        return ()
    names = tuple(name.strip() for name in re.split(r", (?:and )?|; | and ", text) if name.strip())
    if not names or len(text) > 60 * len(names):
        return ()
    line = Line(text, (), (), evidence)
    for name in names:
        words = name.split()
        if len(words) > 6 or words[0] in features.FUNCTION_WORDS or features.is_prose(words):
            return ()
    known = sum(name in evidence.authors for name in names)
    likely = sum(features.odds_of_name(line, name.split()) > 0 for name in names)
    return names if 2 * max(known, likely) >= len(names) + (len(names) == 1) else ()


def ends_names(text: str) -> bool:
    """Tell whether a line ends as only names do: in ``et al.`` or institutions."""
    tail = trim(text)
    return tail.truncated or bool(tail.affiliations)


def certain_names(text: str) -> tuple[str, ...]:
    """Return the names of a line of title and names that stand behind its seam, wherever that is."""
    tail = trim(text)
    return tuple(tail.text.rsplit(", ", 2)[1:]) if tail.truncated else ()


def is_prose(name: str) -> bool:
    """Tell whether a name holds words that only sentences have."""
    return features.is_prose(name.split())


def is_group(name: str) -> bool:
    """Tell whether a name is a group's rather than a person's."""
    words = name.split()
    return bool(words) and features.is_group(words)
