"""Links within the site that lead to nothing: in texts, and in the fields of entries, people and settings."""

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
#: An address of a page, not of a file.
_PAGE = re.compile(r"(?:/|^|(?:^|/)[^./]*|\.(?:html?|md))$")
#: Files that not every build makes: they need the address of the site, or a search.
_MADE = frozenset({urls.FEED_ATOM, urls.FEED_JSON, urls.SITEMAP, urls.ROBOTS, urls.OAI})
_WRITTEN = "/?#%:;.,=&+!$()*@~[]"
#: The most addresses for which similar spellings are searched. With 40,000 pages, each takes half a second.
_MOST_GUESSES = 20
#: What a fragment of an address names: an id or, in old pages, the name of a link.
_PLACE = re.compile(r"""(?:\sid|<a\s(?:[^<>]*\s)?name)\s*=\s*["']?([^\s"'<>]+)""")
#: The most pages that are rendered to find their places. A thousand take half a second.
_MOST_PAGES_READ = 1000


class _Sighting(NamedTuple):
    """A link within the site: the file that holds it; the address as written there (in texts, it may be percent-encoded
    since); the target, from the site's root; and the place in the target page that it names, if any."""

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
    """Yield a warning for each link within the site without a target.

    ``paths`` are the paths of all files of the site. ``read_page`` returns a page by the path of its file; empty if
    there is none.
    """
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
        else:
            continue
        yield Diagnostic("link-nowhere", message, _find(sighting, site_dir), suggestion, "warning")


def _find_file(target: str, paths: Collection[str]) -> str | None:
    """Return the path of the file at an address; a folder's file is also found without the slash."""
    for path in (output_path(target), f"{target}/index.html"):
        if path in paths:
            return path
    made = target in _MADE or target.startswith(urls.SEARCH_BUNDLE) or re.fullmatch(r"sitemap-\d+\.xml", target)
    return target if made else None


class _Places(dict[str, frozenset[str]]):
    """The places within a page, by the path of its file, found when they are first asked for; none if not known."""

    def __init__(self, read_page: Callable[[str], str]) -> None:
        super().__init__()
        self._read_page = read_page

    def __missing__(self, path: str) -> frozenset[str]:
        page = self._read_page(path) if len(self) < _MOST_PAGES_READ else ""
        found = self[path] = frozenset(map(unescape, _PLACE.findall(page)))
        return found


# Links of a site


class _Own:
    """Tells which links lead to this site; ``root`` is the path of its root."""

    def __init__(self, base: Base, paths: Iterable[str]) -> None:
        self.root = base.path.rstrip("/")
        host = re.escape(urlsplit(base.url).netloc)
        self._whole = re.compile(rf"(?i:(?:https?:)?//{host}){re.escape(self.root)}(?=[/?#]|\Z)") if host else None
        self._paths = paths

    def shorten(self, url: str) -> str:
        """Return a whole address of this site as a path from its root; empty for an address of another site."""
        if not is_outside(url):
            return url
        own = self._whole.match(url) if self._whole else None
        if own is None:
            return ""
        link = f"/{url[own.end() :].removeprefix('/')}"
        # A host without a path may have other sites below it, as lab.github.io has.
        return link if self.root or link.split("/")[1] in self._parts else ""

    @cached_property
    def _parts(self) -> set[str]:
        """The first parts of the site's own addresses."""
        return {path.partition("/")[0] for path in self._paths}


def _list_in_texts(context: SiteContext, own: _Own) -> Iterator[_Sighting]:
    for kind in KINDS:
        for key, html in kind.list_texts(context):
            route = Route(kind.name, key)
            yield from _read_html(html, find_source(route), context.addresses.spell(route), own)


def _read_html(html: str, file: str, page: str, own: _Own) -> Iterator[_Sighting]:
    """Yield the links in the HTML of a page."""
    for match in _LINK.finditer(html):
        url = unescape(match[1])
        if url.startswith("/") and not url.startswith("//"):
            url = url.removeprefix(own.root)
        link = own.shorten(url)
        if link and not link.startswith("?"):
            sighting = _sight(file, url, link, page)
            if not sighting.target.startswith(_ABOVE):  # where there may be another site
                yield sighting


def _list_under_keys(content: Content, catalog: Catalog, own: _Own) -> Iterator[_Sighting]:
    for entry in catalog.entries:
        paper = entry.paper
        code = paper.code if isinstance(paper.code, str) else ""
        urls = [paper.pdf, code, paper.image, *[link.url for link in paper.links]]
        yield from _read_urls(urls, f"content/papers/{paper.id}.md", own)
    for person in content.people:
        urls = [person.photo, *[link.url for link in person.links]]
        yield from _read_urls(urls, f"content/authors/{person.id}.md", own)
    site = content.site
    urls = [site.logo, site.icon, site.image, *[link.url for link in (*site.links, *(site.home.links or ()))]]
    yield from _read_urls(urls, "content/site.toml", own)


def _read_urls(urls: list[str], file: str, own: _Own) -> Iterator[_Sighting]:
    """Yield the links among these addresses, which are relative to the site's root with or without a slash."""
    for url in urls:
        link = own.shorten(url)
        if link and not link.startswith(("#", "?")):
            yield _sight(file, url, link)


def _sight(file: str, written: str, link: str, page: str = "") -> _Sighting:
    """Return the record of a link. Its place is left out if it is ``#top`` or a text fragment, which every page has."""
    location = unquote(link.partition("#")[2]).partition(":~:")[0]
    return _Sighting(file, written, _resolve(link, page), "" if location.lower() == "top" else location)


def _resolve(url: str, page: str = "") -> str:
    """Return the target of an address on a page, from the site's root; it begins with `_ABOVE` if it is outside."""
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


# Reports


def _find(sighting: _Sighting, site_dir: Path) -> Location:
    """Return the location of the address in its file, if it is found: the text may spell it in another way."""
    text = read_again(site_dir / sighting.file)
    for spelling in dict.fromkeys((sighting.written, unquote(sighting.written))):
        inside = rf"{re.escape(spelling)}(?![\w/%~-]|\.\w)"
        for before in (r"(?<=[(<{\"'])", r"(?<=: )", r"(?<![\w/.%~-])"):
            if match := re.search(before + inside, text):
                column = match.start() - text.rfind("\n", 0, match.start())
                return Location(sighting.file, text.count("\n", 0, match.start()) + 1, column)
    return Location(sighting.file)


class _Guide:
    """Guesses which address was meant. Not a value: it counts its guesses."""

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

    def advise(self, target: str) -> str:
        """Return what to do about an address without a target."""
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
        """Return the most similar address: one with the same last part, else one with a similar spelling."""
        if target.strip("/") == "papers":  # all of them are on the home page
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
    """Return the last part of an address without ``.md``, by which similar addresses are found."""
    return path.rstrip("/").rpartition("/")[2].removesuffix(".md").casefold()
