"""Text that YAML takes for something else: LaTeX between double quotes, and what follows a number sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml.nodes import ScalarNode, SequenceNode

from site_builder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from yaml.nodes import Node

    from site_builder.diagnostics import Location

#: What a head must have to be looked at: an escape that makes a control character, or a word behind a number sign.
EATEN = re.compile(r"\\[abefrtv]| #(?=[^\s#])")
_CONTROL = re.compile(r"[\a\b\t\v\f\r\x1b]")
_COMMENT = re.compile(r"[ \t]+(#[^\s#][^\n]*)")


def describe_eaten(root: Node, head: str, place: Callable[[int, int], Location]) -> Iterator[Diagnostic]:
    """Yield a warning for each value of a tree that lost a part of its text; ``place`` locates a line and a column."""
    nodes: list[Node] = [root]
    while nodes:
        node = nodes.pop()
        if isinstance(node, SequenceNode):
            nodes += reversed(node.value)
        elif not isinstance(node, ScalarNode):
            nodes += [value for _, value in reversed(node.value)]
        elif said := _describe(node, head):
            yield Diagnostic(
                "entry-eaten", said[0], place(node.start_mark.line, node.start_mark.column), said[1], "warning"
            )


def _describe(node: ScalarNode, head: str) -> tuple[str, str] | None:
    """Return what a value lost and what to write instead, or None."""
    if node.style == '"' and _CONTROL.search(node.value):
        message = "between double quotes a backslash begins an escape of YAML, which made a control character here"
        return message, "put the value in single quotes"
    comment = _COMMENT.match(head, node.end_mark.index) if not node.style and node.value else None
    if comment:
        return f"'{comment[1]}' is a comment to YAML, and no part of the value", "put the whole value in single quotes"
    return None
