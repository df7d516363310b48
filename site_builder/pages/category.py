"""The pages of categories, and their index."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.entries.reader import read_page
from site_builder.pages.digests import digest_text
from site_builder.pages.head import describe_list, view_head
from site_builder.pages.inputs import BODIES, DETAILS, NAMES
from site_builder.pages.lists import cut_page, group_by_year, list_texts_of, split_list, view_pager
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import (
    Input,
    OldAddresses,
    Page,
    PageKind,
    PaperList,
    TextSource,
    always,
    never,
    no_key,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import CategoriesView, CategoryPageView
from site_builder.pages.site_context import count_categories, count_years, view_category, view_years
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.html import EMPTY, trust

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route


def _list_pages(context: SiteContext, code: str) -> Iterable[Page]:
    return split_list(context, "category", code, context.catalog.facets["category"][code])


def _digest_years(digests: Digests, page: Page) -> bytes:
    code = page.route.key
    return digests.years("category", code, digests.context.catalog.facets["category"][code])


def _digest_text(digests: Digests, page: Page) -> bytes:
    return digest_text(digests.context.texts["categories"].get(page.route.key))


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> CategoryPageView:
    """Return a category's page: what it means, its chart by year, and its papers."""
    positions = context.catalog.facets["category"][route.key]
    category = view_category(context, route.key, len(positions))
    text, plain = _introduce(context, route.key)
    totals = fragments.share("years of category", route.key, lambda: count_years(context, positions))
    return CategoryPageView(
        head=view_head(
            context,
            route,
            f"{category.name} ({category.code})",
            plain,
            links=link_list(context, route, category.name),
            json_ld=describe_list(context, route, "categories", context.words.text.categories, category.name),
        ),
        kind="category",
        section="categories",
        heading=category.name,
        category=category,
        text=text,
        downloads=link_downloads(context, route),
        groups=group_by_year(context, cut_page(context, positions, route.number), fragments.card, totals),
        years=view_years(context, totals, linked=False),
        pager=view_pager(context, route, len(positions)),
    )


def _introduce(context: SiteContext, code: str) -> tuple[Markup, str]:
    """Return what a category is about, as HTML and as text: the curators' words, or else ours, which are English."""
    if own := context.texts["categories"].get(code):
        return trust(own.html), own.plain
    known = lookup(code)
    if known is None or not context.site.language.startswith("en"):
        return EMPTY, ""
    return Markup("<p>{}</p>").format(known.about), known.about


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    for code, text in context.texts["categories"].items():
        if code in context.catalog.facets["category"]:
            name = view_category(context, code).name
            yield OldAddresses(code, text.page.redirect_from, name.encode(), partial(str, name))


def _digest_counts(digests: Digests, _: Page) -> bytes:
    found = digests.context.catalog.facets["category"]
    return digests.share(
        "categories", "", lambda: repr([(code, len(papers)) for code, papers in found.items()]).encode()
    )


def _view_index(context: SiteContext, route: Route, _: FragmentCache) -> CategoriesView:
    """Return the index of categories, under the names of arXiv's groups."""
    views = count_categories(context)
    views.sort(key=lambda view: (view.group == "", view.group, view.code))
    text = context.words.text
    return CategoriesView(
        head=view_head(context, route, text.categories),
        kind="categories",
        section="categories",
        heading=text.categories,
        count=len(views),
        groups=tuple((group, tuple(members)) for group, members in groupby(views, key=lambda view: view.group)),
    )


CATEGORY = PageKind(
    name="category",
    address="categories/{key}/",
    template="category.html",
    source="content/categories/{key}.md",
    text_source=TextSource(read_page),
    in_sitemap=True,
    in_menu=never,
    list_keys=lambda context: context.catalog.facets["category"],
    list_pages=_list_pages,
    list_keys_showing=lambda context, position: context.catalog.entries[position].paper.categories,
    inputs=(
        DETAILS,
        BODIES,
        NAMES,
        Input("the number of papers by year", _digest_years),
        Input("the text about the category", _digest_text),
    ),
    view=_view,
    list_papers=lambda context, key: PaperList(
        view_category(context, key).name, context.catalog.facets["category"][key]
    ),
    list_texts=lambda context: list_texts_of(context, "categories", context.catalog.facets["category"]),
    list_old_addresses=_list_old_addresses,
)
CATEGORIES = PageKind(
    name="categories",
    address="categories/",
    template="categories.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=always,
    list_keys=no_key,
    list_pages=one_page("categories"),
    list_keys_showing=nowhere,
    inputs=(Input("the number of papers by category", _digest_counts),),
    view=_view_index,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
