"""Writes the source of a Python function for the statements of an inlined template."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jinja2 import nodes

from site_builder.theming.templates.expressions import Expressions, Loop, Term
from site_builder.theming.templates.inlining import Unsupported

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Loops over longer constant sequences aren't unrolled.
_UNROLLED = 64

#: Lines of source; a nested list is the body of the statement before it.
Lines = list[Any]


class Writer:
    """Writes the function of one template. ``terms`` knows the meaning of its names."""

    def __init__(self, terms: Expressions) -> None:
        self._terms = terms
        self._lines: Lines = []
        self._texts: list[str | Term] = []
        self._branches = 0
        self._out = "out"

    def write(self, body: Sequence[nodes.Node]) -> str:
        """Return the source. Raises Unsupported if a statement or an expression can't be translated."""
        self._write_all(body)
        self._flush()
        given = [f"{variable} = values[{name!r}]" for name, variable in self._terms.given.items()]
        lines = ["out = []", *given, *self._lines, 'return "".join(out)']
        return "\n".join(["def render(values):", *_indent(lines, 1)])

    def _write_all(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    self._write_output(node)
                case nodes.If():
                    self._write_if(node.test, node.body, node.elif_, node.else_)
                case nodes.For():
                    self._write_for(node)
                case nodes.Assign():
                    self._write_assignment(node.target, self._terms.translate(node.node))
                case nodes.AssignBlock():
                    self._write_block(node)
                case nodes.With():
                    self._write_with(node)
                case nodes.Scope():
                    with self._terms.scope():
                        self._write_all(node.body)
                case _:
                    raise Unsupported(f"the statement {type(node).__name__}")

    # Texts: gathered until a statement comes between, then added to the page at once

    def _write_output(self, output: nodes.Output) -> None:
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                self._add_constant(node.data)
                continue
            term = self._terms.translate(node)
            if term.fixed:
                self._add_constant(str(self._terms.escape(term)))
            else:
                self._texts.append(_escape(term))

    def _add_constant(self, text: str) -> None:
        if self._texts and isinstance(self._texts[-1], str):
            self._texts[-1] += text
        elif text:
            self._texts.append(text)

    def _flush(self) -> None:
        sources = [text.source if isinstance(text, Term) else repr(text) for text in self._texts]
        if len(sources) == 1:
            self._lines.append(f"{self._out}.append({sources[0]})")
        elif sources:
            self._lines.append(f"{self._out} += ({', '.join(sources)})")
        self._texts = []

    @contextmanager
    def _apart(self) -> Iterator[Lines]:
        """Collect the lines written inside the context in a list of their own."""
        outer = self._lines, self._texts
        lines: Lines = []
        self._lines, self._texts = lines, []
        try:
            yield lines
        finally:
            self._lines, self._texts = outer

    # Statements

    def _write_if(
        self, test: nodes.Node, body: Sequence[nodes.Node], others: Sequence[nodes.If], last: Sequence[nodes.Node]
    ) -> None:
        term = self._terms.translate(test)
        rest = [nodes.If(others[0].test, others[0].body, others[1:], last)] if others else last
        if term.fixed:
            self._write_all(body if self._terms.evaluate(term) else rest)
            return
        self._branches += 1
        then, otherwise = self._write_branch(body), self._write_branch(rest)
        self._branches -= 1
        if isinstance(then, str) and isinstance(otherwise, str):
            self._texts.append(Term(f"({then!r} if {term.source} else {otherwise!r})"))
            return
        self._flush()
        self._lines += [f"if {term.source}:", self._as_lines(then)]
        if otherwise:
            self._lines += ["else:", self._as_lines(otherwise)]

    def _write_branch(self, body: Sequence[nodes.Node]) -> str | Lines:
        """Return a branch as text if it is constant text only, else as lines."""
        with self._apart() as lines:
            self._write_all(body)
            if not lines and all(isinstance(text, str) for text in self._texts):
                return "".join(map(str, self._texts))
            self._flush()
            return lines

    def _as_lines(self, branch: str | Lines) -> Lines:
        if not branch:
            return ["pass"]
        return [f"{self._out}.append({branch!r})"] if isinstance(branch, str) else branch

    def _write_for(self, node: nodes.For) -> None:
        if node.recursive:
            raise Unsupported("a recursive loop")
        sequence = self._terms.translate(node.iter)
        if sequence.fixed and not node.test and isinstance(node.target, nodes.Name):
            values = self._terms.evaluate(sequence)
            if isinstance(values, tuple | list) and len(values) <= _UNROLLED:
                self._unroll(node, sequence, len(values))
                return
        self._flush()
        loop = Loop(self._terms.make_name("n"), self._terms.make_name("seq"))
        branches, self._branches = self._branches, 0
        with self._terms.scope(), self._apart() as lines:
            target = self._terms.declare(node.target)
            if node.test:
                lines.append(f"if not ({self._terms.translate(node.test).source}): continue")
            with self._terms.loop(loop):
                self._write_all(node.body)
            self._flush()
        self._branches = branches
        if node.test and loop.used:
            raise Unsupported("a loop that counts what a test lets through")
        self._write_loop(node, sequence, target, loop, lines)

    def _write_loop(self, node: nodes.For, sequence: Term, target: str, loop: Loop, body: Lines) -> None:
        source = sequence.source
        if loop.measured:
            self._lines.append(f"{loop.sequence} = {source}")
            self._lines.append(f"if {loop.sequence}.__class__ is not tuple: {loop.sequence} = tuple({loop.sequence})")
            source = loop.sequence
        head = f"for {loop.number}, {target} in enumerate({source}):" if loop.used else f"for {target} in {source}:"
        if not node.else_:
            self._lines += [head, body or ["pass"]]
            return
        empty = self._terms.make_name("empty")
        self._lines += [f"{empty} = True", head, [f"{empty} = False", *body], f"if {empty}:"]
        with self._terms.scope(), self._apart() as lines:
            self._branches += 1
            self._write_all(node.else_)
            self._flush()
            self._branches -= 1
        self._lines.append(lines or ["pass"])

    def _unroll(self, node: nodes.For, sequence: Term, length: int) -> None:
        for number in range(length):
            with self._terms.scope(), self._terms.loop(Loop(repr(number), repr(length), fixed=True)):
                self._terms.bind(node.target, self._terms.fold(f"{sequence.source}[{number}]"))
                self._write_all(node.body)
        if not length:
            self._write_all(node.else_)

    def _write_assignment(self, target: nodes.Node, value: Term) -> None:
        if isinstance(target, nodes.Name) and value.fixed and not self._branches:
            self._terms.bind(target, value)
            return
        self._flush()
        self._lines.append(f"{self._terms.declare(target, within_branch=self._branches > 0)} = {value.source}")

    def _write_block(self, node: nodes.AssignBlock) -> None:
        if node.filter:
            raise Unsupported("a filtered block")
        self._flush()
        outer, inner = self._out, self._terms.make_name("out")
        self._out = inner
        with self._terms.scope(), self._apart() as lines:
            self._write_all(node.body)
            self._flush()
        self._out = outer
        self._lines += [f"{inner} = []", *lines]
        self._write_assignment(node.target, Term(f'Markup("".join({inner}))'))

    def _write_with(self, node: nodes.With) -> None:
        values = [self._terms.translate(value) for value in node.values]
        with self._terms.scope():
            branches, self._branches = self._branches, 0
            for target, value in zip(node.targets, values, strict=True):
                self._write_assignment(target, value)
            self._write_all(node.body)
            self._branches = branches


def _escape(term: Term) -> Term:
    """Return a value's escaped text. Checking its class here saves a function call for each value."""
    ways = "escape_text(x) if k is str else str(x) if k is int else escape(x)"
    return Term(f"(x if (k := (x := {term.source}).__class__) is Markup else {ways})")


def _indent(lines: Lines, depth: int) -> Iterator[str]:
    for line in lines:
        if isinstance(line, str):
            yield f"{' ' * depth}{line}"
        else:
            yield from _indent(line, depth + 1)
