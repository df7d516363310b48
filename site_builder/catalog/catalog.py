"""All papers with their indexes, in final order, immutable. Indexes hold positions, not papers: the body text of one
paper can be replaced without touching them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, overload

import msgspec

from site_builder.catalog.people import (
    Author,
    PersonIndex,
    find_ambiguous_names,
    find_same_names,
    gather_authors,
    resolve,
)
from site_builder.model import Paper
from site_builder.storage.cache import digest, load, store
from site_builder.text.citation_keys import make_distinct, make_key
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type
from site_builder.text.tag_names import make_tag_key
from site_builder.text.venue_names import make_venue_key, name_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class Body(msgspec.Struct, frozen=True):
    """A paper's body text, typeset: safe HTML, and the abstract as plain text."""

    abstract: str
    abstract_text: str
    notes: str


class Entry(msgspec.Struct, frozen=True):
    """A paper as pages need it.

    ``paper`` has no abstract and no notes; they are in ``body``, encoded until a page needs them. ``names`` holds the
    `people.name_key` of each author.
    """

    paper: Paper
    title: str
    title_text: str
    names: tuple[str, ...]
    body: Annotated[msgspec.Raw, Body]

    def read_body(self) -> Body:
        """Return the paper's body text."""
        return _BODIES.decode(self.body)


_BODIES = msgspec.msgpack.Decoder(Body)
_ENTRIES = msgspec.msgpack.Decoder(Entry)


class CachedPaper(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry, encoded until somebody asks for it, with digests of its parts.

    ``details`` is the digest of all fields but the body text, the id included, and of whether there is an abstract;
    ``body`` is the digest of the body text. ``image`` is the file that its picture is made from, if any.
    ``checksums`` has two bytes for each field of `Paper`, in their order: they say which field changed, and nothing
    depends on them. ``encoded`` is a view into the cache file as it was read.
    """

    id: str
    details: bytes
    body: bytes
    checksums: bytes
    image: str
    encoded: Annotated[msgspec.Raw, Entry]

    def read(self) -> Entry:
        """Return the entry."""
        return _ENTRIES.decode(self.encoded)


class Entries(Sequence[Entry]):
    """Entries that are decoded when they are first asked for: after an edit, a build needs a hundred of 10,000."""

    def __init__(self, cached: Sequence[CachedPaper]) -> None:
        self._cached = cached
        self._read: list[Entry | None] = [None] * len(cached)

    def __len__(self) -> int:
        return len(self._cached)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        entry = self._read[place]
        if entry is None:
            entry = self._read[place] = self._cached[place].read()
        return entry

    def replace(self, cached: Sequence[CachedPaper], place: int) -> Entries:
        """Return the entries of a sequence that differs from this one at this place only."""
        other = Entries(cached)
        other._read = [*self._read[:place], None, *self._read[place + 1 :]]
        return other


#: By what papers are gathered: in lists, in the rules of collections, in filters. Each gives the keys of a paper, with
#: the names that it prints for them.
FACETS: dict[str, Callable[[Paper], Mapping[str, str]]] = {
    "category": lambda paper: {code: code for code in paper.categories},
    "year": lambda paper: {(year := paper.date[:4]): year},
    "venue": lambda paper: {make_venue_key(venue): name_series(venue)} if (venue := find_venue(paper)) else {},
    "tag": lambda paper: {make_tag_key(tag): tag for tag in paper.tags},
    "type": lambda paper: {kind: kind} if (kind := find_type(paper)) else {},
    "status": lambda paper: {status: status} if (status := "retracted" if paper.retracted else paper.status) else {},
    "code": lambda paper: {"yes": "yes"} if paper.code else {},
}


class Indexes(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote what, and which paper stands where.

    ``authorships`` holds the author ids of each entry. ``facets`` holds, for each of `FACETS`, the positions of the
    papers by key; the year of undated papers is empty. ``names`` holds all names that papers print for a key, that of
    the newest paper first. ``featured`` holds positions too. ``old_addresses`` holds by
    position the old addresses of papers that have some. ``namesakes`` lists those who share a printed name, by author
    id. ``citation_keys`` holds each entry's, no two of which are the same.
    """

    authorships: tuple[tuple[str, ...], ...]
    authors: dict[str, Author]
    facets: dict[str, dict[str, tuple[int, ...]]]
    names: dict[str, dict[str, tuple[str, ...]]]
    featured: tuple[int, ...]
    old_addresses: dict[int, tuple[str, ...]]
    namesakes: dict[str, tuple[str, ...]]
    citation_keys: tuple[str, ...]


class Catalog(Indexes, frozen=True, kw_only=True):
    """Everything the pages are made from. ``entries`` run newest first, and so do ``cached``, the same encoded."""

    cached: tuple[CachedPaper, ...]
    entries: Sequence[Entry]
    position: dict[str, int]
    person_index: PersonIndex


class _CachedCatalog(msgspec.Struct, frozen=True, array_like=True):
    """The cached part of a catalog: its indexes, and the place of each entry among those that it was made from."""

    order: tuple[int, ...]
    indexes: Indexes


def digest_catalog(catalog: Catalog) -> bytes:
    """Return a digest of everything in the catalog but the papers' body texts."""
    return _digest_details(catalog.cached, catalog.person_index)


def _digest_details(cached: Iterable[CachedPaper], person_index: PersonIndex) -> bytes:
    papers = [entry.details for entry in cached]
    return digest(msgspec.msgpack.encode((person_index.people, sorted(person_index.members), papers)))


def find_catalog(cached: Sequence[CachedPaper], person_index: PersonIndex, cache_dir: Path) -> Catalog:
    """Return the catalog of these entries; it comes from the cache if nothing but body texts has changed.

    With the cache, a build after an edit takes two thirds of the time (10,000 papers).
    """
    key = digest(_digest_details(cached, person_index), repr([*FACETS]).encode()).hex()
    stored = load(cache_dir / "catalog", _CachedCatalog, key)
    if stored is None:
        catalog = make_catalog(cached, person_index)
        places = {entry.id: place for place, entry in enumerate(cached)}
        order = tuple([places[entry.id] for entry in catalog.cached])
        store(cache_dir / "catalog", _CachedCatalog(order, Indexes(**_list_indexes(catalog))), key)
        return catalog
    ordered = tuple([cached[place] for place in stored.order])
    return Catalog(
        cached=ordered,
        entries=Entries(ordered),
        position=_list_positions(ordered),
        person_index=person_index,
        **_list_indexes(stored.indexes),
    )


def _list_indexes(indexes: Indexes) -> dict[str, Any]:
    return {name: getattr(indexes, name) for name in Indexes.__struct_fields__}


def make_catalog(cached: Iterable[CachedPaper], person_index: PersonIndex) -> Catalog:
    """Put the papers in order, newest first, papers of one date by id; and index them."""
    pairs = [(entry.read(), entry) for entry in sorted(cached, key=lambda entry: entry.id)]
    pairs.sort(key=lambda pair: pair[0].paper.date, reverse=True)
    ordered = [entry for entry, _ in pairs]
    ambiguous = find_ambiguous_names(
        pair for entry in ordered for pair in zip(entry.paper.authors, entry.names, strict=True)
    )
    authorships = tuple(
        tuple(
            [resolve(b, key, person_index, ambiguous) for b, key in zip(entry.paper.authors, entry.names, strict=True)]
        )
        for entry in ordered
    )
    authors = gather_authors(authorships, [entry.paper.authors for entry in ordered], person_index)
    in_order = tuple([cached for _, cached in pairs])
    indexed = {name: _index_papers(ordered, list_keys) for name, list_keys in FACETS.items()}
    return Catalog(
        cached=in_order,
        entries=tuple(ordered),
        position=_list_positions(in_order),
        person_index=person_index,
        authorships=authorships,
        authors=authors,
        facets={name: positions for name, (positions, _) in indexed.items()},
        names={name: names for name, (_, names) in indexed.items()},
        featured=tuple([position for position, entry in enumerate(ordered) if entry.paper.featured]),
        old_addresses={n: entry.paper.redirect_from for n, entry in enumerate(ordered) if entry.paper.redirect_from},
        namesakes=find_same_names(authors.values()),
        citation_keys=tuple(make_distinct([entry.paper for entry in ordered])),
    )


def _index_papers(
    entries: Iterable[Entry], list_keys: Callable[[Paper], Mapping[str, str]]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[str, ...]]]:
    """Return the positions of the papers by key, in the order of the keys, and the names of the keys."""
    found: dict[str, list[int]] = defaultdict(list)
    printed: dict[str, dict[str, None]] = defaultdict(dict)
    for position, entry in enumerate(entries):
        for key, name in list_keys(entry.paper).items():
            found[key].append(position)
            printed[key][name] = None
    keys = sorted(found)
    return {key: tuple(found[key]) for key in keys}, {key: tuple(printed[key]) for key in keys}


def _list_positions(cached: Sequence[CachedPaper]) -> dict[str, int]:
    return {entry.id: position for position, entry in enumerate(cached)}


def replace_paper(catalog: Catalog, cached: CachedPaper) -> Catalog | None:
    """Return the catalog with one paper replaced, or None if the change touches the order or an index."""
    position = catalog.position.get(cached.id)
    entry = cached.read()
    if position is None or _indexed(catalog.entries[position]) != _indexed(entry):
        return None
    all_cached = (*catalog.cached[:position], cached, *catalog.cached[position + 1 :])
    old = catalog.entries
    if isinstance(old, Entries):
        entries: Sequence[Entry] = old.replace(all_cached, position)
    else:
        entries = (*old[:position], entry, *old[position + 1 :])
    return msgspec.structs.replace(catalog, cached=all_cached, entries=entries)


def _indexed(entry: Entry) -> tuple[object, ...]:
    paper = entry.paper
    keys = [list_keys(paper) for list_keys in FACETS.values()]
    return paper.date, paper.authors, paper.featured, paper.redirect_from, make_key(paper), keys
