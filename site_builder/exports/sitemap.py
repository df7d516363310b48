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
_MOST = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def compose(pages: Iterable[tuple[str, str]], base_url: str) -> dict[str, bytes]:
    """Return the files by name: the sitemap, or an index and its parts (``sitemap-1.xml`` ...).

    ``pages`` are absolute addresses below ``base_url``, which ends in a slash, each with the time of its last change as
    in RFC 3339, empty where nobody knows it: crawlers ignore all times of a site that gave a wrong one.
    """
    pages = list(pages)
    entries = [_write_entry("url", *page) for page in pages]
    first, *names = list_names(len(entries))
    if not names:
        return {first: _wrap("urlset", entries)}
    spans = [slice(n * _MOST, (n + 1) * _MOST) for n in range(len(names))]
    last = [max([changed for _, changed in pages[span]]) for span in spans]
    index = [_write_entry("sitemap", base_url + part, changed) for part, changed in zip(names, last, strict=True)]
    parts = {part: _wrap("urlset", entries[span]) for part, span in zip(names, spans, strict=True)}
    return {first: _wrap("sitemapindex", index), **parts}


def list_names(pages: int) -> list[str]:
    """Return the names of the files for so many pages, the one that crawlers ask for first."""
    parts = -(-pages // _MOST) if pages > _MOST else 0
    return ["sitemap.xml", *[f"sitemap-{number}.xml" for number in range(1, parts + 1)]]


def _write_entry(tag: str, address: str, changed: str) -> bytes:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{tag}><loc>{escape(address)}</loc>{lastmod}</{tag}>\n".encode()


def _wrap(tag: str, entries: Sequence[bytes]) -> bytes:
    start = f'<?xml version="1.0" encoding="utf-8"?>\n<{tag} xmlns="{_NAMESPACE}">\n'
    return b"".join((start.encode(), *entries, f"</{tag}>\n".encode()))
