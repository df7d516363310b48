"""All papers with their indexes, in final order, immutable. Indexes hold positions, never papers, so that one paper's
text can be exchanged without touching them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

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

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Body(msgspec.Struct, frozen=True):
    """A paper's running text, set: HTML that is safe, and the abstract as plain text."""

    abstract: str
    abstract_text: str
    notes: str


class Entry(msgspec.Struct, frozen=True):
    """A paper as the builder knows it.

    ``paper`` leaves out abstract and notes; they are in ``body``, encoded until a page wants them. ``names`` holds each
    byline's `people.name_key`.
    """

    paper: Paper
    title: str
    title_text: str
    names: tuple[str, ...]
    body: msgspec.Raw

    def read_body(self) -> Body:
        """Return the paper's running text."""
        return _BODIES.decode(self.body)


_BODIES = msgspec.msgpack.Decoder(Body)
_ENTRIES = msgspec.msgpack.Decoder(Entry)


class CachedPaper(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An entry, encoded until somebody wants it. ``key`` changes with any byte of the entry's file, ``line_key`` only
    with what lists, indexes and other papers' pages show of it.

    ``encoded`` is a part of the cache's file as it was read, not a copy of it.
    """

    id: str
    key: bytes
    line_key: bytes
    encoded: msgspec.Raw

    def read(self) -> Entry:
        """Return the entry."""
        return _ENTRIES.decode(self.encoded)


class Entries(Sequence[Entry]):
    """Entries that are read when they are first asked for: an edit asks for a hundred of 10,000."""

    def __init__(self, cached: Sequence[CachedPaper]) -> None:
        self._kept = cached
        self._read: list[Entry | None] = [None] * len(cached)

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        entry = self._read[place]
        if entry is None:
            entry = self._read[place] = self._kept[place].read()
        return entry

    def exchange(self, cached: Sequence[CachedPaper], place: int) -> Entries:
        """Return the entries of a sequence that is another one at this place only."""
        other = Entries(cached)
        other._read = [*self._read[:place], None, *self._read[place + 1 :]]
        return other


class Indexes(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote what, and which paper stands where.

    ``authorships`` holds each entry's author ids; ``categories``, ``years`` and ``featured`` hold positions in the
    entries; the year of undated papers is empty. ``old_addresses`` holds by position those of papers that have been
    elsewhere. ``namesakes`` lists those who share a printed name, by author id.
    """

    authorships: tuple[tuple[str, ...], ...]
    authors: dict[str, Author]
    categories: dict[str, tuple[int, ...]]
    years: dict[str, tuple[int, ...]]
    featured: tuple[int, ...]
    old_addresses: dict[int, tuple[str, ...]]
    namesakes: dict[str, tuple[str, ...]]


class Catalog(Indexes, frozen=True, kw_only=True):
    """Everything the pages are made from. ``entries`` run newest first, and so do ``cached``, the same encoded."""

    cached: tuple[CachedPaper, ...]
    entries: Sequence[Entry]
    position: dict[str, int]
    person_index: PersonIndex


#: Counts the forms of `_Stored` within a version of the program.
_FORM = 3


class _Stored(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of a catalog: its indexes, and where its entries stood among those it was made from."""

    order: tuple[int, ...]
    indexes: Indexes


def digest_catalog(catalog: Catalog) -> bytes:
    """Return a digest of all that the catalog says but the papers' running texts."""
    return _sign(catalog.cached, catalog.person_index)


def _sign(cached: Iterable[CachedPaper], person_index: PersonIndex) -> bytes:
    papers = [(entry.id, entry.line_key) for entry in cached]
    return digest(msgspec.msgpack.encode((person_index.people, sorted(person_index.members), papers)))


def find_catalog(cached: Sequence[CachedPaper], person_index: PersonIndex, cache_dir: Path) -> Catalog:
    """Return the catalog of these entries, from the cache as long as nothing but running texts has changed."""
    shape = f"catalog {_FORM} {_sign(cached, person_index).hex()}"
    stored = load(cache_dir / "catalog", _Stored, shape)
    if stored is None:
        catalog = make_catalog(cached, person_index)
        places = {entry.id: place for place, entry in enumerate(cached)}
        order = tuple([places[entry.id] for entry in catalog.cached])
        store(cache_dir / "catalog", _Stored(order, Indexes(**_list_indexes(catalog))), shape)
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
    """Put the papers in order, newest first (the id decides between equal dates), and index them."""
    pairs = [(entry.read(), entry) for entry in sorted(cached, key=lambda entry: entry.id)]
    pairs.sort(key=lambda pair: pair[0].paper.date, reverse=True)
    ordered = [entry for entry, _ in pairs]
    homonyms = find_ambiguous_names(
        pair for entry in ordered for pair in zip(entry.paper.authors, entry.names, strict=True)
    )
    authorships = tuple(
        tuple(
            [resolve(b, key, person_index, homonyms) for b, key in zip(entry.paper.authors, entry.names, strict=True)]
        )
        for entry in ordered
    )
    categories: dict[str, list[int]] = defaultdict(list)
    years: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(ordered):
        for code in entry.paper.categories:
            categories[code].append(position)
        years[entry.paper.date[:4]].append(position)
    authors = gather_authors(authorships, [entry.paper.authors for entry in ordered], person_index)
    in_order = tuple([cached for _, cached in pairs])
    return Catalog(
        cached=in_order,
        entries=tuple(ordered),
        position=_list_positions(in_order),
        person_index=person_index,
        authorships=authorships,
        authors=authors,
        categories={code: tuple(positions) for code, positions in sorted(categories.items())},
        years={year: tuple(positions) for year, positions in years.items()},
        featured=tuple([position for position, entry in enumerate(ordered) if entry.paper.featured]),
        old_addresses={n: entry.paper.redirect_from for n, entry in enumerate(ordered) if entry.paper.redirect_from},
        namesakes=find_same_names(authors.values()),
    )


def _list_positions(cached: Sequence[CachedPaper]) -> dict[str, int]:
    return {entry.id: position for position, entry in enumerate(cached)}


def exchange(catalog: Catalog, cached: CachedPaper) -> Catalog | None:
    """Return the catalog with one paper exchanged, or None when the change touches the order or an index."""
    position = catalog.position.get(cached.id)
    entry = cached.read()
    if position is None or _indexed(catalog.entries[position]) != _indexed(entry):
        return None
    all_kept = (*catalog.cached[:position], cached, *catalog.cached[position + 1 :])
    old = catalog.entries
    if isinstance(old, Entries):
        entries: Sequence[Entry] = old.exchange(all_kept, position)
    else:
        entries = (*old[:position], entry, *old[position + 1 :])
    return msgspec.structs.replace(catalog, cached=all_kept, entries=entries)


def _indexed(entry: Entry) -> tuple[object, ...]:
    paper = entry.paper
    return paper.date, paper.authors, paper.categories, paper.featured, paper.redirect_from
