"""Crossref, works of its REST API, and of content negotiation at doi.org: https://api.crossref.org/swagger-ui"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, find_all, find_text, read_date_parts, read_notice
from site_builder.formats.people import clean
from site_builder.model import Funding
from site_builder.text.identifiers import address_doi, read_arxiv, read_doi

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

#: The days of a work, the one that counts first; another one only makes it more exact.
_DATES = ("issued", "published", "published-online", "published-print", "posted", "published-other", "approved")
#: What relates one work to another, with the label of the link.
_RELATIONS = {
    "has-preprint": "preprint",
    "is-preprint-of": "published version",
    "has-version": "other version",
    "is-version-of": "other version",
    "is-supplemented-by": "supplement",
    "has-review": "review",
    "is-review-of": "reviewed work",
    "has-translation": "translation",
    "is-translation-of": "original",
    "is-comment-on": "commented work",
    "has-comment": "comment",
}
#: What begins the name of a series; without it, the series stands before the book.
_SERIES = re.compile(r"(?:lecture notes|advances in|springer|communications in|studies in|series)\b", re.IGNORECASE)
#: Types of works in books, whose containers may be two: the series and the book.
_IN_BOOKS = ("book-chapter", "book-part", "book-section", "book-track", "proceedings-article", "reference-entry")
_CORRECTIONS = frozenset(("correction", "corrigendum", "erratum", "addendum", "clarification"))
_NUMBER = re.compile(r"[\dXx-]{8,17}$")


def _adapt(work: Work) -> None:
    fields, inner = work.fields, work.inner
    work.set("date", *(read_date_parts(inner.get(name)) for name in _DATES))
    titles = fields.all("venue") or (work.find("event.name"),)
    work.set("venue", titles[0])
    if len(titles) > 1 and inner.get("type") in _IN_BOOKS:
        series, book = sorted(titles[:2], key=lambda title: not _SERIES.search(title))
        fields.add("series", series)
        work.set("venue", book)
    if inner.get("type") == "posted-content":
        work.set("venue", *titles, work.find("institution.name", "group-title"))
    elif inner.get("type") in ("dissertation", "report"):
        fields.add("institution", work.find("institution.name"))
    work.set("isbn", *(found[0] for text in fields.all("isbn") if (found := _NUMBER.search(text))))
    _read_updates(work)
    _read_funding(work)
    for term in sorted(work.each("license"), key=lambda term: find_text(term, "content-version") != "vor"):
        if find_text(term, "content-version") != "tdm":
            fields.add("license", find_text(term, "URL"))
    relations = inner.get("relation")
    for name, related in relations.items() if isinstance(relations, dict) else ():
        for other in related if isinstance(related, list) else ():
            doi = find_text(other, "id") if find_text(other, "id-type") == "doi" else ""
            if name == "has-preprint" and read_arxiv(doi):
                fields.add("arxiv", doi)
            elif doi and name in _RELATIONS:
                work.link_doi(_RELATIONS[name], doi)


def _read_updates(work: Work) -> None:
    """Read what was said of the work later, and of which other work it says something."""
    fields = work.fields
    for update in work.each("updated-by"):
        kind = find_text(update, "type")
        notice = read_notice(read_date_parts(update.get("updated")), find_text(update, "DOI"))
        if kind in ("retraction", "removal"):
            fields.retraction = fields.retraction or notice
        elif kind == "withdrawal":
            fields.add("status", "withdrawn")
            work.link_doi("withdrawal", find_text(update, "DOI"))
        elif kind in _CORRECTIONS and notice not in fields.errata:
            fields.errata.append(notice)
        elif kind not in _CORRECTIONS:
            work.link_doi((find_text(update, "label") or kind or "update").lower(), find_text(update, "DOI"))
    for update in work.each("update-to"):
        work.link_doi(f"{find_text(update, 'type') or 'update'} of", find_text(update, "DOI"))


def _read_funding(work: Work) -> None:
    for funder in work.each("funder"):
        name, address = find_text(funder, "name"), address_doi(read_doi(find_text(funder, "DOI")))
        awards = [clean(award) for award in find_all(funder, "award")] or [""]
        work.fields.funding += [Funding(name, award, address) for award in awards if name]


SERVICE = Service(
    name="Crossref",
    mark=re.compile(
        r'"(?:message-type|is-referenced-by-count|references?-count|content-domain|short-container-title)"\s*:'
    ),
    is_record=lambda item: "DOI" in item and "message-type" not in item and ("title" in item or "publisher" in item),
    authors=("author",),
    editors=("editor",),
    paths={
        "title": "title",
        "subtitle": "subtitle",
        "venue": "container-title",
        "volume": "volume",
        "issue": "issue",
        "page": "page",
        "article_number": "article-number",
        "publisher": "publisher",
        "place": "publisher-location",
        "edition": "edition-number",
        "issn": "ISSN",
        "isbn": "ISBN",
        "doi": "DOI",
        "url": "URL",
        "type": "type",
        "abstract": "abstract",
        "language": "language",
        "genre": "degree",
        "category": "categories",
    },
    types={
        "posted-content": "preprint",
        "proceedings-article": "paper-conference",
        "edited-book": "book",
        "reference-book": "book",
        "book-part": "chapter",
        "book-track": "chapter",
        "reference-entry": "entry-encyclopedia",
        "report-component": "report",
        "peer-review": "review",
        "component": "",
        "grant": "",
        "journal-issue": "",
        "other": "",
    },
    adapt=_adapt,
    idle="""
        accepted alternative-id approved archive assertion award award-start clinical-trial-number chair
        component container-title-short content-created content-domain content-updated created deposited
        event funder group-title free-to-read indexed institution is-referenced-by-count isbn-type
        issn-type issued journal-issue license link member original-title posted prefix
        proceedings-subject project published published-online published-other published-print reference
        reference-count references-count relation resource score short-container-title short-title
        source special-numbering standards-body status subject subtype translator update-policy
        update-to updated-by version
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
