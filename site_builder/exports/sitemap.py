"""The sitemap of the sitemaps.org protocol: every page's address, for crawlers.

A file holds at most 50,000 addresses; a larger site gets several files, and an index of them in the place of the one.
The protocol's other limit, 50 MB a file, can't be met: file systems keep an address below a kilobyte.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Addresses in one file.
MOST = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def compose(pages: Iterable[tuple[str, str]], base_url: str, name: str = "sitemap.xml") -> dict[str, bytes]:
    """Return the files by name: the sitemap, or an index and its parts (``sitemap-1.xml`` ...).

    ``pages`` are absolute addresses below ``base_url`` (which ends in a slash), each with the date on which the page
    last changed (``2025-03-06``, or less precise), empty where it isn't known: crawlers ignore dates that they find
    untrue.
    """
    entries = [_entry("url", *page) for page in pages]
    parts = [_wrap("urlset", entries[start : start + MOST]) for start in range(0, len(entries) or 1, MOST)]
    if len(parts) == 1:
        return {name: parts[0]}
    stem, _, ending = name.rpartition(".")
    files = {f"{stem}-{number}.{ending}": part for number, part in enumerate(parts, 1)}
    index = [_entry("sitemap", base_url + part, "") for part in files]
    return {name: _wrap("sitemapindex", index), **files}


def _entry(tag: str, address: str, changed: str) -> bytes:
    when = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
    return f"<{tag}><loc>{escape(address)}</loc>{when}</{tag}>\n".encode()


def _wrap(tag: str, entries: Sequence[bytes]) -> bytes:
    start = f'<?xml version="1.0" encoding="utf-8"?>\n<{tag} xmlns="{_NAMESPACE}">\n'
    return b"".join((start.encode(), *entries, f"</{tag}>\n".encode()))
