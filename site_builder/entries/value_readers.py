"""Values of front matter → the records' types: text, dates, addresses, identifiers, names.

Each reader takes the raw value, the way to it, and the findings so far; what it can't understand it reports there and
returns as empty.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from site_builder.entries.frontmatter import FieldDiagnostic, Raw, Where
from site_builder.entries.schema_names import CSL_TYPES, TYPES
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.contributor_roles import read_role
from site_builder.text.folding import collapse, find_month
from site_builder.text.publication_status import read_status

if TYPE_CHECKING:
    from collections.abc import Collection

#: Takes the raw value, the way to it, and the findings so far, to which it adds what it can't understand.
Reader: TypeAlias = Callable[[Raw, Where, list[FieldDiagnostic]], Any]

_QUOTE = "'"
_TRUE = frozenset({"true", "yes", "on", "y", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "0", ""})
_NUMBER = re.compile(r"\s*[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*")
_DATE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)
_EXACT_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_WRITTEN_DATE = re.compile(r"(?:(\d{1,2})\.? )?([A-Za-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})", re.ASCII)
#: A date that ends in its year, of which the first number is the day or, in America, the month.
_TURNED_DATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
#: Days from one to another, as of a conference: which of them, nobody knows.
_DAYS = re.compile(
    r" ?\b\d{1,2}(?:st|nd|rd|th)? ?[-–] ?\d{1,2}(?:st|nd|rd|th)?(?:\.? (?=[A-Za-z])|(?=,? \d{4}))", re.ASCII
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FOLLOWED = ("https://", "http://", "ftp://", "mailto:")
_HOST = re.compile(r"(?:www\.|(?:github|gitlab|huggingface|arxiv|doi|youtube)\.\w{2,3}/)")
_NO_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_text(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read text on one line."""
    if type(value) is str:
        return collapse(value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return collapse(value[0])
    return refuse(where, found, "this should be text", f"write '{where[-1]}: …' on one line")


def read_long_text(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read text that may have paragraphs."""
    if isinstance(value, str):
        return value.strip()
    return refuse(where, found, "this should be text", "write it in the body, under the front matter")


def read_texts(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read a list of texts; a text alone is a list of one. Items may be mappings with a ``name`` (as in Quarto)."""
    if isinstance(value, str):
        return (collapse(value),) if value.strip() else ()
    items = value if isinstance(value, list) else [value]
    texts = []
    for i, item in enumerate(items):
        if isinstance(item, str):
            text = collapse(item)
        else:
            place = (*where, i) if isinstance(value, list) else where
            text = _read_mapping(item, place, found) if isinstance(item, dict) else read_text(item, place, found)
        if text:
            texts.append(text)
    return tuple(texts)


def _read_mapping(item: dict[str, Raw], where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an item that YAML takes for a mapping: Quarto's {id, name}, or a text with a colon that has no quotes."""
    named = next((key for key in ("name", "id", "ref") if item.get(key)), "")
    if named:
        report_unused(item, {named, "id", "ror"}, where, found)
        return read_text(item[named], (*where, named), found)
    if len(item) == 1 and isinstance(text := next(iter(item.values())), str):
        from site_builder.entries.yaml_scalars import write_text

        whole = collapse(f"{next(iter(item))}: {text}").rstrip(":")
        message = f"'{whole}' has a colon in it, and is read as one text"
        suggestion = f"write it in quotes: {write_text(whole, style=_QUOTE)}"
        found.append(FieldDiagnostic(where, "entry-value", message, suggestion, "warning"))
        return whole
    return refuse(where, found, "this should be text", "write one text on each line")


def report_unused(item: dict[str, Raw], used: Collection[str], where: Where, found: list[FieldDiagnostic]) -> None:
    """Report the keys of a mapping that mean nothing here."""
    for key, value in item.items():
        if key not in used and value:
            message = f"'{key}' isn't used here"
            found.append(FieldDiagnostic((*where, key), "entry-unknown-key", message, "", "hint", on_key=True))


def read_roles(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read what an author did: terms of CRediT; others are kept with a hint. Quarto writes degrees (``{software:
    lead}``), which are kept behind the role."""
    roles = []
    items = value if isinstance(value, list) else [value]
    for i, item in enumerate(items):
        place = (*where, i) if isinstance(value, list) else where
        degree = ""
        if isinstance(item, dict) and len(item) == 1:
            item, inner = next(iter(item.items()))
            degree = read_text(inner, place, found)
        text = read_text(item, place, found)
        role = read_role(text)
        if text and not role:
            message, suggestion = (
                f"'{text}' isn't a role of CRediT",
                "see https://credit.niso.org for its roles",
            )
            found.append(FieldDiagnostic(place, "entry-value", message, suggestion, "hint"))
        if text:
            roles.append(f"{role or text} ({degree})" if degree else role or text)
    return tuple(roles)


def read_words(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read tags: a list, or one text with commas or semicolons."""
    if isinstance(value, str):
        return tuple(word for part in value.replace(";", ",").split(",") if (word := collapse(part)))
    return read_texts(value, where, found)


def read_codes(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
    """Read categories: a list, or one text with commas or spaces between codes (``cs.CL cs.LG``)."""
    if isinstance(value, str):
        parts = value.replace(",", " ").split()
        if all(re.fullmatch(r"[a-z-]+(?:\.[A-Za-z-]+)?", part) for part in parts):
            value = [*parts]
    # One category has one page, however often and in whichever case a paper names it.
    return tuple(dict.fromkeys(map(_settle_code, read_words(value, where, found))))


@lru_cache(maxsize=1024)
def _settle_code(code: str) -> str:
    subject = lookup(code)
    return subject.code if subject else code


def read_flag(value: Raw, where: Where, found: list[FieldDiagnostic]) -> bool:
    """Read true or false, in YAML's spellings."""
    lowered = value.strip().lower() if isinstance(value, str) else "?"
    if lowered in _TRUE:
        return True
    if lowered not in _FALSE:
        refuse(where, found, f"this should be true or false{_quote(value)}", f"write '{where[-1]}: true'")
    return False


def read_award(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an award's name; that there is one is none."""
    text = read_text(value, where, found)
    if text.lower() in _TRUE:
        message, suggestion = f"this should be the award's name{_quote(text)}", "write 'award: Best Paper Award'"
        return refuse(where, found, message, suggestion, severity="warning")
    return "" if text.lower() in _FALSE else text


def read_type(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a paper's type: a name of CSL, or another generator's name for it."""
    if isinstance(value, list) and len(value) > 1 and isinstance(value[0], str):  # HugoBlox allows several
        message = f"of several types the first counts: '{value[0]}'"
        found.append(FieldDiagnostic(where, "entry-value", message, "write one type", "warning"))
        value = value[0]
    text = read_text(value, where, found).lower()
    if not text or text in CSL_TYPES:
        return text
    if text in TYPES:
        message = f"'{text}' is read as '{TYPES[text]}'"
        found.append(FieldDiagnostic(where, "entry-value", message, f"write '{TYPES[text]}'", "hint"))
        return TYPES[text]
    suggestion = "write a CSL type such as 'paper-conference', 'article-journal' or 'thesis'"
    return refuse(where, found, f"'{text}' isn't a type of publication", suggestion, severity="warning")


def read_joined(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read text on one line; a list of names (of editors) is joined with "and"."""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = " and ".join(str(item) for item in value)
    return read_text(value, where, found)


def read_container(value: Raw, where: Where, found: list[FieldDiagnostic]) -> dict[str, str]:
    """Read a mapping of CSL's names to texts."""
    if not value:
        return {}
    if not isinstance(value, dict):
        refuse(where, found, "this should be a mapping", "write container: {volume: 12}")
        return {}
    return {key: read_text(item, (*where, key), found) for key, item in value.items() if item}


def read_whole_number(value: Raw, where: Where, found: list[FieldDiagnostic]) -> int:
    """Read a whole number."""
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,9}", value.strip()):
        return int(value)
    refuse(where, found, f"this should be a whole number{_quote(value)}", f"write '{where[-1]}: 10'")
    return 0


def read_count(value: Raw, where: Where, found: list[FieldDiagnostic]) -> int | None:
    """Read how many there are of something."""
    if value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value.strip(), re.ASCII):
        return int(value)
    refuse(where, found, f"this should be a whole number{_quote(value)}", f"write '{where[-1]}: 10'")
    return None


def read_score(value: Raw, where: Where, found: list[FieldDiagnostic]) -> float | None:
    """Read a number."""
    if isinstance(value, str):
        if not value:
            return None
        if _NUMBER.fullmatch(value) and math.isfinite(number := float(value)):
            return number
    refuse(where, found, f"this should be a number{_quote(value)}", "write it with a point: 'score: 76.5'")
    return None


def read_date(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a date as precise as it is written: ``2025``, ``2025-03`` or ``2025-03-06``. Clock times are cut off.

    Quarto and CSL write ``date-parts: [[2025, 3, 6]]``; dates in English words are understood, with a hint.
    """
    if type(value) is str and _EXACT_DATE.fullmatch(value):
        date = value
    else:
        if isinstance(value, dict):
            value = value.get("date-parts", value)
        while isinstance(value, list) and value and isinstance(value[0], list):
            value = value[0]
        if isinstance(value, list):
            value = "-".join(str(part) for part in value)
        if not isinstance(value, str):
            return refuse(where, found, "this should be a date", "write it as 2025-03-06, 2025-03 or 2025")
        if not value.strip():
            return ""
        date = _understand_date(unicodedata.normalize("NFKC", value).strip())
        if not date:
            status = read_status(value)
            suggestion = f"write 'status: {status}'" if status else "write it as 2025-03-06, 2025-03 or 2025"
            return refuse(where, found, f"this isn't a date{_quote(value)}", suggestion)
        if not value.startswith(date):
            found.append(FieldDiagnostic(where, "entry-value", f"'{value}' is read as {date}", f"write {date}", "hint"))
    if problem := _check_day(date):
        return refuse(where, found, *problem)
    return date


def _understand_date(text: str) -> str:
    if match := _DATE.fullmatch(text):
        year, _, month, day = match.groups()
        return "-".join(part.zfill(2) for part in (year, month, day) if part)
    if match := _TURNED_DATE.fullmatch(text):
        first, mark, second, year = match.groups()
        if mark != "." and int(second) > 12:
            first, second = second, first
        sure = mark == "." or int(first) > 12 or first == second
        return f"{year}-{second.zfill(2)}-{first.zfill(2)}" if sure else ""
    if match := _WRITTEN_DATE.fullmatch(_DAYS.sub("", text)):
        before, name, after, year = match.groups()
        day, month = before or after, find_month(name)
        if month and not (before and after):
            return "-".join([year, f"{month:02}", *([day.zfill(2)] if day else [])])
    return ""


@lru_cache(maxsize=8192)
def _check_day(date: str) -> tuple[str, str] | None:
    """Return what is wrong with a date, and its remedy."""
    parts = [int(part) for part in date.split("-")]
    year, month, day = (*parts, 1, 1)[:3]
    if not 1000 <= year <= 2999:
        return (
            f"{date[:4]} can't be a paper's year",
            "write the year in which it appeared, or leave the date out",
        )
    try:
        datetime.date(year, month, day)
    except ValueError as error:
        return f"'{date}' is no day of the calendar: {error}", "write the day, or leave it out"
    return None


def read_address(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an address that a reader can follow: ``https``, ``http``, ``ftp``, ``mailto`` or relative to the site."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return refuse(where, found, "this should be one address", "write 'https://…'", code="entry-address")
    address = value.strip()
    if address.startswith(_FOLLOWED) and not _NO_ADDRESS.search(address):
        return address
    return _mend_address(address, where, found)


def _mend_address(address: str, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an address that isn't plainly one."""
    lowered = address.lower()
    if lowered in _FALSE:
        return ""
    if lowered in _TRUE:
        message, suggestion = f"this should be an address{_quote(address)}", "write 'https://…', or leave it out"
        return refuse(where, found, message, suggestion, code="entry-address", severity="warning")
    if " " in address and not _NO_ADDRESS.search(whole := address.replace(" ", "%20")):
        message = "this address has a space in it"
        found.append(FieldDiagnostic(where, "entry-address", message, f"write {whole}", "warning"))
        return read_address(whole, where, found)
    if _NO_ADDRESS.search(address):
        suggestion = "write the whole address as the browser shows it, 'https://…'"
        return refuse(where, found, f"this isn't an address{_quote(address)}", suggestion, code="entry-address")
    scheme = _SCHEME.match(address)
    if scheme and lowered.startswith(_FOLLOWED):
        return scheme[0].lower() + address[scheme.end() :]
    if scheme:
        message = f"an address that begins with '{scheme[0]}' isn't for readers"
        return refuse(where, found, message, "write an address that begins with https://", code="entry-address")
    if _HOST.match(address):
        message = f"'{address}' is read as https://{address}"
        found.append(FieldDiagnostic(where, "entry-address", message, f"write https://{address}", "hint"))
        return f"https://{address}"
    return address


def read_code(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str | bool:
    """Read ``code``: an address, or true where the address isn't known."""
    if isinstance(value, str):
        lowered = value.strip().lower()
        if lowered in _TRUE:
            return True
        if lowered in _FALSE:
            return False
    return read_address(value, where, found)


def read_language(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a language tag (BCP 47)."""
    text = read_text(value, where, found)
    if text and not _LANGUAGE.fullmatch(text):
        return refuse(where, found, f"this isn't a language tag{_quote(text)}", "write it as 'en', 'ja' or 'pt-BR'")
    return text


def refuse(
    where: Where,
    found: list[FieldDiagnostic],
    message: str,
    suggestion: str,
    *,
    code: str = "entry-value",
    severity: Any = "error",
) -> str:
    """Report a value that can't be understood; what is read instead is the empty text."""
    found.append(FieldDiagnostic(where, code, message, suggestion, severity))
    return ""


def _quote(value: Raw) -> str:
    """Return the value as the end of a message, when it is short enough to show."""
    return f": '{value}'" if isinstance(value, str) and len(value) <= 60 else ""
