r"""Converts mathematics to MathML with math-core.

A formula that math-core can't read is shown as its source and reported.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Macros that papers commonly use. A site's own macros win over these.
COMMON: dict[str, str] = {
    "C": r"\mathbb{C}",
    "E": r"\mathbb{E}",
    "Q": r"\mathbb{Q}",
    "KL": r"\operatorname{KL}",
    "Var": r"\operatorname{Var}",
    "Cov": r"\operatorname{Cov}",
    "Tr": r"\operatorname{Tr}",
    "tr": r"\operatorname{tr}",
    "diag": r"\operatorname{diag}",
    "rank": r"\operatorname{rank}",
    "sign": r"\operatorname{sign}",
    "sgn": r"\operatorname{sgn}",
    "softmax": r"\operatorname{softmax}",
    "ReLU": r"\operatorname{ReLU}",
    "poly": r"\operatorname{poly}",
    "polylog": r"\operatorname{polylog}",
    "opt": r"\operatorname{opt}",
    "OPT": r"\operatorname{OPT}",
    "Oh": r"\mathcal{O}",
    "bigO": r"\mathcal{O}",
    "eps": r"\epsilon",
    "indep": r"\perp\!\!\!\perp",
    "defeq": ":=",
    "norm": r"\left\|#1\right\|",
    "abs": r"\left|#1\right|",
    "mathds": r"\mathbb{#1}",
    "mathbbm": r"\mathbb{#1}",
    "widecheck": r"\check{#1}",
    "widetilde": r"\tilde{#1}",
    "ensuremath": "#1",
    "nicefrac": "#1/#2",
    "sfrac": "#1/#2",
    "mbox": r"\text{#1}",
    "hbox": r"\text{#1}",
    "textup": r"\text{#1}",
    "textnormal": r"\text{#1}",
    "texttildelow": r"\sim",
    "textasciitilde": r"\sim",
    "textdegree": r"{}^\circ",
    "xspace": "",
    "protect": "",
}

#: Longer formulas aren't converted: the converter is recursive, and very deep nesting would crash the process.
_LONGEST = 4000
_DEFINITION = re.compile(r"\\(?:def|let|(?:re)?newcommand|DeclareMathOperator)(?![A-Za-z])")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_NUMBERED = re.compile(r"\\(begin|end)\{(equation|align|alignat|gather|multline)\}")
_PER_CENT = re.compile(r"(?<!\\)%")
#: A command with an asterisk behind it, or a line break, with or without one.
_STARRED = re.compile(r"\\\\\*?|\\(?P<name>[A-Za-z]+)\*")
_WITH_STAR = frozenset(("operatorname", "tag"))
#: Commands that mean the same with an asterisk.
_SPACES = frozenset(("hspace", "vspace"))
_TABLE = re.compile(
    r"(?P<end></mtable>)|<mtable(?P<before>[^>]*?)(?:(?P<level> scriptlevel=\"[^\"]*\")(?P<after>[^>]*))?>"
)
_STYLE = re.compile(r' style="([^"]*)"')
_COLOUR = re.compile(r"^color:(#[0-9A-Fa-f]{3,8})")


class Unreadable(Exception):
    """A formula can't be converted. The message says why."""


def to_mathml(tex: str, macros: Mapping[str, str], *, display: bool) -> str:
    """Convert a formula, without its dollars, to ``<math>``; ``macros`` are definitions by name. Raises `Unreadable`.

    The result has no style attribute, because a strict Content-Security-Policy forbids it. Colours become attributes of
    MathML, and aligned cells get the class ``math-left`` or ``math-right``.
    """
    tex = tex.strip()
    if not tex:
        raise Unreadable("it is empty")
    if len(tex) > _LONGEST:
        raise Unreadable(f"it is longer than {_LONGEST} characters")
    if definition := _DEFINITION.search(tex):
        raise Unreadable(f"it defines a command with {definition[0]}")
    return _convert(_prepare(tex), tuple(macros.items()), display)


def check_macro(name: str, definition: str) -> str:
    """Return why a macro can't be used; empty if it can."""
    from math_core import LatexError, LatexToMathML

    try:
        LatexToMathML(macros={name.lstrip("\\"): definition}, fancy_error=False)
    except LatexError as error:
        return _reason(error)
    return ""


def _prepare(tex: str) -> str:
    """Remove labels and equation numbers, escape percent signs, which are never comments here, and part commands from
    an asterisk behind them."""
    if "\\label" in tex:
        tex = _LABEL.sub("", tex)
    if "\\begin" in tex:
        tex = _NUMBERED.sub(r"\\\1{\2*}", tex)
    if "*" in tex:
        tex = _STARRED.sub(_part, tex)
    return _PER_CENT.sub(r"\\%", tex) if "%" in tex else tex


def _part(found: re.Match[str]) -> str:
    """Return a command with a space before the asterisk behind it, unless they are a command together."""
    name = found["name"]
    if not name:
        return "\\\\"  # a line break after which no page may end
    if name in _WITH_STAR:
        return found[0]
    return f"\\{name}" if name in _SPACES else f"\\{name} *"


@lru_cache(maxsize=4096)
def _convert(tex: str, macros: tuple[tuple[str, str], ...], display: bool) -> str:
    from math_core import LatexError

    try:
        html: str = _converter(macros).convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise Unreadable(_reason(error)) from None
    if " style=" in html:
        html = _STYLE.sub(_unstyle, html)
    return _move_levels(html) if "scriptlevel" in html else html


@lru_cache(maxsize=8)
def _converter(macros: tuple[tuple[str, str], ...]) -> Any:
    from math_core import LatexToMathML

    own = {name.lstrip("\\"): definition for name, definition in macros if not check_macro(name, definition)}
    return LatexToMathML(macros=COMMON | own, fancy_error=False)


def _move_levels(html: str) -> str:
    """Move ``scriptlevel`` from tables, where HTML doesn't know it, to an element around each of them."""
    moved: list[bool] = []

    def move(tag: re.Match[str]) -> str:
        if tag["end"]:
            return f"{tag[0]}</mstyle>" if moved.pop() else tag[0]
        moved.append(bool(tag["level"]))
        return f"<mstyle{tag['level']}><mtable{tag['before']}{tag['after']}>" if tag["level"] else tag[0]

    return _TABLE.sub(move, html)


def _reason(error: Exception) -> str:
    """Return math-core's message without its position and its full stop."""
    return str(error).partition(": ")[2].rstrip(".").replace('"', "")


def _unstyle(match: re.Match[str]) -> str:
    style = match[1]
    if colour := _COLOUR.match(style):
        return f' mathcolor="{colour[1]}"'
    if "text-align: left" in style:
        return ' class="math-left"'
    if "text-align: right" in style:
        return ' class="math-right"'
    return ' class="small-caps"' if "small-caps" in style else ""
