"""Free pages (``content/pages/``), the search page, and the answer to a wrong address."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.entries.reader import read_page
from site_builder.pages.digests import digest_text
from site_builder.pages.head import view_head
from site_builder.pages.inputs import COUNTS
from site_builder.pages.lists import list_texts_of
from site_builder.pages.page_kind import (
    Input,
    OldAddresses,
    PageKind,
    TextSource,
    never,
    no_key,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import FreePageView, NotFoundView, SearchView
from site_builder.pages.site_context import count_categories
from site_builder.text.html import trust

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    if key not in context.free_pages:
        raise KeyError(key)
    return one_page("page")(context, key)


def _view(context: SiteContext, route: Route, _: FragmentCache) -> FreePageView:
    text = context.free_pages[route.key]
    title = text.page.title or route.key
    return FreePageView(
        head=view_head(context, route, title, text.plain),
        kind="page",
        section=f"page-{route.key}",
        heading=title,
        text=trust(text.html),
    )


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    for key, text in context.free_pages.items():
        title = text.page.title or key
        yield OldAddresses(key, text.page.redirect_from, title.encode(), partial(str, title))


def _view_search(context: SiteContext, route: Route, _: FragmentCache) -> SearchView:
    """Return the search page, which names the categories for its filters."""
    title = context.words.text.search
    return SearchView(
        head=view_head(context, route, title),
        kind="search",
        section="search",
        heading=title,
        count=len(context.catalog.entries),
        categories=tuple(count_categories(context)),
    )


def _view_not_found(context: SiteContext, route: Route, _: FragmentCache) -> NotFoundView:
    title = context.words.text.not_found
    return NotFoundView(view_head(context, route, title, robots="noindex", json_ld=""), "404", "", title)


FREE_PAGE = PageKind(
    name="page",
    address="{key}/",
    template="page.html",
    source="content/pages/{key}.md",
    text_source=TextSource(read_page),
    in_sitemap=True,
    in_menu=never,  # each page says it itself
    list_keys=lambda context: context.free_pages,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(Input("the text", lambda digests, page: digest_text(digests.context.free_pages[page.route.key])),),
    view=_view,
    list_papers=no_papers,
    list_texts=lambda context: list_texts_of(context, "pages", context.free_pages),
    list_old_addresses=_list_old_addresses,
)
SEARCH = PageKind(
    name="search",
    address="search/",
    template="search.html",
    source="",
    text_source=None,
    in_sitemap=False,
    in_menu=lambda context: context.searchable,
    list_keys=no_key,
    list_pages=one_page("search"),
    list_keys_showing=nowhere,
    inputs=(COUNTS,),
    view=_view_search,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
NOT_FOUND = PageKind(
    name="404",
    address="404.html",
    template="404.html",
    source="",
    text_source=None,
    in_sitemap=False,
    in_menu=never,
    list_keys=no_key,
    list_pages=one_page("404"),
    list_keys_showing=nowhere,
    inputs=(),
    view=_view_not_found,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
