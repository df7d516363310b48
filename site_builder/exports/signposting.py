"""Typed links of a paper's page for machines (https://signposting.org/FAIR/).

The same links are in the head of the page (level 1 of the profile) and in a link set (level 2, RFC 9264).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.exports.citation import find_license
from site_builder.exports.jsonld import find_class
from site_builder.text.identifiers import address_arxiv, address_doi, address_orcid
from site_builder.text.licenses import address_license

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.model import Paper

LINKSET_TYPE = "application/linkset+json"
_SCHEMA = "https://schema.org/"
_PDF = "application/pdf"


class Link(NamedTuple):
    """A link of a relation (RFC 8288) with the media type of its target, empty for pages."""

    rel: str
    href: str
    type: str = ""


def list_links(paper: Paper, url: str, pdf_url: str, site_url: str, files: Sequence[Link]) -> list[Link]:
    """Return the links of a paper's page. Addresses are absolute, empty where unknown; ``files`` are links to the
    paper's own files."""
    license_ = address_license(find_license(paper))
    links = [
        Link("cite-as", address_doi(paper.doi) or address_arxiv(paper.arxiv) or url),
        Link("type", f"{_SCHEMA}AboutPage"),
        Link("type", f"{_SCHEMA}{find_class(paper)}"),
        *[Link("author", address_orcid(authorship.orcid)) for authorship in paper.authors],
        Link("license", license_ if "://" in license_ else ""),
        Link("item", pdf_url, _PDF),
        Link("collection", site_url),
        *files,
    ]
    return [link for link in links if link.href]


def compose_linkset(url: str, links: Sequence[Link]) -> bytes:
    """Return the link set of a page: its links, and the links back from the PDF and from the descriptions."""
    context: dict[str, object] = {"anchor": url}
    back: list[dict[str, object]] = []
    for link in links:
        if link.rel == "linkset":
            continue
        target = {"href": link.href, "type": link.type} if link.type else {"href": link.href}
        context.setdefault(link.rel, []).append(target)  # type: ignore[attr-defined]
        if link.rel in ("item", "describedby"):
            rel = "collection" if link.rel == "item" else "describes"
            back.append({"anchor": link.href, rel: [{"href": url, "type": "text/html"}]})
    return msgspec.json.encode({"linkset": [context, *back]})
