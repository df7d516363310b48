"""The home page: all papers, newest first, split into pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports import jsonld
from site_builder.pages.digests import NOTHING, digest_text
from site_builder.pages.head import view_head
from site_builder.pages.inputs import BODIES, COUNTS, DETAILS, NAMES
from site_builder.pages.lists import cut_page, group_by_year, split_list, view_pager
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import Input, OldAddresses, Page, PageKind, PaperList, always, no_key
from site_builder.pages.page_views import HomeView
from site_builder.pages.site_context import count_categories, view_years
from site_builder.text.html import trust

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    """Yield the pages of the list; the first one also shows the featured papers."""
    first, *others = split_list(context, "home", key, range(len(context.catalog.entries)))
    featured = [position for position in context.catalog.featured if position not in first.shows]
    return (Page(first.route, (*first.shows, *featured)), *others)


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> HomeView:
    catalog, site = context.catalog, context.site
    positions = range(len(catalog.entries))
    first = route.number == 1
    totals = {year: len(found) for year, found in catalog.facets["year"].items()}
    shown = cut_page(context, positions, route.number)
    about = jsonld.describe_site(site.title, context.base.url, site.description)
    heading = (context.home.page.title if context.home else "") or site.title
    return HomeView(
        head=view_head(
            context, route, site.title, site.description, links=link_list(context, route, site.title), json_ld=about
        ),
        kind="home",
        section="home",
        heading=heading,
        introduction=trust(context.home.html if context.home and first else ""),
        count=len(positions),
        author_count=len(catalog.authors),
        featured=tuple([fragments.card(n) for n in (catalog.featured if first else ())]),
        groups=group_by_year(context, shown, fragments.card, totals, link_years=True),
        downloads=link_downloads(context, route),
        categories=tuple(sorted(count_categories(context), key=lambda category: (-category.count, category.code))),
        years=view_years(context, totals),
        pager=view_pager(context, route, len(positions)),
    )


def _list_texts(context: SiteContext) -> Iterable[tuple[str, str]]:
    return [("", context.home.html)] if context.home else ()


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    if home := context.home:
        # The title is a setting, so it needs no digest of its own.
        yield OldAddresses("", home.page.redirect_from, NOTHING, lambda: context.site.title)


HOME = PageKind(
    name="home",
    address="",
    template="home.html",
    source="content/pages/home.md",
    text_source=None,  # it is read with the other files of this folder
    in_sitemap=True,
    in_menu=always,
    list_keys=no_key,
    list_pages=_list_pages,
    list_keys_showing=lambda _, __: ("",),
    inputs=(
        DETAILS,
        BODIES,
        NAMES,
        COUNTS,
        Input("the introduction", lambda digests, _: digest_text(digests.context.home)),
    ),
    view=_view,
    list_papers=lambda context, _: PaperList(context.site.title, range(len(context.catalog.entries))),
    list_texts=_list_texts,
    list_old_addresses=_list_old_addresses,
)
