"""Pages at old addresses, which lead on to where a paper, a person or a page is now.

A server of static files can't answer that something has moved, so a page does it, as in Hugo and Jekyll: with a refresh
after no time. Browsers follow it without a trace in their history, and search engines take it for a move. The page
needs no theme, and no words but the title of what has moved.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.pages.files import SITE, File
from site_builder.pages.kinds import KINDS, find_source
from site_builder.storage.cache import digest
from site_builder.text.html import escape_text
from site_builder.urls import Route, output_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.page_kind import OldAddresses
    from site_builder.pages.site_context import SiteContext


class Redirect(File, frozen=True):
    """A page at an old address, which the file of its origin names."""

    address: str


def plan_redirects(context: SiteContext) -> Iterator[Redirect]:
    """Yield a page for each old address that a file names; two files may name one address."""
    for kind in KINDS:
        for page in kind.list_old_addresses(context):
            yield from _plan(context, Route(kind.name, page.key), page)


def _plan(context: SiteContext, route: Route, page: OldAddresses) -> Iterator[Redirect]:
    source = find_source(route)
    inputs = {SITE: context.site_digest, source: digest(source.encode(), page.digest)}
    for address in page.addresses:
        make = partial(_make, context, route, page)
        yield Redirect(output_path(address), inputs, source, make, address)


def _make(context: SiteContext, route: Route, page: OldAddresses) -> bytes:
    return _compose(context, route, page.find_title())


def _compose(context: SiteContext, route: Route, title: str) -> bytes:
    link = context.link(route.kind, route.key)
    whole = context.locate(route)
    canonical = f'<link rel="canonical" href="{escape_text(whole)}">\n' if whole else ""
    shown = escape_text(title)
    return f"""<!doctype html>
<html lang="{escape_text(context.site.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="refresh" content="0; url={link}">
<meta name="robots" content="noindex">
{canonical}<title>{shown}</title>
</head>
<body>
<p><a href="{link}">{shown}</a></p>
</body>
</html>
""".encode()
