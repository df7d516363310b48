"""Jinja2 as this program uses it: escaped everywhere, without a way out of a template's values, and fast.

Templates get plain values and no way out of them: a name with an underscore in front, and the few others by which
objects lead to the interpreter and its files, are refused when the template is compiled, so that rendering pays
nothing for it. Only ``value[name]`` is looked at as it is rendered.

Templates see views only, so ``page.title`` is compiled to Python's own attribute access instead of a search through
attributes and items, and plain text is escaped without making an object that is thrown away at once. Together this
halves the time that templates take. `PlainEnvironment` is the same without these two short cuts; the tests hold that
both make the same pages.
"""

from __future__ import annotations

import contextlib
import unicodedata
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markupsafe
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from markupsafe import Markup

from site_builder import __version__

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame

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


class ViewCodeGenerator(CodeGenerator):
    """Compiles templates that see views only."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """Write an attribute access as one."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape(")


class ViewEnvironment(PlainEnvironment):
    """The same, compiled for views."""

    code_generator_class = ViewCodeGenerator

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return a template's globals as one dictionary: copying Jinja2's chain of two for each page takes 5 µs."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def escape(value: Any) -> str:
        """Return the value as safe HTML; what is safe already stays as it is."""
        kind = value.__class__
        if kind is Markup:
            return value  # type: ignore[no-any-return]
        if kind is str:
            text: str = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            return text.replace('"', "&#34;").replace("'", "&#39;")
        return markupsafe.escape(value)


class TracingEnvironment(ViewEnvironment):
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


class _TemplateCache(FileSystemBytecodeCache):
    """Compiled templates; one that can't be kept is compiled again the next time."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def make_environment(
    folders: Sequence[Path], cache_dir: Path | None, kind: type[PlainEnvironment] = ViewEnvironment
) -> PlainEnvironment:
    """Return the templates of a theme's chain; compiled ones are kept in the cache where it can be written."""
    bytecode = None
    if cache_dir:
        folder = cache_dir / f"{__version__}-{kind.__name__}"  # Jinja2 doesn't know who compiled
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            bytecode = _TemplateCache(str(folder))
    return kind(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=bytecode,
    )
