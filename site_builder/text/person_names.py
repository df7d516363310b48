"""The parts of a personal name: given name, particle, family name and suffix.

The parts serve citations and sort order only. Readers always see the name as printed. `join_name` is the inverse of
`split_name`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from site_builder.text.folding import fold

if TYPE_CHECKING:
    from site_builder.model import Authorship

#: Particles. A capitalised one begins the family name (``Laurens Van Der Maaten`` is sorted under V). Any other word in
#: lower case is a particle too, unless the whole name is in lower case.
PARTICLES = frozenset(
    {"al", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le"}
    | {"san", "ten", "ter", "van", "von", "zu", "zum", "zur"}
)
#: Words in the middle of a family name, which begins one word before them (``Ortega y Gasset``, ``Schulte im Walde``).
LINKS = frozenset(("y", "e", "i", "im", "und"))
SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv|2nd|3rd|4th|ph\.?d)\.?", re.IGNORECASE)
#: The number of a ruler, who has no family name. Others may be initials or a family name: ``Jinping XI``.
_REGNAL = re.compile(r"II|III|VII|VIII|IX|XII|XIII|XIV|XV|XVI")
CJK = re.compile(r"[\u2e80-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff々〆\s]+")
_INITIAL = re.compile(r"(?:^|(?<=[\s.\-‐]))(\w)[\w'’]*\.?")


class Name(NamedTuple):
    """The parts of a name.

    ``particle`` is in lower case (``van``); a capitalised particle belongs to the family name. A name that can't be
    split (one word, Han without a space) is all ``family``.
    """

    given: str
    particle: str
    family: str
    suffix: str = ""


@lru_cache(maxsize=65536)
def split_name(name: str) -> Name:
    """Return the parts of a person's name as printed. Not for the name of a group.

    Names in Han, Kana or Hangul have the family name first, up to the space; without a space the name stays whole.
    ``Family, Given`` is understood.
    """
    words = name.split()
    if "," in name:
        return _split_at_commas(" ".join(words))
    if len(words) < 2:
        return Name("", "", "".join(words))
    if not name.isascii() and CJK.fullmatch(name):
        return Name(" ".join(words[1:]), "", words[0])
    if is_regnal(name):
        return Name("", "", name)
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    start = _find_family(words)
    end = start
    while end < len(words) - 1 and words[end].islower():
        end += 1
    return Name(" ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:]), suffix)


def is_regnal(name: str) -> bool:
    """Tell whether a name is a ruler's, with a number behind it: ``Henry VIII``."""
    first, _, number = name.partition(" ")
    return _REGNAL.fullmatch(number) is not None and not first.isupper()


def find_parts(authorship: Authorship) -> Name:
    """Return the parts of a person's name: as the entry states them, else as `split_name` finds them."""
    given, particle, family, suffix = authorship.given, authorship.particle, authorship.family, authorship.suffix
    if given or particle or family or suffix:
        return _complete(authorship.name, Name(given, particle, family, suffix))
    return split_name(authorship.name)


def choose_stated(name: str, parts: Name) -> dict[str, str]:
    """Return the fewest of a name's parts that an entry has to state beside the printed name.

    None where `split_name` finds them; only ``family`` where that tells the rest (``Gabriel García Márquez``).
    """
    if not any(parts) or split_name(name) == parts:
        return {}
    stated = {field: part for field, part in parts._asdict().items() if part}
    for fields in (("family",), ("family", "particle"), ("family", "suffix"), ("family", "particle", "suffix")):
        few = {field: stated[field] for field in fields if field in stated}
        if few and _complete(name, Name("", "", "")._replace(**few)) == parts:
            return few
    return stated


@lru_cache(maxsize=4096)
def _complete(name: str, stated: Name) -> Name:
    """Return a name's parts of which some are stated: the others are what the printed name has besides."""
    if not stated.family and not stated.given:
        return Name(*(part or found for part, found in zip(stated, split_name(name), strict=True)))
    rest = f" {' '.join(name.split())} "
    for part in stated:
        if part and f" {part} " in rest:
            rest = " ".join(rest.rsplit(f" {part} ", 1)).join("  ")
    left = rest.replace(",", " ").split()
    suffix = stated.suffix or (left.pop() if len(left) > 1 and SUFFIX.fullmatch(left[-1]) else "")
    given = stated.given or (" ".join(left) if stated.family in name else "")
    return Name(given, stated.particle, stated.family or " ".join(left), suffix)


def join_name(given: str, particle: str, family: str, suffix: str = "") -> str:
    """Return a name as it is printed: family name first in Han, Kana and Hangul, else last."""
    parts = (given, particle, family, suffix)
    if given and CJK.fullmatch(given + particle + family):
        parts = (particle, family, given, suffix)
    return " ".join(part for part in parts if part)


def invert_name(given: str, particle: str, family: str, suffix: str = "") -> str:
    """Return a name as citations print it: ``van Rossum, Guido, Jr.``."""
    inverted = f"{particle} {family}" if particle else family
    if given:
        inverted = f"{inverted}, {given}"
    return f"{inverted}, {suffix}" if suffix else inverted


def sort_key(name: str, group: bool = False) -> str:
    """Return the key by which authors are sorted: family name, given name, particle, folded; the whole name of a
    group.
    """
    if group:
        return fold(name)
    return sort_key_of(split_name(name))


def sort_key_of(parts: Name) -> str:
    """Return what a person is sorted by, whose name has these parts."""
    given, particle, family, suffix = parts
    return "\t".join([part and fold(part) for part in (family, given, particle, suffix)]).rstrip("\t")


def abbreviate(given: str) -> str:
    """Return the initials of given names: ``Jean-Paul R.`` gives ``J.-P. R.``; Han, Kana and Hangul stay whole."""
    if given.isascii():
        if given.isalpha():  # most given names are one word
            return f"{given[0].upper()}."
    elif CJK.fullmatch(given):
        return given
    return _INITIAL.sub(lambda match: f"{match[1].upper()}.", given)


def _split_at_commas(name: str) -> Name:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    # "IV" behind one word is a given name (Ramakrishnan, IV), behind several words a suffix (John Smith, IV).
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
