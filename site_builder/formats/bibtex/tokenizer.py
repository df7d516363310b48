"""How a BibTeX file is cut: into blocks, a block into its key and its fields, a value into its pieces.

It reads what BibTeX and Biber read, and goes on where they stop: without a key, without a comma, with ``%`` before
what was to be a comment. A block that can't be read so carries its error, and ends where the next one begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A block begins on a line of its own or right behind another one.
_START = re.compile(r"(?:^[ \t]*|(?<=[})])[ \t]*,?[ \t]*)@[ \t]*([^\W\d_]\w*)\s*([{(])", re.MULTILINE)
#: The beginning of a block that no value holds: a brace that is open there wasn't closed.
_BARRIER = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*[{(]\s*[^\s,{}()=]*\s*[,=]", re.MULTILINE)
_KEY = re.compile(r"\s*([^,={}\n]*)\s*")
_KEY_IN_PARENTHESES = re.compile(r"\s*([^,={}()\n]*)\s*")
_NAME = re.compile(r"([^\W\d][^\s={}\",#%]*)\s*=\s*")
_BARE = re.compile(r"[^\s#{}\",=%)]+")
_GAP = re.compile(r"(?:\s|%[^\n]*)*+")
_GAP_WITH_COMMAS = re.compile(r"(?:[\s,]|%[^\n]*)*+")
#: Which braces and quotation marks count: BibTeX's rule, and the one that people have in mind who wrote ``\}``.
_COUNTED = (re.compile(r"[{}\"]"), re.compile(r"\\.|[{}\"]", re.DOTALL))
#: Fields whose name at the start of a line, within a value, shows that the value wasn't closed.
_TELLING = frozenset(
    (
        "title", "author", "abstract", "doi", "eprint", "url", "number", "note", "keywords", "journal", "pages", "year",
        "month", "date", "publisher", "organization", "editor", "series", "volume", "address", "location", "isbn",
        "issn", "booktitle",
    )
)  # fmt: skip
_FIELD = re.compile(r"(?:^|(?<=[}\"])|(?<=[}\"],))[ \t]*([A-Za-z][\w+-]*)[ \t]*=\s*(?=[{\"\w])", re.MULTILINE)
_FIELD_LINE = re.compile(r"\n[ \t]*([A-Za-z][\w+-]*)[ \t]*=\s*[{\"\d]")

#: A piece of a value: what stands in braces or quotation marks, or a name or number without any.
Piece = tuple[bool, str]


class Field(msgspec.Struct, frozen=True):
    """A field with the pieces that ``#`` joins; the first of a piece is whether it is bare. ``start`` is an offset."""

    name: str
    pieces: list[Piece]
    start: int
    comma: bool = True


class Block(msgspec.Struct, frozen=True):
    """What stands from one offset to another; between the blocks (``kind`` is empty) stand comments. The fields begin
    at ``body``; one with an ``error`` has none."""

    kind: str
    start: int
    end: int
    body: int = 0
    key: str = ""
    fields: list[Field] = []
    error: str = ""


class _Broken(Exception):
    """Why a block can't be read by the rules."""


def cut(text: str) -> Iterator[Block]:
    """Cut a file into its blocks and what stands between them."""
    barriers = [match.start() for match in _BARRIER.finditer(text)]
    barriers.append(len(text))
    end, furthest = 0, len(text)
    while match := _START.search(text, end):
        start = text.index("@", match.start())
        if start > end:
            yield Block("", end, start)
        limit = barriers[bisect_right(barriers, start)]
        if match[1].lower() != "comment":
            block = _read_block(text, match, start, limit)
            yield block
            end = block.end
        elif (closed := find_end(text, match.end() - 1, max(limit, furthest))) < max(limit, furthest):
            end = closed + 1
        else:  # one that isn't closed ends with its line, and no other is followed through the whole file again
            end, furthest = _end_line(text, start), 0
    if end < len(text):
        yield Block("", end, len(text))


def cut_lines(text: str) -> Iterator[tuple[str, list[Piece]]]:
    """Cut a broken block at the fields' names; a value reaches to the next name or to the end."""
    text = text.lstrip(", \t\n")
    matches = list(_FIELD.finditer(text))
    ends = (*(match.start() for match in matches), len(text))[1:]
    for match, end in zip(matches, ends, strict=True):
        source = text[match.end() : end].strip().rstrip(", \t\n")
        try:
            yield match[1], _read_value(source, 0, len(source), _COUNTED[1])[0]
        except _Broken:
            yield match[1], [(False, source.lstrip('{"'))]


def _end_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return end if end >= 0 else len(text)


def _read_block(text: str, head: re.Match[str], start: int, limit: int) -> Block:
    closing = "}" if head[2] == "{" else ")"
    kind, error = head[1].lower(), ""
    key, body = ("", head.end()) if kind in ("string", "preamble") else _read_key(text, head.end(), closing)
    for counted in _COUNTED:
        try:
            if kind == "preamble":
                pieces, end = _read_value(text, _skip(_GAP, text, body), limit, counted)
                return Block(kind, start, _skip(_GAP, text, end) + 1, fields=[Field("", pieces, start)])
            fields, end = _read_fields(text, body, limit, closing, counted)
        except _Broken as broken:
            error = error or str(broken)
        else:
            return Block(kind, start, end, body, key, fields)
    return Block(kind, start, limit, body, key, error=error)


def _read_key(text: str, position: int, closing: str) -> tuple[str, int]:
    """Return the key and where the fields begin; without a comma behind it, it ends before the first field's name."""
    match = (_KEY if closing == "}" else _KEY_IN_PARENTHESES).match(text, position)
    if match is None:
        return "", position
    if not text.startswith("=", match.end()):
        return match[1].strip(), match.end()
    *key, name = match[1].split() or [""]
    return " ".join(key), match.start(1) + match[1].rindex(name)


def _read_fields(
    text: str, position: int, limit: int, closing: str, counted: re.Pattern[str]
) -> tuple[list[Field], int]:
    """Return the fields of a block, and where it ends."""
    fields: list[Field] = []
    while True:
        start = _skip(_GAP_WITH_COMMAS, text, position)
        if text.startswith(closing, start):
            if _has_field(text, start + 1, limit):
                raise _Broken("a brace closes it before its last field")
            return fields, start + 1
        name = _NAME.match(text, start, limit)
        if not name:
            raise _Broken("a brace, a quotation mark or an equals sign is missing")
        pieces, end = _read_value(text, name.end(), limit, counted)
        position = _skip(_GAP, text, end)
        comma = text.startswith((",", closing), position)
        if not comma and not _NAME.match(text, position, limit):
            raise _Broken("a comma or a closing brace is missing")
        fields.append(Field(name[1].lower(), pieces, start, comma))


def _has_field(text: str, position: int, limit: int) -> bool:
    name = _NAME.match(text, _skip(_GAP_WITH_COMMAS, text, position), limit)
    return name is not None and text.startswith(("{", '"'), name.end())


def _read_value(text: str, position: int, limit: int, counted: re.Pattern[str]) -> tuple[list[Piece], int]:
    """Return the pieces of ``{a} # macro # "b"``, and where they end."""
    pieces: list[Piece] = []
    while True:
        if text.startswith(("{", '"'), position):
            end = find_end(text, position, limit, counted)
            inner = text[position + 1 : end]
            if end == limit or _is_unclosed(inner):
                raise _Broken("a brace, a quotation mark or an equals sign is missing")
            pieces.append((False, inner))
            position = end + 1
        elif bare := _BARE.match(text, position, limit):
            pieces.append((True, bare[0]))
            position = bare.end()
        else:
            return pieces, position
        after = _skip(_GAP, text, position)
        if not text.startswith("#", after):
            return pieces, position
        position = _skip(_GAP, text, after + 1)


def find_end(text: str, start: int, limit: int, counted: re.Pattern[str] = _COUNTED[0]) -> int:
    """Return where the brace or the quotation mark at ``start`` is closed, or the limit."""
    closing = '"' if text[start] == '"' else "}"
    depth = 0
    for mark in counted.finditer(text, start + 1, limit):
        sign = mark[0]
        if sign == closing and depth == 0:
            return mark.start()
        depth += (sign == "{") - (sign == "}")
    return limit


def _is_unclosed(value: str) -> bool:
    return "\n" in value and any(match[1].lower() in _TELLING for match in _FIELD_LINE.finditer(value))


def _skip(gap: re.Pattern[str], text: str, position: int) -> int:
    match = gap.match(text, position)
    return match.end() if match else position
