"""Templates → functions that render pages.

Jinja2's own code asks a context for every name, hands each piece of text through as many generators as templates are
nested, and calls a function to escape each value: 170 pieces and 40 µs for the page of an author with one paper. The
functions made here look up nothing that is known when they are made: what a site says on every page becomes text, loops
over it are unrolled, and what is left of a page is a few tuples of texts in a list. They take a sixth of the time.

They say nothing else than Jinja2 would. Where one can't, it isn't made (`Unfit`) or it fails, and Jinja2 renders the
page or tells what is wrong with it. The tests hold that both make the same bytes.
"""

from __future__ import annotations

import importlib.util
import marshal
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import UserError
from site_builder.storage import cache
from site_builder.theming.templates import vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from jinja2 import Environment

    from site_builder.theming.templates.flattening import Parse

#: Renders a template with the values that it is given.
Render = Callable[[Mapping[str, Any]], str]


class _Compiled(msgspec.Struct, array_like=True, frozen=True):
    """A template's code, empty when there can be none, whether it asks for more than our `vocabulary`, and our seal."""

    code: bytes
    asks: bool
    seal: bytes = b""


class Templates:
    """The templates of an environment, compiled when they are first asked for. Not a value.

    ``constants`` are the values that are the same on every page; of those that can be called, a call with constants is
    constant too. ``key`` stands for the constants and for all templates: compiled code is kept in the cache under it.
    ``open_environment`` makes the environment; where all code was kept, nobody asks for it.
    """

    def __init__(
        self,
        open_environment: Callable[[], Environment],
        constants: Mapping[str, Any],
        cache_dir: Path,
        key: bytes,
    ) -> None:
        self._open_environment, self._constants = open_environment, constants
        self._cache_dir = cache_dir
        self._shape = f"templates {key.hex()} {importlib.util.MAGIC_NUMBER.hex()}"
        self._renders: dict[str, Render] = {}

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return what a template makes of the values. Raises UserError, with file and line, when it is wrong."""
        try:
            render = self._renders.get(name)
            if render is None:
                render = self._renders[name] = self.compile(name)
            return render(values)
        except Exception as error:
            return self._render_plainly(name, values, error)

    def compile(self, name: str) -> Render:
        """Return what renders a template: the function made of it, or Jinja2 where there can be none.

        Raises Jinja2's TemplateError when a template is missing or wrong.
        """
        path = self._cache_dir / name
        compiled = cache.load(path, _Compiled, self._shape)
        if compiled is None or compiled.seal != self._seal(compiled) or not compiled.seal:
            compiled = self._translate(name)
            if seal := self._seal(compiled):
                cache.store(path, msgspec.structs.replace(compiled, seal=seal), self._shape)
        if not compiled.code:
            return self.environment.get_template(name).render
        namespace = {**self._constants, **vocabulary.NAMES}
        if compiled.asks:
            namespace |= self._means
        exec(marshal.loads(compiled.code), namespace)  # noqa: S102, S302 - under our seal, and made of quoted texts
        render: Render = namespace["render"]
        return render

    def _seal(self, compiled: _Compiled) -> bytes:
        return cache.seal(self._shape.encode(), compiled.code, bytes([compiled.asks]))

    @cached_property
    def environment(self) -> Environment:
        """Jinja2 with these templates and constants."""
        environment = self._open_environment()
        environment.globals |= self._constants
        return environment

    @cached_property
    def _parse(self) -> Parse:
        """Reads a template, and knows it afterwards: the parent of all pages is asked for by each."""
        from site_builder.theming.templates.flattening import parse

        return lru_cache(partial(parse, self.environment))

    @cached_property
    def _means(self) -> dict[str, Any]:
        """What code may ask Jinja2 for, under the names that `Expressions` gives it."""
        from jinja2.nodes import EvalContext

        environment = self.environment
        return {
            **environment.globals,
            # Filters that ask for a context want the environment of it, and no names.
            "context": environment.context_class(environment, {}, None, {}),
            "environment": environment,
            "eval_ctx": EvalContext(environment),
        }

    def _translate(self, name: str) -> _Compiled:
        from site_builder.theming.templates.expressions import Expressions
        from site_builder.theming.templates.flattening import Unfit, flatten
        from site_builder.theming.templates.writing import Writer

        environment = self.environment
        pure = frozenset(key for key, value in self._constants.items() if callable(value))
        namespace = {**vocabulary.NAMES, **self._means}
        terms = Expressions(namespace, frozenset(environment.globals), pure, frozenset(environment.filters))
        try:
            code = compile(Writer(terms).write(flatten(self._parse, name)), f"<{name}>", "exec")
        except (Unfit, SyntaxError, RecursionError):  # the last two: more nested than Python allows
            return _Compiled(b"", asks=True)
        used = {word for part in code.co_consts if hasattr(part, "co_names") for word in part.co_names}
        return _Compiled(marshal.dumps(code), asks=not used.isdisjoint(self._means.keys() - self._constants.keys()))

    def _render_plainly(self, name: str, values: Mapping[str, Any], cause: Exception) -> str:
        """Let Jinja2 render what the compiled template can't, or say what is wrong, where."""
        try:
            return self.environment.get_template(name).render(values)
        except UserError:
            raise
        except Exception as error:
            from site_builder.theming.templates.faults import describe

            raise UserError(describe(error, name, cause)) from error
