"""A content file as two parts: front matter (YAML or TOML) as plain values with places, and the body under it.

Every scalar stays text: ``title: no`` is the text ``no`` and ``arxiv: 2401.00010`` keeps its zeros. What a value means,
the schema says (`reading.py`).
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, TypeAlias

import msgspec
import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from site_builder.diagnostics import Diagnostic, Location, Severity
from site_builder.entries.eaten_text import EATEN, describe_eaten
from site_builder.text.toml_errors import TOML_ERRORS, explain

try:  # libyaml's parser, which is seven times as fast; not every platform has it
    from yaml import CSafeLoader as _YamlLoader
except ImportError:
    from yaml import SafeLoader as _YamlLoader  # type: ignore[assignment]

#: What front matter holds: text, lists and mappings of them. Nothing (``venue:``, ``~``, ``null``) is the empty text.
Raw: TypeAlias = "str | list[Raw] | dict[str, Raw]"
#: The way to a value: ``("authors", 2, "orcid")``.
Where: TypeAlias = tuple[str | int, ...]

_OPENING = re.compile(r"\ufeff?(?:[ \t\r\n]*[\r\n])?(---|\+\+\+)[ \t]*(?:\r\n|\n|\r|\Z)")
_CLOSINGS = {
    "---": re.compile(r"(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)"),
    "+++": re.compile(r"\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)"),
}
#: What YAML understands as nothing, unless it is quoted.
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_LINE_END = re.compile(r"\r\n|\n|\r")
_ALIAS = re.compile(r"(?:^|[\s\[{,:])(\*[^\s,\[\]{}*]+)")
_DEEPEST = 50
#: libyaml composes by recursion in C: some hundred thousand opening brackets overflow the stack, less can't.
_HARMLESS = 20_000


class FrontMatter(msgspec.Struct, frozen=True):
    """A content file taken apart: ``mark`` (``---``, ``+++``, or empty without front matter), ``head`` and ``body``.

    ``line`` is the number of the head's first line; ``start`` and ``rest`` are the characters at which head and body
    begin in the text.
    """

    mark: str
    head: str
    body: str
    line: int = 1
    start: int = 0
    rest: int = 0


class FieldDiagnostic(msgspec.Struct, frozen=True):
    """A fault in a value before its place is looked up; ``on_key`` points at the key instead of the value."""

    where: Where
    code: str
    message: str
    suggestion: str = ""
    severity: Severity = "error"
    on_key: bool = False


class Unreadable(Exception):
    """Front matter that isn't YAML or TOML; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)  # and nothing else, or it couldn't travel from a worker process
        self.diagnostic = diagnostic


class _TextLoader(_YamlLoader):
    """A loader that resolves no types: all scalars stay text. Without the resolver an entry takes 18 µs, with it 22."""

    def descend_resolver(self, parent: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, *_: object) -> str:
        return ""


def split(text: str, path: str) -> FrontMatter:
    """Take a file apart; one without front matter is all body. Raises Unreadable when the front matter never ends."""
    opening = _OPENING.match(text)
    if not opening:
        return FrontMatter("", "", text.removeprefix("\ufeff"), rest=len(text) - len(text.removeprefix("\ufeff")))
    mark, start = opening[1], opening.end()
    line = len(_LINE_END.findall(text, 0, start)) + 1
    closing = _find_closing(text, mark, start)
    if not closing:
        location = Location(path, max(line - 1, 1), 1)
        suggestion = f"write a line of {mark} after the last key"
        raise Unreadable(
            Diagnostic("entry-front-matter", "front matter begins here and never ends", location, suggestion)
        )
    return FrontMatter(mark, text[start : closing.start()], text[closing.end() :], line, start, closing.end())


def _find_closing(text: str, mark: str, start: int) -> re.Match[str] | None:
    """Return the line that ends the front matter. Most files need one `str.find`, not a pattern: 1 µs for 6."""
    pattern = _CLOSINGS[mark]
    found = text.find("\n" + mark, start - 1)
    first = pattern.match(text, found + 1) if found >= 0 else None
    if first and text.find("\n...", start, found) < 0 and text.find("\r", 0, found) < 0:
        return first
    lines = (match.end() for match in _LINE_END.finditer(text, start))
    return next((m for at in (start, *lines) if (m := pattern.match(text, at))), None)


def load(front: FrontMatter, path: str) -> tuple[dict[str, Raw], tuple[Diagnostic, ...]]:
    """Return the front matter's values, and the keys that are written twice. Raises Unreadable."""
    if front.mark == "+++":
        return _load_toml(front, path), ()
    root = compose(front, path)
    if root is None:
        return {}, ()
    repeated: list[Node] = []
    try:
        values = build(root, repeated)
    except RecursionError:
        raise Unreadable(_describe_depth(Location(path, front.line, 1))) from None
    faults = [fault for node in repeated for fault in _describe_repeated(node, front, path)]
    if EATEN.search(front.head):
        faults += describe_eaten(root, front.head, lambda line, column: _place(front, path, line, column))
    return values, tuple(faults)


def compose(front: FrontMatter, path: str) -> MappingNode | None:
    """Return YAML front matter as a tree of nodes with marks, or None when it is empty. Raises Unreadable."""
    head = front.head
    if len(head) > _HARMLESS:
        _refuse_depth(head, front, path)
    try:
        root: Node | None = _TextLoader(head).get_single_node()
    except yaml.YAMLError as error:
        raise Unreadable(_describe_syntax(error, front, path)) from None
    if root is None:
        return None
    if "*" in head and (alias := _find_alias(head)):
        location = _place(front, path, *alias)
        raise Unreadable(
            Diagnostic(
                "entry-front-matter", "a value begins with '*'", location, "put it in single quotes, or write it out"
            )
        )
    if not isinstance(root, MappingNode):
        location = _place(front, path, root.start_mark.line, root.start_mark.column)
        raise Unreadable(Diagnostic("entry-front-matter", "front matter is lines of 'key: value'", location))
    return root


def locate(findings: list[FieldDiagnostic], front: FrontMatter, path: str) -> list[Diagnostic]:
    """Give each finding its place in the file."""
    root = compose(front, path) if findings and front.mark == "---" else None
    return [Diagnostic(f.code, f.message, _find(f, root, front, path), f.suggestion, f.severity) for f in findings]


def build(node: Node, repeated: list[Node] | None = None) -> Any:
    """Return a node's plain value; mappings that hold a key twice are collected."""
    if isinstance(node, ScalarNode):
        value = node.value
        return "" if value in _NOTHING and not node.style else value
    if isinstance(node, SequenceNode):
        return [build(item, repeated) for item in node.value]
    values = {_name(key): build(value, repeated) for key, value in node.value}
    if repeated is not None and len(values) != len(node.value):
        repeated.append(node)
    return values


def _name(key: Node) -> str:
    return str(key.value) if isinstance(key, ScalarNode) else "?"


def _describe_repeated(node: Node, front: FrontMatter, path: str) -> list[Diagnostic]:
    first: dict[str, int] = {}
    faults = []
    for key, _ in node.value:
        name = _name(key)
        location = _place(front, path, key.start_mark.line, key.start_mark.column)
        if name in first:
            suggestion = f"keep one of the two; the other is in line {first[name]}"
            faults.append(Diagnostic("entry-repeated-key", f"'{name}' is written twice", location, suggestion))
        first.setdefault(name, location.line)
    return faults


def _find(finding: FieldDiagnostic, root: MappingNode | None, front: FrontMatter, path: str) -> Location:
    if front.mark == "+++":
        return _find_toml(finding, front, path)
    node: Node | None = root
    key: Node | None = None
    for step in finding.where:
        if isinstance(node, MappingNode):
            pair = next(((k, v) for k, v in reversed(node.value) if _name(k) == step), None)
            if pair is None:
                break
            key, node = pair
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = key = node.value[step]
        else:
            break
    found = key if finding.on_key and key is not None else node
    if found is None or found is root:
        return Location(path, front.line, 1) if front.mark else Location(path, 1, 1)
    return _place(front, path, found.start_mark.line, found.start_mark.column)


def _find_toml(finding: FieldDiagnostic, front: FrontMatter, path: str) -> Location:
    for step in reversed([str(step) for step in finding.where if isinstance(step, str)]):
        pattern = rf"""^[ \t\[]*(?:[\w.-]+\.)?["']?{re.escape(step)}["']?[ \t]*[=\].]"""
        if match := re.search(pattern, front.head, re.MULTILINE):
            return _place(front, path, front.head.count("\n", 0, match.start()), 0)
    return Location(path, front.line, 1)


def _place(front: FrontMatter, path: str, line: int, column: int) -> Location:
    return Location(path, front.line + line, column + 1)


def _find_alias(head: str) -> tuple[int, int] | None:
    """Return where the first alias stands (line and column from 0); a cheap pattern decides whether to look closely."""
    if not _ALIAS.search(head):
        return None
    for token in yaml.scan(head, Loader=_TextLoader):
        if isinstance(token, yaml.AliasToken):
            return token.start_mark.line, token.start_mark.column
    return None


def _refuse_depth(head: str, front: FrontMatter, path: str) -> None:
    depth = 0
    for match in re.finditer(r"[\[{]|[\]}]|(?:[-?:][ \t]+){50}", head):
        mark = match[0]
        depth = _DEEPEST + 1 if len(mark) > 1 else max(depth + (1 if mark in "[{" else -1), 0)
        if depth > _DEEPEST:
            line = head.count("\n", 0, match.start())
            column = match.start() - head.rfind("\n", 0, match.start()) - 1
            raise Unreadable(_describe_depth(_place(front, path, line, column)))


def _describe_depth(location: Location) -> Diagnostic:
    return Diagnostic("entry-front-matter", "lists are nested too deeply", location, "close the brackets")


_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a value with a colon in it needs quotes", "put the value in single quotes"),
    ("cannot start any token", "a value can't begin with this character", "put the value in single quotes"),
    ("could not find expected ':'", "this line isn't 'key: value'", "write a colon and a space after the key"),
    ("unexpected end of stream", "a quote opens here and never closes", "write the closing quote"),
    ("expected ',' or ']'", "a list opens here and never closes", "write the closing ']'"),
    ("expected ',' or '}'", "a mapping opens here and never closes", "write the closing '}'"),
    ("expected node content", "a list opens here and never closes", "write the closing ']'"),
    ("undefined alias", "a value begins with '*'", "put the value in single quotes"),
    ("expected '-' indicator", "a list and keys are mixed", "give every item of the list its '-'"),
    (
        "expected key",
        "this doesn't fit the lines above it",
        "begin all keys in the same column, and write a quote inside single quotes twice ('')",
    ),
)
#: Here the parser notices at the end what began somewhere else.
_BEGAN_BEFORE = ("unexpected end of stream", "expected ','", "expected node content")


def _describe_syntax(error: yaml.YAMLError, front: FrontMatter, path: str) -> Diagnostic:
    if not isinstance(error, yaml.MarkedYAMLError):
        match = Reader.NON_PRINTABLE.search(front.head)
        at = match.start() if match else 0
        line = front.head.count("\n", 0, at)
        location = _place(front, path, line, at - front.head.rfind("\n", 0, at) - 1)
        return Diagnostic("entry-front-matter", "an invisible control character stands here", location, "delete it")
    problem = error.problem or "this isn't YAML"
    began = any(part in problem for part in _BEGAN_BEFORE)
    mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = front.head.split("\n")
    line = min(line, max(len(lines) - 2, 0))
    location = _place(front, path, line, column)
    if line < len(lines) and lines[line][:column].strip() == "" and "\t" in lines[line][: column + 1]:
        return Diagnostic("entry-front-matter", "a tab stands where spaces belong", location, "indent with spaces")
    for part, message, suggestion in _SYNTAX:
        if part in problem:
            return Diagnostic("entry-front-matter", message, location, suggestion)
    return Diagnostic("entry-front-matter", f"this isn't YAML: {problem}", location, "write 'key: value' on each line")


def _load_toml(front: FrontMatter, path: str) -> dict[str, Raw]:
    try:
        return {key: _plain(value) for key, value in tomllib.loads(front.head).items()}
    except TOML_ERRORS as error:
        fault = explain(error, front.head)
        location = _place(front, path, fault.line - 1, fault.column - 1)
        raise Unreadable(Diagnostic("entry-front-matter", fault.message, location, fault.suggestion)) from None


def _plain(value: Any) -> Raw:
    """Return a TOML value in the shape that YAML has here."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
