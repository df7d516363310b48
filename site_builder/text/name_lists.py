"""Lists of personal names in one text, separated by commas, semicolons or "and"."""

from __future__ import annotations

import re
from typing import NamedTuple

from site_builder.text.folding import collapse
from site_builder.text.person_names import CJK, LINKS, PARTICLES, SUFFIX, join_name, split_name

#: Separators that never occur within a name, and those that may.
_BETWEEN = re.compile(r"\s*[;；、]\s*(?:(?:and|&)\s+)?")
_AND = re.compile(r"(?<!\s)(?:\s*,)?\s+(?:and|&)\s+")
_COMMA = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_MORE = re.compile(r"(?:\s*[,;]\s*|\s+)(?:et\.?\s+al\.?|(?:and|&)\s+others)$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.?[ -]?){1,4}")
_GROUP_WORD = re.compile(
    r"(?<!\S)(?-i:of|for|the|at|The)(?!\S)|\b(?:universit\w*|institut\w*|colleges?|schools?|departments?|laborator\w*|labs?|research"
    r"|cent(?:er|re)s?|teams?|groups?|projects?|consorti\w*|collaborations?|foundations?|societ\w*|associations?"
    r"|compan(?:y|ies)|inc|ltd|llc|gmbh|corp|academ\w*|ministr\w*|council|committee|sons|organi[sz]ations?|developers"
    r"|agency|federation|network|alliance|community|commission|initiative|contributors|investigators|office|bureau)\b",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(rf"\d|{_GROUP_WORD.pattern}", re.IGNORECASE)


class Names(NamedTuple):
    """The names in one text. ``et_al`` is true if the text says that there are more."""

    names: tuple[str, ...]
    et_al: bool


def split_names(text: str) -> Names | None:
    """Return the names in a text that certainly lists several names, or one with "et al."; None for any other text.

    ``Doe, Jane`` is one name; ``Doe, Jane and Roe, John`` and ``Jane Doe and John Roe`` are two; ``Jane Doe, John
    Roe`` is ambiguous. Names with the family name first are returned in the printed order.
    """
    text = collapse(text)
    rest = _MORE.sub("", text)
    more = rest != text
    names = _split_certainly(rest, more) if _COMMA.search(rest) or _BETWEEN.search(rest) else [rest]
    return Names(tuple(names), more) if len(names) > 1 or (names and more) else None


def may_be_several(text: str) -> bool:
    """Tell whether a text for which `split_names` returns None may still be several names."""
    parts = _COMMA.split(text)
    if _AND.search(text) or _MORE.search(text) or len(parts) > 3:
        return True
    return len(parts) > 1 and not any(SUFFIX.fullmatch(part) for part in parts) and all(map(is_full_name, parts))


def turn_name(name: str) -> str:
    """Return ``Family, Given`` in the printed order; empty for any other text."""
    turned = "," in name and not _NO_PERSON.search(name) and _is_turned(name)
    return join_name(*split_name(name)) if turned else ""


def is_full_name(text: str) -> bool:
    """Tell whether a text looks like the given and family names of one person, in either order."""
    words = text.split()
    if not text.isascii() and CJK.fullmatch(text):
        return len(text) <= 8
    if not 2 <= len(words) <= 5 or _NO_PERSON.search(text):
        return False
    named = [word for word in words if word.lower() not in PARTICLES and word not in LINKS]
    return len(named) > 1 and all(word[0].isupper() for word in named) and words[-1][0].isupper()


def is_organization(name: str) -> bool:
    """Tell whether a name has a word that no person's name has (``University``, ``Developers``)."""
    return bool(_GROUP_WORD.search(name))


def _split_certainly(text: str, more: bool) -> list[str]:
    """Return the names of a list, or an empty list if the text may be something else.

    ``more``: it ended in "et al.".
    """
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
    """Return the parts between commas as names of the form ``Doe, J.`` if every second part is initials, else
    nothing.
    """
    if len(parts) < 4 or len(parts) % 2 or not all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return []
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _is_turned(name: str) -> bool:
    """Tell whether a name in a list has the family name first: its comma doesn't separate two full names."""
    parts = [part for part in _COMMA.split(name) if part and not SUFFIX.fullmatch(part)]
    return len(parts) == 2 and not all(map(is_full_name, parts)) and not re.fullmatch(r"[A-Z]{3,}", parts[1])


def _turn_all(names: list[str]) -> list[str]:
    return [join_name(*split_name(name)) for name in names] if all(map(_is_turned, names)) else names
