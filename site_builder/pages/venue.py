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
from site_builder.text.venue_names import make_venue_key, name_series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.site_context import SiteContext


class _Venues(ListKind):
    name, index = "venue", "venues"
    text_source = TextSource(read_topic, make_venue_key)

    def find_title(self, context: SiteContext, key: str) -> str:
        """Return a venue's name: the title of its own text, else the name that its newest paper prints."""
        text = self.find_text(context, key)
        newest = context.catalog.entries[self.find_papers(context, key)[0]].paper
        return (text and text.page.title) or name_series(newest.venue)

    def list_names(self, context: SiteContext, key: str) -> Iterable[str]:
        """Return the names that papers print beside the title, those that differ in more than case and accents."""
        entries = context.catalog.entries
        printed = dict.fromkeys(entries[n].paper.venue for n in self.find_papers(context, key))
        names = {fold(name): name for name in reversed((self.find_title(context, key), *map(name_series, printed)))}
        return list(reversed(names.values()))[1:]


def link_venue(context: SiteContext, printed: str) -> str:
    """Return what an ``href`` holds to reach the page of the venue that a paper prints; empty if it prints none."""
    if not printed:
        return ""
    key = make_venue_key(printed)
    return context.link("venue", context.aliases["venues"].get(key, key))


VENUE, VENUES = _Venues().make_page_kinds()
