r"""Mathematics as plain text, for feeds, meta tags, search and sorting: ``top-$k$`` is ``top-k``.

Not a language to be read back: what counts is that a person recognises the formula, and that a search finds it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from site_builder.markup.mathematics import Unreadable, to_mathml
from site_builder.text.folding import collapse

_PIECE = re.compile(r"\\[A-Za-z]+\*?\s*|\\[\s\S]|\s+|[\s\S]")
_TAG = re.compile(r"<[^>]*>")

#: Commands whose argument is shown unchanged.
_TRANSPARENT = frozenset(
    (
        "text", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "textup", "textsc", "emph", "mbox",
        "hbox", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal", "mathbb", "mathds", "mathbbm", "mathscr",
        "mathfrak", "Bbb", "frak", "mathnormal", "mathop", "mathbin", "mathrel", "mathord", "boldsymbol", "bm", "pmb",
        "operatorname", "ensuremath", "underline", "underbrace", "overbrace", "boxed", "phantom", "cal", "bf", "rm",
        "it",
    )
)  # fmt: skip
_FRACTIONS = frozenset(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"))
#: Layout commands, which aren't shown.
_SILENT = frozenset(
    (
        "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
        "Biggl", "Biggr", "displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "nonumber", "notag",
        "xspace", "protect", "em",
    )
)  # fmt: skip
#: Layout commands whose argument isn't shown either.
_DROPPED = frozenset(("begin", "end", "label", "tag", "color", "hspace", "vspace"))
_SPACES = frozenset(("quad", "qquad", ",", ";", ":", " ", "\n", ">", "\\", "space"))
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c", "breve": "\u0306",
    "acute": "\u0301", "grave": "\u0300",
}  # fmt: skip
#: Superscript marks that are written without a caret: ``A^*`` is ``A*``.
_RAISED = frozenset("*∗⋆′†°∘+")
_DEEPEST = 40


def spell(tex: str) -> str:
    r"""Return a formula, without its dollars, as text: ``O(n \log n)``, ``x_ij``, ``10^-3``, ``Õ(√n)``."""
    speller = _Speller(_PIECE.findall(tex))
    return collapse(speller.read_all())


class _Speller:
    """Reads the pieces of one formula from left to right."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = pieces
        self.position = 0
        self.depth = 0

    def read_all(self) -> str:
        text = ""
        while self.position < len(self.pieces):
            text = self.read_next(text)
        return text

    def read_next(self, text: str) -> str:
        """Return the text followed by that of the next piece."""
        piece = self.pieces[self.position]
        self.position += 1
        if piece[0] == "\\" and len(piece) > 1:
            return self.read_command(text, piece)
        if piece == "{":
            return text + self.read_group()
        if piece in "^_":
            return text + self.read_script(piece, text)
        if piece in "}&$":
            return text
        return text + (" " if piece == "~" else "′" if piece == "'" else piece)

    def read_group(self) -> str:
        """Read up to the brace that closes the one just read."""
        self.depth += 1
        text = ""
        while self.position < len(self.pieces) and self.pieces[self.position] != "}" and self.depth < _DEEPEST:
            text = self.read_next(text)
        self.position += 1
        self.depth -= 1
        return text

    def read_argument(self) -> str:
        while self.position < len(self.pieces) and self.pieces[self.position].isspace():
            self.position += 1
        if self.position >= len(self.pieces) or self.pieces[self.position] == "}" or self.depth >= _DEEPEST:
            return ""
        self.depth += 1
        text = self.read_next("")
        self.depth -= 1
        return text.strip()

    def read_script(self, mark: str, before: str) -> str:
        script = self.read_argument()
        if script in _RAISED or not before.strip():
            return script
        return mark + _bracket(script)

    def read_command(self, text: str, piece: str) -> str:
        name = piece[1:].rstrip().rstrip("*") or piece[1:]
        if name in _SPACES:
            return text + " "
        if name in _SILENT or name == "!":
            return text
        if name in _DROPPED:
            self.read_argument()
            return text
        if name in _TRANSPARENT:
            return text + self.read_argument()
        return self.read_shape(text, name, piece)

    def read_shape(self, text: str, name: str, piece: str) -> str:
        if name in _FRACTIONS:
            return f"{text}{_bracket(self.read_argument())}/{_bracket(self.read_argument())}"
        if name == "sqrt":
            return f"{text}√{_bracket(self.read_argument())}"
        if name in _ACCENTS:
            base = self.read_argument()
            return text + (unicodedata.normalize("NFC", base + _ACCENTS[name]) if len(base) == 1 else base)
        character = _character(name)
        if not character:
            return text + piece
        if character.isalpha() and len(character) > 1:
            return self.set_word(text, character)
        return text + character + (" " if text.endswith(" ") and piece[-1].isspace() else "")

    def set_word(self, text: str, word: str) -> str:
        """Separate a function's name from the letters around it: ``n log n``, but ``log(n)``."""
        follows = self.pieces[self.position] if self.position < len(self.pieces) else ""
        before = " " if text[-1:].isalnum() else ""
        return text + before + word + (" " if follows.isalnum() or follows[:1] == "\\" else "")


def _bracket(text: str) -> str:
    return text if text.lstrip("-").isalnum() or len(text) < 2 else f"({text})"


@lru_cache(maxsize=1024)
def _character(name: str) -> str:
    """Return the character of a command without arguments, as math-core shows it; empty if unknown."""
    try:
        shown = _TAG.sub("", to_mathml(f"\\{name}", {}, display=False))
    except Unreadable:
        return ""
    if not shown:
        return ""
    named = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "...": "…"}
    if unicodedata.decomposition(shown[0]).startswith("<font>"):
        return unicodedata.normalize("NFKC", shown[0])
    return "" if "&ApplyFunction" in shown else named.get(shown, shown)
