"""Entries of BibTeX in JSON, as bibtexParse and its kin write them: ``citationKey``, ``entryType``, ``entryTags``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.bibtex.file import Bibliography, Entry
from site_builder.formats.bibtex.notation import spell_notation
from site_builder.formats.bibtex.reader import read_bibliography
from site_builder.formats.json_text import begins_json, find_records

if TYPE_CHECKING:
    import datetime

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.json_text import Item
    from site_builder.formats.result import ParseResult

NAME = "BibTeX in JSON"

#: The first object has the fields of an entry below a key of their own.
_FIRST = re.compile(r'\s*(?:\[\s*)?\{[^{}]{0,2000}"entryTags"')


def recognise(text: str) -> bool:
    """Tell whether the text is JSON whose first object has the key under which an entry's fields stand."""
    return begins_json(text) and _FIRST.match(text) is not None


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every entry as a file of BibTeX has it."""
    diagnostics: list[Diagnostic] = []
    entries = [
        Entry(str(item.get("entryType", "misc")).lower(), str(item.get("citationKey", "")), _read_fields(item), *lines)
        for item, *lines in ((r.item, r.first, r.last) for r in find_records(text, path, _is_entry, diagnostics))
    ]
    return read_bibliography(Bibliography(entries, diagnostics), path, NAME)


def _is_entry(item: Item) -> bool:
    return isinstance(item.get("entryTags"), dict)


def _read_fields(item: Item) -> dict[str, str]:
    return {name.lower(): spell_notation(str(value)) for name, value in item["entryTags"].items()}
