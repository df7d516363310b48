"""Three-way merge of a paper by field: what a source said the last time, what the entry says, what the source says now.

What changed in the source is taken, what a person changed is kept, and where both moved the entry stays and the
difference is reported. What no person touched follows the newest word, whichever source it comes from. Sources know
different things: a field that one of them lacks is no deletion. What is more exact (a day for a month, all authors for
the first three, the published venue for the preprint's) completes what no person touched.
"""

from __future__ import annotations

from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.entries.comparison import is_empty, is_published, strip_address
from site_builder.entries.fields import LISTS, MERGED, compare
from site_builder.entries.merge_authors import merge_authors
from site_builder.model import Link
from site_builder.text.folding import fold
from site_builder.text.publication_status import advances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.model import Paper


class Conflict(msgspec.Struct, frozen=True):
    """A field in which the entry and the source differ, and the entry's value stays."""

    field: str
    mine: Any
    theirs: Any


class Merge(msgspec.Struct, frozen=True):
    """What to change in the entry, by field, and where it stays although the source says something else."""

    changes: dict[str, Any]
    conflicts: tuple[Conflict, ...]


class _Sides(msgspec.Struct, frozen=True):
    """Whole papers or one field: the entry's value, the source's, what this source stated before, what any source
    stated, and what imports left in the entry. ``is_record``: the source states the version of record, the entry an
    earlier one."""

    field: str
    mine: Any
    theirs: Any
    bases: tuple[Any, ...]
    known: tuple[Any, ...]
    last_applied: tuple[Any, ...]
    first: bool
    is_record: bool = False

    def narrow(self, field: str, get: Callable[[Any], Any]) -> _Sides:
        """Return what each side says in one of its fields."""
        bases, known, last_applied = (tuple(map(get, said)) for said in (self.bases, self.known, self.last_applied))
        return _Sides(field, get(self.mine), get(self.theirs), bases, known, last_applied, self.first, self.is_record)


class _BothMoved(Exception):
    """The source changed its value, and the entry's is a person's or another source's."""


def merge(
    mine: Paper,
    theirs: Paper,
    bases: Sequence[Paper],
    known: Sequence[Paper],
    last_applied: Sequence[Paper] | None = None,
    *,
    first: bool = False,
) -> Merge:
    """Merge what a source says now into an entry.

    ``bases`` is what this source said before: usually one paper, none when nothing like it ever spoke of this one.
    ``known`` is what all sources said (the bases included). ``last_applied`` is the part of it that the entry followed
    last, so that any other value is a person's; without it, all that is known. The abstracts of all of these may be
    digests, as `digest_abstract` makes them. ``first`` says that the source speaks of this paper for the first time and
    the bases are another's: what it says less exactly is no correction then.
    """
    last_applied = known if last_applied is None else last_applied
    is_record = is_published(theirs) and not is_published(mine)
    theirs = _settle_publication(mine, theirs)
    papers = _Sides("", mine, theirs, tuple(bases), tuple(known), tuple(last_applied), first, is_record)
    changes: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field in (*MERGED, "links", "container"):
        sides = papers.narrow(field, attrgetter(field))
        try:
            merged = _PARTWISE[field](sides, conflicts) if field in _PARTWISE else _merge_field(sides)
        except _BothMoved:
            conflicts.append(Conflict(field, sides.mine, sides.theirs))
            continue
        if merged != sides.mine:
            changes[field] = merged
    authors = merge_authors(mine, theirs, bases, known, last_applied, first=first)
    if authors is None:
        conflicts.append(Conflict("authors", mine.authors, theirs.authors))
    else:
        changes |= {field: value for field, value in authors.items() if value != getattr(mine, field)}
    return Merge(changes, tuple(conflicts))


def _settle_publication(mine: Paper, theirs: Paper) -> Paper:
    """Return what a source states, as far as it is of the publication that the entry states.

    The date of a preprint isn't that of the publication. A paper with volume or pages is no longer in press.
    """
    if is_published(mine) and not is_published(theirs) and mine.date and mine.date[:4] != theirs.date[:4]:
        theirs = msgspec.structs.replace(theirs, date="")
    appeared = is_published(theirs) and not theirs.container.keys().isdisjoint({"volume", "page"})
    if appeared and not theirs.status and advances(mine.status, "published"):
        theirs = msgspec.structs.replace(theirs, status="published")
    return theirs


def _merge_field(sides: _Sides) -> Any:
    if is_empty(sides.theirs):
        return sides.mine
    if sides.field in LISTS:
        return _merge_list(sides)
    return _merge_value(sides)


def _merge_value(sides: _Sides) -> Any:
    """Return the value that one field should have. Raises _BothMoved."""
    mine, theirs, how = sides.mine, sides.theirs, compare(sides.field)
    stated = [value for value in sides.known if not is_empty(value)]
    if how.equal(mine, theirs) or any(how.equal(theirs, base) for base in sides.bases):
        return mine
    if is_empty(mine):
        if not stated:
            return theirs
        if any(how.equal(theirs, value) for value in stated):
            return mine  # a curator took this value away
        raise _BothMoved
    if how.refines(theirs, mine):
        return mine
    if _follows(sides):
        return theirs
    if how.alike(mine, theirs):
        return mine
    if (sides.first or not sides.bases) and any(how.equal(theirs, value) for value in stated):
        return mine  # a curator replaced this value
    raise _BothMoved


def _follows(sides: _Sides) -> bool:
    """Tell whether the entry's value follows the source's, because nobody edited it by hand."""
    mine, theirs, how = sides.mine, sides.theirs, compare(sides.field)
    untouched = any(how.equal(mine, value) for value in sides.last_applied)
    if how.refines(mine, theirs):
        return untouched or mine is True
    own = untouched and any(how.equal(mine, base) for base in sides.bases)
    follows_record = sides.is_record and sides.field == "date"
    return untouched and ((own and not sides.first) or follows_record or not how.poorer(theirs, mine))


def _merge_list(sides: _Sides) -> tuple[str, ...]:
    """Merge by item: what the source added is added, what it took away goes, and a person's own items stay. What the
    entry lacks although some source says or said it, a person took away."""
    mine, theirs = sides.mine, sides.theirs
    if theirs in sides.bases or (mine and not sides.bases):
        return tuple(mine)
    here = {_identify(item) for item in mine}
    untouched = mine in sides.bases and mine in sides.last_applied
    before, known, gone = (
        {_identify(item) for said in lists for item in said} for lists in (sides.bases, sides.known, sides.last_applied)
    )
    if untouched:
        return tuple(item for item in theirs if _identify(item) in here or _identify(item) not in gone)
    now = {_identify(item) for item in theirs}
    kept = [item for item in mine if _identify(item) in now or _identify(item) not in before]
    return (*kept, *(item for item in theirs if _identify(item) not in here | before | known))


def _identify(item: Any) -> str:
    """Return what tells whether two items of a list are the same: a text without case and accents, a record's first
    value."""
    first = item if isinstance(item, str) else next(filter(None, msgspec.structs.astuple(item)), "")
    return fold(str(first))


def _merge_links(sides: _Sides, conflicts: list[Conflict]) -> tuple[Link, ...]:
    """Take the addresses that the source changed, and add the links that it never gave before; a link that a person
    took away doesn't come back. Where a person changed the address as well, theirs stays and is a conflict."""
    if sides.mine and not sides.known:
        return tuple(sides.mine)
    seen = {strip_address(link.url) for links in (sides.mine, *sides.known) for link in links}
    links = list(sides.mine)
    for fresh in sides.theirs:
        if strip_address(fresh.url) in seen:
            continue
        former = _find_former(fresh, sides)
        here = next((link for link in links if former and strip_address(link.url) == strip_address(former.url)), None)
        other = next((link for link in links if former and link.label == fresh.label), None)
        if here:
            links[links.index(here)] = Link(here.label, fresh.url)
        elif former:
            conflicts.append(Conflict(fresh.label, other.url if other else "", fresh.url))
        else:
            links.append(fresh)
    return tuple(links)


def _find_former(link: Link, sides: _Sides) -> Link | None:
    """Return the link that the source gave in place of this one before: the only one of its label, then and now."""
    given = [[other for other in links if other.label == link.label] for links in (*sides.bases, sides.theirs)]
    return given[0][0] if len(given) > 1 and all(len(links) == 1 for links in given) else None


def _merge_container(sides: _Sides, conflicts: list[Conflict]) -> dict[str, str]:
    """Merge each part of the bibliographic record by itself."""
    merged = dict(sides.mine)
    for key in sides.theirs:
        part = sides.narrow(key, methodcaller("get", key, ""))
        try:
            if taken := _merge_value(part):
                merged[key] = taken
        except _BothMoved:
            conflicts.append(Conflict(key, part.mine, part.theirs))
    return merged


_PARTWISE = {"links": _merge_links, "container": _merge_container}
