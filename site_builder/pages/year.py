"""The pages of years, and their index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.pages.chart import view_years
from site_builder.pages.inputs import COUNTS
from site_builder.pages.list_kind import ListKind
from site_builder.pages.lists import cut_page
from site_builder.pages.paper_lists import YEAR_LISTS
from site_builder.pages.views import GroupView, LinkView

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_views import IndexView, ListPageView
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


class _YearKind(ListKind):
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
        years = [*self.lists.list_keys(context)]
        place = years.index(route.key)
        return msgspec.structs.replace(
            super().view(context, route, fragments),
            older=_link_year(context, years[place - 1]) if place else None,
            newer=_link_year(context, years[place + 1]) if place + 1 < len(years) else None,
        )

    def view_index(self, context: SiteContext, route: Route, fragments: FragmentCache) -> IndexView:
        """Return the index of the years that have papers, newest first."""
        view = super().view_index(context, route, fragments)
        bars = view_years(context, {one.name: one.count for group in view.groups for one in group.lists})
        return msgspec.structs.replace(view, years=tuple([bar for bar in reversed(bars) if bar.count]))


def _link_year(context: SiteContext, year: str) -> LinkView:
    return LinkView(year, context.link("year", year))


YEAR, YEARS = _YearKind(YEAR_LISTS, None).make_page_kinds()
YEAR = YEAR._replace(inputs=(*YEAR.inputs, COUNTS))  # which tell the years before and after
YEARS = YEARS._replace(inputs=(COUNTS,))
