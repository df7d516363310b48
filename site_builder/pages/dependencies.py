"""What a page shows, as a digest: a page is stale exactly when its digest is another one than when it was made.

A digest is put together from those of entries, which costs three microseconds where making and comparing the view would
cost thirty; that it never misses anything is held by the tests, which compare builds from the cache with builds from
nothing.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

from site_builder.pages.site_context import count_years

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.model import Person
    from site_builder.pages.registry import Page, Relate
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Kind

T = TypeVar("T")


class _Digests(dict[T, bytes]):
    """Digests by what they stand for, made when they are asked for."""

    def __init__(self, make: Callable[[T], bytes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: T) -> bytes:
        made = self[key] = self._make(key)
        return made


class Signer:
    """Signs the pages of one edition. Not a value: it keeps the digests that many pages share.

    ``_authors`` holds by id what stands for an author who is named on a page, ``_lines`` by position the digest of what
    a paper's line shows, on a page of this edition: the frame is in it, and the paper's authors are.
    """

    def __init__(self, context: SiteContext, relate: Relate) -> None:
        self._edition, self._relate = context, relate
        self._shared: dict[tuple[Kind, str], bytes] = {}
        self._authors = _Digests(self._sign_name)
        self._lines = _Digests(self._sign_line)
        self._signers: dict[Kind, Callable[[Page], bytes]] = {
            "paper": self._sign_paper,
            "author": self._sign_author,
            "home": self._sign_list,
            "category": self._sign_list,
            "year": self._sign_year,
            "page": self._sign_text,
            "authors": lambda _: self._index_of_authors,
            "404": lambda _: context.site_digest,
        }

    def sign(self, page: Page) -> bytes:
        """Return the digest of all that a page shows."""
        signer = self._signers.get(page.route.kind)
        return signer(page) if signer else self._numbers

    def prepare(self) -> None:
        """Make now what all pages share, so that processes forked from this one find it made."""
        for position in range(len(self._edition.catalog.entries)):
            self._lines[position]

    def _sign_name(self, author_id: str) -> bytes:
        author = self._edition.catalog.authors[author_id]
        return f"{author.id}\t{author.name}\t{author.orcid}\n".encode()

    def _sign_line(self, position: int) -> bytes:
        catalog = self._edition.catalog
        names = [self._authors[author] for author in catalog.authorships[position]]
        return _digest(self._edition.site_digest, catalog.cached[position].line_key, *names)

    def _get_card(self, position: int) -> bytes:
        """Return what stands for a paper's card, or for all that its own page says of it."""
        return self._edition.catalog.cached[position].key + self._lines[position]

    @cached_property
    def _counts(self) -> bytes:
        """All numbers of papers by year and category."""
        catalog = self._edition.catalog
        years = [(year, len(found)) for year, found in catalog.years.items()]
        categories = [(code, len(found)) for code, found in catalog.categories.items()]
        return repr([len(catalog.authors), years, categories]).encode()

    @cached_property
    def _numbers(self) -> bytes:
        return _digest(self._edition.site_digest, self._counts)

    @cached_property
    def _index_of_authors(self) -> bytes:
        people = [
            (author.id, author.name, author.group, len(author.papers), _describe(author.person))
            for author in self._edition.catalog.authors.values()
        ]
        return _digest(self._edition.site_digest, msgspec.msgpack.encode(people))

    def _sign_paper(self, page: Page) -> bytes:
        position = page.shows[0]
        lines, last = self._lines, len(self._edition.catalog.entries) - 1
        related = self._relate(position)
        return _digest(
            self._get_card(position),
            lines[position - 1] if position else b"first",
            lines[position + 1] if position < last else b"last",
            *[lines[relation.position] for relation in related],
            "\t".join([word for relation in related for word in (*relation.tags, *relation.words)]).encode(),
        )

    def _sign_author(self, page: Page) -> bytes:
        context = self._edition
        author = context.catalog.authors[page.route.key]
        parts = [self._lines[n] for n in author.papers]
        if author.person:  # who may have no paper here
            parts += [context.site_digest, msgspec.msgpack.encode((author.person, context.biographies.get(author.id)))]
        if namesakes := context.catalog.namesakes.get(author.id):
            parts += [self._authors[other] for other in namesakes]
        # Most have one paper, and their pages show nothing that its line doesn't stand for.
        return _digest(*parts) if len(parts) > 1 else parts[0]

    def _sign_list(self, page: Page) -> bytes:
        shared = self._get_shared(page.route.kind, page.route.key)
        return _digest(shared, *[self._get_card(n) for n in page.shows])

    def _sign_year(self, page: Page) -> bytes:
        shared = self._get_shared(page.route.kind, page.route.key)
        return _digest(shared, *[self._lines[n] for n in page.shows])

    def _sign_text(self, page: Page) -> bytes:
        text = self._edition.pages[page.route.key]
        return _digest(self._edition.site_digest, text.html.encode(), text.plain.encode())

    def _get_shared(self, kind: Kind, key: str) -> bytes:
        """Return the digest of what all pages of a list show beside their papers."""
        if (kind, key) not in self._shared:
            self._shared[kind, key] = _digest(self._edition.site_digest, *self._list_shared(kind, key))
        return self._shared[kind, key]

    def _list_shared(self, kind: Kind, key: str) -> Sequence[bytes]:
        context = self._edition
        catalog = context.catalog
        if kind == "category":
            own = context.category_texts.get(key)
            return (repr(count_years(context, catalog.categories[key])).encode(), own.html.encode() if own else b"")
        if kind == "year":
            return (self._counts, *[self._lines[n] for n in catalog.years[key]])
        home = context.home.html.encode() + context.home.page.title.encode() if context.home else b""
        return (self._counts, home, *[self._get_card(n) for n in catalog.featured])


def _describe(person: Person | None) -> tuple[str, ...]:
    """Return what the index of authors says of a curated person."""
    return (person.affiliation, person.role, person.photo) if person else ()


def _digest(*parts: bytes) -> bytes:
    # `cache.digest` minds the borders between parts, which takes up to three times as long: here nearly all parts are
    # digests, and of one length.
    return blake2b(b"".join(parts), digest_size=16).digest()
