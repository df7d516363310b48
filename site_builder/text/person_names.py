"""A personal name as printed, and its parts: given name, particle, family name and suffix.

Splitting is for citations and sort order only; what readers see is always the name as printed. `split_name` and
`join_name` undo each other.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from site_builder.text.folding import fold

#: Particles, also where a paper capitalises them; then they begin the family name (``Laurens Van Der Maaten`` is sorted
#: under V). Any other word in lower case is one as well, unless the whole name is written so.
PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le"}
    | {"san", "ten", "ter", "van", "von", "zu", "zum", "zur"}
)
#: Words within a family name: it begins one word before (``Ortega y Gasset``, ``Schulte im Walde``).
LINKS = frozenset(("y", "e", "i", "im", "und"))
SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|ph\.?d)\.?", re.IGNORECASE)
CJK = re.compile(r"[\u2e80-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々〆\s]+")
_INITIAL = re.compile(r"(?:^|(?<=[\s.\-‐]))(\w)[\w'’]*\.?")


class Name(NamedTuple):
    """The parts of a name: ``particle`` only in lower case (``van``), a capital one belongs to the family name. A
    name that can't be split (one word, Han without a space) is all ``family``."""

    given: str
    particle: str
    family: str
    suffix: str = ""


@lru_cache(maxsize=65536)
def split_name(name: str) -> Name:
    """Split a person's name in the order in which it is printed; a group's name is not for this function.

    Names in Han, Kana or Hangul have the family name first, where a space shows where it ends; without a space nobody
    can tell, and the name stays whole. ``Family, Given`` is understood.
    """
    words = name.split()
    if "," in name:
        return _split_at_commas(" ".join(words))
    if len(words) < 2:
        return Name("", "", "".join(words))
    if not name.isascii() and CJK.fullmatch(name):
        return Name(" ".join(words[1:]), "", words[0])
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    start = _find_family(words)
    end = start
    while end < len(words) - 1 and words[end].islower():
        end += 1
    return Name(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), suffix)


def join_name(given: str, particle: str, family: str, suffix: str = "") -> str:
    """Put a name together as it is printed: family name first in Han, Kana and Hangul, else last."""
    parts = (given, particle, family, suffix)
    if given and CJK.fullmatch(given + particle + family):
        parts = (particle, family, given, suffix)
    return " ".join(part for part in parts if part)


def invert_name(given: str, particle: str, family: str, suffix: str = "") -> str:
    """Put a name together as citations have it: ``van Rossum, Guido, Jr.``."""
    inverted = f"{particle} {family}" if particle else family
    if given:
        inverted = f"{inverted}, {given}"
    return f"{inverted}, {suffix}" if suffix else inverted


def sort_key(name: str, group: bool = False) -> str:
    """Return what authors are sorted by: family name, given name, particle, folded; a group's name whole."""
    if group:
        return fold(name)
    given, particle, family, suffix = split_name(name)
    return "\t".join([part and fold(part) for part in (family, given, particle, suffix)]).rstrip("\t")


def abbreviate(given: str) -> str:
    """Return the initials of given names: ``Jean-Paul R.`` gives ``J.-P. R.``; Han, Kana and Hangul stay whole."""
    if given.isascii():
        if given.isalpha():  # most are one word
            return f"{given[0].upper()}."
    elif CJK.fullmatch(given):
        return given
    return _INITIAL.sub(lambda match: f"{match[1].upper()}.", given)


def _split_at_commas(name: str) -> Name:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    # After one word a lone "IV" is a given name (Ramakrishnan, IV), after several a suffix (John Smith, IV).
    candidates = parts[1:] if len(parts) > 2 or " " in "".join(parts[:1]) else []
    suffix = next((part for part in candidates if SUFFIX.fullmatch(part)), "")
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
        if word in LINKS and index > 1:
            return index - 1
        if word.lower() in PARTICLES or (word.islower() and not words[last].islower()):
            return index
    return last
