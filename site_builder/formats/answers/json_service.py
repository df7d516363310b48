"""A service that answers in JSON: a table of where its records have our fields, and what a table can't say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.author_lists import AuthorList
from site_builder.formats.json_text import Item, begins_json, find_records
from site_builder.formats.named_fields import Fields, UnknownNames, make_paper
from site_builder.formats.people import clean, read_people
from site_builder.formats.reference import make_result
from site_builder.model import Link, Notice, Version
from site_builder.text.identifiers import address_doi, read_doi

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import ParsedPaper

#: How much of a text is looked at to tell what it is.
_HEAD = 400_000
#: How services mark a title whose paper was taken back: https://publicationethics.org/retraction-guidelines
_RETRACTED = re.compile(r"^\W{0,2}(?:retracted(?: article| paper| publication)?|withdrawn)\W{1,3}(?=\w)", re.IGNORECASE)


#: Labels of works that are versions of one another.
_VERSIONS = frozenset(("preprint", "published version", "other version", "older version", "newer version"))


class Work(msgspec.Struct):
    """A record of a service on its way to a paper.

    ``item`` is the whole record, ``inner`` what of it describes the paper. ``links`` are addresses with their labels.
    ``refusal`` says why it is no paper.
    """

    item: Item
    inner: Item
    fields: Fields
    links: list[Link]
    refusal: str = ""

    def find(self, *paths: str) -> str:
        """Return the first text at the first of the paths that has one."""
        return find_text(self.inner, *paths)

    def each(self, path: str) -> Iterator[Item]:
        """Yield the objects at a path."""
        return (value for value in find_all(self.inner, path) if isinstance(value, dict))

    def set(self, field: str, *texts: str) -> None:
        """Replace what the table found for a field."""
        self.fields.values[field] = [text for text in texts if text]

    def link_doi(self, label: str, doi: str) -> None:
        """Add another work by its DOI: a version of this one, or a link."""
        address = address_doi(read_doi(doi).lower())
        if label in _VERSIONS and address:
            version = Version(label.removesuffix(" version"), url=address, record=label == "published version")
            if version not in self.fields.versions:
                self.fields.versions.append(version)
        elif address and Link(label, address) not in self.links:
            self.links.append(Link(label, address))


def read_notice(date: str, doi: str) -> Notice:
    """Return a correction or a retraction by its date and the DOI of its notice."""
    return Notice(date=date, notice=address_doi(read_doi(doi).lower()))


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """How a service writes its records.

    ``mark`` is what only its answers hold. ``is_record`` tells a record from what is around it, and ``inner`` is the
    key under which a record describes the paper, if it isn't the record itself. ``paths`` says where our fields stand:
    keys with dots between them, of several paths all, in their order. ``authors`` and ``editors`` are paths to
    people, ``types`` its types in plain words. ``adapt`` does what a table can't say. ``idle`` are keys that say
    nothing of a paper; any other that isn't read is told once a source. ``ends_in_stop`` where each title ends in one.
    """

    name: str
    mark: re.Pattern[str]
    is_record: Callable[[Item], bool]
    paths: dict[str, str | tuple[str, ...]]
    inner: str = ""
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    types: dict[str, str] = {}
    adapt: Callable[[Work], None] | None = None
    idle: str = ""
    ends_in_stop: bool = False

    def recognise(self, text: str) -> bool:
        """Tell whether a text is an answer of the service."""
        return begins_json(text) and bool(self.mark.search(text, 0, _HEAD))

    def read(self, text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG002 - dates have their years
        """Read every record of an answer; what can't be read is reported."""
        diagnostics: list[Diagnostic] = []
        found: list[Find] = []
        unknown, known = UnknownNames(), self._list_known()
        for record in find_records(text, path, self.is_record, diagnostics):
            location = Location(path, record.first)
            described = record.item.get(self.inner) if self.inner else record.item
            inner = described if isinstance(described, dict) else record.item
            for key, value in inner.items():
                if key not in known and value not in (None, "", [], {}, False):
                    unknown.meet(key, location)
            work = Work(record.item, inner, Fields(location, {}), [])
            found.append((self._make_parsed(work, diagnostics), (record.first, record.last)))
        diagnostics += unknown.tell(())
        return make_result(self.name, path, found, diagnostics)

    def _make_parsed(self, work: Work, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
        self._fill(work)
        if self.adapt:
            self.adapt(work)
        if work.refusal:
            diagnostics.append(Diagnostic("reference-broken", work.refusal, work.fields.location, severity="warning"))
            return None
        self._finish_title(work)
        parsed = make_paper(work.fields, diagnostics)
        return parsed and replace(parsed, paper=replace(parsed.paper, links=(*parsed.paper.links, *work.links)))

    def _fill(self, work: Work) -> None:
        fields = work.fields
        for field, paths in self.paths.items():
            for path in (paths,) if isinstance(paths, str) else paths:
                for value in find_all(work.inner, path):
                    fields.add(field, clean_lines(value) if field == "abstract" else clean(value))
        people = read_people([person for path in self.authors for person in find_all(work.inner, path)])
        editors = read_people([person for path in self.editors for person in find_all(work.inner, path)])
        fields.authors = people.authors
        if edited := (*people.editors.authors, *editors.authors.authors, *editors.editors.authors):
            fields.editors = AuthorList(edited)
        work.set("type", *(self.types.get(kind, kind) for kind in fields.all("type")))

    def _finish_title(self, work: Work) -> None:
        title = work.fields.first("title")
        if mark := _RETRACTED.match(title):
            work.fields.add("status", "withdrawn" if "withdrawn" in mark[0].lower() else "retracted")
            title = title[mark.end() :]
        work.set("title", title.removesuffix(".") if self.ends_in_stop else title)

    def _list_known(self) -> frozenset[str]:
        """Return the keys at which the paths begin, and those that say nothing."""
        listed = (
            (paths,) if isinstance(paths, str) else paths
            for paths in (*self.paths.values(), self.authors, self.editors)
        )
        return frozenset((*self.idle.split(), *(path.partition(".")[0] for paths in listed for path in paths)))


def find_all(item: object, path: str) -> Iterator[object]:
    """Yield what stands at a path of keys with dots between them; a list on the way is gone through."""
    return _follow(item, path.split("."))


def find_text(item: object, *paths: str) -> str:
    """Return the first text at the first of the paths that has one."""
    return next((text for path in paths for value in find_all(item, path) if (text := clean(value))), "")


def clean_lines(value: object) -> str:
    """Return a text with its line ends, without signs that can't be printed."""
    return "\n".join(map(clean, value.split("\n"))) if isinstance(value, str) else clean(value)


def drop_first_of_january(date: str) -> str:
    """Return the year alone of a date whose day and month a service fills in where it knows no more."""
    return date.removesuffix("-01-01") if len(date) == 10 else date


def read_date_parts(value: object) -> str:
    """Read a date of CSL: ``{"date-parts": [[2025, 3, 6]]}``."""
    parts: Any = value.get("date-parts") if isinstance(value, dict) else None
    while isinstance(parts, list) and parts and isinstance(parts[0], list):
        parts = parts[0]
    numbers = [clean(part) for part in parts[:3]] if isinstance(parts, list) else []
    if not numbers or not numbers[0].isdigit():
        return ""
    return "-".join([numbers[0], *(number.zfill(2) for number in numbers[1:] if number.isdigit())])


def _follow(value: object, keys: list[str]) -> Iterator[object]:
    if isinstance(value, list):
        for inner in value:
            yield from _follow(inner, keys)
    elif not keys:
        yield value
    elif isinstance(value, dict) and keys[0] in value:
        yield from _follow(value[keys[0]], keys[1:])
