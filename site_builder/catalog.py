"""All papers with their indexes, in final order, immutable. Indexes hold positions, never papers, so that one paper's
text can be exchanged without touching them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from site_builder.cache import digest, load, store
from site_builder.diagnostics import Diagnostic
from site_builder.model import Paper
from site_builder.people import Author, Register, find_homonyms, find_namesakes, gather_authors, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class Body(msgspec.Struct, frozen=True):
    """A paper's running text, set: HTML that is safe, and the abstract as plain text."""

    abstract: str
    abstract_text: str
    notes: str


class Entry(msgspec.Struct, frozen=True):
    """A paper as the builder knows it.

    ``paper`` leaves out abstract and notes; they are in ``body``, encoded until a page wants them. ``names`` holds each
    byline's `people.name_key`. ``key`` changes with any byte of the entry's file, ``line_key`` only with what lists,
    indexes and other papers' pages show of it.
    """

    paper: Paper
    title: str
    title_text: str
    names: tuple[str, ...]
    key: bytes
    line_key: bytes
    body: bytes
    diagnostics: tuple[Diagnostic, ...] = ()

    def read_body(self) -> Body:
        """Return the paper's running text."""
        return _BODIES.decode(self.body)


_BODIES = msgspec.msgpack.Decoder(Body)


class Catalog(msgspec.Struct, frozen=True):
    """Everything the pages are made from. ``entries`` run newest first; ``bylines`` holds each entry's author ids;
    ``categories`` and ``years`` hold positions in ``entries``; the year of undated papers is empty. ``namesakes`` lists
    those who share a printed name, by author id."""

    entries: tuple[Entry, ...]
    position: dict[str, int]
    bylines: tuple[tuple[str, ...], ...]
    authors: dict[str, Author]
    categories: dict[str, tuple[int, ...]]
    years: dict[str, tuple[int, ...]]
    namesakes: dict[str, tuple[str, ...]]
    register: Register


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is kept of a catalog: its indexes, and where each of its entries stood among those it was made from."""

    order: tuple[int, ...]
    bylines: tuple[tuple[str, ...], ...]
    authors: dict[str, Author]
    categories: dict[str, tuple[int, ...]]
    years: dict[str, tuple[int, ...]]
    namesakes: dict[str, tuple[str, ...]]


def sign_entries(entries: Iterable[Entry]) -> bytes:
    """Return a digest of all that the entries say but their running texts, and of their order."""
    return digest(*[part for entry in entries for part in (entry.paper.id.encode(), entry.line_key)])


def find_catalog(entries: Sequence[Entry], register: Register, cache_dir: Path) -> Catalog:
    """Return the catalog of these entries, from the cache as long as nothing but running texts has changed."""
    people = msgspec.msgpack.encode((register.people, sorted(register.members)))
    shape = f"catalog {digest(sign_entries(entries), people).hex()}"
    kept = load(cache_dir / "catalog", _Kept, shape)
    if kept is None:
        catalog = make_catalog(entries, register)
        places = {entry.paper.id: place for place, entry in enumerate(entries)}
        order = tuple([places[paper] for paper in catalog.position])
        indexes = (catalog.bylines, catalog.authors, catalog.categories, catalog.years, catalog.namesakes)
        store(cache_dir / "catalog", _Kept(order, *indexes), shape)
        return catalog
    ordered = tuple([entries[place] for place in kept.order])
    position = {entry.paper.id: position for position, entry in enumerate(ordered)}
    indexes = (kept.bylines, kept.authors, kept.categories, kept.years, kept.namesakes)
    return Catalog(ordered, position, *indexes, register)


def make_catalog(entries: Iterable[Entry], register: Register) -> Catalog:
    """Put the papers in order, newest first (the id decides between equal dates), and index them."""
    ordered = sorted(entries, key=lambda entry: entry.paper.id)
    ordered.sort(key=lambda entry: entry.paper.date, reverse=True)
    homonyms = find_homonyms(pair for entry in ordered for pair in zip(entry.paper.authors, entry.names, strict=True))
    bylines = tuple(
        tuple([resolve(b, key, register, homonyms) for b, key in zip(entry.paper.authors, entry.names, strict=True)])
        for entry in ordered
    )
    categories: dict[str, list[int]] = defaultdict(list)
    years: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(ordered):
        for code in entry.paper.categories:
            categories[code].append(position)
        years[entry.paper.date[:4]].append(position)
    authors = gather_authors(bylines, [entry.paper.authors for entry in ordered], register)
    return Catalog(
        tuple(ordered),
        {entry.paper.id: position for position, entry in enumerate(ordered)},
        bylines,
        authors,
        {code: tuple(positions) for code, positions in sorted(categories.items())},
        {year: tuple(positions) for year, positions in years.items()},
        find_namesakes(authors.values()),
        register,
    )


def exchange(catalog: Catalog, entry: Entry) -> Catalog | None:
    """Return the catalog with one paper exchanged, or None when the change touches the order or an index."""
    position = catalog.position.get(entry.paper.id)
    if position is None or _indexed(catalog.entries[position]) != _indexed(entry):
        return None
    entries = (*catalog.entries[:position], entry, *catalog.entries[position + 1 :])
    return msgspec.structs.replace(catalog, entries=entries)


def _indexed(entry: Entry) -> tuple[object, ...]:
    paper = entry.paper
    return paper.date, paper.authors, paper.categories
