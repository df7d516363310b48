"""Jinja2 without a way out of a template's values.

Templates get plain values and no way out of them: a name with an underscore in front, and the few others by which
objects lead to the interpreter and its files, are refused when the template is parsed, so that rendering pays nothing
for it. Only ``value[name]`` is looked at as it is rendered.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Names without an underscore that lead out all the same: a text's ``format`` follows any attribute that it is told to,
#: what filters yield knows its stack frame, and a type its ancestors.
_HIDDEN = frozenset(("format", "format_map", "gi_code", "gi_frame", "gi_yieldfrom", "mro"))


def is_hidden(name: str) -> bool:
    """Tell whether templates can't reach this attribute, however its letters are written: Python reads wide ones as
    plain ones."""
    plain = unicodedata.normalize("NFKC", name)
    return plain.startswith("_") or plain in _HIDDEN


def _describe_hidden(name: str) -> str:
    return f"templates can't reach '{name}'" + ("; use the filter instead: '…'|format(…)" if name == "format" else "")


class PlainEnvironment(Environment):
    """Jinja2 with every template escaped and hidden attributes out of reach."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        del self.filters["attr"]  # reaches any attribute, and nothing else can't be said without it

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Getattr):
            if is_hidden(node.attr):
                raise TemplateSyntaxError(_describe_hidden(node.attr), node.lineno, name, filename)
        return tree

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``obj[argument]``, or the attribute of that name unless it is hidden."""
        if isinstance(argument, str) and is_hidden(argument):
            raise SecurityError(_describe_hidden(argument))
        return super().getitem(obj, argument)


class TracingEnvironment(PlainEnvironment):
    """The same, for a preview: comments in the page say which template made which part of it."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if name and filename and name.endswith(".html"):
            label = "/".join(Path(filename).parts[-4:])
            if name.startswith("_"):
                _enclose(tree.body, label)
            for block in tree.find_all(nodes.Block):
                if block.name != "title":  # in a title, a comment is text
                    _enclose(block.body, f"{label}, block {block.name}")
        return tree


def _enclose(body: list[nodes.Node], label: str) -> None:
    body.insert(0, nodes.Output([nodes.TemplateData(f"<!-- {label} -->\n")]))
    body.append(nodes.Output([nodes.TemplateData(f"\n<!-- end of {label} -->")]))


def make_environment(folders: Sequence[Path], kind: type[PlainEnvironment] = PlainEnvironment) -> PlainEnvironment:
    """Return the templates of a theme's chain of folders, nearest first."""
    return kind(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
    )
