"""The pages of years, and their index."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_builder.pages.head import describe_list, view_head
from site_builder.pages.inputs import COUNTS, DETAILS, NAMES
from site_builder.pages.lists import cut_page, split_list, view_pager
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import (
    Input,
    Page,
    PageKind,
    PaperList,
    always,
    never,
    no_key,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import YearsView, YearView
from site_builder.pages.site_context import view_category, view_years
from site_builder.pages.views import CategoryView, GroupView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


def _list_years(context: SiteContext) -> list[str]:
    """Return the years that have papers, oldest first."""
    return sorted(year for year in context.catalog.facets["year"] if year)


def _list_pages(context: SiteContext, year: str) -> Iterable[Page]:
    if not year:  # the key of undated papers
        raise KeyError(year)
    return split_list(context, "year", year, context.catalog.facets["year"][year])


def _digest_categories(digests: Digests, page: Page) -> bytes:
    year = page.route.key
    positions = digests.context.catalog.facets["year"][year]
    return digests.share("categories of year", year, lambda: repr(_count_codes(digests.context, positions)).encode())


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> YearView:
    """Return a year's page, with links to the years before and after it that have papers."""
    positions = context.catalog.facets["year"][route.key]
    shown = cut_page(context, positions, route.number)
    years = _list_years(context)
    place = years.index(route.key)
    return YearView(
        head=view_head(
            context,
            route,
            route.key,
            links=link_list(context, route, route.key),
            json_ld=describe_list(context, route, "years", context.words.text.years, route.key),
        ),
        kind="year",
        section="years",
        heading=route.key,
        year=route.key,
        count=len(positions),
        downloads=link_downloads(context, route),
        groups=(GroupView("", "", "", len(positions), tuple(fragments.line(n) for n in shown)),),
        categories=fragments.share("categories of year", route.key, lambda: _view_categories(context, positions)),
        older=_link_year(context, years[place - 1]) if place else None,
        newer=_link_year(context, years[place + 1]) if place + 1 < len(years) else None,
        pager=view_pager(context, route, len(positions)),
    )


def _count_codes(context: SiteContext, positions: Sequence[int]) -> list[tuple[str, int]]:
    """Return the categories of these papers with their numbers of papers, the most frequent first."""
    entries = context.catalog.entries
    return Counter(code for n in positions for code in entries[n].paper.categories).most_common()


def _view_categories(context: SiteContext, positions: Sequence[int]) -> tuple[CategoryView, ...]:
    return tuple(view_category(context, code, count) for code, count in _count_codes(context, positions))


def _link_year(context: SiteContext, year: str) -> LinkView:
    return LinkView(year, context.link("year", year))


def _view_index(context: SiteContext, route: Route, _: FragmentCache) -> YearsView:
    """Return the index of the years that have papers, newest first."""
    text = context.words.text
    counts = {year: len(found) for year, found in context.catalog.facets["year"].items() if year}
    return YearsView(
        head=view_head(context, route, text.years),
        kind="years",
        section="years",
        heading=text.years,
        count=len(counts),
        years=tuple([bar for bar in reversed(view_years(context, counts)) if bar.count]),
    )


YEAR = PageKind(
    name="year",
    address="years/{key}/",
    template="year.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=never,
    list_keys=_list_years,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(DETAILS, NAMES, COUNTS, Input("the categories of the year", _digest_categories)),
    view=_view,
    list_papers=lambda context, key: PaperList(key, context.catalog.facets["year"][key]),
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
YEARS = PageKind(
    name="years",
    address="years/",
    template="years.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=always,
    list_keys=no_key,
    list_pages=one_page("years"),
    list_keys_showing=nowhere,
    inputs=(COUNTS,),
    view=_view_index,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
