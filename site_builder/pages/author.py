"""The pages of authors."""

from __future__ import annotations

from collections import Counter
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from site_builder.exports import jsonld
from site_builder.pages.chart import make_year_finder, view_chart
from site_builder.pages.digests import NOTHING, digest
from site_builder.pages.head import view_head, view_trail
from site_builder.pages.inputs import DETAILS, NAMES
from site_builder.pages.lists import count_pages, cut_page, group_by_year, view_pager
from site_builder.pages.page_files import is_large, link_downloads, link_list
from site_builder.pages.page_kind import Input, OldAddresses, Page, PageKind, PaperList, never, nowhere
from site_builder.pages.page_views import AuthorPageView
from site_builder.pages.paper_lists import TAG_LISTS
from site_builder.pages.pictures import view_face
from site_builder.pages.site_context import (
    complete_url,
    count_years,
    resolve_url,
    view_author,
    view_category,
    view_link,
)
from site_builder.pages.tools import digest_tools, view_tools
from site_builder.pages.views import CoauthorView, LinkView, TopicView
from site_builder.text.html import EMPTY, escape_text, trust
from site_builder.text.identifiers import address_orcid
from site_builder.text.repositories import address_edit_page
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from site_builder.catalog.people import Author
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Changes
    from site_builder.pages.site_context import People, SiteContext

#: The co-authors that a page shows at once, and the most topics.
_COAUTHORS, _TOPICS = 12, 8
#: The authors of a paper with more authors than this are not counted as co-authors.
_CROWD = 100


def _list_pages(context: SiteContext, author_id: str) -> Iterable[Page]:
    """Yield the pages of an author; each also shows co-authors and numbers from all of the papers."""
    papers = context.catalog.authors[author_id].papers
    for number in range(1, count_pages(context, len(papers)) + 1):
        yield Page(Route("author", author_id, number), papers)


def _digest_person(digests: Digests, page: Page) -> bytes:
    person = digests.context.catalog.authors[page.route.key].person
    return digest(msgspec.msgpack.encode(person)) if person else NOTHING


def _explain_person(changes: Changes, page: Page) -> Iterable[str]:
    return changes.people.get(page.route.key, {}).values()


def _digest_namesakes(digests: Digests, page: Page) -> bytes:
    namesakes = digests.context.catalog.namesakes.get(page.route.key)
    return digests.authors(namesakes) if namesakes else NOTHING


def _digest_keys(digests: Digests, page: Page) -> bytes:
    """Return the digest of the citation keys that the page shows."""
    catalog = digests.context.catalog
    if not _has_bibtex(digests.context, catalog.authors[page.route.key]):
        return NOTHING
    return digest("\n".join([catalog.citation_keys[position] for position in page.shows]).encode())


def _has_bibtex(context: SiteContext, author: Author) -> bool:
    """Tell whether the page has the BibTeX of its papers at once, because it has no files of them.

    Each paper in the list offers its own. On a large site that is enough for an author of one paper: the BibTeX on the
    pages of all of them took a fifth of a build.
    """
    several = len(author.papers) > 1 or not is_large(len(context.catalog.cached))
    return author.person is None and several


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> AuthorPageView:
    """Return an author's page: who that is, the papers by year, the co-authors."""
    author = context.catalog.authors[route.key]
    person = author.person
    namesakes = context.catalog.namesakes.get(author.id, ())
    shown = cut_page(context, author.papers, route.number)
    coauthors, totals = _summarise(context, author, fragments)
    named = coauthors if route.number == 1 else coauthors[:_COAUTHORS]
    find_year = make_year_finder(context, route, totals)
    own = ("member", author.id) if author.member else None  # a search knows the lab's own people
    return AuthorPageView(
        head=view_head(
            context,
            route,
            author.name,
            url=context.base.complete(fragments.people[author.id].url) if route.number == 1 else "",
            links=link_list(context, route, author.name) if person else (),
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
        face=view_face(context, person.photo) if person else None,
        orcid=author.orcid,
        links=_view_links(context, author),
        biography=_view_biography(context, author),
        interests=person.interests if person else (),
        now=context.words.text.now_at.replace("{where}", person.now) if person and person.now else "",
        member=author.member,
        printed_as=tuple([name for name in author.printed if name != author.name]),
        namesakes=tuple([view_author(context, other) for other in namesakes if other != author.id]),
        unresolved=author.unresolved,
        count=len(author.papers),
        bibtex="\n".join([fragments.cite(position).bibtex for position in shown])
        if _has_bibtex(context, author)
        else "",
        downloads=link_downloads(context, route) if person else (),
        groups=group_by_year(context, shown, fragments.line, totals),
        coauthors=tuple(named),
        hidden_coauthors=len(coauthors) - len(named),
        topics=_list_topics(context, author),
        tools=view_tools(context, route, fragments, author.papers, find_year, own),
        years=view_chart(context, totals, find_year),
        edit_url=address_edit_page(context.edit_pattern, f"content/authors/{author.id}.md") if person else "",
        pager=view_pager(context, route, len(author.papers)),
    )


def _view_biography(context: SiteContext, author: Author) -> Markup:
    """Return the biography, or else the sentence about the person."""
    if author.person is None:
        return EMPTY
    html = context.biographies[author.id].html
    return trust(html or (author.person.summary and f"<p>{escape_text(author.person.summary)}</p>"))


def _list_topics(context: SiteContext, author: Author) -> tuple[TopicView, ...]:
    """Return what most papers of a curated person are about: their tags or, if none has tags, their categories."""
    if author.person is None or len(author.papers) < 2:
        return ()
    papers = [context.catalog.entries[position].paper for position in author.papers]
    tags = {tag: TAG_LISTS.make_key(context, tag) for paper in papers for tag in paper.tags}
    if tags:
        names = {key: tag for tag, key in reversed(tags.items())}  # as the newest paper spells it
        keys = Counter(key for paper in papers for key in {tags[tag] for tag in paper.tags})
        ranked = sorted(names, key=lambda key: (-keys[key], key))[:_TOPICS]
        return tuple([TopicView(names[key], context.link("tag", key), keys[key]) for key in ranked])
    codes = Counter(code for paper in papers for code in paper.categories)
    views = [(view_category(context, code), count) for code, count in codes.most_common(_TOPICS)]
    return tuple([TopicView(view.name, view.url, count) for view, count in views])


def _describe(context: SiteContext, author: Author) -> str:
    """Return the JSON-LD of a person; on a large site, none of those of whom nothing but a printed name is known."""
    person = author.person
    if person is None and not author.orcid and is_large(len(context.catalog.cached)):
        return ""
    url = context.locate(Route("author", author.id))
    profile = jsonld.Profile(name=author.name, url=url, orcid=author.orcid)
    if person:
        profile = msgspec.structs.replace(
            profile,
            role=person.role,
            affiliation=person.affiliation,
            image=complete_url(context, resolve_url(context, person.photo)) if person.photo else "",
            same_as=[link.url for link in person.links if "://" in link.url],
        )
    return jsonld.describe_author(profile, view_trail(context, "authors", context.words.text.authors, author.name, url))


def _view_links(context: SiteContext, author: Author) -> tuple[LinkView, ...]:
    links = [view_link(context, link) for link in author.person.links] if author.person else []
    if author.orcid and not any("orcid.org" in link.url for link in links):
        links.insert(0, LinkView("ORCID", address_orcid(author.orcid), "orcid"))
    return tuple(links)


def _summarise(
    context: SiteContext, author: Author, fragments: FragmentCache
) -> tuple[list[CoauthorView], dict[str, int]]:
    """Return what all pages of an author show: the co-authors, and how many papers each year has."""

    def work_out() -> tuple[list[CoauthorView], dict[str, int]]:
        return _list_coauthors(context, author, fragments), count_years(context, author.papers)

    return work_out() if len(author.papers) <= context.site.per_page else fragments.share("author", author.id, work_out)


def _list_coauthors(context: SiteContext, author: Author, fragments: FragmentCache) -> list[CoauthorView]:
    """Return the co-authors, those with the most common papers first."""
    papers, people = author.papers, fragments.people

    def rank() -> list[CoauthorView]:
        return _rank_authors(context, papers, people)

    # All authors of a paper who have no other paper have the same co-authors, but for themselves.
    ranked = fragments.share("authors of paper", papers[0], rank) if len(papers) == 1 else rank()
    own = people[author.id].url
    return [person for person in ranked if person.url is not own]


def _rank_authors(context: SiteContext, papers: Sequence[int], people: People) -> list[CoauthorView]:
    """Return all authors of these papers, those of most papers first."""
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


def _list_papers(context: SiteContext, author_id: str) -> PaperList | None:
    """Return the papers of a curated person. The 28,000 authors of 10,000 papers have no files of their own."""
    author = context.catalog.authors[author_id]
    return PaperList(author.name, author.papers) if author.person else None


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    for person in context.catalog.person_index.people.values():
        name = person.name
        yield OldAddresses(person.id, person.redirect_from, name.encode(), partial(str, name))


AUTHOR = PageKind(
    name="author",
    address="authors/{key}/",
    template="author.html",
    source="content/authors/{key}.md",
    text_source=None,  # it is read as a person
    in_sitemap=True,
    in_menu=never,
    list_keys=lambda context: context.catalog.authors,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(
        DETAILS,
        NAMES,
        Input("what is known of the person", _digest_person, _explain_person),
        Input("the citation keys", _digest_keys),
        Input("the names of other authors with this name", _digest_namesakes),
        Input("the filters of the list", lambda digests, page: digest_tools(digests, page, page.shows)),
    ),
    view=_view,
    list_papers=_list_papers,
    list_texts=lambda context: [(key, biography.html) for key, biography in context.biographies.items()],
    list_old_addresses=_list_old_addresses,
)
