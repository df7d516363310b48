"""The pages of venues, and their index.

A full name and an abbreviation are one venue only where ``content/venues/<key>.md`` says so, by its ``title`` or its
``aliases``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.list_kind import ListKind
from site_builder.pages.paper_lists import VENUE_LISTS
from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.site_context import SiteContext


class _VenueKind(ListKind):
    def list_names(self, context: SiteContext, key: str) -> Iterable[str]:
        """Return the names that papers print beside the title, those that differ in more than case and accents."""
        title, printed = self.lists.find_title(context, key), self.lists.list_printed(context, key)
        names = {fold(name): name for name in reversed((title, *printed))}
        return list(reversed(names.values()))[1:]


VENUE, VENUES = _VenueKind(VENUE_LISTS).make_page_kinds()
