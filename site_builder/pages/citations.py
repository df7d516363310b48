"""A paper's citations. The paper's page and the bibliographies of the site share them, so they are made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from site_builder.exports import bibtex, reference, ris
from site_builder.urls import Route

if TYPE_CHECKING:
    from site_builder.pages.site_context import SiteContext


class Citations(NamedTuple):
    """A paper in the formats of reference managers, and as a line of a list of references. ``url`` is its page's whole
    address, or empty when the site's own isn't known; ``key`` is what its BibTeX is cited by."""

    url: str
    key: str
    bibtex: str
    ris: str
    line: str


def cite(context: SiteContext, position: int) -> Citations:
    """Return the citations of the paper at this position of the catalog."""
    entry = context.catalog.entries[position]
    paper = entry.paper
    url = context.locate(Route("paper", paper.id))
    key = context.catalog.citation_keys[position]
    line = reference.compose(paper, entry.title_text, url)
    return Citations(url, key, bibtex.compose(paper, url, key), ris.compose(paper, url, key), line)
