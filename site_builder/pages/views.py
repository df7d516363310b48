"""The templates' world: plain, frozen values with every address, string and date already made.

Templates see these and nothing else. A ``Markup`` field is safe HTML; every other string is text that the
template escapes. Addresses are ready for ``href`` (base path included). A missing value is an empty string.
Each page's template receives ``page`` (its own view, below), ``site`` (`SiteView`) and ``t`` (the interface's
words by key, see ``themes/default/languages``).
"""

from __future__ import annotations

from typing import Any

import msgspec
from markupsafe import Markup


class Extras(dict[str, Any]):
    """Values by keys that the program doesn't know: ``extra.funding`` or ``extra["funding"]``; empty when missing."""

    def __getattr__(self, key: str) -> Any:
        """Called for a key, and for anything else that a dictionary hasn't."""
        if key.startswith("__"):
            raise AttributeError(key)
        return self.get(key, "")


class View(msgspec.Struct, frozen=True, gc=False):
    """What all views share."""


class LinkView(View, frozen=True):
    """An address with its words; ``kind`` names the icon (``pdf code arxiv doi project video slides poster dataset
    website orcid github scholar email`` ..., else ``link``)."""

    label: str
    url: str
    kind: str = "link"


class DateView(View, frozen=True):
    """A date as precise as the source: ``iso`` for ``datetime``, ``text`` as the language writes it."""

    iso: str
    text: str
    year: str


class AuthorView(View, frozen=True):
    """An author in a byline: the printed name, where the name leads, and what a mark behind it may say.

    ``affiliation_numbers`` count the institutions of `PaperView` from 1. In lists there is only name, address and
    ``member``.
    """

    name: str
    url: str
    member: bool = False
    equal: bool = False
    corresponding: bool = False
    orcid: str = ""
    affiliation_numbers: tuple[int, ...] = ()


class CategoryView(View, frozen=True):
    """A subject: its code (``cs.CL``), its name and where it leads; ``count`` papers."""

    code: str
    name: str
    url: str
    count: int = 0
    group: str = ""


class CardView(View, frozen=True):
    """A paper in a list. ``authors`` are those shown; ``hidden_authors`` counts those folded away here.

    ``et_al`` is true when the source itself named only the first authors. ``abstract_length`` counts the characters
    that readers see of the abstract.
    """

    url: str
    title: Markup
    authors: tuple[AuthorView, ...]
    hidden_authors: int
    et_al: bool
    affiliations: tuple[str, ...]
    date: DateView | None
    categories: tuple[CategoryView, ...]
    venue: str
    score: str
    has_code: bool
    code_url: str
    pdf_url: str
    arxiv_url: str
    featured: bool
    image: str
    award: str
    abstract: Markup
    abstract_length: int
    language: str


class CitationView(View, frozen=True):
    """One format of the citation: ``name`` (``BibTeX``, ``RIS``, ``Reference``) and the text to copy."""

    name: str
    text: str


class RelatedView(View, frozen=True):
    """Another paper worth reading next, and why (``Also by Taishi Nakamura, Kazuki Fujii``)."""

    card: Markup
    reason: str


class NeighbourView(View, frozen=True):
    """The next older or newer paper."""

    title: Markup
    url: str
    language: str = ""


class MetaView(View, frozen=True):
    """One ``<meta name content>`` of the head (Highwire, for Google Scholar and Zotero)."""

    name: str
    content: str


class HeadLinkView(View, frozen=True):
    """One ``<link rel>`` of the head: a feed (``alternate``), or signposting."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


class PagerView(View, frozen=True):
    """Where a long list stands: ``number`` of ``total``; ``pages`` are ``(label, url)``, a gap is ``("…", "")``."""

    number: int
    total: int
    previous: str
    next: str
    pages: tuple[tuple[str, str], ...]


class GroupView(View, frozen=True):
    """A run of cards under one heading (a year); ``cards`` are ready HTML, ``count`` all papers of the group."""

    heading: str
    anchor: str
    url: str
    count: int
    cards: tuple[Markup, ...]


class BarView(View, frozen=True):
    """One bar of a chart by year; ``share`` is 0 to 100 of the tallest."""

    label: str
    count: int
    share: int
    url: str = ""


class HeadView(View, frozen=True):
    """What every page's head needs. ``canonical`` is empty when the site's address isn't known; ``image`` is what
    stands for the page where it is shared."""

    title: Markup
    description: Markup
    canonical: str
    robots: str = ""
    image: str = ""
    metas: tuple[MetaView, ...] = ()
    links: tuple[HeadLinkView, ...] = ()
    json_ld: Markup = Markup("")


class MenuView(View, frozen=True):
    """An entry of the site's menu; ``key`` is what the pages below it have as ``section``: the kind of page it
    opens (``home authors categories years search``), or ``page-<id>`` for a free page."""

    key: str
    label: str
    url: str


class SiteView(View, frozen=True):
    """The site as every page shows it. ``root`` is the home page's address, ``assets`` the theme's static files
    (``{{ site.assets }}style.css``), ``search_root`` Pagefind's bundle. ``options`` are the theme's; ``styles`` are
    its style sheets, below ``assets``, in the order in which they apply. ``logo`` and ``icon`` are the site's own
    pictures; ``image`` is the whole address of what stands for the site where it is shared."""

    title: str
    description: str
    language: str
    direction: str
    root: str
    assets: str
    search_root: str
    search_url: str
    menu: tuple[MenuView, ...]
    links: tuple[LinkView, ...]
    feeds: tuple[HeadLinkView, ...]
    options: Extras
    owner: AuthorView | None
    searchable: bool
    preview: bool
    styles: tuple[str, ...] = ()
    logo: str = ""
    icon: str = ""
    image: str = ""


class PageView(View, frozen=True):
    """What the view of every page has: ``kind`` is the template's name, ``section`` the key of its menu entry."""

    head: HeadView
    kind: str
    section: str
    heading: str


class HomeView(PageView, frozen=True):
    """``home.html``: the introduction (first page only) and all papers, newest first, grouped by year;
    ``bibliographies`` are files with all papers."""

    introduction: Markup
    count: int
    author_count: int
    featured: tuple[Markup, ...]
    groups: tuple[GroupView, ...]
    bibliographies: tuple[LinkView, ...]
    categories: tuple[CategoryView, ...]
    years: tuple[BarView, ...]
    pager: PagerView


class PaperView(PageView, frozen=True):
    """``paper.html``: one paper.

    ``institutions`` are ``numbered`` from 1 as in ``AuthorView.affiliation_numbers``; when no author says which is
    theirs, they are listed without numbers. ``tags`` lead to the papers that speak of them, where there is a search.
    """

    title: Markup
    authors: tuple[AuthorView, ...]
    et_al: bool
    institutions: tuple[str, ...]
    numbered: bool
    equal: bool
    corresponding: bool
    date: DateView | None
    categories: tuple[CategoryView, ...]
    venue: str
    award: str
    score: str
    has_code: bool
    image: str
    image_alt: str
    links: tuple[LinkView, ...]
    tags: tuple[LinkView, ...]
    abstract: Markup
    notes: Markup
    citations: tuple[CitationView, ...]
    related: tuple[RelatedView, ...]
    newer: NeighbourView | None
    older: NeighbourView | None
    language: str
    review: str
    extra: Extras


class CoauthorView(View, frozen=True):
    """Someone with whom an author wrote ``count`` papers."""

    name: str
    url: str
    count: int
    member: bool = False


class AuthorPageView(PageView, frozen=True):
    """``author.html``: one author's papers by year, and the co-authors, most frequent first.

    ``printed_as`` are other spellings met; ``namesakes`` are other authors of the same name (never merged);
    ``unresolved`` is true when several curated people bear this name and these papers may be any's.
    """

    name: str
    curated: bool
    role: str
    affiliation: str
    photo: str
    orcid: str
    links: tuple[LinkView, ...]
    biography: Markup
    member: bool
    printed_as: tuple[str, ...]
    namesakes: tuple[AuthorView, ...]
    unresolved: bool
    count: int
    groups: tuple[GroupView, ...]
    coauthors: tuple[CoauthorView, ...]
    hidden_coauthors: int
    years: tuple[BarView, ...]
    pager: PagerView


class ListedAuthorView(View, frozen=True):
    """An author in the index of authors."""

    name: str
    url: str
    count: int
    member: bool = False
    affiliation: str = ""
    role: str = ""
    photo: str = ""


class LetterView(View, frozen=True):
    """One run of the index of authors: a first letter and the authors under it."""

    letter: str
    anchor: str
    authors: tuple[ListedAuthorView, ...]


class AuthorsView(PageView, frozen=True):
    """``authors.html``: everyone, by sort name; ``members`` are the lab's own, on the first page only,
    those whom the settings name in their order; ``faces`` tells that one of them at least has a photo.

    ``jumps`` are ``(letter, url)`` into the whole index.
    """

    count: int
    members: tuple[ListedAuthorView, ...]
    faces: bool
    letters: tuple[LetterView, ...]
    jumps: tuple[tuple[str, str], ...]
    pager: PagerView


class CategoryPageView(PageView, frozen=True):
    """``category.html``: a subject's papers, newest first, what it means (``text``), and its years."""

    category: CategoryView
    text: Markup
    groups: tuple[GroupView, ...]
    years: tuple[BarView, ...]
    pager: PagerView


class CategoriesView(PageView, frozen=True):
    """``categories.html``: all subjects, by group."""

    count: int
    groups: tuple[tuple[str, tuple[CategoryView, ...]], ...]


class YearView(PageView, frozen=True):
    """``year.html``: one year's papers, newest first; ``older`` and ``newer`` are the neighbouring years."""

    year: str
    count: int
    groups: tuple[GroupView, ...]
    categories: tuple[CategoryView, ...]
    older: LinkView | None
    newer: LinkView | None
    pager: PagerView


class YearsView(PageView, frozen=True):
    """``years.html``: the ``count`` years that have papers, newest first, each with its number of papers."""

    count: int
    years: tuple[BarView, ...]


class FreePageView(PageView, frozen=True):
    """``page.html``: a free page."""

    text: Markup


class SearchView(PageView, frozen=True):
    """``search.html``: the search page; without JavaScript it points to the indexes."""

    count: int
    categories: tuple[CategoryView, ...] = ()


class NotFoundView(PageView, frozen=True):
    """``404.html``."""
