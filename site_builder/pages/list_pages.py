"""Lists of papers, newest first, split into pages: home, categories and years."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.exports import jsonld
from site_builder.pages.head import view_head
from site_builder.pages.site_context import count_categories, count_years, view_category, view_years
from site_builder.pages.views import CategoryPageView, GroupView, HomeView, LinkView, PagerView, YearView
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.html import EMPTY, trust
from site_builder.urls import BIBLIOGRAPHIES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from site_builder.pages.fragments import Pieces
    from site_builder.pages.site_context import Edition
    from site_builder.pages.views import CategoryView
    from site_builder.urls import Route


def count_pages(edition: Edition, papers: int) -> int:
    """Return how many pages a list of so many papers takes; an empty list has one."""
    return max(1, -(-papers // edition.site.per_page))


def cut_page(edition: Edition, positions: Sequence[int], number: int) -> Sequence[int]:
    """Return the papers on one page of a list."""
    size = edition.site.per_page
    return positions[(number - 1) * size : number * size]


def home_positions(edition: Edition) -> Sequence[int]:
    """Return the papers of the home page: all of them."""
    return range(len(edition.catalog.entries))


def list_positions(edition: Edition, route: Route) -> Sequence[int]:
    """Return the papers of the whole list that a page is a part of; none for pages that are no list of papers.

    Raises KeyError when there is no such list.
    """
    catalog = edition.catalog
    match route.kind:
        case "home":
            return home_positions(edition)
        case "author":
            return catalog.authors[route.key].papers
        case "category":
            return catalog.categories[route.key]
        case "year":
            return catalog.years[route.key]
        case _:
            return ()


def view_home(edition: Edition, route: Route, pieces: Pieces) -> HomeView:
    """Return the home page or a later page of its list."""
    catalog, site = edition.catalog, edition.site
    positions = home_positions(edition)
    first = route.number == 1
    featured = catalog.featured if first else ()
    totals = {year: len(found) for year, found in catalog.years.items()}
    about = jsonld.describe_site(site.title, edition.base.url, site.description)
    heading = (edition.home.page.title if edition.home else "") or site.title
    return HomeView(
        head=view_head(edition, route, site.title, site.description, json_ld=about),
        kind="home",
        section="home",
        heading=heading,
        introduction=trust(edition.home.html if edition.home and first else ""),
        count=len(positions),
        author_count=len(catalog.authors),
        featured=tuple([pieces.card(n) for n in featured]),
        groups=group_by_year(edition, cut_page(edition, positions, route.number), pieces.card, totals, link_years=True),
        bibliographies=tuple([LinkView(name, edition.base.link(path)) for name, path in BIBLIOGRAPHIES.items()]),
        categories=tuple(sorted(count_categories(edition), key=lambda category: (-category.count, category.code))),
        years=view_years(edition, totals),
        pager=view_pager(edition, route, len(positions)),
    )


def view_category_page(edition: Edition, route: Route, pieces: Pieces) -> CategoryPageView:
    """Return a category's page: what it means, its chart by year, and its papers."""
    positions = edition.catalog.categories[route.key]
    category = view_category(edition, route.key, len(positions))
    text, plain = _introduce(edition, route.key)
    totals = pieces.share("years of category", route.key, lambda: count_years(edition, positions))
    return CategoryPageView(
        head=view_head(
            edition,
            route,
            f"{category.name} ({category.code})",
            plain,
            json_ld=jsonld.describe_list(category.name, edition.locate(route)),
        ),
        kind="category",
        section="categories",
        heading=category.name,
        category=category,
        text=text,
        groups=group_by_year(edition, cut_page(edition, positions, route.number), pieces.card, totals),
        years=view_years(edition, totals, linked=False),
        pager=view_pager(edition, route, len(positions)),
    )


def _introduce(edition: Edition, code: str) -> tuple[Markup, str]:
    """Return what a category is about, as HTML and as text: the curators' words, or else ours, which are English."""
    if own := edition.category_texts.get(code):
        return trust(own.html), own.plain
    known = lookup(code)
    if known is None or not edition.site.language.startswith("en"):
        return EMPTY, ""
    return Markup("<p>{}</p>").format(known.about), known.about


def view_year(edition: Edition, route: Route, pieces: Pieces) -> YearView:
    """Return a year's page, with its neighbours among the years that have papers."""
    catalog = edition.catalog
    positions = catalog.years[route.key]
    shown = cut_page(edition, positions, route.number)
    years = sorted(year for year in catalog.years if year)
    place = years.index(route.key)
    return YearView(
        head=view_head(edition, route, route.key),
        kind="year",
        section="years",
        heading=route.key,
        year=route.key,
        count=len(positions),
        groups=(GroupView("", "", "", len(positions), tuple(pieces.line(n) for n in shown)),),
        categories=pieces.share("categories of year", route.key, lambda: _count_codes(edition, positions)),
        older=_link_year(edition, years[place - 1]) if place else None,
        newer=_link_year(edition, years[place + 1]) if place + 1 < len(years) else None,
        pager=view_pager(edition, route, len(positions)),
    )


def _count_codes(edition: Edition, positions: Sequence[int]) -> tuple[CategoryView, ...]:
    """Return the categories of these papers, the most frequent first."""
    entries = edition.catalog.entries
    codes = Counter(code for n in positions for code in entries[n].paper.categories)
    return tuple(view_category(edition, code, count) for code, count in codes.most_common())


def _link_year(edition: Edition, year: str) -> LinkView:
    return LinkView(year, edition.link("year", year))


def group_by_year(
    edition: Edition,
    positions: Sequence[int],
    render: Callable[[int], Markup],
    totals: Mapping[str, int],
    *,
    link_years: bool = False,
) -> tuple[GroupView, ...]:
    """Return the papers under their years; ``totals`` says how many each has in the whole list."""
    entries = edition.catalog.entries
    by_year: dict[str, list[int]] = {}
    for n in positions:
        by_year.setdefault(entries[n].paper.date[:4], []).append(n)
    groups = []
    for year, members in by_year.items():
        url = edition.link("year", year) if link_years and year else ""
        heading = year or edition.words.text.unknown_date
        anchor = f"year-{year or 'unknown'}"
        groups.append(GroupView(heading, anchor, url, totals[year], tuple([render(n) for n in members])))
    return tuple(groups)


#: The pager of a list on one page, which most authors' are.
_WHOLE = PagerView(1, 1, "", "", ())


def view_pager(edition: Edition, route: Route, papers: int) -> PagerView:
    """Return where this page stands in its list, with links to the first, the last and the nearest pages."""
    return make_pager(edition, route, count_pages(edition, papers))


def make_pager(edition: Edition, route: Route, total: int) -> PagerView:
    """Return the pager of a list of ``total`` pages."""
    if total == 1:
        return _WHOLE

    def link(number: int) -> str:
        return edition.link(route.kind, route.key, number)

    here = route.number
    near = sorted({1, total, *range(max(1, here - 2), min(total, here + 2) + 1)})
    pages: list[tuple[str, str]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            pages.append(("…", ""))
        pages.append((edition.words.number(number), link(number)))
    return PagerView(
        here, total, link(here - 1) if here > 1 else "", link(here + 1) if here < total else "", tuple(pages)
    )
