"""Objects whose keys somebody chose (a lab's YAML, JSON or TOML), read as papers by what the keys mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.author_lists import AuthorList
from site_builder.formats.field_names import find_field, find_other_table, find_unsure_field
from site_builder.formats.name_cells import read_name_cells
from site_builder.formats.named_fields import LINKS, Fields
from site_builder.formats.people import clean, read_people
from site_builder.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from site_builder.diagnostics import Location
    from site_builder.formats.named_fields import UnknownNames

#: Keys below which the text of a nested value stands: ``journal: {name: …}``.
_TEXTS = ("name", "title", "value", "text", "label", "literal", "url", "href", "link")
_ADDRESSES = ("url", "href", "link", "address")
#: Objects may be nested so deep; what is deeper is no part of a paper's record.
_DEEPEST = 4

#: Manubot's citations, which the Lab Website Template keeps. Its ``publisher`` is the journal.
_CITATION = re.compile(r"(doi|pmid|pubmed|arxiv|url|isbn|pmc|pmcid):(?=\S)", re.IGNORECASE)
_CITED = {"pubmed": "pmid", "pmc": "pmcid"} | {name: name for name in ("doi", "pmid", "arxiv", "url", "isbn", "pmcid")}

_PREFIX = re.compile(r"^@?[a-z]{2,8}:(?=\w)")

#: An object, its keys as the source spells them.
Item = dict[str, object]


class _Said(NamedTuple):
    field: str
    value: object


def is_paper(item: Mapping[str, object], *, alone: bool = False) -> bool:
    """Tell whether an object's keys are those of a paper. One that stands ``alone`` may also be a site's or a package's
    settings, so it must say more."""
    fields = {field for key, value in item.items() if value and (field := _mean(key))}
    unsure = {meaning.field for key in item if (meaning := find_unsure_field(key))} - fields
    told = fields & {"doi", "arxiv", "pmid", "venue"}
    if find_other_table([key for key in item if _mean(key) in ("", "ignored")]) and not told:
        return False
    dated = fields & {"year", "date"}
    if "title" in fields:
        made = "author" in fields | unsure
        return bool(told and (dated or made)) if alone else bool(told or made)
    made = "author" in fields and bool(dated or told)
    return "title" in unsure and not alone and (made or ("author" in unsure and bool(told)))


def read_items(items: Sequence[tuple[Item, Location]], unknown: UnknownNames) -> list[Fields]:
    """Read objects that are papers. Lists of names that are written as one text are read as all of them suggest."""
    read = [_read_item(item, location, unknown) for item, location in items]
    for field in ("author", "editor"):
        cells = ["; ".join(fields.values.get(field, ())) for fields in read]
        named = read_name_cells(cells) if any(cells) else [AuthorList(())] * len(cells)
        for fields, names in zip(read, named, strict=True):
            if fields.values.pop(field, None):
                setattr(fields, f"{field}s", names)
    return read


def _read_item(item: Item, location: Location, unknown: UnknownNames) -> Fields:
    fields = Fields(location)
    known = {_mean(key) for key in item}
    for key, value in sorted(item.items(), key=lambda pair: _rank(pair[0])):
        field = _mean(key)
        if key.lower() == "id" and (citation := _CITATION.match(clean(value))):
            field, value = _CITED[citation[1].lower()], clean(value)[citation.end() :]
        field = _settle(key, field, fields, known)
        if field in ("author", "editor"):
            _add_people(fields, field, value, unknown)
        elif field:
            _add(fields, field, value, 0)
        elif isinstance(value, (dict, list)) and any(_find_nested(value, 0)):
            for said in _find_nested(value, 0):
                _add(fields, said.field, said.value, 1)
        elif value not in (None, "", [], {}, False):
            unknown.meet(key, location)
    if _CITATION.match(clean(item.get("id"))) and not fields.first("venue"):
        fields.values["venue"] = fields.values.pop("publisher", [])
    return fields


def _settle(key: str, field: str, fields: Fields, known: set[str]) -> str:
    """Return what a key means beside the others of its object."""
    if field == "title" and fields.all("title") and "name" in key.lower():
        return "venue"  # ``publicationName`` beside ``title``
    unsure = None if field else find_unsure_field(key)
    return unsure.field if unsure and unsure.field not in known else field


def _mean(key: str) -> str:
    """Return the field that a key means, which may have the prefix of a vocabulary (``dc:title``)."""
    meaning = find_field(key) or find_field(_PREFIX.sub("", key))
    return meaning.field if meaning else ""


def _rank(key: str) -> int:
    """Return how surely a key means its field; of two titles, the surer one counts."""
    meaning = find_field(key) or find_field(_PREFIX.sub("", key))
    return meaning.rank if meaning and meaning.field == "title" else 0


def _add_people(fields: Fields, field: str, value: object, unknown: UnknownNames) -> None:
    """Add people: a text is read later, with those of the other records."""
    if isinstance(value, str):
        fields.add(field, value)
        return
    people = read_people(value)
    for person in value if isinstance(value, list) else ():
        if isinstance(person, dict) and not read_people([person]).names:
            unknown.meet(", ".join(person), fields.location)
    if field == "author" and people.authors.authors and people.editors.authors:
        fields.editors = people.editors
    setattr(fields, f"{field}s", people.authors if people.authors.authors else people.editors)


def _add(fields: Fields, field: str, value: object, depth: int) -> None:
    """Add what a key says: a text, each text of a list, or the parts of an object."""
    if isinstance(value, list):
        for part in value if depth < _DEEPEST else ():
            if field == "url" and isinstance(part, dict):
                _add_link(fields, part)
            else:
                _add(fields, field, part, depth + 1)
    elif isinstance(value, dict):
        if field == "date" and isinstance(value.get("date-parts"), list):  # CSL's
            parts = [clean(part) for inner in value["date-parts"][:1] if isinstance(inner, list) for part in inner]
            fields.add("date", "-".join(part.zfill(2) for part in parts if part))
            return
        if field == "date" and "year" in value:
            parts = [clean(value.get(part)) for part in ("year", "month", "day")]
            fields.add("date", "-".join(part.zfill(2) for part in parts if part))
            return
        nested = {key: inner for key, inner in value.items() if _mean(key) and key.lower() not in _TEXTS}
        text = next((clean(value[name]) for name in _TEXTS if clean(value.get(name))), "")
        fields.add(field, text)
        for key, inner in nested.items() if depth < _DEEPEST else ():
            _add(fields, _mean(key), inner, depth + 1)
    elif value is True:
        fields.add(field, "true")
    else:
        fields.add(field, clean(value))


def _add_link(fields: Fields, value: Item) -> None:
    """Add an address with its label: ``{name: Slides, url: …}``."""
    address = next((clean(value[name]) for name in _ADDRESSES if clean(value.get(name))), "")
    labels = [clean(text) for key, text in value.items() if key not in _ADDRESSES]
    label = next(filter(None, labels), "")
    field = _mean(label)
    if field in LINKS or field in ("pdf", "code", "doi", "arxiv"):
        fields.add(field, address)
    elif address and label:
        fields.links.append(Link(label, address))
    else:
        fields.add("url", address)


def _find_nested(value: object, depth: int) -> Iterator[_Said]:
    """Yield what the keys below one that means nothing say: ``identifiers: {doi: …}``."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for key, inner in value.items():
            if (field := _mean(key)) and field not in ("author", "editor", "ignored", "title", "key"):
                yield _Said(field, inner)
