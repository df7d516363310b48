"""The list of page kinds, and what is found by going through it: the plan of a site, single pages, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.author import AUTHOR
from site_builder.pages.authors import AUTHORS
from site_builder.pages.category import CATEGORIES, CATEGORY
from site_builder.pages.collection import COLLECTION, COLLECTIONS
from site_builder.pages.free_page import FREE_PAGE, NOT_FOUND, SEARCH
from site_builder.pages.home import HOME
from site_builder.pages.news import NEWS, NEWS_ITEM
from site_builder.pages.paper import PAPER
from site_builder.pages.tags_and_types import TAG, TAGS, TYPE, TYPES
from site_builder.pages.team import TEAM
from site_builder.pages.venue import VENUE, VENUES
from site_builder.pages.year import YEAR, YEARS
from site_builder.urls import Addresses, Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.page_kind import Page, PageKind
    from site_builder.pages.site_context import SiteContext

#: All kinds of pages. The menu and the sitemap have this order.
KINDS: tuple[PageKind, ...] = (
    PAPER,
    AUTHOR,
    HOME,
    TEAM,
    COLLECTION,
    CATEGORY,
    VENUE,
    TAG,
    TYPE,
    YEAR,
    COLLECTIONS,
    AUTHORS,
    CATEGORIES,
    VENUES,
    TAGS,
    TYPES,
    YEARS,
    NEWS,
    NEWS_ITEM,
    FREE_PAGE,
    SEARCH,
    NOT_FOUND,
)
BY_NAME = {kind.name: kind for kind in KINDS}
ADDRESSES = Addresses({kind.name: kind.address for kind in KINDS})
#: How the texts in ``content/`` are read, by folder.
TEXT_SOURCES = {kind.source_folder: kind.text_source for kind in KINDS if kind.text_source}
TEXT_READERS = {folder: source.read for folder, source in TEXT_SOURCES.items()}


def plan_pages(context: SiteContext) -> Iterator[Page]:
    """Yield every page of the site."""
    for kind in KINDS:
        for key in kind.list_keys(context):
            yield from kind.list_pages(context, key)


def plan_showing(context: SiteContext, positions: frozenset[int]) -> Iterator[Page]:
    """Yield the pages on which the body texts of these papers stand."""
    for kind in KINDS:
        keys = dict.fromkeys(key for position in positions for key in kind.list_keys_showing(context, position))
        for key in keys:
            yield from (page for page in kind.list_pages(context, key) if not positions.isdisjoint(page.shows))


def find_page(context: SiteContext, route: Route) -> Page:
    """Return a page of the site. Raises KeyError for one that the site doesn't have."""
    for page in BY_NAME[route.kind].list_pages(context, route.key):
        if page.route == route:
            return page
    raise KeyError(route)


def find_source(route: Route) -> str:
    """Return the content file from which a page comes, or that adds to it; empty if there can be none."""
    return BY_NAME[route.kind].source.replace("{key}", route.key)
