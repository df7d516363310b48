"""A paper in a list as COinS (https://ocoins.info), from which Zotero and others take it without opening its page.

A ``ContextObject`` of OpenURL (ANSI/NISO Z39.88-2004) in its form of keys and values. Its formats know journals, books,
dissertations and patents; every other type is Dublin Core, in which Zotero reads its own names of types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.exports.citation import find_address, find_number, name_withdrawal, split_pages
from site_builder.exports.highwire import ITEM_TYPES
from site_builder.text.identifiers import address_arxiv
from site_builder.text.person_names import find_parts, invert_name
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Authorship, Paper

#: A paper with more authors is taken from its own page only: their names are longer than the rest of the list.
_MOST_AUTHORS = 100
#: The format, the genre, and the keys of the title and of what the paper is a part of, by Zotero's type.
_FORMATS = {
    "journalArticle": ("journal", "article", "atitle", "jtitle"),
    "conferencePaper": ("book", "proceeding", "atitle", "btitle"),
    "bookSection": ("book", "bookitem", "atitle", "btitle"),
    "book": ("book", "book", "btitle", ""),
    "report": ("book", "report", "btitle", ""),
    "thesis": ("dissertation", "", "title", ""),
    "patent": ("patent", "", "title", ""),
}
_OTHERS = ("dc", "", "title", "source")
_CONTAINER = {
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "ISSN": "issn",
    "ISBN": "isbn",
    "publisher": "pub",
    "publisher-place": "place",
    "edition": "edition",
    "collection-title": "series",
    "number-of-pages": "tpages",
}


def compose(paper: Paper, title: str, url: str = "") -> str:
    """Return the value of the ``title`` attribute, not yet escaped. ``title`` is the paper's as plain text, ``url`` the
    address of its page.

    Empty for a paper with very many authors, and for one that was retracted or withdrawn: there is no place to say so.
    """
    if name_withdrawal(paper) or len(paper.authors) > _MOST_AUTHORS:
        return ""
    return "&".join([f"{key}={quote(text, safe='')}" for key, text in _list_pairs(paper, title, url) if text])


def _list_pairs(paper: Paper, title: str, url: str) -> Iterator[tuple[str, str]]:
    item_type = ITEM_TYPES.get(find_type(paper), "document")
    form, genre, key_of_title, key_of_venue = _FORMATS.get(item_type, _OTHERS)
    container = paper.container
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"
    yield "rft.genre", genre
    if form == "dc":
        yield "rft.type", item_type
    yield f"rft.{key_of_title}", title
    if key_of_venue:
        yield f"rft.{key_of_venue}", find_venue(paper)
    author = "rft.inventor" if form == "patent" else "rft.au"
    for authorship in paper.authors:
        yield author, _write_name(authorship)
    yield "rft.date", paper.date
    for name, key in _CONTAINER.items():
        yield f"rft.{key}", container.get(name, "")
    first, last = split_pages(container.get("page", ""))
    if last:
        yield "rft.spage", first
        yield "rft.epage", last
    if form == "dissertation":
        yield "rft.inst", container.get("institution", "")
        yield "rft.degree", container.get("genre", "")
    elif form == "patent":
        yield "rft.number", find_number(paper)
    elif item_type == "report":
        yield "rft.pub", container.get("institution", "")
    yield "rft.language", paper.language
    yield "rft_id", f"info:doi/{paper.doi}" if paper.doi else ""
    yield "rft_id", find_address(paper, "") or address_arxiv(paper.arxiv) or url


def _write_name(authorship: Authorship) -> str:
    """Return a name as ``Last, First``; a comma behind a name that has no parts keeps Zotero from splitting it."""
    name = authorship.name if authorship.group else invert_name(*find_parts(authorship))
    return name if "," in name or " " not in name else f"{name},"
