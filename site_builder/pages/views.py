"""What templates see: plain, frozen values with every address, string and date already made.

Here are the parts that many pages show; `page_views` has the pages. Templates see these and nothing else. A ``Markup``
field is safe HTML; every other string is text that the template escapes. Addresses are ready for ``href`` (base path
included). A missing value is an empty string. Each page's template receives ``page`` (its own view, see `page_views`),
``site`` (`SiteView`) and ``t`` (the interface's words by key, see ``themes/default/languages``).
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


class PictureView(View, frozen=True):
    """A picture. ``src`` is the address of a copy that suits most screens, or of the original where there is no copy;
    ``srcset`` lists all copies by width, and is empty where there is but one. ``width`` and ``height`` are those of
    ``src`` in pixels, or what it should be shown at; 0 where they aren't known. ``alt`` says what it shows."""

    src: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    alt: str = ""


class LinkGroupView(View, frozen=True):
    """Links of one kind under a heading."""

    heading: str
    links: tuple[LinkView, ...]


class VideoView(View, frozen=True):
    """A video that plays in the page. ``url`` is where it leads without a script; ``address`` is the page of its player
    or, where ``is_file``, the file. ``policy`` is what the Content-Security-Policy must allow for it. ``note`` names
    the other host that is asked for it, and is empty for a file of the site's own."""

    url: str
    address: str
    is_file: bool
    policy: str
    note: str


class IdentifierView(View, frozen=True):
    """An identifier of a paper: what it is (``DOI``), its value, and where it leads."""

    name: str
    value: str
    url: str


class DateView(View, frozen=True):
    """A date as precise as the source: ``iso`` for ``datetime``, ``text`` as the language writes it."""

    iso: str
    text: str
    year: str


class AuthorView(View, frozen=True):
    """An author in a byline: the printed name, where the name leads, and what a mark behind it may say.

    ``affiliation_numbers`` count the institutions of `PaperView` from 1; ``face`` is the photo of a member. In lists
    there is only name, address and ``member``.
    """

    name: str
    url: str
    member: bool = False
    equal: bool = False
    corresponding: bool = False
    orcid: str = ""
    affiliation_numbers: tuple[int, ...] = ()
    face: PictureView | None = None


class ListView(View, frozen=True):
    """A list of papers as other pages name it (a category, a venue, a tag …): where it leads, and ``count`` papers.
    Only a category has a ``code`` (``cs.CL``) and the ``group`` that it belongs to (``Computer Science``)."""

    name: str
    url: str
    count: int = 0
    code: str = ""
    group: str = ""


class IndexGroupView(View, frozen=True):
    """A run of lists in an index under one heading, which may be empty; a letter has an ``anchor``."""

    heading: str
    anchor: str
    lists: tuple[ListView, ...]


class CardView(View, frozen=True):
    """A paper in a list. ``authors`` are those shown; ``hidden_authors`` counts those folded away here.

    ``et_al`` is true when the source itself named only the first authors. ``status`` is a word in the site's language
    (``In press``), empty for a published paper; the title of a retracted paper is struck through. ``links`` are in the
    order in which readers want them, the text first; ``pdf_url`` is where the paper can be read. ``has_code`` is true
    when there is code at an address that nobody knows. ``abstract`` is empty on lists that show none, where
    ``has_abstract`` still says whether there is one; ``abstract_length`` counts the characters that readers see of it.
    ``image`` is the address of the paper's picture as the curator gave it; ``thumbnail`` is a small copy of it, and
    ``picture`` one for cards that show it large.
    ``comment`` is what the curator of a collection says of the paper.
    """

    url: str
    title: Markup
    authors: tuple[AuthorView, ...]
    hidden_authors: int
    et_al: bool
    affiliations: tuple[str, ...]
    date: DateView | None
    categories: tuple[ListView, ...]
    venue: str
    venue_url: str
    retracted: bool
    score: str
    has_code: bool
    links: tuple[LinkView, ...]
    pdf_url: str
    featured: bool
    image: str
    award: str
    has_abstract: bool
    abstract: Markup
    abstract_length: int
    language: str
    status: str = ""
    thumbnail: PictureView | None = None
    picture: PictureView | None = None
    comment: Markup = Markup("")


class NoticeView(View, frozen=True):
    """The notice of a correction or a retraction: its date, where it is published, and the reason in a sentence."""

    date: DateView | None
    url: str
    reason: str


class VersionView(View, frozen=True):
    """A version of a paper (``v1``, ``published``); ``record`` marks the one to cite."""

    label: str
    date: DateView | None
    url: str
    links: tuple[LinkView, ...] = ()
    record: bool = False


class FundingView(View, frozen=True):
    """Who paid for the work: the funder's name or a sentence, the number of the award, and its address."""

    funder: str
    award: str
    url: str


class ContributionView(View, frozen=True):
    """What an author did for the paper, mostly in the terms of CRediT."""

    name: str
    roles: tuple[str, ...]


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
    """A run of cards under one heading (a year); ``cards`` are ready HTML, ``count`` all papers of the group.

    Where the order of the papers is a curator's, ``start`` is the number of the first one; elsewhere it is 0.
    """

    heading: str
    anchor: str
    url: str
    count: int
    cards: tuple[Markup, ...]
    start: int = 0


class BarView(View, frozen=True):
    """One bar of a chart by year; ``share`` is 0 to 100 of the tallest. ``short`` is what stands below the bar."""

    label: str
    count: int
    share: int
    url: str = ""
    short: str = ""


class ChoiceView(View, frozen=True):
    """A value of a filter with ``count`` papers of the list, or an order of the list.

    ``value`` is its name in the addresses of the search page. ``papers`` are the places of its papers in the list, from
    0, where the whole list is on the page; of an order, all places in that order.
    """

    label: str
    url: str
    count: int = 0
    value: str = ""
    papers: str = ""


class FacetView(View, frozen=True):
    """A filter: the ``name`` that it has in the addresses of the search page, and its choices. The filter ``code`` has
    one. ``rest`` leads to all values where there are more than these."""

    name: str
    label: str
    choices: tuple[ChoiceView, ...]
    rest: LinkView | None = None


class ToolsView(View, frozen=True):
    """The filters and the orders of a list. ``search`` is the beginning of the address of a search in this list; empty
    where there is none. ``whole`` tells that the whole list is on the page."""

    facets: tuple[FacetView, ...]
    orders: tuple[ChoiceView, ...]
    search: str
    whole: bool


class HeadView(View, frozen=True):
    """What every page's head needs. ``canonical`` is empty when the site's address isn't known; ``image`` is what
    stands for the page where it is shared. ``policy`` is what the page's Content-Security-Policy allows beyond that of
    all pages (``frame-src https://…``)."""

    title: Markup
    description: Markup
    canonical: str
    robots: str = ""
    image: str = ""
    metas: tuple[MetaView, ...] = ()
    links: tuple[HeadLinkView, ...] = ()
    json_ld: Markup = Markup("")
    policy: str = ""


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
    logo_picture: PictureView | None = None
    icon: str = ""
    image: str = ""


class TopicView(View, frozen=True):
    """What an author writes about, a tag or a category: ``count`` papers."""

    name: str
    url: str
    count: int


class CoauthorView(View, frozen=True):
    """Someone with whom an author wrote ``count`` papers."""

    name: str
    url: str
    count: int
    member: bool = False
