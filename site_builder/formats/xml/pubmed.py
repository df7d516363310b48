"""PubMed's XML: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.date_texts import read_date, read_month
from site_builder.formats.people import read_people
from site_builder.formats.xml.records import begins_xml, find_text, read_markup, read_records, read_text
from site_builder.model import Funding, Notice, Version

if TYPE_CHECKING:
    import datetime
    from xml.etree.ElementTree import Element

    from site_builder.formats.named_fields import Fields
    from site_builder.formats.result import ParseResult
    from site_builder.formats.xml.records import Entry

NAME = "PubMed XML"

_TAGS = "PubmedArticle|PubmedBookArticle"
_RANGE = re.compile(r"(\D*)(\d+)-(\d+)")
_TRANSLATED = re.compile(r"\[(.*)\]\.?", re.DOTALL)
_PLAIN_ORCID = re.compile(r"(\d{4})(\d{4})(\d{4})(\d{3}[\dX])")
#: What was said of a paper later, and what it says of another one.
_RELATIONS = {
    "RetractionIn": "Retraction in",
    "ErratumIn": "Erratum in",
    "UpdateIn": "Update in",
    "UpdateOf": "Update of",
    "RetractionOf": "Retraction of",
    "ErratumFor": "Erratum for",
    "ExpressionOfConcernIn": "Expression of concern in",
    "RepublishedIn": "Republished in",
    "RepublishedFrom": "Republished from",
}


def recognise(text: str) -> bool:
    """Tell whether the text is a set of PubMed's articles."""
    return begins_xml(text, "<PubmedArticle", "<PubmedBookArticle", "<MedlineCitation")


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every article and every chapter."""
    return read_records(NAME, text, path, _TAGS, _fill)


def _fill(entry: Entry) -> str:
    article = entry.element.find("MedlineCitation/Article")
    book = entry.element.find("BookDocument")
    if article is not None:
        _fill_article(entry, article)
    elif book is not None:
        _fill_book(entry, book)
    if not entry.fields.values.get("title"):
        return ""
    title = entry.fields.values["title"][0]
    translated = _TRANSLATED.fullmatch(title)
    entry.fields.values["title"] = [translated[1] if translated else title.removesuffix(".")]
    return ""


def _fill_article(entry: Entry, article: Element) -> None:
    fields = entry.fields
    citation = "MedlineCitation/"
    entry.add("title", f"{citation}Article/ArticleTitle")
    if original := find_text(article, "VernacularTitle"):
        fields.add("note", f"Original title: {original}")
    entry.add("venue", f"{citation}Article/Journal/Title", f"{citation}MedlineJournalInfo/MedlineTA")
    entry.add("volume", f"{citation}Article/Journal/JournalIssue/Volume")
    entry.add("issue", f"{citation}Article/Journal/JournalIssue/Issue")
    entry.add("issn", f"{citation}Article/Journal/ISSN")
    entry.add("language", f"{citation}Article/Language")
    entry.add("keyword", f"{citation}KeywordList/Keyword")
    fields.add("page", _read_pages(article))
    fields.add("pmid", find_text(entry.element, f"{citation}PMID"))
    fields.add("key", fields.first("pmid"))
    for number in article.iterfind("ELocationID"):
        if number.get("EIdType") == "doi" and number.get("ValidYN") != "N":
            fields.add("doi", read_text(number))
    _add_ids(entry, "PubmedData/ArticleIdList/ArticleId")
    _add_dates(entry, article)
    _add_people(entry, article, "AuthorList")
    fields.add("abstract", _read_abstract(article.find("Abstract")))
    _add_kind(entry, [read_text(kind) for kind in article.iterfind("PublicationTypeList/PublicationType")])
    for other in entry.element.iterfind(f"{citation}CommentsCorrectionsList/CommentsCorrections"):
        _add_related(fields, other)
    for grant in article.iterfind("GrantList/Grant"):
        if funder := find_text(grant, "Agency"):
            fields.funding.append(Funding(funder, find_text(grant, "GrantID")))


def _add_related(fields: Fields, other: Element) -> None:
    """Add what was said of the paper later, or another version of it."""
    kind, number = other.get("RefType", ""), find_text(other, "PMID")
    address = f"https://pubmed.ncbi.nlm.nih.gov/{number}/" if number else ""
    if kind == "RetractionIn" and address:
        fields.retraction = Notice(notice=address)
    elif kind == "ErratumIn" and address:
        fields.errata.append(Notice(notice=address))
    elif kind in ("UpdateIn", "UpdateOf") and address:  # a preprint and its article
        published = kind == "UpdateIn"
        fields.versions.append(Version("published" if published else "preprint", url=address, record=published))
    elif relation := _RELATIONS.get(kind):
        fields.add("note", f"{relation}: {find_text(other, 'RefSource')}")


def _fill_book(entry: Entry, book: Element) -> None:
    fields = entry.fields
    whole = book.find("ArticleTitle") is None
    entry.add("title", "BookDocument/ArticleTitle", "BookDocument/Book/BookTitle")
    if not whole:
        entry.add("venue", "BookDocument/Book/BookTitle")
    entry.add("publisher", "BookDocument/Book/Publisher/PublisherName")
    entry.add("place", "BookDocument/Book/Publisher/PublisherLocation")
    entry.add("isbn", "BookDocument/Book/Isbn")
    entry.add("series", "BookDocument/Book/CollectionTitle")
    entry.add("edition", "BookDocument/Book/Edition")
    entry.add("language", "BookDocument/Language")
    entry.add("keyword", "BookDocument/KeywordList/Keyword")
    fields.add("page", _read_pages(book))
    fields.add("type", "book" if whole else "chapter")
    fields.add("pmid", find_text(book, "PMID"))
    fields.add("key", fields.first("pmid"))
    _add_ids(entry, "BookDocument/ArticleIdList/ArticleId")
    fields.add("date", _read_date(book.find("Book/PubDate")))
    _add_people(entry, book, "AuthorList")
    if whole and not (fields.authors and fields.authors.authors):
        _add_people(entry, book, "Book/AuthorList")
    fields.editors = read_people(_list_people(book, "Book/AuthorList", "editors")).authors
    fields.add("abstract", _read_abstract(book.find("Abstract")))


def _add_ids(entry: Entry, path: str) -> None:
    kinds = {"doi": "doi", "pmc": "pmcid"}
    for number in entry.element.iterfind(path):
        if field := kinds.get(number.get("IdType", "")):
            entry.fields.add(field, read_text(number))


def _add_dates(entry: Entry, article: Element) -> None:
    """Take the day of the electronic edition, where its year is that of the issue, or else the issue's."""
    issue = _read_date(article.find("Journal/JournalIssue/PubDate"))
    online = _read_date(article.find("ArticleDate"))
    entry.fields.add("date", online if online.startswith(issue[:4]) else issue)


def _read_date(date: Element | None) -> str:
    if date is None:
        return ""
    if medline := find_text(date, "MedlineDate"):
        return read_date(medline)
    year, month, day = (find_text(date, part) for part in ("Year", "Month", "Day"))
    number = read_month(month)
    return "-".join([year, *([f"{number:02}", *([day.zfill(2)] if day else [])] if number else [])]) if year else ""


def _read_pages(article: Element) -> str:
    """Return the pages; of a shortened last one (``201-19``) the missing digits are those of the first."""
    first, last = find_text(article, "Pagination/StartPage"), find_text(article, "Pagination/EndPage")
    if last:
        return f"{first}-{last}"
    pages = find_text(article, "Pagination/MedlinePgn") or first
    if (match := _RANGE.fullmatch(pages)) and len(match[3]) < len(match[2]):
        return f"{match[1]}{match[2]}-{match[2][: len(match[2]) - len(match[3])]}{match[3]}"
    return pages


def _read_abstract(abstract: Element | None) -> str:
    if abstract is None:
        return ""
    parts = []
    for part in abstract.iterfind("AbstractText"):
        label = part.get("Label", "")
        parts.append(f"{label}: {read_markup(part)}" if label and label != "UNLABELLED" else read_markup(part))
    return "\n\n".join(parts)


def _add_people(entry: Entry, parent: Element, path: str) -> None:
    people = read_people(_list_people(parent, path, "authors")).authors
    incomplete = any(names.get("CompleteYN") == "N" for names in parent.iterfind(path))
    entry.fields.authors = people._replace(et_al=people.et_al or incomplete)


def _list_people(parent: Element, path: str, kind: str) -> list[object]:
    return [
        {
            "family": find_text(person, "LastName"),
            "given": find_text(person, "ForeName", "Initials"),
            "suffix": find_text(person, "Suffix"),
            "literal": find_text(person, "CollectiveName"),
            "orcid": _read_orcid(person),
            "affiliation": [read_text(place) for place in person.iterfind("AffiliationInfo/Affiliation")],
            "equal": person.get("EqualContrib") == "Y",
        }
        for names in parent.iterfind(path)
        if names.get("Type", kind) == kind
        for person in names.iterfind("Author")
    ]


def _read_orcid(person: Element) -> str:
    text = next((read_text(number) for number in person.iterfind("Identifier") if number.get("Source") == "ORCID"), "")
    return _PLAIN_ORCID.sub(r"\1-\2-\3-\4", text)


def _add_kind(entry: Entry, kinds: list[str]) -> None:
    entry.fields.add("type", "preprint" if "Preprint" in kinds else "journal article")
    if "Retracted Publication" in kinds:
        entry.fields.add("status", "retracted")
