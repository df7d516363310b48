"""Text escaped for LaTeX: the inverse of `text.latex.to_unicode`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from site_builder.text.latex import ACCENTS, LETTERS, SIGNS

#: The signs stand one by one: so `re` skips to the next of them by a set, and doesn't try at each character.
_RESERVED = re.compile(r"\\|\{|\}|&|%|#|_|\$|~|\^|`|<|>|\||-(?<=--)")
_RESERVED_SPELLED = {sign: f"{{\\{command}}}" for command, sign in SIGNS.items() if sign in "\\{}~^`<>|"} | {"-": "{}-"}
#: Zotero reads no ``\dj``: that letter stays Unicode.
_LETTERS_SPELLED = {letter: f"{{\\{command}}}" for command, letter in LETTERS.items() if command not in ("dj", "DJ")}
_ACCENT_NAMES = {mark: name for name, mark in ACCENTS.items()}


def escape(text: str) -> str:
    r"""Return a text escaped for LaTeX, so that `to_unicode` gives them back: ``R\&D``, ``Erd{\H o}s``.

    Not for mathematics. What LaTeX reads as Unicode without harm to sorting and labels (dashes, quotes, signs,
    letters of other scripts) stays Unicode.
    """
    if text.isascii() and text.isalpha():  # as most parts of names are
        return text
    text = _RESERVED.sub(_spell_reserved, text)
    return text if text.isascii() else "".join(c if c.isascii() else _spell(c) for c in text)


def _spell_reserved(match: re.Match[str]) -> str:
    return _RESERVED_SPELLED.get(match[0]) or f"\\{match[0]}"


@lru_cache(maxsize=4096)
def _spell(letter: str) -> str:
    """Spell a letter as BibTeX sorts it: ``{\\'e}``, ``{\\v c}``, ``{\\ss}``.

    A letter with two accents stays Unicode: Biber makes nonsense of ``{\\~{\\^e}}``.
    """
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if len(marks) != 1 or marks[0] not in _ACCENT_NAMES or not (base.isascii() and base.isalpha()):
        return _LETTERS_SPELLED.get(letter, letter)
    name = _ACCENT_NAMES[marks[0]]
    return f"{{\\{name}{' ' if name.isalpha() else ''}{base}}}"
