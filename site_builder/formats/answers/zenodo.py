"""Zenodo, records of its API: https://developers.zenodo.org/#records"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, find_text
from site_builder.formats.people import read_people
from site_builder.model import Funding
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

_RELATIONS = {
    "issupplementto": "supplement to",
    "issupplementedby": "supplement",
    "isidenticalto": "same work",
    "isversionof": "other version",
    "ispreviousversionof": "newer version",
    "isnewversionof": "older version",
    "ispublishedin": "published in",
    "isdocumentedby": "documentation",
    "ispreprintof": "published version",
}


def _adapt(work: Work) -> None:
    fields, item = work.fields, work.item
    fields.add("doi", find_text(item, "doi", "pids.doi.identifier"))
    fields.add("url", find_text(item, "links.self_html", "links.html"))
    fields.add("key", find_text(item, "id", "recid"))
    fields.editors = read_people(work.inner.get("contributors")).editors
    if fields.first("type") == "preprint":
        fields.add("venue", "Zenodo")
    elif not fields.all("publisher"):
        fields.add("publisher", "Zenodo")
    for grant in work.each("grants"):
        if funder := find_text(grant, "funder.name"):
            fields.funding.append(Funding(funder, find_text(grant, "code")))
    for other in work.each("related_identifiers"):
        relation = _RELATIONS.get(find_text(other, "relation", "relation_type.id").lower(), "")
        value, scheme = find_text(other, "identifier"), find_text(other, "scheme")
        if relation == "same work" and read_arxiv(value):
            fields.add("arxiv", value)
        elif relation and scheme == "doi":
            work.link_doi(relation, value)


SERVICE = Service(
    name="Zenodo",
    mark=re.compile(r'"(?:conceptrecid|conceptdoi)"\s*:|//zenodo\.org/(?:api/)?records/'),
    is_record=lambda item: isinstance(item.get("metadata"), dict) and "creators" in item["metadata"],
    inner="metadata",
    authors=("creators", "creators.person_or_org"),
    paths={
        "title": "title",
        "date": "publication_date",
        "venue": ("journal.title", "part_of.title", "meeting.title"),
        "volume": "journal.volume",
        "issue": "journal.issue",
        "page": ("journal.pages", "part_of.pages"),
        "publisher": ("imprint.publisher", "publisher"),
        "place": "imprint.place",
        "isbn": ("imprint.isbn", "part_of.isbn"),
        "institution": "thesis.university",
        "doi": "doi",
        "type": ("resource_type.subtype", "resource_type.type", "resource_type.id"),
        "abstract": "description",
        "keyword": ("keywords", "subjects.subject"),
        "language": ("language", "languages.id"),
        "version": "version",
        "note": "notes",
        "license": ("license.id", "rights.id"),
    },
    types={
        "conferencepaper": "paper-conference",
        "section": "chapter",
        "article": "article-journal",
        "preprint": "preprint",
        "workingpaper": "report",
        "technicalnote": "report",
        "publication": "",
        "publication-article": "article-journal",
        "publication-conferencepaper": "paper-conference",
        "publication-preprint": "preprint",
        "publication-section": "chapter",
        "publication-book": "book",
        "publication-thesis": "thesis",
        "publication-report": "report",
        "poster": "paper-conference",
        "presentation": "speech",
        "lesson": "speech",
        "image": "graphic",
        "video": "motion_picture",
        "other": "",
    },
    adapt=_adapt,
    idle="""
        access_conditions access_right access_right_category communities contributors grants license
        locations references related_identifiers relations rights subjects custom
        additional_descriptions dates funding identifiers
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
