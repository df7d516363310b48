"""DBLP's XML, a person's file or single records: https://dblp.org/faq/16154937.html"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.formats.people import read_people
from site_builder.formats.xml.records import begins_xml, find_text, read_records, read_text
from site_builder.text.identifiers import read_doi

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.result import ParseResult
    from site_builder.formats.xml.records import Entry

NAME = "DBLP XML"

_TYPES = {
    "article": "journal article",
    "inproceedings": "conference paper",
    "proceedings": "book",
    "book": "book",
    "incollection": "book chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "data": "dataset",
    "www": "",
}
_FIELDS = {
    "title": "title", "pages": "page", "year": "year", "month": "month", "volume": "volume", "number": "issue",
    "journal": "venue", "booktitle": "venue", "publisher": "publisher", "series": "series", "school": "institution",
    "isbn": "isbn", "note": "note", "ee": "url",
}  # fmt: skip
_SILENT = frozenset(("author", "editor", "url", "stream", "crossref", "cite", "cdrom", "publnr", "address", "rel"))


def recognise(text: str) -> bool:
    """Tell whether the text is a file of DBLP's."""
    return begins_xml(text, "<dblp>", "<dblp ", "<dblpperson", 'key="journals/', 'key="conf/')


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record; a person's own page is none."""
    return read_records(NAME, text, path, "|".join(_TYPES), _fill, aside=("person", "coauthors"))


def _fill(entry: Entry) -> str:
    element, fields = entry.element, entry.fields
    key = element.get("key", "")
    if element.tag == "www" and key.startswith("homepages/"):
        return f"'{find_text(element, 'title')}' of {find_text(element, 'author')} is a person's page, no paper"
    fields.add("key", key)
    for child in element:
        if field := _FIELDS.get(child.tag):
            entry.add(field, child.tag) if not fields.all(field) else None
        elif child.tag not in _SILENT:
            entry.unknown.meet(child.tag, fields.location)
    fields.values["title"] = [_read_title(title) for title in fields.all("title")]
    fields.add("doi", next((doi for address in element.iterfind("ee") if (doi := read_doi(read_text(address)))), ""))
    volume = fields.first("volume")
    informal = element.get("publtype", "").startswith("informal")
    if fields.first("venue") == "CoRR" and volume.startswith("abs/"):
        fields.add("arxiv", volume.removeprefix("abs/"))
        fields.values["volume"] = []
    fields.add("type", "preprint" if informal and element.tag == "article" else _TYPES[element.tag])
    if element.get("publtype") == "withdrawn":
        fields.add("status", "retracted")
    for kind in ("author", "editor"):
        people = [{"name": read_text(person), "orcid": person.get("orcid")} for person in element.iterfind(kind)]
        setattr(fields, f"{kind}s", read_people(people).authors)
    return ""


def _read_title(title: str) -> str:
    """Return a title without the full stop that DBLP adds and without its word for what was taken back."""
    return title.removesuffix(".").removeprefix("(Withdrawn)").strip()
