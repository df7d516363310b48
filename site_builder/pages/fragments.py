"""Fragments of pages that many pages have in common, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from site_builder.catalog.people import Author

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markupsafe import Markup

    from site_builder.catalog.related import Relation
    from site_builder.pages.citations import Citations
    from site_builder.pages.site_context import People
    from site_builder.pictures.store import Order

T = TypeVar("T")


class AuthorIndex(msgspec.Struct, frozen=True):
    """All authors in the order of their family names, each with the letter to stand under, and where letters begin."""

    ordered: tuple[tuple[str, Author], ...]
    jumps: tuple[tuple[str, str], ...]


class FragmentCache(Protocol):
    """The fragments of one site. ``people`` are all authors; papers go by their positions in the catalog.

    A fragment that is HTML has a template in the theme.
    """

    people: People

    def card(self, position: int) -> Markup:
        """Return the paper as it stands in lists, with its abstract, and with COinS if the site has them."""

    def line(self, position: int) -> Markup:
        """Return the same without the text of the abstract: pages that show it don't change with the text."""

    def plain_line(self, position: int) -> Markup:
        """Return that line without COinS, for pages that are no list: there, Zotero would take it for the paper."""

    def coins(self, position: int) -> Markup:
        """Return the paper's COinS, which cards and lines in lists have; empty if the site has none."""

    def picture_card(self, position: int) -> Markup:
        """Return the paper under its picture: selected papers and related ones stand so."""

    def comment(self, position: int, comment: Markup) -> Markup:
        """Return the same with a curator's comment on the paper."""

    def cite(self, position: int) -> Citations:
        """Return the paper's citations."""

    def relate(self, position: int) -> Sequence[Relation]:
        """Return the papers worth reading after this one, best first."""

    def index_authors(self) -> AuthorIndex:
        """Return the index of authors."""

    def copy_picture(self, order: Order) -> bytes:
        """Return the bytes of the one copy of a picture that is ordered."""

    def social_card(self, position: int) -> bytes:
        """Return the picture that stands for the paper where it is shared."""

    def style(self) -> bytes:
        """Return the theme's options as a style sheet."""

    def share(self, kind: str, key: str | int, make: Callable[[], T]) -> T:
        """Return what ``make`` returned for the first page of a list that asked.

        A list of n papers has n / 50 pages. If each worked something out from all of the papers, the time would grow
        with the square of n.
        """
