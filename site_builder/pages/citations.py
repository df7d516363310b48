"""A paper's citations, which stand on its page and in files: written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.exports import bibtex, csl, reference, ris
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.pages.site_context import SiteContext


class Citations(NamedTuple):
    """A paper in the formats of reference managers, and as a line of a list of references.

    ``csl`` is an object of JSON. ``url`` is the whole address of the paper's page, or empty when the site's own isn't
    known.
    """

    url: str
    bibtex: str
    ris: str
    csl: str
    line: str


def cite(context: SiteContext, position: int) -> Citations:
    """Return the citations of the paper at this position of the catalog."""
    entry = context.catalog.entries[position]
    paper, key = entry.paper, context.catalog.citation_keys[position]
    url = context.locate(Route("paper", paper.id))
    return Citations(
        url,
        bibtex.compose(paper, url, key),
        ris.compose(paper, url, key),
        msgspec.json.encode(csl.describe(paper, url, key)).decode(),
        reference.compose(paper, entry.title_text, url),
    )


#: The citations of a format in one text, as they stand in a file of it.
JOINED: dict[str, Callable[[Sequence[Citations]], str]] = {
    "bib": lambda cited: "\n".join([one.bibtex for one in cited]),
    "ris": lambda cited: "\n".join([one.ris for one in cited]),
    "json": lambda cited: f"[{','.join([one.csl for one in cited])}]",
}
