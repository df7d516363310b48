"""YAML as objects of texts, with their lines: ``no`` stays a word, and ``1.10`` keeps its zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

#: Objects may be nested so deep; what is deeper is left out.
_DEEPEST = 8


def compose(text: str) -> list[yaml.Node]:
    """Return the documents of a text. Raises yaml.YAMLError where it is broken."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return [node for node in yaml.compose_all(text, Loader=loader) if node]


def to_object(node: yaml.Node, depth: int = 0) -> object:
    """Return a node as JSON has it; each scalar is a text, and one that is null an empty one. Of two keys with one name
    the first counts."""
    import yaml

    if depth > _DEEPEST:
        return ""
    if isinstance(node, yaml.MappingNode):
        item: dict[str, object] = {}
        for key, value in node.value:
            item.setdefault(str(key.value), to_object(value, depth + 1))
        return item
    if isinstance(node, yaml.SequenceNode):
        return [to_object(value, depth + 1) for value in node.value]
    return "" if node.value in ("~", "null") else str(node.value)


def find_span(node: yaml.Node, lines: list[str], offset: int = 0) -> tuple[int, int]:
    """Return a node's first and last line, counting from 1; ``lines`` are the text's, of which ``offset`` stand before
    the part that was composed."""
    first = offset + node.start_mark.line + 1
    last = offset + node.end_mark.line + (node.end_mark.column > 0)
    while last > first and not lines[last - 1].strip():
        last -= 1
    return first, last
