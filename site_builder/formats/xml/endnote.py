"""EndNote's XML, as it, Zotero, Mendeley and Covidence write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.people import read_people
from site_builder.formats.xml.records import begins_xml, find_text, read_markup, read_records, read_text

if TYPE_CHECKING:
    import datetime
    from xml.etree.ElementTree import Element

    from site_builder.formats.result import ParseResult
    from site_builder.formats.xml.records import Entry

NAME = "EndNote XML"

#: Where EndNote has our fields; of several places, the first that holds anything.
_PATHS = {
    "title": ("titles/title",),
    "venue": ("titles/secondary-title", "periodical/full-title", "periodical/abbr-1", "alt-periodical/full-title"),
    "series": ("titles/tertiary-title",),
    "page": ("pages",),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "edition": ("edition",),
    "year": ("dates/year",),
    "date": ("dates/pub-dates/date",),
    "publisher": ("publisher",),
    "place": ("pub-location",),
    "doi": ("electronic-resource-num",),
    "url": ("urls/related-urls/url", "urls/web-urls/url", "urls/text-urls/url"),
    "abstract": ("abstract",),
    "keyword": ("keywords/keyword",),
    "note": ("notes", "research-notes"),
    "language": ("language",),
    "genre": ("work-type",),
}
_KNOWN = frozenset(path.partition("/")[0] for paths in _PATHS.values() for path in paths)
_SILENT_TAGS = """
    database source-app rec-number foreign-keys ref-type contributors isbn orig-pub accession-num call-num label
    image caption access-date modified-date auth-address auth-affiliaton remote-database-name
    remote-database-provider electronic-resource-num section num-vols added-date size reviewed-item
"""
_SILENT = frozenset(_SILENT_TAGS.split())
_FACES = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
_SERIAL = re.compile(r"\d{4}-\d{3}[\dXx]")
_BOOK_NUMBER = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")


def recognise(text: str) -> bool:
    """Tell whether the text is EndNote's XML."""
    return begins_xml(text, "<records>", "<ref-type") and "<contributors>" in text[:20_000]


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record."""
    return read_records(NAME, text, path, "record", _fill)


def _fill(entry: Entry) -> str:
    element, fields = entry.element, entry.fields
    for style in element.iter("style"):
        style.tag = next((_FACES[face] for face in style.get("face", "").split() if face in _FACES), "span")
        style.attrib.clear()
    for field, paths in _PATHS.items():
        entry.add(field, *paths)
    kind = element.find("ref-type")
    fields.add("type", kind.get("name", "") if kind is not None else "")
    people = {place.tag: place for place in element.iterfind("contributors/*")}
    fields.authors = read_people(_list_people(people.get("authors"))).authors
    editors = people.get("secondary-authors")
    fields.editors = read_people(_list_people(editors)).authors
    for number in (read_text(number) for number in element.iterfind("isbn")):
        for serial in _SERIAL.findall(number):
            fields.add("issn", serial)
        if not _SERIAL.search(number) and (book := _BOOK_NUMBER.search(number)):
            fields.add("isbn", book[0])
    fields.add(
        "pdf", find_text(element, "urls/pdf-urls/url") if "://" in find_text(element, "urls/pdf-urls/url") else ""
    )
    fields.add("key", find_text(element, "label"))
    for child in element:
        if child.tag not in _KNOWN and child.tag not in _SILENT and read_markup(child):
            entry.unknown.meet(child.tag, fields.location)
    return ""


def _list_people(people: Element | None) -> list[object]:
    """Return the people of a list; a comma behind a name makes it a group's."""
    names = [read_text(person) for person in people] if people is not None else []
    return [{"literal": name.rstrip(", ")} if name.endswith(",") else name for name in names]
