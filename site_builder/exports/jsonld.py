"""What a page is about, in schema.org's words, as JSON-LD for the head of the page.

Each function returns JSON that can stand in ``<script type="application/ld+json">`` as it is: no ``<`` is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.exports.citation import find_type, find_venue, is_retracted
from site_builder.model import Notice
from site_builder.text.identifiers import address_arxiv, address_doi, address_orcid
from site_builder.text.licenses import address_license

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.model import Authorship, Funding, Paper, Version

_CONTEXT = "https://schema.org"
_TYPES = {"thesis": "Thesis", "report": "Report", "dataset": "Dataset", "book": "Book", "chapter": "Chapter"}


def describe_paper(
    paper: Paper, title: str, abstract: str = "", url: str = "", pdf_url: str = "", image_url: str = ""
) -> str:
    """Describe a paper. Texts are plain, addresses absolute (empty where unknown)."""
    return _write(
        {
            "@type": _TYPES.get(paper.type, "ScholarlyArticle"),
            "headline": title,
            "name": title,
            "author": [_describe_authorship(authorship) for authorship in paper.authors],
            "datePublished": paper.date,
            "abstract": abstract,
            "inLanguage": paper.language,
            "keywords": [*paper.categories, *paper.tags],
            "identifier": [_identify(kind, value) for kind, value in _list_identifiers(paper) if value],
            "award": paper.award,
            "license": address_license(paper.license) or paper.license,
            "funding": [_describe_grant(grant) for grant in paper.funding],
            "creativeWorkStatus": "Retracted" if is_retracted(paper) else paper.status.capitalize(),
            "correction": [_describe_notice(notice) for notice in _list_notices(paper)],
            "workExample": [_describe_version(version) for version in paper.versions],
            "image": image_url,
            "url": url,
            "sameAs": _list_addresses(paper),
            "isPartOf": _describe_venue(paper),
            "encoding": _describe_pdf(pdf_url),
            "subjectOf": _describe_code(paper.code),
            "isBasedOn": [
                {"@type": "Dataset", "url": link.url} for link in paper.links if link.label.casefold() == "dataset"
            ],
        }
    )


def describe_author(name: str, orcid: str = "", url: str = "", same_as: Sequence[str] = ()) -> str:
    """Describe an author's page; ``same_as`` are the author's pages elsewhere."""
    person = _drop_empty(
        {"@type": "Person", "@id": address_orcid(orcid), "name": name, "url": url, "sameAs": list(same_as)}
    )
    return _write({"@type": "ProfilePage", "url": url, "mainEntity": person})


def describe_list(title: str, url: str = "") -> str:
    """Describe a page that lists papers."""
    return _write({"@type": "CollectionPage", "name": title, "url": url})


def describe_site(title: str, url: str = "", description: str = "") -> str:
    """Describe the site, on its first page."""
    return _write({"@type": "WebSite", "name": title, "url": url, "description": description})


def _describe_authorship(authorship: Authorship) -> dict[str, Any]:
    if not (authorship.group or authorship.orcid or authorship.affiliations):  # most are a name and no more
        return {"@type": "Person", "name": authorship.name}
    return _drop_empty(
        {
            "@type": "Organization" if authorship.group else "Person",
            "@id": address_orcid(authorship.orcid),
            "name": authorship.name,
            "affiliation": [{"@type": "Organization", "name": name} for name in authorship.affiliations],
        }
    )


def _describe_grant(grant: Funding) -> dict[str, Any]:
    funder = {"@type": "Organization", "name": grant.funder}
    return _drop_empty({"@type": "Grant", "identifier": grant.award, "url": grant.url, "funder": funder})


def _list_notices(paper: Paper) -> list[Notice]:
    """Return the notices of corrections and of a retraction that say more than that there is one."""
    notices = [*paper.erratum, *([paper.retracted] if paper.retracted else [])]
    return [notice for notice in notices if notice != Notice()]


def _describe_notice(notice: Notice) -> dict[str, Any]:
    return _drop_empty(
        {"@type": "CorrectionComment", "text": notice.reason, "datePublished": notice.date, "url": notice.notice}
    )


def _describe_version(version: Version) -> dict[str, Any]:
    url = version.url or next((link.url for link in version.links), "")
    return _drop_empty({"@type": "CreativeWork", "version": version.label, "datePublished": version.date, "url": url})


def _identify(kind: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": kind, "value": value}


def _list_identifiers(paper: Paper) -> tuple[tuple[str, str], ...]:
    container = paper.container
    numbers = (("PMID", container.get("PMID", "")), ("PMCID", container.get("PMCID", "")))
    return ("DOI", paper.doi), ("arXiv", paper.arxiv), *numbers


def _list_addresses(paper: Paper) -> list[str]:
    return [address for address in (address_doi(paper.doi), address_arxiv(paper.arxiv)) if address]


def _describe_venue(paper: Paper) -> dict[str, Any]:
    if not (venue := find_venue(paper)):
        return {}
    container = paper.container
    journal = find_type(paper) == "article-journal" or "ISSN" in container
    kind = "Periodical" if journal else "CreativeWork"
    return _drop_empty({"@type": kind, "name": venue, "issn": container.get("ISSN", "")})


def _describe_pdf(url: str) -> dict[str, str]:
    return {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": url} if url else {}


def _describe_code(code: str | bool) -> dict[str, str]:
    if not isinstance(code, str) or not code.startswith("http"):
        return {}
    return {"@type": "SoftwareSourceCode", "codeRepository": code}


def _drop_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _write(values: Mapping[str, Any]) -> str:
    """Return JSON in which no text can end the script element or start a comment."""
    text = msgspec.json.encode({"@context": _CONTEXT, **_drop_empty(values)})
    return text.replace(b"<", b"\\u003c").decode()
