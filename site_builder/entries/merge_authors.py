"""Merging lists of authors: who is who by name, what completes whom, and which list wins."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.model import Authorship
from site_builder.text.folding import fold
from site_builder.text.person_names import Name, split_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.model import Paper

#: What a source may add to an author. ``id`` is the curator's alone.
_ADDED = tuple(field for field in Authorship.__struct_fields__ if field not in {"name", "id", *Name._fields})


def merge_authors(
    mine: Paper,
    theirs: Paper,
    bases: Sequence[Paper],
    known: Sequence[Paper],
    last_applied: Sequence[Paper],
    *,
    first: bool,
) -> dict[str, Any] | None:
    """Merge the authors: return ``authors`` and ``et_al`` as the entry should state them, or None for a conflict.

    The arguments are `merging.merge`'s. A list that ends in et al. is completed by one that has them all; a shorter
    list never replaces one that it begins. Otherwise the lists merge author by author, and what an author's long form
    says stays with that author. A source that speaks for the first time and has fewer authors takes nobody away.
    """
    kept = {"authors": mine.authors, "et_al": mine.et_al}
    if not theirs.authors or _list(theirs) in map(_list, bases):
        return kept
    if not mine.authors:
        return None if any(paper.authors for paper in known) else _take(theirs)
    if _begins(mine.authors, theirs.authors) and (mine.et_al or len(mine.authors) == len(theirs.authors)):
        completed = _complete(mine, theirs, bases, known)
        if mine.et_al and any(_was_cut(mine, paper) for paper in (*bases, *known)):
            return {"authors": completed[: len(mine.authors)], "et_al": True}
        return {"authors": completed, "et_al": mine.et_al and theirs.et_al}
    if theirs.et_al and _begins(theirs.authors, mine.authors):
        return {"authors": _complete(mine, theirs, bases, known), "et_al": mine.et_al}
    if (first or not bases) and len(theirs.authors) < len(mine.authors):
        return None
    untouched = _list(mine) in map(_list, last_applied)
    each = (_merge_each(mine, theirs, base) for base in bases)
    merged = _take(theirs) if untouched else next(filter(None, each), None)
    fresh = [authorship for authorship in merged["authors"] if not _find(authorship, mine.authors)] if merged else []
    # whom the entry lacks although some source named them, a person took away
    gone = any(
        _find(authorship, paper.authors) for authorship in fresh for paper in (last_applied if untouched else known)
    )
    return None if gone else merged


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


def complete_authorship(mine: Authorship, theirs: Authorship, bases: Sequence[Authorship]) -> Authorship:
    """Return an author with what only the source states. What the source stated before and the entry lacks, a curator
    took away, and it stays away. The parts of a name come from one side."""
    fresh = {
        field: getattr(theirs, field)
        for field in _ADDED
        if getattr(theirs, field) and not getattr(mine, field) and not any(getattr(base, field) for base in bases)
    }
    if mine.name == theirs.name and not any(_list_parts(author).values() for author in (mine, *bases)):
        fresh |= _list_parts(theirs)
    return msgspec.structs.replace(mine, **fresh) if fresh else mine


def _list_parts(authorship: Authorship) -> dict[str, str]:
    return {part: getattr(authorship, part) for part in Name._fields}


def _respell(authorship: Authorship, fresh: Authorship) -> Authorship:
    """Return an author with the name of another spelling, and the parts of that."""
    return msgspec.structs.replace(authorship, name=fresh.name, **_list_parts(fresh))


def _was_cut(mine: Paper, said: Paper) -> bool:
    """Tell whether a person ended a list in et al. that an import had completed with what a source said."""
    more = len(said.authors) > len(mine.authors) or not said.et_al
    return more and _begins(mine.authors, said.authors)


def _complete(mine: Paper, theirs: Paper, bases: Sequence[Paper], known: Sequence[Paper]) -> tuple[Authorship, ...]:
    """Return the entry's authors with what the source knows more of each, and those that it adds behind et al."""
    completed = list(mine.authors)
    for i, (authorship, fresh) in enumerate(zip(mine.authors, theirs.authors, strict=False)):
        before = [paper.authors[i] for paper in bases if i < len(paper.authors)]
        said = {paper.authors[i].name for paper in (bases or known) if i < len(paper.authors)}
        respelt = not _is_shorter(fresh.name, authorship.name) if bases else _is_shorter(authorship.name, fresh.name)
        takes_name = authorship.name in said and fresh.name not in said and respelt
        completed[i] = complete_authorship(_respell(authorship, fresh) if takes_name else authorship, fresh, before)
    return (*completed, *(theirs.authors[len(completed) :] if mine.et_al else ()))


def _merge_each(mine: Paper, theirs: Paper, base: Paper) -> dict[str, Any] | None:
    """Merge author by author, or return None where both lists changed in one place, or someone whom a person edited is
    gone from the source's."""
    papers = (mine, theirs, base)
    ours, now, before = (_identify(paper, base, theirs) for paper in papers)
    if [len(ours), len(now), len(before)] != [len(paper.authors) for paper in papers]:  # two of one name
        return None
    order = _merge_order(list(ours), list(now), list(before))
    if order is None:
        return None
    edited = {key for key, authorship in ours.items() if key in before and authorship != before[key]}
    if not edited <= set(order):
        return None
    merged = []
    for key in order:
        authorship, fresh, old = ours.get(key), now.get(key), before.get(key)
        if authorship is None or fresh is None:
            merged.append(authorship or fresh)
            continue
        if old and fresh.name not in (old.name, authorship.name):
            if authorship.name != old.name:
                return None
            authorship = _respell(authorship, fresh)
        merged.append(complete_authorship(authorship, fresh, [old] if old else []))
    et_al = mine.et_al if theirs.et_al == base.et_al else theirs.et_al
    return {"authors": tuple(merged), "et_al": et_al}


def _identify(paper: Paper, *others: Paper) -> dict[str, Authorship]:
    """Return a paper's authors, each under the first spelling that one of the other papers has of that name."""
    found: dict[str, Authorship] = {}
    for authorship in paper.authors:
        spellings = (same.name for other in others if (same := _find(authorship, other.authors)))
        found[next((name for name in spellings if name not in found), authorship.name)] = authorship
    return found


def _find(authorship: Authorship, authors: Sequence[Authorship]) -> Authorship | None:
    """Return the author of this name: spelt so, or else the first whose name can be the same."""
    exact = next((other for other in authors if other.name == authorship.name), None)
    return exact or next((other for other in authors if is_same_name(other.name, authorship.name)), None)


def _merge_order(mine: list[str], theirs: list[str], base: list[str]) -> list[str] | None:
    """Merge three lists of names: between the names that all have, the one counts that changed. None where both did."""
    if mine == base:
        return theirs
    if theirs == base:
        return mine
    common = [name for name in base if name in mine and name in theirs]
    if any([name for name in names if name in common] != common for names in (mine, theirs)):
        return None
    merged: list[str] = []
    for anchor in (*common, None):
        gap, ours, old = (_pop_until(names, anchor) for names in (theirs, mine, base))
        if ours not in (old, gap) and gap != old:
            return None
        merged += (gap if ours == old else ours) + ([anchor] if anchor else [])
    return merged


def _pop_until(names: list[str], anchor: str | None) -> list[str]:
    """Take the names before the anchor, and the anchor, off the front of a list; return those before it."""
    end = names.index(anchor) if anchor else len(names)
    taken = names[:end]
    del names[: end + 1]
    return taken


def _take(theirs: Paper) -> dict[str, Any]:
    return {"authors": theirs.authors, "et_al": theirs.et_al}


def _list(paper: Paper) -> tuple[tuple[Authorship, ...], bool]:
    return paper.authors, paper.et_al


def _begins(few: Sequence[Authorship], many: Sequence[Authorship]) -> bool:
    """Tell whether the longer list begins with the shorter one, name by name."""
    return len(few) <= len(many) and all(is_same_name(a.name, b.name) for a, b in zip(few, many, strict=False))


def _is_shorter(name: str, other: str) -> bool:
    """Tell whether a name only abbreviates the other."""
    return len(fold(name)) < len(fold(other)) and is_same_name(name, other)
