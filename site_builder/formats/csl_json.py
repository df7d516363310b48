"""CSL-JSON, as Zotero, Crossref and doi.org give it: one item, a list of them, or Crossref's ``message``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from site_builder.diagnostics import Location
from site_builder.formats.addresses import doubt_address, read_address
from site_builder.formats.author_lists import AuthorList, gather, make_authorship, read_names
from site_builder.formats.json_text import begins_json, find_records
from site_builder.formats.named_fields import UnknownNames
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.formats.reference import (
    Reference,
    doubt,
    join_notes,
    make_date,
    make_parsed,
    make_result,
    split_words,
    tidy_plain_title,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.model import Authorship
from site_builder.text.csl_variables import DATES, NAMES, RENAMED, REPLACED_TYPES, TEXTS
from site_builder.text.folding import collapse
from site_builder.text.identifiers import read_arxiv, read_orcid
from site_builder.text.licenses import read_license
from site_builder.text.name_lists import is_organization
from site_builder.text.person_names import Name
from site_builder.text.publication_status import find_status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import ParsedPaper

NAME = "CSL-JSON"

#: What only CSL's items hold: its names of fields, or one of its types that no other list writes so.
_TELLING = re.compile(
    r'"(?:container-title|issued|citation-key|citation-label|collection-title|event-title|archive_location|original-date)"'
    r'\s*:|"type"\s*:\s*"(?:article-(?:journal|magazine|newspaper)|paper-conference|motion_picture|post-weblog'
    r'|entry-(?:encyclopedia|dictionary)|personal_communication|legal_case|review-book)"'
)
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

#: Crossref's types, where they are not CSL's own.
_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "conference-paper": "paper-conference",
    "book-chapter": "chapter",
    "posted-content": "article",
    "preprint": "article",
    "monograph": "book",
    "edited-book": "book",
    "dissertation": "thesis",
    "document": "",
    "other": "",
}
#: Variables that are fields of an entry by themselves, and the service that an item comes from.
_FIELDS = frozenset(
    ("DOI", "URL", "abstract", "container-title", "keyword", "language", "note", "source", "status", "title")
)
_DATES = ("issued", "published", "published-print", "published-online", "posted", "available-date")
#: Where an arXiv id may stand.
_ARXIV = ("number", "note", "archive_location")
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)$")

#: Keys of which an item has one.
_KEYS = frozenset(("title", "type", "issued", "container-title", "author"))
#: What items hold beside CSL's variables: what programs add, and what doi.org and DataCite hand on.
_OTHERS = """
    id type custom citation-key citation-label categories subtitle institution copyright alternative-id system_id
    indexed member prefix score resource relation subject license link assertion issn-type journal-issue content-domain
    created deposited reference-count references-count is-referenced-by-count reference short-title original-title
    short-container-title published-other update-policy funder isbn-type article-number message-version
    archive-location
"""
_KNOWN = TEXTS | NAMES | DATES | frozenset((*RENAMED, *_DATES, *_OTHERS.split()))
#: Keys of a person, and of a date.
_PART_NAMES = """
    family given literal name suffix non-dropping-particle dropping-particle affiliation ORCID sequence
    authenticated-orcid comma-suffix static-ordering static-particles parse-names isInstitution multi role
    date-parts season circa raw year date-time timestamp version start end
"""
_PARTS = frozenset(_PART_NAMES.split())

#: An item of the JSON; what its fields hold is checked where they are read, because anybody may have written it.
_Item = dict[str, Any]


def recognise(text: str) -> bool:
    """Tell whether the text is JSON with a field that only a reference has."""
    return begins_json(text) and bool(_TELLING.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every item; one that is no JSON is reported, and reading goes on at the next."""
    diagnostics: list[Diagnostic] = []
    unknown = UnknownNames("key")
    found: list[Find] = []
    for record in find_records(text, path, _is_item, diagnostics):
        location = Location(path, record.first)
        for name in _list_unknown(record.item):
            unknown.meet(name, location)
        found.append((_read_item(record.item, location, diagnostics), (record.first, record.last)))
    return make_result(NAME, path, found, diagnostics + unknown.tell(_KNOWN | _PARTS))


def _is_item(item: _Item) -> bool:
    """Tell whether an object is an item, maybe one that lost its title. Crossref's wrapper says what it holds."""
    return "message-type" not in item and not isinstance(item.get("items"), list) and bool(item.keys() & _KEYS)


def _list_unknown(item: _Item) -> Iterator[str]:
    """Yield the keys of an item, of its people and of its dates that mean nothing here."""
    for name, value in item.items():
        if name not in _KNOWN and value not in (None, "", [], {}):
            yield name
        elif name in NAMES or name in DATES:
            inner = value if isinstance(value, list) else [value]
            yield from (key for part in inner if isinstance(part, dict) for key in part if key not in _PARTS)


def _read_item(item: _Item, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    title = tidy_plain_title(_text(item, "title"))
    subtitle = tidy_plain_title(_text(item, "subtitle"))
    if not title:
        diagnostics.append(untitled(location, "this item"))
        return None
    if subtitle and subtitle.lower() not in title.lower():
        title = f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"
    custom = item["custom"] if isinstance(item.get("custom"), dict) else {}
    kind = _text(custom, "type") or _TYPES.get(_text(item, "type"), _text(item, "type"))
    venue = tidy_plain_words(_text(item, "container-title") or _text(item, "event-title") or _read_server(item, kind))
    names = _read_names(item.get("author"))
    url = read_address(_text(item, "URL"))
    diagnostics += doubt(location, doubt_address(_text(item, "URL"), url))
    reference = Reference(
        title=title,
        authors=names.authors,
        et_al=names.et_al,
        has_name_parts=_has_name_parts(item.get("author")),
        type=kind,
        date=max((_read_date(item.get(name)) for name in _DATES), key=len),
        venue=venue,
        doi=_join_texts(item, "DOI"),
        url=url,
        arxiv=next(
            (arxiv for name in _ARXIV for line in _text(item, name).split("\n") if (arxiv := read_arxiv(line))), ""
        ),
        mentions=(_text(item, "note"),),
        categories=_read_categories(item.get("categories")),
        container=_read_container(item, kind, venue),
        license=read_license(_text(custom, "license")),
        tags=split_words(_text(item, "keyword")),
        language=_text(item, "language"),
        status=_find_status(item),
        abstract=tidy_prose(_text(item, "abstract")),
    )
    return make_parsed(reference, location, diagnostics, _text(item, "citation-key") or _text(item, "id"))


def _text(item: _Item, name: str) -> str:
    """Return a field as text; of a list, as Crossref has them, the first text in it."""
    value = item.get(name)
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str) and part.strip()), "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    return _UNPRINTABLE.sub("", value).strip() if isinstance(value, str) else ""


def _join_texts(item: _Item, name: str) -> str:
    """Return all texts of a field."""
    value = item.get(name)
    texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else [_text(item, name)]
    return " ".join(_UNPRINTABLE.sub("", text) for text in texts)


def _read_date(value: object) -> str:
    """Read a date of CSL: ``{"date-parts": [[2025, 3, 6]]}``, ``{"raw": …}``, ``{"literal": …}`` or plain text."""
    if isinstance(value, dict):
        parts = value.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        if isinstance(first, list) and first:
            return make_date(*("" if part is None else str(part) for part in first[:3]))
        value = value.get("raw") or value.get("literal") or value.get("year")
    if not isinstance(value, (str, int)):
        return ""
    text = str(value)
    return make_date(*text.split("-")[:3]) if "-" in text else make_date(text, text, text)


def _read_names(value: object) -> AuthorList:
    if isinstance(value, str):
        return read_names(_UNPRINTABLE.sub("", value))
    people = [_read_name(person) for person in value] if isinstance(value, list) else []
    # A list that goes on is written like BibTeX's: the last one is called "others".
    named = [person for person in people if person.name and gather([person.name]).authors]
    return AuthorList(tuple(named), et_al=any(person.name and person not in named for person in people))


def _read_name(person: object) -> Authorship:
    if isinstance(person, str):
        return Authorship(collapse(_UNPRINTABLE.sub("", person)))
    if not isinstance(person, Mapping):
        return Authorship("")
    item = dict(person)
    affiliations = item.get("affiliation")
    places = (
        [_text(location, "name") for location in affiliations if isinstance(location, dict)]
        if isinstance(affiliations, list)
        else []
    )
    family = _text(item, "family")
    whole = _text(item, "literal") or _text(item, "name")
    # Zotero's, where someone chose two fields for an institution.
    if not _text(item, "given") and (is_group(family) or is_organization(family)):
        whole = whole or family
    given = collapse(f"{_text(item, 'given')} {_text(item, 'dropping-particle')}")
    parts = (given, _text(item, "non-dropping-particle"), family, _text(item, "suffix"))
    named = Authorship(tidy_plain_words(whole)) if whole else make_authorship(Name(*map(tidy_plain_words, parts)))
    return replace(
        named,
        orcid=read_orcid(_text(item, "ORCID")) or named.orcid,
        affiliations=tuple(location for location in places if location),
        group=bool(whole),
    )


def _has_name_parts(people: object) -> bool:
    return isinstance(people, list) and any(isinstance(person, dict) and "family" in person for person in people)


def _find_status(item: _Item) -> str:
    """Return the status: CSL's own field, or what a date in words or a note states."""
    dates = [value.get("literal") for name in _DATES if isinstance(value := item.get(name), Mapping)]
    texts = [_text(item, "status"), *(text for text in dates if isinstance(text, str)), _text(item, "note")]
    return next((status for text in texts if (status := find_status(text))), "")


def _read_server(item: _Item, kind: str) -> str:
    """Return the preprint server that Crossref names as the institution of a preprint."""
    institutions = item.get("institution")
    if kind != "article" or not isinstance(institutions, list) or not institutions:
        return ""
    return _text(institutions[0], "name") if isinstance(institutions[0], dict) else ""


def _read_categories(value: object) -> tuple[str, ...]:
    """Return arXiv's categories from DataCite's ``Computation and Language (cs.CL)``."""
    texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
    return tuple(match[1] for text in texts if (match := _CATEGORY.search(text)))


def _read_container(item: _Item, kind: str, venue: str) -> dict[str, str]:
    container = {name: tidy_plain_words(_text(item, name)) for name in TEXTS - _FIELDS if name in item}
    if kind in ("thesis", "report") and "publisher" in container:
        container["institution"] = container.pop("publisher")
    if container.get("event-title") == venue:
        del container["event-title"]
    for name in NAMES - {"author"} & item.keys():
        container[name] = " and ".join(person.name for person in _read_names(item[name]).authors)
    for name in DATES - {"issued", "available-date"} & item.keys():
        container[name] = _read_range(item[name])
    if container.get("genre") in [genre for _, genre in REPLACED_TYPES.values()] and kind in REPLACED_TYPES:
        del container["genre"]
    container["note"] = join_notes(_text(item, "note").split("\n"))
    return container


def _read_range(value: object) -> str:
    """Read a date or a range of two, or the words in their place."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    if isinstance(parts, list) and len(parts) == 2:
        return "/".join(_read_date({"date-parts": [date]}) for date in parts)
    literal = _text(dict(value), "literal") if isinstance(value, Mapping) else ""
    return _read_date(value) or literal
