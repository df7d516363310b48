"""What the feeds of a site show: the feeds themselves and the papers in them, as `exports.feeds` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import is_retracted
from site_builder.exports.feeds import Feed, Item
from site_builder.pages.dates import find_paper_dates
from site_builder.pages.kinds import KINDS
from site_builder.pages.news import find_title
from site_builder.pages.site_context import complete_url, resolve_url, view_category
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.content.loader import Text
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext


def describe_feed(context: SiteContext, fragments: FragmentCache, route: Route, title: str) -> Feed:
    """Return the feed of a list without the name of its file, which ends the address of its page."""
    site = context.site
    return Feed(
        id=context.addresses.spell(find_first(context, fragments, route)),
        title=site.title if route.kind == "home" else f"{site.title}: {title}",
        home=context.locate(route),
        url=context.locate(route),
        description=site.description,
        language=site.language,
    )


def make_item(context: SiteContext, fragments: FragmentCache, position: int) -> Item:
    """Return the paper at this position of the catalog as feeds have it."""
    entry = context.catalog.entries[position]
    paper = entry.paper
    return Item(
        id=find_first(context, fragments, Route("paper", paper.id)).key,
        title=f"{context.words.text.status_retracted}: {entry.title_text}" if is_retracted(paper) else entry.title_text,
        url=context.locate(Route("paper", paper.id)),
        date=paper.date,
        changed=find_paper_dates(context, position).changed,
        html=entry.read_body().abstract,
        authors=tuple(authorship.name for authorship in paper.authors),
        categories=tuple((code, view_category(context, code).name) for code in paper.categories),
        tags=paper.tags,
        language=paper.language,
        image=complete_url(context, resolve_url(context, paper.image)) if paper.image else "",
    )


def make_news_item(context: SiteContext, fragments: FragmentCache, text: Text) -> Item:
    """Return news as feeds have them."""
    route = Route("news_item", text.page.id)
    return Item(
        kind="news",
        id=find_first(context, fragments, route).key,
        title=find_title(text),
        url=context.locate(route),
        date=text.page.date,
        html=text.html,
    )


def find_first(context: SiteContext, fragments: FragmentCache, route: Route) -> Route:
    """Return the page at whose address readers of the feeds first saw a paper or a list: where it is, or the first of
    its old addresses.

    The identifier of an entry must not change when it moves (RFC 4287, 4.2.6), and comes from here.
    """
    first = fragments.share("first addresses", "", lambda: dict(_list_moved(context)))
    return first.get(route, route)


def _list_moved(context: SiteContext) -> Iterator[tuple[Route, Route]]:
    """Yield the pages that were elsewhere, each with the first page of its kind that had one of its old addresses."""
    for kind in KINDS:
        for page in kind.list_old_addresses(context):
            routes = map(context.addresses.parse, page.addresses)
            if old := next((route for route in routes if route and route.kind == kind.name and route.key), None):
                yield Route(kind.name, page.key), old
