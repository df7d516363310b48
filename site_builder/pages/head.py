"""The head of every page: what browsers, search engines and reference managers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports import jsonld
from site_builder.pages.views import HeadView
from site_builder.text.folding import cut
from site_builder.text.html import EMPTY, escape_text, trust
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from site_builder.exports.jsonld import Trail
    from site_builder.pages.site_context import SiteContext
    from site_builder.pages.views import HeadLinkView, MetaView

#: A dot and an ellipsis as character references: a page with nothing but ASCII is joined and encoded in half the time.
_DOT, _ELLIPSIS = "&#183;", "&#8230;"
#: The length of a description in characters; search engines show about as many.
_DESCRIPTION = 200


def view_head(
    context: SiteContext,
    route: Route,
    title: str,
    description: str = "",
    *,
    url: str = "",
    robots: str = "",
    image: str = "",
    metas: Sequence[MetaView] = (),
    links: Sequence[HeadLinkView] = (),
    json_ld: str | None = None,
    policy: str = "",
) -> HeadView:
    """Return a page's head; ``title`` gets its page number, and the site's title behind it. ``url`` is the page's whole
    address where somebody has spelled it before. Without ``json_ld``, what every page says of itself stands there."""
    url = url or context.locate(route)
    if json_ld is None:
        json_ld = _describe_page(context, route, title, url)
    if route.number > 1:
        title = f"{title} ({context.words.text.page_n.replace('{n}', str(route.number))})" if title else ""
    name = context.site.title
    shown = escape_text(name)
    if title and title != name:
        shown = f"{escape_text(title)} {_DOT} {shown}"
    return HeadView(
        title=trust(shown),
        description=_shorten(description),
        canonical=url,
        robots=robots,
        image=image,
        metas=tuple(metas),
        links=tuple(links),
        json_ld=trust(json_ld),
        policy=policy,
    )


def _describe_page(context: SiteContext, route: Route, title: str, url: str) -> str:
    """Describe a page of which nothing more is known; the further pages of a list are parts of the first."""
    if route.number > 1 or not url:
        return ""
    return jsonld.describe_page(title, url, ((context.site.title, context.base.url), (title, url)))


def view_trail(context: SiteContext, index: str, label: str, title: str, url: str) -> Trail:
    """Return the way to a page for machines: the front page, the index of this kind, the page itself.

    Empty where the site's address isn't known.
    """
    if not url:
        return ()
    return (context.site.title, context.base.url), (label, context.locate(Route(index))), (title, url)


def describe_list(context: SiteContext, route: Route, index: str, label: str, title: str) -> str:
    """Describe a page with a list of papers to machines; ``label`` is the name of the index with this page."""
    url = context.locate(route)
    return jsonld.describe_list(title, url, view_trail(context, index, label, title, url))


def _shorten(text: str) -> Markup:
    """Return the beginning of the text, cut between words if the script has spaces."""
    if not text:
        return EMPTY
    if len(text) <= _DESCRIPTION:
        return trust(escape_text(text))
    return trust(escape_text(cut(text, _DESCRIPTION, " ").rstrip(" ,;:.")) + _ELLIPSIS)
