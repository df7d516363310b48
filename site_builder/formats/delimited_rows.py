"""Text with a sign between its cells (CSV, tabs, semicolons), cut into rows that know their lines.

A quotation mark that is never closed, or stands within a cell, costs its cell and no more: `csv` of the standard
library takes all that follows it for one cell, and knows no lines.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

#: The line below the head of a table in Markdown, which is another format.
MARKDOWN_RULE = re.compile(r"^[ ]*(?:\|[ ]*)?:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?[ ]*$", re.MULTILINE)
#: Signs between cells; where two would do, the first one.
_DELIMITERS = ("\t", ";", ",", "|")
#: Excel's own line, which names the sign.
_EXCEL = re.compile(r"sep=(.)\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"\n]*"')
#: How many characters are looked at to find the sign.
_SAMPLE = 20_000
#: How many rows may stand before a table's head: a title, the day of the export.
FOREWORD = 10
#: How many of the rows must be equally wide where no head is known.
_REGULAR = 0.8


class Row(NamedTuple):
    """The cells of a row, with its first and last line."""

    cells: list[str]
    first: int
    last: int


def cut_rows(text: str, delimiter: str) -> list[Row]:
    """Cut a text into rows; blank ones are left out, and so is Excel's line that names the delimiter.

    Cells may stand in quotation marks, with line ends and doubled quotation marks in them.
    """
    mark = re.escape(delimiter)
    blank, inside = ("[ ]", r'[^"\t]') if delimiter == "\t" else (r"[ \t]", '[^"]')
    quoted = re.compile(rf'{blank}*"({inside}*(?:""{inside}*)*)"{blank}*(?={mark}|\n|\Z)')
    bare = re.compile(rf"[^\n{mark}]*")
    excel = _EXCEL.match(text)
    position, first = (excel.end(), 2) if excel else (0, 1)
    rows: list[Row] = []
    cells: list[str] = []
    line = first
    while position <= len(text):
        if match := quoted.match(text, position):
            cell = match[1].replace('""', '"')
            line += cell.count("\n")
        else:
            match = bare.match(text, position)
            cell = match[0] if match else ""
        cells.append(cell.strip())
        position = (match.end() if match else position) + 1
        if text[position - 1 : position] != delimiter:
            if any(cells):
                rows.append(Row(cells, first, line))
            cells, first = [], line + 1
            line = first
    return rows


def find_delimiter(text: str, is_head: Callable[[str], bool]) -> str:
    """Return the sign that parts a text into cells, or nothing where the text is no table.

    ``is_head`` tells whether a cell is the head of a column that means something.
    """
    if excel := _EXCEL.match(text):
        return excel[1]
    sample = text if len(text) <= _SAMPLE else text[: max(text.rfind("\n", 0, _SAMPLE), 1)]
    best, delimiter = (0, 0.0), ""
    bare = _QUOTED.sub("", sample)
    for sign in _DELIMITERS:
        # In sentences a space follows nearly every comma.
        spoken = 2 * bare.count(f"{sign} ") > bare.count(sign)
        if sign in sample and (weight := _weigh(cut_rows(sample, sign), is_head, spoken=spoken)) > best:
            best, delimiter = weight, sign
    return delimiter


def _weigh(rows: list[Row], is_head: Callable[[str], bool], *, spoken: bool) -> tuple[int, float]:
    """Weigh a way of cutting: how many heads are known in one row, and how regular the rows are; (0, 0) if it is
    none.

    If the text is ``spoken``, heads count only where half of the rows below them are as wide: a sentence may say "a
    link, a venue, a tag".
    """
    counts = [_count_heads(row, is_head) for row in rows[:FOREWORD]]
    heads = max(counts, default=0)
    width, count = Counter(len(row.cells) for row in rows).most_common(1)[0] if rows else (0, 0)
    if heads > 1 and (not spoken or _is_followed(rows[counts.index(heads) :])):
        return heads, float(width)
    regular = not spoken and width > 2 and count >= max(3, _REGULAR * len(rows))
    return (1, float(width)) if regular else (0, 0.0)


def _is_followed(rows: list[Row]) -> bool:
    """Tell whether half of the rows below the first one are as wide as it is."""
    alike = sum(len(row.cells) == len(rows[0].cells) for row in rows[1:])
    return alike > 0 and 2 * alike >= len(rows) - 1


def _count_heads(row: Row, is_head: Callable[[str], bool]) -> int:
    """Return how many cells of a row are heads, where these are not lost among others."""
    heads = sum(map(is_head, row.cells))
    return heads if heads >= 0.3 * sum(map(bool, row.cells)) else 0
