"""The probability of a word as a title word, a given name and a family name.

The figures are statistics of public metadata of papers (``words.txt``; ``docs/decisions/0002-where-a-title-ends.md``
says how they were made). An unknown word is judged by its spelling.
"""

from __future__ import annotations

import math
import unicodedata
from functools import cache
from importlib import resources
from typing import Literal

Role = Literal["title", "given", "family"]

ROLES: tuple[Role, ...] = ("title", "given", "family")
#: The letter classes. Every digit is ``0``, any other letter ``*``, everything else ``-``.
ALPHABET = "abcdefghijklmnopqrstuvwxyz0*-"
#: The class before a word's first letter and after its last.
EDGE = len(ALPHABET)
_SIZE = EDGE + 1
_CLASSES = {letter: number for number, letter in enumerate(ALPHABET)}


def plain(word: str) -> str:
    """Return the word in lower case and without accents, the form used in the table."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.lower()


def letter_class(letter: str) -> int:
    """Return the index in `ALPHABET` of the class of a letter."""
    number = _CLASSES.get(letter)
    if number is not None:
        return number
    return _CLASSES["0" if letter.isdigit() else "*" if letter.isalpha() else "-"]


class WordModel:
    """Word counts and letter trigrams of the three roles. Results are cached.

    ``counts[word][role]`` is the number of occurrences of a word, ``totals[role]`` the sum over all words,
    ``unseen[role]`` the weight of spelling against counts, and ``spelling[role][(a * 30 + b) * 30 + c]`` the logarithm
    of the probability that letter class ``c`` follows ``a`` and ``b``.
    """

    def __init__(
        self,
        counts: dict[str, tuple[float, float, float]],
        totals: tuple[float, ...],
        unseen: tuple[float, ...],
        spelling: tuple[tuple[float, ...], ...],
    ) -> None:
        self._counts = counts
        self._logs = tuple(math.log(total + rest) for total, rest in zip(totals, unseen, strict=True))
        self._unseen = unseen
        self._spelling = spelling
        self._known: dict[str, tuple[float, float, float]] = {}

    def count(self, word: str, role: Role) -> float:
        """Return how often the plain word was seen in the role."""
        seen = self._counts.get(word)
        return seen[ROLES.index(role)] if seen else 0.0

    def weigh(self, word: str) -> tuple[float, float, float]:
        """Return the logarithms of the plain word's probabilities as title word, given name and family name."""
        known = self._known.get(word)
        if known is None:
            known = self._weigh(word)
            if len(self._known) < 200_000:
                self._known[word] = known
        return known

    def _weigh(self, word: str) -> tuple[float, float, float]:
        first = second = EDGE
        cells = []
        for letter in word[:40]:
            third = letter_class(letter)
            cells.append((first * _SIZE + second) * _SIZE + third)
            first, second = second, third
        cells.append((first * _SIZE + second) * _SIZE + EDGE)
        counts = self._counts.get(word, (0.0, 0.0, 0.0))
        title, given, family = (
            math.log(count + unseen * math.exp(sum(spelling[cell] for cell in cells)) + 1e-12) - log
            for count, unseen, spelling, log in zip(counts, self._unseen, self._spelling, self._logs, strict=True)
        )
        return title, given, family


@cache
def load() -> WordModel:
    """Return the bundled word model. It is read once, at first use."""
    return parse(resources.files(__package__).joinpath("words.txt").read_text("utf-8"))


def parse(text: str) -> WordModel:
    """Read the file of a word model: comments, totals, weights of unseen words, spellings, then words by their counts.

    A spelling is 900 lines of 30 characters, each ``chr(33 - 4 * log(probability))``. A line of words begins with the
    base-two levels of their three counts (``0`` for none, ``1`` for one, ``2`` for two, ``3`` for four ...).
    """
    lines = [line for line in text.split("\n") if not line.startswith("# ")]
    totals, unseen = (tuple(float(number) for number in line.split()) for line in lines[:2])
    rows = _SIZE * _SIZE
    spelling = tuple(
        tuple((33 - ord(mark)) / 4 for line in lines[2 + role * rows : 2 + (role + 1) * rows] for mark in line)
        for role in range(3)
    )
    counts: dict[str, tuple[float, float, float]] = {}
    for line in lines[2 + 3 * rows :]:
        levels, _, words = line.partition(" ")
        if words:
            title, given, family = (float(2 ** (int(level, 16) - 1)) if level != "0" else 0.0 for level in levels)
            counts.update(dict.fromkeys(words.split(" "), (title, given, family)))
    return WordModel(counts, totals, unseen, spelling)
