"""HTML: the source of a page, whole or in part."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.html_metadata import read_coins, read_linked_data, read_page_tags
from site_builder.formats.join_results import join_results
from site_builder.formats.lists.document import BOLD, CODE, ITALIC, UNDERLINE, Span
from site_builder.formats.lists.html_tags import Tag, Text, read_attributes, scan
from site_builder.formats.lists.outline import make_document
from site_builder.formats.lists.page import read_parts, take_entries
from site_builder.formats.lists.tree import LINK_WITHOUT_TEXT, Node

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.lists.document import Document
    from site_builder.formats.result import ParseResult

NAME = "web page"

#: How much of a text is looked at to tell whether it is HTML.
_ENOUGH = 20_000
_PAGE_TAG = re.compile(
    r"</?(?:html|body|main|div|span|p|a|h[1-6]|[uod]l|li|d[td]|article|section|table|tr|t[dh]|br|b|i|em|strong)[\s>/]",
    re.IGNORECASE,
)
_INLINE_TAGS = """a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark math mfrac mi mn mo mrow
msub msup msubsup mtext nobr o:p q s samp semantics small span strike strong sub sup time tt u var"""
_INLINE = frozenset(_INLINE_TAGS.split())
_VOID = frozenset(
    ("img", "input", "link", "meta", "wbr", "area", "base", "col", "embed", "source", "track", "param", "")
)
EMPHASIS = {
    "b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "cite": ITALIC, "dfn": ITALIC, "var": ITALIC, "u": UNDERLINE,
    "ins": UNDERLINE, "code": CODE, "kbd": CODE, "samp": CODE, "tt": CODE,
}  # fmt: skip
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_BLOCK_STYLE = re.compile(r"display:\s*block|\bd-block\b")
_ITALIC_STYLE = re.compile(r"font-style:\s*italic")
#: Elements whose end tag may be left out, and which others end them (HTML Standard, "Optional tags").
_ENDED_BY = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th", "tr", "tbody", "thead"),
    "th": ("td", "th", "tr", "tbody", "thead"),
    "tr": ("tr", "tbody", "thead"),
}
#: How many rows a cell may reach down over.
_ROWSPANS = frozenset(map(str, range(2, 100)))
#: How far up the open elements are looked through for the one that a tag ends.
_FARTHEST = 30
_DEEPEST = 100


class _Element(NamedTuple):
    """An open element: the block that what is in it belongs to, and the looks of its text. ``words`` are what a link
    is called that shows none, ``before`` how much the block held when it began."""

    name: str
    node: Node
    emphasis: int
    link: str
    words: str = ""
    before: int = 0


def recognise(text: str) -> bool:
    """Tell whether the text is HTML: it begins with a tag and has several that pages are made of."""
    head = text[:_ENOUGH].lstrip()
    return head.startswith("<") and not head.startswith("<?xml") and len(_PAGE_TAG.findall(head)) >= 3


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read the source of a page."""
    if about := read_page_tags(text, path):  # the page of one paper: what else is on it are other papers
        return about
    linked = read_linked_data(text, path, captured)
    if linked and len(linked.papers) == 1:
        return linked
    result = read_parts(text, *outline(text), path, captured, NAME)
    described = [part for part in (read_coins(text, path), linked) if part]
    if not described:
        return result
    return join_results([result, *described] if result.papers else described, NAME)


def outline(text: str) -> tuple[Document, str]:
    """Return a page's list as a document, and the entries of BibTeX that the page shows."""
    root = read_tree(text)
    entries = take_entries(root)
    return make_document(root), entries


def read_tree(text: str, first_line: int = 1) -> Node:
    """Return the tree of a page or a part of one. ``first_line`` is the number of the text's first line."""
    builder = _Builder(text, first_line)
    for piece in scan(text):
        if isinstance(piece, Text):
            builder.add_text(piece)
        elif piece.closes:
            builder.close(piece)
        else:
            builder.open(piece)
    for element in builder.open_elements:
        builder.add_link(element, len(text))
    return builder.root


class _Builder:
    """Makes a tree of tags in their order, whether or not they are ended."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.root = Node("body")
        self.open_elements = [_Element("", self.root, 0, "")]
        self.line, self.line_start, self.counted = first_line, 0, 0
        self.next_numbers: dict[int, int] = {}
        self.inline_end = -1
        self.side_by_side = False

    def open(self, tag: Tag) -> None:
        """Begin an element."""
        if tag.name == "img":
            self.add_image(tag)
        if tag.name in _VOID:
            return
        if tag.name in ("br", "hr"):
            self.open_elements[-1].node.children.append(Node("br"))
            return
        attributes = read_attributes(self.text, tag)
        style = attributes.get("style", "").lower()
        is_block = tag.name not in _INLINE or bool(_BLOCK_STYLE.search(f"{style} {attributes.get('class', '')}"))
        if is_block:
            self.end_implied(tag.name)
        above = self.open_elements[-1]
        node = above.node
        if is_block and len(self.open_elements) < _DEEPEST:
            node = self.add_node(tag.name, attributes)
        elif "class" in attributes and self.inline_end == tag.start:
            self.side_by_side = True  # two boxes without a space between them
        whole = tag.name == "cite" and "class" in attributes  # a reference in a style of its own, as DBLP has them
        emphasis = above.emphasis | (0 if whole else EMPHASIS.get(tag.name, 0))
        emphasis |= BOLD * bool(_BOLD_STYLE.search(style)) | ITALIC * bool(_ITALIC_STYLE.search(style))
        link = attributes.get("href", "") if tag.name == "a" else above.link
        words = attributes.get("aria-label") or attributes.get("title") or LINK_WITHOUT_TEXT
        self.open_elements.append(_Element(tag.name, node, emphasis, link, words, len(node.children)))

    def add_node(self, name: str, attributes: dict[str, str]) -> Node:
        """Add a block to the one that is open."""
        parent = self.open_elements[-1].node
        node = Node(name, attributes.get("class", "").partition(" ")[0])
        if name == "td" and attributes.get("rowspan", "") in _ROWSPANS:
            node.marker = attributes["rowspan"]
        elif name == "ol":
            start = attributes.get("start", "1")
            self.next_numbers[id(node)] = int(start) if start.isascii() and start.isdigit() else 1
        elif name == "li" and (number := self.next_numbers.get(id(parent))):
            node.marker = f"{number}."
            self.next_numbers[id(parent)] = number + 1
        parent.children.append(node)
        return node

    def add_image(self, tag: Tag) -> None:
        """Add the words for an image that is a link; other images say nothing of a paper."""
        _, node, emphasis, link, *_ = self.open_elements[-1]
        if link:
            words = read_attributes(self.text, tag).get("alt") or LINK_WITHOUT_TEXT
            node.children.append(Span(words, *self.locate(tag.start), tag.end - tag.start, emphasis, link))

    def add_link(self, element: _Element, offset: int) -> None:
        """Add the words for a link that shows an icon only, or nothing, where it ends."""
        if element.name != "a" or not element.link:
            return
        held = element.node.children[element.before :]
        if all(isinstance(child, Span) and not child.text.strip() for child in held):
            span = Span(element.words, *self.locate(offset), 1, element.emphasis, element.link)
            element.node.children.append(span)

    def end_implied(self, name: str) -> None:
        """End the elements that need no end tag and end where this block begins."""
        for depth in range(len(self.open_elements) - 1, max(0, len(self.open_elements) - _FARTHEST), -1):
            open_name = self.open_elements[depth].name
            if open_name == "p" or name in _ENDED_BY.get(open_name, ()):
                del self.open_elements[depth:]
            elif open_name in ("ul", "ol", "dl", "table", "div"):
                return

    def close(self, tag: Tag) -> None:
        """End an element, and those in it that were left open; a tag that ends nothing is passed over."""
        farthest = max(0, len(self.open_elements) - _FARTHEST)
        for depth in range(len(self.open_elements) - 1, farthest, -1):
            if self.open_elements[depth].name == tag.name:
                self.add_link(self.open_elements[depth], tag.start)
                del self.open_elements[depth:]
                break
        if tag.name in _INLINE and self.text[tag.start - 1 : tag.start].strip():
            self.inline_end = tag.end

    def add_text(self, piece: Text) -> None:
        """Add text, one span for each of its lines in the source."""
        _, node, emphasis, link, *_ = self.open_elements[-1]
        if self.side_by_side and self.text[piece.start].isalnum():
            node.children.append(Span(" ", *self.locate(piece.start)) if link else Node("br"))
        self.side_by_side = False
        line, column = self.locate(piece.start)
        rows = self.text[piece.start : piece.end].split("\n")
        for number, raw in enumerate(rows):
            end = "\n" if number < len(rows) - 1 else ""
            if raw or end:
                shown = html.unescape(raw) if "&" in raw else raw
                node.children.append(Span(shown + end, line, column, len(raw) + len(end), emphasis, link))
            line, column = line + 1, 1

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset that isn't before the last one asked for."""
        if rows := self.text.count("\n", self.counted, offset):
            self.line += rows
            self.line_start = self.text.rfind("\n", self.counted, offset) + 1
        self.counted = offset
        return self.line, offset - self.line_start + 1
