"""The ``citation_*`` tags of a paper's page for Google Scholar, and further tags that Zotero reads.

Scholar's inclusion guidelines name three tags that a page can't do without: title, each author in a tag of its own, and
the date of publication, whole or as a year. They also ask that the PDF is in the same folder as the page, so a PDF
elsewhere has no tag. From some ``citation_*`` tags Zotero concludes the type, whatever else the page says; all other
types are stated in ``z:itemType``, and ``z:`` before any name of its fields is understood (its translators "Embedded
Metadata" and "RDF").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import (
    describe_status,
    find_license,
    find_number,
    list_names,
    split_pages,
)
from site_builder.text.identifiers import address_orcid
from site_builder.text.person_names import find_parts, invert_name
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.model import Authorship, Paper

Meta = tuple[str, str]

#: CSL's types → Zotero's. A paper without a type is a document.
ITEM_TYPES = {
    "article": "preprint",
    "article-journal": "journalArticle",
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "book": "book",
    "chapter": "bookSection",
    "collection": "book",
    "dataset": "dataset",
    "entry-encyclopedia": "encyclopediaArticle",
    "manuscript": "manuscript",
    "paper-conference": "conferencePaper",
    "patent": "patent",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "report": "report",
    "review": "journalArticle",
    "review-book": "journalArticle",
    "software": "computerProgram",
    "speech": "presentation",
    "standard": "standard",
    "thesis": "thesis",
    "webpage": "webpage",
}
#: The tag for where the paper appeared, by type. Zotero concludes the type from those that begin with ``citation_``.
_VENUES = {
    "article": "z:repository",
    "article-journal": "citation_journal_title",
    "article-magazine": "z:publicationTitle",
    "article-newspaper": "z:publicationTitle",
    "chapter": "citation_inbook_title",
    "entry-encyclopedia": "z:encyclopediaTitle",
    "paper-conference": "citation_conference_title",
    "post": "z:forumTitle",
    "post-weblog": "z:blogTitle",
    "review": "citation_journal_title",
    "review-book": "citation_journal_title",
    "speech": "z:meetingName",
    "webpage": "z:websiteTitle",
}
_INSTITUTIONS = {
    "thesis": "citation_dissertation_institution",
    "report": "citation_technical_report_institution",
}
#: Zotero's fields that have a name of their own in each type.
_NUMBERS = {"patent": "z:patentNumber", "report": "z:reportNumber", "standard": "z:number"}
_GENRES = {
    "article": "z:genre",
    "manuscript": "z:manuscriptType",
    "report": "z:reportType",
    "speech": "z:presentationType",
    "thesis": "z:thesisType",
}
_PUBLISHERS = {"dataset": "z:repository", "patent": "z:assignee", "software": "z:company"}
_CONTAINER = {
    "volume": "citation_volume",
    "issue": "citation_issue",
    "ISSN": "citation_issn",
    "ISBN": "citation_isbn",
    "collection-title": "citation_series_title",
    "edition": "z:edition",
    "publisher-place": "z:place",
    "authority": "z:issuingAuthority",
    "section": "z:section",
    "number-of-volumes": "z:numberOfVolumes",
    "number-of-pages": "z:numPages",
    "title-short": "z:shortTitle",
    "PMID": "citation_pmid",
}
#: What stands in place of a date that isn't known: Zotero would take the first date on the page.
_NO_DATE = "n.d."


def compose(paper: Paper, title: str, url: str = "", pdf_url: str = "") -> tuple[Meta, ...]:
    """Return the tags as ``(name, content)``, in order.

    ``title`` is the title as plain text; ``url`` and ``pdf_url`` are the absolute addresses of the page and of the PDF,
    empty where unknown.
    """
    kind = find_type(paper)
    metas = [
        ("citation_title", title),
        *_list_authors(paper),
        *_list_dates(paper.date, kind),
        *_list_venue(paper, kind),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv),
        ("citation_language", paper.language),
        *(("citation_keywords", tag) for tag in paper.tags),
        ("citation_abstract_html_url", url),
        ("citation_pdf_url", pdf_url if _is_beside(pdf_url, url) else ""),
        *_list_for_zotero(paper, kind),
    ]
    return tuple([meta for meta in metas if meta[1]])


def _list_authors(paper: Paper) -> Iterator[Meta]:
    alone = len(paper.authors) == 1
    for authorship in paper.authors:
        yield ("citation_author", _write_name(authorship, alone=alone))
        for institution in authorship.affiliations:
            yield ("citation_author_institution", institution)
        if authorship.orcid:
            yield ("citation_author_orcid", address_orcid(authorship.orcid))
    editors = list_names(paper.container.get("editor", ""))
    for editor in editors:
        yield ("citation_editor", _write_name(editor, alone=len(editors) == 1))


def _write_name(authorship: Authorship, *, alone: bool) -> str:
    """Return a name as it is printed, or as ``Last, First`` where the family name isn't its last word.

    A comma behind a group's name keeps Zotero from splitting it. Where there is one name only, Zotero takes a comma
    between several words for the end of a name, but for a semicolon behind it.
    """
    name = authorship.name
    if authorship.group:
        return f"{name}," if " " in name else name
    words = name.split()
    if len(words) < 3 and name.isascii() and "," not in name and not (authorship.family or authorship.particle):
        return name
    parts = find_parts(authorship)
    given, particle, family, suffix = parts
    if not (particle or suffix or " " in family) and name == f"{given} {family}":
        return name
    inverted = invert_name(*parts)
    return f"{inverted};" if alone and " " in given and (particle or " " in family) else inverted


def _list_dates(date: str, kind: str) -> Iterator[Meta]:
    """Yield the date as ``2025/3/6`` or the year alone, as Scholar wants it, and the month for Zotero."""
    year, month, day = (*date.split("-"), "", "")[:3]
    yield ("citation_publication_date", f"{year}/{int(month)}/{int(day)}" if day else year)
    if month and not day:
        yield ("citation_date", f"{year}/{month}")
    if kind == "patent":
        yield ("z:issueDate", date)
    if not date:
        yield ("z:date", _NO_DATE)


def _list_venue(paper: Paper, kind: str) -> Iterator[Meta]:
    container, venue = paper.container, find_venue(paper)
    institution = container.get("institution", "")
    if kind in _VENUES:
        yield (_VENUES[kind], venue or ("arXiv" if kind == "article" and paper.arxiv else ""))
    elif kind in _INSTITUTIONS:
        yield (_INSTITUTIONS[kind], institution or container.get("publisher", "") or venue)
    if not container:
        return
    for key, name in _CONTAINER.items():
        yield (name, container.get(key, ""))
    if kind == "report":
        yield ("citation_technical_report_number", find_number(paper))
    first, last = split_pages(container.get("page", ""))
    yield ("citation_firstpage", first)
    yield ("citation_lastpage", last)
    yield (_PUBLISHERS.get(kind, "citation_publisher"), container.get("publisher", ""))


def _list_for_zotero(paper: Paper, kind: str) -> Iterator[Meta]:
    """Yield what only Zotero reads: the type, and fields for which there is no ``citation_`` tag."""
    container = paper.container
    yield ("z:itemType", ITEM_TYPES.get(kind, "document"))
    if container:
        yield (_NUMBERS.get(kind, ""), find_number(paper) if kind in _NUMBERS else "")
        yield (_GENRES.get(kind, ""), container.get("genre", "") if kind in _GENRES else "")
        yield ("z:versionNumber", container.get("version", "") if kind in ("dataset", "software") else "")
    yield ("z:archiveID", f"arXiv:{paper.arxiv}" if kind == "article" and paper.arxiv else "")
    yield ("DC.rights", find_license(paper))
    yield ("z:extra", "\n".join(_list_extra(paper, kind)))


def _list_extra(paper: Paper, kind: str) -> Sequence[str]:
    """Return the lines of Zotero's field "Extra"."""
    container = paper.container
    lines = {
        "arXiv": "" if kind == "article" else paper.arxiv,
        "PMCID": container.get("PMCID", ""),
        "Status": describe_status(paper),
        "Original Date": container.get("original-date", ""),
        "Citation Key": paper.key,
    }
    return [f"{name}: {text}" for name, text in lines.items() if text]


def _is_beside(pdf: str, url: str) -> bool:
    """Tell whether a PDF is in the folder of the page."""
    return bool(url) and pdf.startswith(url) and "/" not in pdf[len(url) :]
