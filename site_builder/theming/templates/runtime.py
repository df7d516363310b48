"""The functions that compiled templates call: Jinja2's most common filters, without Jinja2, which takes 40 ms to
load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape, soft_str

from site_builder.text.html import escape_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def concat(values: Iterable[Any]) -> str:
    """Return what Jinja2's ``~`` makes of values: HTML if one of them is HTML."""
    texts = [soft_str(value) for value in values]
    return Markup("").join(texts) if any(map(_is_html, texts)) else "".join(texts)


def _join(values: Iterable[Any], between: Any = "") -> str:
    if _is_html(between):
        return soft_str(between).join(map(soft_str, values))
    items = [value if _is_html(value) else str(value) for value in values]
    return (escape(between) if any(map(_is_html, items)) else str(between)).join(items)


def _is_html(value: Any) -> bool:
    return hasattr(value, "__html__")


#: Filters that take a value and at most one more argument.
FILTERS: dict[str, Callable[..., Any]] = {
    "count": len,
    "e": escape,
    "escape": escape,
    "join": _join,
    "length": len,
    "safe": Markup,
    "string": soft_str,
}

#: The names in the namespace of compiled templates.
NAMES: dict[str, Any] = {
    "Markup": Markup,
    "concat": concat,
    "escape": escape,
    "escape_text": escape_text,
    **{f"filter_{name}": function for name, function in FILTERS.items()},
}
