r"""Converts Markdown, LaTeX and mathematics to safe HTML and to plain text.

Texts come from strangers, so their HTML is never used: tags are shown as text, and links lead only to the web, to mail
or to the same site. A formula that can't be converted is shown as its source.

Most texts are plain and need no parser: their HTML is escaped paragraphs with linked addresses. `_SPECIAL`, `_OPENING`
and `_LINES` find the other texts. The parser gives the same bytes for a plain text.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from site_builder.markup import addresses
from site_builder.markup.mathematics import check_macro
from site_builder.markup.title_tokens import split_title
from site_builder.markup.typesetting import Source, Typeset, set_blocks, set_inline
from site_builder.text.folding import collapse
from site_builder.text.html import EMPTY, trust

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Typeset", "check_macro", "plain", "split_title", "typeset", "typeset_inline", "typeset_prose"]

#: Characters that may be markup within a line. An underscore between letters and an asterisk between spaces aren't.
#: Each alternative begins with a literal character, so that `re` can skip to it quickly.
_SPECIAL = re.compile(
    r"\\|`|\$|~|--|_(?<![^\W_]_)|_(?![^\W_])|\*(?<! \*)|\*(?! )"
    r"|\](?=[(\[])|<(?=[\w.!#$%&'*+/=?^{|}-])|&(?=[#\w])"
)
#: A printable text without any of these bytes, and without "--", has no markup. This test takes a twentieth of the time
#: of the regular expression.
_SUSPECTS = bytes([*b"\\$_`*<&~]", *range(10), *range(11, 32), 127])
#: What may start a block: at the start of a text, and in several lines.
_OPENING = re.compile(r"\s|[-+*#>|=:\[]|\d{1,9}[.)]")
_LINES = re.compile(r"\n[^\w\n(\"'“‘（「]|\n\d{1,9}[.)]|[ |]\n|\n[^\n]*\|")
_SPACES = re.compile(" {2,}")
_BREAK = re.compile(r"\n{2,}")
_CHANGED = ("://", "&", "<", ">")


def typeset(source: str, macros: Mapping[str, str], path: str, line: int, root: str = "/") -> Typeset:
    """Convert a Markdown text: notes, free pages, biographies.

    ``path`` and ``line`` (the number of the text's first line, from 1) locate the diagnostics. Addresses from the
    site's root (``/papers/…``) are placed below ``root``. Headings begin at ``h2``, no level is skipped, and each has
    an id.
    """
    return _set_plainly(source) or set_blocks(Source(source, macros, path, line, root), "document")


def typeset_prose(source: str, macros: Mapping[str, str], path: str, line: int, root: str = "/") -> Typeset:
    """Convert an abstract: prose in which block marks count only if they can't be anything else.

    Emphasis, code, links, tables and lists of several items are understood; headings, quotations, rules and indented
    code aren't, an asterisk between letters multiplies, and brackets are a link only before an address of the web
    or from the site's root.
    """
    return _set_plainly(source) or set_blocks(Source(source, macros, path, line, root), "prose")


def typeset_inline(source: str, macros: Mapping[str, str], path: str = "", line: int = 0) -> Typeset:
    """Convert a title: without a paragraph, and without links, because titles are links themselves."""
    text = collapse(source)
    if "{" in text or _is_special(text):
        return set_inline(Source(text, macros, path, line, "/"))
    return Typeset(trust(escape(text, quote=False)), text)


def plain(source: str) -> str:
    r"""Return a title as plain text: ``top-k`` for ``top-$k$``, ``Gödel`` for ``G\"odel``."""
    return typeset_inline(source, {}).text


def _is_special(text: str) -> bool:
    encoded = text.encode("utf-8", "surrogatepass")
    suspect = len(encoded.translate(None, _SUSPECTS)) < len(encoded) or "--" in text
    if suspect and _SPECIAL.search(text):
        return True
    return (suspect or not text.isascii()) and not text.replace("\n", " ").isprintable()


def _set_plainly(source: str) -> Typeset | None:
    """Convert a plain text without the parser; None for any other text. Nine of ten abstracts are plain."""
    text = source.lstrip("\n").rstrip("\n ")
    if not text:
        return Typeset(EMPTY, "")
    lines = "\n" in text
    if _is_special(text) or _OPENING.match(text) or (lines and _LINES.search(text)):
        return None
    marked = _mark(text) if any(map(text.__contains__, _CHANGED)) else text
    if lines:
        marked = _BREAK.sub("</p>\n<p>", marked)
        text = _BREAK.sub("\0", text).replace("\n", " ").replace("\0", "\n\n")
    html = trust(f"<p>{marked}</p>")
    return Typeset(html, _SPACES.sub(" ", text) if "  " in text else text)


def _mark(text: str) -> str:
    """Escape a text and link the addresses in it."""
    parts: list[str] = []
    done = 0
    for match in addresses.ADDRESS.finditer(text):
        end = addresses.find_end(text, match.start())
        address = escape(text[match.start() : end], quote=False)
        parts += (escape(text[done : match.start()], quote=False), f'<a href="{address}">{address}</a>')
        done = end
    return "".join((*parts, escape(text[done:], quote=False)))
