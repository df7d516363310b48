"""The ``citation_*`` tags of a paper's page, for Google Scholar and Zotero.

Scholar's inclusion guidelines name three that a page can't do without: title, every author in a tag of its own, and the
date of publication, whole or as a year. They also ask that the PDF be in the same folder as the page, so a PDF
elsewhere gets no tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import find_number, find_type, find_venue, split_pages
from site_builder.text.identifiers import address_orcid
from site_builder.text.person_names import find_parts, invert_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Authorship, Paper

Meta = tuple[str, str]

#: What the place of publication is called, by the CSL type of the paper; for other types there is no tag.
_VENUES = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article-newspaper": "citation_journal_title",
    "paper-conference": "citation_conference_title",
    "chapter": "citation_inbook_title",
}
_INSTITUTIONS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
#: How a suffix (Jr., III) ends, and few other names do: most needn't be split.
_SUFFIX_ENDS = (".", "Jr", "Sr", "II", "IV", "nior")
_CONTAINER = {
    "volume": "citation_volume",
    "issue": "citation_issue",
    "ISSN": "citation_issn",
    "ISBN": "citation_isbn",
    "publisher": "citation_publisher",
}


def compose(paper: Paper, title: str, url: str = "", pdf_url: str = "") -> tuple[Meta, ...]:
    """Return the tags as ``(name, content)``, in order.

    ``title`` is the title as plain text; ``url`` and ``pdf_url`` are the absolute addresses of the page and of the PDF,
    empty where unknown.
    """
    metas = [("citation_title", title), *_list_authors(paper)]
    metas += [
        ("citation_publication_date", _write_date(paper.date)),
        *_list_venue(paper),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv),
        ("citation_language", paper.language),
        *(("citation_keywords", tag) for tag in paper.tags),
        ("citation_abstract_html_url", url),
        ("citation_pdf_url", pdf_url if _is_beside(pdf_url, url) else ""),
    ]
    return tuple([meta for meta in metas if meta[1]])


def _list_authors(paper: Paper) -> Iterator[Meta]:
    for authorship in paper.authors:
        yield ("citation_author", _write_name(authorship))
        for institution in authorship.affiliations:
            yield ("citation_author_institution", institution)
        if authorship.orcid:
            yield ("citation_author_orcid", address_orcid(authorship.orcid))


def _write_name(authorship: Authorship) -> str:
    """Return a name as it is printed, or as ``Last, First`` where the family name isn't its last word."""
    name = authorship.name
    if authorship.group:
        return name
    if name.isascii() and "," not in name and not authorship.family and not name.endswith(_SUFFIX_ENDS):
        return name
    parts = find_parts(authorship)
    if " " in parts.family:
        return invert_name(*parts)
    return name if name == " ".join([part for part in parts[:3] if part]) else invert_name(*parts)


def _write_date(date: str) -> str:
    """Return ``2025/3/6``, or the year alone: the guidelines know nothing between."""
    if len(date) < len("2025-03-06"):
        return date[:4]
    year, month, day = date.split("-")
    return f"{year}/{int(month)}/{int(day)}"


def _list_venue(paper: Paper) -> Iterator[Meta]:
    container = paper.container
    kind = find_type(paper)
    if kind in _VENUES:
        yield (_VENUES[kind], find_venue(paper))
    elif kind in _INSTITUTIONS:
        yield (_INSTITUTIONS[kind], container.get("institution") or find_venue(paper))
    if not container:
        return
    for key, name in _CONTAINER.items():
        yield (name, container.get(key, ""))
    if kind == "report":
        yield ("citation_technical_report_number", find_number(paper))
    first, last = split_pages(container.get("page", ""))
    yield ("citation_firstpage", first)
    yield ("citation_lastpage", last)


def _is_beside(pdf: str, url: str) -> bool:
    """Tell whether a PDF is in the folder of the page."""
    return bool(url) and pdf.startswith(url) and "/" not in pdf[len(url) :]
