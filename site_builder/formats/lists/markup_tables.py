"""Tables as Org, reStructuredText and AsciiDoc write them, cut into cells with their lines."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: A line that only such a table has: Org's rule, those of reStructuredText's two kinds, AsciiDoc's fence.
RULE = re.compile(
    r"^[ ]*\|-+(?:\+-+)+\|?[ ]*$|^[ ]*\+[-=]+(?:\+[-=]+)*\+[ ]*$|^[ ]*=+(?:[ ]+=+)+[ ]*$|^\|===[ ]*$"
    r"|^\.\. list-table::",
    re.MULTILINE,
)
_ORG_RULE = re.compile(r"[ ]*\|-+(?:\+-+)+\|?[ ]*")
_GRID_RULE = re.compile(r"[ ]*\+[-=]+(?:\+[-=]+)*\+[ ]*")
_SIMPLE_RULE = re.compile(r"[ ]*=+(?:[ ]+=+)+[ ]*")
_ITEM = re.compile(r"([ ]+)(\*[ ]+)?-(?:[ ]+(.*))?$")
_OPTION = re.compile(r"[ ]+:[\w-]+:")
_BAR = re.compile(r"(?<!\\)\|")
_COLUMNS = re.compile(r"cols=\"(?:(\d+)\*|([^\"]*))")


class Cell(NamedTuple):
    """What a cell says, on one line, and the line on which it begins."""

    text: str
    line: int


#: A table by its rows, of which the first names the columns.
Table = list[list[Cell]]


def take_tables(text: str) -> tuple[str, list[Table]]:
    """Return a text with blank lines for its tables, and the tables."""
    if not RULE.search(text):
        return text, []
    lines = text.split("\n")
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        end, table = _read_table(lines, at)
        if len(table) > 1:
            tables.append(table)
            lines[at:end] = [""] * (end - at)
        at = max(end, at + 1)
    return "\n".join(lines), tables


def _read_table(lines: Sequence[str], at: int) -> tuple[int, Table]:
    """Return where the table that begins on a line ends, and its rows; none where no table begins."""
    line = lines[at]
    if line.startswith("|==="):
        return _read_fenced(lines, at)
    if line.startswith(".. list-table::"):
        return _read_list_table(lines, at)
    if _GRID_RULE.fullmatch(line):
        end = _find_end(lines, at, lambda row: row.lstrip().startswith(("|", "+")))
        return end, _read_grid(lines, at, end)
    if _SIMPLE_RULE.fullmatch(line):
        rules = [n for n in range(at, _find_end(lines, at, lambda row: bool(row.strip()))) if _is_simple(lines[n])]
        end = rules[-1] + 1
        return end, _read_simple(lines, at, end) if len(rules) > 1 else []
    if line.lstrip().startswith("|"):
        end = _find_end(lines, at, lambda row: row.lstrip().startswith("|"))
        return end, _read_org(lines, at, end)
    return at + 1, []


def _find_end(lines: Sequence[str], at: int, belongs: Callable[[str], bool]) -> int:
    return next((number for number in range(at, len(lines)) if not belongs(lines[number])), len(lines))


def _is_simple(line: str) -> bool:
    return _SIMPLE_RULE.fullmatch(line) is not None


def _read_org(lines: Sequence[str], at: int, end: int) -> Table:
    rows = [(number, lines[number]) for number in range(at, end)]
    if not any(_ORG_RULE.fullmatch(row) for _, row in rows):
        return []
    return [
        [Cell(cell.strip(), number + 1) for cell in row.strip().strip("|").split("|")]
        for number, row in rows
        if not _ORG_RULE.fullmatch(row)
    ]


def _read_grid(lines: Sequence[str], at: int, end: int) -> Table:
    """Read a table with lines between its cells. Where every row but the head has one line, no rule parts the rows."""
    rules = [number for number in range(at, end) if _GRID_RULE.fullmatch(lines[number])]
    edges = [match.start() for match in re.finditer(r"\+", lines[at])]
    whole = any("=" in lines[number] for number in rules)
    rows: Table = []
    for above, below in itertools.pairwise(rules):
        numbers = range(above + 1, below)
        for part in [numbers] if whole else [range(number, number + 1) for number in numbers]:
            rows.append([_join(lines, part, slice(left + 1, right)) for left, right in itertools.pairwise(edges)])
    return rows


def _read_simple(lines: Sequence[str], at: int, end: int) -> Table:
    """Read a table whose columns begin where its rules do; a line without a first cell goes on with the row above."""
    starts = [match.start() for match in re.finditer(r"=+", lines[at])]
    columns = [slice(left, right) for left, right in zip(starts, [*starts[1:], None], strict=True)]
    firsts = [
        number
        for number in range(at, end)
        if not _is_simple(lines[number])
        and lines[number][columns[0]].strip()
        and set(lines[number].strip()) != {"-", " "}
    ]
    rows: Table = []
    for first, following in zip(firsts, [*firsts[1:], end], strict=True):
        part = range(first, next((n for n in range(first, following) if _is_simple(lines[n])), following))
        rows.append([_join(lines, part, column) for column in columns])
    return rows


def _join(lines: Sequence[str], numbers: range, column: slice) -> Cell:
    return Cell(" ".join(lines[number][column].strip() for number in numbers).strip(), numbers.start + 1)


def _read_list_table(lines: Sequence[str], at: int) -> tuple[int, Table]:
    """Read a directive whose rows are the items of a list, and whose cells are the items in them."""
    rows: Table = []
    number = at + 1
    while number < len(lines) and (not lines[number].strip() or lines[number][0] == " "):
        line = lines[number]
        item = _ITEM.match(line)
        if item and item[2]:
            rows.append([Cell((item[3] or "").strip(), number + 1)])
        elif item and rows:
            rows[-1].append(Cell((item[3] or "").strip(), number + 1))
        elif line.strip() and rows and not _OPTION.match(line):
            cell = rows[-1][-1]
            rows[-1][-1] = cell._replace(text=f"{cell.text} {line.strip()}")
        number += 1
    return number, rows


def _read_fenced(lines: Sequence[str], at: int) -> tuple[int, Table]:
    """Read AsciiDoc's table, in which cells begin with a bar, wherever lines end."""
    end = next((number for number in range(at + 1, len(lines)) if lines[number].startswith("|===")), len(lines))
    cells = list(_list_fenced(lines, at + 1, end))
    width = sum(cell.line == cells[0].line for cell in cells) if cells else 1
    if stated := _COLUMNS.search(lines[at - 1] if at else ""):
        width = int(stated[1]) if stated[1] else len(re.split(r"[,;]", stated[2]))
    return end + 1, [cells[start : start + width] for start in range(0, len(cells), max(width, 1))]


def _list_fenced(lines: Sequence[str], start: int, end: int) -> Iterator[Cell]:
    current: Cell | None = None
    for number in range(start, end):
        before, *cells = _BAR.split(lines[number])
        if current and before.strip():
            current = current._replace(text=f"{current.text} {before.strip()}")
        for text in cells:
            if current:
                yield current
            current = Cell(text.strip(), number + 1)
    if current:
        yield current
