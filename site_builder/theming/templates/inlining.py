"""Makes one tree of a template, its parents and its includes, in the order in which Jinja2 runs them.

Unsupported are parents and includes whose name is computed while rendering, and blocks in loops, because Jinja2 hides
the loop's variables from them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

#: Return the tree of a template by its name. Raises Jinja2's TemplateError if it is missing or wrong.
Parse: TypeAlias = Callable[[str], nodes.Template]

#: The deepest nesting of includes. A template that includes itself ends only while rendering.
_DEEPEST = 20


class Unsupported(Exception):
    """The template needs something that only Jinja2 can do."""


def parse(environment: Environment, name: str) -> nodes.Template:
    """Return the tree of a template. Callers don't change it, so it can be used again."""
    if environment.loader is None:
        raise Unsupported("templates from nowhere")
    source, filename, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, filename)


def inline_inheritance(parse: Parse, name: str, depth: int = 0) -> list[nodes.Node]:
    """Return the statements of a template with parents and includes inserted, each in a scope of its own.

    Raises Unsupported, and whatever ``parse`` raises.
    """
    if depth > _DEEPEST:
        raise Unsupported("parts that include themselves")
    chain = [parse(name)]
    before: list[nodes.Node] = []
    while parent := _find_parent(chain[-1]):
        before += _list_assignments(chain[-1])
        chain.append(parse(parent))
        if len(chain) > _DEEPEST:
            raise Unsupported("templates that extend each other")
    blocks: dict[str, list[list[nodes.Node]]] = {}
    for tree in chain:
        for block in tree.find_all(nodes.Block):
            blocks.setdefault(block.name, []).append(block.body)
    return _Inliner(parse, blocks, depth).place([*before, *chain[-1].body])


def _find_parent(tree: nodes.Template) -> str:
    found = list(tree.find_all(nodes.Extends))
    if not found:
        return ""
    if len(found) > 1 or found[0] not in tree.body:
        raise Unsupported("a parent that is chosen while rendering")
    return _read_name(found[0].template)


def _read_name(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise Unsupported("a template whose name is worked out")


def _list_assignments(tree: nodes.Template) -> list[nodes.Node]:
    """Return the assignments of a template that extends another. Text outside of its blocks is never shown."""
    kept: list[nodes.Node] = []
    for node in tree.body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock):
            kept.append(node)
        elif not isinstance(node, nodes.Output | nodes.Block | nodes.Extends):
            raise Unsupported("a statement outside of the blocks")
    return kept


class _Inliner:
    """Inserts blocks and includes. ``blocks`` holds the bodies of each block, that of the nearest template first."""

    def __init__(self, parse: Parse, blocks: dict[str, list[list[nodes.Node]]], depth: int) -> None:
        self._parse, self._blocks, self._depth = parse, blocks, depth
        self._within: list[tuple[str, int]] = []

    def place(self, body: Sequence[nodes.Node]) -> list[nodes.Node]:
        placed: list[nodes.Node] = []
        for node in body:
            placed += self._place_one(node)
        return placed

    def _place_one(self, node: nodes.Node) -> list[nodes.Node]:
        match node:
            case nodes.Block():
                return [self._fill(node.name, 0)]
            case nodes.Include():
                if node.ignore_missing or not node.with_context:
                    raise Unsupported("a part that may be missing, or sees nothing")
                return [nodes.Scope(inline_inheritance(self._parse, _read_name(node.template), self._depth + 1))]
            case nodes.Output():
                return self._split(node)
            case nodes.If():
                return [self._place_if(node)]
            case nodes.For() | nodes.With() if node.find(nodes.Block):
                raise Unsupported("a block in a loop")
            case nodes.For():
                body, empty = self.place(node.body), self.place(node.else_)
                return [nodes.For(node.target, node.iter, body, empty, node.test, node.recursive)]
            case nodes.With():
                return [nodes.With(node.targets, node.values, self.place(node.body))]
        return [node]

    def _place_if(self, node: nodes.If) -> nodes.If:
        others = [self._place_if(other) for other in node.elif_]
        return nodes.If(node.test, self.place(node.body), others, self.place(node.else_))

    def _fill(self, name: str, level: int) -> nodes.Scope:
        self._within.append((name, level))
        scope = nodes.Scope(self.place(self._blocks[name][level]))
        self._within.pop()
        return scope

    def _split(self, output: nodes.Output) -> list[nodes.Node]:
        """Replace ``super()`` with the block of the parent."""
        parts: list[nodes.Node] = []
        for node in output.nodes:
            if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super":
                name, level = self._within[-1] if self._within else ("", 0)
                if len(self._blocks.get(name, ())) <= level + 1:
                    raise Unsupported("super() without a parent")
                parts.append(self._fill(name, level + 1))
            else:
                parts.append(nodes.Output([node]))
        return parts
