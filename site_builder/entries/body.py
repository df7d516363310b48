"""The body of an entry: the abstract, and from the first heading on the curators' notes."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^ {0,3}(?:(?P<heading>#{1,6})(?=[ \t\r]|$)|(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})(?P<rest>.*))", re.MULTILINE
)
_HEADING_LIKE = re.compile(r"^( {0,3})(?=#{1,6}(?:[ \t]|$)|<!--)", re.MULTILINE)
_LINE_END = re.compile(r"\r\n?")
#: A heading that opens the body and only says what follows it anyway.
_TITLE = re.compile(r"\s*#{1,6}[ \t]+abstract[ \t]*#*[ \t]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
#: A comment, or a block of code, in which none is.
_COMMENT = re.compile(r"^ {0,3}(?:(`{3,}|~{3,})(?:.*\n)*? {0,3}\1|<!--[\s\S]*?-->)", re.MULTILINE)


def split_body(body: str) -> tuple[str, str]:
    """Return the abstract and the notes, without white space around them and without comments."""
    body = drop_comments(body)
    start, end = find_abstract(body)
    return body[start:end].strip(), body[end:].strip()


def find_abstract(body: str) -> tuple[int, int]:
    """Return where the abstract begins and where the notes do: at the first heading, unless that opens the body and
    says "Abstract"; a line with ``#`` inside a fenced block is none."""
    if "#" not in body:
        return 0, len(body)
    title = _TITLE.match(body)
    start = title.end() if title else 0
    return start, start + _scan(body[start:])[0]


def drop_comments(body: str) -> str:
    """Return a text without the comments that begin a line, which are for whoever writes it (``<!-- … -->``)."""
    if "<!--" not in body:
        return body
    end = body.rfind("-->") + len("-->")  # after which each opening would be looked behind in vain
    return _COMMENT.sub(_blank, body[:end]) + body[end:]


def _blank(match: re.Match[str]) -> str:
    """Return a block of code as it is, of a comment the line ends: lines are counted, and columns."""
    return match[0] if match[1] else re.sub(r"[^\n]", " ", match[0])


def write_abstract(abstract: str) -> str:
    r"""Return an abstract as the body may hold it.

    A line that would read as a heading, and so begin the notes, gets a backslash (``\# 1``), and so does one that would
    read as a comment, and a fence that never closes, which would swallow the notes.
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
