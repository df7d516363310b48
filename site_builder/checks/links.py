"""Addresses within the site that lead to nothing: in texts, and under the keys of entries, people and settings."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from site_builder import routes
from site_builder.diagnostics import Diagnostic, Place
from site_builder.markup.addresses import is_outside
from site_builder.routes import Route, address, make_base, output_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from site_builder.catalog import Catalog
    from site_builder.content import Content

_LINK = re.compile(r'<[^<>]* (?:href|src)="([^"]*)"')
_PAGER = re.compile(r"(?:.*/)?page/\d+/")
_FOREIGN = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}/")
_ABOVE = "../"
#: What is meant to be a page rather than a file.
_PAGE = re.compile(r"(?:/|^|(?:^|/)[^./]*|\.(?:html?|md))$")
#: Files that some builds make and others don't: without an address of the site's own, or without a search.
_MADE = frozenset({routes.FEED_ATOM, routes.FEED_JSON, routes.SITEMAP, routes.ROBOTS})
_WRITTEN = "/?#%:;.,=&+!$()*@~[]"
#: How many addresses are looked for among those that are spelled alike: of 40,000 each takes half a second.
_MOST_GUESSES = 20


class _Sighting(NamedTuple):
    """A link within the site: the file that holds it, the address as it is written there (or nearly: a text's may have
    been percent-encoded), and where it leads, from the site's root."""

    file: str
    written: str
    target: str


def check_links(content: Content, catalog: Catalog, paths: Collection[str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each link within the site that leads to none of its files, which are at these ``paths``."""
    guide: _Guide | None = None
    for sighting in dict.fromkeys((*_list_in_texts(content, catalog), *_list_under_keys(content, catalog))):
        if not _leads_somewhere(sighting.target, paths):
            guide = guide or _Guide(paths)
            message = f"the address '{sighting.written}' leads to nothing on this site"
            yield Diagnostic(
                "link-nowhere", message, _find(sighting, site_dir), guide.advise(sighting.target), "warning"
            )


def _leads_somewhere(target: str, paths: Collection[str]) -> bool:
    """Tell whether a file is served at an address; a folder's is found without its slash, too."""
    if output_path(target) in paths or f"{target}/index.html" in paths or target in _MADE:
        return True
    return target.startswith(routes.SEARCH_BUNDLE) or bool(re.fullmatch(r"sitemap-\d+\.xml", target))


# Where links are


def _list_in_texts(content: Content, catalog: Catalog) -> Iterator[_Sighting]:
    root = make_base(content.site.base_url).path
    for entry in catalog.entries:
        body = entry.read_body()
        file, page = f"content/papers/{entry.paper.id}.md", address(Route("paper", entry.paper.id))
        yield from _read_html(body.abstract, file, page, root)
        yield from _read_html(body.notes, file, page, root)
    for person, html in content.biographies.items():
        yield from _read_html(html, f"content/authors/{person}.md", address(Route("author", person)), root)
    for code, text in content.categories.items():
        yield from _read_html(text.html, text.source, address(Route("category", code)), root)
    for text in content.pages:
        route = Route("home") if text.page.id == "home" else Route("page", text.page.id)
        yield from _read_html(text.html, text.source, address(route), root)


def _read_html(html: str, file: str, page: str, root: str) -> Iterator[_Sighting]:
    """Yield the links in a text that was set for a page below the root."""
    for match in _LINK.finditer(html):
        url = unescape(match[1])
        if is_outside(url) or url.startswith(("#", "?")):
            continue
        if url.startswith("/"):
            written = url.removeprefix(root.rstrip("/"))
            yield _Sighting(file, written, _resolve(written))
        elif not (target := _resolve(url, page)).startswith(_ABOVE):  # where there may be another site
            yield _Sighting(file, url, target)


def _list_under_keys(content: Content, catalog: Catalog) -> Iterator[_Sighting]:
    for entry in catalog.entries:
        paper = entry.paper
        code = paper.code if isinstance(paper.code, str) else ""
        urls = [paper.pdf, code, paper.image, *[link.url for link in paper.links]]
        yield from _read_urls(urls, f"content/papers/{paper.id}.md")
    for person in content.people:
        urls = [person.photo, *[link.url for link in person.links]]
        yield from _read_urls(urls, f"content/authors/{person.id}.md")
    site = content.site
    urls = [site.logo, site.icon, site.image, *[link.url for link in site.links]]
    yield from _read_urls(urls, "content/site.toml")


def _read_urls(urls: list[str], file: str) -> Iterator[_Sighting]:
    """Yield the links among addresses, which lead from the site's root with or without a slash."""
    for url in urls:
        if url and not is_outside(url) and not url.startswith(("#", "?")):
            yield _Sighting(file, url, _resolve(url))


def _resolve(url: str, page: str = "") -> str:
    """Return where an address on a page leads, from the site's root, or `_ABOVE` and the rest."""
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


# What is said of one


def _find(sighting: _Sighting, site_dir: Path) -> Place:
    """Return the place at which the address is written, as far as it can be found: a text may spell it otherwise."""
    try:
        text = (site_dir / sighting.file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Place(sighting.file)
    for spelling in dict.fromkeys((sighting.written, unquote(sighting.written))):
        inside = rf"{re.escape(spelling)}(?![\w/%~-]|\.\w)"
        for before in (r"(?<=[(<{\"'])", r"(?<=: )", r"(?<![\w/.%~-])"):
            if match := re.search(before + inside, text):
                column = match.start() - text.rfind("\n", 0, match.start())
                return Place(sighting.file, text.count("\n", 0, match.start()) + 1, column)
    return Place(sighting.file)


class _Guide:
    """Knows what there is, and guesses what was meant. Not a value: it counts its guesses."""

    def __init__(self, paths: Collection[str]) -> None:
        hidden = (routes.ASSETS, routes.SEARCH_BUNDLE)
        addresses = (path.removesuffix("index.html") for path in paths if not path.startswith(hidden))
        self._addresses = [path for path in addresses if not _PAGER.fullmatch(path)]
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._pages = [path for path in self._addresses if _PAGE.search(path)]
        self._files = [path for path in self._addresses if not _PAGE.search(path)]
        for path in self._addresses:
            self._by_name[_name(path)].append(path)
        self._guesses = 0

    def advise(self, target: str) -> str:
        """Return what to do about an address that leads nowhere."""
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
        """Return the nearest address: one that ends in the same name, else one spelled alike."""
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
    """Return by what an address is known wherever it is: its last part, also as the name of an entry's file."""
    return path.rstrip("/").rpartition("/")[2].removesuffix(".md").casefold()
