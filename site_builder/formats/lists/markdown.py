"""Markdown: a README, an awesome list, a page of a site."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from site_builder.formats.bibtex.embedded import split_entries
from site_builder.formats.delimited_rows import MARKDOWN_RULE
from site_builder.formats.lists import html
from site_builder.formats.lists.document import BOLD, CODE, ITALIC, Span
from site_builder.formats.lists.html_tags import Tag, read_attributes, scan
from site_builder.formats.lists.outline import make_document
from site_builder.formats.lists.page import read_parts
from site_builder.formats.lists.tree import LINK_WITHOUT_TEXT, Node

if TYPE_CHECKING:
    import datetime

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from site_builder.formats.lists.document import Document
    from site_builder.formats.result import ParseResult

NAME = "Markdown"

#: What only Markdown has, and what may be a sign of plain text as well if it is seldom.
_CERTAIN = re.compile(r"^#{1,6} \S|\]\((?:https?:|/|\.|#|mailto:)|^[ ]{0,3}(?:```|~~~)", re.MULTILINE)
_LIKELY = re.compile(
    r"(?<![\w*])\*{1,2}[^\s*][^*\n]*[^\s*]\*{1,2}(?![\w*])|(?<!\w)_{1,2}[^\s_][^_\n]*[^\s_]_{1,2}(?!\w)|\]\([^\s()]+\)|<https?:"
)

_EMPHASIS = {"strong": BOLD, "em": ITALIC, "s": 0}
_BLOCKS = {
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "div",
    "paragraph": "p",
    "heading": "",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
#: What begins another block.
_BLOCK_START = re.compile(r"#|[-*+] |[|>=`~<]|\d+[.)] ")
#: No program breaks lines that are wider.
_WIDEST = 130
#: How far behind the last piece of a line the next one is looked for: an address may stand between them.
_FARTHEST = 2000


def recognise(text: str) -> bool:
    """Tell whether the text is Markdown: it has headings, links or code, or words set apart by stars on many lines."""
    certain = _CERTAIN.search(text) or MARKDOWN_RULE.search(text)
    return bool(certain) or 8 * len(_LIKELY.findall(text)) >= sum(map(bool, text.split("\n")))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read all blocks of a text in Markdown."""
    return read_parts(text, *outline(text), path, captured, NAME)


def outline(text: str) -> tuple[Document, str]:
    """Return a text's list as a document, and the entries of BibTeX that stand in it."""
    words, entries = split_entries(text)
    return make_document(read_tree(words)), entries


def read_tree(text: str) -> Node:
    """Return the tree of a text in Markdown (CommonMark with tables)."""
    builder = _Builder(text, wrapped=_is_wrapped(text))
    for token in _make_parser().parse(text):
        builder.add(token)
    return builder.open_nodes[0]


@cache
def _make_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


class _Builder:
    """Makes a tree of the parser's tokens."""

    def __init__(self, text: str, *, wrapped: bool) -> None:
        self.rows = text.split("\n")
        self.wrapped = wrapped
        self.open_nodes = [Node("body")]
        self.row, self.column = 0, 0
        self.looks: list[tuple[str, int, str]] = []

    def add(self, token: Token) -> None:
        """Add a block, its begin or its end."""
        kind, _, end = token.type.rpartition("_")
        if end == "close" and kind in _BLOCKS:
            self.open_nodes.pop()
        elif end == "open" and kind in _BLOCKS:
            marker = f"{token.info}{token.markup}" if kind == "list_item" else ""
            node = Node(_BLOCKS[kind] or token.tag, marker=marker)
            self.open_nodes[-1].children.append(node)
            self.open_nodes.append(node)
        elif token.map is None:
            return
        elif token.type == "inline":
            self.move(token.map[0])
            self.looks = []
            for child in token.children or []:
                self.add_inline(child)
        elif token.type == "html_block":
            self.open_nodes[-1].children += html.read_tree(token.content, token.map[0] + 1).children
        elif token.type in ("fence", "code_block"):
            self.add_code(token, token.map[0] + (token.type == "fence"))

    def add_code(self, token: Token, first: int) -> None:
        """Add a block of code with its lines."""
        node = Node("pre")
        for number, row in enumerate(token.content.split("\n")[:-1], first):
            indent = self.rows[number].find(row) if number < len(self.rows) else 0
            node.children += [Span(row, number + 1, max(indent, 0) + 1, 0, CODE), Node("br")]
        self.open_nodes[-1].children.append(node)

    def add_inline(self, token: Token) -> None:
        """Add a piece of a block's text, or note how the next pieces look."""
        emphasis, link = self.looks[-1][1:] if self.looks else (0, "")
        kind = token.type
        if kind in ("text", "code_inline"):
            self.add_text(token.content, emphasis | CODE * (kind == "code_inline"), link)
        elif kind == "image" and link:
            self.add_text(token.content or LINK_WITHOUT_TEXT, emphasis, link)
        elif kind in ("softbreak", "hardbreak"):
            self.add_break(hard=kind == "hardbreak")
        elif kind.endswith("_open"):
            address = str(token.attrs.get("href", "")) or link
            self.looks.append((token.tag, emphasis | _EMPHASIS.get(token.tag, 0), address))
        elif kind.endswith("_close"):
            self.end_look(token.tag)
        elif kind == "html_inline":
            self.add_html(token.content, emphasis, link)

    def end_look(self, tag: str) -> None:
        """End what began with a tag."""
        if any(look[0] == tag for look in self.looks):
            while self.looks.pop()[0] != tag:
                pass

    def add_html(self, source: str, emphasis: int, link: str) -> None:
        """Read one tag of HTML among the text."""
        for tag in scan(source):
            if not isinstance(tag, Tag):
                continue
            if tag.name == "br":
                self.open_nodes[-1].children.append(Node("br"))
            elif tag.closes:
                self.end_look(tag.name)
            elif tag.name == "img":
                if link:
                    self.add_text(read_attributes(source, tag).get("alt") or LINK_WITHOUT_TEXT, emphasis, link)
            else:
                attributes = read_attributes(source, tag)
                look = emphasis | html.EMPHASIS.get(tag.name, 0)
                self.looks.append((tag.name, look, attributes.get("href", "") or link))

    def add_break(self, *, hard: bool) -> None:
        """Go on to the next line of the source; it is one of the block as well if its author meant it so."""
        end = Span("\n", self.row + 1, self.column + 1)
        self.open_nodes[-1].children.append(end if self.wrapped and not hard else Node("br"))
        self.move(self.row + 1)

    def add_text(self, text: str, emphasis: int, link: str) -> None:
        """Add text; where it stands in its line is found by looking for it from left to right."""
        if not text:
            return
        row = self.rows[self.row] if self.row < len(self.rows) else ""
        found = row.find(text, self.column, self.column + len(text) + _FARTHEST)
        start = found if found >= 0 else self.column
        self.open_nodes[-1].children.append(Span(text, self.row + 1, start + 1, 0, emphasis, link))
        if found >= 0:
            self.column = found + len(text)

    def move(self, row: int) -> None:
        """Go to a line of the source, unless it is where we are."""
        if row != self.row:
            self.row, self.column = row, 0


def _is_wrapped(text: str) -> bool:
    """Tell whether a program broke the lines: the next word would not have fitted on most of them."""
    rows = text.split("\n")
    broken = [(row, after) for row, after in pairwise(rows) if _is_running(row) and _is_running(after.lstrip())]
    if not broken:
        return True
    lengths = sorted(len(row) for row, _ in broken)
    width = lengths[len(lengths) * 4 // 5]
    full = sum(len(row) + 1 + len(after.split(maxsplit=1)[0]) > width for row, after in broken)
    return width <= _WIDEST and full >= 0.7 * len(broken)


def _is_running(row: str) -> bool:
    return bool(row.strip()) and not _BLOCK_START.match(row)
