"""Semantic Scholar, papers of its Academic Graph: https://api.semanticscholar.org/api-docs/graph"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service
from site_builder.model import Link
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

#: Its types, the most telling first: a paper may have several.
_TYPES = {
    "Conference": "paper-conference",
    "BookSection": "chapter",
    "Dataset": "dataset",
    "JournalArticle": "article-journal",
    "Book": "book",
    "News": "article-newspaper",
}


def _adapt(work: Work) -> None:
    fields = work.fields
    stated = fields.all("type")
    work.set("type", next((kind for name, kind in _TYPES.items() if name in stated), ""))
    if page := work.find("url"):
        work.links.append(Link("semantic scholar", page))
    if read_arxiv(fields.first("pdf")):
        work.set("pdf")
    if not fields.all("date", "year", "venue", "doi", "arxiv", "pmid"):
        work.fields.why = "Semantic Scholar knows no year, no venue and no identifier of this; it may be no paper"


SERVICE = Service(
    name="Semantic Scholar",
    mark=re.compile(r'"(?:paperId|externalIds|CorpusId)"\s*:'),
    is_record=lambda item: "title" in item and ("paperId" in item or "externalIds" in item),
    authors=("authors",),
    paths={
        "key": "paperId",
        "title": "title",
        "date": "publicationDate",
        "year": "year",
        "venue": ("journal.name", "publicationVenue.name", "venue"),
        "volume": "journal.volume",
        "page": "journal.pages",
        "issn": "publicationVenue.issn",
        "doi": "externalIds.DOI",
        "arxiv": "externalIds.ArXiv",
        "pmid": "externalIds.PubMed",
        "pmcid": "externalIds.PubMedCentral",
        "type": "publicationTypes",
        "pdf": "openAccessPdf.url",
        "abstract": "abstract",
    },
    adapt=_adapt,
    idle="""
        citationCount citationStyles citations corpusId embedding fieldsOfStudy influentialCitationCount
        isOpenAccess matchScore referenceCount references s2FieldsOfStudy textAvailability tldr url
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
