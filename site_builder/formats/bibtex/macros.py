r"""LaTeX's macros in a BibTeX file: those it defines itself in its ``@preamble``, and those its readers know.

``\newcommand{\noopsort}[1]{}``, MathSciNet's ``\def\cprime{$'$}`` and what BibLaTeX and csquotes add (``\enquote``)
are replaced by what they stand for. A definition that comes to more than words and styles is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.bibtex.tokenizer import find_end
from site_builder.text.latex import simplify, to_unicode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAD = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareRobustCommand)\*?\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))"
    r"\s*(?:\[(\d)\])?\s*(?=\{)"
    r"|\\g?def\s*\\([A-Za-z]+)\s*((?:#\d)*)\s*(?=\{)"
)
_ARGUMENT = re.compile(r"#(\d)")
_MATHEMATICS = re.compile(r"\$[^$]*\$")
_CLOSED_COMMAND = re.compile(r"(\\[A-Za-z]+)$")
#: A macro in a macro's argument is replaced the next time round; further ones stay as they are.
_DEEPEST = 8
_LONGEST = 400


#: Commands that only change the size of what follows, and those of letters that are no mathematics (``\textalpha``).
_SIZES = "tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge"
_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi pi rho sigma tau upsilon phi chi psi omega"
)


class Macro(msgspec.Struct, frozen=True):
    """What a command stands for: ``#1`` is its first argument."""

    arguments: int
    body: str


#: What BibLaTeX, csquotes and the styles that come with BibTeX define for everybody.
KNOWN = {
    "enquote": Macro(1, "“#1”"),
    "mkbibquote": Macro(1, "“#1”"),
    "textquote": Macro(1, "“#1”"),
    "mkbibemph": Macro(1, r"\emph{#1}"),
    "mkbibitalic": Macro(1, r"\textit{#1}"),
    "mkbibbold": Macro(1, r"\textbf{#1}"),
    "mkbibacro": Macro(1, "#1"),
    "MakeUppercase": Macro(1, "#1"),
    "uppercase": Macro(1, "#1"),
    "noopsort": Macro(1, ""),
    "SortNoop": Macro(1, ""),
    "hyphen": Macro(0, "-"),
    "slash": Macro(0, "/"),
    "adddot": Macro(0, "."),
    "cprime": Macro(0, "ʹ"),
    "relax": Macro(0, ""),
    "protect": Macro(0, ""),
    "null": Macro(0, ""),
    "thinspace": Macro(0, " "),
    "LaTeXe": Macro(0, "LaTeX2e"),
    "texorpdfstring": Macro(2, "#1"),
    "textcolor": Macro(2, "#2"),
} | {
    name: Macro(0, name) for name in ("AmSTeX", "ConTeXt", "LuaTeX", "LuaLaTeX", "METAFONT", "TikZ", "XeTeX", "XeLaTeX")
}


KNOWN |= {size: Macro(0, "") for size in _SIZES.split()}
KNOWN |= {f"text{name}": Macro(0, sign) for name, sign in zip(_GREEK.split(), "αβγδεζηθικλνξπρστυφχψω", strict=True)}


class Macros:
    """The macros of one file."""

    def __init__(self, preambles: Iterable[str]) -> None:
        self._known = dict(KNOWN)
        self._call = list_calls(self._known)
        for preamble in preambles:
            self._define(preamble)

    def expand(self, text: str) -> str:
        """Replace the macros in a text; one whose arguments aren't in braces stays as it is written."""
        for _ in range(_DEEPEST):
            if "\\" not in text or not self._call.search(text):
                break
            text = self._expand_once(text)
        return text

    def _expand_once(self, text: str) -> str:
        pieces: list[str] = []
        end = 0
        for call in self._call.finditer(text):
            if call.start() < end:
                continue  # in the argument of the one before
            macro = self._known[call[1]]
            arguments, after = read_arguments(text, call.end(), macro.arguments)
            if len(arguments) < macro.arguments:
                if after == len(text):
                    break
                continue
            written = ["", *(text[start:stop] for start, stop in arguments)]
            body = _ARGUMENT.sub(lambda number: written[int(number[1])], macro.body)  # noqa: B023
            pieces += (text[end : call.start()], body)
            end = after
        return "".join((*pieces, text[end:]))

    def _define(self, preamble: str) -> None:
        for name, macro, _, _ in find_definitions(preamble):
            macro = Macro(macro.arguments, _CLOSED_COMMAND.sub(r"\1{}", self.expand(macro.body)))
            if _is_plain(macro) and "\\" in to_unicode(f"\\{name}{{x}}"):
                self._known[name] = macro
                self._call = list_calls(self._known)


def find_definitions(text: str) -> Iterator[tuple[str, Macro, int, int]]:
    """Yield each macro that a text defines: its name, what it stands for, and where the definition begins and ends."""
    for head in _HEAD.finditer(text):
        end = find_end(text, head.end(), len(text))
        if end == len(text):
            return
        macro = Macro(int(head[3] or len(head[5] or "") // 2), text[head.end() + 1 : end])
        yield head[1] or head[2] or head[4], macro, head.start(), end + 1


def list_calls(names: Iterable[str]) -> re.Pattern[str]:
    r"""Return a pattern of the calls of macros; as in LaTeX, white space behind a name only ends it."""
    return re.compile(rf"\\({'|'.join(sorted(names, key=len, reverse=True))})(?![A-Za-z])\s*")


def _is_plain(macro: Macro) -> bool:
    """Tell whether a macro comes to a few words, styles and formulas, and has each of its arguments once at most:
    nothing that is read grows much by it."""
    used = _ARGUMENT.findall(macro.body)
    words = to_unicode(simplify(_MATHEMATICS.sub("", macro.body)))
    few = len(macro.body) <= _LONGEST and len(used) == len(set(used))
    return few and "\\" not in words and all(1 <= int(number) <= macro.arguments for number in used)


def read_arguments(text: str, position: int, count: int) -> tuple[list[tuple[int, int]], int]:
    """Return where up to ``count`` arguments in braces begin and end that stand at a position, and where they end."""
    arguments: list[tuple[int, int]] = []
    for _ in range(count):
        if not text.startswith("{", position):
            break
        end = find_end(text, position, len(text))
        if end == len(text):
            return [], end
        arguments.append((position + 1, end))
        position = end + 1
    return arguments, position
