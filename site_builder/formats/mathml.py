"""MathML, as publishers hand it on in titles and abstracts, becomes the LaTeX that entries have.

Presentation MathML: https://www.w3.org/TR/mathml-core/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from site_builder.text.folding import collapse

if TYPE_CHECKING:
    from collections.abc import Callable

_PREFIX = re.compile(r"(</?)[A-Za-z][\w.-]{0,30}:")
_ATTRIBUTE = re.compile(r"\s[\w:.-]{1,60}\s?=\s?(?:\"[^\"<]*\"|'[^'<]*')")
_ENTITIES = re.compile(r"<!|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
#: What LaTeX reads as its own, in names and signs.
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "#$%&_{}"} | {"\\": r"\backslash ", "\u2061": "", "\u2062": ""})
_ACCENTS = {
    "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "bar", "‾": "bar", "→": "vec", "⃗": "vec", "˙": "dot",
    "¨": "ddot", "_": "underline", "‾‾": "overline",
}  # fmt: skip
_FUNCTION_NAMES = "arg cos cosh cot det dim exp gcd inf ker lim ln log max min sin sinh sup tan tanh"
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
#: Signs with limits above and below them, which LaTeX writes as indices.
_LIMITS = frozenset("∑∏∫∮⋃⋂⋁⋀⨁⨂∐")
_DEEPEST = 60


def read_mathml(source: str) -> str:
    """Return the LaTeX of a ``math`` element, without dollars; empty when it is no XML."""
    bare = _ATTRIBUTE.sub("", _PREFIX.sub(r"\1", source))
    if _ENTITIES.search(bare):
        return ""
    try:
        return collapse(_write_row(ElementTree.fromstring(bare), 0))  # noqa: S314 - entities were refused above
    except ElementTree.ParseError:
        return ""


def _write(element: ElementTree.Element, depth: int) -> str:
    writer = _WRITERS.get(element.tag)
    if depth > _DEEPEST:
        return " ".join(element.itertext())
    if writer:
        return writer(element, depth + 1)
    return _write_row(element, depth + 1) if len(element) else _write_sign(element, depth)


def _write_row(element: ElementTree.Element, depth: int) -> str:
    parts = [_escape(element.text or "")] if not len(element) else []
    return "".join([*parts, *(_write(child, depth) for child in element)])


def _write_name(element: ElementTree.Element, depth: int) -> str:  # noqa: ARG001 - all writers are alike
    name = _escape(element.text or "")
    if name in _FUNCTIONS:
        return f"\\{name} "
    return name if len(name) < 2 or name.startswith("\\") else f"\\mathrm{{{name}}}"


def _write_sign(element: ElementTree.Element, depth: int) -> str:  # noqa: ARG001 - all writers are alike
    return _escape(element.text or "")


def _write_words(element: ElementTree.Element, depth: int) -> str:  # noqa: ARG001 - all writers are alike
    words = "".join(element.itertext()).translate(_ESCAPES)
    return f"\\text{{{words}}}" if words.strip() else " "


def _write_fraction(element: ElementTree.Element, depth: int) -> str:
    return "\\frac" + "".join(f"{{{_write(child, depth)}}}" for child in element[:2])


def _write_root(element: ElementTree.Element, depth: int) -> str:
    index = f"[{_write(element[1], depth)}]" if element.tag == "mroot" and len(element) > 1 else ""
    radicand = element[:1] if element.tag == "mroot" else element
    return f"\\sqrt{index}{{{''.join(_write(child, depth) for child in radicand)}}}"


def _write_indices(element: ElementTree.Element, depth: int) -> str:
    base, *indices = (_write(child, depth) for child in element)
    marks = {"msub": "_", "msup": "^", "msubsup": "_^", "munder": "_", "mover": "^", "munderover": "_^"}[element.tag]
    if element.tag in ("mover", "munder") and len(indices) == 1 and (accent := _ACCENTS.get(indices[0].strip("\\ "))):
        return f"\\{accent}{{{base}}}"
    if element.tag.startswith(("mover", "munder")) and base not in _LIMITS and not base.startswith("\\mathrm"):
        command = "overset" if element.tag == "mover" else "underset"
        return f"\\{command}{{{indices[0]}}}{{{base}}}" if len(indices) == 1 else base
    base = base if len(base) < 2 or base.startswith("\\") else f"{{{base}}}"
    return base + "".join(f"{mark}{{{index}}}" for mark, index in zip(marks, indices, strict=False))


def _write_fence(element: ElementTree.Element, depth: int) -> str:
    return f"({','.join(_write(child, depth) for child in element)})"


def _escape(text: str) -> str:
    return collapse(text).translate(_ESCAPES)


_WRITERS: dict[str, Callable[[ElementTree.Element, int], str]] = {
    "mi": _write_name,
    "mn": _write_sign,
    "mo": _write_sign,
    "mtext": _write_words,
    "ms": _write_words,
    "mspace": lambda element, depth: " ",  # noqa: ARG005 - all writers are alike
    "mfrac": _write_fraction,
    "msqrt": _write_root,
    "mroot": _write_root,
    "mfenced": _write_fence,
    "annotation": lambda element, depth: "",  # noqa: ARG005 - all writers are alike
    "annotation-xml": lambda element, depth: "",  # noqa: ARG005 - all writers are alike
} | dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _write_indices)
