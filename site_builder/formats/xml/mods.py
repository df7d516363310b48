"""MODS, as libraries, repositories, Zotero and bibutils write it: https://www.loc.gov/standards/mods/"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.formats.people import read_people
from site_builder.formats.xml.records import begins_xml, find_text, read_markup, read_records, read_text
from site_builder.text.identifiers import read_orcid

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from site_builder.formats.result import ParseResult
    from site_builder.formats.xml.records import Entry

NAME = "MODS"

#: Kinds of identifiers, by our fields.
_IDS = {
    "doi": "doi",
    "isbn": "isbn",
    "issn": "issn",
    "pmid": "pmid",
    "pubmed": "pmid",
    "arxiv": "arxiv",
    "eprint": "arxiv",
    "uri": "url",
    "url": "url",
    "hdl": "url",
    "citekey": "key",
    "issue-number": "number",
    "report-number": "number",
}
_NAME_PARTS = {"given": "given", "family": "family", "termsOfAddress": "suffix"}
_DATES = ("dateIssued", "copyrightDate", "dateCreated")
_KNOWN_TAGS = """
    titleInfo name typeOfResource genre originInfo language abstract subject identifier relatedItem location
    note part recordInfo physicalDescription accessCondition classification tableOfContents targetAudience
    extension
"""
_KNOWN = frozenset(_KNOWN_TAGS.split())


def recognise(text: str) -> bool:
    """Tell whether the text is MODS."""
    return begins_xml(text, "http://www.loc.gov/mods/v3", "<modsCollection", "<mods>", "<mods ")


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record."""
    return read_records(NAME, text, path, "mods", _fill)


def _fill(entry: Entry) -> str:
    element, fields = entry.element, entry.fields
    host = _find_related(element, "host")
    series = _find_related(element, "series") or (_find_related(host, "series") if host is not None else None)
    fields.add("title", _read_title(element))
    fields.add("key", element.get("ID", ""))
    for date in (read_text(date) for tag in _DATES for date in _find_origins(element, host, tag)):
        fields.add("date", date)
    for field, tag in (("publisher", "publisher"), ("edition", "edition"), ("place", "place/placeTerm")):
        fields.add(field, next((text for part in _find_origins(element, host, tag) if (text := read_text(part))), ""))
    fields.add("venue", _read_title(host) if host is not None else "")
    fields.add("series", _read_title(series) if series is not None else "")
    _add_parts(entry, [part for part in (element, host, series) if part is not None])
    _add_ids(entry, element, host)
    people = read_people(list(_list_people(element)))
    fields.authors = people.authors
    editors = people.editors.authors or (
        read_people(list(_list_people(host))).editors.authors if host is not None else ()
    )
    fields.editors = people.editors._replace(authors=editors)
    fields.add("abstract", "\n\n".join(read_markup(part) for part in element.iterfind("abstract")))
    for field, path in (("keyword", "subject/topic"), ("language", "language/languageTerm"), ("note", "note")):
        entry.add(field, path)
    fields.add("url", find_text(element, "location/url"))
    kinds = [read_text(kind) for kind in element.iterfind("genre")] + [read_text(kind) for kind in _genres(host)]
    fields.add("type", _tell_type(kinds, host))
    for child in element:
        if child.tag not in _KNOWN and read_text(child):
            entry.unknown.meet(child.tag, fields.location)
    return ""


def _find_related(element: Element | None, kind: str) -> Element | None:
    if element is None:
        return None
    return next((item for item in element.iterfind("relatedItem") if item.get("type") == kind), None)


def _find_origins(element: Element, host: Element | None, tag: str) -> Iterator[Element]:
    for parent in (element, host):
        if parent is not None:
            yield from parent.iterfind(f"originInfo/{tag}")
            if tag == "dateIssued":
                yield from parent.iterfind("part/date")


def _read_title(element: Element) -> str:
    """Return the title with its article and its subtitle; abbreviations and translations are others."""
    for info in element.iterfind("titleInfo"):
        if info.get("type") in ("abbreviated", "translated", "alternative", "uniform"):
            continue
        article, title = read_markup(info.find("nonSort")), read_markup(info.find("title"))
        subtitle = read_markup(info.find("subTitle"))
        title = f"{article}{'' if article.endswith(chr(39)) else ' '}{title}".strip()
        return f"{title}: {subtitle}" if subtitle and title else title
    return ""


def _add_parts(entry: Entry, places: list[Element]) -> None:
    """Add volume, issue and pages of the first place that has them."""
    fields = entry.fields
    details = {"volume": "volume", "issue": "issue", "number": "issue", "chapter": ""}
    for place in places:
        for detail in place.iterfind("part/detail"):
            field = details.get(detail.get("type", ""), "")
            if field and not fields.all(field):
                fields.add(field, find_text(detail, "number", "caption"))
            elif detail.get("type") == "page":
                fields.add("page", find_text(detail, "number"))
        for extent in place.iterfind("part/extent"):
            fields.add("page", find_text(extent, "list"))
            fields.add("first_page", find_text(extent, "start"))
            fields.add("last_page", find_text(extent, "end"))


def _add_ids(entry: Entry, element: Element, host: Element | None) -> None:
    for place in (element, host):
        for number in place.iterfind("identifier") if place is not None else ():
            field = _IDS.get(number.get("type", "").lower(), "")
            if place is element or field in ("isbn", "issn"):
                entry.fields.add(field or "ignored", read_text(number))


def _list_people(element: Element) -> Iterator[object]:
    for name in element.iterfind("name"):
        parts: dict[str, list[str]] = {}
        for part in name.iterfind("namePart"):
            if part.get("type") != "date":
                parts.setdefault(_NAME_PARTS.get(part.get("type", ""), "name"), []).append(read_text(part))
        person: dict[str, object] = {part: " ".join(texts) for part, texts in parts.items()}
        if name.get("type") in ("corporate", "conference"):
            person = {"literal": person.get("name", "")}
        roles = [read_text(term).lower() for term in name.iterfind("role/roleTerm")]
        known = {"edt": "editor", "aut": "author", "cre": "creator"}
        ids = [read_text(number) for number in name.iterfind("nameIdentifier")]
        person["role"] = next((known.get(role, role) for role in roles), "")
        person["orcid"] = next(filter(None, map(read_orcid, ids)), "")
        person["affiliation"] = [read_text(place) for place in name.iterfind("affiliation")]
        yield person


def _genres(host: Element | None) -> Iterator[Element]:
    return host.iterfind("genre") if host is not None else iter(())


def _tell_type(kinds: list[str], host: Element | None) -> str:
    """Return the type; a work in a journal, a proceedings volume or a book is told by its host."""
    words = " ".join(kinds).lower()
    if "thesis" in words or "dissertation" in words:
        return "thesis"
    if host is not None:
        for mark, kind in (
            ("conference", "conference paper"),
            ("journal", "journal article"),
            ("book", "book chapter"),
        ):
            if mark in words:
                return kind
    return kinds[0] if kinds else ""
