"""JSON whose keys somebody chose: a lab's list of papers. Any other JSON is told what it looks like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.date_texts import read_date
from site_builder.formats.field_names import list_names
from site_builder.formats.json_text import begins_json, find_records
from site_builder.formats.keyed_records import is_paper, read_items
from site_builder.formats.named_fields import UnknownNames, make_paper
from site_builder.formats.people import clean
from site_builder.formats.record_types import read_type
from site_builder.formats.reference import make_result
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.json_text import Item, Record
    from site_builder.formats.named_fields import Fields
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult

NAME = "JSON"

#: Keys that tell what a file is, and what it is then.
_OTHERS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("nbformat", "cells")), "a notebook of Jupyter"),
    (frozenset(("type", "features")), "a map (GeoJSON)"),
    (frozenset(("type", "geometry")), "a map (GeoJSON)"),
    (frozenset(("name", "dependencies")), "the description of a package of software"),
    (frozenset(("name", "scripts")), "the description of a package of software"),
    (frozenset(("name", "devDependencies")), "the description of a package of software"),
    (frozenset(("lockfileVersion", "packages")), "the description of a package of software"),
    (frozenset(("compilerOptions",)), "the settings of a compiler"),
    (frozenset(("$schema", "properties")), "a schema"),
    (frozenset(("openapi", "paths")), "the description of an interface"),
    (frozenset(("error",)), "an error that a service gave instead of an answer"),
)
_DIGIT = re.compile(r"\d")
_KEYS_NAMED = 6


def recognise(text: str) -> bool:
    """Tell whether the text begins as JSON does."""
    return begins_json(text)


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every object that is a paper, wherever it is nested; the keys above it may say its year or its type."""
    diagnostics: list[Diagnostic] = []
    records = list(find_records(text, path, is_paper, diagnostics))
    if len(records) == 1 and not records[0].listed and not _is_paper_alone(records[0].item):
        records = []
    if not records:
        if not diagnostics:
            diagnostics.append(_tell_other(text, path))
        return make_result(NAME, path, [], diagnostics)
    unknown = UnknownNames("key")
    read = read_items([(_name_keys(record.item), Location(path, record.first)) for record in records], unknown)
    found: list[Find] = []
    for fields, record in zip(read, records, strict=True):
        _add_ids(fields, record.item)
        _add_headings(fields, record)
        found.append((make_paper(fields, diagnostics, "this object"), (record.first, record.last)))
    diagnostics += unknown.tell(list_names())
    return make_result(NAME, path, found, diagnostics)


def _is_paper_alone(item: Item) -> bool:
    """Tell whether the only such object of a file is a paper, and not words of an interface, say."""
    return is_paper(item, alone=True) and bool(_DIGIT.search(str(list(item.values()))))


def _add_ids(fields: Fields, item: Item) -> None:
    """Take an arXiv id or a DOI that stands where anybody's own ids do."""
    for key in ("id", "identifier", "_id", "@id", "sameAs"):
        for text in _list_ids(item.get(key)):
            fields.add("arxiv", text if read_arxiv(text) else "")
            fields.add("doi", read_doi(text))


def _list_ids(value: object) -> Iterator[str]:
    """Yield the texts of an identifier, of several, or of schema.org's ``{"propertyID": "doi", "value": …}``."""
    for part in value if isinstance(value, list) else [value]:
        yield clean(part.get("value") or part.get("@id") if isinstance(part, dict) else part)


def _name_keys(item: Item) -> Item:
    """Return an object of schema.org (https://schema.org/ScholarlyArticle) with names of keys as lists have them."""
    if "@type" not in item:
        return item
    return {"abstract" if key == "description" else key: item[key] for key in item if key != "@context"}


def _add_headings(fields: Fields, record: Record) -> None:
    """Take the year and the type from the keys under which a paper stands, where it doesn't say them itself."""
    for key in record.keys:
        if not fields.all("year", "date") and key.strip().isdigit() and (date := read_date(key)):
            fields.add("year", date)
        elif not fields.all("type") and read_type(key):
            fields.add("type", key)


def _tell_other(text: str, path: str) -> Diagnostic:
    """Say what a JSON without papers looks like."""
    objects: list[Item] = [record.item for record in find_records(text, path, lambda _: True, [])]
    first = objects[0] if objects else {}
    keys = ", ".join(f"'{key}'" for key in list(first)[:_KEYS_NAMED])
    what = next((what for marks, what in _OTHERS if marks <= first.keys()), "")
    if not what:
        what = f"a list of {len(objects)} objects with the keys {keys}" if len(objects) > 1 else ""
    if not what:
        what = f"an object with the keys {keys}" if keys else "a list without objects"
    message = f"this JSON holds no paper: it looks like {what}"
    suggestion = "a list of papers has objects with 'title', 'authors', and 'year', 'venue' or 'doi'"
    return Diagnostic("listing-none", message, Location(path, 1), suggestion)
