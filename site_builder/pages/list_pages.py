"""Lists of papers, newest first, split into pages: home, categories and years."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.exports import jsonld
from site_builder.pages.head import view_head
from site_builder.pages.page_views import CategoryPageView, HomeView, YearView
from site_builder.pages.site_context import count_categories, count_years, view_category, view_years
from site_builder.pages.views import GroupView, LinkView, PagerView
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.html import EMPTY, trust
from site_builder.urls import BIBLIOGRAPHIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.pages.views import CategoryView
    from site_builder.urls import Route


def count_pages(context: SiteContext, papers: int) -> int:
    """Return how many pages a list of so many papers takes; an empty list has one."""
    return max(1, -(-papers // context.site.per_page))


def cut_page(context: SiteContext, positions: Sequence[int], number: int) -> Sequence[int]:
    """Return the papers on one page of a list."""
    size = context.site.per_page
    return positions[(number - 1) * size : number * size]


def home_positions(context: SiteContext) -> Sequence[int]:
    """Return the papers of the home page: all of them."""
    return range(len(context.catalog.entries))


def list_positions(context: SiteContext, route: Route) -> Sequence[int]:
    """Return the papers of the whole list that a page is a part of; none for pages that are no list of papers.

    Raises KeyError when there is no such list.
    """
    catalog = context.catalog
    match route.kind:
        case "home":
            return home_positions(context)
        case "author":
            return catalog.authors[route.key].papers
        case "category":
            return catalog.categories[route.key]
        case "year":
            return catalog.years[route.key]
        case _:
            return ()


def view_home(context: SiteContext, route: Route, pieces: FragmentCache) -> HomeView:
    """Return the home page or a later page of its list."""
    catalog, site = context.catalog, context.site
    positions = home_positions(context)
    first = route.number == 1
    featured = catalog.featured if first else ()
    totals = {year: len(found) for year, found in catalog.years.items()}
    about = jsonld.describe_site(site.title, context.base.url, site.description)
    heading = (context.home.page.title if context.home else "") or site.title
    return HomeView(
        head=view_head(context, route, site.title, site.description, json_ld=about),
        kind="home",
        section="home",
        heading=heading,
        introduction=trust(context.home.html if context.home and first else ""),
        count=len(positions),
        author_count=len(catalog.authors),
        featured=tuple([pieces.card(n) for n in featured]),
        groups=group_by_year(context, cut_page(context, positions, route.number), pieces.card, totals, link_years=True),
        bibliographies=tuple([LinkView(name, context.base.link(path)) for name, path in BIBLIOGRAPHIES.items()]),
        categories=tuple(sorted(count_categories(context), key=lambda category: (-category.count, category.code))),
        years=view_years(context, totals),
        pager=view_pager(context, route, len(positions)),
    )


def view_category_page(context: SiteContext, route: Route, pieces: FragmentCache) -> CategoryPageView:
    """Return a category's page: what it means, its chart by year, and its papers."""
    positions = context.catalog.categories[route.key]
    category = view_category(context, route.key, len(positions))
    text, plain = _introduce(context, route.key)
    totals = pieces.share("years of category", route.key, lambda: count_years(context, positions))
    return CategoryPageView(
        head=view_head(
            context,
            route,
            f"{category.name} ({category.code})",
            plain,
            json_ld=jsonld.describe_list(category.name, context.locate(route)),
        ),
        kind="category",
        section="categories",
        heading=category.name,
        category=category,
        text=text,
        groups=group_by_year(context, cut_page(context, positions, route.number), pieces.card, totals),
        years=view_years(context, totals, linked=False),
        pager=view_pager(context, route, len(positions)),
    )


def _introduce(context: SiteContext, code: str) -> tuple[Markup, str]:
    """Return what a category is about, as HTML and as text: the curators' words, or else ours, which are English."""
    if own := context.category_texts.get(code):
        return trust(own.html), own.plain
    known = lookup(code)
    if known is None or not context.site.language.startswith("en"):
        return EMPTY, ""
    return Markup("<p>{}</p>").format(known.about), known.about


def view_year(context: SiteContext, route: Route, pieces: FragmentCache) -> YearView:
    """Return a year's page, with its neighbours among the years that have papers."""
    catalog = context.catalog
    positions = catalog.years[route.key]
    shown = cut_page(context, positions, route.number)
    years = sorted(year for year in catalog.years if year)
    place = years.index(route.key)
    return YearView(
        head=view_head(context, route, route.key),
        kind="year",
        section="years",
        heading=route.key,
        year=route.key,
        count=len(positions),
        groups=(GroupView("", "", "", len(positions), tuple(pieces.line(n) for n in shown)),),
        categories=pieces.share("categories of year", route.key, lambda: _count_codes(context, positions)),
        older=_link_year(context, years[place - 1]) if place else None,
        newer=_link_year(context, years[place + 1]) if place + 1 < len(years) else None,
        pager=view_pager(context, route, len(positions)),
    )


def _count_codes(context: SiteContext, positions: Sequence[int]) -> tuple[CategoryView, ...]:
    """Return the categories of these papers, the most frequent first."""
    entries = context.catalog.entries
    codes = Counter(code for n in positions for code in entries[n].paper.categories)
    return tuple(view_category(context, code, count) for code, count in codes.most_common())


def _link_year(context: SiteContext, year: str) -> LinkView:
    return LinkView(year, context.link("year", year))


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


#: The pager of a list on one page, which most authors' are.
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
