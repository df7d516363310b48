"""How a paper was published, as views: its status, versions, corrections, license, funding and contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import is_retracted
from site_builder.model import Notice
from site_builder.pages.site_context import resolve_url, view_date, view_link
from site_builder.pages.views import (
    ContributionView,
    FundingView,
    IdentifierView,
    LinkView,
    NoticeView,
    VersionView,
)
from site_builder.text.identifiers import address_arxiv, address_doi, address_pmc, address_pubmed
from site_builder.text.licenses import address_license, name_license

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.model import Paper
    from site_builder.pages.site_context import SiteContext


#: Statuses that name the venue → the words for them. The paper isn't published there, so nothing else names it.
_AT_VENUES = {"submitted": "submitted_to", "under review": "under_review_at"}


def name_status(context: SiteContext, paper: Paper) -> str:
    """Return the paper's status in the site's language; empty for a published paper, and where it isn't known."""
    status = "retracted" if is_retracted(paper) else paper.status
    if status in {"", "published"}:
        return ""
    if paper.venue and status in _AT_VENUES:
        pattern: str = getattr(context.words.text, _AT_VENUES[status])
        return pattern.replace("{venue}", paper.venue)
    name: str = getattr(context.words.text, f"status_{status.replace(' ', '_')}")
    return name


def view_retraction(context: SiteContext, paper: Paper) -> NoticeView | None:
    """Return the notice of a retraction or a withdrawal; None for a paper that stands."""
    if not is_retracted(paper) and paper.status != "withdrawn":
        return None
    return view_notice(context, paper.retracted or Notice())


def view_notice(context: SiteContext, notice: Notice) -> NoticeView:
    """Return the notice of a correction or a retraction."""
    url = resolve_url(context, notice.notice) if notice.notice else ""
    return NoticeView(view_date(context, notice.date), url, notice.reason)


def view_versions(context: SiteContext, paper: Paper) -> tuple[VersionView, ...]:
    """Return the paper's versions in the order of its entry."""
    return tuple(
        [
            VersionView(
                version.label,
                view_date(context, version.date),
                resolve_url(context, version.url) if version.url else "",
                tuple([view_link(context, link) for link in version.links]),
                version.record,
            )
            for version in paper.versions
        ]
    )


def find_record(paper: Paper, versions: Sequence[VersionView]) -> VersionView | None:
    """Return the version of record of a paper whose entry is about another version; None if there is no such one.

    The entry itself is that version where it names a venue or is published.
    """
    if paper.venue or paper.status == "published":
        return None
    return next((version for version in versions if version.record and version.url), None)


def view_identifiers(paper: Paper) -> tuple[IdentifierView, ...]:
    """Return the identifiers under which a paper is registered."""
    found = []
    if paper.doi:
        found.append(IdentifierView("DOI", paper.doi, address_doi(paper.doi)))
    if paper.arxiv:
        found.append(IdentifierView("arXiv", paper.arxiv, address_arxiv(paper.arxiv)))
    return tuple(found)


def view_license(paper: Paper) -> LinkView | None:
    """Return the paper's license with the address of its text."""
    return LinkView(name_license(paper.license), address_license(paper.license)) if paper.license else None


def view_funding(context: SiteContext, paper: Paper) -> tuple[FundingView, ...]:
    """Return who paid for the work."""
    return tuple(
        [
            FundingView(grant.funder, grant.award, resolve_url(context, grant.url) if grant.url else "")
            for grant in paper.funding
        ]
    )


def view_contributions(paper: Paper) -> tuple[ContributionView, ...]:
    """Return what each author did, as far as the entry states it."""
    return tuple(
        [ContributionView(authorship.name, authorship.roles) for authorship in paper.authors if authorship.roles]
    )


def view_pubmed_links(paper: Paper) -> list[LinkView]:
    """Return the links to the paper's records at PubMed and PubMed Central."""
    container = paper.container
    if not container:
        return []
    pairs = (("PubMed", address_pubmed(container.get("PMID", ""))), ("PMC", address_pmc(container.get("PMCID", ""))))
    return [LinkView(name, address) for name, address in pairs if address]
