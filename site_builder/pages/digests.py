"""Digests of everything that pages show. A page is out of date exactly when the digest of one of its inputs changed.

The digests are made from those of papers, authors and texts. That costs a tenth of making the view of a page and
comparing it. Tests compare builds from the cache with builds from nothing after a change of each input.
"""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar

import msgspec

from site_builder.pages.site_context import count_years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from site_builder.catalog.related import Relation
    from site_builder.content.loader import Text
    from site_builder.pages.site_context import SiteContext

    #: Returns the related papers of the paper at a position.
    Relate = Callable[[int], Sequence[Relation]]

T = TypeVar("T")

#: The bytes of each input's digest that a build remembers. With 8, two differ by chance once in 10^19 comparisons.
DIGEST_SIZE = 8
#: The digest of what a page hasn't got.
NOTHING = bytes(DIGEST_SIZE)


class _Memo(dict[T, bytes]):
    """Digests by what they stand for, made when they are first asked for."""

    def __init__(self, make: Callable[[T], bytes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: T) -> bytes:
        made = self[key] = self._make(key)
        return made


class Digests:
    """The digests of one site. Not a value: it keeps those that many pages share. Papers go by position.

    ``names_of`` holds the digest of the ids, names and ORCID iDs of each paper's authors.
    """

    def __init__(self, context: SiteContext, relate: Relate) -> None:
        self.context = context
        self.relate = relate
        self._authors = _Memo(self._digest_author)
        self.names_of = _Memo(self._digest_names)
        self._shared: dict[tuple[str, str], bytes] = {}

    def prepare(self) -> None:
        """Make now what many pages share, so that processes forked from this one needn't make it."""
        for position in range(len(self.context.catalog.entries)):
            self.names_of[position]

    def details(self, positions: Sequence[int]) -> bytes:
        """Return the digest of all fields of these papers but their body texts, in this order."""
        cached = self.context.catalog.cached
        if len(positions) == 1:  # as on the pages of most authors
            return cached[positions[0]].details
        return digest(b"".join([cached[position].details for position in positions]))

    def bodies(self, positions: Sequence[int]) -> bytes:
        """Return the digest of the body texts of these papers, in this order."""
        cached = self.context.catalog.cached
        if len(positions) == 1:
            return cached[positions[0]].body
        return digest(b"".join([cached[position].body for position in positions]))

    def names(self, positions: Sequence[int]) -> bytes:
        """Return the digest of the ids, names and ORCID iDs of these papers' authors."""
        names = self.names_of
        if len(positions) == 1:
            return names[positions[0]]
        return digest(b"".join([names[position] for position in positions]))

    def authors(self, author_ids: Iterable[str]) -> bytes:
        """Return the digest of the ids, names and ORCID iDs of these authors."""
        return digest(b"".join([self._authors[author] for author in author_ids]))

    def years(self, kind: str, key: str, positions: Sequence[int]) -> bytes:
        """Return the digest of the numbers of papers by year in the list of a kind that has this key."""
        return self.share(kind, key, lambda: repr(count_years(self.context, positions)).encode())

    def share(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the digest of what ``make`` returned for the first page that asked under this name and key."""
        made = self._shared.get((name, key))
        if made is None:
            made = self._shared[name, key] = digest(make())
        return made

    @cached_property
    def counts(self) -> bytes:
        """The digest of all numbers of papers by year and category, and of the number of authors."""
        facets = self.context.catalog.facets
        numbers = [[(key, len(found)) for key, found in facets[name].items()] for name in ("year", "category")]
        return digest(repr([len(self.context.catalog.authors), numbers]).encode())

    def _digest_author(self, author_id: str) -> bytes:
        author = self.context.catalog.authors[author_id]
        return f"{author.id}\t{author.name}\t{author.orcid}\t{author.sort_key}\n".encode()

    def _digest_names(self, position: int) -> bytes:
        authors = self._authors
        return digest(b"".join([authors[author] for author in self.context.catalog.authorships[position]]))


# `cache.digest` also marks where each of its parts ends, which takes up to three times as long. Here most parts are
# digests, and of one length.
def digest(data: bytes) -> bytes:
    """Return a digest of 16 bytes."""
    return blake2b(data, digest_size=16).digest()


def digest_text(text: Text | None) -> bytes:
    """Return the digest of what a page shows of a text from ``content/``; its title is in the site's digest."""
    return digest(msgspec.msgpack.encode((text.html, text.plain))) if text else NOTHING
