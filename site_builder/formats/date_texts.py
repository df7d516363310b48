"""Dates as people and programs write them in tables and records, each read as exactly as it is written."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The first letters, without accents, of the months' names in English, German, French, Spanish, Italian, Portuguese,
#: Dutch and Russian (in Latin letters): enough of them to tell the months apart.
_MONTHS: tuple[tuple[str, ...], ...] = (
    ("jan", "gen", "ene", "ianv", "yanv"),
    ("feb", "fev", "fevr"),
    ("mar", "mrt", "maart", "maerz", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu", "iiun", "iyun"),
    ("jul", "juil", "lug", "iiul", "iyul"),
    ("aug", "aou", "ago", "avg"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov", "noi", "noy"),
    ("dec", "dez", "dic", "dek"),
)
_MONTH_OF = {start: number for number, starts in enumerate(_MONTHS, 1) for start in starts}
_LONGEST_START = max(map(len, _MONTH_OF))
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_TURNED = re.compile(r"(?<!\d)(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{4})(?!\d)")
_EAST = re.compile(r"(\d{4})\s?[年년]\s?(?:(\d{1,2})\s?[月월]\s?(?:(\d{1,2})\s?[日일])?)?")
_YEAR = re.compile(r"(?<![\d.,])(1[4-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(?<![\d.,:])(\d{1,2})(?![\d:])")
_WORD = re.compile(r"[^\W\d_]{3,}")
#: A spreadsheet's days since the end of 1899, from 1980 on.
_SERIAL = re.compile(r"(?:29[2-9]|[34]\d\d)\d\d(?:\.0)?")
_FIRST_DAY = datetime.date(1899, 12, 30)


def read_date(text: str) -> str:
    """Read a date in any of the usual ways: ``2021-03-02T10:00``, ``02.03.2021``, ``March 2, 2021``, ``mars 2021``,
    ``2021年3月``, ``2021 Jul-Aug``, ``c2019``, ``2021.0``; empty when there is no year.

    Of ``03/02/2021`` nobody knows which one is the month, so its year is all that is taken.
    """
    text = text.strip()
    if _SERIAL.fullmatch(text):
        return (_FIRST_DAY + datetime.timedelta(days=int(float(text)))).isoformat()
    if match := _COMPACT.fullmatch(text) or _EAST.search(text) or _ISO.search(text):
        return join_date(match[1], match[2] or "", match[3] or "")
    if match := _TURNED.search(text):
        return _read_turned(int(match[1]), int(match[3]), match[4], european=match[2] == ".")
    if match := _MONTH_YEAR.search(text):
        return join_date(match[2], match[1], "")
    year = _YEAR.search(text)
    if not year:
        return ""
    rest = f"{text[: year.start()]} {text[year.end() :]}"
    month = read_month(rest)
    day = _DAY.search(rest) if month else None
    return join_date(year[0], str(month), day[1] if day else "") if month else year[0]


def read_month(text: str) -> int:
    """Return the month that a text names, by its number or its name; 0 when it names none."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text[:4]) <= 12 else 0
    for word in _WORD.findall(fold(text)):
        for length in range(3, min(len(word), _LONGEST_START) + 1):
            if number := _MONTH_OF.get(word[:length]):
                return number
    return 0


def join_date(year: str, month: str, day: str) -> str:
    """Return a date as exact as its parts, which are numbers; what is in no calendar is left out."""
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return year
    if day.isdigit():
        with suppress(ValueError):
            return datetime.date(int(year), int(month), int(day)).isoformat()
    return f"{year}-{int(month):02}"


def merge_dates(dates: Sequence[str], texts: Sequence[str], month: str, day: str) -> str:
    """Return the most exact of a record's dates that agrees with the first one; ``month`` and ``day`` may make it more
    so, and so may a text without a year (``JAN 15``)."""
    known = [date for date in dates if date]
    if not known:
        return ""
    best = max((date for date in known if date.startswith(known[0])), key=len)
    if len(best) > 4:
        return best
    for text in (month, *(text for text, date in zip(texts, dates, strict=False) if not date)):
        if number := read_month(text):
            found = _DAY.search(day or ("" if text.strip().isdigit() else text))
            return join_date(best, str(number), found[1] if found else "")
    return best


def _read_turned(first: int, second: int, year: str, *, european: bool) -> str:
    if european or first > 12 or first == second:
        return join_date(year, str(second), str(first))
    return join_date(year, str(first), str(second)) if second > 12 else year
