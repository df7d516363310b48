"""The view of each kind of page, named by its template. `views` says what templates can rely on."""

from __future__ import annotations

from markupsafe import Markup

from site_builder.pages.views import (
    AuthorView,
    BarView,
    CitationView,
    CoauthorView,
    ContributionView,
    DateView,
    Extras,
    FundingView,
    GroupView,
    HeadView,
    IdentifierView,
    IndexGroupView,
    LinkGroupView,
    LinkView,
    ListView,
    NeighbourView,
    NoticeView,
    PagerView,
    PictureView,
    RelatedView,
    ToolsView,
    TopicView,
    VersionView,
    VideoView,
    View,
)


class PageView(View, frozen=True):
    """What the view of every page has: ``kind`` is the template's name, ``section`` the key of its menu entry."""

    head: HeadView
    kind: str
    section: str
    heading: str


class FaceView(View, frozen=True):
    """One of the lab's own people; ``face`` is a photo, cut to a square."""

    name: str
    url: str
    face: PictureView | None
    role: str


class HomeView(PageView, frozen=True):
    """``home.html``: whose site it is, the selected papers, the news, and all papers, newest first, grouped by year.

    ``blocks`` are the blocks of this page in their order (``hero selected news papers``); further pages of the list
    have the last one only. ``primary`` is the most important of the links, ``links`` are the others. ``faces`` are the
    first of ``member_count`` people, and ``photos`` tells that one of them has a photo; ``team_url`` leads to all of
    them. ``featured`` are the selected papers as `_picture_card.html` shows them. ``news_url`` leads to all news; it is
    empty where all of them are in ``news``. ``plain`` tells that few papers of the list have a picture here.
    ``downloads`` are the files of a list for other programs, here and on other pages.
    """

    blocks: tuple[str, ...]
    institution: str
    introduction: Markup
    primary: LinkView | None
    links: tuple[LinkView, ...]
    faces: tuple[FaceView, ...]
    photos: bool
    member_count: int
    team_url: str
    count: int
    author_count: int
    featured: tuple[Markup, ...]
    news: tuple[NewsItemView, ...]
    news_url: str
    plain: bool
    groups: tuple[GroupView, ...]
    downloads: tuple[LinkView, ...]
    categories: tuple[ListView, ...]
    tools: ToolsView | None
    years: tuple[BarView, ...]
    pager: PagerView


class NewsItemView(View, frozen=True):
    """News in a list; ``title`` is empty where the text alone says it."""

    title: str
    url: str
    date: DateView | None
    text: Markup


class NewsView(PageView, frozen=True):
    """``news.html``: all news, newest first; ``feed`` is the address of their feed, empty if there is none."""

    items: tuple[NewsItemView, ...]
    feed: str
    pager: PagerView


class NewsPageView(PageView, frozen=True):
    """``news_item.html``: one piece of news; ``index`` leads to all."""

    date: DateView | None
    text: Markup
    index: LinkView


class PaperView(PageView, frozen=True):
    """``paper.html``: one paper. What `CardView` has too is the same here, so that a part can show either.

    ``institutions`` are ``numbered`` from 1 as in ``AuthorView.affiliation_numbers``; when no author says which is
    theirs, they are listed without numbers. ``status`` is as in `CardView`; ``retraction`` is the notice of a paper
    that was retracted or withdrawn. ``tags`` lead to their pages.

    ``type`` leads to the papers of this type of publication, ``collections`` to the curators' lists with this paper.
    ``actions`` are the links that are buttons, and ``more`` all others in groups. ``faces`` tells that an author has a
    photo. ``record`` is the version to cite where this page is about another one. ``newer`` and ``older`` are there
    where no paper is related. ``edit_url`` is where readers can propose a change of the entry.
    """

    url: str
    title: Markup
    authors: tuple[AuthorView, ...]
    et_al: bool
    institutions: tuple[str, ...]
    numbered: bool
    equal: bool
    corresponding: bool
    date: DateView | None
    categories: tuple[ListView, ...]
    venue: str
    venue_url: str
    retracted: bool
    award: str
    score: str
    has_code: bool
    image: str
    image_alt: str
    links: tuple[LinkView, ...]
    actions: tuple[LinkView, ...]
    more: tuple[LinkGroupView, ...]
    video: VideoView | None
    identifiers: tuple[IdentifierView, ...]
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
    status: str = ""
    retraction: NoticeView | None = None
    errata: tuple[NoticeView, ...] = ()
    versions: tuple[VersionView, ...] = ()
    record: VersionView | None = None
    license: LinkView | None = None
    funding: tuple[FundingView, ...] = ()
    contributions: tuple[ContributionView, ...] = ()
    picture: PictureView | None = None
    faces: bool = False
    edit_url: str = ""
    type: ListView | None = None
    collections: tuple[LinkView, ...] = ()


class AuthorPageView(PageView, frozen=True):
    """``author.html``: one author's papers by year, and the co-authors, most frequent first.

    ``printed_as`` are other spellings met; ``namesakes`` are other authors of the same name (never merged);
    ``unresolved`` is true when several curated people bear this name and these papers may be any's. ``bibtex`` has the
    citations of the papers on the page where there are no files of them (``downloads``); on a large site, it is empty
    for an author of one paper. ``face`` is the photo, cut to a square. ``coauthors`` are all of them on the first page;
    the others leave out ``hidden_coauthors``. ``topics`` are what most of the papers are about. ``now`` says what and
    where somebody who has left the lab works. ``edit_url`` is where readers can propose a change of the person's file.
    """

    name: str
    curated: bool
    role: str
    affiliation: str
    photo: str
    orcid: str
    links: tuple[LinkView, ...]
    biography: Markup
    interests: tuple[str, ...]
    now: str
    member: bool
    printed_as: tuple[str, ...]
    namesakes: tuple[AuthorView, ...]
    unresolved: bool
    count: int
    bibtex: str
    downloads: tuple[LinkView, ...]
    groups: tuple[GroupView, ...]
    coauthors: tuple[CoauthorView, ...]
    hidden_coauthors: int
    topics: tuple[TopicView, ...]
    tools: ToolsView | None
    years: tuple[BarView, ...]
    edit_url: str
    pager: PagerView
    face: PictureView | None = None


class ListedAuthorView(View, frozen=True):
    """An author in the index of authors. ``face`` is the photo, cut to a square."""

    name: str
    url: str
    count: int
    member: bool = False


class LetterView(View, frozen=True):
    """One run of the index of authors: a first letter and the authors under it."""

    letter: str
    anchor: str
    authors: tuple[ListedAuthorView, ...]


class AuthorsView(PageView, frozen=True):
    """``authors.html``: everyone, by sort name; ``team_url`` is the page of the lab's own people, if there is one.

    ``jumps`` are ``(letter, url)`` into the whole index. ``names_url`` is the file of all names and addresses where the
    index has several pages.
    """

    count: int
    team_url: str
    letters: tuple[LetterView, ...]
    jumps: tuple[tuple[str, str], ...]
    names_url: str
    pager: PagerView


class ListPageView(PageView, frozen=True):
    """``collection.html``, ``category.html``, ``venue.html``, ``tag.html``, ``type.html``, ``year.html``: the papers of
    one ``list``, and what it is (``text``). ``index`` leads to all lists of its kind; its label is the word for one.

    ``printed_as`` are other names of it that papers print. ``plain`` tells that few papers of
    this page have pictures.
    ``older`` and ``newer`` are the neighbours of a year. A collection may have a ``curator``.
    """

    index: LinkView
    list: ListView
    text: Markup
    printed_as: tuple[str, ...]
    plain: bool
    downloads: tuple[LinkView, ...]
    groups: tuple[GroupView, ...]
    tools: ToolsView | None
    years: tuple[BarView, ...]
    pager: PagerView
    older: LinkView | None = None
    newer: LinkView | None = None
    curator: AuthorView | None = None


class IndexView(PageView, frozen=True):
    """``collections.html``, ``categories.html``, ``venues.html``, ``tags.html``, ``types.html``, ``years.html``: the
    ``count`` lists of a kind under headings; one without a heading stands for all. ``years`` are those of the index of
    years, newest first."""

    count: int
    groups: tuple[IndexGroupView, ...]
    years: tuple[BarView, ...] = ()


class FreePageView(PageView, frozen=True):
    """``page.html``: a free page."""

    text: Markup


class SearchView(PageView, frozen=True):
    """``search.html``: the search page; without JavaScript it points to the indexes."""

    count: int
    categories: tuple[ListView, ...] = ()


class NotFoundView(PageView, frozen=True):
    """``404.html``."""
