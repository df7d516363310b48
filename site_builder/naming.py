"""A personal name as printed, and its parts: given name, particle, family name and suffix; several names in one text.

Splitting is for citations and sort order only; what readers see is always the name as printed. `split_name` and
`join_name` undo each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from site_builder.text import collapse, fold

#: Particles, also where a paper capitalises them; then they begin the family name (``Laurens Van Der Maaten`` is sorted
#: under V). Any other word in lower case is one as well, unless the whole name is written so.
_PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le"}
    | {"san", "ten", "ter", "van", "von", "zu", "zum", "zur"}
)
#: Words within a family name: it begins one word before (``Ortega y Gasset``, ``Schulte im Walde``).
_LINKS = frozenset(("y", "e", "i", "im", "und"))
_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|ph\.?d)\.?", re.IGNORECASE)
_CJK = re.compile(r"[\u2e80-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々〆\s]+")
#: Marks that stand between names only, and what may stand between them or within one.
_BETWEEN = re.compile(r"\s*[;；、]\s*(?:(?:and|&)\s+)?")
_AND = re.compile(r"\s*,?\s+(?:and|&)\s+")
_COMMA = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_MORE = re.compile(r"(?:\s*[,;]\s*|\s+)(?:et\.?\s+al\.?|(?:and|&)\s+others)$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?[ -]?){1,4}")
_NO_PERSON = re.compile(
    r"\d|\b(?:of|for|the|at|universit\w*|institut\w*|colleges?|schools?|departments?|laborator\w*|labs?|research"
    r"|cent(?:er|re)s?|teams?|groups?|projects?|consorti\w*|collaborations?|foundations?|societ\w*|associations?"
    r"|compan(?:y|ies)|inc|ltd|llc|gmbh|corp|academ\w*|ministr\w*|council|committee|sons)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:^|(?<=[\s.\-‐]))(\w)[\w'’]*\.?")


class Name(NamedTuple):
    """The parts of a name: ``particle`` only in lower case (``van``), a capital one belongs to the family name. A
    name that can't be split (one word, Han without a space) is all ``family``."""

    given: str
    particle: str
    family: str
    suffix: str = ""


class Names(NamedTuple):
    """Names that stood in one text; ``et_al`` when it said that there are more."""

    names: tuple[str, ...]
    et_al: bool


def split_names(text: str) -> Names | None:
    """Return the names in a text that certainly lists several, or one with "et al."; None for any other text.

    ``Doe, Jane`` is one name, ``Doe, Jane and Roe, John`` are two, and so are ``Jane Doe and John Roe``; of ``Jane Doe,
    John Roe`` nobody can tell. Where a list turns its names round, they are turned back.
    """
    text = collapse(text)
    rest = _MORE.sub("", text)
    more = rest != text
    names = _split_certainly(rest, more) if _COMMA.search(rest) or _BETWEEN.search(rest) else [rest]
    return Names(tuple(names), more) if len(names) > 1 or (names and more) else None


def may_be_several(text: str) -> bool:
    """Tell whether a text that `split_names` leaves alone may be several names all the same."""
    parts = _COMMA.split(text)
    if _AND.search(text) or _MORE.search(text) or len(parts) > 3:
        return True
    return len(parts) > 1 and not any(_SUFFIX.fullmatch(part) for part in parts) and all(map(is_full_name, parts))


def is_full_name(text: str) -> bool:
    """Tell whether a text looks like given and family names of one person, in this order or not."""
    words = text.split()
    if not text.isascii() and _CJK.fullmatch(text):
        return len(text) <= 8
    if not 2 <= len(words) <= 5 or _NO_PERSON.search(text):
        return False
    named = [word for word in words if word.lower() not in _PARTICLES and word not in _LINKS]
    return len(named) > 1 and all(word[0].isupper() for word in named) and words[-1][0].isupper()


def _split_certainly(text: str, more: bool) -> list[str]:
    """Return the names of a list, which may say that there are more, or nothing where it may be something else."""
    if _BETWEEN.search(text):
        parts = [part for part in _BETWEEN.split(text) if part]
        return [] if any(_AND.search(part) for part in parts) else _turn_all(parts)
    if _NO_PERSON.search(text):
        return []
    if len(parts := _AND.split(text)) > 1 and all(_is_turned(part) for part in parts):
        return _turn_all(parts)
    parts = [part for part in _COMMA.split(text) if part]
    if pairs := pair_names(parts):
        return _turn_all(pairs)
    several = len(parts) + more > 2 or "," not in text or all(re.fullmatch(r".+ [A-Z]{1,3}", part) for part in parts)
    return parts if several and all(map(is_full_name, parts)) else []


def pair_names(parts: list[str]) -> list[str]:
    """Return what stood between commas as names of the form ``Doe, J.``, where every second part is initials."""
    if len(parts) < 4 or len(parts) % 2 or not all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return []
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _is_turned(name: str) -> bool:
    """Tell whether a name in a list has the family name first: what stands around its comma isn't two full names."""
    parts = [part for part in _COMMA.split(name) if part and not _SUFFIX.fullmatch(part)]
    return len(parts) == 2 and not all(map(is_full_name, parts)) and not re.fullmatch(r"[A-Z]{3,}", parts[1])


def turn_name(name: str) -> str:
    """Return a person's name that has the family name first, with a comma behind it, as it is printed; nothing for any
    other."""
    turned = "," in name and not _NO_PERSON.search(name) and _is_turned(name)
    return join_name(*split_name(name)) if turned else ""


def _turn_all(names: list[str]) -> list[str]:
    return [join_name(*split_name(name)) for name in names] if all(map(_is_turned, names)) else names


@lru_cache(maxsize=65536)
def split_name(name: str) -> Name:
    """Split a person's name in the order in which it is printed; a group's name is not for this function.

    Names in Han, Kana or Hangul have the family name first, where a space shows where it ends; without a space nobody
    can tell, and the name stays whole. ``Family, Given`` is understood.
    """
    name = collapse(name)
    if "," in name:
        return _split_at_commas(name)
    words = name.split(" ")
    if len(words) == 1:
        return Name("", "", name)
    if not name.isascii() and _CJK.fullmatch(name):
        return Name(" ".join(words[1:]), "", words[0])
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = _find_family(words)
    end = start
    while end < len(words) - 1 and words[end].islower():
        end += 1
    return Name(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), suffix)


def join_name(given: str, particle: str, family: str, suffix: str = "") -> str:
    """Put a name together as it is printed: family name first in Han, Kana and Hangul, else last."""
    parts = (given, particle, family, suffix)
    if given and _CJK.fullmatch(given + particle + family):
        parts = (particle, family, given, suffix)
    return " ".join(part for part in parts if part)


def sort_key(name: str, group: bool = False) -> str:
    """Return what authors are sorted by: family name, given name, particle, folded; a group's name whole."""
    if group:
        return fold(name)
    given, particle, family, suffix = split_name(name)
    return "\t".join(map(fold, (family, given, particle, suffix))).rstrip("\t")


def abbreviate(given: str) -> str:
    """Return the initials of given names: ``Jean-Paul R.`` gives ``J.-P. R.``; Han, Kana and Hangul stay whole."""
    if given.isascii():
        if given.isalpha():  # most are one word
            return f"{given[0].upper()}."
    elif _CJK.fullmatch(given):
        return given
    return _INITIAL.sub(lambda match: f"{match[1].upper()}.", given)


def _split_at_commas(name: str) -> Name:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    # After one word a lone "IV" is a given name (Ramakrishnan, IV), after several a suffix (John Smith, IV).
    candidates = parts[1:] if len(parts) > 2 or " " in "".join(parts[:1]) else []
    suffix = next((part for part in candidates if _SUFFIX.fullmatch(part)), "")
    if suffix:
        parts.remove(suffix)
    if len(parts) < 2:
        return split_name(parts[0])._replace(suffix=suffix) if parts else Name("", "", name)
    particle, family = _split_particle(parts[0])
    return Name(" ".join(parts[1:]), particle, family, suffix)


def _split_particle(family: str) -> tuple[str, str]:
    words = family.split(" ")
    end = 0
    while end < len(words) - 1 and words[end].islower():
        end += 1
    return " ".join(words[:end]), " ".join(words[end:])


def _find_family(words: list[str]) -> int:
    """Return the index of the word at which particle or family name begins."""
    last = len(words) - 1
    if words[0].islower() and not words[last].islower():
        return 0
    for index in range(1, last):
        word = words[index]
        if word in _LINKS and index > 1:
            return index - 1
        if word.lower() in _PARTICLES or (word.islower() and not words[last].islower()):
            return index
    return last
