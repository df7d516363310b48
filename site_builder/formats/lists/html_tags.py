"""The tags of an HTML page and the text between them, in one pass.

The scanner is our own, because the standard library's parser takes quadratic time on broken pages (a hundred thousand
tags that never end), and because faster parsers don't say where in the source a text stands.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A tag longer than this is none: its ``<`` is text.
_LONGEST_TAG = 20_000
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
#: What no reader sees, and what ends it.
_HIDDEN = {
    name: re.compile(rf"</{name}\b" + (r"|<body\b" if name == "head" else ""), re.IGNORECASE)
    for name in ("head", "script", "style", "svg", "template", "noscript", "select", "annotation", "annotation-xml")
}


class Tag(msgspec.Struct, frozen=True):
    """A tag by its name in lower case: empty for comments and declarations. ``start`` and ``end`` are offsets."""

    name: str
    start: int
    end: int
    closes: bool = False


class Text(msgspec.Struct, frozen=True):
    """The text between two tags, by its offsets."""

    start: int
    end: int


def scan(text: str) -> Iterator[Tag | Text]:
    """Yield tags and the text between them; what no reader sees is left out with its tags."""
    begin = at = 0
    endless: set[str] = set()
    while (at := text.find("<", at)) >= 0:
        end = _end_of_tag(text, at)
        if end < 0:
            at += 1
            continue
        if begin < at:
            yield Text(begin, at)
        found = _NAME.match(text, at)
        tag = Tag(found[1].lower() if found else "", at, end, text.startswith("/", at + 1))
        begin = at = end if tag.closes else _skip_hidden(text, tag, endless)
        if begin == end:
            yield tag
    if begin < len(text):
        yield Text(begin, len(text))


def read_attributes(text: str, tag: Tag) -> dict[str, str]:
    """Return the attributes of a tag that have a value."""
    if tag.closes:
        return {}
    found = _ATTRIBUTE.finditer(text, tag.start, tag.end)
    return {match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "").strip() for match in found}


def _end_of_tag(text: str, at: int) -> int:
    """Return where the tag at a position ends, or -1 when there is none; a comment that never ends goes to the end."""
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        return len(text) if end < 0 else end + 3
    name = _NAME.match(text, at)
    if text[at + 1 : at + 2] not in ("!", "?") and not name:
        return -1
    limit = at + _LONGEST_TAG
    end = text.find(">", at, limit)
    inner = text.find("<", name.end(), end) if name and end >= 0 else -1
    if name and inner >= 0 and text.count('"', at, inner) % 2 == 0:  # its bracket is missing
        return max(name.end(), text.rfind('"', at, inner) + 1)
    for _ in range(10):
        if end < 0 or text.count('"', at, end) % 2 == 0 or text[text.rfind('"', at, end) - 1] != "=":
            break
        end = text.find(">", end + 1, limit)
    return end + 1 if end >= 0 else -1


def _skip_hidden(text: str, tag: Tag, endless: set[str]) -> int:
    """Return where visible text goes on after a tag: behind the element when no reader sees it.

    ``endless`` gathers the names of elements that never end from here on; they hide nothing.
    """
    if tag.name not in _HIDDEN or tag.name in endless:
        return tag.end
    found = _HIDDEN[tag.name].search(text, tag.end)
    if found is None:
        endless.add(tag.name)
        return tag.end
    return found.start()
