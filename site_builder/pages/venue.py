"""The pages of venues, and their index.

A venue gathers the papers of all its years: ``NeurIPS 2024`` and ``NeurIPS 2025`` are ``NeurIPS``. A full name and an
abbreviation are one venue only where ``content/venues/<key>.md`` says so, by its ``title`` or its ``aliases``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.entries.reader import read_topic
from site_builder.pages.digests import NOTHING, digest, digest_text
from site_builder.pages.head import describe_list, view_head
from site_builder.pages.inputs import DETAILS, NAMES
from site_builder.pages.lists import cut_page, group_by_year, list_texts_of, split_list, view_pager
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import (
    Input,
    OldAddresses,
    Page,
    PageKind,
    PaperList,
    TextSource,
    never,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import PageView
from site_builder.pages.site_context import count_years, view_years
from site_builder.pages.views import BarView, GroupView, LinkView, PagerView, View
from site_builder.text.folding import fold
from site_builder.text.html import EMPTY, trust
from site_builder.text.venue_names import make_venue_key, name_series
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.content.loader import Text
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
from site_builder.pages.site_context import SiteContext


class VenueView(View, frozen=True):
    """A conference, a journal or another place of publication, with ``count`` papers."""

    name: str
    url: str
    count: int


class VenuePageView(PageView, frozen=True):
    """``venue.html``: a venue's papers by year, newest first, what it is (``text``), and its years. ``printed_as`` are
    other names under which papers name it."""

    venue: VenueView
    text: Markup
    printed_as: tuple[str, ...]
    downloads: tuple[LinkView, ...]
    groups: tuple[GroupView, ...]
    years: tuple[BarView, ...]
    pager: PagerView


class VenuesView(PageView, frozen=True):
    """``venues.html``: the ``count`` venues, by name."""

    count: int
    venues: tuple[VenueView, ...]


def link_venue(context: SiteContext, printed: str) -> str:
    """Return what an ``href`` holds to reach the page of the venue that a paper prints; empty if it prints none."""
    if not printed:
        return ""
    key = make_venue_key(printed)
    return context.link("venue", context.aliases["venues"].get(key, key))


def _list_keys(context: SiteContext) -> Iterable[str]:
    aliases = context.aliases["venues"]
    return dict.fromkeys(aliases.get(key, key) for key in context.catalog.facets["venue"])


def _find_papers(context: SiteContext, key: str) -> tuple[int, ...]:
    """Return the papers of a venue under all of its names. Raises KeyError where there are none."""
    aliases, found = context.aliases["venues"], context.catalog.facets["venue"]
    names = dict.fromkeys((key, *[alias for alias, venue in aliases.items() if venue == key]))
    lists = [found[name] for name in names if name in found and aliases.get(name, name) == key]
    if not lists:
        raise KeyError(key)
    return lists[0] if len(lists) == 1 else tuple(sorted(position for papers in lists for position in papers))


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    return split_list(context, "venue", key, _find_papers(context, key))


def _find_text(context: SiteContext, key: str) -> Text | None:
    return context.texts["venues"].get(key)


def _find_name(context: SiteContext, key: str) -> str:
    """Return a venue's name: the title of its own text, else the name that its newest paper prints."""
    text = _find_text(context, key)
    newest = context.catalog.entries[_find_papers(context, key)[0]].paper
    return (text and text.page.title) or name_series(newest.venue)


def _view_venue(context: SiteContext, key: str) -> VenueView:
    return VenueView(_find_name(context, key), context.link("venue", key), len(_find_papers(context, key)))


def _digest_years(digests: Digests, page: Page) -> bytes:
    key = page.route.key
    return digests.years("venue", key, _find_papers(digests.context, key))


def _digest_names(digests: Digests, page: Page) -> bytes:
    key = page.route.key
    return digests.share("names of venue", key, lambda: repr(_list_names(digests.context, key)).encode())


def _list_names(context: SiteContext, key: str) -> list[str]:
    """Return the venue's name and all names that its papers print, those that differ in more than case and accents."""
    entries = context.catalog.entries
    printed = dict.fromkeys(entries[n].paper.venue for n in _find_papers(context, key))
    names = {fold(name): name for name in reversed((_find_name(context, key), *map(name_series, printed)))}
    return list(reversed(names.values()))


def _digest_text(digests: Digests, page: Page) -> bytes:
    return digest_text(_find_text(digests.context, page.route.key))


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> VenuePageView:
    """Return a venue's page: what it is, its chart by year, and its papers."""
    positions = _find_papers(context, route.key)
    totals = fragments.share("years of venue", route.key, lambda: count_years(context, positions))
    name, *others = fragments.share("names of venue", route.key, lambda: _list_names(context, route.key))
    text = _find_text(context, route.key)
    return VenuePageView(
        head=view_head(
            context,
            route,
            name,
            text.plain if text else "",
            links=link_list(context, route, name),
            json_ld=describe_list(context, route, "venues", context.words.text.venues, name),
        ),
        kind="venue",
        section="venues",
        heading=name,
        venue=VenueView(name, context.link("venue", route.key), len(positions)),
        text=trust(text.html) if text else EMPTY,
        printed_as=tuple(others),
        downloads=link_downloads(context, route),
        groups=group_by_year(context, cut_page(context, positions, route.number), fragments.line, totals),
        years=view_years(context, totals, linked=False),
        pager=view_pager(context, route, len(positions)),
    )


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    """Yield the old addresses of venues, and the addresses that their other names would have."""
    keys = frozenset(_list_keys(context))
    for key, text in context.texts["venues"].items():
        if key not in keys:
            continue
        name = _find_name(context, key)
        others = [alias for alias, venue in context.aliases["venues"].items() if venue == key and alias != key]
        addresses = [*text.page.redirect_from, *[context.addresses.spell(Route("venue", other)) for other in others]]
        yield OldAddresses(key, addresses, name.encode(), partial(str, name))


def _list_index_pages(context: SiteContext, key: str) -> Iterable[Page]:
    if not context.catalog.facets["venue"]:
        raise KeyError(key)
    return one_page("venues")(context, key)


def _digest_index(digests: Digests, _: Page) -> bytes:
    context = digests.context
    venues = [(key, _find_name(context, key), len(_find_papers(context, key))) for key in _list_keys(context)]
    return digest(repr(venues).encode()) if venues else NOTHING


def _view_index(context: SiteContext, route: Route, _: FragmentCache) -> VenuesView:
    text = context.words.text
    venues = sorted(
        [_view_venue(context, key) for key in _list_keys(context)], key=lambda venue: (fold(venue.name), venue.url)
    )
    return VenuesView(
        head=view_head(context, route, text.venues),
        kind="venues",
        section="venues",
        heading=text.venues,
        count=len(venues),
        venues=tuple(venues),
    )


VENUE = PageKind(
    name="venue",
    address="venues/{key}/",
    template="venue.html",
    source="content/venues/{key}.md",
    text_source=TextSource(read_topic, make_venue_key),
    in_sitemap=True,
    in_menu=never,
    list_keys=_list_keys,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(
        DETAILS,
        NAMES,
        Input("the number of papers by year", _digest_years),
        Input("the names of the venue", _digest_names),
        Input("the text about the venue", _digest_text),
    ),
    view=_view,
    list_papers=lambda context, key: PaperList(_find_name(context, key), _find_papers(context, key)),
    list_texts=lambda context: list_texts_of(context, "venues", frozenset(_list_keys(context))),
    list_old_addresses=_list_old_addresses,
)
VENUES = PageKind(
    name="venues",
    address="venues/",
    template="venues.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=lambda context: bool(context.catalog.facets["venue"]),
    list_keys=lambda context: ("",) if context.catalog.facets["venue"] else (),
    list_pages=_list_index_pages,
    list_keys_showing=nowhere,
    inputs=(Input("the name of a venue or the number of its papers", _digest_index),),
    view=_view_index,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
