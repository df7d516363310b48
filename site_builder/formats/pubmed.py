"""PubMed's own format (``.nbib``, MEDLINE): https://www.nlm.nih.gov/bsd/mms/medlineelements.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.diagnostics import Location
from site_builder.formats.author_lists import gather
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    make_date,
    make_parsed,
    make_result,
    tidy_plain,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.text.identifiers import find_arxiv, read_doi, read_orcid

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import Authorship, ParsedPaper

NAME = "PubMed"

_START = re.compile(r"^PMID- *\d+[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"([A-Z]{2,4}) *- ?(.*)$")
_DOI = re.compile(r"(\S+) \[doi\]")
#: What is behind a serial number in brackets: ``1687-5273 (Electronic)``.
_NOTE = re.compile(r" \(.*")
#: How a name without its full form is written: ``van den Berg JR``.
_SHORT = re.compile(r"(.+) ([A-Z]{1,3})")
_CONTAINER = {"volume": "VI", "issue": "IP", "page": "PG", "publisher": "PB", "PMID": "PMID", "PMCID": "PMC"}

#: The lines of a record, each with its tag, in the file's order.
_Record = list[tuple[str, str]]


def recognise(text: str) -> bool:
    """Tell whether any line begins a record."""
    return "PMID-" in text and bool(_START.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record: each begins with its number."""
    diagnostics: list[Diagnostic] = []
    found: list[Find] = [
        (_read_record(record, Location(path, first), diagnostics), (first, last)) for record, first, last in _cut(text)
    ]
    return make_result(NAME, path, found, diagnostics)


def _cut(text: str) -> Iterator[tuple[_Record, int, int]]:
    """Yield each record with its first and last line; a line without a tag goes on with the one before it."""
    record: _Record = []
    first = last = 0
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        tag, value = match.groups() if match else ("", line.strip())
        if tag == "PMID":
            if record:
                yield record, first, last
            record, first = [], number
        if not first or not value.strip():
            continue
        if tag:
            record.append((tag, value.strip()))
        else:
            record[-1] = (record[-1][0], f"{record[-1][1]} {value}")
        last = number
    if record:
        yield record, first, last


def _read_record(record: _Record, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    title = tidy_plain(_first(record, "TI", "BTI", "CTI")).removesuffix(".")
    if not title:
        diagnostics.append(untitled(location, f"the record '{_first(record, 'PMID')}'"))
        return None
    date = _read_date(_first(record, "DP"))
    diagnostics += doubt(location, doubt_date(_first(record, "DP"), date))
    kinds = _all(record, "PT")
    venue = tidy_plain_words(_first(record, "JT", "TA"))
    authors, et_al = _read_authors(record)
    reference = Reference(
        title=title,
        authors=authors,
        et_al=et_al,
        type="article" if "Preprint" in kinds else "article-journal" if venue else "book",
        date=date,
        venue=venue,
        doi=next((read_doi(doi[1]) for text in _all(record, "LID", "AID") if (doi := _DOI.search(text))), ""),
        arxiv=next((arxiv for text in _all(record, "LID", "AID") if (arxiv := find_arxiv(text))), ""),
        container=_read_container(record),
        tags=tuple(dict.fromkeys(word.lstrip("*") for word in _all(record, "OT"))),
        language=_first(record, "LA"),
        abstract=tidy_prose(_first(record, "AB"), tidy_plain),
    )
    return make_parsed(reference, location, _first(record, "PMID"))


def _all(record: _Record, *tags: str) -> list[str]:
    return [value for tag in tags for name, value in record if name == tag]


def _first(record: _Record, *tags: str) -> str:
    return next(iter(_all(record, *tags)), "")


def _read_date(text: str) -> str:
    """Read ``2015 Jul 30``, where the month and the day may be missing, or several months be named."""
    return make_date(text, text, text)


def _read_authors(record: _Record) -> tuple[tuple[Authorship, ...], bool]:
    """Return people and groups in their order, and whether there are more: full names, where there are any, with the
    ORCID iDs behind them. Records of before 2000 end long lists with ``et al``."""
    people = "FAU" if _first(record, "FAU") else "AU"
    authors: list[Authorship] = []
    et_al = False
    for tag, value in record:
        if tag in (people, "CN"):
            name = _SHORT.sub(r"\1, \2", tidy_plain(value)) if tag == "AU" else tidy_plain(value)
            named = gather([f"{{{name}}}" if tag == "CN" else name])
            authors += named.authors
            et_al = et_al or named.et_al
        elif tag == "AUID" and authors and (orcid := read_orcid(value.removeprefix("ORCID: "))):
            authors[-1] = replace(authors[-1], orcid=orcid)
    return tuple(authors), et_al


def _read_container(record: _Record) -> dict[str, str]:
    container = {name: _first(record, tag) for name, tag in _CONTAINER.items()}
    container["ISSN"] = _NOTE.sub("", _first(record, "IS"))
    container["ISBN"] = _NOTE.sub("", _first(record, "ISBN"))
    container["editor"] = " and ".join(authorship.name for authorship in gather(_all(record, "FED")).authors)
    return container
