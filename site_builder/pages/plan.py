"""The plan: every page of an edition as a small value, and how to make any one of them on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from site_builder.pages import author, indexes, lists, paper, single
from site_builder.routes import Kind, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.edition import Edition
    from site_builder.pages.pieces import Pieces
    from site_builder.related import Relation
    from site_builder.views import PageView

    #: Gives the relations of the paper at a position.
    Relate = Callable[[int], Sequence[Relation]]


class Page(msgspec.Struct, frozen=True, gc=False):
    """A page to be: which, and the papers it shows (positions in the catalog)."""

    route: Route
    shows: Sequence[int] = ()


def plan_pages(edition: Edition) -> Iterator[Page]:
    """Yield every page of the edition, the papers' pages first."""
    catalog = edition.catalog
    for paper_id, position in catalog.position.items():
        yield Page(Route("paper", paper_id), (position,))
    for who in catalog.authors.values():
        for number in range(1, lists.count_pages(edition, len(who.papers)) + 1):
            yield Page(Route("author", who.id, number), who.papers)
    yield from _plan_list(edition, Route("home"), lists.home_positions(edition))
    for code, positions in catalog.categories.items():
        yield from _plan_list(edition, Route("category", code), positions)
    for year, positions in catalog.years.items():
        if year:
            yield from _plan_list(edition, Route("year", year), positions)
    for number in range(1, indexes.count_author_pages(edition) + 1):
        yield Page(Route("authors", "", number))
    kinds: tuple[Kind, ...] = ("categories", "years", "search")
    yield from (Page(Route(kind)) for kind in kinds)
    yield from (Page(Route("page", text.page.id)) for text in edition.pages.values())
    yield Page(Route("404"))


def plan_showing(edition: Edition, texts: frozenset[int]) -> Iterator[Page]:
    """Yield the pages on which these papers' running texts stand; all others show at most their titles."""
    catalog = edition.catalog
    for position in sorted(texts):
        yield Page(Route("paper", catalog.kept[position].id), (position,))
    found = [_plan_list(edition, Route("home"), lists.home_positions(edition))]
    found += [_plan_list(edition, Route("category", code), positions) for code, positions in catalog.categories.items()]
    yield from (page for pages in found for page in pages if not texts.isdisjoint(page.shows))


def _plan_list(edition: Edition, first: Route, positions: Sequence[int]) -> Iterator[Page]:
    for number in range(1, lists.count_pages(edition, len(positions)) + 1):
        yield Page(Route(first.kind, first.key, number), lists.cut_page(edition, positions, number))


def view_page(edition: Edition, route: Route, pieces: Pieces) -> PageView:
    """Return what the page's template shows.

    Raises KeyError for a page that the edition doesn't have.
    """
    if route.number > 1 and route.number > _count_pages(edition, route):
        raise KeyError(route)
    if route.kind in _COMPOSED:
        return _COMPOSED[route.kind](edition, route, pieces)
    return _SINGLE[route.kind](edition, route)


def _count_pages(edition: Edition, route: Route) -> int:
    if route.kind == "authors":
        return indexes.count_author_pages(edition)
    return lists.count_pages(edition, len(lists.list_positions(edition, route)))


_COMPOSED: dict[Kind, Callable[[Edition, Route, Pieces], PageView]] = {
    "paper": paper.view_paper,
    "authors": indexes.view_authors,
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
