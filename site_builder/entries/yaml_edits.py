"""Edits of YAML text between the marks of its nodes: what isn't changed keeps its bytes.

Nodes carry marks relative to the front matter they were composed from; a `SourceBuffer` knows where that lies in the
file.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from site_builder.entries.writer import find_quoting, write_key
from site_builder.entries.yaml_scalars import is_plain, write_text, write_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_builder.entries.yaml_scalars import Tree

    #: What an item of a list says, as the tree that we would write for it.
    Meaning: TypeAlias = Callable[[Node], Tree]

_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_DASH = re.compile(r"[ \t]*-[ \t]+")
_INDENT = re.compile(r"[ \t]*")
#: A comment behind a value, and one that anything may follow.
_TRAILING = re.compile(r"[ \t]+(#[^\r\n]*)")
_COMMENT = re.compile(r"(?<!\S)#[^\r\n]*")
_COMMA = re.compile(r"\s*,[ \t]*")


class Unfit(Exception):
    """The text isn't written in a way that this edit could leave the rest of alone."""


class SourceBuffer(msgspec.Struct, frozen=True):
    """A file being edited: its text, where its front matter begins, and its line end."""

    text: str
    start: int
    newline: str

    def find_start(self, node: Node) -> int:
        """Return where the node begins in the text."""
        return self.start + int(node.start_mark.index)

    def find_end(self, node: Node) -> int:
        """Return where the node's last character ends; a parser's own mark may lie behind comments and blank lines."""
        if isinstance(node, CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.find_end(last[1] if isinstance(last, tuple) else last)
        end = self.start + int(node.end_mark.index)
        if isinstance(node, ScalarNode) and node.style in {"|", ">"}:
            return len(self.text[:end].rstrip())
        return end

    def find_line(self, position: int) -> int:
        """Return where the line of a position begins."""
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def find_next_line(self, position: int) -> int:
        """Return where the line after a position's begins."""
        match = _LINE_END.search(self.text, position)
        return match.end() if match else len(self.text)


class Edit(msgspec.Struct, frozen=True):
    """A stretch of the text and what takes its place."""

    start: int
    end: int
    text: str


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with all edits made; they don't overlap, and those at one place are in their order."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def replace_value(
    sheet: SourceBuffer, key: str, node: Node, tree: Tree, *, indent: int = 0, flow: bool = False
) -> Edit:
    """Return the edit that gives a key another value, in the style of the old one where that is text."""
    start, end = sheet.find_start(node), sheet.find_end(node)
    if isinstance(tree, str) and isinstance(node, ScalarNode) and start < end:
        return Edit(start, end, _write_alike(sheet, key, node, tree, indent=indent, flow=flow))
    if _find_head_comment(sheet, node):
        raise Unfit
    colon = len(sheet.text[:start].rstrip())
    start = colon if sheet.text[colon - 1] == ":" else len(sheet.text[:start].rstrip(" \t"))
    if flow:
        return Edit(start, end, " " + write_tree(tree))
    first, *more = write_key(key, tree)
    lines = [first.partition(":")[2], *(" " * indent + line for line in more)]
    return Edit(start, end, sheet.newline.join(lines))


def edit_items(sheet: SourceBuffer, node: SequenceNode, trees: Sequence[Tree], meaning: Meaning) -> list[Edit]:
    """Return the edits that turn a list into another one; items that stay keep their lines and comments.

    Raises Unfit when the list is written in a way that has no lines of its own for its items.
    """
    old, new = [_freeze(meaning(item)) for item in node.value], [_freeze(tree) for tree in trees]
    if not old or not new:
        raise Unfit
    edits: list[Edit] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        shared = min(j - i, m - k)
        for step in range(shared):
            edits += _edit_item(sheet, node, i + step, trees[k + step], meaning)
        edits += _delete_items(sheet, node, i + shared, j)
        edits += _insert_items(sheet, node, i + shared, trees[k + shared : m])
    return edits


def add_key(sheet: SourceBuffer, node: MappingNode, key: str, tree: Tree, rank: Callable[[str], int]) -> Edit:
    """Return the edit that adds a key to a mapping: behind the key that comes before it in the order of ranks."""
    before = [pair for pair in node.value if rank(str(pair[0].value)) <= rank(key)]
    last = max(reversed(before), key=lambda pair: rank(str(pair[0].value)), default=None)
    if node.flow_style:
        if not node.value:
            raise Unfit
        end = sheet.find_end((last or node.value[-1])[1])
        return Edit(end, end, f", {write_text(key, flow=True)}: {write_tree(tree)}")
    column = int(node.start_mark.column)
    lines = "".join(" " * column + line + sheet.newline for line in write_key(key, tree))
    if last is None:
        first = sheet.find_line(sheet.find_start(node))
        return Edit(first, first, lines)
    at = sheet.find_next_line(sheet.find_end(last[1]))
    return Edit(at, at, lines if sheet.text[at - 1] in "\r\n" else sheet.newline + lines)


def delete_key(sheet: SourceBuffer, node: MappingNode, key: Node, value: Node) -> Edit:
    """Return the edit that takes a key away; comments within its value stay.

    Raises Unfit where it shares its line, or is the last one.
    """
    start = sheet.find_start(key)
    if node.flow_style:
        place = [other for other, _ in node.value].index(key)
        if place + 1 < len(node.value):
            return Edit(start, sheet.find_start(node.value[place + 1][0]), "")
        if place:
            return Edit(sheet.find_end(node.value[place - 1][1]), sheet.find_end(value), "")
        raise Unfit
    if sheet.text[sheet.find_line(start) : start].strip():
        raise Unfit
    return _delete_lines(sheet, sheet.find_end(key), value)


def _delete_lines(sheet: SourceBuffer, start: int, value: Node) -> Edit:
    """Return the edit that takes lines away, from the one that holds ``start`` to that on which a value ends; comments
    keep lines of their own."""
    line, end = sheet.find_line(start), sheet.find_end(value)
    indent = _INDENT.match(sheet.text, line)
    space = indent[0] if indent else ""
    kept = "".join(f"{space}{comment}{sheet.newline}" for comment in find_comments(sheet, start, value))
    behind = _TRAILING.match(sheet.text, end)
    return Edit(line, behind.start(1), kept + space) if behind else Edit(line, sheet.find_next_line(end), kept)


def find_comments(sheet: SourceBuffer, start: int, value: Node) -> Iterator[str]:
    """Yield the comments from ``start`` to the end of a value: what follows a ``#`` outside of its texts."""
    for scalar in list_scalars(value):
        yield from _COMMENT.findall(sheet.text, start, sheet.find_start(scalar))
        yield from _find_head_comment(sheet, scalar).split(None, 0)
        start = sheet.find_end(scalar)
    yield from _COMMENT.findall(sheet.text, start, sheet.find_end(value))


def list_scalars(node: Node) -> Iterator[ScalarNode]:
    """Yield the texts of a value in their order, keys among them."""
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from list_scalars(item)
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from list_scalars(key)
            yield from list_scalars(value)


def _write_alike(sheet: SourceBuffer, key: str, node: ScalarNode, text: str, *, indent: int, flow: bool) -> str:
    if node.style in {"|", ">"} and text == text.strip() and is_plain(text):
        space = " " * (indent + 2)
        lines = [space + line if line else "" for line in text.split("\n")]
        return sheet.newline.join([f"|-{_find_head_comment(sheet, node)}", *lines])
    if _find_head_comment(sheet, node):
        raise Unfit
    quoting = find_quoting(key)
    if quoting == "bare" and not node.style:
        return text
    style = node.style or ("'" if quoting == "single" else "")
    return write_text(text, flow=flow, style=style)


def _find_head_comment(sheet: SourceBuffer, node: Node) -> str:
    """Return the comment behind the mark of a block of text (``|  # as printed``), with the space before it."""
    start = sheet.find_start(node)
    block = isinstance(node, ScalarNode) and node.style in {"|", ">"}
    comment = _TRAILING.search(sheet.text, start, sheet.find_next_line(start)) if block else None
    return comment[0] if comment else ""


def _edit_item(sheet: SourceBuffer, node: SequenceNode, index: int, tree: Tree, meaning: Meaning) -> list[Edit]:
    item = node.value[index]
    start, end = sheet.find_start(item), sheet.find_end(item)
    if isinstance(item, MappingNode):
        said = meaning(item)
        wanted = tree if isinstance(tree, dict) else {"name": tree}
        return edit_mapping(sheet, item, said if isinstance(said, dict) else {"name": said}, wanted)
    if not isinstance(item, ScalarNode) or start == end:
        raise Unfit
    if isinstance(tree, str):
        return [Edit(start, end, write_text(tree, flow=bool(node.flow_style), style=item.style))]
    return [Edit(start, end, write_tree(tree))]


def edit_mapping(sheet: SourceBuffer, node: Node, said: dict[str, Any], wanted: dict[str, Any]) -> list[Edit]:
    """Return the edits that make a mapping say what is wanted; what it says beyond ``said`` stays."""
    if not isinstance(node, MappingNode):
        raise Unfit
    present = {str(key.value): (key, value) for key, value in node.value}
    if not present:
        raise Unfit
    gone = said.keys() - wanted.keys()
    if node.flow_style and gone and present.keys() <= said.keys():
        return [Edit(sheet.find_start(node), sheet.find_end(node), write_tree(wanted))]
    if not gone <= present.keys() or (gone and node.flow_style):
        raise Unfit
    edits = [delete_key(sheet, node, *present[key]) for key in gone]
    column = int(node.value[0][0].start_mark.column)
    for key, value in wanted.items():
        if _freeze(said.get(key)) == _freeze(value):
            continue
        if key in present:
            flow = bool(node.flow_style)
            edits.append(replace_value(sheet, key, present[key][1], value, indent=column, flow=flow))
        else:
            edits.append(add_key(sheet, node, key, value, lambda _: 0))
    return edits


def _delete_items(sheet: SourceBuffer, node: SequenceNode, first: int, end: int) -> Iterator[Edit]:
    if first == end:
        return
    if node.flow_style:
        yield from _delete_flow(sheet, node, first, end)
        return
    for item in node.value[first:end]:
        start = sheet.find_start(item)
        _measure_dash(sheet, start)
        yield _delete_lines(sheet, start, item)


def _delete_flow(sheet: SourceBuffer, node: SequenceNode, first: int, end: int) -> Iterator[Edit]:
    """Yield the edits that take items out of brackets: with the space around them, or where comments stand in it,
    without."""
    if end - first == len(node.value):
        raise Unfit
    start, stop = sheet.find_end(node.value[first - 1]), sheet.find_end(node.value[end - 1])
    if end < len(node.value):
        start, stop = sheet.find_start(node.value[first]), sheet.find_start(node.value[end])
    if not _COMMENT.search(sheet.text[start:stop]):
        yield Edit(start, stop, "")
        return
    for item in node.value[first:end]:
        start, stop = sheet.find_start(item), sheet.find_end(item)
        comma = _COMMA.match(sheet.text, stop)
        stop = comma.end() if comma else stop
        line = sheet.find_line(start)
        alone = not sheet.text[line:start].strip() and sheet.text[stop : stop + 1] in {"\r", "\n"}
        yield Edit(line, sheet.find_next_line(stop), "") if alone else Edit(start, stop, "")


def _insert_items(sheet: SourceBuffer, node: SequenceNode, index: int, trees: Sequence[Tree]) -> Iterator[Edit]:
    """Yield the edit that inserts items in front of the item with this index."""
    if not trees:
        return
    if node.flow_style:
        words = [write_tree(tree) for tree in trees]
        if index:
            at = sheet.find_end(node.value[index - 1])
            yield Edit(at, at, "".join(f", {word}" for word in words))
        else:
            at = sheet.find_start(node.value[0])
            yield Edit(at, at, "".join(f"{word}, " for word in words))
        return
    column = _measure_dash(sheet, sheet.find_start(node.value[0]))
    lines = "".join(f"{' ' * column}- {write_tree(tree, flow=False)}{sheet.newline}" for tree in trees)
    if index:
        at = sheet.find_next_line(sheet.find_end(node.value[index - 1]))
    else:
        at = sheet.find_line(sheet.find_start(node.value[0]))
    yield Edit(at, at, lines)


def _measure_dash(sheet: SourceBuffer, start: int) -> int:
    """Return the column of the dash before an item. Raises Unfit when the item doesn't begin its own line."""
    line = sheet.text[sheet.find_line(start) : start]
    if not _DASH.fullmatch(line):
        raise Unfit
    return line.index("-")


def _freeze(tree: Any) -> Any:
    """Return a tree as a value that can be compared and hashed."""
    if isinstance(tree, dict):
        return tuple((key, _freeze(value)) for key, value in tree.items())
    if isinstance(tree, list | tuple):
        return tuple(_freeze(item) for item in tree)
    return tree
