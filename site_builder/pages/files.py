"""Everything in the output that is no page: feeds, sitemap, bibliographies, the theme's and the site's own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import routes
from site_builder.cache import digest
from site_builder.exports import bibtex, csl, ris
from site_builder.routes import Route, address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.catalog import Entry
    from site_builder.pages.edition import Edition

#: Papers in a feed.
_NEWEST = 20


class File(msgspec.Struct, frozen=True):
    """A file to be: where, the digest of what goes into it, whose it is (for messages), and how to make its bytes."""

    path: str
    depends: bytes
    origin: str
    make: Callable[[], bytes]


def plan_files(edition: Edition, static: Mapping[str, str], style: Callable[[], bytes]) -> Iterator[File]:
    """Yield every file of the edition. ``static`` maps the site's own files' addresses to where they are; ``style``
    renders the theme's options as a style sheet."""
    yield from _plan_assets(edition, static, style)
    yield from _plan_bibliographies(edition)
    if edition.base.url:
        yield from _plan_feeds(edition)
        yield from _plan_sitemap(edition)
    yield File(".nojekyll", b"", "the site", bytes)


def _plan_assets(edition: Edition, static: Mapping[str, str], style: Callable[[], bytes]) -> Iterator[File]:
    for name, path in edition.theme.static_files().items():
        yield _plan_copy(routes.ASSETS + name, path, f"the theme '{edition.theme.name}'")
    yield File(f"{routes.ASSETS}options.css", edition.frame, "the theme", style)
    for name, file in static.items():
        yield _plan_copy(name, Path(file), f"content/static/{name}")


def _plan_copy(address: str, source: Path, origin: str) -> File:
    stat = source.stat()
    return File(
        address, digest(repr((str(source), stat.st_mtime_ns, stat.st_size)).encode()), origin, source.read_bytes
    )


def _plan_bibliographies(edition: Edition) -> Iterator[File]:
    entries = edition.catalog.entries
    depends = digest(edition.frame, *[entry.line_key for entry in entries])

    def make(compose: Callable[[Entry, str], str]) -> bytes:
        return "\n".join([compose(entry, _locate(edition, entry)) for entry in entries]).encode()

    yield File(
        routes.BIBLIOGRAPHIES["BibTeX"], depends, "the site", lambda: make(lambda e, u: bibtex.compose(e.paper, u))
    )
    yield File(routes.BIBLIOGRAPHIES["RIS"], depends, "the site", lambda: make(lambda e, u: ris.compose(e.paper, u)))
    yield File(
        routes.BIBLIOGRAPHIES["CSL-JSON"],
        depends,
        "the site",
        lambda: msgspec.json.encode([csl.describe(entry.paper, _locate(edition, entry)) for entry in entries]),
    )


def _locate(edition: Edition, entry: Entry) -> str:
    return edition.base.absolute(address(Route("paper", entry.paper.id)))
