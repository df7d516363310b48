"""DataCite, DOIs of its REST API: https://datacite-metadata-schema.readthedocs.io/en/4.6/"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic
from site_builder.formats.answers.json_service import Service, find_text
from site_builder.formats.people import read_people
from site_builder.model import Funding, Notice
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.answers.json_service import Work
    from site_builder.formats.json_text import Item
    from site_builder.formats.result import ParseResult

#: The days of a work, the one that counts first; another one only makes it more exact.
_DATES = ("Issued", "Available", "Submitted", "Created")
#: What relates one work to another, with the label of the link.
_RELATIONS = {
    "IsVersionOf": "all versions",
    "IsPreviousVersionOf": "newer version",
    "IsNewVersionOf": "older version",
    "HasVersion": "version",
    "IsIdenticalTo": "same work",
    "IsSupplementTo": "supplement to",
    "IsSupplementedBy": "supplement",
    "IsPublishedIn": "published in",
    "IsPreprintOf": "published version",
    "HasPreprint": "preprint",
    "IsTranslationOf": "original",
    "HasTranslation": "translation",
    "Obsoletes": "older version",
    "IsObsoletedBy": "newer version",
}
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)$")


def _is_record(item: Item) -> bool:
    inner = item.get("attributes", item)
    return isinstance(inner, dict) and "titles" in inner and ("creators" in inner or "doi" in inner)


def _adapt(work: Work) -> None:
    fields = work.fields
    _read_titles(work)
    _read_relations(work)
    dates = {find_text(date, "dateType"): find_text(date, "date") for date in reversed(list(work.each("dates")))}
    work.set("date", *(dates.get(name, "").partition("T")[0].partition("/")[0] for name in _DATES))
    if withdrawn := dates.get("Withdrawn"):
        fields.retraction = Notice(date=withdrawn)
    for right in work.each("rightsList"):
        fields.add("license", find_text(right, "rightsIdentifier", "rightsUri", "rights"))
    for grant in work.each("fundingReferences"):
        if funder := find_text(grant, "funderName"):
            fields.funding.append(Funding(funder, find_text(grant, "awardNumber"), find_text(grant, "awardUri")))
    fields.editors = read_people(work.inner.get("contributors")).editors
    for subject in work.each("subjects"):
        text = find_text(subject, "subject")
        category = _CATEGORY.search(text)
        fields.add(*("category", category[1]) if category else ("keyword", text))
    number = fields.first("number")
    work.set("number")
    fields.add("isbn" if work.find("container.identifierType") == "ISBN" else "issn", number)
    abstracts = [text for text in work.each("descriptions") if find_text(text, "descriptionType") == "Abstract"]
    work.set("abstract", *(find_text(text, "description") for text in abstracts))
    if fields.first("type") == "preprint":
        work.set("venue", *fields.all("venue", "publisher"))


def _read_titles(work: Work) -> None:
    fields = work.fields
    for title in work.each("titles"):
        kind, text = find_text(title, "titleType"), find_text(title, "title")
        if not kind:
            fields.add("title", text)
        elif kind == "Subtitle":
            fields.add("subtitle", text)
        elif text:
            fields.add("note", f"{'Translated' if kind == 'TranslatedTitle' else 'Other'} title: {text}")
    if not fields.first("title"):
        work.set("title", work.find("titles.title"))


def _read_relations(work: Work) -> None:
    fields = work.fields
    for other in work.each("relatedIdentifiers"):
        label = _RELATIONS.get(find_text(other, "relationType"), "")
        if label == "all versions" and fields.first("type") == "preprint":
            label = "published version"
        value, kind = find_text(other, "relatedIdentifier"), find_text(other, "relatedIdentifierType").lower()
        if label in ("same work", "preprint") and read_arxiv(value):
            fields.add("arxiv", value)
        elif label and kind == "doi":
            work.link_doi(label, value)


SERVICE = Service(
    name="DataCite",
    mark=re.compile(r'"(?:relatedIdentifiers|resourceTypeGeneral|publicationYear|nameIdentifiers)"\s*:'),
    is_record=_is_record,
    inner="attributes",
    authors=("creators",),
    paths={
        "year": "publicationYear",
        "venue": "container.title",
        "volume": "container.volume",
        "issue": "container.issue",
        "first_page": "container.firstPage",
        "last_page": "container.lastPage",
        "number": "container.identifier",
        "publisher": ("publisher", "publisher.name"),
        "doi": "doi",
        "url": "url",
        "pdf": "contentUrl",
        "type": ("types.citeproc", "types.resourceTypeGeneral"),
        "language": "language",
        "version": "version",
    },
    types={
        "article": "preprint",
        "Preprint": "preprint",
        "JournalArticle": "article-journal",
        "ConferencePaper": "paper-conference",
        "BookChapter": "chapter",
        "Dissertation": "thesis",
    },
    adapt=_adapt,
    idle="""
        agency citationCount citations citationsOverTime contributors created creators dates
        descriptions downloadCount downloads downloadsOverTime formats fundingReferences geoLocations id
        identifiers alternateIdentifiers isActive landingPage metadataVersion partCount partOfCount
        parts partOf prefix published reason referenceCount references registered relatedIdentifiers
        relatedItems rightsList schemaVersion sizes source state subjects suffix titles updated
        versionCount versionOfCount versions versionOf viewCount views viewsOverTime xml
    """,
)
NAME, recognise = SERVICE.name, SERVICE.recognise


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read every DOI. One that stands for all versions of a work is no other work than the version beside it."""
    result = SERVICE.read(text, path, captured)
    known = {f"https://doi.org/{parsed.paper.doi.lower()}": parsed for parsed in result.papers if parsed.paper.doi}
    kept, notes = [], []
    for parsed, span in zip(result.papers, result.spans, strict=True):
        version = next(
            (known[link.url] for link in parsed.paper.links if link.label == "version" and link.url in known), None
        )
        if version and version is not parsed:
            message = f"'{parsed.paper.doi}' stands for all versions of '{version.paper.doi}', which was read"
            notes.append(Diagnostic("reference-duplicate", message, parsed.location, severity="hint"))
        else:
            kept.append((parsed, span))
    papers, spans = (tuple(item[part] for item in kept) for part in (0, 1))
    return replace(result, papers=papers, spans=spans, diagnostics=(*result.diagnostics, *notes))
