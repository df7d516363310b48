"""Markup of other generators in a text. It isn't obeyed here, so whoever brought it is told what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.entries.body import drop_comments

if TYPE_CHECKING:
    from collections.abc import Iterator


class Foreign(NamedTuple):
    """Markup that will be shown as it is written: where in the text, and what to say of it."""

    at: int
    message: str
    suggestion: str


class _Kind(NamedTuple):
    """A kind of markup: the character without which none is there, how to find one and its name, how it is shown and
    called, and what to write instead, for some names and for all others."""

    character: str
    pattern: re.Pattern[str]
    shown: str
    called: str
    remedies: dict[str, str]
    otherwise: str


_LINK = "write a link: [its words](https://…)"
_IMAGE = "write ![what it shows](/files/picture.png)"
_ADDRESS = "write the address of what it shows"
_QUOTATION = "write a quotation, whose lines begin with >"
_BLANK = "delete it: an empty line begins a paragraph"
_TAGS = (
    "a|b|blockquote|br|center|code|details|div|em|figcaption|figure|font|h[1-6]|hr|i|iframe|img|ins|li|ol|p|pre|s|small|span"
    "|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video"
)
_KINDS = (
    _Kind(
        "{",
        re.compile(r"\{\{[<%]\s*/?\s*([\w/-]+)"),
        "{{{{< {} >}}}}",
        "a shortcode of Hugo's or Quarto's",
        {
            **dict.fromkeys(("figure", "gallery"), _IMAGE),
            **dict.fromkeys(("youtube", "vimeo", "video", "bilibili", "tweet", "x", "gist", "audio"), _ADDRESS),
            **dict.fromkeys(("cite", "ref", "relref", "staticref", "button", "cta"), _LINK),
            **dict.fromkeys(("callout", "alert"), _QUOTATION),
            "math": "put formulas between dollar signs, and delete it",
        },
        "delete it, or write Markdown in its place",
    ),
    _Kind(
        "{",
        re.compile(
            r"\{%-?\s*((?:end)?(?:assign|capture|case|comment|for|highlight|if|raw|unless)|cite|else|include|link|post_url)\b"
        ),
        "{{% {} %}}",
        "a tag of Jekyll's",
        dict.fromkeys(("cite", "link", "post_url"), _LINK),
        "delete it, or write Markdown in its place",
    ),
    _Kind(
        "{",
        re.compile(r"\{\{-?\s*((?:page|site|layout|include|post)\.[\w.-]+|(?:'[^'\n]*'|\"[^\"\n]*\")(?=\s*\|))"),
        "{{{{ {} }}}}",
        "a variable of Jekyll's",
        {},
        "write out what it stands for",
    ),
    _Kind(
        "{",
        re.compile(r"\{:\s*([.#]?[A-Za-z][\w-]*)[^{}\n]*\}"),
        "{{: {} }}",
        "an attribute of Jekyll's",
        {},
        "delete it",
    ),
    _Kind(
        ":",
        re.compile(r"^:{3,}[ \t]*(?:\{\s*([.#][\w-]+)[^{}\n]*\}|([\w-]+)[ \t]*$)", re.MULTILINE),
        "::: {}",
        "a block of Quarto's",
        {},
        "delete its lines of colons",
    ),
    _Kind("@", re.compile(r"\[@([\w:./-]+)"), "[@{}]", "a citation of Quarto's", {}, _LINK),
    _Kind(
        "<",
        re.compile(rf"</?({_TAGS})\b[^<>\n]*>", re.IGNORECASE),
        "<{}>",
        "HTML",
        {
            **dict.fromkeys(("b", "strong"), "write **important**"),
            **dict.fromkeys(("i", "em", "u", "ins"), "write *set apart*"),
            **dict.fromkeys(("sub", "sup"), "write a formula, such as $x_0$ or $x^2$"),
            **dict.fromkeys(("br", "p", "div", "span", "center", "font"), _BLANK),
            **dict.fromkeys(("iframe", "video"), _ADDRESS),
            "a": _LINK,
            "img": _IMAGE,
            "blockquote": _QUOTATION,
            "code": "write `code`",
            "hr": "write ---",
        },
        "write it in Markdown",
    ),
)
#: What tells at once of most texts that there is nothing: 4 µs where all patterns take 40.
_SIGNS = {
    "{": re.compile(r"\{[{%:]"),
    "<": re.compile(r"</?[A-Za-z]"),
    ":": re.compile(":::"),
    "@": re.compile(r"\[@"),
}
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,})(?:.*\n)*?(?: {0,3}\1|\Z)|(`+)[^`\n]+\2", re.MULTILINE)


def find_foreign(text: str) -> Iterator[Foreign]:
    """Yield markup of other generators in a text, each kind and name once. What is code is meant to be shown."""
    present = [character for character, sign in _SIGNS.items() if character in text and sign.search(text)]
    if not present:
        return
    bare = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), drop_comments(text))
    for kind in (kind for kind in _KINDS if kind.character in present):
        seen = set()
        for match in kind.pattern.finditer(bare):
            name = next(filter(None, match.groups())).lower()
            if name not in seen:
                seen.add(name)
                message = f"'{kind.shown.format(name)}' is {kind.called}, and is shown as it is written"
                yield Foreign(match.start(), message, kind.remedies.get(name, kind.otherwise))
