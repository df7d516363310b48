"""The body of an entry: the abstract, and from the first heading on the curators' notes."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^ {0,3}(?:(?P<heading>#{1,6})(?=[ \t\r]|$)|(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<rest>.*))", re.MULTILINE
)
_HEADING_LIKE = re.compile(r"^( {0,3})(?=#{1,6}(?:[ \t]|$))", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?")


def split_body(body: str) -> tuple[str, str]:
    """Return the abstract and the notes, without white space around them."""
    at = find_notes(body)
    return body[:at].strip(), body[at:].strip()


def find_notes(body: str) -> int:
    """Return where the notes begin: at the first heading; a line with ``#`` inside a fenced block is none."""
    return _scan(body)[0] if "#" in body else len(body)


def write_abstract(abstract: str) -> str:
    r"""Return an abstract as the body may hold it.

    A line that would read as a heading, and so begin the notes, gets a backslash (``\# 1``), and so does a fence that
    never closes, which would swallow the notes.
    """
    text = _HEADING_LIKE.sub(r"\1\\", _LINE_END.sub("\n", abstract).strip())
    while (at := _scan(text)[1]) >= 0:
        text = text[:at] + "\\" + text[at:]
    return text


def _scan(body: str) -> tuple[int, int]:
    """Return where the first heading begins (or the length) and where a fence opens that doesn't close (or -1)."""
    fence, opened = "", -1
    for match in _MARK.finditer(body):
        mark = match["fence"]
        if not mark:
            if not fence:
                return match.start(), -1
        elif not fence:
            fence, opened = mark, match.start("fence")
        elif mark.startswith(fence) and not match["rest"].strip():
            fence, opened = "", -1
    return len(body), opened
