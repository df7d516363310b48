"""Titles as tokens, for the formats of citations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.markup.typesetting import parse_inline
from site_builder.text.folding import collapse
from site_builder.text.latex import split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token as MarkdownToken

    from site_builder.text.latex import Token

#: What only Markdown understands: emphasis, code, references to characters, escaped signs. An underscore within a word
#: is none.
_MARKDOWN = re.compile(r"\*|`|_(?<![^\W_]_)|_(?![^\W_])|&(?=#?\w+;)|\\(?=[!\"'()+,./:;<=>?@\[\]^|~-])")
#: Names of LaTeX's commands for the elements that titles have.
_COMMANDS = {
    "em": "emph",
    "strong": "textbf",
    "code": "texttt",
    "span": "textsc",
    "u": "underline",
    "sup": "textsuperscript",
    "sub": "textsubscript",
}


@lru_cache(maxsize=4096)
def split_title(title: str) -> tuple[Token, ...]:
    """Return the tokens of a title as `text.latex.split` does, with Markdown's emphasis and code as LaTeX's styles."""
    tokens = tuple(split(title))
    if not any(kind == "text" and _MARKDOWN.search(value) for kind, value in tokens):
        return tokens
    return tuple(converted for token in parse_inline(collapse(title)) for converted in _convert(token))


def _convert(token: MarkdownToken) -> Iterator[Token]:
    if token.type == "formula":
        yield ("math", f"${token.content}$")
    elif token.type == "brace":
        yield ("brace", token.meta["sign"])
    elif token.type == "code_inline":
        yield from (("open", "texttt"), ("text", token.content), ("close", ""))
    elif token.nesting == 1:
        yield ("open", _COMMANDS[token.tag])
    elif token.nesting == -1:
        yield ("close", "")
    elif token.type in ("softbreak", "hardbreak"):
        yield ("text", " ")
    elif token.content:
        yield ("text", token.content)
