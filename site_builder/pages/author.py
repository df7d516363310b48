"""An author's page."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from site_builder.exports import jsonld
from site_builder.pages.head import view_head
from site_builder.pages.list_pages import cut_page, group_by_year, view_pager
from site_builder.pages.page_views import AuthorPageView
from site_builder.pages.site_context import count_years, resolve_url, view_author, view_link, view_years
from site_builder.pages.views import CoauthorView, LinkView
from site_builder.text.html import EMPTY, trust
from site_builder.text.identifiers import address_orcid
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.catalog.people import Author
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import People, SiteContext

#: Co-authors shown; a physics collaboration would otherwise list three thousand.
_COAUTHORS = 30
#: Signing a paper together with more people than this makes nobody a co-author in the personal sense.
_CROWD = 100


def view_author_page(context: SiteContext, route: Route, pieces: FragmentCache) -> AuthorPageView:
    """Return an author's page: who that is, the papers by year, the co-authors."""
    author = context.catalog.authors[route.key]
    person = author.person
    namesakes = context.catalog.namesakes.get(author.id, ())
    shown = cut_page(context, author.papers, route.number)
    coauthors, totals = _summarise(context, author, pieces)
    return AuthorPageView(
        head=view_head(
            context,
            route,
            author.name,
            url=context.base.complete(pieces.people[author.id].url) if route.number == 1 else "",
            json_ld=_describe(context, author),
        ),
        kind="author",
        section="authors",
        heading=author.name,
        name=author.name,
        curated=person is not None,
        role=person.role if person else "",
        affiliation=person.affiliation if person else "",
        photo=resolve_url(context, person.photo) if person and person.photo else "",
        orcid=author.orcid,
        links=_view_links(context, author),
        biography=trust(context.biographies[author.id]) if author.id in context.biographies else EMPTY,
        member=author.member,
        printed_as=tuple([name for name in author.printed if name != author.name]),
        namesakes=tuple([view_author(context, other) for other in namesakes if other != author.id]),
        unresolved=author.unresolved,
        count=len(author.papers),
        groups=group_by_year(context, shown, pieces.line, totals),
        coauthors=tuple(coauthors[:_COAUTHORS]),
        hidden_coauthors=max(0, len(coauthors) - _COAUTHORS),
        years=view_years(context, totals, linked=False) if len(totals) > 1 else (),
        pager=view_pager(context, route, len(author.papers)),
    )


def _describe(context: SiteContext, author: Author) -> str:
    """Describe the person to machines, unless it is only a printed name: then nobody knows who it is."""
    if author.person is None and not author.orcid:
        return ""
    url = context.locate(Route("author", author.id))
    links = [link.url for link in author.person.links if "://" in link.url] if author.person else []
    return jsonld.describe_author(author.name, author.orcid, url, links)


def _view_links(context: SiteContext, author: Author) -> tuple[LinkView, ...]:
    links = [view_link(context, link) for link in author.person.links] if author.person else []
    if author.orcid and not any("orcid.org" in link.url for link in links):
        links.insert(0, LinkView("ORCID", address_orcid(author.orcid), "orcid"))
    return tuple(links)


def _summarise(
    context: SiteContext, author: Author, pieces: FragmentCache
) -> tuple[list[CoauthorView], dict[str, int]]:
    """Return what all pages of an author show: the co-authors, and how many papers each year has."""

    def work_out() -> tuple[list[CoauthorView], dict[str, int]]:
        return _list_coauthors(context, author, pieces), count_years(context, author.papers)

    return work_out() if len(author.papers) <= context.site.per_page else pieces.share("author", author.id, work_out)


def _list_coauthors(context: SiteContext, author: Author, pieces: FragmentCache) -> list[CoauthorView]:
    """Return the co-authors, those of the most common papers first."""
    papers, people = author.papers, pieces.people

    def rank() -> list[CoauthorView]:
        return _rank_authors(context, papers, people)

    # The authors of a paper have the same co-authors but for themselves, as long as it is their only one.
    ranked = pieces.share("authors of paper", papers[0], rank) if len(papers) == 1 else rank()
    own = people[author.id].url
    return [person for person in ranked if person.url is not own]


def _rank_authors(context: SiteContext, papers: Sequence[int], people: People) -> list[CoauthorView]:
    """Return all who wrote these papers, those of most of them first."""
    counts: dict[str, int] = {}
    for position in papers:
        if len(ids := context.catalog.authorships[position]) <= _CROWD:
            for other in dict.fromkeys(ids):
                counts[other] = counts.get(other, 0) + 1
    found = [
        people[other] if count == 1 else msgspec.structs.replace(people[other], count=count)
        for other, count in counts.items()
    ]
    found.sort(key=_BY_NAME)
    if len(papers) > 1:
        found.sort(key=_BY_COUNT, reverse=True)
    return found


_BY_NAME, _BY_COUNT = attrgetter("name"), attrgetter("count")
