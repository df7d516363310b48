"""When papers came to the site and when pages changed, as feeds and the sitemap tell it (see `content.history`)."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from site_builder.exports.feeds import stamp_date
from site_builder.pages.kinds import find_source
from site_builder.storage.git_log import FileDates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.site_context import SiteContext

_UNKNOWN = FileDates()


def find_paper_dates(context: SiteContext, position: int) -> FileDates:
    """Return the dates of the entry at this position of the catalog."""
    return context.history.get(f"papers/{context.catalog.cached[position].id}.md", _UNKNOWN)


def list_paper_dates(context: SiteContext) -> list[FileDates]:
    """Return the dates of all entries, by position."""
    return [find_paper_dates(context, position) for position in range(len(context.catalog.cached))]


def pick_newest(context: SiteContext, fragments: FragmentCache, positions: Sequence[int], most: int) -> Sequence[int]:
    """Return the papers that came last to the site, last first; those that came together in the order of their dates.

    A paper counts from its own date where nobody knows when it came.
    """
    if not context.history:
        return sorted(positions)[:most]
    ranks = fragments.share("newest", "", lambda: _rank_papers(context))
    return nsmallest(most, positions, key=ranks.__getitem__)


def _rank_papers(context: SiteContext) -> list[int]:
    """Return the rank of each paper by position, the newest first."""
    entries = context.catalog.entries
    came = [
        dates.added or (stamp_date(date) if (date := entry.paper.date) else "")
        for dates, entry in zip(list_paper_dates(context), entries, strict=True)
    ]
    order = sorted(range(len(came)), key=came.__getitem__, reverse=True)  # which leaves equals in their order
    ranks = [0] * len(order)
    for rank, position in enumerate(order):
        ranks[position] = rank
    return ranks


def find_last_change(context: SiteContext, papers: Sequence[FileDates], page: Page) -> str:
    """Return when the file of a page or one of the papers that it shows last changed, as far as it is known; ``papers``
    are the dates of all papers."""
    if not context.history:
        return ""
    source = find_source(page.route).removeprefix("content/")
    of_source = context.history.get(source, _UNKNOWN).changed
    return max([of_source, *[papers[position].changed for position in page.shows]])
