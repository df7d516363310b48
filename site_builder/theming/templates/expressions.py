"""Translates template expressions to Python. Constant expressions become their value."""

from __future__ import annotations

from contextlib import contextmanager
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from jinja2 import nodes
from markupsafe import Markup, escape

from site_builder.theming.templates.inlining import Unsupported
from site_builder.theming.templates.runtime import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_LITERALS = (str, int, float, bool, type(None))
_COMPARISONS = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<=", "in": "in", "notin": "not in"}
_BINARY: dict[type[nodes.BinExpr], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.And: "and",
    nodes.Or: "or",
}
_UNARY: dict[type[nodes.UnaryExpr], str] = {nodes.Not: "not ", nodes.Neg: "-", nodes.Pos: "+"}
#: Names with a special meaning in Jinja2.
_SPECIAL = frozenset(("self", "super", "caller", "varargs", "kwargs"))
#: Attributes of ``loop``, written with the number of the round and the length.
_LOOP = {
    "index0": "{n}",
    "index": "({n} + 1)",
    "first": "({n} == 0)",
    "last": "({n} + 1 == {length})",
    "length": "{length}",
    "revindex": "({length} - {n})",
    "revindex0": "({length} - {n} - 1)",
}


class Term(NamedTuple):
    """A Python expression. ``fixed``: its value is known at compile time."""

    source: str
    fixed: bool = False


class Loop:
    """The meaning of ``loop`` in a body: the variables with the index and the sequence, and whether the body uses them.

    For an unrolled loop both are numbers.
    """

    def __init__(self, number: str, sequence: str, *, fixed: bool = False) -> None:
        self.number, self.sequence, self.fixed = number, sequence, fixed
        self.used = self.measured = False

    def find(self, attribute: str) -> str:
        """Return the expression for an attribute of ``loop``.

        Raises Unsupported for attributes that depend on other iterations.
        """
        pattern = _LOOP.get(attribute)
        if pattern is None:
            raise Unsupported(f"loop.{attribute}")
        self.used = True
        self.measured |= "{length}" in pattern
        length = self.sequence if self.fixed else f"len({self.sequence})"
        return pattern.format(n=self.number, length=length)


class Expressions:
    """Translates expressions. It knows the current meaning of each name of the template.

    ``namespace`` holds what is known before any page is. Templates name its ``constants``; of those the ``pure`` may be
    called before, too. ``filters`` are the names of all filters. ``given`` holds the names that a page has to give,
    with the variables that hold them.
    """

    def __init__(
        self, namespace: Mapping[str, Any], constants: frozenset[str], pure: frozenset[str], filters: frozenset[str]
    ) -> None:
        self._namespace, self._constants, self._pure, self._filters = dict(namespace), constants, pure, filters
        self._scopes: list[dict[str, Term]] = [{}]
        self._loops: list[Loop] = []
        self._made = 0
        self.given: dict[str, str] = {}

    # Names

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Open a scope: names assigned inside it are forgotten afterwards."""
        self._scopes.append({})
        try:
            yield
        finally:
            self._scopes.pop()

    @contextmanager
    def loop(self, loop: Loop) -> Iterator[None]:
        """Make ``loop`` mean this loop inside the context."""
        self._loops.append(loop)
        try:
            yield
        finally:
            self._loops.pop()

    def make_name(self, name: str) -> str:
        """Return a new unique variable name."""
        self._made += 1
        return f"{name}_{self._made}"

    def bind(self, target: nodes.Node, term: Term) -> None:
        """Bind a name of the template to a term. Raises Unsupported if the target isn't a name."""
        self._scopes[-1][_read_target(target)] = term

    def declare(self, target: nodes.Node, *, within_branch: bool = False) -> str:
        """Return the variable, or the tuple of variables, that an assignment sets.

        Raises Unsupported when a branch sets a name that means something else where the branch isn't taken, a value of
        the round before included.
        """
        if isinstance(target, nodes.Tuple):
            return f"({''.join(self.declare(item, within_branch=within_branch) + ', ' for item in target.items)})"
        name = _read_target(target)
        own = self._scopes[-1].get(name)
        if own and not own.fixed:
            return own.source
        if within_branch and (self._loops or name in self._constants or any(name in scope for scope in self._scopes)):
            raise Unsupported(f"'{name}' is set in a branch only")
        own = self._scopes[-1][name] = Term(self.make_name(f"v_{name}"))
        return own.source

    def _find(self, name: str) -> Term:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        if name in self._constants:
            return self.fold(name)
        if name in _SPECIAL or name == "loop" or not name.isascii():
            raise Unsupported(f"the name '{name}'")
        return Term(self.given.setdefault(name, f"given_{name}"))

    # Values

    def evaluate(self, term: Term) -> Any:
        """Return the value of a fixed term."""
        return eval(term.source, self._namespace)  # noqa: S307 - written here

    def escape(self, term: Term) -> Markup:
        """Return the escaped text of a fixed term."""
        return escape(self.evaluate(term))

    def fold(self, source: str) -> Term:
        """Return a constant expression as its value, if the value has a literal form.

        An expression that fails here is kept: it fails again while rendering, where the error has a place.
        """
        term = Term(source, fixed=True)
        try:
            value = self.evaluate(term)
        except Exception:
            return Term(source)
        return Term(repr(value), fixed=True) if value.__class__ in _LITERALS else term

    def translate(self, node: nodes.Node) -> Term:
        """Return the Python expression. Raises Unsupported if there is none."""
        translate = self._TRANSLATIONS.get(type(node))
        if translate:
            return translate(self, node)
        if isinstance(node, nodes.BinExpr) and type(node) in _BINARY:
            return self._combine(f"({{}} {_BINARY[type(node)]} {{}})", node.left, node.right)
        if isinstance(node, nodes.UnaryExpr):
            return self._combine(f"({_UNARY[type(node)]}{{}})", node.node)
        raise Unsupported(f"the expression {type(node).__name__}")

    def _combine(self, pattern: str, *parts: nodes.Node, foldable: bool = True) -> Term:
        terms = [self.translate(part) for part in parts]
        source = pattern.format(*[term.source for term in terms])
        return self.fold(source) if foldable and all(term.fixed for term in terms) else Term(source)

    def _translate_constant(self, node: nodes.Const) -> Term:
        return Term(repr(node.value), fixed=True)

    def _translate_name(self, node: nodes.Name) -> Term:
        return self._find(node.name)

    def _translate_tuple(self, node: nodes.Tuple) -> Term:
        return self._combine("(" + "{}, " * len(node.items) + ")", *node.items)

    # A list and a dictionary are never constant: a template may add to them.

    def _translate_list(self, node: nodes.List) -> Term:
        return self._combine("[" + "{}, " * len(node.items) + "]", *node.items, foldable=False)

    def _translate_dict(self, node: nodes.Dict) -> Term:
        parts = [part for pair in node.items for part in (pair.key, pair.value)]
        return self._combine("{{" + "{}: {}, " * len(node.items) + "}}", *parts, foldable=False)

    def _translate_condition(self, node: nodes.CondExpr) -> Term:
        if node.expr2 is None:
            raise Unsupported("a condition without an else")
        return self._combine("({} if {} else {})", node.expr1, node.test, node.expr2)

    def _translate_comparison(self, node: nodes.Compare) -> Term:
        pattern = "({}" + "".join(f" {_COMPARISONS[operand.op]} {{}}" for operand in node.ops) + ")"
        return self._combine(pattern, node.expr, *[operand.expr for operand in node.ops])

    def _translate_concatenation(self, node: nodes.Concat) -> Term:
        return self._combine("concat((" + "{}, " * len(node.nodes) + "))", *node.nodes)

    def _translate_attribute(self, node: nodes.Getattr) -> Term:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop" and self._loops:
            loop = self._loops[-1]
            source = loop.find(node.attr)
            return self.fold(source) if loop.fixed else Term(source)
        if iskeyword(node.attr) or not node.attr.isascii():
            return self._combine(f"environment.getattr({{}}, {node.attr!r})", node.node)
        return self._combine(f"{{}}.{node.attr}", node.node)

    def _translate_item(self, node: nodes.Getitem) -> Term:
        if isinstance(node.arg, nodes.Slice):
            parts = [part or nodes.Const(None) for part in (node.arg.start, node.arg.stop, node.arg.step)]
            return self._combine("{}[{}:{}:{}]", node.node, *parts)
        index = self.translate(node.arg)
        if index.fixed and isinstance(self.evaluate(index), int):
            return self._combine("{}[{}]", node.node, node.arg)
        return self._combine("environment.getitem({}, {})", node.node, node.arg)

    def _translate_filter(self, node: nodes.Filter) -> Term:
        if node.node is None or node.name not in self._filters or node.name == "random":
            raise Unsupported(f"the filter '{node.name}'")
        if node.name in ("default", "d") and isinstance(node.node, nodes.Name):
            raise Unsupported("a name that may be unknown")
        if node.name in FILTERS and len(node.args) < 2 and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            return self._combine(f"filter_{node.name}({'{}, ' * (1 + len(node.args))})", node.node, *node.args)
        return self._ask("filter", node, node.node)

    def _translate_test(self, node: nodes.Test) -> Term:
        if node.name in ("defined", "undefined"):
            raise Unsupported("a name that may be unknown")
        return self._ask("test", node, node.node)

    def _ask(self, kind: str, node: nodes.Filter | nodes.Test, value: nodes.Node) -> Term:
        if node.dyn_args or node.dyn_kwargs:
            raise Unsupported("arguments that are worked out")
        arguments = "{}, " * len(node.args)
        named = "".join(f"{pair.key!r}: {{}}, " for pair in node.kwargs)
        pattern = f"environment.call_{kind}({node.name!r}, {{}}, ({arguments}), {{{{{named}}}}}, context, eval_ctx)"
        return self._combine(pattern, value, *node.args, *[pair.value for pair in node.kwargs])

    def _translate_call(self, node: nodes.Call) -> Term:
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(pair.key) for pair in node.kwargs):
            raise Unsupported("arguments that are worked out")
        arguments = "{}, " * len(node.args) + "".join(f"{pair.key}={{}}, " for pair in node.kwargs)
        parts = [*node.args, *[pair.value for pair in node.kwargs]]
        pure = isinstance(node.node, nodes.Name) and node.node.name in self._pure
        return self._combine(f"{{}}({arguments})", node.node, *parts, foldable=pure)

    _TRANSLATIONS: ClassVar[dict[type[nodes.Node], Callable[[Expressions, Any], Term]]] = {
        nodes.Call: _translate_call,
        nodes.Compare: _translate_comparison,
        nodes.Concat: _translate_concatenation,
        nodes.CondExpr: _translate_condition,
        nodes.Const: _translate_constant,
        nodes.Dict: _translate_dict,
        nodes.Filter: _translate_filter,
        nodes.Getattr: _translate_attribute,
        nodes.Getitem: _translate_item,
        nodes.List: _translate_list,
        nodes.Name: _translate_name,
        nodes.Test: _translate_test,
        nodes.Tuple: _translate_tuple,
    }


def _read_target(target: nodes.Node) -> str:
    if isinstance(target, nodes.Name) and target.name != "loop":
        return target.name
    raise Unsupported("an assignment to something else than a name")
