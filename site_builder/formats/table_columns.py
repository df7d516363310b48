"""What the columns of a table hold, told from their heads and their cells, and whether its rows are papers at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.date_texts import read_date
from site_builder.formats.field_names import drop_count, find_field, find_other_table, find_unsure_field
from site_builder.text.folding import fold
from site_builder.text.identifiers import find_doi, read_arxiv
from site_builder.text.person_names import LINKS, PARTICLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_builder.formats.delimited_rows import Row

#: Columns for parts of authors' names; the number may stand before or behind the part.
_NAME_PART = re.compile(r"(?:author|autor|auteur|autore)s?(?: (\d{1,3}))? ([a-z]+)(?: names?)?(?: (\d{1,3}))?")
_GIVEN = ("first", "given", "forename", "vorname", "prenom", "nombre", "nome", "voornaam")
_FAMILY = (
    "last",
    "family",
    "surname",
    "nachname",
    "familienname",
    "nom",
    "apellido",
    "apellidos",
    "cognome",
    "achternaam",
)
_FIRST = ("first author", "lead author", "erstautor", "premier auteur", "primer autor", "primo autore")
_FURTHER = (
    "co authors",
    "coauthors",
    "co author s",
    "other authors",
    "further authors",
    "koautoren",
    "weitere autoren",
)
#: How many rows are looked at to tell what a column holds.
_SAMPLE = 200
#: Words a title has on the average, where nothing but the cells shows which column has the titles; films' have three.
_TELLING_TITLE = 4.5
#: The same where a head says that the column may have them (``Name``).
_LIKELY_TITLE = 2.5
_LONG_TEXT = 50.0
_NAME_PARTS = re.compile(r"[,;&|、\n]|\s(?:and|und|et|y|e)\s|et al\.?")
_WORD_OF_NAME = re.compile(r"(?:[^\W\d_]|['’.\-])+")
_NOT_IN_NAMES = frozenset(("the", "a", "an", "of", "for", "in", "on", "with", "to", "by", "from", "at", "via", "using"))
_PAGES = re.compile(r"[a-zA-Z]{0,2}\d{1,6}\s*[-–—]{1,2}\s*[a-zA-Z]{0,2}\d{1,6}")
_NUMBER = re.compile(r"\d{1,4}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_VENUE = re.compile(
    r"\b(?:journal|proceedings|proc|conference|trans(?:actions)?|letters|review|symposium|workshop|annals|advances|arxiv"
    r"|nature|science|press|zeitschrift|revue|revista|rivista|bulletin|archives?|lecture notes|astronomy|medicine)\b"
    r"|\b(?-i:[A-Z][a-z]{2,}\.)(?= )",
    re.IGNORECASE,
)


class Column(NamedTuple):
    """A column: where it is, its head, our field (nothing where its head is unknown), how good a source of that field
    it is (0 is the best), the name that it shares with others if it is one of several (``Author 2``), and where the
    given name stands to a column of family names."""

    position: int
    name: str
    field: str
    rank: int = 0
    group: str = ""
    given: int = -1


def find_columns(head: Sequence[str], rows: Sequence[Row]) -> list[Column]:
    """Return what the columns hold by their heads, the best source of each field first."""
    columns = [_find_column(index, name) for index, name in enumerate(head)]
    known = {column.field for column in columns}
    for index, column in enumerate(columns):
        meaning = None if column.field else find_unsure_field(column.name)
        if meaning and meaning.field not in known and _fits(meaning.field, _take(rows, index)):
            columns[index] = column._replace(field=meaning.field, rank=300 + meaning.rank)
            known.add(meaning.field)
    _join_name_parts(columns)
    return sorted(columns, key=lambda column: column.rank)


def _join_name_parts(columns: list[Column]) -> None:
    """Make one list of authors of columns for parts of names (``Author 2 first name``), or for the first author and the
    others."""
    parts = {(match[2], match[1] or match[3]): c for c in columns if (match := _NAME_PART.fullmatch(fold(c.name)))}
    for (kind, number), column in parts.items():
        given = next((parts[name, number] for name in _GIVEN if (name, number) in parts), None)
        if kind in _FAMILY and given:
            columns[column.position] = column._replace(field="author", group="parts", given=given.position)
            columns[given.position] = given._replace(field="ignored")
    others = next((column for column in columns if fold(column.name) in _FURTHER), None)
    first = next((column for column in columns if fold(column.name) in _FIRST), None)
    if others and first and not any(column.field == "author" for column in columns):
        columns[first.position] = first._replace(field="author", rank=0, group="others")
        columns[others.position] = others._replace(field="author", rank=1, group="others")


def _find_column(index: int, name: str) -> Column:
    if meaning := find_field(name):
        return Column(index, name, meaning.field, meaning.rank)
    base = drop_count(name)
    meaning = find_field(base) if base != name else None
    if meaning and meaning.field in ("author", "editor", "keyword"):
        return Column(index, name, meaning.field, meaning.rank, base.lower())
    return Column(index, name or f"#{index + 1}", "")


def object_to(columns: Sequence[Column], head: Sequence[str]) -> str:
    """Return a sentence on why a table lists no papers, or nothing where it does."""
    fields = {column.field for column in columns}
    surely = {column.field for column in columns if column.field and column.rank < 300}
    identified = fields & {"doi", "arxiv", "pmid"}
    other = find_other_table([column.name for column in columns if column.field in ("", "ignored")])
    what = f"a table of {other}" if other else "a table of something else than papers" if head else "a table"
    if "title" not in fields:
        return "" if identified else f"this looks like {what}: no column of titles"
    if not head:
        telling = len(fields & {"author", "venue", "url", "page", "date"}) + bool(identified)
        return "" if telling > 1 and ("author" in fields or identified) else f"this looks like {what} without heads"
    if identified or ("venue" in surely and "author" in fields):
        return ""
    if other:
        return f"this looks like {what}: beside the titles no column of journals or DOIs"
    if "author" in fields or "venue" in surely:
        return ""
    return f"this looks like {what}: beside the titles no column of authors, journals or DOIs"


def label_columns(rows: Sequence[Row]) -> list[Column]:
    """Return what the columns of a table without heads hold, by their cells alone."""
    width = max((len(row.cells) for row in rows), default=0)
    left = {index: cells for index in range(width) if (cells := _take(rows, index))}
    columns: list[Column] = []
    for field, test in _TESTS:
        likely = {index: sum(map(test, cells)) / len(cells) for index, cells in left.items()}
        index = max(likely, key=lambda number: likely[number], default=-1)
        if index >= 0 and likely[index] >= 0.7:
            columns.append(Column(index, f"#{index + 1}", field))
            del left[index]
    words = {index: _count_words(cells) for index, cells in left.items()}
    texts = sorted(
        (index for index in left if words[index] < _LONG_TEXT), key=lambda index: -_weigh_title(left[index], len(rows))
    )
    known = {column.field for column in columns}
    surely = "author" in known and known & {"doi", "arxiv", "page"}
    if texts and words[texts[0]] >= (_LIKELY_TITLE if surely else _TELLING_TITLE):
        columns.append(Column(texts[0], "", "title"))
        venues = [index for index in texts[1:] if _count_venues(left[index]) > 0]
        columns += [Column(index, "", "venue") for index in venues[:1]]
        columns += [Column(index, "", "abstract") for index in left if words[index] >= _LONG_TEXT]
    named = {column.position for column in columns}
    columns += [Column(index, f"#{index + 1}", "") for index in left if index not in named]
    return columns


def _weigh_title(cells: list[str], rows: int) -> float:
    """Weigh a column as that of the titles: each row has one of several words, no two are alike, few name a venue."""
    filled, different = len(cells) / max(1, min(rows, _SAMPLE)), len(set(cells)) / len(cells)
    return _count_words(cells) * filled * different * (1 - 0.8 * _count_venues(cells))


def _count_venues(cells: list[str]) -> float:
    """Return the share of cells that have a word of venues."""
    return sum(bool(_VENUE.search(cell)) for cell in cells) / len(cells)


def _take(rows: Sequence[Row], index: int) -> list[str]:
    return [row.cells[index] for row in rows[:_SAMPLE] if index < len(row.cells) and row.cells[index]]


def _fits(field: str, cells: list[str]) -> bool:
    """Tell whether cells hold what their unsure head may mean."""
    if field == "title":
        return _count_words(cells) >= _LIKELY_TITLE
    if field == "author":
        return sum(map(_are_names, cells)) > len(cells) / 2
    return True


def _count_words(cells: list[str]) -> float:
    """Return the average number of words; Han, Kana and Hangul count as one for two letters."""
    return sum(
        len(cell.split()) if cell.isascii() else max(len(cell.split()), _count_dense(cell)) for cell in cells
    ) / max(1, len(cells))


def _count_dense(cell: str) -> int:
    return sum("\u2e80" <= letter <= "\ud7af" for letter in cell) // 2


def _are_names(cell: str) -> bool:
    """Tell whether a cell lists nothing but words that names have."""
    parts = [part.strip(" *.†‡") for part in _NAME_PARTS.split(cell) if part.strip(" *.†‡")]
    return bool(parts) and len(cell) > 4 and " " in cell and all(map(_may_be_name, parts))


def _may_be_name(text: str) -> bool:
    words = text.split()
    return len(words) <= 5 and all(
        (word[0].isupper() or word in PARTICLES or word in LINKS or not word.isascii())
        and (word == "A" or word.lower() not in _NOT_IN_NAMES)
        and bool(_WORD_OF_NAME.fullmatch(word))
        for word in words
    )


#: What cells hold, the most telling first.
_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("doi", lambda cell: bool(find_doi(cell))),
    ("arxiv", lambda cell: bool(read_arxiv(cell))),
    ("url", lambda cell: bool(_ADDRESS.fullmatch(cell))),
    ("date", lambda cell: len(cell) < 24 and bool(read_date(cell)) and not _PAGES.fullmatch(cell)),
    ("page", lambda cell: bool(_PAGES.fullmatch(cell))),
    ("volume", lambda cell: bool(_NUMBER.fullmatch(cell))),
    ("issue", lambda cell: bool(_NUMBER.fullmatch(cell))),
    ("author", lambda cell: _are_names(cell) and not _VENUE.search(cell)),
)
