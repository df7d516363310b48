"""Checks the links within the site: in texts, and in the keys of entries, people and settings."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from site_builder import urls
from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries.locations import read_again
from site_builder.markup.addresses import is_outside
from site_builder.pages.kinds import KINDS, find_source
from site_builder.urls import Base, Route, make_base, output_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog
    from site_builder.content.loader import Content
    from site_builder.pages.site_context import SiteContext

_LINK = re.compile(r'<[^<>]* (?:href|src)="([^"]*)"')
_PAGER = re.compile(r"(?:.*/)?page/\d+/")
_FOREIGN = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}/")
_ABOVE = "../"
#: An address that names a page rather than a file.
_PAGE = re.compile(r"(?:/|^|(?:^|/)[^./]*|\.(?:html?|md))$")
#: Files that only some builds make: those with a base URL, or with search.
_MADE = frozenset({urls.FEED_ATOM, urls.FEED_JSON, urls.SITEMAP, urls.ROBOTS})
_WRITTEN = "/?#%:;.,=&+!$()*@~[]"
#: The most guesses at a similar address: among 40,000 addresses, each guess takes half a second.
_MOST_GUESSES = 20
#: The target of a fragment: an id or, in old HTML, the name of a link.
_PLACE = re.compile(r"""(?:\sid|<a\s(?:[^<>]*\s)?name)\s*=\s*["']?([^\s"'<>]+)""")
#: The most pages that are rendered to find their ids: a thousand take half a second.
_MOST_PAGES_READ = 1000


class _Link(NamedTuple):
    """A link within the site.

    The file that holds it, the address as written (in texts perhaps percent-encoded), its target from the site's root,
    and the id in the target page, if any.
    """

    file: str
    written: str
    target: str
    location: str = ""


def check_links(
    content: Content,
    context: SiteContext,
    paths: Collection[str],
    site_dir: Path,
    read_page: Callable[[str], str],
) -> Iterator[Diagnostic]:
<<<<<<< HEAD
    """Yield a warning for each link within the site that leads to none of its files, which are at these ``paths``, or
    to no place in the page there. ``read_page`` returns a page by its file's path, empty where there is none."""
    guide: _Guide | None = None
    places = _Places(read_page)
    own = _Own(make_base(content.site.base_url), paths)
    for sighting in dict.fromkeys((*_list_in_texts(context, own), *_list_under_keys(content, context.catalog, own))):
        if (path := _find_file(sighting.target, paths)) is None:
            guide = guide or _Guide(paths)
            message = f"the address '{sighting.written}' leads to nothing on this site"
            suggestion = guide.advise(sighting.target)
        elif sighting.location and (known := places[path]) and sighting.location not in known:
            message = f"the page to which '{sighting.written}' leads has no place '#{sighting.location}'"
            near = get_close_matches(sighting.location, known, n=1)
            suggestion = f"did you mean '#{near[0]}'?" if near else f"leave out '#{sighting.location}'"
=======
    """Yield a warning for each link within the site to a missing file or a missing id.

    ``paths`` holds the paths of all files. ``read_page`` returns the HTML of a page by its file's path, empty if there
    is none.
    """
    suggester: _Suggester | None = None
    page_ids = _PageIds(read_page)
    own = _OwnSite(make_base(content.site.base_url), paths)
    for link in dict.fromkeys((*_list_in_texts(content, catalog, own), *_list_under_keys(content, catalog, own))):
        if (path := _find_file(link.target, paths)) is None:
            suggester = suggester or _Suggester(paths)
            message = f"the address '{link.written}' leads to nothing on this site"
            suggestion = suggester.suggest(link.target)
        elif link.location and (known := page_ids[path]) and link.location not in known:
            message = f"the page to which '{link.written}' leads has no place '#{link.location}'"
            near = get_close_matches(link.location, known, n=1)
            suggestion = f"did you mean '#{near[0]}'?" if near else f"leave out '#{link.location}'"
>>>>>>> 46d5c17 (Say the checks in plain sentences)
        else:
            continue
        yield Diagnostic("link-nowhere", message, _find(link, site_dir), suggestion, "warning")


def _find_file(target: str, paths: Collection[str]) -> str | None:
    """Return the file served at an address. A folder is found without its slash too."""
    for path in (output_path(target), f"{target}/index.html"):
        if path in paths:
            return path
    made = target in _MADE or target.startswith(urls.SEARCH_BUNDLE) or re.fullmatch(r"sitemap-\d+\.xml", target)
    return target if made else None


class _PageIds(dict[str, frozenset[str]]):
    """The ids in pages, by the path of a page's file. They are read on demand."""

    def __init__(self, read_page: Callable[[str], str]) -> None:
        super().__init__()
        self._read_page = read_page

    def __missing__(self, path: str) -> frozenset[str]:
        page = self._read_page(path) if len(self) < _MOST_PAGES_READ else ""
        found = self[path] = frozenset(map(unescape, _PLACE.findall(page)))
        return found


# Finding links


class _OwnSite:
    """Recognises links to the site itself. ``root`` is the path of its root."""

    def __init__(self, base: Base, paths: Iterable[str]) -> None:
        self.root = base.path.rstrip("/")
        host = re.escape(urlsplit(base.url).netloc)
        self._whole = re.compile(rf"(?i:(?:https?:)?//{host}){re.escape(self.root)}(?=[/?#]|\Z)") if host else None
        self._paths = paths

    def shorten(self, url: str) -> str:
        """Return an absolute address of this site as an address from its root; empty for another site."""
        if not is_outside(url):
            return url
        own = self._whole.match(url) if self._whole else None
        if own is None:
            return ""
        link = f"/{url[own.end() :].removeprefix('/')}"
        # A host such as lab.github.io may have other sites below it.
        return link if self.root or link.split("/")[1] in self._parts else ""

    @cached_property
    def _parts(self) -> set[str]:
        """The first path segments of the site's addresses."""
        return {path.partition("/")[0] for path in self._paths}


<<<<<<< HEAD
def _list_in_texts(context: SiteContext, own: _Own) -> Iterator[_Sighting]:
    for kind in KINDS:
        for key, html in kind.list_texts(context):
            route = Route(kind.name, key)
            yield from _read_html(html, find_source(route), context.addresses.spell(route), own)
=======
def _list_in_texts(content: Content, catalog: Catalog, own: _OwnSite) -> Iterator[_Link]:
    for entry in catalog.entries:
        body = entry.read_body()
        file, page = f"content/papers/{entry.paper.id}.md", address(Route("paper", entry.paper.id))
        yield from _read_html(body.abstract, file, page, own)
        yield from _read_html(body.notes, file, page, own)
    for person, html in content.biographies.items():
        yield from _read_html(html, f"content/authors/{person}.md", address(Route("author", person)), own)
    for code, text in content.categories.items():
        if code in catalog.categories:  # else there is no page that shows it
            yield from _read_html(text.html, text.source, address(Route("category", code)), own)
    for text in content.pages:
        route = Route("home") if text.page.id == "home" else Route("page", text.page.id)
        yield from _read_html(text.html, text.source, address(route), own)
>>>>>>> 46d5c17 (Say the checks in plain sentences)


def _read_html(html: str, file: str, page: str, own: _OwnSite) -> Iterator[_Link]:
    """Yield the links in the HTML of a text."""
    for match in _LINK.finditer(html):
        url = unescape(match[1])
        if url.startswith("/") and not url.startswith("//"):
            url = url.removeprefix(own.root)
        address = own.shorten(url)
        if address and not address.startswith("?"):
            link = _make_link(file, url, address, page)
            if not link.target.startswith(_ABOVE):  # above the root there may be another site
                yield link


def _list_under_keys(content: Content, catalog: Catalog, own: _OwnSite) -> Iterator[_Link]:
    for entry in catalog.entries:
        paper = entry.paper
        code = paper.code if isinstance(paper.code, str) else ""
        urls = [paper.pdf, code, paper.image, *[link.url for link in paper.links]]
        yield from _read_urls(urls, f"content/papers/{paper.id}.md", own)
    for person in content.people:
        urls = [person.photo, *[link.url for link in person.links]]
        yield from _read_urls(urls, f"content/authors/{person.id}.md", own)
    site = content.site
    urls = [site.logo, site.icon, site.image, *[link.url for link in site.links]]
    yield from _read_urls(urls, "content/site.toml", own)


def _read_urls(urls: list[str], file: str, own: _OwnSite) -> Iterator[_Link]:
    """Yield the links among addresses. A relative one is from the site's root."""
    for url in urls:
        link = own.shorten(url)
        if link and not link.startswith(("#", "?")):
            yield _make_link(file, url, link)


def _make_link(file: str, written: str, link: str, page: str = "") -> _Link:
    """Return the record of a link. The fragments ``#top`` and ``#:~:text`` work on any page and are dropped."""
    location = unquote(link.partition("#")[2]).partition(":~:")[0]
    return _Link(file, written, _resolve(link, page), "" if location.lower() == "top" else location)


def _resolve(url: str, page: str = "") -> str:
    """Return the target of an address on a page, from the site's root, or `_ABOVE` and the rest."""
    path = unquote(re.split(r"[?#]", url, maxsplit=1)[0])
    parts = [] if path.startswith("/") else page.split("/")[:-1]
    above = ""
    steps = path.removeprefix("/").split("/")
    for step in steps:
        if step == "..":
            above = above if parts else _ABOVE
            parts = parts[:-1]
        elif step not in {"", "."}:
            parts.append(step)
    folder = parts and steps[-1] in {"", ".", ".."}
    return above + "/".join(parts) + ("/" if folder else "")


# Describing a broken link


def _find(link: _Link, site_dir: Path) -> Location:
    """Return the location of an address in its file, if it can be found: a text may spell it differently."""
    text = read_again(site_dir / link.file)
    for spelling in dict.fromkeys((link.written, unquote(link.written))):
        inside = rf"{re.escape(spelling)}(?![\w/%~-]|\.\w)"
        for before in (r"(?<=[(<{\"'])", r"(?<=: )", r"(?<![\w/.%~-])"):
            if match := re.search(before + inside, text):
                column = match.start() - text.rfind("\n", 0, match.start())
                return Location(link.file, text.count("\n", 0, match.start()) + 1, column)
    return Location(link.file)


class _Suggester:
    """Suggests existing addresses. Not a value: it counts its guesses."""

    def __init__(self, paths: Collection[str]) -> None:
        hidden = (urls.ASSETS, urls.SEARCH_BUNDLE)
        addresses = (path.removesuffix("index.html") for path in paths if not path.startswith(hidden))
        self._addresses = [path for path in addresses if not _PAGER.fullmatch(path)]
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._pages = [path for path in self._addresses if _PAGE.search(path)]
        self._files = [path for path in self._addresses if not _PAGE.search(path)]
        for path in self._addresses:
            self._by_name[_name(path)].append(path)
        self._guesses = 0

    def suggest(self, target: str) -> str:
        """Return the suggestion for an address without a target."""
        target = target.removeprefix(_ABOVE)
        near = self._guess(target)
        if near is not None:
            return f"did you mean '/{quote(near, _WRITTEN)}'?"
        if _FOREIGN.match(target):
            return f"write 'https://{target}' if it is on another host"
        if "." in target.rpartition("/")[2]:
            return f"put the file at content/static/{target}, or correct the address"
        return "correct the address: no page is there"

    def _guess(self, target: str) -> str | None:
        """Return the nearest address: one that ends in the same name, else one with a similar spelling."""
        if target.strip("/") == "papers":  # the home page lists all papers
            return ""
        alike = self._by_name.get(_name(target))
        if alike:
            return next(iter(get_close_matches(target, alike, n=1, cutoff=0)))
        if _FOREIGN.match(target) or self._guesses >= _MOST_GUESSES:
            return None
        self._guesses += 1
        alike = self._pages if _PAGE.search(target) else self._files
        return next(iter(get_close_matches(target, alike, n=1, cutoff=0.75)), None)


def _name(path: str) -> str:
    """Return the name of an address: its last segment, without the ending of an entry's file."""
    return path.rstrip("/").rpartition("/")[2].removesuffix(".md").casefold()
