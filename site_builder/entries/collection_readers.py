"""Values of the front matter of a collection: the papers that it names, and the rule by which it chooses others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_builder.entries.record_readers import read_mapping, read_status
from site_builder.entries.value_readers import (
    read_codes,
    read_long_text,
    read_text,
    read_texts,
    read_type,
    read_words,
    refuse,
)
from site_builder.model import Choice, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.entries.frontmatter import FieldDiagnostic, Raw, Where
    from site_builder.entries.value_readers import Reader

_RANGE = re.compile(r"(\d{4})?\s*[-–—]\s*(\d{4})?|(\d{4})", re.ASCII)
#: Stand for the ends of a range that has none.
_FIRST, _LAST = "0000", "9999"


def read_choices(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[Choice, ...]:
    """Read the papers of a collection: ids, or mappings with ``id`` and ``comment``."""
    items = value if isinstance(value, list) else [value]
    choices = [_read_choice(item, (*where, i), found) for i, item in enumerate(items) if item]
    return tuple(choice for choice in choices if choice)


def _read_choice(item: Raw, where: Where, found: list[FieldDiagnostic]) -> Choice | None:
    if not isinstance(item, dict):
        text = read_text(item, where, found)
        return Choice(text) if text else None
    fields = read_mapping(item, {"id": ("id", read_text), "comment": ("comment", read_long_text)}, where, found)
    if "id" not in fields:
        suggestion = "write {id: …, comment: '…'} with the name of the paper's file"
        refuse(where, found, "this names no paper", suggestion, severity="warning")
        return None
    return Choice(**fields)


def read_rule(value: Raw, where: Where, found: list[FieldDiagnostic]) -> Rule | None:
    """Read a rule: a mapping of conditions, each a value or a list of values."""
    if not value:
        return None
    if not isinstance(value, dict):
        suggestion = "write {tag: …, years: 2020-2024}, for example"
        refuse(where, found, "a rule has conditions", suggestion, severity="warning")
        return None
    return Rule(**read_mapping(value, _CONDITIONS, where, found))


def _read_years(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[tuple[str, str], ...]:
    """Read years and ranges of them, which may be open: ``2020``, ``2020-2024``, ``2020-``."""
    ranges = []
    for text in read_texts(value, where, found):
        match = _RANGE.fullmatch(text)
        first, last = (match[1] or match[3] or _FIRST, match[2] or match[3] or _LAST) if match else ("", "")
        if (first, last) in {("", ""), (_FIRST, _LAST)} or first > last:
            suggestion = "write a year or a range: 2020-2024"
            refuse(where, found, f"'{text}' are no years", suggestion, severity="warning")
        else:
            ranges.append((first, last))
    return tuple(ranges)


def _each(read: Reader) -> Callable[[Raw, Where, list[FieldDiagnostic]], tuple[str, ...]]:
    """Return what reads one value, or a list of them, each by a reader."""

    def read_each(value: Raw, where: Where, found: list[FieldDiagnostic]) -> tuple[str, ...]:
        pairs: list[tuple[Raw, Where]] = [(value, where)]
        if isinstance(value, list):
            pairs = [(item, (*where, i)) for i, item in enumerate(value)]
        values: list[Any] = [read(item, place, found) for item, place in pairs]
        return tuple(filter(None, values))

    return read_each


_CONDITIONS: dict[str, tuple[str, Reader]] = {
    "tag": ("tag", read_words),
    "tags": ("tag", read_words),
    "category": ("category", read_codes),
    "categories": ("category", read_codes),
    "venue": ("venue", read_texts),
    "author": ("author", read_texts),
    "authors": ("author", read_texts),
    "years": ("years", _read_years),
    "year": ("years", _read_years),
    "status": ("status", _each(read_status)),
    "type": ("type", _each(read_type)),
}
