"""Pages that stand alone: free pages, the search page, and the answer to a wrong address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.head import view_head
from site_builder.pages.page_views import FreePageView, NotFoundView, SearchView
from site_builder.pages.site_context import count_categories
from site_builder.text.html import trust

if TYPE_CHECKING:
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


def view_free_page(context: SiteContext, route: Route) -> FreePageView:
    """Return a page of ``content/pages/``."""
    page = context.pages[route.key]
    title = page.page.title or route.key
    return FreePageView(
        head=view_head(context, route, title, page.plain),
        kind="page",
        section=f"page-{route.key}",
        heading=title,
        text=trust(page.html),
    )


def view_search(context: SiteContext, route: Route) -> SearchView:
    """Return the search page, which names the categories for the filters' sake."""
    title = context.words.text.search
    return SearchView(
        head=view_head(context, route, title),
        kind="search",
        section="search",
        heading=title,
        count=len(context.catalog.entries),
        categories=tuple(count_categories(context)),
    )


def view_not_found(context: SiteContext, route: Route) -> NotFoundView:
    """Return the page for addresses where there is none."""
    title = context.words.text.not_found
    return NotFoundView(view_head(context, route, title, robots="noindex"), "404", "", title)
