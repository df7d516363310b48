"""What one token's text looks like, wherever it stands: its words, its capitals, its form.

The word model of the pasted listings tells titles' words from names; ``venue_words.txt`` tells how much more often a
word stands in the name of a journal or a publisher than in a title.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.page_words import load_words
from site_builder.formats.pasted.features import FUNCTION_WORDS, PARTICLES
from site_builder.formats.pasted.word_model import load, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD = re.compile(r"[^\W\d_][\w'’\-‐]*\.?")
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_INITIALS = re.compile(
    rf"{_CAPITAL}{{1,3}}|(?:{_CAPITAL}(?:\.[ \-‐]{{0,2}}|[ \-‐]{{1,2}})){{1,4}}{_CAPITAL}?"
    r"|(?:[A-Z][a-z]?\.[ \-]?){1,4}"
)
_FAMILY = r"(?:(?:[a-zß-ÿ'’]+ ){0,3}(?:[A-Z]['’])?[^\W\d_a-zß-ÿ][\w'’\-‐]+(?: [^\W\d_a-zß-ÿ][\w'’\-‐]+)?)"
_FAMILY_INITIALS = re.compile(
    rf"{_FAMILY} [^\W\d_a-zß-ÿ]{{1,3}}(?:-?[^\W\d_a-zß-ÿ])?(?: (?:Jr|Sr|II|III|IV|[23][rnd]+))?[*†‡]*"
)
_INITIALS_FAMILY = re.compile(
    rf"(?:(?:[^\W\d_a-zß-ÿ]\.?[ \-‐]?|[A-Z][a-z]\. ?|[A-Z]{{2,3}} ){{1,4}}){_FAMILY}(?:,? Jr\.?)?[*†‡]*"
)
_FULL = re.compile(
    rf"{_CAPITAL}[\w'’\-‐.]*(?: {_CAPITAL}[\w'’\-‐.]*| [a-zß-ÿ'’]{{1,4}}(?= [^\W\d_]))* {_CAPITAL}[\w'’\-‐]+[*†‡]*"
)
_ACRONYM = re.compile(r"\b[A-Z](?=[A-Za-z]*?[A-Z]{2})[A-Za-z]*\b")
_AND = re.compile(r"(?: (?:and|und|et|y|&) )|^(?:and|und|&) ")
_EDITORS = re.compile(r"\b(?:[Ee]ds?|[Ee]ditors?|[Ee]dited by|Hrsg|Hg|coord)\b")
_THESIS = re.compile(r"\b(?:PhD|Ph\.?D|[Tt]hesis|[Dd]issertation|Diplomarbeit|Habilitation)\b")


#: Forms that names have and little else.
NAME_FORMS = frozenset(("initials", "family-initials", "initials-family", "full2", "full3", "full4"))


#: Features that a pattern tells.
_PATTERNS = (
    ("stops", re.compile(r"\.")),
    ("and", _AND),
    ("editors", _EDITORS),
    ("thesis", _THESIS),
    ("digits", re.compile(r"\d")),
    ("acronym", _ACRONYM),
    ("mark", re.compile(r"[*†‡]$")),
)


class Shape(NamedTuple):
    """What one token's text looks like, wherever it stands."""

    form: str
    features: tuple[str, ...]
    name: float
    venue: float
    words: int


@cache
def _venue_words() -> Mapping[str, tuple[int, int]]:
    """Return how much more often a word stands in venues and in publishers than in titles."""
    found: dict[str, tuple[int, int]] = {}
    text = resources.files(__package__).joinpath("venue_words.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            venue, publisher, *words = line.split(" ")
            found.update(dict.fromkeys(words, (int(venue), int(publisher))))
    return found


class _Words:
    """The words of a text, counted by what they are."""

    def __init__(self, text: str) -> None:
        self.words = _WORD.findall(text)
        self.name = 0.0
        self.venue = 0
        self.best_venue = self.best_publisher = -9
        self.functions = self.small = self.labels = self.notes = self.boilerplate = 0
        for index, word in enumerate(self.words):
            self._count(word, index)

    def _count(self, word: str, index: int) -> None:
        bare = word.rstrip(".")
        low = plain(bare)
        if low in FUNCTION_WORDS and not (low in PARTICLES and index):
            self.functions += 1
        elif word[0].islower() and low not in PARTICLES:
            self.small += 1
        if len(bare) > 1:
            title, given, family = load().weigh(low)
            odds = (family if index else max(given, family)) - title
            self.name += max(-8.0, min(odds, 8.0))
        table, known = _venue_words(), load_words()
        found = table.get(low + "." if word[-1] == "." else low) or table.get(low)
        if found:
            self.venue += found[0]
            self.best_venue = max(self.best_venue, found[0])
            self.best_publisher = max(self.best_publisher, found[1])
        self.labels += low in known.labels
        self.notes += low in known.notes
        self.boilerplate += low in known.boilerplate


@lru_cache(maxsize=65536)
def describe_text(text: str, kind: str) -> Shape:
    """Return the features of a token's text alone."""
    if kind != "words":
        features = [f"kind={kind}"]
        if kind in ("volpages", "locator", "range", "number"):
            features.append(f"{kind}:{_digits(text)}")
        return Shape(kind, tuple(features), 0.0, 0.0, 0)
    words = _Words(text)
    form = _find_form(text, words.words)
    count = len(words.words)
    name = words.name / count if count else 0.0
    venue = words.venue / count if count else 0.0
    features = [
        f"form={form}",
        f"words={bucket(count)}",
        f"name={max(-6, min(6, round(name)))}",
        f"venue={max(-3, min(5, round(venue)))}",
        f"bestv={max(-1, words.best_venue)}",
        f"bestp={max(-1, words.best_publisher)}",
        f"form+venue={form}{max(-2, min(3, round(venue)))}",
        *_describe_words(words),
        *(feature for feature, pattern in _PATTERNS if pattern.search(text)),
    ]
    return Shape(form, tuple(features), words.name, float(words.venue), count)


def _describe_words(words: _Words) -> list[str]:
    """Return the features that words of certain kinds have."""
    count = len(words.words)
    if not count:
        return []
    features = []
    telling = load_words().telling
    first, last = plain(words.words[0]).rstrip("."), plain(words.words[-1]).rstrip(".")
    if words.functions:
        features.append("functions" if words.functions < 3 else "functions+")
    if words.small:
        features.append(f"small{words.small}" if words.small < 3 else "small+")
    elif count > 1:
        features.append("capitals")
    if words.labels == count:
        features.append("labels")
    if words.notes:
        features.append("notes" if words.notes == count else "notes-some")
    if words.boilerplate:
        features.append("boilerplate" if words.boilerplate == count else "boilerplate-some")
    features.append(f"first={first}" if first in telling else "first")
    features.append(f"last={last}" if last in telling else "last")
    return features


def bucket(count: int) -> str:
    """Return a number of words as features have it."""
    return str(count) if count < 4 else "4-5" if count < 6 else "6-8" if count < 9 else "9-13" if count < 14 else "14+"


def _digits(text: str) -> str:
    return re.sub(r"\d+", "0", text.replace("–", "-").replace("—", "-"))[:8] if len(text) < 16 else "long"


def _find_form(text: str, words: Sequence[str]) -> str:
    """Return how a text is capitalised, and whether it could be a name by that."""
    if _INITIALS.fullmatch(text):
        return "initials" if len(text) < 9 else "caps"
    if not words:
        return "signs" if not any(map(str.isdigit, text)) else "figures"
    if len(words) == 1 and len(words[0]) > 3 and text == words[0] and text.isupper():
        return "CAPS"
    form = ""
    if len(text) < 60:
        last = _AND.split(text)[-1] or text
        form = _find_name_form(last, words)
    if form:
        return form
    if text.isupper():
        return "caps"
    if not text[0].isalnum():
        return "sign"
    return "lower" if text[0].islower() else "text"


def _find_name_form(text: str, words: Sequence[str]) -> str:
    """Return the form of a text that could be a name, or nothing."""
    if _FAMILY_INITIALS.fullmatch(text):
        return "family-initials"
    if _INITIALS_FAMILY.fullmatch(text):
        return "initials-family"
    if len(words) == 1 and not any(map(str.isdigit, text)):
        word = words[0]
        return "CAPS" if len(word) > 2 and word.isupper() else "one" if word[0].isupper() else "small"
    return f"full{min(4, len(words))}" if len(words) <= 5 and _FULL.fullmatch(text) else ""
