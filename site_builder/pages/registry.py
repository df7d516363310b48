"""The plan: every page of an edition as a small value, and how to make any one of them on request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from site_builder.pages import author, index_pages, list_pages, paper, static_pages
from site_builder.urls import Kind, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.catalog.related import Relation
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_views import PageView
    from site_builder.pages.site_context import SiteContext

    #: Gives the relations of the paper at a position.
    Relate = Callable[[int], Sequence[Relation]]


class Page(msgspec.Struct, frozen=True, gc=False):
    """A page to be: which, and the papers it shows (positions in the catalog)."""

    route: Route
    shows: Sequence[int] = ()


def plan_pages(context: SiteContext) -> Iterator[Page]:
    """Yield every page of the edition, the papers' pages first."""
    catalog = context.catalog
    for paper_id, position in catalog.position.items():
        yield Page(Route("paper", paper_id), (position,))
    for who in catalog.authors.values():
        for number in range(1, list_pages.count_pages(context, len(who.papers)) + 1):
            yield Page(Route("author", who.id, number), who.papers)
    yield from _plan_list(context, Route("home"), list_pages.home_positions(context))
    for code, positions in catalog.categories.items():
        yield from _plan_list(context, Route("category", code), positions)
    for year, positions in catalog.years.items():
        if year:
            yield from _plan_list(context, Route("year", year), positions)
    for number in range(1, index_pages.count_author_pages(context) + 1):
        yield Page(Route("authors", "", number))
    kinds: tuple[Kind, ...] = ("categories", "years", "search")
    yield from (Page(Route(kind)) for kind in kinds)
    yield from (Page(Route("page", text.page.id)) for text in context.pages.values())
    yield Page(Route("404"))


def plan_showing(context: SiteContext, texts: frozenset[int]) -> Iterator[Page]:
    """Yield the pages on which these papers' running texts stand; all others show at most their titles."""
    catalog = context.catalog
    for position in sorted(texts):
        yield Page(Route("paper", catalog.cached[position].id), (position,))
    found = [_plan_list(context, Route("home"), list_pages.home_positions(context))]
    found += [_plan_list(context, Route("category", code), positions) for code, positions in catalog.categories.items()]
    yield from (page for pages in found for page in pages if not texts.isdisjoint(page.shows))


def _plan_list(context: SiteContext, first: Route, positions: Sequence[int]) -> Iterator[Page]:
    for number in range(1, list_pages.count_pages(context, len(positions)) + 1):
        yield Page(Route(first.kind, first.key, number), list_pages.cut_page(context, positions, number))


def view_page(context: SiteContext, route: Route, pieces: FragmentCache) -> PageView:
    """Return what the page's template shows.

    Raises KeyError for a page that the edition doesn't have.
    """
    if route.number > 1 and route.number > _count_pages(context, route):
        raise KeyError(route)
    if route.kind in _COMPOSED:
        return _COMPOSED[route.kind](context, route, pieces)
    return _SINGLE[route.kind](context, route)


def _count_pages(context: SiteContext, route: Route) -> int:
    if route.kind == "authors":
        return index_pages.count_author_pages(context)
    return list_pages.count_pages(context, len(list_pages.list_positions(context, route)))


_COMPOSED: dict[Kind, Callable[[SiteContext, Route, FragmentCache], PageView]] = {
    "paper": paper.view_paper,
    "authors": index_pages.view_authors,
    "author": author.view_author_page,
    "home": list_pages.view_home,
    "category": list_pages.view_category_page,
    "year": list_pages.view_year,
}
_SINGLE: dict[Kind, Callable[[SiteContext, Route], PageView]] = {
    "categories": index_pages.view_categories,
    "years": index_pages.view_years_index,
    "page": static_pages.view_free_page,
    "search": static_pages.view_search,
    "404": static_pages.view_not_found,
}
