"""From a page's tree to a document: which elements are records, which are only boxes around them.

A page of papers repeats itself. Items of a list and rows of a table are records by their nature. A box (a ``div``) is
one if it has neighbours of its kind and holds no records of its own. The lines of a record stay together in one block.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.lists.document import Block, Document, Span
from site_builder.formats.lists.tree import Node, join_lines, list_lines, split_runs, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.formats.lists.document import Kind, Line

_HEADING = re.compile(r"h([1-6])")
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_ONLY_YEAR = re.compile(r"\W*(?:1[6-9]|20)\d\d\W*")
_FIELD_END = re.compile(r"[.,;:”\"] ")
_BOXES = ("div", "article", "section", "a", "span")
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot")
#: A record is not shorter than this, nor is a line with all of its fields; a heading over records is not longer.
_LEAST_RECORD = 30
_LEAST_CITATION = 50
_LONGEST_LABEL = 25
#: A box with more lines or letters is no record, but a section.
_MOST_LINES = 25
_LONGEST_RECORD = 6000
#: No record has more paragraphs, each of another kind.
_MOST_FIELDS = 6
#: The level of headings that are no elements of their own.
_LOWEST = 6
#: The share of a section's lines that are records themselves.
_SECTION = 0.75


class _Shape(msgspec.Struct, frozen=True):
    """What an element holds: letters, lines, lines that look like a whole record (``citations``), short headings
    (``labels``), and whether there are records inside."""

    letters: int = 0
    lines: int = 0
    citations: int = 0
    labels: int = 0
    records: bool = False

    def is_section(self) -> bool:
        """Tell whether most lines look like a whole record."""
        return self.citations > 1 and self.citations >= _SECTION * (self.lines - self.labels)

    def is_record(self) -> bool:
        """Tell whether the element may be one record."""
        small = self.lines <= _MOST_LINES and _LEAST_RECORD <= self.letters <= _LONGEST_RECORD
        return small and not (self.records or self.labels or self.is_section())


def make_document(root: Node, language: str = "") -> Document:
    """Return the document that a tree shows. The tree is used up: titles are put together with what follows them."""
    outline = _Outline()
    outline.measure(root)
    outline.add_children(root, 0)
    return Document(tuple(outline.blocks), language)


class _Outline:
    """Measures a tree from its leaves up, then makes blocks of it from its root down."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.shapes: dict[int, _Shape] = {}

    def measure(self, node: Node) -> _Shape:
        """Measure an element and all within it."""
        node.children = list(_split_at_blank_lines(node.children))
        for child in node.children:
            if isinstance(child, Node):
                self.measure(child)
        self.group_titles(node)
        self.group_fields(node)
        return self.measure_children(node)

    def measure_children(self, node: Node) -> _Shape:
        """Measure an element whose children are measured."""
        parts = [self.shapes[id(run)] if isinstance(run, Node) else _measure_line(run) for run in split_runs(node)]
        shape = _Shape(
            letters=sum(part.letters for part in parts),
            lines=sum(part.lines for part in parts),
            citations=sum(part.citations for part in parts),
            labels=sum(part.labels for part in parts),
            records=any(part.records for part in parts) or self.holds_records(node),
        )
        if _level_of(node):
            shape = msgspec.structs.replace(shape, citations=0, labels=int(0 < shape.letters <= _LONGEST_LABEL))
        self.shapes[id(node)] = shape
        return shape

    def group_titles(self, node: Node) -> None:
        """Where the lowest headings in a box are titles of records, make each one item with what follows it.

        A title is longer than a section's name, and no records are below it.
        """
        parts = node.children
        level = max(map(_level_of, parts), default=0)
        begins = [at for at, part in enumerate(parts) if level and _level_of(part) == level]
        if len(begins) < 2:
            return
        groups: list[tuple[list[Node | Span], list[Node | Span]]] = []
        for begin, limit in zip(begins, (*begins[1:], len(parts)), strict=True):
            end = next((at for at in range(begin + 1, limit) if _level_of(parts[at])), limit)
            groups.append((parts[begin:end], parts[end:limit]))
        letters = sum(self.shapes[id(group[0])].letters for group, _ in groups)
        few = 3 * sum(self.is_record_below(group) for group, _ in groups) < 2 * len(groups)
        if few or letters <= _LONGEST_LABEL * len(groups):
            return
        node.children = parts[: begins[0]]
        for group, after in groups:
            node.children += [self.make_item(group), *after]

    def group_fields(self, node: Node) -> None:
        """Where paragraphs of several kinds follow each other in turn (a title, its authors, a venue), make each round
        of them one item."""
        grouped: list[Node | Span] = []
        for is_field, group in groupby(node.children, key=self.is_field):
            run = list(group)
            rounds = _split_rounds(run) if is_field else []
            grouped += [self.make_item(fields) for fields in rounds] if rounds else run
        node.children = grouped

    def is_field(self, part: Node | Span) -> bool:
        """Tell whether a part of an element may be one field of a record in a paragraph of its own."""
        if isinstance(part, Span):
            return not part.text.strip()
        return part.name in ("p", "div") and self.shapes[id(part)].lines < 2 and not self.shapes[id(part)].citations

    def make_item(self, parts: list[Node | Span]) -> Node:
        """Return a list with one item that is made of these parts."""
        item = Node("li", children=parts)
        self.measure_children(item)
        items = Node("ul", children=[item])
        self.measure_children(items)
        return items

    def is_record_below(self, group: list[Node | Span]) -> bool:
        """Tell whether what follows a heading may be the rest of one record."""
        shape = self.measure_children(Node("div", children=group[1:]))
        return 0 < shape.lines <= _MOST_LINES and not (shape.records or shape.labels or shape.is_section())

    def holds_records(self, node: Node) -> bool:
        """Tell whether children of an element are records."""
        if node.name in ("table", "dl"):
            return True
        if node.name in ("ul", "ol"):
            items = [self.shapes[id(child)] for child in node.children if isinstance(child, Node)]
            return 2 * sum(item.citations > 0 or item.lines > 2 for item in items if not item.records) > len(items)
        return bool(self.find_records(node))

    def find_records(self, node: Node) -> frozenset[int]:
        """Return which children of a box are records: boxes that most neighbours of their kind are like."""
        kinds: dict[tuple[str, str], list[Node]] = {}
        for child in node.children:
            if isinstance(child, Node) and child.name in _BOXES:
                kinds.setdefault((child.name, child.label), []).append(child)
        found: set[int] = set()
        for children in kinds.values():
            alike = [child for child in children if self.shapes[id(child)].is_record()]
            several = sum(self.shapes[id(child)].lines > 1 for child in alike)
            if len(children) > 1 and 3 * len(alike) >= 2 * len(children) and 2 * several > len(children):
                found.update(id(child) for child in children if not self.shapes[id(child)].records)
        return frozenset(found)

    def add_children(self, node: Node, depth: int) -> None:
        """Make blocks of what is in an element."""
        records = self.find_records(node)
        for run in split_runs(node):
            if not isinstance(run, Node):
                self.add("paragraph", [run])
            elif id(run) in records:
                self.add("item", list_lines(run), level=depth + 1)
            else:
                self.add_node(run, depth)

    def add_node(self, node: Node, depth: int) -> None:
        """Make blocks of an element."""
        if level := _level_of(node):
            self.add("heading", list_lines(node), level=level)
        elif node.name in ("ul", "ol"):
            for run in split_runs(node):
                if isinstance(run, Node):
                    self.add_item(run, depth + 1)
                else:
                    self.add_stray(run, depth)
        elif node.name == "table":
            self.add_table(node, depth)
        elif node.name == "dl":
            self.add_definitions(node, depth)
        elif node.name == "p" or all(isinstance(child, Span) or child.name == "br" for child in node.children):
            lines = list_lines(node)
            for paragraph in [[line] for line in lines] if self.shapes[id(node)].is_section() else [lines]:
                self.add("paragraph", paragraph)
        else:
            self.add_children(node, depth)

    def add_item(self, item: Node, depth: int) -> None:
        """Make a block of a list's item; one that holds records of its own is a section."""
        if self.shapes[id(item)].records:
            self.add_children(item, depth)
            return
        lines = list_lines(item)
        if len(lines) == 1 and _ONLY_YEAR.fullmatch(text_of(lines[0])):
            self.add("heading", lines, level=_LOWEST)
        else:
            self.add("item", lines, level=depth, marker=item.marker)

    def add_table(self, table: Node, depth: int) -> None:
        """Make a block of each row: an item where a cell has several lines, or is the only one."""
        for stray in _list_strays(table):
            self.add_stray(stray, depth)
        rows = _list_cells(table)
        if any(self.shapes[id(cell)].records for row in rows for cell in row):
            for row in rows:
                for cell in row:
                    self.add_children(cell, depth)
            return
        listed = [(all(cell.name == "th" for cell in row), [list_lines(cell) for cell in row]) for row in rows]
        split = any(len(cell) > 1 for header, cells in listed for cell in cells if not header)
        single = all(sum(map(bool, cells)) < 2 for _, cells in listed)
        columns = max((len(cells) for _, cells in listed), default=0)
        for header, cells in listed:
            shown = [line for cell in cells for line in cell]
            if len(shown) == 1 and _is_label(text_of(shown[0]), alone=len(cells) < columns):
                self.add("heading", shown, level=_LOWEST)
            elif header:
                self.add("header", map(join_lines, cells))
            elif split or single:
                self.add("item", shown, level=depth + 1)
            else:
                self.add("row", map(join_lines, cells))

    def add_definitions(self, node: Node, depth: int) -> None:
        """Make an item of each term with its text; a term with several texts is a heading over them."""
        groups: list[tuple[list[Node], list[Node]]] = []
        for run in split_runs(node):
            if not isinstance(run, Node):
                self.add_stray(run, depth)
                continue
            if not groups or (run.name == "dt" and groups[-1][1]):
                groups.append(([], []))
            groups[-1][run.name != "dt"].append(run)
        headed = any(len(texts) > 1 or any(self.shapes[id(text)].records for text in texts) for _, texts in groups)
        for terms, texts in groups:
            if headed:
                self.add("heading", [line for term in terms for line in list_lines(term)], level=_LOWEST)
                for text in texts:
                    self.add_item(text, depth + 1)
            else:
                self.add("item", [line for part in (*terms, *texts) for line in list_lines(part)], level=depth + 1)

    def add_stray(self, part: Node | Line, depth: int) -> None:
        """Make blocks of what stands in a table or a list outside of its cells or items."""
        if isinstance(part, Node):
            self.add_node(part, depth)
        else:
            self.add("paragraph", [part])

    def add(self, kind: Kind, lines: Iterable[Line], level: int = 0, marker: str = "") -> None:
        """Add a block, unless it is empty."""
        shown = tuple(lines)
        if any(shown):
            self.blocks.append(Block(kind, shown, level, marker, blank_before=kind != "row"))


def _split_rounds(run: list[Node | Span]) -> list[list[Node | Span]]:
    """Return the rounds in which paragraphs of several kinds follow each other; nothing where there is no such order.

    A kind is told by the element's label and the emphasis of its first words.
    """
    kinds = [_kind_of(part) for part in run]
    first = next(filter(None, kinds), None)
    begins = [at for at, kind in enumerate(kinds) if kind and kind == first]
    if len(begins) < 2:
        return []
    rounds = [run[begin:end] for begin, end in zip(begins, (*begins[1:], len(run)), strict=True)]
    orders = Counter(tuple(filter(None, map(_kind_of, part))) for part in rounds)
    order, count = orders.most_common(1)[0]
    return rounds if 1 < len(order) <= _MOST_FIELDS and count >= max(2, _SECTION * len(rounds)) else []


def _kind_of(part: Node | Span) -> tuple[str, str, int] | None:
    if isinstance(part, Span):
        return None
    spans = [child for child in part.children if isinstance(child, Span) and child.text.strip()]
    inner = next((child for child in part.children if isinstance(child, Node)), None)
    if not spans:
        return _kind_of(inner) if inner else None
    return part.name, part.label, spans[0].emphasis


def _measure_line(line: Line) -> _Shape:
    text = text_of(line)
    whole = len(text) >= _LEAST_CITATION and bool(_YEAR.search(text)) and len(_FIELD_END.findall(text)) > 1
    return _Shape(len(text), int(bool(text)), int(whole))


def _split_at_blank_lines(parts: list[Node | Span]) -> Iterator[Node | Span]:
    """Yield the parts of an element; where two line breaks make a blank line, each side of it is a paragraph."""
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, Span) or part.name == "br"):
        run = list(group)
        paragraphs = list(_list_paragraphs(run)) if is_text else []
        if len(paragraphs) > 1:
            yield from (Node("p", children=paragraph) for paragraph in paragraphs)
        else:
            yield from run


def _list_paragraphs(run: list[Node | Span]) -> Iterator[list[Node | Span]]:
    paragraph: list[Node | Span] = []
    breaks = 0
    for part in run:
        if isinstance(part, Node):
            breaks += 1
        elif part.text.strip():
            if breaks > 1 and paragraph:
                yield paragraph
                paragraph = []
            breaks = 0
        paragraph.append(part)
    if paragraph:
        yield paragraph


def _level_of(part: Node | Span) -> int:
    heading = _HEADING.fullmatch(part.name) if isinstance(part, Node) else None
    return int(heading[1]) if heading else 0


def _is_label(text: str, *, alone: bool) -> bool:
    """Tell whether a row's text is a heading over the next rows: a year, or a few words in a cell for all columns."""
    return bool(_ONLY_YEAR.fullmatch(text)) or (alone and len(text) <= _LONGEST_LABEL)


def _list_cells(table: Node) -> list[list[Node]]:
    """Return the cells of each row of a table; one that reaches down over several rows stands in each of them."""
    rows: list[list[Node]] = []
    reaching: dict[int, tuple[Node, int]] = {}
    for row in _find_rows(table):
        own = [cell for cell in row.children if isinstance(cell, Node)]
        cells = list(own)
        for column, (cell, _) in sorted(reaching.items()):
            cells.insert(column, cell)
        new = {id(cell): int(cell.marker) - 1 for cell in own if cell.marker}
        reaching = {column: (cell, left - 1) for column, (cell, left) in reaching.items() if left > 1}
        reaching |= {column: (cell, new[id(cell)]) for column, cell in enumerate(cells) if id(cell) in new}
        rows.append(cells)
    return rows


def _find_rows(node: Node) -> Iterator[Node]:
    for child in node.children:
        if isinstance(child, Node):
            if child.name == "tr":
                yield child
            elif child.name in _TABLE_PARTS:
                yield from _find_rows(child)


def _list_strays(node: Node) -> Iterator[Node | Line]:
    """Yield what stands in a table, but in none of its cells."""
    for run in split_runs(node):
        if not isinstance(run, Node):
            yield run
        elif run.name in ("tr", *_TABLE_PARTS):
            yield from _list_strays(run)
        elif node.name != "tr":
            yield run
