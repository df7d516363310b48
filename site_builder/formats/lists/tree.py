"""The tree of a page: what HTML, Markdown and LaTeX have in common before anyone looks for papers in it."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.lists.document import Span
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.formats.lists.document import Line

_SPACES = re.compile(r"\s+")
#: Items shorter than this stand beside each other, as links do: ``PDF``, tags.
_LONGEST_WORD = 12
#: What stands for a link that is a picture without words.
LINK_WITHOUT_TEXT = "link"


class Node(msgspec.Struct):
    """An element that makes a block; its name is that of HTML's element (``ul``, ``li``, ``p``, ``h2``, ``br``).

    Elements that only set text apart make no nodes: the spans say what they look like. ``label`` tells apart elements
    of one name (HTML's class); a row of column names has ``header``. ``marker`` is an item's number or bullet.
    """

    name: str
    label: str = ""
    marker: str = ""
    children: list[Node | Span] = []


def split_runs(node: Node) -> Iterator[Node | Line]:
    """Yield an element's blocks, and each run of text between them as a line."""
    run: list[Span] = []
    for child in node.children:
        if isinstance(child, Span):
            run.append(child)
            continue
        if line := join_spans(run):
            yield line
        run = []
        if child.name != "br":
            yield child
    if line := join_spans(run):
        yield line


def list_lines(node: Node) -> list[Line]:
    """Return the lines of an element and all within it. A list of links is one line."""
    lines: list[Line] = []
    for run in split_runs(node):
        if not isinstance(run, Node):
            lines.append(run)
            continue
        if run.name == "nav":
            lines += _list_identifiers(run)
            continue
        inner = list_lines(run)
        if run.name in ("ul", "ol") and inner and all(map(_is_word, inner)):
            inner = [join_lines(inner)]
        lines += inner
    return lines


def _list_identifiers(menu: Node) -> list[Line]:
    """Return what a record's menu says of the paper: the first link that is an identifier."""
    for line in list_lines(menu):
        for span in line:
            if read_doi(span.link) or read_arxiv(span.link):
                return [(span,)]
    return []


def _is_word(line: Line) -> bool:
    return len(text_of(line)) < _LONGEST_WORD or all(span.link for span in line if span.text.strip())


def join_lines(lines: Iterable[Line]) -> Line:
    """Return lines as one, with a space between them."""
    joined: list[Span] = []
    for line in lines:
        if joined and line:
            joined[-1] = msgspec.structs.replace(joined[-1], text=f"{joined[-1].text} ")
        joined += line
    return tuple(joined)


def join_spans(spans: Iterable[Span]) -> Line:
    """Return spans as one line: each run of white space is one space, and none is left at its ends.

    Pieces of one look in one line of the source become one span.
    """
    line: list[Span] = []
    for (number, emphasis, link), group in groupby(spans, key=_look_of):
        pieces = list(group)
        raw = "".join(span.text for span in pieces)
        text = _SPACES.sub(" ", raw)
        skipped = 0
        if text.startswith(" ") and (not line or line[-1].text.endswith(" ")):
            text, skipped = text[1:], len(raw) - len(raw.lstrip())
        if text:
            column, last = pieces[0].column + skipped, pieces[-1]
            width = last.column + (last.width or len(last.text)) - column
            line.append(Span(text, number, column, 0 if width == len(text) else max(width, 0), emphasis, link))
    if line and line[-1].text.endswith(" "):
        last = line.pop()
        if text := last.text.rstrip():
            line.append(msgspec.structs.replace(last, text=text))
    return tuple(line)


def _look_of(span: Span) -> tuple[int, int, str]:
    return span.line, span.emphasis, span.link


def text_of(line: Line) -> str:
    """Return a line's text without its looks."""
    return "".join(span.text for span in line)
