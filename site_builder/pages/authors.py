"""The index of all authors."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from site_builder.catalog.team import has_team
from site_builder.pages.fragments import AuthorIndex
from site_builder.pages.head import view_head
from site_builder.pages.lists import anchor_letter, first_letter, make_pager
from site_builder.pages.page_kind import (
    Input,
    Page,
    PageKind,
    always,
    no_key,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
)
from site_builder.pages.page_views import AuthorsView, LetterView, ListedAuthorView
from site_builder.text.person_names import sort_key
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.catalog.people import Author
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Changes
    from site_builder.pages.site_context import People, SiteContext

#: Authors on one page of their index: about as tall as a page of cards.
_AUTHORS_PER_PAGE = 300
NAMES_FILE = "authors/names.json"


def _count_pages(context: SiteContext) -> int:
    return max(1, -(-len(context.catalog.authors) // _AUTHORS_PER_PAGE))


def has_names_file(context: SiteContext) -> bool:
    """Tell whether there is a file of all names: where one page doesn't show them all."""
    return _count_pages(context) > 1


def compose_names(fragments: FragmentCache) -> bytes:
    """Return the file of all names for the script that finds a typed one: triples of a name, its address, and the
    number of papers."""
    people = fragments.people
    ordered = [author for _, author in fragments.index_authors().ordered]
    return msgspec.json.encode([(author.name, str(people[author.id].url), len(author.papers)) for author in ordered])


def make_author_index(context: SiteContext) -> AuthorIndex:
    """Return all authors in order. It takes as long as a hundred pages, so all pages of the index share it."""
    authors = context.catalog.authors.values()
    keyed = [(author.sort_key or sort_key(author.name, author.group), author) for author in authors]
    keyed.sort(key=lambda pair: (pair[0], pair[1].id))
    ordered = tuple([(first_letter(key), author) for key, author in keyed])
    jumps: dict[str, str] = {}
    for place, (letter, _) in enumerate(ordered):
        if letter not in jumps:
            jumps[letter] = f"{context.link('authors', '', place // _AUTHORS_PER_PAGE + 1)}#{anchor_letter(letter)}"
    return AuthorIndex(ordered, tuple(jumps.items()))


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    for number in range(1, _count_pages(context) + 1):
        yield Page(Route("authors", key, number))


def _digest_people(digests: Digests, _: Page) -> bytes:
    """Return the digest of what the index says of all people."""

    def describe() -> bytes:
        authors = digests.context.catalog.authors.values()
        return msgspec.msgpack.encode([(one.id, one.name, one.group, len(one.papers)) for one in authors])

    return digests.share("authors", "", describe)


def _explain_people(changes: Changes, _: Page) -> Iterable[str]:
    shown = ("", "name")
    return [fields[field] for fields in changes.people.values() for field in shown if field in fields]


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> AuthorsView:
    index, people = fragments.index_authors(), fragments.people
    start = (route.number - 1) * _AUTHORS_PER_PAGE
    shown = index.ordered[start : start + _AUTHORS_PER_PAGE]
    text = context.words.text
    return AuthorsView(
        head=view_head(context, route, text.authors),
        kind="authors",
        section="authors",
        heading=text.authors,
        count=len(index.ordered),
        team_url=context.link("team") if has_team(context.catalog, context.site) else "",
        letters=tuple(
            LetterView(letter, anchor_letter(letter), tuple([_list_author(author, people) for _, author in run]))
            for letter, run in groupby(shown, key=itemgetter(0))
        ),
        jumps=index.jumps,
        names_url=context.base.link(NAMES_FILE) if has_names_file(context) else "",
        pager=make_pager(context, route, _count_pages(context)),
    )


def _list_author(author: Author, people: People) -> ListedAuthorView:
    return ListedAuthorView(author.name, people[author.id].url, len(author.papers), author.member)


AUTHORS = PageKind(
    name="authors",
    address="authors/",
    template="authors.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=always,
    list_keys=no_key,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(Input("the name of an author or the number of an author's papers", _digest_people, _explain_people),),
    view=_view,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
