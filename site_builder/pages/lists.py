"""What pages with lists of papers have in common: pages of a long list, groups by year, links from page to page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from site_builder.pages.page_kind import Page
from site_builder.pages.views import GroupView, PagerView
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from markupsafe import Markup

    from site_builder.pages.site_context import SiteContext

T = TypeVar("T")

#: In a list with pictures, one paper in so many has one; with fewer it looks like a list in which some are missing.
_PICTURED = 3


def count_pages(context: SiteContext, papers: int) -> int:
    """Return how many pages a list of so many papers takes; an empty list has one."""
    return max(1, -(-papers // context.site.per_page))


def cut_page(context: SiteContext, items: Sequence[T], number: int) -> Sequence[T]:
    """Return what is on one page of a list: papers, or other things."""
    size = context.site.per_page
    return items[(number - 1) * size : number * size]


def split_list(context: SiteContext, kind: str, key: str, positions: Sequence[int]) -> Iterable[Page]:
    """Yield the pages of a list of papers."""
    for number in range(1, count_pages(context, len(positions)) + 1):
        yield Page(Route(kind, key, number), cut_page(context, positions, number))


def is_plain(context: SiteContext, positions: Sequence[int]) -> bool:
    """Tell whether too few papers of a page have pictures to be shown as a list with pictures."""
    pictures = sum(bool(context.catalog.entries[position].paper.image) for position in positions)
    return _PICTURED * pictures < max(1, len(positions))


def list_texts_of(context: SiteContext, folder: str, keys: Container[str]) -> Iterable[tuple[str, str]]:
    """Yield the key and the HTML of each text in a folder of ``content/`` that has a page."""
    return [(key, text.html) for key, text in context.texts[folder].items() if key in keys]


def group_by_year(
    context: SiteContext,
    positions: Sequence[int],
    render: Callable[[int], Markup],
    totals: Mapping[str, int],
    *,
    link_years: bool = False,
) -> tuple[GroupView, ...]:
    """Return the papers under their years; ``totals`` says how many each has in the whole list."""
    entries = context.catalog.entries
    by_year: dict[str, list[int]] = {}
    for n in positions:
        by_year.setdefault(entries[n].paper.date[:4], []).append(n)
    groups = []
    for year, members in by_year.items():
        url = context.link("year", year) if link_years and year else ""
        heading = year or context.words.text.unknown_date
        anchor = f"year-{year or 'unknown'}"
        groups.append(GroupView(heading, anchor, url, totals[year], tuple([render(n) for n in members])))
    return tuple(groups)


def first_letter(key: str) -> str:
    """Return the letter under which something with this sort key is listed; ``#`` if it doesn't begin with a letter."""
    first = unicodedata.normalize("NFD", key[:1])[:1].upper()
    return first if first.isalpha() else "#"


def anchor_letter(letter: str) -> str:
    """Return the id of the part of an index that begins with a letter."""
    return f"letter-{letter}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter):x}"


#: The pager of a list with one page, like those of most authors.
_WHOLE = PagerView(1, 1, "", "", ())


def view_pager(context: SiteContext, route: Route, papers: int) -> PagerView:
    """Return where this page stands in its list, with links to the first, the last and the nearest pages."""
    return make_pager(context, route, count_pages(context, papers))


def make_pager(context: SiteContext, route: Route, total: int) -> PagerView:
    """Return the pager of a list of ``total`` pages."""
    if total == 1:
        return _WHOLE

    def link(number: int) -> str:
        return context.link(route.kind, route.key, number)

    here = route.number
    near = sorted({1, total, *range(max(1, here - 2), min(total, here + 2) + 1)})
    pages: list[tuple[str, str]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            pages.append(("…", ""))
        pages.append((context.words.number(number), link(number)))
    return PagerView(
        here, total, link(here - 1) if here > 1 else "", link(here + 1) if here < total else "", tuple(pages)
    )
