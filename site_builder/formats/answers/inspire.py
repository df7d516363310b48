"""INSPIRE, records of its literature: https://github.com/inspirehep/rest-api-doc"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, find_text, read_notice
from site_builder.model import Authorship, Link

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

_DEGREES = {"phd": "PhD thesis", "master": "Master's thesis", "bachelor": "Bachelor's thesis"}


def _adapt(work: Work) -> None:
    fields = work.fields
    _read_publication(work)
    if not fields.all("date"):
        fields.add("date", work.find("imprints.date", "preprint_date", "thesis_info.date", "earliest_date"))
    work.set("title", *fields.all("title")[:1])
    work.set("abstract", *fields.all("abstract")[:1])
    if fields.authors:
        named = (*fields.authors.authors, *(Authorship(name, group=True) for name in _name_groups(work)))
        fields.authors = fields.authors._replace(authors=named)
    if work.inner.get("withdrawn") is True:
        fields.add("status", "withdrawn")
    fields.add("genre", _DEGREES.get(work.find("thesis_info.degree_type"), ""))
    if number := work.find("control_number"):
        work.links.append(Link("inspire", f"https://inspirehep.net/literature/{number}"))


def _read_publication(work: Work) -> None:
    """Read where the work was published, not its erratum."""
    fields = work.fields
    published = [part for part in work.each("publication_info") if find_text(part, "material") in ("", "publication")]
    for part in published[:1]:
        for field, key in (
            ("venue", "journal_title"),
            ("volume", "journal_volume"),
            ("issue", "journal_issue"),
            ("first_page", "page_start"),
            ("last_page", "page_end"),
            ("article_number", "artid"),
            ("isbn", "parent_isbn"),
            ("date", "year"),
        ):
            fields.add(field, find_text(part, key))
        if not fields.all("venue"):
            fields.add("note", find_text(part, "pubinfo_freetext"))
    for doi in work.each("dois"):
        kind = find_text(doi, "material")
        if kind in ("", "publication"):
            fields.add("doi", find_text(doi, "value"))
        elif kind in ("erratum", "addendum"):
            fields.errata.append(read_notice("", find_text(doi, "value")))
        elif kind in ("reprint", "translation"):
            work.link_doi(kind, find_text(doi, "value"))


def _name_groups(work: Work) -> list[str]:
    """Return the groups that signed; INSPIRE leaves out the word that says what they are."""
    values = [find_text(group, "value") for group in work.each("collaborations")]
    names = [name if "ollaboration" in name else f"{name} Collaboration" for name in values if name]
    return names + [name for group in work.each("corporate_author") if (name := find_text(group, "value"))]


SERVICE = Service(
    name="INSPIRE",
    mark=re.compile(r'"(?:control_number|inspire_categories|texkeys)"\s*:|//inspirehep\.net/'),
    is_record=lambda item: isinstance(item.get("metadata"), dict) and "titles" in item["metadata"],
    inner="metadata",
    authors=("authors",),
    paths={
        "key": "texkeys",
        "title": "titles.title",
        "subtitle": "titles.subtitle",
        "arxiv": "arxiv_eprints.value",
        "category": "arxiv_eprints.categories",
        "abstract": "abstracts.value",
        "type": "document_type",
        "isbn": "isbns.value",
        "publisher": "imprints.publisher",
        "place": "imprints.place",
        "institution": "thesis_info.institutions.name",
        "language": "languages",
        "number": "report_numbers.value",
        "url": "urls.value",
        "license": "license.url",
        "edition": "editions",
    },
    types={"conference paper": "paper-conference", "activity report": "report", "note": "report"},
    adapt=_adapt,
    idle="""
        $schema _bucket _collections _created _files _updated abstracts accelerator_experiments
        acquisition_source author_count authors citation_count citation_count_without_self_citations
        collaborations control_number copyright core corporate_author curated date_created date_updated
        documents dois earliest_date external_system_identifiers facet_author_name figures first_author
        funding_info imprints inspire_categories keywords legacy_creation_date legacy_version license
        number_of_pages number_of_references persistent_identifiers preprint_date public_notes
        publication_info publication_type refereed referenced_authors_bais references related_records
        thesis_info titles withdrawn
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
