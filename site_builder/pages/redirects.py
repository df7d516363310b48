"""Pages at old addresses, which lead on to where a paper, a person or a page is now.

A server of files can't answer that something has moved, so a page does, as Hugo's and Jekyll's do: by a refresh after
no time, which browsers follow without a trace in their history and search engines take for a move. It needs no theme,
and in no language more words than the title of what has moved.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.pages.files import File
from site_builder.pages.site_context import view_category
from site_builder.storage.cache import digest
from site_builder.text.html import escape_text
from site_builder.urls import Route, output_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.pages.site_context import SiteContext


class Redirect(File, frozen=True):
    """A page at an old address, which the file that it originates from claims."""

    address: str


def plan_redirects(context: SiteContext) -> Iterator[Redirect]:
    """Yield a page for each address that somebody claims; two may claim one."""
    catalog = context.catalog
    for position, addresses in catalog.old_addresses.items():
        cached = catalog.cached[position]
        title = partial(_read_title, context, position)
        plan = partial(
            _plan, context, f"content/papers/{cached.id}.md", Route("paper", cached.id), cached.line_key, title
        )
        yield from map(plan, addresses)
    for source, route, shown, addresses in _list_others(context):
        plan = partial(_plan, context, source, route, shown.encode(), partial(str, shown))
        yield from map(plan, addresses)


def _read_title(context: SiteContext, position: int) -> str:
    return context.catalog.entries[position].title_text


def _list_others(context: SiteContext) -> Iterator[tuple[str, Route, str, tuple[str, ...]]]:
    """Yield what else may have been elsewhere: its file, its route, its title and its old addresses."""
    for person in context.catalog.person_index.people.values():
        yield f"content/authors/{person.id}.md", Route("author", person.id), person.name, person.redirect_from
    for code, text in context.category_texts.items():
        if code in context.catalog.categories:
            yield text.source, Route("category", code), view_category(context, code).name, text.page.redirect_from
    for name, text in context.pages.items():
        yield text.source, Route("page", name), text.page.title or name, text.page.redirect_from
    if home := context.home:
        yield home.source, Route("home"), context.site.title, home.page.redirect_from


def _plan(
    context: SiteContext, source: str, route: Route, shown: bytes, find_title: Callable[[], str], address: str
) -> Redirect:
    depends = digest(context.site_digest, source.encode(), shown)
    return Redirect(output_path(address), depends, source, lambda: _compose(context, route, find_title()), address)


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
