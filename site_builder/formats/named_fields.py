"""Records with named fields: a table's columns, tags, keys of YAML and JSON, all mapped to one set of names.

A format maps its own names to those of `FIELDS` and hands over texts; `make_paper` does what all of them share. Names
that mean nothing here are gathered by `UnknownNames`, which tells each once a source.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.addresses import doubt_address, find_address, read_address
from site_builder.formats.author_lists import AuthorList, gather
from site_builder.formats.date_texts import merge_dates, read_date
from site_builder.formats.record_types import read_status, read_type
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    make_parsed,
    split_words,
    tidy_plain_title,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.model import Funding, Link, Notice, Version
from site_builder.text.identifiers import read_arxiv, read_doi
from site_builder.text.licenses import read_license
from site_builder.text.publication_status import drop_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.model import ParsedPaper

#: Our fields whose text goes to the bibliographic record, with the name it has there (CSL's).
CONTAINER: dict[str, str] = {
    "volume": "volume",
    "issue": "issue",
    "publisher": "publisher",
    "place": "publisher-place",
    "institution": "institution",
    "series": "collection-title",
    "edition": "edition",
    "issn": "ISSN",
    "isbn": "ISBN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "version": "version",
    "genre": "genre",
    "number": "number",
}
#: Our fields that hold an address of a kind, and the label that its link gets.
LINKS: dict[str, str] = {
    "project": "project",
    "website": "website",
    "demo": "demo",
    "video": "video",
    "slides": "slides",
    "poster": "poster",
    "dataset": "dataset",
    "model": "model",
    "blog": "blog",
    "supplement": "supplement",
    "html": "html",
}
#: All names that a record may have. ``author`` and ``editor`` are read by each format in its own way, or as one name a
#: text. ``ignored`` is for what a source knows and a paper doesn't need: the day on which a record was exported.
FIELDS: frozenset[str] = frozenset({
    *CONTAINER, *LINKS, "title", "subtitle", "author", "editor", "date", "year", "month", "day", "venue", "event",
    "abbreviation", "page", "first_page", "last_page", "article_number", "doi", "arxiv", "url", "pdf", "code",
    "abstract", "keyword", "category", "type", "status", "license", "award", "note", "language", "featured", "key",
    "ignored",
})  # fmt: skip

#: Why a record that is an identifier alone is in doubt.
UNFETCHED = "only an identifier stands here; what paper it is of wasn't fetched"

_AWARD = re.compile(
    r"\b(?:awards?|prize|best (?:student |short |long |demo )?(?:paper|poster|thesis|dissertation)"
    r"|hono(?:u)?rable mention|(?:distinguished|outstanding) paper)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")
_TRUE = frozenset(("true", "yes", "1", "x", "y", "on"))
#: How alike a name must be to one that is known, to ask whether it was meant.
_ALIKE = 0.78
#: How many letters a typing error adds or leaves out at most.
_MOST_LETTERS = 2


class Fields(msgspec.Struct):
    """What a source says of one paper: texts by our names, in the source's order.

    ``why`` is a sentence on what is in doubt, if anything.
    """

    location: Location
    values: dict[str, list[str]] = {}
    authors: AuthorList | None = None
    editors: AuthorList | None = None
    links: list[Link] = []
    funding: list[Funding] = []
    versions: list[Version] = []
    errata: list[Notice] = []
    retraction: Notice | None = None
    why: str = ""

    def add(self, field: str, text: str) -> None:
        """Add a text; a blank one says nothing."""
        if text := text.strip():
            self.values.setdefault(field, []).append(text)

    def all(self, *fields: str) -> tuple[str, ...]:
        """Return the texts of several fields, those of the first one first."""
        return tuple(text for field in fields for text in self.values.get(field, ()))

    def first(self, *fields: str) -> str:
        """Return the first text of the first of the fields that has any."""
        return next(iter(self.all(*fields)), "")


class UnknownNames:
    """The names of a source that mean nothing here."""

    def __init__(self, what: str = "field") -> None:
        """Begin with none; ``what`` is what the source calls them: a field, a column, a tag."""
        self._what = what
        self._met: dict[str, tuple[Location, int, bool]] = {}

    def meet(self, name: str, location: Location, *, kept: bool = False) -> None:
        """Note a name with a value that is left out, or ``kept`` as a link of that name."""
        first, count, all_kept = self._met.get(name, (location, 0, True))
        self._met[name] = (first, count + 1, all_kept and kept)

    def tell(self, known: Iterable[str]) -> list[Diagnostic]:
        """Return a sentence for each name, at its first place, with the known name that was probably meant."""
        spelled = {name.lower(): name for name in known}
        return [self._tell(name, spelled) for name in self._met]

    def _tell(self, name: str, spelled: Mapping[str, str]) -> Diagnostic:
        location, count, kept = self._met[name]
        likely = [other for other in spelled if abs(len(other) - len(name)) <= _MOST_LETTERS]
        near = get_close_matches(name.lower(), likely, n=1, cutoff=_ALIKE) if len(name) > 2 else []
        times = "" if count == 1 else f" ({count} times)"
        fate = "kept as a link" if kept else "left out"
        message = f"the {self._what} '{name}' means nothing here and was {fate}{times}"
        if near:
            suggestion = f"did you mean '{spelled[near[0]]}'?"
            return Diagnostic("reference-unknown-field", message, location, suggestion, "warning")
        suggestion = "" if kept else "nothing, if a paper doesn't need it"
        return Diagnostic("reference-unknown-field", message, location, suggestion, "hint")


def make_paper(fields: Fields, diagnostics: list[Diagnostic], what: str = "this record") -> ParsedPaper | None:
    """Make a paper of a record, or report that it has no title; ``what`` is what the report calls it."""
    title = _join_title(tidy_plain_title(fields.first("title")), tidy_plain_title(fields.first("subtitle")))
    why = fields.why
    if not title:
        if not fields.all("doi", "arxiv", "pmid", "pmcid", "url"):
            diagnostics.append(untitled(fields.location, what))
            return None
        why = UNFETCHED
    names = fields.authors or gather(fields.all("author"))
    date = find_date(fields)
    kind = read_type(fields.first("type"))
    stating = fields.all("status", "date", "year", "note", "venue")
    status = next((status for text in stating if (status := read_status(text))), "")
    stated = fields.first("date", "year")
    diagnostics += doubt(fields.location, (*names.doubts, *(() if status else doubt_date(stated, date))))
    notes = [note for note in fields.all("note") if not status or len(note.split()) > 2 or read_status(note) != status]
    award = fields.first("award") or next((note for note in notes if _AWARD.search(note)), "")
    addresses = [address for text in fields.all("url") if (address := read_address(text))]
    for text in fields.all("url"):
        if not _is_known(text):
            diagnostics += doubt(fields.location, doubt_address(text, read_address(text)))
    others = [address for address in addresses[1:] if not _is_known(address)]
    code, pdf = fields.first("code"), read_address(fields.first("pdf"))
    reference = Reference(
        title=title,
        authors=names.authors,
        et_al=names.et_al,
        has_name_parts=any("," in name for name in fields.all("author")) or any(a.family for a in names.authors),
        type=kind,
        date=date,
        venue=tidy_plain_words(drop_status(fields.first("venue", "event", "abbreviation"))),
        doi=find_record_doi(fields),
        arxiv=next((text for text in fields.all("arxiv", "url", "pdf") if read_arxiv(text)), ""),
        url=addresses[0] if addresses else "",
        mentions=(*fields.all("note"), fields.first("article_number")),
        categories=split_words("\n".join(fields.all("category"))),
        container=_read_container(fields, kind, [note for note in notes if note != award]),
        pdf="" if read_doi(pdf) else pdf,
        code=find_address(code) or code.lower() in _TRUE,
        links=(*_read_links(fields), *fields.links, *(Link("link", address) for address in others)),
        tags=split_words("\n".join(fields.all("keyword"))),
        featured=fields.first("featured").lower() in _TRUE,
        award=tidy_plain_words(award),
        language=fields.first("language"),
        abstract=tidy_prose(fields.first("abstract")),
        status=status,
        license=next((license_ for text in fields.all("license") if (license_ := read_license(text))), ""),
        funding=tuple(fields.funding),
        versions=tuple(fields.versions),
        erratum=tuple(fields.errata),
        retracted=fields.retraction,
    )
    return msgspec.structs.replace(make_parsed(reference, fields.location, diagnostics, fields.first("key")), why=why)


def _is_known(address: str) -> bool:
    """Tell whether an address says no more than an identifier does."""
    return bool(read_arxiv(address) or read_doi(address))


def find_date(fields: Fields) -> str:
    """Return a record's date, the most exact that its fields agree on."""
    dates = [read_date(text) for text in fields.all("date", "year")]
    return merge_dates(dates, fields.all("date", "year"), fields.first("month"), fields.first("day"))


def find_record_doi(fields: Fields) -> str:
    """Return what a record states as its DOI: the field's own text, or the address that names one."""
    return " ".join(fields.all("doi")) or next(filter(read_doi, fields.all("url", "pdf", "html")), "")


def _join_title(title: str, subtitle: str) -> str:
    if not title or not subtitle or subtitle.lower() in title.lower():
        return title
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"


def _read_container(fields: Fields, kind: str, notes: Sequence[str]) -> dict[str, str]:
    container = {name: tidy_plain_words(fields.first(field)) for field, name in CONTAINER.items()}
    container["page"] = _read_pages(fields)
    if kind in ("report", "patent"):
        container["number"] = container["number"] or container.pop("issue")
    else:
        container["issue"] = container["issue"] or container.pop("number")
    if kind in ("thesis", "report") and not container["institution"]:
        container["institution"] = container.pop("publisher")
    for name in ("PMID", "PMCID"):
        found = _NUMBER.search(container[name])
        container[name] = found[0] if found else ""
    if container["PMCID"]:
        container["PMCID"] = f"PMC{container['PMCID']}"
    editors = fields.editors or gather(fields.all("editor"))
    container["editor"] = " and ".join(editor.name for editor in editors.authors)
    container["note"] = "; ".join(map(tidy_plain_words, notes))
    return container


def _read_pages(fields: Fields) -> str:
    """Return the pages, or the number that an article has instead."""
    pages, first, last = fields.first("page"), fields.first("first_page"), fields.first("last_page")
    if not pages and first:
        pages = f"{first}-{last}" if last and last != first and "-" not in first else first
    return pages or fields.first("article_number")


def _read_links(fields: Fields) -> tuple[Link, ...]:
    found = ((label, find_address(text)) for field, label in LINKS.items() for text in fields.all(field))
    return tuple(Link(label, address) for label, address in found if address)
