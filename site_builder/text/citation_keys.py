"""Citation keys: how a paper is named in a bibliography."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import chain, count, product
from typing import TYPE_CHECKING

from site_builder.text.folding import fold
from site_builder.text.latex import split
from site_builder.text.person_names import find_parts

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from site_builder.model import Paper

#: BibTeX, Biber and LaTeX read a key with any other sign as something else.
_KEY = re.compile(r"[^\s{}\",=#%~\\'()]+")
#: Keys that only count the references of a file, and those that are addresses: they name nothing elsewhere.
_POSITIONAL = re.compile(r"(?:(?:item|ref|reference|cite|citation|cit)[-_.:]?)?\d+|https?:.*", re.IGNORECASE)
_LONGEST = 80
_WORD = re.compile(r"[a-z0-9]+")
#: Characters of a title among which its first word is looked for at first.
_BEGINNING = 24
_ARTICLES = frozenset(("a", "an", "the"))


def is_key(text: str) -> bool:
    """Tell whether a text can be a citation key."""
    return bool(_KEY.fullmatch(text))


def choose_source_key(key: str) -> str:
    """Return a source's own key where it can name the paper everywhere; empty for one that only counts."""
    return key if is_key(key) and len(key) <= _LONGEST and not _POSITIONAL.fullmatch(key) else ""


def make_key(paper: Paper) -> str:
    """Return the paper's citation key: its own, or else first author's family name, year, first word of the title.

    ``inoue2025wider``: lower case, ASCII, and the same as long as these three stay. Where the name or the word has no
    ASCII form, the paper's id takes their place.
    """
    if paper.key:
        return paper.key
    if paper.authors:
        first = paper.authors[0]
        family = _make_ascii(first.name if first.group else find_parts(first).family)
        if family and (word := _find_word(strip_latex(paper.title))):
            return f"{family}{paper.date[:4]}{word}"
    return "-".join(_WORD.findall(paper.id.lower())) or f"paper-{blake2b(paper.id.encode(), digest_size=4).hexdigest()}"


def _find_word(title: str) -> str:
    """Return the first word of a title that isn't an article, in ASCII; empty when there is none."""
    beginning = title[:_BEGINNING].rpartition(" ")[0]
    for text in (beginning, title):  # folding all of a title for its first word takes four times as long
        words: list[str] = _WORD.findall(fold(text))
        if found := next((word for word in words if len(word) > 1 and word not in _ARTICLES), ""):
            return found
    return ""


def make_free_key(key: str, taken: Container[str]) -> str:
    """Return the key, or the first of ``keyb``, ``keyc`` … that isn't taken. ``taken`` holds keys in lower case."""
    return next(name for name in chain([key], _extend(key)) if name.lower() not in taken)


def make_distinct(papers: Sequence[Paper]) -> list[str]:
    """Return the papers' citation keys, no two of which are the same.

    Of papers with one key the one whose entry states it keeps it, else the earliest, since later ones come later; the
    others get ``b``, ``c`` and so on.
    """
    keys = [make_key(paper) for paper in papers]
    alike: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        alike.setdefault(key.lower(), []).append(position)  # to BibTeX, keys in other case are the same
    taken = set(alike)
    for positions in alike.values():
        if len(positions) == 1:
            continue
        ranked = [(not (paper := papers[position]).key, paper.date, paper.id, position) for position in positions]
        for *_, position in sorted(ranked)[1:]:
            keys[position] = make_free_key(keys[position], taken)
            taken.add(keys[position].lower())
    return keys


def _extend(key: str) -> Iterator[str]:
    for length in count(1):
        for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=length):
            if letters != ("a",):
                yield key + "".join(letters)


def _make_ascii(name: str) -> str:
    return "".join(_WORD.findall(fold(name)))


def strip_latex(text: str) -> str:
    """Return a title as plain text: no styles, and formulas without their dollars."""
    pieces = ((kind, value) for kind, value in split(text) if kind in ("text", "escape", "address", "math"))
    return "".join(value.strip("$") if kind == "math" else value for kind, value in pieces)
