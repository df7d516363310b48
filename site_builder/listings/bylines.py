"""Lists of names as BibTeX writes them, and single names as RIS and CSL do, as bylines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.latex import to_unicode
from site_builder.model import Byline
from site_builder.naming import join_name, split_name
from site_builder.text import collapse

if TYPE_CHECKING:
    from collections.abc import Iterable

_MARKS = re.compile(r"[{}\\]| and ", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)
_TRAILING_OTHERS = re.compile(r",? et\.? al\.?$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
#: What follows this comma is no given name.
_COMPANY = re.compile(r",\s*(?:inc|ltd|llc|llp|gmbh|corp|co|plc|s\.a)\.?$", re.IGNORECASE)
#: al-folio's mark of equal contribution stands inside the name.
_EQUAL = re.compile(r"\*|\\textsuperscript\{\*\}|\$\^\{?(?:\*|\\ast)\}?\$")


class Bylines(NamedTuple):
    """The authors of a paper; ``et_al`` when the source says that there are more; ``doubts`` in one sentence each."""

    authors: tuple[Byline, ...]
    et_al: bool = False
    doubts: tuple[str, ...] = ()


def read_names(value: str) -> Bylines:
    """Read a BibTeX list of names: ``Last, First and First von Last and {A Group} and others``.

    A name in braces is a group and stays whole. A list in which someone put commas where ``and`` belongs is split at
    the commas, and one that stands in braces as a whole is read as if it didn't; both are among the doubts.
    """
    parts, doubts = split_list(value), []
    if len(parts) == 1 and is_group(parts[0]):
        inner = split_list(parts[0][1:-1])
        if len(inner) > 1 and all("," in part or _OTHERS.fullmatch(part) for part in inner):
            parts = inner
            doubts.append("the list of authors stands in braces, which make one name of it; it was read as a list")
    if len(parts) == 1 and (listed := _split_at_commas(parts[0])):
        parts = listed
        doubts.append("the authors are separated by commas instead of 'and'")
    return gather(parts, doubts)


def gather(parts: Iterable[str], doubts: Iterable[str] = ()) -> Bylines:
    """Read single names; ``others`` and ``et al.`` in the last place say that there are more."""
    authors: list[Byline] = []
    et_al = False
    for part in map(collapse, parts):
        if _OTHERS.fullmatch(part):
            et_al = True
            continue
        name = _TRAILING_OTHERS.sub("", part)
        et_al = et_al or name != part
        byline = read_name(name)
        if byline.name:
            authors.append(byline)
    return Bylines(tuple(authors), et_al, tuple(doubts))


def read_name(name: str) -> Byline:
    """Read one name, in either order and in LaTeX, as it is to be printed."""
    if is_group(name) or _COMPANY.search(name):
        return Byline(collapse(to_unicode(name)), group=True)
    bare = _EQUAL.sub("", name)
    words = collapse(to_unicode(bare))
    # A comma within braces belongs to the name; only one outside them turns it round.
    if "," in words and _find_commas(bare):
        words = join_name(*split_name(words))
    return Byline(words, equal=bare != name)


def split_list(value: str) -> list[str]:
    """Split a list of names at each ``and`` outside braces."""
    # Patterns that look for runs of white space take quadratic time on long ones.
    value = f" {collapse(value)} "
    parts: list[str] = []
    depth = start = 0
    escaped = -1
    for mark in _MARKS.finditer(value):
        if mark.start() == escaped:
            continue
        sign = mark[0]
        if sign == "\\":
            escaped = mark.end()
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(value[start : mark.start()])
            start = mark.end()
    parts.append(value[start:])
    return [part for part in (collapse(part) for part in parts) if part]


def is_group(name: str) -> bool:
    r"""Tell whether braces hold the whole name; ``{\'E}mile {Zola}`` and ``{\O}`` are no group."""
    if not name.startswith("{") or not name.endswith("}") or name.startswith("{\\"):
        return False
    depth = 0
    for index, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return index == len(name) - 1
    return False


def _find_commas(name: str) -> bool:
    depth = 0
    for sign in name:
        depth += (sign == "{") - (sign == "}")
        if sign == "," and depth == 0:
            return True
    return False


def _split_at_commas(name: str) -> list[str]:
    """Return the names of a list without ``and``, or nothing when the commas may be BibTeX's own."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) < 3 or "{" in name or not all(" " in part for part in parts):
        return []
    return [] if _SUFFIX.fullmatch(parts[1]) else parts
