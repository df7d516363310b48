"""A style sheet as it is published: without comments, and without spaces that mean nothing."""

from __future__ import annotations

import re

#: Texts and addresses, which stay as they are. What isn't closed runs on as in a browser (CSS Syntax 3, 4.3): a text to
#: the end of its line, an address and a comment to the end of all.
_KEPT = r"""(?P<kept>"(?:[^"\\\n]|\\.?)*+"?|'(?:[^'\\\n]|\\.?)*+'?|(?i:url)\(\s*+[^"')\s][^)]*+\)?|/\*\*/)"""
_COMMENTS = re.compile(rf"{_KEPT}|/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPACES = re.compile(rf"{_KEPT}|(?P<end>\s*+;?\s*+\}})|\s*+(?P<sign>[{{;,])\s*+|(?P<colon>:)\s++|\s++", re.DOTALL)
#: Between two of these a comment keeps words apart.
_WORD = re.compile(r"[\w%-]")


def shorten(style: str) -> str:
    """Return a style sheet that means the same: the default theme's is a seventh shorter, compressed."""
    return _SPACES.sub(_shorten_spaces, _COMMENTS.sub(_shorten_comment, style)).strip()


def _shorten_comment(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    joins = _WORD.fullmatch(text[max(start - 1, 0) : start]) and _WORD.fullmatch(text[end : end + 1])
    return match["kept"] or ("/**/" if joins else "")


def _shorten_spaces(match: re.Match[str]) -> str:
    return "}" if match["end"] else match["kept"] or match["sign"] or match["colon"] or " "
