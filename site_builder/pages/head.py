"""What every page's head says, to browsers and to machines that read pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from site_builder.routes import Route, address
from site_builder.views import HeadView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.pages.edition import Edition
    from site_builder.views import HeadLinkView, MetaView

#: Characters of a description; search engines show about this many.
_DESCRIPTION = 200


def view_head(
    edition: Edition,
    route: Route,
    title: str,
    description: str = "",
    *,
    robots: str = "",
    metas: Sequence[MetaView] = (),
    links: Sequence[HeadLinkView] = (),
    json_ld: str = "",
) -> HeadView:
    """Return a page's head; ``title`` gets its page number, and the site's title behind it."""
    if route.number > 1:
        title = f"{title} ({edition.words.text.page_n.format(n=route.number)})" if title else ""
    name = edition.site.title
    return HeadView(
        title=f"{title} · {name}" if title and title != name else name,
        description=shorten(description),
        canonical=edition.base.absolute(address(route)),
        robots=robots,
        metas=tuple(metas),
        links=tuple(links),
        json_ld=Markup(json_ld),  # noqa: S704 - escaped for a script element where it is made
    )


def shorten(text: str) -> str:
    """Return the beginning of the text, cut between words."""
    if len(text) <= _DESCRIPTION:
        return text
    return text[:_DESCRIPTION].rpartition(" ")[0].rstrip(" ,;:.") + "…"
