"""What stands before a record or over several: numbers, bullets, labels, and headings with years and types."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Kinds of numbers and bullets at the beginning of a line.
_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[1]", re.compile(r"\[(?!1[89]\d\d|20\d\d)\d{1,4}\](?:\s+|$)")),
    ("[c1]", re.compile(r"\[[A-Za-z]{1,3}[.\-]?\d{1,4}\](?:\s+|$)")),
    ("[Ab12]", re.compile(r"\[[^\W\d_][\w+.\-]{1,20}\d{2,4}[a-z]?\](?:\s+|$)")),
    ("(1)", re.compile(r"\((?!1[89]\d\d|20\d\d)\d{1,4}\)\s+")),
    ("1.", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,4}\.(?:\s+|$)(?!\d)")),
    ("1.-", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,4}(?:\.[-–]|\.?º|\.?ª)\s+(?!\d)")),
    ("1)", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,4}\)(?:\s+|$)")),
    ("1:", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,4}:\s+(?!\d)")),
    ("J1.", re.compile(r"[A-Z]{1,3}[.\-]?\d{1,3}[.):]?\s+(?=\S)")),
    ("#1", re.compile(r"#\s?\d{1,4}[.:)]?\s+")),
    ("1", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,4}$")),
    ("1 ", re.compile(r"(?!1[89]\d\d|20\d\d)\d{1,3}(?:\t+|\s{1,4})(?=[^\W\d_])")),
    ("•", re.compile(r"[•▪‣◦●○∙·■□►▸–—⁃➢✓]\s*(?=\S)")),
    ("-", re.compile(r"[-+]\s+(?=\S)")),
    ("*", re.compile(r"\*\s+(?=\S)")),
)
_YEAR_HEADING = re.compile(
    r"[\W_]*(?:\[[–−-]\]\s*)?(?:(?:year|published|publications|papers|jahr|in|since|seit)\b[\s:]*)?"
    r"((?:1[5-9]|20)\d\d)(?:\s?[–—/-]\s?(?:(?:1[5-9]|20)\d\d|\d\d|today|present|now|heute))?"
    r"(?:\s*(?:publications|papers|\(\d+\)))?[\W_]*",
    re.IGNORECASE,
)
#: The 2020s are no year.
_ANY_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d-]|[’']?s\b)")
_OPEN_YEAR = re.compile(
    r"\b(?:since|from|until|till|before|after|updated?|status|today|present|seit|bis|vor|nach|ab|stand|depuis|avant|desde|hasta)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d{4}\s?[–—/-]\s?\w")
#: What a heading says of the papers below it, by a word in it; the first that occurs wins. The types are CSL's.
_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE))
    for kind, words in (
        ("chapter", ("chapters?", "contributions? to (?:books|collections)", "book sections?", "articles in books",
                     "buchkapitel", "buchbeiträge", "chapitres?", "capítulos?")),
        ("thesis", ("thes[ei]s", "dissertation(?:s|en)?", "thèses?", "tesis", "teses", "abschlussarbeiten")),
        ("article", ("preprints?", "e-?prints", "manuscripts?", "submitted", "under review", "in preparation",
                     "working papers?", "arxiv")),
        ("report", ("reports?", "berichte", "rapports?", "white papers?")),
        ("paper-conference", ("conferences?", "proceedings", "workshops?", "symposi(?:a|um)", r"konferenz\w*",
                              r"tagungs\w*", "conférences?", r"congress\w*", "actes", "anais")),
        ("article-journal", ("journals?", r"zeitschrift\w*", "revues?", "revistas?", "periódicos",
                             "(?:peer[- ]reviewed|refereed) (?:articles|papers|publications)", "articles?", "aufsätze",
                             "artikel", "artigos", "artículos")),
        ("patent", ("patente?s?",)),
        ("software", ("software",)),
        ("dataset", ("data ?sets?",)),
        ("book", ("books?", "monogra(?:f|ph)(?:s|ien?)?", "bücher", "livres", "ouvrages", "libros", "livros",
                  "edited volumes")),
    )
)  # fmt: skip
_BEFORE_LIST = "|".join(
    (
        "selected|recent|full|complete|all|my|our|list of|liste des|lista de|other|key|representative",
        "peer[- ]reviewed|refereed|scientific|academic|research|ausgewählte|vollständige|further|major",
    )
)
_LIST = "|".join(
    (
        "publications?|papers?|references?|works?(?: cited)?|articles?|literature(?: cited)?|reading list|outputs?",
        "bibliograph(?:y|ie|ía|ia)|literatur(?:verzeichnis)?|publikation(?:en|sliste)|veröffentlichungen",
        "schriften(?:verzeichnis)?|publicaciones|publicações|références|referencias|referências|riferimenti|pubblicazioni",
    )
)
_LIST_HEADING = re.compile(rf"\W*(?:(?:{_BEFORE_LIST})\s+)*(?:{_LIST})(?:\s*\(\d+\))?\W*", re.IGNORECASE)


class Marker(NamedTuple):
    """A line's number or bullet: its kind, and how many characters it takes with the space behind it."""

    kind: str
    width: int


class Heading(NamedTuple):
    """What a heading says of the papers below it: a year, a type of CSL's, neither of them."""

    year: str
    type: str


@lru_cache(maxsize=4096)
def read_marker(line: str) -> Marker | None:
    """Return the number or bullet that a line begins with."""
    first = line[:1]
    if first.isalpha() and not (first.isascii() and first.isupper() and any(map(str.isdigit, line[1:6]))):
        return None
    for kind, pattern in _MARKERS:
        match = pattern.match(line)
        if match:
            return Marker(kind, match.end())
    return None


_COUNTED = re.compile(r"[\[(]?(\d{1,4})(?:\.[-–]|[\]).:])\s+")


def read_number(line: str) -> int | None:
    """Return the number that a line begins with, if it could count the records of a list."""
    match = _COUNTED.match(line)
    return int(match[1]) if match else None


def count_on(lines: Sequence[str], markers: Sequence[Marker | None]) -> list[Marker | None]:
    """Return the lines' numbers and bullets, also those that look like a year but go on counting (``1900.``)."""
    found = list(markers)
    last: tuple[str, int] | None = None
    for index, (line, marker) in enumerate(zip(lines, markers, strict=True)):
        number = read_number(line)
        if marker is not None and number is not None:
            last = (marker.kind, number)
        elif number is not None and last is not None and abs(number - last[1]) == 1 and number >= _LEAST_YEAR:
            match = _COUNTED.match(line)
            found[index] = Marker(last[0], match.end() if match else 0)
            last = (last[0], number)
    return found


#: A number less than this is no year.
_LEAST_YEAR = 1800


def read_year(line: str) -> str:
    """Return the year that a heading names, if it names nothing else; ``2020 - today`` is no year, but a heading."""
    match = _YEAR_HEADING.fullmatch(line) if len(line) < 40 else None
    return match[1] if match else ""


def find_only_year(heading: str) -> str:
    """Return the one year that stands in a heading (``Proceedings of the 4th Workshop (2021)``); nothing where the
    heading tells since when, until when, or when the list was written."""
    years = set(_ANY_YEAR.findall(heading))
    return years.pop() if len(years) == 1 and not _OPEN_YEAR.search(heading) and not is_year_range(heading) else ""


def is_year_range(line: str) -> bool:
    """Tell whether a heading of years names more than one."""
    return _RANGE.search(line) is not None


def read_type(line: str) -> str:
    """Return the CSL type that a heading's words name, or nothing."""
    if len(line) > 70:
        return ""
    return next((kind for kind, pattern in _TYPES if pattern.search(line)), "")


def is_list_heading(line: str) -> bool:
    """Tell whether a line is what people write over a list of publications."""
    return len(line) < 60 and _LIST_HEADING.fullmatch(line) is not None


def read_heading(line: str) -> Heading:
    """Return what a line that is a heading says of the papers below it."""
    year = read_year(line)
    return Heading("" if year and is_year_range(line) else year, "" if year else read_type(line))
