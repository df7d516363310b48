"""Descriptions of pages in the vocabulary of schema.org, as JSON-LD for their heads.

Each function returns JSON that can stand in ``<script type="application/ld+json">`` as it is: no ``<`` is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from site_builder.exports.citation import find_license, is_retracted, list_names, split_pages
from site_builder.model import Notice
from site_builder.text.identifiers import address_arxiv, address_doi, address_orcid, address_ror
from site_builder.text.licenses import address_license
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from site_builder.model import Authorship, Funding, Paper, Version

_CONTEXT = "https://schema.org"
#: Names and absolute addresses of pages, from the front page down.
Trail: TypeAlias = "Sequence[tuple[str, str]]"
#: CSL's types → schema.org's. A type without a class of its own is a creative work.
_TYPES = {
    "article": "ScholarlyArticle",
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "book": "Book",
    "chapter": "Chapter",
    "collection": "Book",
    "dataset": "Dataset",
    "entry-encyclopedia": "Article",
    "manuscript": "ScholarlyArticle",
    "paper-conference": "ScholarlyArticle",
    "periodical": "Periodical",
    "post": "SocialMediaPosting",
    "post-weblog": "BlogPosting",
    "report": "Report",
    "review": "ScholarlyArticle",
    "review-book": "Review",
    "software": "SoftwareSourceCode",
    "speech": "PresentationDigitalDocument",
    "thesis": "Thesis",
    "webpage": "WebPage",
    "": "ScholarlyArticle",
}
#: Types in a periodical, which has volumes and issues.
_SERIAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
#: Classes that have pages in schema.org.
_PAGED = frozenset({"Article", "Chapter", "NewsArticle", "Report", "ScholarlyArticle", "BlogPosting"})


def find_class(paper: Paper) -> str:
    """Return schema.org's class for a paper."""
    return _TYPES.get(find_type(paper), "CreativeWork")


def describe_paper(
    paper: Paper,
    title: str,
    abstract: str = "",
    url: str = "",
    pdf_url: str = "",
    image_url: str = "",
    trail: Trail = (),
) -> str:
    """Describe a paper. Texts are plain, addresses absolute (empty where unknown); ``trail`` as for a list."""
    kind = find_type(paper)
    class_ = find_class(paper)
    container = paper.container
    described = {
        "@type": class_,
        "headline": title,
        "name": title,
        "author": [_describe_authorship(authorship, paper.ror) for authorship in paper.authors],
        "datePublished": paper.date,
        "abstract": abstract,
        "description": (abstract or title) if class_ == "Dataset" else "",
        "inLanguage": paper.language,
        "keywords": [*paper.categories, *paper.tags],
        "identifier": [_identify(name, value) for name, value in _list_identifiers(paper) if value],
        "award": paper.award,
        "license": address_license(license_ := find_license(paper)) or license_,
        "funding": [_describe_grant(grant) for grant in paper.funding],
        "creativeWorkStatus": "Retracted" if is_retracted(paper) else paper.status.capitalize(),
        "correction": [_describe_notice(notice) for notice in _list_notices(paper)],
        "workExample": [_describe_version(version) for version in paper.versions],
        "image": image_url,
        "url": url,
        "sameAs": _list_addresses(paper),
        "encoding": _describe_pdf(pdf_url),
        "subjectOf": _describe_code(paper.code),
        "isBasedOn": [
            {"@type": "Dataset", "url": link.url} for link in paper.links if link.label.casefold() == "dataset"
        ],
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, **_describe_trail(trail)} if trail else {},
    }
    venue = find_venue(paper)
    if container:
        described |= _describe_container(container, class_, within=bool(venue))
    return _write(described | {"isPartOf": _describe_venue(venue, kind, container)})


def _describe_container(container: Mapping[str, str], class_: str, *, within: bool) -> dict[str, Any]:
    """Describe the other bibliographic fields. ``within``: editors and edition belong to the whole of this part."""
    first, last = split_pages(container.get("page", ""))
    described: dict[str, Any] = {
        "publisher": _describe_organization(container.get("institution") or container.get("publisher", "")),
        "version": container.get("version", ""),
        "translator": [_describe_authorship(name, {}) for name in list_names(container.get("translator", ""))],
    }
    if class_ in _PAGED:
        described |= {"pageStart": first, "pageEnd": last} if last else {"pagination": first}
    if not within:
        described |= _describe_edition(container, class_)
    if class_ == "Report":
        described["reportNumber"] = container.get("number", "")
    if class_ == "Thesis":
        described["inSupportOf"] = container.get("genre", "")
    return described


def _describe_edition(container: Mapping[str, str], class_: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "editor": [_describe_authorship(name, {}) for name in list_names(container.get("editor", ""))]
    }
    if class_ == "Book":
        described |= {
            "bookEdition": container.get("edition", ""),
            "isbn": container.get("ISBN", ""),
            "numberOfPages": container.get("number-of-pages", ""),
        }
    return described


def _describe_venue(venue: str, kind: str, container: Mapping[str, str]) -> dict[str, Any]:
    """Describe the journal with volume and issue, or the book, the proceedings or the site of which a work is part."""
    if not venue:
        series = container.get("collection-title", "")
        return {"@type": "CreativeWorkSeries", "name": series} if series else {}
    volume, issue = container.get("volume", ""), container.get("issue", "")
    if kind not in _SERIAL and "ISSN" not in container:
        class_ = "Book" if kind == "chapter" or container.get("ISBN") else "CreativeWork"
        return _drop_empty({"@type": class_, "name": venue, **_describe_edition(container, class_)})
    whole = _drop_empty({"@type": "Periodical", "name": venue, "issn": container.get("ISSN", "")})
    if volume:
        whole = {"@type": "PublicationVolume", "volumeNumber": volume, "isPartOf": whole}
    return {"@type": "PublicationIssue", "issueNumber": issue, "isPartOf": whole} if issue else whole


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A person on a page of his or her own. ``same_as`` are the person's pages elsewhere; addresses are absolute."""

    name: str
    url: str = ""
    orcid: str = ""
    role: str = ""
    affiliation: str = ""
    image: str = ""
    description: str = ""
    same_as: Sequence[str] = ()


def describe_author(profile: Profile, trail: Trail = ()) -> str:
    """Describe an author's page; ``trail`` as for a list."""
    person = _drop_empty(
        {
            "@type": "Person",
            "@id": address_orcid(profile.orcid),
            "name": profile.name,
            "jobTitle": profile.role,
            "affiliation": _describe_organization(profile.affiliation),
            "image": profile.image,
            "description": profile.description,
            "url": profile.url,
            "sameAs": list(dict.fromkeys([*filter(None, [address_orcid(profile.orcid)]), *profile.same_as])),
        }
    )
    return _write({"@type": "ProfilePage", "url": profile.url, "mainEntity": person, **_describe_trail(trail)})


def describe_list(title: str, url: str = "", trail: Trail = ()) -> str:
    """Describe a page that lists papers; ``trail`` are the names and addresses of the pages above it."""
    return _write({"@type": "CollectionPage", "name": title, "url": url, **_describe_trail(trail)})


def describe_page(title: str, url: str = "", trail: Trail = ()) -> str:
    """Describe any other page; ``trail`` as for a list."""
    return _write({"@type": "WebPage", "name": title, "url": url, **_describe_trail(trail)})


def describe_news(title: str, date: str, url: str = "", trail: Trail = ()) -> str:
    """Describe a page with news; ``date`` is as precise as known, ``trail`` as for a list."""
    described = {"@type": "NewsArticle", "headline": title, "datePublished": date, "url": url}
    return _write(described | {"mainEntityOfPage": {"@type": "WebPage", "@id": url, **_describe_trail(trail)}})


def describe_site(title: str, url: str = "", description: str = "") -> str:
    """Describe the site, on its first page."""
    return _write({"@type": "WebSite", "name": title, "url": url, "description": description})


def _describe_authorship(authorship: Authorship, rors: Mapping[str, str]) -> dict[str, Any]:
    if not (authorship.group or authorship.orcid or authorship.affiliations):  # most are a name and no more
        return {"@type": "Person", "name": authorship.name}
    return _drop_empty(
        {
            "@type": "Organization" if authorship.group else "Person",
            "@id": address_orcid(authorship.orcid),
            "name": authorship.name,
            "affiliation": [_describe_institution(name, rors.get(name, "")) for name in authorship.affiliations],
        }
    )


def _describe_institution(name: str, ror: str) -> dict[str, Any]:
    return _drop_empty({"@type": "Organization", "@id": address_ror(ror), "name": name})


def _describe_trail(trail: Trail) -> dict[str, Any]:
    if not trail:
        return {}
    steps = [
        _drop_empty({"@type": "ListItem", "position": position, "name": name, "item": url})
        for position, (name, url) in enumerate(trail, 1)
    ]
    return {"breadcrumb": {"@type": "BreadcrumbList", "itemListElement": steps}}


def _describe_organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}


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
    numbers = [(name, container.get(name, "")) for name in ("PMID", "PMCID")]
    if find_type(paper) in ("patent", "standard"):
        numbers.append(("number", container.get("number", "")))
    return ("DOI", paper.doi), ("arXiv", paper.arxiv), *numbers


def _list_addresses(paper: Paper) -> list[str]:
    return [address for address in (address_doi(paper.doi), address_arxiv(paper.arxiv)) if address]


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
