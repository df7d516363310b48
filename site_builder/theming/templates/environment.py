"""The Jinja2 environment, in which templates can't reach the interpreter or the file system.

Names that start with an underscore, and the few others that lead from a value to the interpreter, are refused when a
template is parsed, so rendering costs nothing. Only ``value[name]`` is checked while rendering.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: What stands before the name of a template of which the one of an extended theme is meant.
ORIGINAL = "original/"
#: Hidden names without an underscore: ``str.format`` follows any attribute, generators lead to their stack frame, and
#: types to their base classes.
_HIDDEN = frozenset(("format", "format_map", "gi_code", "gi_frame", "gi_yieldfrom", "mro"))


def is_hidden(name: str) -> bool:
    """Tell whether an attribute is hidden from templates. Python normalises names (NFKC), so this does too."""
    plain = unicodedata.normalize("NFKC", name)
    return plain.startswith("_") or plain in _HIDDEN


def _describe_hidden(name: str) -> str:
    return f"templates can't reach '{name}'" + ("; use the filter instead: '…'|format(…)" if name == "format" else "")


class ThemeLoader(FileSystemLoader):
    """Finds templates in the folders of a theme's chain, the nearest first. ``original/page.html`` is the next after
    the nearest that is named ``page.html``, ``original/original/page.html`` the one after that."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source and file. Raises TemplateNotFound."""
        skipped, plain = _split(template)
        found = [folder for folder in self.searchpath if Path(folder, plain).is_file()]
        if skipped == 0 or skipped >= len(found):
            return super().get_source(environment, template)
        return FileSystemLoader(found[skipped]).get_source(environment, plain)


def _split(name: str) -> tuple[int, str]:
    """Return how often `ORIGINAL` stands before a name, and the name without."""
    plain = name
    while plain.startswith(ORIGINAL):
        plain = plain.removeprefix(ORIGINAL)
    return (len(name) - len(plain)) // len(ORIGINAL), plain


def _spell_originals(tree: nodes.Template, name: str) -> None:
    """Name an original from the template that asks for it: that of an original is one theme further."""
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        asked = getattr(node, "template", None)
        if isinstance(asked, nodes.Const) and str(asked.value).startswith(ORIGINAL):
            asked.value = ORIGINAL * _split(name)[0] + asked.value


class PlainEnvironment(Environment):
    """Jinja2 that escapes every value and refuses hidden attributes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        del self.filters["attr"]  # it reaches any attribute; ``value.name`` does the same for allowed ones

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _spell_originals(tree, name or "")
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
    """The same for the preview: HTML comments name the template of each part of a page."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if name and filename and name.endswith(".html"):
            label = "/".join(Path(filename).parts[-4:])
            if _split(name)[1].startswith("_"):
                _enclose(tree.body, label)
            for block in tree.find_all(nodes.Block):
                if block.name != "title":  # a comment inside <title> would be shown
                    _enclose(block.body, f"{label}, block {block.name}")
        return tree


def _enclose(body: list[nodes.Node], label: str) -> None:
    body.insert(0, nodes.Output([nodes.TemplateData(f"<!-- {label} -->\n")]))
    body.append(nodes.Output([nodes.TemplateData(f"\n<!-- end of {label} -->")]))


def make_environment(folders: Sequence[Path], kind: type[PlainEnvironment] = PlainEnvironment) -> PlainEnvironment:
    """Return an environment that finds templates in the folders of a theme's chain, nearest first."""
    return kind(
        loader=ThemeLoader([str(folder) for folder in folders]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
    )
