"""What the links beside a paper lead to: their labels, and where they point, tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.model import Link, Paper

_PDF_LABELS = frozenset(("pdf", "full text", "fulltext", "download pdf", "paper pdf"))
_CODE_LABELS = frozenset(
    ("code", "github", "source", "source code", "software", "implementation", "repo", "repository")
)
_PDF_ADDRESS = re.compile(r"\.pdf(?:[?#]|$)", re.IGNORECASE)
_CODE_ADDRESS = re.compile(
    r"https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[^/]+/[^/]+/?$"
)


def sort_links(paper: Paper, links: Iterable[Link]) -> Paper:
    """Return a paper with these links for its own, each in the field that it belongs to.

    An address that says no more than a DOI or an arXiv id is none. Of several PDFs the first is the paper's.
    """
    doi, arxiv, pdf, code = paper.doi, paper.arxiv, paper.pdf, paper.code
    others: dict[str, Link] = {}
    for link in links:
        label, url = link.label.strip().lower(), link.url
        found_arxiv, found_doi = read_arxiv(url), read_doi(url)
        if found_arxiv or found_doi:
            arxiv = arxiv or found_arxiv
            doi = doi or ("" if found_arxiv else found_doi)
        elif not pdf and (label in _PDF_LABELS or _PDF_ADDRESS.search(url)):
            pdf = url
        elif not isinstance(code, str) and (label in _CODE_LABELS or _CODE_ADDRESS.match(url)):
            code = url
        elif url not in (pdf, code):
            others.setdefault(url, msgspec.structs.replace(link, label=label))
    return msgspec.structs.replace(paper, doi=doi, arxiv=arxiv, pdf=pdf, code=code, links=tuple(others.values()))
