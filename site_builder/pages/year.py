"""The pages of years, and their index."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from site_builder.pages.inputs import COUNTS, DETAILS, NAMES
from site_builder.pages.list_kind import ListKind
from site_builder.pages.lists import cut_page
from site_builder.pages.page_kind import Input
from site_builder.pages.site_context import view_category, view_years
from site_builder.pages.views import GroupView, LinkView

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.page_views import IndexView, ListPageView
    from site_builder.pages.site_context import SiteContext
    from site_builder.pages.views import ListView
    from site_builder.urls import Route


class _Years(ListKind):
    name, index = "year", "years"
    text_source = None

    def find_title(self, _: SiteContext, key: str) -> str:
        return key

    def list_keys(self, context: SiteContext) -> Collection[str]:
        """Return the years that have papers, oldest first."""
        return [year for year in context.catalog.facets["year"] if year]

    def find_papers(self, context: SiteContext, key: str) -> Sequence[int]:
        if not key:  # the key of undated papers
            raise KeyError(key)
        return context.catalog.facets["year"][key]

    def group(
        self,
        context: SiteContext,
        route: Route,
        fragments: FragmentCache,
        positions: Sequence[int],
        _: Mapping[str, int],
    ) -> tuple[GroupView, ...]:
        """Return all papers without a heading: it would be the page's own."""
        shown = cut_page(context, positions, route.number)
        return (GroupView("", "", "", len(positions), tuple([fragments.line(n) for n in shown])),)

    def view(self, context: SiteContext, route: Route, fragments: FragmentCache) -> ListPageView:
        """Return a year's page, with links to the years before and after it that have papers."""
        years = [*self.list_keys(context)]
        place = years.index(route.key)
        positions = self.find_papers(context, route.key)
        return msgspec.structs.replace(
            super().view(context, route, fragments),
            categories=fragments.share("categories of year", route.key, lambda: _view_categories(context, positions)),
            older=_link_year(context, years[place - 1]) if place else None,
            newer=_link_year(context, years[place + 1]) if place + 1 < len(years) else None,
        )

    def view_index(self, context: SiteContext, route: Route, fragments: FragmentCache) -> IndexView:
        """Return the index of the years that have papers, newest first."""
        view = super().view_index(context, route, fragments)
        bars = view_years(context, {one.name: one.count for _, lists in view.groups for one in lists})
        return msgspec.structs.replace(view, years=tuple([bar for bar in reversed(bars) if bar.count]))


def _digest_categories(digests: Digests, page: Page) -> bytes:
    year = page.route.key
    positions = digests.context.catalog.facets["year"][year]
    return digests.share("categories of year", year, lambda: repr(_count_codes(digests.context, positions)).encode())


def _count_codes(context: SiteContext, positions: Sequence[int]) -> list[tuple[str, int]]:
    """Return the categories of these papers with their numbers of papers, the most frequent first."""
    entries = context.catalog.entries
    return Counter(code for n in positions for code in entries[n].paper.categories).most_common()


def _view_categories(context: SiteContext, positions: Sequence[int]) -> tuple[ListView, ...]:
    return tuple(view_category(context, code, count) for code, count in _count_codes(context, positions))


def _link_year(context: SiteContext, year: str) -> LinkView:
    return LinkView(year, context.link("year", year))


YEAR, YEARS = _Years().make_page_kinds()
YEAR = YEAR._replace(inputs=(DETAILS, NAMES, COUNTS, Input("the categories of the year", _digest_categories)))
YEARS = YEARS._replace(inputs=(COUNTS,))
