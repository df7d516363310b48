"""What a text holds that may hold several things: a list of papers, entries of BibTeX, a page as it was pasted."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.bibtex import reader as bibtex
from site_builder.formats.join_results import join_results, share_paper
from site_builder.formats.link_labels import sort_links
from site_builder.formats.lists.document import Span
from site_builder.formats.lists.headed_table import read_headed_tables
from site_builder.formats.lists.plausibility import lists_papers
from site_builder.formats.lists.reader import read_document
from site_builder.formats.lists.tree import Node, text_of
from site_builder.formats.other_text import report_no_papers
from site_builder.formats.pasted import reader as pasted
from site_builder.formats.result import ParseResult

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.lists.document import Document

_ENTRY = re.compile(r"\s*@[ \t]*[A-Za-z]\w*[ \t]*[{(]")


def read_parts(
    text: str, document: Document, entries: str, path: str, captured: datetime.date, name: str
) -> ParseResult:
    """Read a document and the entries of BibTeX that stand in it; a paper in both is one.

    ``text`` is the source of both, and ``name`` the format that it is in. ``entries`` keep their lines.
    """
    rows = list(_list_rows(document))
    if pasted.recognise("\n".join(row for _, row in rows)):
        return pasted.read_rows(rows, path, captured, name)
    results, rest = read_headed_tables(document, path)
    shown = read_document(rest, path, captured)
    cited = bibtex.read(entries, path, captured) if entries else None
    if lists_papers(shown, text) or (cited and share_paper(shown, cited)):
        papers = (msgspec.structs.replace(p, paper=sort_links(p.paper, p.paper.links)) for p in shown.papers)
        results.append(msgspec.structs.replace(shown, papers=tuple(papers)))
    if cited:
        results.append(cited)
    if not any(result.papers for result in results):
        return ParseResult((), (report_no_papers(text, path),), name, skipped=((1, text.count("\n") + 1),))
    return join_results(results, name)


def take_entries(root: Node) -> str:
    """Take the entries of BibTeX out of a page's tree; each stands on its own lines in what is returned."""
    rows: list[str] = []
    for span in _take_spans(root):
        rows += [""] * (span.line - len(rows))
        rows[span.line - 1] += span.text.replace("\n", " ")
    return "\n".join(rows)


def _take_spans(node: Node) -> Iterator[Span]:
    """Yield the spans of the blocks that begin with an entry, and take these blocks out of the tree."""
    kept: list[Node | Span] = []
    for child in node.children:
        if isinstance(child, Node):
            spans = _list_leaf(child)
            if spans and _ENTRY.match("".join(span.text for span in spans)):
                yield from spans
                continue
            yield from _take_spans(child)
        kept.append(child)
    node.children = kept


def _list_leaf(node: Node) -> list[Span]:
    """Return the spans of a block without other blocks in it; nothing of one that has some."""
    if any(isinstance(child, Node) and child.name != "br" for child in node.children):
        return []
    return [child for child in node.children if isinstance(child, Span)]


def _list_rows(document: Document) -> Iterator[tuple[int, str]]:
    """Yield each line of a document with the number of the source's line where it begins."""
    for line in chain.from_iterable(block.lines for block in document.blocks):
        if line:
            yield line[0].line, text_of(line)
