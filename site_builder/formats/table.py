"""Tables: CSV and its kin, of reference managers, databases and spreadsheets, with heads in any of many languages.

What a column is, its head tells; where there is none, what its cells hold.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.delimited_rows import FOREWORD, MARKDOWN_RULE, Row, cut_rows, find_delimiter
from site_builder.formats.field_names import find_field, find_other_table, list_names
from site_builder.formats.lists.markup_tables import RULE
from site_builder.formats.name_cells import read_name_cells
from site_builder.formats.named_fields import Fields, UnknownNames, make_paper
from site_builder.formats.record_types import read_type
from site_builder.formats.reference import doubt, make_result
from site_builder.formats.result import ParseResult
from site_builder.formats.table_columns import Column, find_columns, label_columns, object_to

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.author_lists import AuthorList
    from site_builder.formats.reference import Find

NAME = "table"

#: The fields of which a paper has one, from the first of its columns that says something; of others each column counts.
_MANY = frozenset(("note", "url", "keyword", "category", "issn", "isbn"))
#: The fields in which Publish or Perish writes 0 for what it doesn't know.
_COUNTED = frozenset(("volume", "issue", "page", "first_page", "last_page"))
#: Signs of other formats.
_NO_HEAD = re.compile(r"[{}=<>@\\]")
_LONGEST_HEAD = 60
_YEAR = re.compile(r"(?:19|20)\d\d")


def recognise(text: str) -> bool:
    """Tell whether the text is a table, and none of Markdown's: a known head, or rows that have equally many cells."""
    return not (MARKDOWN_RULE.search(text) or RULE.search(text)) and bool(find_delimiter(text, _is_head))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every row as a paper; a table of something else is told in one sentence, and gives none."""
    rows = cut_rows(text, find_delimiter(text, _is_head) or ",")
    start = _find_head(rows)
    body = rows[start + 1 :] if start >= 0 else rows
    columns = find_columns(rows[start].cells, body) if start >= 0 else label_columns(body)
    if objection := object_to(columns, rows[start].cells if start >= 0 else []):
        location = Location(path, rows[start].first if start > 0 else 1)
        return ParseResult((), (Diagnostic("listing-none", objection, location, _REMEDY),), NAME, (), ())
    diagnostics = [_report_stray(row, path) for row in rows[: max(start, 0)]]
    return _Table(path, columns, diagnostics).read(body, rows[start].cells if start >= 0 else [])


def read_headed_rows(head: list[str], rows: list[Row], path: str) -> ParseResult | None:
    """Read the rows below a head that is known; None where it is the head of something else than papers."""
    columns = find_columns(head, rows)
    return None if object_to(columns, head) else _Table(path, columns, []).read(rows, head)


_REMEDY = "where it does list papers, name the columns 'title', 'authors', 'year', 'journal', 'doi'"


class _Table:
    """The rows of a table on their way to papers."""

    def __init__(self, path: str, columns: list[Column], diagnostics: list[Diagnostic]) -> None:
        self.path = path
        self.columns = columns
        self.diagnostics = diagnostics
        self.unknown = UnknownNames("column")

    def read(self, rows: list[Row], head: list[str]) -> ParseResult:
        """Read the rows below a head; one that repeats the head is none, and one cell alone is a heading."""
        people = {
            column.position: read_name_cells([_name_cell(row, column) for row in rows])
            for column in self.columns
            if column.field in ("author", "editor")
        }
        found: list[Find] = []
        heading = ("", "")
        width = max(len(head), Counter(len(row.cells) for row in rows).most_common(1)[0][0] if rows else 0)
        widest = max((len(row.cells) for row in rows), default=len(head))
        self.diagnostics += _doubt_surplus(Location(self.path, max(rows[0].first - 1, 1) if rows else 1), head[widest:])
        for number, row in enumerate(rows):
            location = Location(self.path, row.first)
            if row.cells == head:
                continue
            if said := self._read_heading(row):
                heading = said
                continue
            fields = self._read_row(row, location, heading)
            if len(row.cells) > width or (head and any(row.cells[len(head) :])):
                fields.why = f"this row has {len(row.cells)} cells, more than the head: some may be parts of one"
                self.diagnostics += _doubt_surplus(location, row.cells[max(len(head), len(self.columns)) :])
            names = {position: column[number] for position, column in people.items()}
            fields.authors = self._join_names("author", names)
            fields.editors = self._join_names("editor", names)
            found.append((make_paper(fields, self.diagnostics, "this row"), (row.first, row.last)))
        self.diagnostics += self.unknown.tell(list_names())
        return make_result(NAME, self.path, found, self.diagnostics)

    def _read_heading(self, row: Row) -> tuple[str, str] | None:
        """Return the field and the text that a row says for those below it: a year, or a type of work."""
        filled = [cell for cell in row.cells if cell]
        if len(filled) != 1 or len(row.cells) < 2:
            return None
        if _YEAR.fullmatch(filled[0]):
            return "year", filled[0]
        return ("type", filled[0]) if read_type(filled[0]) else None

    def _read_row(self, row: Row, location: Location, heading: tuple[str, str]) -> Fields:
        fields = Fields(location)
        for column in self.columns:
            text = _cell(row, column)
            if (
                not text
                or column.field in ("author", "editor", "ignored")
                or (column.field in _COUNTED and text == "0")
            ):
                continue
            if not column.field:
                self.unknown.meet(column.name or f"number {column.position + 1}", location)
            elif column.field in _MANY or column.field not in fields.values:
                fields.add(column.field, text)
        field, text = heading
        if field and not fields.first(field, *(("date",) if field == "year" else ())):
            fields.add(field, text)
        return fields

    def _join_names(self, field: str, names: dict[int, AuthorList]) -> AuthorList | None:
        """Return the names of a row: those of the best column that has any, with the further ones of its group."""
        columns = [column for column in self.columns if column.field == field and names[column.position].authors]
        if not columns:
            return None
        first = columns[0]
        if not first.group:
            return names[first.position]
        listed = [names[column.position] for column in columns if column.group == first.group]
        return listed[0]._replace(
            authors=tuple(authorship for part in listed for authorship in part.authors),
            et_al=any(part.et_al for part in listed),
            doubts=tuple(dict.fromkeys(doubt for part in listed for doubt in part.doubts)),
        )


def _doubt_surplus(location: Location, cells: list[str]) -> list[Diagnostic]:
    """Report cells of a row beyond the columns, or of a head beyond the rows."""
    shown = ", ".join(f"'{cell}'" for cell in cells if cell)
    return doubt(location, [f"these cells stand in no column, and were left out: {shown}"] if shown else [])


def _is_head(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEAD and not _NO_HEAD.search(cell) and find_field(cell) is not None


def _find_head(rows: list[Row]) -> int:
    """Return which row names the columns: the one with most names that mean something, or the first one where its names
    are those of another table; -1 where there is none."""
    counts = [
        len({meaning.field for cell in row.cells if _is_head(cell) and (meaning := find_field(cell))})
        for row in rows[:FOREWORD]
    ]
    most = max(counts, default=0)
    if most > 1:
        return counts.index(most)
    return 0 if rows and find_other_table(rows[0].cells) else -1


def _cell(row: Row, column: Column) -> str:
    return row.cells[column.position] if column.position < len(row.cells) else ""


def _name_cell(row: Row, column: Column) -> str:
    """Return the names in a row's cell; a given name that stands in a cell of its own is put behind the family name."""
    name = _cell(row, column)
    given = row.cells[column.given] if 0 <= column.given < len(row.cells) else ""
    return f"{name}, {given}" if name and given else name or given


def _report_stray(row: Row, path: str) -> Diagnostic:
    shown = next(cell for cell in row.cells if cell)[:40]
    return Diagnostic(
        "listing-furniture",
        f"'{shown}' stands before the table and was left out",
        Location(path, row.first),
        "",
        "hint",
    )
