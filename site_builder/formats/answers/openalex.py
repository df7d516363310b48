"""OpenAlex, a work or a list of them: https://docs.openalex.org/api-entities/works/work-object"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, drop_first_of_january, find_all, find_text
from site_builder.model import Funding
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

#: A place in an abstract that no paper reaches; numbers beyond it would make a text of any length.
_LONGEST = 100_000


def _adapt(work: Work) -> None:
    fields = work.fields
    work.set("key", fields.first("key").rpartition("/")[2])
    # A day is filled in where only the year is known: the first of January.
    work.set("date", drop_first_of_january(fields.first("date")))
    for address in (*find_all(work.inner, "locations.landing_page_url"), *find_all(work.inner, "locations.pdf_url")):
        if isinstance(address, str) and read_arxiv(address):
            fields.add("arxiv", address)
    if read_arxiv(fields.first("pdf")):
        work.set("pdf")
    if fields.first("type") == "article":
        kinds = {"journal": "article-journal", "conference": "paper-conference"}
        work.set("type", kinds.get(work.find("primary_location.source.type"), ""))
    if work.inner.get("is_retracted") is True:
        fields.add("status", "retracted")
    if work.inner.get("is_authors_truncated") is True and fields.authors:
        fields.authors = fields.authors._replace(et_al=True)
    for grant in (*work.each("grants"), *work.each("awards")):
        if funder := find_text(grant, "funder_display_name"):
            fields.funding.append(Funding(funder, find_text(grant, "funder_award_id", "award_id")))
    index = work.inner.get("abstract_inverted_index")
    if isinstance(index, dict):
        fields.add("abstract", _read_index(index))


def _read_index(index: dict[str, object]) -> str:
    """Return the abstract whose words are listed with their places."""
    words = [
        (place, word)
        for word, places in index.items()
        for place in (places if isinstance(places, list) else ())
        if isinstance(place, int) and place < _LONGEST
    ]
    return " ".join(word for _, word in sorted(words))


SERVICE = Service(
    name="OpenAlex",
    mark=re.compile(r'"(?:authorships|abstract_inverted_index|primary_location)"\s*:|"https://openalex\.org/W\d'),
    is_record=lambda item: "authorships" in item or ("title" in item and "openalex.org/W" in str(item.get("id"))),
    authors=("authorships",),
    paths={
        "key": "id",
        "title": ("title", "display_name"),
        "date": "publication_date",
        "year": "publication_year",
        "venue": (
            "primary_location.source.display_name",
            "primary_location.raw_source_name",
            "host_venue.display_name",
        ),
        "publisher": "primary_location.source.host_organization_name",
        "issn": "primary_location.source.issn_l",
        "volume": "biblio.volume",
        "issue": "biblio.issue",
        "first_page": "biblio.first_page",
        "last_page": "biblio.last_page",
        "doi": ("doi", "ids.doi"),
        "pmid": "ids.pmid",
        "pmcid": "ids.pmcid",
        "type": ("type_crossref", "type"),
        "url": "primary_location.landing_page_url",
        "pdf": ("best_oa_location.pdf_url", "primary_location.pdf_url"),
        "language": "language",
        "license": ("primary_location.license_id", "primary_location.license"),
    },
    types={
        "dissertation": "thesis",
        "peer-review": "review",
        "paratext": "",
        "other": "",
        "grant": "",
        "libguides": "",
    },
    adapt=_adapt,
    idle="""
        abstract_inverted_index alternate_host_venues apc_list apc_paid authors_count awards
        best_oa_location citation_normalized_percentile cited_by_api_url cited_by_count
        cited_by_percentile_year concepts concepts_count content_urls corresponding_author_ids
        corresponding_institution_ids countries_distinct_count counts_by_year created_date datasets
        display_name doi_registration_agency fulltext_origin funders fwci grants has_abstract
        has_content has_fulltext host_organization indexed_in institution_assertions institutions
        institutions_distinct_count is_authors_truncated is_oa is_paratext is_retracted is_xpac keywords
        locations locations_count mesh ngrams_url open_access primary_topic referenced_works
        referenced_works_count related_works relevance_score sustainable_development_goals title topics
        topics_count updated updated_date versions
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
