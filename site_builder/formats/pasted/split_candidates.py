"""The places where a title may end and the names begin, with what is to be known about each.

In a pasted listing nothing stands between the title's last letter and the first author's first. Every position
inside a word is a possible seam; the few where a capital follows come first, the many others only when none of those
convinces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.pasted.word_model import WordModel, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A listing shows at most three authors; ``et al.`` follows three.
MOST_NAMES = 3
#: No name of a person has more words than this.
LONGEST_NAME = 8
#: No word is longer that a seam is looked for in; what is longer is an address or noise.
LONGEST_WORD = 200

_WORD = re.compile(r"\S+")
_TERM = re.compile(r"[^\W_]+(?:[-'’.+][^\W_]+)*")
_BRACKETS = "()[]{}<>\"“”„'’‘`,.:;?!*$~ "


class Evidence(msgspec.Struct, frozen=True):
    """What speaks about a line from outside of it.

    ``printed`` are the words of the abstract as they are printed, ``words`` the same in their plain form, ``spaced``
    these in one text with a space before each; ``authors`` are names that certainly occur elsewhere in the listing.
    """

    lexicon: WordModel
    printed: frozenset[str]
    words: frozenset[str]
    spaced: str
    authors: frozenset[str] = frozenset()


class Line(msgspec.Struct, frozen=True):
    """A line of title and authors without ``et al.`` and institutions, cut at its commas.

    ``parts`` are the positions of the pieces; ``shown`` how many of them may be names.
    """

    text: str
    parts: tuple[tuple[int, int], ...]
    shown: tuple[int, ...]
    evidence: Evidence


class SplitCandidate(msgspec.Struct, frozen=True, gc=False):
    """One reading of a line: its first ``start`` characters are the title, the rest are ``names`` names.

    ``left`` and ``right`` are the two sides of the word that the seam cuts, ``end`` is the left one without the
    punctuation around it, ``words`` are those of the first author's name. In their plain form, bare of punctuation,
    are ``close`` (the title's last word), ``first`` (the name's first) and ``rest`` (its further words).
    """

    line: Line
    start: int
    names: int
    left: str
    end: str
    right: str
    words: tuple[str, ...]
    close: str
    first: str
    rest: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title in this reading."""
        return self.line.text[: self.start]

    @property
    def authors(self) -> tuple[str, ...]:
        """The names in this reading."""
        return tuple(self.line.text[self.start :].split(", "))


def bare(word: str) -> str:
    """Return the word without brackets, quotes and punctuation at its ends."""
    return word.strip(_BRACKETS)


def gather(abstract: str, lexicon: WordModel, authors: frozenset[str] = frozenset()) -> Evidence:
    """Return what an abstract and the rest of the listing have to say about a line."""
    printed = set(_TERM.findall(abstract))
    for word in [word for word in printed if "-" in word]:
        printed.update(word.split("-"))
    words = frozenset(map(str.lower if abstract.isascii() else plain, printed))
    return Evidence(lexicon, frozenset(printed), words, " " + " ".join(words), authors)


def cut(text: str, truncated: bool, evidence: Evidence) -> Line:
    """Cut a line at its commas; ``truncated`` tells that ``et al.`` followed."""
    parts: list[tuple[int, int]] = []
    end = len(text)
    while end >= 0 and len(parts) <= MOST_NAMES:
        comma = text.rfind(", ", 0, end)
        parts.append((comma + 2 if comma >= 0 else 0, end))
        end = comma
    parts.reverse()
    most = min(len(parts), MOST_NAMES)
    return Line(text, tuple(parts), (most,) if truncated else tuple(range(1, most + 1)), evidence)


def capital_seams(line: Line) -> Iterator[SplitCandidate]:
    """Yield the seams at which a name begins with a capital, or with a letter that knows no case."""
    return _seams(line, _capitals)


def other_seams(line: Line) -> Iterator[SplitCandidate]:
    """Yield the seams at which a name begins with a small letter or a digit."""
    return _seams(line, _small)


def _capitals(word: str) -> list[int]:
    if word[1:].islower():
        return []
    return [at for at in range(1, len(word)) if word[at].isalpha() and not word[at].islower()]


def _small(word: str) -> list[int]:
    return [at for at in range(1, len(word)) if word[at].islower() or word[at].isdigit()]


def _seams(line: Line, positions: Callable[[str], list[int]]) -> Iterator[SplitCandidate]:
    text = line.text
    for names in line.shown:
        first, last = line.parts[len(line.parts) - names]
        spans = [match.span() for match in _WORD.finditer(text, max(first, last - 40 * LONGEST_NAME), last)]
        spans = spans[-LONGEST_NAME:]
        for number, (a, b) in enumerate(spans):
            word = text[a:b]
            if len(word) > LONGEST_WORD:
                continue
            places = positions(word)
            if not places:
                continue
            tail = tuple(text[c:d] for c, d in spans[number + 1 :])
            rest = tuple(plain(bare(w)) for w in tail)
            for at in places:
                left, right = word[:at], word[at:]
                end = bare(left)
                yield SplitCandidate(
                    line, a + at, names, left, end, right, (right, *tail), plain(end), plain(bare(right)), rest
                )
