"""The site context: everything that the pages of a site are made from; and the small views that all pages share."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from site_builder import urls
from site_builder.catalog.catalog import Catalog
from site_builder.catalog.team import has_team
from site_builder.content.loader import Biography, Text
from site_builder.markup.addresses import is_outside
from site_builder.model import Link, Site
from site_builder.pages.views import (
    AuthorView,
    CoauthorView,
    DateView,
    Extras,
    HeadLinkView,
    LinkView,
    ListView,
    MenuView,
    PictureView,
    SiteView,
)
from site_builder.pictures.picture import Picture, find_address
from site_builder.storage.git_log import FileDates
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.html import trust
from site_builder.theming.i18n import Translations
from site_builder.theming.themes import Theme
from site_builder.urls import Addresses, Base, Route

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Labels of links that are translated. Any other label is shown as the curator wrote it.
_WORDED = frozenset({"pdf", "arxiv", "doi", "code", "project", "video", "slides", "poster", "dataset", "website"})
#: The names of services by the keys of links to them.
_NAMES = {
    "bluesky": "Bluesky",
    "dblp": "DBLP",
    "github": "GitHub",
    "gitlab": "GitLab",
    "google-scholar": "Google Scholar",
    "google_scholar": "Google Scholar",
    "huggingface": "Hugging Face",
    "linkedin": "LinkedIn",
    "openreview": "OpenReview",
    "orcid": "ORCID",
    "scholar": "Google Scholar",
    "semanticscholar": "Semantic Scholar",
    "youtube": "YouTube",
}
_HOSTS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "orcid.org": "orcid",
    "scholar.google.com": "scholar",
    "huggingface.co": "huggingface",
    "linkedin.com": "linkedin",
    "x.com": "x",
    "twitter.com": "x",
    "bsky.app": "bluesky",
    "youtube.com": "video",
    "youtu.be": "video",
}


class SiteContext(msgspec.Struct, frozen=True):
    """All that pages are made from.

    ``owner`` is an author id or empty. ``texts`` holds the texts from ``content/`` by folder and id, ``aliases`` the
    ids of texts by folder and the keys of their subjects' names. ``edit_pattern`` is the address of the page on which a
    file is edited (see `text.repositories`). ``exports`` names the kinds of files beside pages (see
    `model.EXPORTS`), ``menu`` the pages in the menu. ``collections`` holds the ids of the collections
    that have a paper, by its position. ``pictures`` says what is known of pictures by address,
    ``fonts`` are the files that social cards are drawn with,
    ``history`` holds the dates of the files below ``content/``. ``shared`` holds digests of everything that shows on
    every page, by what it is; ``site_digest`` stands for all of it: when it changes, every page does.
    """

    site: Site
    base: Base
    theme: Theme
    words: Translations
    catalog: Catalog
    owner: str
    biographies: dict[str, Biography]
    texts: dict[str, dict[str, Text]]
    aliases: dict[str, dict[str, str]]
    addresses: Addresses
    searchable: bool
    preview: bool
    edit_pattern: str = ""
    exports: tuple[str, ...] = ()
    pictures: dict[str, Picture] = {}
    fonts: tuple[str, ...] = ()
    menu: tuple[Route, ...] = ()
    collections: dict[int, tuple[str, ...]] = {}
    shared: dict[str, bytes] = {}
    site_digest: bytes = b""
    history: dict[str, FileDates] = {}

    @property
    def home(self) -> Text | None:
        """The text of the home page, if there is one."""
        return self.texts["pages"].get("home")

    @property
    def team(self) -> Text | None:
        """The text of the team's page, if there are both."""
        return self.texts["pages"].get("team") if has_team(self.catalog, self.site) else None

    @property
    def free_pages(self) -> dict[str, Text]:
        """The texts of free pages by id."""
        taken = {"home", "team"} if self.team else {"home"}
        return {key: text for key, text in self.texts["pages"].items() if key not in taken}

    def link(self, kind: str, key: str = "", number: int = 1) -> str:
        """Return what an ``href`` holds to reach a page."""
        return _make_link(self.base.path, self.addresses.patterns[kind], key, number)

    def locate(self, route: Route) -> str:
        """Return a page's whole address, or an empty text if the site's own isn't known."""
        return self.base.absolute(self.addresses.spell(route))


class People(dict[str, CoauthorView]):
    """A view of every author by id, as a co-author of one paper; made when it is first asked for.

    An author of one paper is named in ten places. One look-up here takes a sixth of the time of making the view again.
    """

    def __init__(self, context: SiteContext) -> None:
        super().__init__()
        self._context = context

    def __missing__(self, author_id: str) -> CoauthorView:
        context = self._context
        author = context.catalog.authors[author_id]
        url = trust(context.base.link(context.addresses.spell(Route("author", author_id))))
        view = CoauthorView(author.name, url, 1, author.member)
        self[author_id] = view
        return view


@lru_cache(maxsize=1 << 15)
def _make_link(root: str, pattern: str, key: str, number: int) -> str:
    # A link is percent-encoded, so templates needn't escape it.
    return trust(Base("", root).link(Addresses({"": pattern}).spell(Route("", key, number))))


def view_date(context: SiteContext, date: str) -> DateView | None:
    """Return a date as the site's language writes it, as precisely as it is known; None if it isn't."""
    return DateView(date, context.words.date(date), date[:4]) if date else None


def view_category(context: SiteContext, code: str, count: int = 0) -> ListView:
    """Return a category. Its name is the title of its text, else arXiv's name, else its code.

    Papers show their categories without a count: with it, each new paper would change the pages of all other papers.
    """
    own = context.texts["categories"].get(code)
    pattern = context.addresses.patterns["category"]
    return _make_category_view(context.base.path, pattern, code, own.page.title if own else "", count)


@lru_cache(maxsize=4096)
def _make_category_view(root: str, pattern: str, code: str, title: str, count: int) -> ListView:
    known = lookup(code)
    name = title or (known.name if known else code)
    return ListView(name, _make_link(root, pattern, code, 1), count, code, known.group if known else "")


def count_categories(context: SiteContext) -> list[ListView]:
    """Return all categories with their numbers of papers, by code."""
    return [view_category(context, code, len(found)) for code, found in context.catalog.facets["category"].items()]


def view_author(context: SiteContext, author_id: str) -> AuthorView:
    """Return the view of an author who is named apart from a paper (the owner, somebody of the same name)."""
    author = context.catalog.authors.get(author_id)
    if author is None:
        return AuthorView(author_id, "")
    return AuthorView(author.name, context.link("author", author_id), author.member, orcid=author.orcid)


def view_link(context: SiteContext, link: Link) -> LinkView:
    """Return the view of a curator's link. A known label is translated; a path is below the site's root."""
    key = link.label.lower()
    host = re.sub(r"^https?://(?:www\.)?([^/:]+).*$", r"\1", link.url)
    label = getattr(context.words.text, key) if key in _WORDED else _spell_label(link.label)
    kind = key if key in _WORDED else "email" if link.url.startswith("mailto:") else _HOSTS.get(host, "link")
    return LinkView(label, resolve_url(context, link.url), kind)


def _spell_label(label: str) -> str:
    """Return a label for readers: the name of a known service, else the label as it is written."""
    return _NAMES.get(label) or (label.capitalize() if label.isalpha() and label.islower() else label)


def resolve_url(context: SiteContext, url: str) -> str:
    """Return what an ``href`` holds: whole addresses as they are, other paths below the site's root."""
    return url if is_outside(url) else context.base.refer(url)


def complete_url(context: SiteContext, url: str) -> str:
    """Return a link as a whole address; empty if the site's own address isn't known."""
    if not url or is_outside(url):
        return url
    return urljoin(context.base.url, url) if context.base.url else ""


def count_years(context: SiteContext, positions: Sequence[int]) -> dict[str, int]:
    """Return how many of the papers at these positions each year has."""
    entries = context.catalog.entries
    counts: dict[str, int] = {}
    for position in positions:
        year = entries[position].paper.date[:4]
        counts[year] = counts.get(year, 0) + 1
    return counts


def _view_entry(context: SiteContext, route: Route) -> MenuView:
    """Return an entry of the menu: a page of its kind's own name, or a free page."""
    url = context.link(route.kind, route.key)
    if route.key:
        return MenuView(f"page-{route.key}", context.free_pages[route.key].page.title or route.key, url)
    title = context.team.page.title if route.kind == "team" and context.team else ""
    return MenuView(route.kind, title or getattr(context.words.text, route.kind), url)


def view_site(context: SiteContext) -> SiteView:
    """Return the site as every page shows it."""
    site, base, text = context.site, context.base, context.words.text
    feeds = (
        (
            HeadLinkView("alternate", base.link(urls.FEED_ATOM), "application/atom+xml", text.feed_title),
            HeadLinkView("alternate", base.link(urls.FEED_JSON), "application/feed+json", text.feed_title),
        )
        if base.url
        else ()
    )
    logo = resolve_url(context, site.logo) if site.logo else ""
    shape = context.pictures.get(find_address(site.logo))
    return SiteView(
        title=site.title,
        description=site.description,
        language=site.language,
        direction=context.words.direction,
        root=base.link(""),
        assets=base.link(urls.ASSETS),
        search_root=base.link(urls.SEARCH_BUNDLE),
        search_url=context.link("search"),
        menu=tuple([_view_entry(context, route) for route in context.menu]),
        links=tuple(view_link(context, link) for link in site.links),
        feeds=feeds,
        options=Extras(context.theme.options),
        styles=context.theme.styles,
        logo=logo,
        logo_picture=PictureView(logo, *((shape.width, shape.height) if shape else ())) if logo else None,
        icon=resolve_url(context, site.icon) if site.icon else "",
        image=complete_url(context, resolve_url(context, site.image)) if site.image else "",
        owner=view_author(context, context.owner) if context.owner else None,
        searchable=context.searchable,
        preview=context.preview,
    )
