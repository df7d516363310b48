"""Europe PMC, results of its search: https://europepmc.org/RestfulWebService"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, drop_first_of_january, find_text
from site_builder.formats.people import read_people, turn_short_name
from site_builder.model import Funding, Notice, Version

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work
    from site_builder.formats.json_text import Item

_TYPES = {
    "preprint": "preprint",
    "book chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "patent": "patent",
    "research-article": "article-journal",
    "journal article": "article-journal",
    "review": "article-journal",
    "letter": "article-journal",
    "editorial": "article-journal",
}


def _adapt(work: Work) -> None:
    fields = work.fields
    if not (fields.authors and fields.authors.authors):
        names = work.find("authorString").rstrip(".").split(", ")
        fields.authors = read_people([turn_short_name(name) for name in names]).authors
    kinds = [kind.lower() for kind in fields.all("type")]
    work.set("type", next((_TYPES[kind] for kind in _TYPES if kind in kinds), ""))
    if any(kind.startswith("retracted") for kind in kinds):
        fields.add("status", "retracted")
    # Where only the year is known, the first of January stands for it.
    first = work.find("firstPublicationDate")
    work.set("date", work.find("electronicPublicationDate"), drop_first_of_january(first), *fields.all("date"))
    if work.find("source") == "PPR":
        work.set("venue", work.find("bookOrReportDetails.publisher", "journalInfo.journal.title"))
        work.set("publisher")
    for file in work.each("fullTextUrlList.fullTextUrl"):
        if find_text(file, "documentStyle") == "pdf" and find_text(file, "availabilityCode") in ("OA", "F"):
            fields.add("pdf", find_text(file, "url"))
    for other in work.each("commentCorrectionList.commentCorrection"):
        _add_related(work, other)
    for grant in work.each("grantsList.grant"):
        if funder := find_text(grant, "agency"):
            fields.funding.append(Funding(funder, find_text(grant, "grantId")))


def _add_related(work: Work, other: Item) -> None:
    """Add what was said of the work later, or another version of it."""
    fields, kind = work.fields, find_text(other, "type")
    source, number = find_text(other, "source"), find_text(other, "id")
    address = f"https://europepmc.org/article/{source}/{number}" if source and number else ""
    if kind == "Retraction in" and address:
        fields.retraction = Notice(notice=address)
    elif kind == "Erratum in" and address:
        fields.errata.append(Notice(notice=address))
    elif kind in ("Preprint in", "Preprint of", "Update in", "Update of") and address:
        published = kind in ("Preprint of", "Update in")
        fields.versions.append(Version("published" if published else "preprint", url=address, record=published))
    else:
        fields.add("note", f"{kind}: {find_text(other, 'reference')}")


SERVICE = Service(
    name="Europe PMC",
    mark=re.compile(r'"(?:authorString|pubTypeList|resultList|journalInfo)"\s*:'),
    is_record=lambda item: "title" in item and "source" in item and "id" in item,
    authors=("authorList.author",),
    paths={
        "key": "id",
        "title": "title",
        "date": "journalInfo.dateOfPublication",
        "year": "pubYear",
        "venue": ("journalInfo.journal.title", "bookOrReportDetails.comprisingTitle", "journalTitle"),
        "volume": ("journalInfo.volume", "journalVolume"),
        "issue": ("journalInfo.issue", "issue"),
        "page": "pageInfo",
        "publisher": "bookOrReportDetails.publisher",
        "issn": ("journalInfo.journal.issn", "journalInfo.journal.essn", "journalIssn"),
        "isbn": ("bookOrReportDetails.isbn13", "bookOrReportDetails.isbn10"),
        "doi": "doi",
        "pmid": "pmid",
        "pmcid": "pmcid",
        "type": ("pubTypeList.pubType", "pubType"),
        "abstract": "abstractText",
        "keyword": "keywordList.keyword",
        "language": "language",
        "license": "license",
    },
    adapt=_adapt,
    idle="""
        accMan affiliation authMan authorIdList authorString bookid chemicalList citedByCount
        commentCorrectionList dataLinksTagsList dateOfCompletion dateOfCreation dateOfRevision
        dbCrossReferenceList electronicPublicationDate embargoDate epmcAuthMan firstIndexDate
        firstPublicationDate fullTextIdList fullTextReceivedDate fullTextUrlList grantsList hasBook
        hasData hasDbCrossReferences hasEvaluations hasLabsLinks hasPDF hasReferences hasSuppl
        hasTMAccessionNumbers hasTextMinedTerms inEPMC inPMC investigatorList isOpenAccess license
        manuscriptId meshHeadingList nihAuthMan pubModel publicationStatus source subsetList
        tmAccessionTypeList versionList versionNumber
    """,
    ends_in_stop=True,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
