"""Capitals that BibTeX's styles would put into lower case, and the braces that protect them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.text.latex import join_tokens, split

if TYPE_CHECKING:
    from site_builder.text.latex import Token

#: Words that must keep a capital: one inside (``MapReduce``, ``LLM``, ``3D``), or all there is (``Vitamin C``). An
#: export protects them by itself.
CAPITALS = re.compile(r"(?<![^\W_])(?:[^\W_][^\W_A-ZÀ-ÖØ-Þ]*+[A-ZÀ-ÖØ-Þ][^\W_]*|[B-HJ-Z](?![^\W_]))")
_WORD = re.compile(r"[^\W_]+")
_WORD_CHARACTER = re.compile(r"[^\W_]")


def simplify_title(text: str) -> str:
    """Return a title as `text.latex.simplify` does, with the braces that say more than an export does by itself.

    ``{Bayesian}`` and ``{P}ython`` stay. ``{LLM}``, ``{a}`` and braces around a whole title don't, nor those that a
    program set around each word of a title in title case.
    """
    tokens = list(split(text))
    pairs = [pair for pair in _pair_braces(tokens) if _protects(tokens, *pair)]
    if pairs and not _is_mechanical(tokens, pairs):
        for start, end in pairs:
            tokens[start], tokens[end] = ("text", "{"), ("text", "}")
    return join_tokens(tokens)


def _pair_braces(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the places of the outermost braces."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token == ("brace", "{"):
            opened.append(index)
        elif token[0] == "brace":
            start = opened.pop()
            pairs += [] if opened else [(start, index)]
    return pairs


def _protects(tokens: list[Token], start: int, end: int) -> bool:
    """Tell whether the braces at these places protect a capital that nothing else protects."""
    inside = _join(tokens[start + 1 : end])
    accented = len(inside) == 1 and not inside.isascii()  # braces of a command: {\\'E}
    if inside == inside.lower() or accented or (start, end) == (0, len(tokens) - 1):
        return False
    rest = CAPITALS.sub("", inside)
    return _divides_word(tokens, start, end) or rest != rest.lower()


def _divides_word(tokens: list[Token], start: int, end: int) -> bool:
    before, behind = _join(tokens[:start])[-1:], _join(tokens[end + 1 :])[:1]
    return bool(_WORD_CHARACTER.match(before) or _WORD_CHARACTER.match(behind))


def _is_mechanical(tokens: list[Token], pairs: list[tuple[int, int]]) -> bool:
    """Tell whether whole words are in braces, all that have a capital but the first, and these are most words."""
    if any(_divides_word(tokens, start, end) for start, end in pairs):
        return False
    braced = {index for start, end in pairs for index in range(start, end)}
    unbraced = _join([token for index, token in enumerate(tokens) if index not in braced])
    words = _WORD.findall(_join(tokens))[1:]
    capitalised = [word for word in words if word[0].isupper()]
    others = _WORD.findall(CAPITALS.sub("", unbraced))[1:]
    return 2 * len(capitalised) > len(words) and not any(word[0].isupper() for word in others)


def _join(tokens: list[Token]) -> str:
    return "".join(value for kind, value in tokens if kind in ("text", "escape"))
