"""Tables on a page whose heads say what the columns hold: their fields need no inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.delimited_rows import Row
from site_builder.formats.link_labels import sort_links
from site_builder.formats.lists.document import Document
from site_builder.formats.lists.tree import text_of
from site_builder.formats.table import read_headed_rows
from site_builder.model import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.document import Block, Line
    from site_builder.formats.result import ParseResult

#: A title may be a link, and has more words than a link's label.
_LEAST_WORDS = 3


def read_headed_tables(document: Document, path: str) -> tuple[list[ParseResult], Document]:
    """Return what the tables with telling heads yield, and the document without them."""
    results: list[ParseResult] = []
    kept: list[Block] = []
    blocks = document.blocks
    at = 0
    while at < len(blocks):
        end = at + 1
        if blocks[at].kind == "header":
            while end < len(blocks) and blocks[end].kind == "row":
                end += 1
        result = _read_table(blocks[at], blocks[at + 1 : end], path) if end > at + 1 else None
        if result:
            results.append(result)
        else:
            kept += blocks[at:end]
        at = end
    return results, Document(tuple(kept), document.language)


def _read_table(header: Block, blocks: Sequence[Block], path: str) -> ParseResult | None:
    head = [text_of(line) for line in header.lines]
    rows = [Row([_text_of_cell(cell) for cell in block.lines], *_lines_of(block)) for block in blocks]
    result = read_headed_rows(head, rows, path)
    if result is None or not result.papers:
        return None
    links = {row.first: _list_links(block) for row, block in zip(rows, blocks, strict=True)}
    papers = (
        msgspec.structs.replace(parsed, paper=sort_links(parsed.paper, (*parsed.paper.links, *links[first])))
        for parsed, (first, _) in zip(result.papers, result.spans, strict=True)
    )
    return msgspec.structs.replace(result, papers=tuple(papers))


def _text_of_cell(cell: Line) -> str:
    """Return what a cell says; words that only lead somewhere (``PDF``) say nothing."""
    text = text_of(cell)
    is_link = all(span.link for span in cell if span.text.strip())
    return "" if is_link and len(text.split()) < _LEAST_WORDS and "/" not in text else text


def _list_links(block: Block) -> list[Link]:
    spans = [span for cell in block.lines for span in cell if "://" in span.link]
    return [Link(_label(span.text), span.link) for span in spans]


def _label(text: str) -> str:
    words = text.strip(" []()")
    return words if len(words.split()) < _LEAST_WORDS else "website"


def _lines_of(block: Block) -> tuple[int, int]:
    numbers = [span.line for line in block.lines for span in line]
    return min(numbers), max(numbers)
