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

from site_builder.entries.merge_authors import merge_authors
from site_builder.model import Link
from site_builder.storage.cache import digest
from site_builder.text.folding import collapse, fold
from site_builder.text.identifiers import read_arxiv
from site_builder.text.latex import to_unicode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.model import Paper

TEXT_FIELDS = (
    "title", "date", "score", "venue", "award", "type", "code", "pdf", "arxiv", "doi", "image", "language",
    "abstract",
)  # fmt: skip
LIST_FIELDS = ("affiliations", "categories", "tags")
_PREPRINTS = frozenset({"arxiv", "arxiv preprint", "arxiv org", "corr", "biorxiv", "medrxiv", "preprint", "openreview"})
_SIGNATURE = "digest:"


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
    """Whole papers or one field: the entry's value, the source's, what this source said before, what any source said,
    and what the imports left in the entry."""

    field: str
    mine: Any
    theirs: Any
    bases: tuple[Any, ...]
    known: tuple[Any, ...]
    last_applied: tuple[Any, ...]
    first: bool

    def narrow(self, field: str, get: Callable[[Any], Any]) -> _Sides:
        """Return what each side says in one of its fields."""
        bases, known, last_applied = (tuple(map(get, said)) for said in (self.bases, self.known, self.last_applied))
        return _Sides(field, get(self.mine), get(self.theirs), bases, known, last_applied, self.first)


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
    papers = _Sides("", mine, theirs, tuple(bases), tuple(known), tuple(last_applied), first)
    changes: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for field in (*TEXT_FIELDS, *LIST_FIELDS, "links", "container"):
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


def _merge_field(sides: _Sides) -> Any:
    if is_empty(sides.theirs):
        return sides.mine
    if sides.field in LIST_FIELDS:
        return _merge_list(sides)
    return _merge_value(sides)


def _merge_value(sides: _Sides) -> Any:
    """Return the value that one field should have. Raises _BothMoved."""
    field, mine, theirs = sides.field, sides.mine, sides.theirs
    said = [value for value in sides.known if not is_empty(value)]
    if _is_equal(field, mine, theirs) or any(_is_equal(field, theirs, base) for base in sides.bases):
        return mine
    if is_empty(mine) and not said:
        return theirs
    if not is_empty(mine) and _refines(field, theirs, mine):
        return mine
    if _follows(sides):
        return theirs
    if not is_empty(mine) and _is_alike(field, mine, theirs):
        return mine
    known = said if is_empty(mine) or sides.first or not sides.bases else ()
    if any(_is_equal(field, theirs, value) for value in known):
        return mine  # a person who took it away or wrote another one knew this word
    raise _BothMoved


def _follows(sides: _Sides) -> bool:
    """Tell whether no person touched the entry's value, so that it follows the source's."""
    field, mine, theirs = sides.field, sides.mine, sides.theirs
    if is_empty(mine):
        return False
    untouched = any(_is_equal(field, mine, value) for value in sides.last_applied)
    own = untouched and any(_is_equal(field, mine, base) for base in sides.bases)
    if _refines(field, mine, theirs):
        return untouched or mine is True
    return untouched and ((own and not sides.first) or not _is_poorer(field, theirs, mine))


def _merge_list(sides: _Sides) -> tuple[str, ...]:
    """Merge by item: what the source added is added, what it took away goes, and a person's own items stay. What the
    entry lacks although some source says or said it, a person took away."""
    mine, theirs = sides.mine, sides.theirs
    if theirs in sides.bases or (mine and not sides.bases):
        return tuple(mine)
    here = {fold(item) for item in mine}
    untouched = mine in sides.bases and mine in sides.last_applied
    before, known, gone = (
        {fold(item) for said in lists for item in said} for lists in (sides.bases, sides.known, sides.last_applied)
    )
    if untouched:
        return tuple(item for item in theirs if fold(item) in here or fold(item) not in gone)
    now = {fold(item) for item in theirs}
    kept = [item for item in mine if fold(item) in now or fold(item) not in before]
    return (*kept, *(item for item in theirs if fold(item) not in here | before | known))


def _merge_links(sides: _Sides, conflicts: list[Conflict]) -> tuple[Link, ...]:
    """Take the addresses that the source changed, and add the links that it never gave before; a link that a person
    took away doesn't come back. Where a person changed the address as well, theirs stays and is a conflict."""
    if sides.mine and not sides.known:
        return tuple(sides.mine)
    seen = {_strip(link.url) for links in (sides.mine, *sides.known) for link in links}
    links = list(sides.mine)
    for fresh in sides.theirs:
        if _strip(fresh.url) in seen:
            continue
        former = _find_former(fresh, sides)
        here = next((link for link in links if former and _strip(link.url) == _strip(former.url)), None)
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


def digest_abstract(abstract: str) -> str:
    """Return a digest of an abstract's words, white space aside; a digest stays itself."""
    if not abstract or is_signed(abstract):
        return abstract
    return _SIGNATURE + digest(collapse(abstract).encode()).hex()


def is_signed(abstract: str) -> bool:
    """Tell whether an abstract is only its digest."""
    return abstract.startswith(_SIGNATURE)


def is_preprint(venue: str) -> bool:
    """Tell whether a venue only means that the paper isn't published."""
    return fold(venue) in _PREPRINTS


def is_empty(value: Any) -> bool:
    """Tell whether a field says nothing. A score of 0 says something."""
    return value is None or value is False or value in ("", (), {})


def _is_equal(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values are the same; an abstract may also be given as its digest."""
    if field == "abstract":
        return digest_abstract(one) == digest_abstract(other)
    return bool(one == other)


def _is_alike(field: str, one: Any, other: Any) -> bool:
    """Tell whether two values say the same in other letters: case, accents, punctuation, LaTeX."""
    if field == "doi":
        return str(one).casefold() == str(other).casefold()
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if field in {"pdf", "code"}:
        return _strip(one) == _strip(other)
    return fold(to_unicode(one)) == fold(to_unicode(other))


def _refines(field: str, coarse: Any, fine: Any) -> bool:
    """Tell whether one value says the same as another, or its successor, more exactly."""
    if coarse is True and isinstance(fine, str):
        return True
    if not isinstance(coarse, str) or not isinstance(fine, str):
        return False
    if field == "date":
        return fine.startswith(f"{coarse}-")
    if field == "doi":
        return bool(read_arxiv(coarse)) and not read_arxiv(fine)
    if field == "venue":
        return is_preprint(coarse) and not is_preprint(fine)
    return field == "type" and coarse in {"article", "manuscript"} and fine not in {"article", "manuscript"}


def _is_poorer(field: str, one: Any, other: Any) -> bool:
    """Tell whether a value says less than another one: a date less exactly, an abstract not half as long, the same
    words with no more capitals and accents."""
    if field in {"date", "abstract"}:
        return len(one) < (len(other) if field == "date" else len(other) / 2)
    if not _is_alike(field, one, other):
        return False
    return field in {"doi", "pdf", "code"} or _count_special(one) <= _count_special(other)


def _count_special(text: str) -> int:
    return sum(letter.isupper() or letter > "\x7f" for letter in text)


def _strip(address: str) -> str:
    return address.rstrip("/").partition("://")[2].casefold() or address
