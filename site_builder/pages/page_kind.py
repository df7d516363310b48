"""The record of a page kind: everything that the program knows of one kind of page.

A kind is one module that ends in its record; `kinds.KINDS` lists the records. No field has a default, so the type
checker finds a kind that lacks a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.pages.digests import DIGEST_SIZE
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from site_builder.content.loader import TextReader
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_views import PageView
    from site_builder.pages.site_context import SiteContext


class Page(msgspec.Struct, frozen=True, gc=False):
    """A page to be made: which one, and the papers that it shows (positions in the catalog)."""

    route: Route
    shows: Sequence[int] = ()


class Changes(NamedTuple):
    """What is not as it was at the last build, in sentences.

    ``details`` and ``bodies`` go by the position of the paper. ``people`` goes by the id of the person and by the
    field, which is empty for a new person. ``authorships`` holds the author ids of each paper.
    """

    details: dict[int, tuple[str, ...]]
    bodies: dict[int, tuple[str, ...]]
    people: dict[str, dict[str, str]]
    authorships: Sequence[Sequence[str]]


class Input(NamedTuple):
    """Something that a page is made from. ``name`` says in words what it is.

    ``digest`` returns at least `DIGEST_SIZE` bytes that change with it. ``explain`` returns sentences that say more
    exactly what changed; where it returns none, the name is all that is known.
    """

    name: str
    digest: Callable[[Digests, Page], bytes]
    explain: Callable[[Changes, Page], Iterable[str]] = lambda _, __: ()


class PaperList(NamedTuple):
    """A list of papers (positions in the catalog) and its name."""

    title: str
    positions: Sequence[int]


class OldAddresses(NamedTuple):
    """The addresses at which a page was before. ``digest`` changes with its title, which ``find_title`` returns."""

    key: str
    addresses: Sequence[str]
    digest: bytes
    find_title: Callable[[], str]


class TextSource(NamedTuple):
    """How the texts of a kind are read (see `loader.Text`). Where curators may give a text's subject further names,
    ``make_key`` returns the key under which a name is found. ``named`` tells that the titles of the texts stand on
    pages of other kinds."""

    read: TextReader
    make_key: Callable[[str], str] | None = None
    named: bool = True


class PageKind(NamedTuple):
    """A kind of page.

    ``address`` is the address of its pages, with ``{key}`` for the key of one. ``source`` is the content file from
    which a page comes, or that adds to it, with ``{key}`` too; empty if there is none. ``text_source`` says how these
    files are read where they are texts; papers and people are read otherwise.

    ``in_sitemap`` tells whether search engines shall find the pages, and ``in_menu`` whether the menu of a site has the
    page; the words of its name are the label.

    ``list_keys`` yields the keys of all pages. ``list_pages`` yields the pages of one key and raises KeyError where
    there is none. ``list_keys_showing`` yields the keys of the pages on which the body text of a paper stands.
    ``inputs`` are all that a page is made from, beside the site's settings and theme, which are inputs of every page.
    ``view`` returns what the template shows. ``list_papers`` returns the list that begins on the page of a key, for the
    files beside it; None where the page is no list or has no files.

    ``list_texts`` yields pairs of a key and HTML from its source, in which links are checked. ``list_old_addresses``
    yields the pages that were elsewhere before.
    """

    name: str
    address: str
    template: str
    source: str
    text_source: TextSource | None
    in_sitemap: bool
    in_menu: Callable[[SiteContext], bool]
    list_keys: Callable[[SiteContext], Iterable[str]]
    list_pages: Callable[[SiteContext, str], Iterable[Page]]
    list_keys_showing: Callable[[SiteContext, int], Iterable[str]]
    inputs: tuple[Input, ...]
    view: Callable[[SiteContext, Route, FragmentCache], PageView]
    list_papers: Callable[[SiteContext, str], PaperList | None]
    list_texts: Callable[[SiteContext], Iterable[tuple[str, str]]]
    list_old_addresses: Callable[[SiteContext], Iterable[OldAddresses]]

    def digest_inputs(self, digests: Digests, page: Page) -> bytes:
        """Return the digests of all inputs of a page, one behind the other."""
        return b"".join([part.digest(digests, page)[:DIGEST_SIZE] for part in self.inputs])

    @property
    def source_folder(self) -> str:
        """The folder of ``content/`` with the source files; empty if the kind has none."""
        return self.source.split("/")[1] if self.source else ""


def never(_: SiteContext) -> bool:
    """Return False: a kind that no menu has."""
    return False


def always(_: SiteContext) -> bool:
    """Return True: a kind that is in the menu of every site."""
    return True


def no_key(_: SiteContext) -> Iterable[str]:
    """Return the key of a kind that has one page: an empty text."""
    return ("",)


def nowhere(_: SiteContext, __: int) -> Iterable[str]:
    """Return no key: a kind that shows no body text."""
    return ()


def no_papers(_: SiteContext, __: str) -> None:
    """Return no list: a kind without files beside its pages."""


def no_texts(_: SiteContext) -> Iterable[tuple[str, str]]:
    """Return no text: a kind without texts of its own."""
    return ()


def no_old_addresses(_: SiteContext) -> Iterable[OldAddresses]:
    """Return no address: a kind whose pages were always where they are."""
    return ()


def one_page(kind: str) -> Callable[[SiteContext, str], Iterable[Page]]:
    """Return what lists the pages of a kind with one page for each key, which shows no single papers."""

    def list_pages(_: SiteContext, key: str) -> Iterable[Page]:
        yield Page(Route(kind, key))

    return list_pages
