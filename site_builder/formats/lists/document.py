"""What a list looks like, whatever it is written in: blocks of lines of spans, each with its place in the source.

Plain text, HTML, Markdown and LaTeX become a `Document`; everything behind it sees only this.
"""

from __future__ import annotations

from typing import Literal

import msgspec

#: Emphasis of a span; flags that add up.
BOLD, ITALIC, CODE, UNDERLINE = 1, 2, 4, 8

#: ``line`` is a line of plain text, of which nobody knows yet whether it belongs to the one before. ``item`` is an item
#: of a list, ``row`` a table's row and ``header`` its row of column names; ``paragraph`` any other block of running
#: text. ``heading`` stands over what follows it.
Kind = Literal["line", "paragraph", "item", "row", "header", "heading"]


class Span(msgspec.Struct, frozen=True):
    """Text without a line end, all of one look.

    ``line`` and ``column`` say where it begins in the source, counting from 1. ``width`` is the number of characters
    that it takes there: 0 for as many as the text has. ``emphasis`` is a sum of `BOLD`, `ITALIC`, `CODE` and
    `UNDERLINE`. ``link`` is the address that the text leads to.
    """

    text: str
    line: int
    column: int = 1
    width: int = 0
    emphasis: int = 0
    link: str = ""


#: A line's spans, in their order. A table's cell is a line as well.
Line = tuple[Span, ...]


class Block(msgspec.Struct, frozen=True):
    """A line of plain text, a paragraph, a list's item, a table's row or a heading.

    ``lines`` are what the container parts for certain: the lines that ``<br>`` or a hard break makes, or a row's cells.
    A line that is only wrapped in the source is no line here: its pieces are spans of one line, with a space between
    them, unless the block is a ``line`` of plain text. ``level`` is a heading's level (1 is the highest) or how deep an
    item is nested, from 1. ``marker`` is an item's number or bullet, where the source has one (``12.``, ``-``).
    ``blank_before`` says that white space parts the block from the one before; ``indent`` counts the columns before
    a plain line's first character.
    """

    kind: Kind
    lines: tuple[Line, ...]
    level: int = 0
    marker: str = ""
    blank_before: bool = False
    indent: int = 0


class Document(msgspec.Struct, frozen=True):
    """The blocks of a source in their order. ``language`` is its language's tag, where the source names it."""

    blocks: tuple[Block, ...]
    language: str = ""


def read_plain(text: str, first_line: int = 1) -> Document:
    """Return plain text as a document: a block for each line that isn't blank.

    A tab parts a line into spans no more than a space does; it stays in the span's text. ``first_line`` is the number
    that the text's first line has in the source.
    """
    blocks: list[Block] = []
    blank = True
    for number, raw in enumerate(text.split("\n"), first_line):
        line = raw.rstrip()
        bare = line.lstrip()
        if not bare:
            blank = True
            continue
        start = len(line) - len(bare)
        indent = len(line[:start].expandtabs(8))
        blocks.append(Block("line", ((Span(bare, number, start + 1),),), blank_before=blank, indent=indent))
        blank = False
    return Document(tuple(blocks))
