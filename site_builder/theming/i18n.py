"""Translations of the interface: words, dates, numbers and counts in one language.

The words are in TOML files of the themes (``languages/en.toml``). A new language is one more file. What a file lacks is
taken from the files below it, at last from English.
"""

from __future__ import annotations

import re
import tomllib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.text.toml_errors import TOML_ERRORS, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

#: Languages written from right to left.
_RIGHT_TO_LEFT = frozenset(("ar", "fa", "he", "ps", "ug", "ur", "yi"))
#: The patterns of dates, with the names in braces that each must hold.
_DATES = {"day": {"day", "month", "year"}, "month": {"month", "year"}, "year": {"year"}}
#: Words with one placeholder, and its name.
_PLACES = {
    "page_n": "n",
    "submitted_to": "venue",
    "under_review_at": "venue",
    "now_at": "where",
    "video_from": "host",
    "related_by": "names",
    "related_about": "words",
}
_SECTIONS = ("words", "counted", "dates", "numbers")
_FORMS = ("zero", "one", "two", "few", "many", "other")
_NAMED = re.compile(r"\{(\w*)\}")
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class Vocabulary(SimpleNamespace):
    """The words by key, as attributes. An unknown key raises UserError."""

    def __getattr__(self, key: str) -> str:
        """Raise UserError: Python calls this for a missing attribute only."""
        if key.startswith("_"):
            raise AttributeError(key)
        raise UserError(_missing("words", key, self._files))


class Translations(msgspec.Struct, frozen=True):
    """The words and patterns of a language.

    ``text`` holds the words as attributes. ``language`` is the tag of the last file read (``pt-BR``); ``direction`` is
    ``ltr`` or ``rtl``. ``dates`` caches formatted dates, because each stands on many pages.
    """

    language: str
    direction: str
    text: Vocabulary
    counted: dict[str, dict[str, str]]
    patterns: dict[str, str]
    months: tuple[str, ...]
    separator: str
    files: tuple[str, ...]
    dates: dict[str, str] = msgspec.field(default_factory=dict)

    def count(self, key: str, number: int) -> str:
        """Return a number of things: ``1 paper``, ``1,024 papers``. Raises UserError for an unknown key."""
        forms = self.counted.get(key)
        if forms is None:
            raise UserError(_missing("counted", key, self.files))
        form = forms.get(_plural(self.language, number), forms["other"])
        return form.replace("{n}", self.number(number))

    def date(self, date: str) -> str:
        """Return a date with the precision that it has (``2025``, ``2025-03``, ``2025-03-06``); any other text
        unchanged.
        """
        if (written := self.dates.get(date)) is None:
            written = self.dates[date] = self._write_date(date)
        return written

    def _write_date(self, date: str) -> str:
        match = _DATE.fullmatch(date)
        if match is None or not 0 <= int(match[2] or 0) <= len(self.months):
            return date
        year, month, day = match.groups()
        if not month or month == "00":
            return self.patterns["year"].replace("{year}", year)
        text = self.patterns["day" if day else "month"].replace("{year}", year)
        number = self.patterns["first"] if day == "01" else str(int(day or 0))
        return text.replace("{month}", self.months[int(month) - 1]).replace("{day}", number)

    def number(self, number: int) -> str:
        """Return a number with the language's thousands separator."""
        return f"{number:,}".replace(",", self.separator)


def load(paths: Sequence[Path]) -> Translations:
    """Read the translations of a language from its files. The key of a later file wins.

    Raises UserError with all problems if a file is wrong or no file has a required key.
    """
    tables: dict[str, dict[str, Any]] = {section: {} for section in _SECTIONS}
    faults: list[Diagnostic] = []
    for path in paths:
        source = read_file(path)
        found = list(check_file(source, path))
        faults += found
        for section in () if found else source:
            tables[section].update(source[section])
    files = tuple(str(path) for path in paths)
    needed = (("dates", "day"), ("dates", "month"), ("dates", "year"), ("dates", "months"), ("numbers", "group"))
    faults += [_missing(section, key, files) for section, key in needed if key not in tables[section]]
    if faults:
        raise UserError(*faults)
    dates = tables["dates"]
    language = paths[-1].stem
    return Translations(
        language=language,
        direction="rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        text=Vocabulary(**tables["words"], _files=files),
        counted=tables["counted"],
        patterns={key: dates[key] for key in _DATES} | {"first": dates.get("first", "1")},
        months=tuple(dates["months"]),
        separator=tables["numbers"]["group"],
        files=files,
    )


def read_file(path: Path) -> dict[str, Any]:
    """Return the sections of a file of words. Raises UserError if it can't be read."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except OSError as error:
        message = f"the file can't be read: {error.strerror}"
        raise UserError(Diagnostic("file-unreadable", message, Location(str(path)))) from None
    except UnicodeDecodeError:
        fault = Diagnostic("file-not-text", "the file isn't UTF-8 text", Location(str(path)), "save it as UTF-8")
        raise UserError(fault) from None
    except TOML_ERRORS as error:
        message, suggestion, line, column = explain(error, text)
        raise UserError(Diagnostic("language-file", message, Location(str(path), line, column), suggestion)) from None


def check_file(source: dict[str, Any], path: Path) -> Iterator[Diagnostic]:
    """Yield the problems of one file."""
    for section, table in source.items():
        if section not in _SECTIONS:
            yield _report(path, section, "isn't a known section", f"write one of {', '.join(_SECTIONS)}")
        elif not isinstance(table, dict):
            yield _report(path, section, "isn't a section", f"write [{section}]")
        else:
            for key, value in table.items():
                if suggestion := _CHECKS[section](key, value):
                    yield _report(path, key, f"isn't what [{section}] holds", suggestion)


def _check_word(key: str, value: Any) -> str:
    if key.startswith("_") or not key.isidentifier():
        return "write a key of letters and underscores, because templates use it as a name"
    if not isinstance(value, str):
        return "write a text in quotation marks"
    name = _PLACES.get(key, "")
    return "" if not name or _NAMED.findall(value) == [name] else f"write a text that holds {{{name}}}"


def _check_count(_: str, value: Any) -> str:
    if not isinstance(value, dict) or "other" not in value or not all(isinstance(form, str) for form in value.values()):
        return 'write { one = "{n} paper", other = "{n} papers" }; other is needed'
    unknown = [form for form in value if form not in _FORMS]
    return f"instead of {unknown[0]} write one of {', '.join(_FORMS)}" if unknown else ""


def _check_date(key: str, value: Any) -> str:
    if key == "months":
        fits = isinstance(value, list) and len(value) == 12 and all(isinstance(month, str) for month in value)
        return "" if fits else "write a list of twelve names"
    if key == "first":
        return "" if isinstance(value, str) else "write how the first day of a month is written"
    if key not in _DATES:
        return f"write one of {', '.join(_DATES)}, first, months"
    if isinstance(value, str) and set(_NAMED.findall(value)) == _DATES[key]:
        return ""
    return f"write a text that holds {', '.join(f'{{{name}}}' for name in sorted(_DATES[key]))}"


def _check_number(key: str, value: Any) -> str:
    return "" if key == "group" and isinstance(value, str) else 'write group = ","'


_CHECKS: dict[str, Callable[[str, Any], str]] = {
    "words": _check_word,
    "counted": _check_count,
    "dates": _check_date,
    "numbers": _check_number,
}


def _report(path: Path, key: str, what: str, suggestion: str) -> Diagnostic:
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[]=]")
    line = next((number for number, text in enumerate(lines, 1) if starts.match(text)), 0)
    return Diagnostic("language-file", f"'{key}' {what}", Location(str(path), line), suggestion)


def _missing(section: str, key: str, files: Sequence[str]) -> Diagnostic:
    path = files[-1] if files else ""
    message = f"[{section}] has no '{key}', nor has any file under this one"
    return Diagnostic("language-key", message, Location(path), f"add {key} to [{section}]")


def _plural(language: str, number: int) -> str:
    """Return the plural form for a whole number, by the rules of Unicode's CLDR."""
    rule = _PLURALS.get(language.partition("-")[0])
    if rule is not None:
        return rule(number)
    return "one" if number == 1 else "other"


def list_forms(language: str) -> tuple[str, ...]:
    """Return the plural forms that whole numbers take in a language."""
    return tuple(dict.fromkeys(_plural(language, number) for number in (*range(201), 1_000_000)))


def _plural_never(_: int) -> str:
    return "other"


def _plural_from_zero(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _plural_french(number: int) -> str:
    """Return the form of French and Portuguese; whole millions have one, because a word stands behind them."""
    return "many" if number and number % 1_000_000 == 0 else _plural_from_zero(number)


def _plural_spanish(number: int) -> str:
    """Return the form of Spanish and Italian, which have one for whole millions too."""
    return "many" if number and number % 1_000_000 == 0 else "one" if number == 1 else "other"


def _plural_east_slavic(number: int) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return "one"
    return "few" if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else "many"


def _plural_polish(number: int) -> str:
    return "one" if number == 1 else "few" if _plural_east_slavic(number) == "few" else "many"


def _plural_czech(number: int) -> str:
    return "one" if number == 1 else "few" if number in (2, 3, 4) else "other"


def _plural_arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    rest = number % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


_PLURALS: dict[str, Callable[[int], str]] = {
    "ar": _plural_arabic,
    "be": _plural_east_slavic,
    "cs": _plural_czech,
    "es": _plural_spanish,
    "fa": _plural_from_zero,
    "fr": _plural_french,
    "hi": _plural_from_zero,
    "it": _plural_spanish,
    "ja": _plural_never,
    "ko": _plural_never,
    "pl": _plural_polish,
    "pt": _plural_french,
    "ru": _plural_east_slavic,
    "sk": _plural_czech,
    "uk": _plural_east_slavic,
    "vi": _plural_never,
    "zh": _plural_never,
}
