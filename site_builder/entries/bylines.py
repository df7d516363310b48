"""Merging lists of authors: who is who by name, what completes whom, and which list wins."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.model import Byline
from site_builder.naming import split_name
from site_builder.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.model import Paper

_MARKS = ("orcid", "equal", "corresponding", "affiliations", "group")


def merge_authors(mine: Paper, theirs: Paper, bases: Sequence[Paper], known: Sequence[Paper]) -> dict[str, Any] | None:
    """Merge the byline: return ``authors`` and ``et_al`` as the entry should state them, or None for a conflict.

    The arguments are `merging.merge`'s. A list that ends in et al. is completed by one that has them all; a shorter
    list never replaces one that it begins. What an author's long form says stays with that author.
    """
    kept = {"authors": mine.authors, "et_al": mine.et_al}
    if not theirs.authors or _list(theirs) in map(_list, bases):
        return kept
    if not mine.authors:
        return None if any(paper.authors for paper in known) else _take(theirs)
    if _begins(mine.authors, theirs.authors) and (mine.et_al or len(mine.authors) == len(theirs.authors)):
        completed = _complete(mine, theirs, bases, known)
        return {"authors": completed, "et_al": mine.et_al and theirs.et_al}
    if theirs.et_al and _begins(theirs.authors, mine.authors):
        return {"authors": _complete(mine, theirs, bases, known), "et_al": mine.et_al}
    if _list(mine) in map(_list, bases):
        return _take(theirs)
    if _names(mine) in map(_names, bases):
        return _keep_marks(mine, theirs, bases)
    return None


@lru_cache(maxsize=65536)
def is_same_name(one: str, other: str) -> bool:
    """Tell whether two printed names can be one person's: equal when folded, or one with the other's initials."""
    if fold(one) == fold(other):
        return True
    a, b = split_name(one), split_name(other)
    if fold(f"{a.particle} {a.family}") != fold(f"{b.particle} {b.family}"):
        return False
    first, second = fold(a.given).split(), fold(b.given).split()
    if not first or not second:
        return False
    return all(x == y or (1 in (len(x), len(y)) and x[0] == y[0]) for x, y in zip(first, second, strict=False))


def complete_byline(mine: Byline, theirs: Byline, bases: Sequence[Byline]) -> Byline:
    """Return an author with what the source knows more, but not with a mark that it gave before: that a person took."""
    fresh = {
        mark: getattr(theirs, mark)
        for mark in _MARKS
        if getattr(theirs, mark) and not getattr(mine, mark) and not any(getattr(base, mark) for base in bases)
    }
    return msgspec.structs.replace(mine, **fresh) if fresh else mine


def _complete(mine: Paper, theirs: Paper, bases: Sequence[Paper], known: Sequence[Paper]) -> tuple[Byline, ...]:
    """Return the entry's authors with what the source knows more of each, and those that it adds behind et al."""
    completed = list(mine.authors)
    for i, (byline, fresh) in enumerate(zip(mine.authors, theirs.authors, strict=False)):
        before = [paper.authors[i] for paper in bases if i < len(paper.authors)]
        said = {paper.authors[i].name for paper in (bases or known) if i < len(paper.authors)}
        respelt = not _is_shorter(fresh.name, byline.name) if bases else _is_shorter(byline.name, fresh.name)
        name = fresh.name if byline.name in said and fresh.name not in said and respelt else byline.name
        completed[i] = msgspec.structs.replace(complete_byline(byline, fresh, before), name=name)
    return (*completed, *(theirs.authors[len(completed) :] if mine.et_al else ()))


def _keep_marks(mine: Paper, theirs: Paper, bases: Sequence[Paper]) -> dict[str, Any] | None:
    """The source has other names now, a person has only added marks: the marks go along, or it is a conflict."""
    merged = []
    left = list(mine.authors)
    for byline in theirs.authors:
        same = next((b for b in left if is_same_name(b.name, byline.name)), None)
        if same is not None:
            left.remove(same)
            before = [b for paper in bases for b in paper.authors if b.name == same.name]
            byline = msgspec.structs.replace(complete_byline(same, byline, before), name=byline.name)
        merged.append(byline)
    if any(byline != Byline(byline.name) for byline in left):
        return None
    return {"authors": tuple(merged), "et_al": theirs.et_al}


def _take(theirs: Paper) -> dict[str, Any]:
    return {"authors": theirs.authors, "et_al": theirs.et_al}


def _list(paper: Paper) -> tuple[tuple[Byline, ...], bool]:
    return paper.authors, paper.et_al


def _names(paper: Paper) -> tuple[tuple[str, ...], bool]:
    return tuple(byline.name for byline in paper.authors), paper.et_al


def _begins(few: Sequence[Byline], many: Sequence[Byline]) -> bool:
    """Tell whether the longer list begins with the shorter one, name by name."""
    return len(few) <= len(many) and all(is_same_name(a.name, b.name) for a, b in zip(few, many, strict=False))


def _is_shorter(name: str, other: str) -> bool:
    """Tell whether a name only abbreviates the other."""
    return len(fold(name)) < len(fold(other)) and is_same_name(name, other)
