"""The positions where a title may end and the names begin.

In a pasted listing nothing separates the title's last letter from the first author's first letter. Every position
inside a word is a candidate. Those before a capital are tried first, the many others only if none of these is
convincing.
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
#: The most words in a person's name.
LONGEST_NAME = 8
#: Longer words are addresses or noise and aren't split.
LONGEST_WORD = 200

_WORD = re.compile(r"\S+")
_TERM = re.compile(r"[^\W_]+(?:[-'’.+][^\W_]+)*")
_BRACKETS = "()[]{}<>\"“”„'’‘`,.:;?!*$~ "


class Context(msgspec.Struct, frozen=True):
    """What is known from outside of a line.

    ``printed`` holds the words of the abstract as printed, ``words`` their plain forms, ``spaced`` these in one text
    with a space before each. ``authors`` holds names that certainly occur elsewhere in the listing.
    """

    word_model: WordModel
    printed: frozenset[str]
    words: frozenset[str]
    spaced: str
    authors: frozenset[str] = frozenset()


class Line(msgspec.Struct, frozen=True):
    """A line of title and authors, without ``et al.`` and institutions, cut at its commas.

    ``parts`` holds the start and end of each piece, ``shown`` the possible numbers of names.
    """

    text: str
    parts: tuple[tuple[int, int], ...]
    shown: tuple[int, ...]
    context: Context


class SplitCandidate(msgspec.Struct, frozen=True, gc=False):
    """One reading of a line: the first ``start`` characters are the title, the rest are ``names`` names.

    ``left`` and ``right`` are the two sides of the cut word, ``end`` is the left side without punctuation, ``words``
    are the words of the first author's name. In plain form, without punctuation: ``close`` is the title's last word,
    ``first`` the name's first word, ``rest`` its other words.
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


def gather(abstract: str, word_model: WordModel, authors: frozenset[str] = frozenset()) -> Context:
    """Return the context of a line: the words of its abstract and the names in the rest of the listing."""
    printed = set(_TERM.findall(abstract))
    for word in [word for word in printed if "-" in word]:
        printed.update(word.split("-"))
    words = frozenset(map(str.lower if abstract.isascii() else plain, printed))
    return Context(word_model, frozenset(printed), words, " " + " ".join(words), authors)


def cut(text: str, truncated: bool, context: Context) -> Line:
    """Cut a line at its commas; ``truncated`` tells that ``et al.`` followed."""
    parts: list[tuple[int, int]] = []
    end = len(text)
    while end >= 0 and len(parts) <= MOST_NAMES:
        comma = text.rfind(", ", 0, end)
        parts.append((comma + 2 if comma >= 0 else 0, end))
        end = comma
    parts.reverse()
    most = min(len(parts), MOST_NAMES)
    return Line(text, tuple(parts), (most,) if truncated else tuple(range(1, most + 1)), context)


def capital_candidates(line: Line) -> Iterator[SplitCandidate]:
    """Yield the candidates whose name begins with a capital, or with a letter without case."""
    return _list_candidates(line, _capitals)


def other_candidates(line: Line) -> Iterator[SplitCandidate]:
    """Yield the candidates whose name begins with a lower-case letter or a digit."""
    return _list_candidates(line, _small)


def _capitals(word: str) -> list[int]:
    if word[1:].islower():
        return []
    return [at for at in range(1, len(word)) if word[at].isalpha() and not word[at].islower()]


def _small(word: str) -> list[int]:
    return [at for at in range(1, len(word)) if word[at].islower() or word[at].isdigit()]


def _list_candidates(line: Line, positions: Callable[[str], list[int]]) -> Iterator[SplitCandidate]:
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
