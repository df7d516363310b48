"""The plan: every page of an edition as a small value, and how to make any one of them on request.

A page's ``depends`` is a digest of all that it shows. It is put together from the digests of entries, which costs two
microseconds where making and comparing the view would cost thirty; that it never misses anything is held by the tests,
which compare builds from the cache with builds from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from site_builder.pages import author, indexes, lists, paper, single
from site_builder.pages.edition import count_years
from site_builder.routes import Kind, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.edition import Cards, Edition
    from site_builder.pages.indexes import AuthorIndex
    from site_builder.related import Relation
    from site_builder.views import PageView

    #: Gives the relations of the paper at a position.
    Relate = Callable[[int], Sequence[Relation]]


class Page(msgspec.Struct, frozen=True, gc=False):
    """A page to be: which, the digest of what it shows, and the papers it shows (positions in the catalog)."""

    route: Route
    depends: bytes
    shows: Sequence[int] = ()


class Keys(msgspec.Struct, frozen=True):
    """Digests by position: ``line`` of what a paper's line shows, ``card`` of its card or page; ``author`` by id of the
    name that stands for the author; ``counts`` of all numbers of papers by year and category."""

    line: list[bytes]
    card: list[bytes]
    author: dict[str, bytes]
    counts: bytes


def plan_pages(edition: Edition, relate: Relate) -> Iterator[Page]:
    """Yield every page of the edition, the papers' pages first."""
    keys = make_keys(edition)
    yield from _plan_papers(edition, keys, relate)
    yield from _plan_authors(edition, keys)
    yield from _plan_lists(edition, keys)
    yield from _plan_indexes(edition, keys)


def make_keys(edition: Edition) -> Keys:
    """Return the digests from which pages' digests are put together."""
    catalog = edition.catalog
    authors = {
        author.id: f"{author.id}\t{author.name}\t{author.orcid}\n".encode() for author in catalog.authors.values()
    }
    lines = [
        _digest(entry.line_key, *[authors[author] for author in ids])
        for entry, ids in zip(catalog.entries, catalog.bylines, strict=True)
    ]
    counts = repr(
        [
            len(authors),
            [(year, len(found)) for year, found in catalog.years.items()],
            [(code, len(found)) for code, found in catalog.categories.items()],
        ]
    )
    cards = [entry.key + line for entry, line in zip(catalog.entries, lines, strict=True)]
    return Keys(lines, cards, authors, counts.encode())


def _digest(*parts: bytes) -> bytes:
    return blake2b(b"".join(parts), digest_size=16).digest()


def _plan_papers(edition: Edition, keys: Keys, relate: Relate) -> Iterator[Page]:
    entries = edition.catalog.entries
    last = len(entries) - 1
    for position, entry in enumerate(entries):
        related = relate(position)
        depends = _digest(
            edition.frame,
            keys.card[position],
            keys.line[position - 1] if position else b"first",
            keys.line[position + 1] if position < last else b"last",
            *[keys.line[relation.position] for relation in related],
        )
        yield Page(Route("paper", entry.paper.id), depends, (position,))


def _plan_authors(edition: Edition, keys: Keys) -> Iterator[Page]:
    for who in edition.catalog.authors.values():
        parts = [edition.frame, keys.author[who.id], *[keys.line[n] for n in who.papers]]
        if who.person:
            parts.append(msgspec.msgpack.encode((who.person, edition.biographies.get(who.id))))
        if namesakes := edition.catalog.namesakes.get(who.id):
            parts += [keys.author[other] for other in namesakes]
        depends = _digest(*parts)
        for number in range(1, lists.count_pages(edition, len(who.papers)) + 1):
            yield Page(Route("author", who.id, number), depends, who.papers)


def _plan_lists(edition: Edition, keys: Keys) -> Iterator[Page]:
    catalog = edition.catalog
    home = edition.home.html.encode() + edition.home.page.title.encode() if edition.home else b""
    featured = [keys.line[n] for n, entry in enumerate(catalog.entries) if entry.paper.featured]
    shared = _digest(edition.frame, keys.counts, home, *featured)
    yield from _plan_list(edition, Route("home"), lists.home_positions(edition), keys.card, shared)
    for code, positions in catalog.categories.items():
        own = edition.category_texts.get(code)
        counts = repr(count_years(edition, positions)).encode()
        shared = _digest(edition.frame, counts, own.html.encode() if own else b"")
        yield from _plan_list(edition, Route("category", code), positions, keys.card, shared)
    for year, positions in catalog.years.items():
        if year:
            shared = _digest(edition.frame, keys.counts, *[keys.line[n] for n in positions])
            yield from _plan_list(edition, Route("year", year), positions, keys.line, shared)


def _plan_list(
    edition: Edition, first: Route, positions: Sequence[int], keys: list[bytes], shared: bytes
) -> Iterator[Page]:
    for number in range(1, lists.count_pages(edition, len(positions)) + 1):
        shown = lists.cut_page(edition, positions, number)
        yield Page(first._replace(number=number), _digest(shared, *[keys[n] for n in shown]), shown)


def _plan_indexes(edition: Edition, keys: Keys) -> Iterator[Page]:
    people = [
        (author.id, author.name, len(author.papers), author.person and author.person.affiliation)
        for author in edition.catalog.authors.values()
    ]
    depends = _digest(edition.frame, repr(people).encode())
    for number in range(1, indexes.count_author_pages(edition) + 1):
        yield Page(Route("authors", "", number), depends)
    counted = _digest(edition.frame, keys.counts)
    kinds: tuple[Kind, ...] = ("categories", "years", "search")
    yield from (Page(Route(kind), counted) for kind in kinds)
    for page in edition.pages.values():
        yield Page(Route("page", page.page.id), _digest(edition.frame, page.html.encode(), page.plain.encode()))
    yield Page(Route("404"), edition.frame)


def view_page(
    edition: Edition, route: Route, cards: Cards, relate: Relate, index: Callable[[], AuthorIndex]
) -> PageView:
    """Return what the page's template shows. ``index`` gives the index of authors when it is needed.

    Raises KeyError for a page that the edition doesn't have.
    """
    if route.number > 1 and route.number > _count_pages(edition, route):
        raise KeyError(route)
    if route.kind == "paper":
        return paper.view_paper(edition, route, cards, relate(edition.catalog.position[route.key]))
    if route.kind == "authors":
        return indexes.view_authors(edition, route, index())
    if route.kind in _LISTS:
        return _LISTS[route.kind](edition, route, cards)
    return _SINGLE[route.kind](edition, route)


def _count_pages(edition: Edition, route: Route) -> int:
    if route.kind == "authors":
        return indexes.count_author_pages(edition)
    return lists.count_pages(edition, len(lists.list_positions(edition, route)))


_LISTS: dict[Kind, Callable[[Edition, Route, Cards], PageView]] = {
    "author": author.view_author_page,
    "home": lists.view_home,
    "category": lists.view_category_page,
    "year": lists.view_year,
}
_SINGLE: dict[Kind, Callable[[Edition, Route], PageView]] = {
    "categories": indexes.view_categories,
    "years": indexes.view_years_index,
    "page": single.view_free_page,
    "search": single.view_search,
    "404": single.view_not_found,
}
