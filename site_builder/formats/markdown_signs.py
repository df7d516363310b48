"""Signs that mean something in an entry's title, but nothing in the format that the title comes from."""

from __future__ import annotations

import re
from html.entities import html5

from site_builder.text.latex import split

_SIGN = re.compile(r"[_*`&]")
#: An underscore within a word is none of Markdown's.
_UNDERSCORE = re.compile(r"_(?<![^\W_]_)|_(?![^\W_])")
#: Asterisks that may begin and end emphasis (CommonMark 0.31, section 6.2).
_OPENING = re.compile(r"(?<![\w*])\*+(?=[^\s*])|\*(?=\w)")
_CLOSING = re.compile(r"(?<=\w)\*|(?<=[^\s*])\*+(?![\w*])")
_ENTITY = re.compile(r"&(?=#\w+;|(\w+;))")
#: A number or a bullet, as items of lists have them.
_ITEM = re.compile(r"^(\d{1,9}[.)]|\\?[-+*])\s")
_SPELLED = {"~": "\\textasciitilde{}", "`": "\\textasciigrave{}"}
#: Signs of LaTeX, what they don't count in, and braces that protect a capital.
_LATEX = re.compile(
    r"\$[^$]+\$|https?://\S+|<(?:jats:)?tex-math\b[^<]*</|<((?:mml:)?math)\b[^<]*(?:<(?!/?\1\b)[^<]*)*</\1"
    r"|<[^<>]*>|\{[^\s{},;|=~]*[A-Z][^\s{},;|=~]*\}|[{}~`]"
)


def escape_markdown(title: str) -> str:
    """Return a title as entries keep it in which no underscore, asterisk, backtick or ``&name;`` is Markdown's."""
    if not _SIGN.search(title):
        return title
    marks = [pattern for pattern in (_UNDERSCORE, re.compile("`")) if len(pattern.findall(title)) > 1]
    opening = _OPENING.search(title)
    if opening and _CLOSING.search(title, opening.end()):
        marks.append(re.compile(r"\*"))
    marks.append(_ENTITY)
    end, pieces = 0, []
    for kind, value in split(title):
        start = title.find(value, end) if kind in ("math", "address") else -1
        if start >= 0:
            pieces += [_escape(title[end:start], marks), value]
            end = start + len(value)
    return "".join((*pieces, _escape(title[end:], marks)))


def escape_item(paragraph: str) -> str:
    """Return a paragraph in which a number or a bullet at its beginning makes no list of it: LaTeX's space is behind
    it, and none of Markdown's."""
    return _ITEM.sub(r"\1\\ ", paragraph)


def escape_latex(text: str) -> str:
    """Return a text of a format that isn't LaTeX in which braces, tildes and backticks mean nothing."""
    return _LATEX.sub(_spell, text)


def _escape(text: str, marks: list[re.Pattern[str]]) -> str:
    for mark in marks:
        text = mark.sub(_escape_sign, text)
    return text


def _escape_sign(match: re.Match[str]) -> str:
    if match.re is _ENTITY and match[1] and match[1] not in html5:
        return match[0]
    return _SPELLED.get(match[0]) or f"\\{match[0]}"


def _spell(match: re.Match[str]) -> str:
    sign = match[0]
    return sign if len(sign) > 1 else _SPELLED.get(sign) or f"\\{sign}"
