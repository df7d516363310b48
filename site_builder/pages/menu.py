"""The menu: which pages of the site stand in it, and in which order."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic
from site_builder.pages.free_page import SEARCH
from site_builder.pages.kinds import KINDS
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.site_context import SiteContext

#: The kinds that can be in the menu under their own name: those of one page that readers shall find.
_NAMED = {kind.name: kind for kind in KINDS if kind.in_sitemap and "{key}" not in kind.address}


def choose_menu(context: SiteContext) -> tuple[Route, ...]:
    """Return the pages in the menu: those that the settings name and the site has, else all that belong there.

    The search stands last.
    """
    free = sorted(context.free_pages.values(), key=lambda text: text.page.weight)
    if context.site.menu is None:
        kinds = [Route(name) for name, kind in _NAMED.items() if kind.in_menu(context)]
        chosen = [*kinds, *[Route("page", text.page.id) for text in free if text.page.menu]]
    else:
        found = {text.page.id: Route("page", text.page.id) for text in free}
        found |= {name: Route(name) for name, kind in _NAMED.items() if any(True for _ in kind.list_keys(context))}
        chosen = [found[name] for name in dict.fromkeys(context.site.menu) if name in found]
    return (*chosen, Route(SEARCH.name)) if SEARCH.in_menu(context) else tuple(chosen)


def check_menu(context: SiteContext) -> Iterator[Diagnostic]:
    """Yield each name in the setting that no page can have."""
    known = [*_NAMED, *context.free_pages]
    for name in context.site.menu or ():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            suggestion = f"did you mean '{near[0]}'?" if near else f"write some of {', '.join(known)}"
            message, location = f"there is no page '{name}' for the menu", context.site.locate("menu")
            yield Diagnostic("site-menu", message, location, suggestion, "warning")
