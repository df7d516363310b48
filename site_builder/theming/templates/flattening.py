"""A template, all that it extends and all that it includes → one tree, as Jinja2 would run it.

Only what is known before a page is: a parent or a part whose name is worked out while rendering makes a template unfit,
and so does a block in a loop, whose variables Jinja2 hides from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

#: Reads a template by its name. Raises Jinja2's TemplateError when it is missing or wrong.
Parse: TypeAlias = Callable[[str], nodes.Template]

#: Parts within parts; a part that includes itself ends only while rendering.
_DEEPEST = 20


class Unfit(Exception):
    """A template says something that only Jinja2 itself can do."""


def parse(environment: Environment, name: str) -> nodes.Template:
    """Return a template's tree, which nothing here changes: it may serve again."""
    if environment.loader is None:
        raise Unfit("templates from nowhere")
    source, filename, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, filename)


def flatten(parse: Parse, name: str, depth: int = 0) -> list[nodes.Node]:
    """Return the statements of a template with its parents and parts in their places, each in a scope of its own.

    Raises Unfit, and what ``parse`` raises.
    """
    if depth > _DEEPEST:
        raise Unfit("parts that include themselves")
    chain = [parse(name)]
    before: list[nodes.Node] = []
    while parent := _find_parent(chain[-1]):
        before += _list_assignments(chain[-1])
        chain.append(parse(parent))
        if len(chain) > _DEEPEST:
            raise Unfit("templates that extend each other")
    blocks: dict[str, list[list[nodes.Node]]] = {}
    for tree in chain:
        for block in tree.find_all(nodes.Block):
            blocks.setdefault(block.name, []).append(block.body)
    return _Flattener(parse, blocks, depth).place([*before, *chain[-1].body])


def _find_parent(tree: nodes.Template) -> str:
    found = list(tree.find_all(nodes.Extends))
    if not found:
        return ""
    if len(found) > 1 or found[0] not in tree.body:
        raise Unfit("a parent that is chosen while rendering")
    return _read_name(found[0].template)


def _read_name(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise Unfit("a template whose name is worked out")


def _list_assignments(tree: nodes.Template) -> list[nodes.Node]:
    """Return what a template that extends another does beside filling blocks; its texts there are shown by nobody."""
    kept: list[nodes.Node] = []
    for node in tree.body:
        if isinstance(node, nodes.Assign | nodes.AssignBlock):
            kept.append(node)
        elif not isinstance(node, nodes.Output | nodes.Block | nodes.Extends):
            raise Unfit("a statement outside of the blocks")
    return kept


class _Flattener:
    """Puts blocks and parts in their places. ``blocks`` holds each block's bodies, the nearest template's first."""

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
                    raise Unfit("a part that may be missing, or sees nothing")
                return [nodes.Scope(flatten(self._parse, _read_name(node.template), self._depth + 1))]
            case nodes.Output():
                return self._split(node)
            case nodes.If():
                return [self._place_if(node)]
            case nodes.For() | nodes.With() if node.find(nodes.Block):
                raise Unfit("a block in a loop")
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
        """Put the parent's block in the place of ``super()``."""
        parts: list[nodes.Node] = []
        for node in output.nodes:
            if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super":
                name, level = self._within[-1] if self._within else ("", 0)
                if len(self._blocks.get(name, ())) <= level + 1:
                    raise Unfit("super() without a parent")
                parts.append(self._fill(name, level + 1))
            else:
                parts.append(nodes.Output([node]))
        return parts
