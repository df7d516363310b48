"""A paper's card in a file beside its page: a search shows its results as lists show papers, from the same template."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.pages.digests import digest
from site_builder.pages.files import SITE, File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext

_PATH = "papers/{}/card.json"


def plan_cards(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    """Yield the file of each paper's card, ``{"html": …}``; a site without a search has none."""
    if not context.searchable:
        return
    catalog = context.catalog
    for position, cached in enumerate(catalog.cached):
        authors = catalog.authorships[position]
        inputs = {
            SITE: context.site_digest,
            "the paper": cached.details,
            "the name of an author": digest(repr([(who, catalog.authors[who].name) for who in authors]).encode()),
        }
        origin = f"content/papers/{cached.id}.md"
        yield File(_PATH.format(cached.id), inputs, origin, partial(make_card, fragments, position))


def find_card(context: SiteContext, path: str) -> int | None:
    """Return which paper's card is in the file at a path below the output folder, by its position; None for others."""
    before, after = _PATH.split("{}")
    if not (path.startswith(before) and path.endswith(after)):
        return None
    return context.catalog.position.get(path[len(before) : -len(after)])


def make_card(fragments: FragmentCache, position: int) -> bytes:
    """Return the file of a paper's card."""
    return msgspec.json.encode({"html": str(fragments.plain_line(position))})
