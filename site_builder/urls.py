"""The only module that writes addresses.

An *address* is a page's path below the site's root, unescaped and without a leading slash: ``papers/llm-jp/``, empty
for the home page. `Addresses` gives the address of a page, `Base` makes links and whole addresses of it, and
`output_path` says which file serves it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEY = "{key}"
_PAGER = re.compile(r"(?:(?P<rest>.+/)|^)page/(?P<number>[1-9][0-9]{0,8})/$")
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\\u2028\u2029\ud800-\udfff]")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_WRITTEN = "/?#%:;.,=&+!$'()*@~[]"
_SAFE = re.compile(r"[\w./-]*", re.ASCII)

#: The output folder's own records, which are no part of the site.
OUTPUT_RECORDS = ".site-builder"
ASSETS = "assets/"
SEARCH_BUNDLE = "pagefind/"
#: First parts of an address at which nobody's files can be: what is there comes and goes with the search index, or
#: isn't part of the site. Compared in lower case, for there are disks where that is the same.
TAKEN = frozenset({SEARCH_BUNDLE.rstrip("/"), OUTPUT_RECORDS})
#: First parts of addresses at which there is no page.
_OWN = frozenset({"page", ASSETS.rstrip("/"), SEARCH_BUNDLE.rstrip("/")})
FEED_ATOM = "feed.xml"
FEED_JSON = "feed.json"
SITEMAP = "sitemap.xml"
OAI = "oai.xml"
API = "api/"
API_INDEX = f"{API}index.json"
ROBOTS = "robots.txt"


class Route(msgspec.Struct, frozen=True, gc=False):
    """Which page: the name of its kind, its key within the kind (an id, a code, a year), and its number in a split
    list."""

    kind: str
    key: str = ""
    number: int = 1


class Addresses(msgspec.Struct, frozen=True):
    """The addresses of all pages. ``patterns`` holds the address of a kind's pages by the name of the kind, with
    ``{key}`` for the key: ``papers/{key}/``."""

    patterns: dict[str, str]

    def spell(self, route: Route) -> str:
        """Return the address of a page. Raises KeyError for an unknown kind."""
        first = self.patterns[route.kind].replace(_KEY, route.key)
        return first if route.number == 1 else f"{first}page/{route.number}/"

    def parse(self, path: str) -> Route | None:
        """Return the page that has this address (percent-escapes allowed), or None if no page can have it."""
        return next(self.parse_all(path), None)

    def parse_all(self, path: str) -> Iterator[Route]:
        """Yield all pages that can have this address: ``news/`` is the list of news, or a free page where there is no
        such list."""
        path = unquote(path).removesuffix("index.html")
        number = 1
        if match := _PAGER.match(path):
            number = int(match["number"])
            path = match["rest"] or ""
            if number == 1:
                return
        for kind, pattern in sorted(self.patterns.items(), key=lambda pair: _KEY in pair[1]):
            before, _, after = pattern.partition(_KEY)
            if path == pattern:
                yield Route(kind, "", number)
            key = path[len(before) : len(path) - len(after)]
            if after and key and "/" not in key and path == f"{before}{key}{after}":
                yield Route(kind, key, number)

    def list_reserved(self, kinds: Iterable[str]) -> frozenset[str]:
        """Return the first parts of an address that belong to the site, so that no free page can have them; ``kinds``
        are those of which the site has pages."""
        own = {pattern.partition("/")[0] for kind in kinds if "/" in (pattern := self.patterns[kind])}
        return frozenset({*own, *_OWN} - {_KEY})


def spell_old(written: str) -> str:
    """Return the address of a page that this or another generator had, as somebody wrote it: with percent-escapes,
    with slashes around it or without.

    What isn't a page's file is a folder, which servers of files find with its slash and without.
    """
    path = unquote(written).removeprefix("/")
    name = path.rpartition("/")[2]
    if name == "index.html":
        return path.removesuffix(name)
    return path if not name or name.lower().endswith((".html", ".htm")) else f"{path}/"


def fits(name: str) -> bool:
    """Tell whether a name can be one part of an address, and of the path of the file that serves it.

    No file system takes more than 255 bytes; surrogates stand for bytes of a file's name that aren't UTF-8.
    """
    return name not in {"", ".", ".."} and not _UNFIT.search(name) and len(name.encode()) <= 255


def output_path(path: str) -> str:
    """Return the file, below the output folder, that serves this address."""
    return f"{path}index.html" if not path or path.endswith("/") else path


class Base(msgspec.Struct, frozen=True):
    """Where the site will live. ``url`` is its whole address, ending in a slash, or empty when it isn't known;
    ``path`` is the path of that address: ``/``, ``/papers/``."""

    url: str = ""
    path: str = "/"

    def link(self, path: str) -> str:
        """Return what an ``href`` holds to reach the address from any page of the site."""
        return self.path + (path if _SAFE.fullmatch(path) else quote(path))

    def refer(self, written: str) -> str:
        """Return what an ``href`` holds for a place on the site as somebody wrote it: with query, fragment, and what
        is percent-encoded already."""
        return self.path + quote(_STRAY.sub("%25", written.lstrip("/")), _WRITTEN)

    def complete(self, link: str) -> str:
        """Return the whole address of what `link` spelled, or an empty string when the site's own isn't known."""
        # Called on the type, it makes plain text of a link that is HTML already, which a template escapes again.
        return self.url and self.url + str.removeprefix(link, self.path)

    def absolute(self, path: str) -> str:
        """Return the whole address, or an empty string when the site's own isn't known."""
        return self.url and self.url + (path if _SAFE.fullmatch(path) else quote(path))


def make_base(url: str) -> Base:
    """Return the base for a site's whole address (ending in a slash, or empty)."""
    return Base(url, urlsplit(url).path or "/") if url else Base()
