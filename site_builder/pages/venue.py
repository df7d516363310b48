"""The pages of venues, and their index.

A venue gathers the papers of all its years: ``NeurIPS 2024`` and ``NeurIPS 2025`` are ``NeurIPS``. A full name and an
abbreviation are one venue only where ``content/venues/<key>.md`` says so, by its ``title`` or its ``aliases``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.entries.reader import read_topic
from site_builder.pages.list_kind import ListKind
from site_builder.pages.page_kind import TextSource
from site_builder.text.folding import fold
from site_builder.text.venue_names import make_venue_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.site_context import SiteContext


class _Venues(ListKind):
    name, index = "venue", "venues"
    text_source = TextSource(read_topic, make_venue_key)

    def find_title(self, context: SiteContext, key: str) -> str:
        """Return a venue's name: the title of its own text, else the name that its newest paper prints."""
        text = self.find_text(context, key)
        return (text and text.page.title) or self.list_printed(context, key)[0]

    def list_names(self, context: SiteContext, key: str) -> Iterable[str]:
        """Return the names that papers print beside the title, those that differ in more than case and accents."""
        printed = self.list_printed(context, key)
        names = {fold(name): name for name in reversed((self.find_title(context, key), *printed))}
        return list(reversed(names.values()))[1:]


VENUE_LISTS = _Venues()
VENUE, VENUES = VENUE_LISTS.make_page_kinds()


def link_venue(context: SiteContext, printed: str) -> str:
    """Return what an ``href`` holds to reach the page of the venue that a paper prints; empty if it prints none."""
    return context.link("venue", VENUE_LISTS.make_key(context, printed)) if printed else ""
