"""Feeds of the newest papers: Atom 1.0 (RFC 4287) and JSON Feed 1.1.

Both are pure functions of plain values. Identifiers don't depend on the site's address, so that a move doesn't show a
reader every paper again; and nothing here looks at the clock: a feed is as new as its newest entry.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import msgspec

from site_builder.exports.xml_text import element, encode_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The namespace of our identifiers; any fixed UUID serves (RFC 9562, 6.6).
_SPACE = UUID("6f1c2f0e-5b0b-4c0f-9a52-5a1f7c3d9e21")
#: The scheme arXiv itself gives to its categories in Atom.
_SUBJECTS = "http://arxiv.org/schemas/atom"
_SUBJECT = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?")
#: Before the first paper: a feed must say when it changed.
_NEVER = "1970-01-01T00:00:00Z"


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """The properties of a feed.

    ``id`` is the feed's own among those of the site, for ever. Addresses are absolute: ``home`` is that of the page
    with the whole list, ``url`` the feed's own.
    """

    id: str
    title: str
    home: str
    url: str
    description: str = ""
    language: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A paper in a feed, or what else ``kind`` says.

    ``id`` is the paper's first one, for ever; ``date`` is as precise as known (``2025``, ``2025-03``, ``2025-03-06``);
    ``changed`` is when its entry last changed, as in RFC 3339, empty if unknown; ``html`` is the whole abstract, safe;
    ``categories`` are ``(code, name)``; ``image`` is a whole address.
    """

    id: str
    title: str
    url: str
    date: str
    changed: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    image: str = ""
    kind: str = "paper"


def compose_atom(feed: Feed, items: Sequence[Item]) -> bytes:
    """Return the items as an Atom feed, in their order. Papers of which no date is known can't be in one."""
    dated = [item for item in items if item.date or item.changed]
    lines = [*_list_feed(feed, dated)]
    for item in dated:
        language = f' xml:lang="{escape(item.language)}"' if item.language else ""
        lines += (f"<entry{language}>", *_list_entry(item), "</entry>")
    return encode_xml([*lines, "</feed>"])


def compose_json(feed: Feed, items: Sequence[Item]) -> bytes:
    """Return the items as a JSON Feed, in their order."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
    }
    described = [_describe_item(item) for item in items]
    return msgspec.json.encode({**_drop_empty(whole), "items": described}) + b"\n"


def make_urn(kind: str, name: str) -> str:
    """Return a lasting identifier, as a URN, for something of a kind (``paper``, ``feed``)."""
    return uuid5(_SPACE, f"{kind}/{name}").urn


def _list_feed(feed: Feed, items: Sequence[Item]) -> Iterator[str]:
    language = f' xml:lang="{escape(feed.language)}"' if feed.language else ""
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{escape(feed.home)}"{language}>'
    yield element("id", make_urn("feed", feed.id))
    yield element("title", feed.title)
    if feed.description:
        yield element("subtitle", feed.description)
    yield element("updated", max(map(_find_update, items), default=_NEVER))
    yield f'<link rel="self" type="application/atom+xml" href="{escape(feed.url)}"/>'
    yield f'<link rel="alternate" type="text/html" href="{escape(feed.home)}"/>'
    yield f"<author>{element('name', feed.title)}</author>"
    yield "<generator>Site Builder</generator>"


def _list_entry(item: Item) -> Iterator[str]:
    yield element("id", make_urn(item.kind, item.id))
    yield element("title", item.title)
    yield f'<link rel="alternate" type="text/html" href="{escape(item.url)}"/>'
    if _is_exact(item.date):
        yield element("published", stamp_date(item.date))
    yield element("updated", _find_update(item))
    for author in item.authors:
        yield f"<author>{element('name', author)}</author>"
    for code, name in item.categories:
        scheme = f' scheme="{_SUBJECTS}"' if _SUBJECT.fullmatch(code) else ""
        yield f'<category term="{escape(code)}"{scheme} label="{escape(name or code)}"/>'
    for tag in item.tags:
        yield f'<category term="{escape(tag)}"/>'
    if item.html:
        yield f'<content type="html">{escape(item.html, quote=False)}</content>'


def _describe_item(item: Item) -> dict[str, Any]:
    return _drop_empty(
        {
            "id": make_urn(item.kind, item.id),
            "url": item.url,
            "title": item.title,
            "content_html": item.html,
            "content_text": "" if item.html else item.title,
            "date_published": stamp_date(item.date) if _is_exact(item.date) else "",
            "date_modified": item.changed,
            "authors": [{"name": author} for author in item.authors],
            "tags": [*(name or code for code, name in item.categories), *item.tags],
            "language": item.language,
            "image": item.image,
        }
    )


def _is_exact(date: str) -> bool:
    return len(date) == len("2025-03-06")


def _find_update(item: Item) -> str:
    """Return when the entry changed; a paper with its own date only hasn't changed since."""
    return item.changed or stamp_date(item.date)


def stamp_date(date: str) -> str:
    """Return a date as RFC 3339. Feeds know no incomplete dates; the first day stands for what isn't known."""
    return f"{date}{'-01-01'[len(date) - 4 :]}T00:00:00Z"


def _drop_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}
