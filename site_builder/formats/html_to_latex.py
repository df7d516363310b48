"""HTML and JATS in titles and abstracts: publishers hand them on in every format, and entries have LaTeX instead."""

from __future__ import annotations

import html
import re
from html.entities import html5

from site_builder.formats.mathml import read_mathml

#: Elements (CSL's own and JATS's, as Crossref hands them on) → LaTeX's commands, as entries have them.
_COMMANDS = {
    "i": "textit", "em": "textit", "italic": "textit", "b": "textbf", "strong": "textbf", "bold": "textbf",
    "sup": "textsuperscript", "sub": "textsubscript", "sc": "textsc", "scp": "textsc", "tt": "texttt",
}  # fmt: skip
_STYLED = re.compile(
    r"<(?:jats:)?(i|em|italic|b|strong|bold|sup|sub|sc|scp|tt)>"
    r"([^<]*(?:<(?!/?(?:jats:)?\1>)[^<]*)*)</(?:jats:)?\1>",
    re.IGNORECASE,
)
#: An element that was escaped a second time.
_PAIRED = re.compile(r"</(?:jats:|mml:)?(?:i|em|italic|b|strong|bold|sup|sub|sc|scp|tt|math|tex-math)>|&lt;/")
#: Each level of styles within styles costs a look at the whole text; further ones are plain text.
_DEEPEST = 8
_CAPITALS = re.compile(r'<span style="font-variant: ?small-caps;">([^<]*)</span>')
_PROTECTED = re.compile(r'<span class="nocase">([^<]*)</span>')
_TEX = re.compile(
    r"<(?:jats:)?tex-math\b[^<>]*>([^<]*)</(?:jats:)?tex-math>"
    r"(?: ?<mml:math\b[^<]*(?:<(?!/?mml:math\b)[^<]*)*</mml:math>)?"
)
_MATHML = re.compile(r"<((?:mml:)?math)\b[^<>]*>[^<]*(?:<(?!/?(?:mml:)?math\b)[^<]*)*</\1>")
_HEADING = re.compile(r"<(?:jats:)?title>\s*(?:(?:abstract|summary)\s*)?</(?:jats:)?title>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</?(?:jats:)?(?:p|sec|title|h[1-6])(?:\s[^<>]*)?>|\n[ \t]*\n")
#: Elements whose text stays; in other brackets an author may have put a word (``<think>``).
_ELEMENTS = "|".join(_COMMANDS) + (
    "|a|alternatives|br|code|disp-formula|div|font|h[1-6]|inf|inline-formula|li|list|m(?:ath|frac|i|n|o|over|row|space|sqrt|sub|subsup|sup|text|under)|ol|ovl|p|s"
    "|sec|small|span|title|u|ul"
)
_TAG = re.compile(rf"</?(?:(?:jats|mml):[^<>]*|(?:{_ELEMENTS})(?:\s+[\w:-]+=\"[^\"]*\")*\s*/?)>")
_ENTITY = re.compile(r"(?<!\\)&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
#: Names of entities that a backslash before them isn't meant for; ``\&Gt;`` is no entity.
_SPELLED_NAMES = (
    "amp|lt|gt|quot|apos|nbsp|[mn]dash|[lr][sd]quo|[A-Za-z](?:acute|grave|uml|circ|tilde|cedil|slash|ring|elig)"
)
#: HTML as BibTeX of doi.org's spelled it for years: ``$\less$i$\greater$`` and ``{\&}amp$\mathsemicolon$``.
_SPELLED = re.compile(
    rf"\$\\(less|greater|mathsemicolon)\$|(?:\{{\\&\}}|\\&)(?=(?:#\w{{2,7}}|{_SPELLED_NAMES})(?:;|\$\\mathsemicolon\$))"
)
_SIGNS = {"less": "<", "greater": ">", "mathsemicolon": ";"}
#: The signs before a Spanish question or exclamation, as LaTeX joins them.
_INVERTED = re.compile(r"([?!])`(?!`)")
_INVERTED_SIGNS = {"?": "¿", "!": "¡"}
#: The dollar of a formula that DBLP escaped as if it were words, and what stands in it.
_DOLLAR = "{\\textdollar}"
_ESCAPED = {"{\\textbackslash}": "\\", "{\\^{}}": "^", "\\{": "{", "\\}": "}", "\\_": "_"}


def to_latex(text: str) -> str:
    """Return a text with its elements as LaTeX's commands and its entities as characters."""
    if "<" not in text and "&" not in text:
        return text
    escaped = "&lt;" in text or "&amp;lt;" in text
    text = _PROTECTED.sub(r"{\1}", text)
    text = _CAPITALS.sub(r"\\textsc{\1}", _MATHML.sub(_read_mathml, _TEX.sub(_read_formula, text)))
    for _ in range(_DEEPEST):
        text, count = _STYLED.subn(lambda element: f"\\{_COMMANDS[element[1].lower()]}{{{element[2]}}}", text)
        if not count:
            break
    text = _ENTITY.sub(_read_entity, _TAG.sub("", text))
    return to_latex(text) if escaped and _PAIRED.search(text) else text


def unspell(text: str) -> str:
    """Return LaTeX with the elements, entities and formulas that were escaped for it as such."""
    text = _INVERTED.sub(lambda sign: _INVERTED_SIGNS[sign[1]], text) if "`" in text else text
    if "\\" not in text:
        return text
    pieces = text.split(_DOLLAR)
    if len(pieces) % 2 and all("{\\textbackslash}" in formula for formula in pieces[1::2]):
        for sign, meant in _ESCAPED.items():
            pieces[1::2] = [formula.replace(sign, meant) for formula in pieces[1::2]]
        text = "$".join(pieces)
    return _SPELLED.sub(lambda sign: _SIGNS.get(sign[1], "&"), text)


def split_paragraphs(text: str) -> list[str]:
    """Split an abstract where elements or blank lines do; a heading that only says so is no part of it."""
    return _PARAGRAPH.split(_HEADING.sub("", text))


def _read_entity(match: re.Match[str]) -> str:
    """Return the character of an entity; what only begins like one (``&notebook;``) is none."""
    return html.unescape(match[0]) if match[0][1] == "#" or match[0][1:] in html5 else match[0]


def _read_formula(match: re.Match[str]) -> str:
    r"""Return the formula of a ``tex-math`` element, which may be a whole LaTeX document around ``$$…$$``."""
    formula = match[1].rpartition("\\begin{document}")[2].partition("\\end{document}")[0].strip().strip("$").strip()
    return f"${formula}$" if formula else ""


def _read_mathml(match: re.Match[str]) -> str:
    """Return the formula of a ``math`` element; one that can't be read stays as its text."""
    formula = read_mathml(match[0])
    return f"${formula}$" if formula else match[0]
