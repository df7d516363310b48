"""Reads an HTML page of papers as the text that a reader sees, in the layout of a pasted listing.

An own scanner finds the tags, because the standard library's parser takes quadratic time on broken pages (a hundred
thousand tags that never end), and only text and block boundaries are needed.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from site_builder.formats.pasted import reader

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.result import ParseResult

NAME = "web page"

#: The number of characters that decide whether a text is HTML.
_ENOUGH = 20_000
#: The ``<`` of a longer tag is text.
_LONGEST_TAG = 20_000
_TAG = re.compile(
    r"</?(?:html|body|main|div|span|p|a|h[1-6]|ul|ol|li|article|section|table|tr|td|br)[\s>/]", re.IGNORECASE
)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")
#: Invisible elements, and the pattern that ends each.
_HIDDEN = {
    name: re.compile(rf"</{name}\b" + (r"|<body\b" if name == "head" else ""), re.IGNORECASE)
    for name in ("head", "script", "style", "svg", "template", "noscript", "select", "textarea")
}
_INLINE_TAGS = """a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strong sub sup
time tt u var wbr"""
_INLINE = frozenset(_INLINE_TAGS.split())


def recognise(text: str) -> bool:
    """Tell whether the text is HTML: it begins with a tag and has several common tags of pages."""
    head = text[:_ENOUGH].lstrip()
    return head.startswith("<") and not head.startswith("<?xml") and len(_TAG.findall(head)) >= 3


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read an HTML page of papers; line numbers are those of the source."""
    return reader.read_rows(_rows(text), path, captured, NAME)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text of each block with the line where it begins."""
    line, counted = 1, 0
    parts: list[str] = []
    for at, end, ends_block in _pieces(text):
        piece = text[at:end]
        if piece.strip():
            if not parts:
                begin = at + len(piece) - len(piece.lstrip())
                line, counted = line + text.count("\n", counted, begin), begin
            parts.append(piece)
        elif parts:
            parts.append(piece)
        if ends_block and parts:
            yield line, html.unescape("".join(parts))
            parts = []


def _pieces(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of text between tags, and whether the tag after each ends a block."""
    begin = at = 0
    endless: set[str] = set()
    while (at := text.find("<", at)) >= 0:
        end = _end_of_tag(text, at)
        if end < 0:
            at += 1
            continue
        name = _name(text, at)
        yield begin, at, bool(name) and name not in _INLINE
        begin = at = _skip_hidden(text, name, end, endless) if text[at + 1] != "/" else end
    yield begin, len(text), True


def _end_of_tag(text: str, at: int) -> int:
    """Return the end of the tag at a position, or -1 if there is none. An unclosed comment ends with the text."""
    if text.startswith("<!--", at):
        end = text.find("-->", at + 4)
        return len(text) if end < 0 else end + 3
    if text[at + 1 : at + 2] not in ("!", "?") and not _NAME.match(text, at):
        return -1
    limit = at + _LONGEST_TAG
    end = text.find(">", at, limit)
    for _ in range(10):
        if end < 0 or text.count('"', at, end) % 2 == 0:
            break
        end = text.find(">", end + 1, limit)
    return end + 1 if end >= 0 else -1


def _name(text: str, at: int) -> str:
    found = _NAME.match(text, at)
    return found[1].lower() if found else ""


def _skip_hidden(text: str, name: str, end: int, endless: set[str]) -> int:
    """Return where visible text continues after a tag: behind the element if it is invisible.

    ``endless`` collects the names of elements that are never closed from here on; they hide nothing.
    """
    if name not in _HIDDEN or name in endless:
        return end
    found = _HIDDEN[name].search(text, end)
    if found is None:
        endless.add(name)
        return end
    return found.start()
