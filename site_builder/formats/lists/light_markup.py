"""reStructuredText, Org and AsciiDoc: written as Markdown line by line, and read as that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.lists import markdown
from site_builder.formats.lists.document import Block, Span
from site_builder.formats.lists.markup_tables import take_tables
from site_builder.formats.lists.page import read_parts

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.lists.document import Document, Line
    from site_builder.formats.lists.markup_tables import Cell, Table
    from site_builder.formats.result import ParseResult

NAME = "light markup"


class _Language(msgspec.Struct, frozen=True):
    """A language: what only it has, and how its marks are written in Markdown. No rule joins or parts lines."""

    name: str
    telling: re.Pattern[str]
    rules: tuple[tuple[re.Pattern[str], str], ...]


def _rules(*pairs: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.MULTILINE), written) for pattern, written in pairs)


_LANGUAGES = (
    # https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html
    _Language(
        "reStructuredText",
        re.compile(
            r"`[^`<>\n]+ <[^<>\s]+>`_|^\.\. (?:[\w-]+::|\[\w+\] )|:doi:`|^#\. |^[ ]*\+[-=]+(?:\+[-=]+)*\+[ ]*$"
            r"|^[ ]*=+(?:[ ]+=+)+[ ]*$",
            re.MULTILINE,
        ),
        _rules(
            (r"^(?:~{3,}|\^{3,}|\"{3,}|'{3,}|#{3,}|\*{3,}|\+{3,})[ ]*$", "---"),
            (r"^\.\. \[([\w#*-]+)\] ", r"- "),
            (r"^\.\. .*$", ""),
            (r"^(\s*)#\. ", r"\g<1>1. "),
            (r"^\| (.*)$", r"\1\\"),
            (r"`([^`<>\n]+) <([^<>\s]+)>`__?", r"[\1](\2)"),
            (r":doi:`([^`\s]+)`", r"<https://doi.org/\1>"),
            (r":(?:\w+-?)+:`([^`\n]+)`", r"\1"),
        ),
    ),
    # https://orgmode.org/worg/org-syntax.html
    _Language(
        "Org",
        re.compile(
            r"\[\[\w+:[^\[\]\n]+\]\[|^[ ]*\|-+(?:\+-+)+\|?[ ]*$"
            r"|^#\+(?:TITLE|AUTHOR|OPTIONS|BEGIN_\w+|STARTUP):?",
            re.MULTILINE | re.IGNORECASE,
        ),
        _rules(
            (r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])", r"**\1**"),
            (r"^\*{6,} ", "###### "),
            (r"^\*{5} ", "##### "),
            (r"^\*{4} ", "#### "),
            (r"^\*{3} ", "### "),
            (r"^\*\* ", "## "),
            (r"^\* ", "# "),
            (r"^#\+TITLE:", "#"),
            (r"^#\+(?:BEGIN|END)_.*$", "```"),
            (r"^(?:#\+|:[A-Z_]+:).*$", ""),
            (r"(?<![\w/:.])/([^\s/](?:[^/\n]*[^\s/])?)/(?![\w/])", r"*\1*"),
            (r"\[\[([^\[\]\n]+)\]\[([^\[\]\n]+)\]\]", r"[\2](\1)"),
            (r"\[\[(\w+:[^\[\]\n]+)\]\]", r"<\1>"),
        ),
    ),
    # https://docs.asciidoctor.org/asciidoc/latest/
    _Language(
        "AsciiDoc",
        re.compile(r"^={1,5} \S|^link:|^\|===[ ]*$|\bhttps?://[^\s\[\]<>()]+\[[^\]\n]+\]", re.MULTILINE),
        _rules(
            (r"(?<![\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])", r"**\1**"),
            (r"^={5} ", "##### "),
            (r"^={4} ", "#### "),
            (r"^=== ", "### "),
            (r"^== ", "## "),
            (r"^= ", "# "),
            (r"^\*{2,} ", "  * "),
            (r"^\.{1,5} (?=\S)", "1. "),
            (r"^(?::[\w-]+:.*|\+)$", ""),
            (r"^(?:----+|\.\.\.\.+)$", "```"),
            (r"(?:link:)?\b(https?://[^\s\[\]<>()]+)\[([^\]\n]+)\]", r"[\2](\1)"),
            (r" \+$", r"\\"),
        ),
    ),
)


def recognise(text: str) -> bool:
    """Tell whether the text has what only one of these languages has."""
    return _find_language(text) is not None


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read a text in the language that it is written in."""
    language = _find_language(text)
    return read_parts(text, *outline(text), path, captured, language.name if language else NAME)


def outline(text: str) -> tuple[Document, str]:
    """Return a text's list as a document, and the entries of BibTeX that stand in it."""
    language = _find_language(text)
    text, tables = take_tables(text)
    document, entries = markdown.outline(_write_markdown(text, language))
    blocks = [block for table in tables for block in _make_blocks(table, language)]
    ordered = sorted((*document.blocks, *blocks), key=lambda block: block.lines[0][0].line)
    return msgspec.structs.replace(document, blocks=tuple(ordered)), entries


def _write_markdown(text: str, language: _Language | None) -> str:
    for pattern, written in language.rules if language else ():
        text = pattern.sub(written, text)
    return text


def _make_blocks(table: Table, language: _Language | None) -> Iterator[Block]:
    """Yield a table's rows as blocks; the first one names the columns."""
    for number, row in enumerate(table):
        yield Block("row" if number else "header", tuple(_make_line(cell, language) for cell in row))


def _make_line(cell: Cell, language: _Language | None) -> Line:
    blocks = markdown.outline(_write_markdown(cell.text, language))[0].blocks
    spans = [span for block in blocks for line in block.lines for span in line] or [Span(" ", 1)]
    return tuple(msgspec.structs.replace(span, line=cell.line) for span in spans)


def _find_language(text: str) -> _Language | None:
    return next((language for language in _LANGUAGES if language.telling.search(text)), None)
