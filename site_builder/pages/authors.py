"""The index of all authors."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import msgspec

from site_builder.catalog.people import rank_members
from site_builder.pages.fragments import AuthorIndex
from site_builder.pages.head import view_head
from site_builder.pages.lists import make_pager
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
from site_builder.pages.pictures import view_face
from site_builder.pages.site_context import resolve_url
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


def _count_pages(context: SiteContext) -> int:
    return max(1, -(-len(context.catalog.authors) // _AUTHORS_PER_PAGE))


def make_author_index(context: SiteContext) -> AuthorIndex:
    """Return all authors in order. It takes as long as a hundred pages, so all pages of the index share it."""
    authors = context.catalog.authors.values()
    keyed = [(author.sort_key or sort_key(author.name, author.group), author) for author in authors]
    keyed.sort(key=lambda pair: (pair[0], pair[1].id))
    ordered = tuple([(_first_letter(key), author) for key, author in keyed])
    jumps: dict[str, str] = {}
    for place, (letter, _) in enumerate(ordered):
        if letter not in jumps:
            jumps[letter] = f"{context.link('authors', '', place // _AUTHORS_PER_PAGE + 1)}#{_anchor(letter)}"
    return AuthorIndex(ordered, tuple(jumps.items()))


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    for number in range(1, _count_pages(context) + 1):
        yield Page(Route("authors", key, number))


def _digest_people(digests: Digests, _: Page) -> bytes:
    """Return the digest of what the index says of all people."""

    def describe() -> bytes:
        people = [
            (author.id, author.name, author.group, len(author.papers), _describe(author))
            for author in digests.context.catalog.authors.values()
        ]
        return msgspec.msgpack.encode(people)

    return digests.share("authors", "", describe)


def _describe(author: Author) -> tuple[str, ...]:
    person = author.person
    return (person.affiliation, person.role, person.photo) if person else ()


def _explain_people(changes: Changes, _: Page) -> Iterable[str]:
    shown = ("", "name", "affiliation", "role", "photo")
    return [fields[field] for fields in changes.people.values() for field in shown if field in fields]


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> AuthorsView:
    index, people = fragments.index_authors(), fragments.people
    start = (route.number - 1) * _AUTHORS_PER_PAGE
    shown = index.ordered[start : start + _AUTHORS_PER_PAGE]
    ordered = _order_members(context, index) if route.number == 1 else []
    members = tuple([_list_author(context, author, people) for author in ordered])
    text = context.words.text
    return AuthorsView(
        head=view_head(context, route, text.authors),
        kind="authors",
        section="authors",
        heading=text.authors,
        count=len(index.ordered),
        members=members,
        faces=any(person.photo for person in members),
        letters=tuple(
            LetterView(letter, _anchor(letter), tuple([_list_author(context, author, people) for _, author in run]))
            for letter, run in groupby(shown, key=itemgetter(0))
        ),
        jumps=index.jumps,
        pager=make_pager(context, route, _count_pages(context)),
    )


def _first_letter(key: str) -> str:
    """Return the letter under which an author with this sort key is listed; ``#`` if it doesn't begin with a letter."""
    first = unicodedata.normalize("NFD", key[:1])[:1].upper()
    return first if first.isalpha() else "#"


def _anchor(letter: str) -> str:
    return f"letter-{letter}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter):x}"


def _order_members(context: SiteContext, index: AuthorIndex) -> list[Author]:
    """Return the members: first those in the settings, in their order, then all others by name."""
    ranks = rank_members(context.site, context.catalog.person_index)
    members = [author for _, author in index.ordered if author.member]
    return sorted(members, key=lambda author: ranks.get(author.id, len(ranks)))


def _list_author(context: SiteContext, author: Author, people: People) -> ListedAuthorView:
    url, count, person = people[author.id].url, len(author.papers), author.person
    if person is None:
        return ListedAuthorView(author.name, url, count, author.member)
    photo = resolve_url(context, person.photo) if person.photo else ""
    face = view_face(context, person.photo)
    return ListedAuthorView(author.name, url, count, author.member, person.affiliation, person.role, photo, face)


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
