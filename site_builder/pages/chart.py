"""The chart of papers by year; its bars lead to the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.lists import count_pages
from site_builder.pages.views import BarView

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route

#: A chart of fewer papers or years says nothing; one of more years is cut, and has one bar for all years before.
_FEWEST_PAPERS, _FEWEST_YEARS, _MOST_YEARS = 8, 3, 24
#: From this number of bars on, years have two digits.
_NARROW = 10


def view_years(context: SiteContext, counts: Mapping[str, int]) -> tuple[BarView, ...]:
    """Return all years from the first with papers to the last, oldest first, with links to their pages."""
    return _make_bars(counts, lambda year: context.link("year", year))


def view_chart(context: SiteContext, counts: Mapping[str, int], find_url: Callable[[str], str]) -> tuple[BarView, ...]:
    """Return the chart of a list, oldest first; empty where it would say nothing."""
    dated = {year: count for year, count in counts.items() if year}
    if len(dated) < _FEWEST_YEARS or sum(dated.values()) < _FEWEST_PAPERS:
        return ()
    first = f"{int(max(dated)) - _MOST_YEARS + 1:04}"
    recent = {year: count for year, count in dated.items() if year >= first}
    bars = _make_bars(recent, find_url)
    before = [year for year in dated if year < first]
    if not before:
        return bars
    count = sum(dated[year] for year in before)
    share = min(100, round(100 * count / max(recent.values())))
    label = context.words.text.earlier
    return (BarView(label, count, share, find_url(max(before)), label), *bars)


def _make_bars(counts: Mapping[str, int], find_url: Callable[[str], str]) -> tuple[BarView, ...]:
    by_year = {int(year): count for year, count in counts.items() if year}
    if not by_year:
        return ()
    tallest = max(by_year.values())
    years = range(min(by_year), max(by_year) + 1)
    bars = []
    for number in years:
        year, count = f"{number:04}", by_year.get(number, 0)
        short = year if len(years) < _NARROW else f"’{year[2:]}"
        bars.append(BarView(year, count, round(100 * count / tallest), find_url(year) if count else "", short))
    return tuple(bars)


def make_year_finder(context: SiteContext, route: Route, counts: Mapping[str, int]) -> Callable[[str], str]:
    """Return what gives the address of a year in a list by years, newest first; ``counts`` are in this order."""
    pages: dict[str, int] = {}
    total = 0
    for year, count in counts.items():
        pages[year] = total // context.site.per_page + 1
        total += count
    split = count_pages(context, total) > 1

    def find_url(year: str) -> str:
        anchor = f"#year-{year}"
        return context.link(route.kind, route.key, pages[year]) + anchor if split else anchor

    return find_url
