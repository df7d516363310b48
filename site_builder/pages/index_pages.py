"""The indexes: all authors, all categories, all years."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from site_builder.catalog.people import rank_members
from site_builder.pages.fragments import AuthorIndex
from site_builder.pages.head import view_head
from site_builder.pages.list_pages import make_pager
from site_builder.pages.page_views import AuthorsView, CategoriesView, LetterView, ListedAuthorView, YearsView
from site_builder.pages.site_context import count_categories, resolve_url, view_years
from site_builder.text.person_names import sort_key

if TYPE_CHECKING:
    from site_builder.catalog.people import Author
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import People, SiteContext
    from site_builder.urls import Route

#: Authors on one page of their index: about as tall as a page of cards.
_AUTHORS_PER_PAGE = 300


def count_author_pages(context: SiteContext) -> int:
    """Return how many pages the index of authors takes."""
    return max(1, -(-len(context.catalog.authors) // _AUTHORS_PER_PAGE))


def make_author_index(context: SiteContext) -> AuthorIndex:
    """Put all authors in order. It takes as long as a hundred pages, and serves all pages of the index."""
    keyed = [(sort_key(author.name, author.group), author) for author in context.catalog.authors.values()]
    keyed.sort(key=lambda pair: (pair[0], pair[1].id))
    ordered = tuple([(_first_letter(key), author) for key, author in keyed])
    jumps: dict[str, str] = {}
    for place, (letter, _) in enumerate(ordered):
        if letter not in jumps:
            jumps[letter] = f"{context.link('authors', '', place // _AUTHORS_PER_PAGE + 1)}#{_anchor(letter)}"
    return AuthorIndex(ordered, tuple(jumps.items()))


def view_authors(context: SiteContext, route: Route, pieces: FragmentCache) -> AuthorsView:
    """Return one page of the index of authors."""
    index, people = pieces.index_authors(), pieces.people
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
        pager=make_pager(context, route, count_author_pages(context)),
    )


def _first_letter(key: str) -> str:
    """Return the letter under which a sort key stands; ``#`` for what doesn't begin with a letter."""
    first = unicodedata.normalize("NFD", key[:1])[:1].upper()
    return first if first.isalpha() else "#"


def _anchor(letter: str) -> str:
    return f"letter-{letter}" if letter.isascii() and letter.isalpha() else f"letter-{ord(letter):x}"


def _order_members(context: SiteContext, index: AuthorIndex) -> list[Author]:
    """Return the lab's own people: in the order in which the settings name them, then the others by name."""
    ranks = rank_members(context.site, context.catalog.person_index)
    members = [author for _, author in index.ordered if author.member]
    return sorted(members, key=lambda author: ranks.get(author.id, len(ranks)))


def _list_author(context: SiteContext, author: Author, people: People) -> ListedAuthorView:
    url, count, person = people[author.id].url, len(author.papers), author.person
    if person is None:
        return ListedAuthorView(author.name, url, count, author.member)
    photo = resolve_url(context, person.photo) if person.photo else ""
    return ListedAuthorView(author.name, url, count, author.member, person.affiliation, person.role, photo)


def view_categories(context: SiteContext, route: Route) -> CategoriesView:
    """Return the index of categories, under the names of arXiv's groups."""
    views = count_categories(context)
    views.sort(key=lambda view: (view.group == "", view.group, view.code))
    text = context.words.text
    return CategoriesView(
        head=view_head(context, route, text.categories),
        kind="categories",
        section="categories",
        heading=text.categories,
        count=len(views),
        groups=tuple((group, tuple(members)) for group, members in groupby(views, key=lambda view: view.group)),
    )


def view_years_index(context: SiteContext, route: Route) -> YearsView:
    """Return the index of the years that have papers, newest first."""
    text = context.words.text
    counts = {year: len(found) for year, found in context.catalog.years.items() if year}
    return YearsView(
        head=view_head(context, route, text.years),
        kind="years",
        section="years",
        heading=text.years,
        count=len(counts),
        years=tuple([bar for bar in reversed(view_years(context, counts)) if bar.count]),
    )
