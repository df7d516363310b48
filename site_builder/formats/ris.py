"""RIS, as reference managers and publishers export it (tags of two letters, one value a line)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.author_lists import gather
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    find_address,
    make_date,
    make_parsed,
    make_result,
    split_words,
    tidy_plain,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.model import Link
from site_builder.text.identifiers import find_arxiv, read_arxiv, read_doi

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import ParsedPaper

NAME = "RIS"

_START = re.compile(r"^[ \t]*TY {1,2}-[ \t]*[A-Z]*[ \t]*$", re.MULTILINE)
#: One space before the hyphen is a common slip; it is let pass where the tag means something here.
_LINE = re.compile(
    r"[ \t]*(?:([A-Z][A-Z0-9])  "
    r"|(A[1-4UB]|C[1-8Y]|D[AO]|E[DPRT]|I[DS]|J[AFO]|KW|L[1A]|N[12]|P[BY]|S[NP]|T[1-3IY]|UR|VL|Y1) )"
    r"-(?:[ \t]+(.*))?$"
)

#: RIS's types → CSL's; what isn't here has no type of its own.
_TYPES = {
    "JOUR": "article-journal",
    "JFULL": "article-journal",
    "EJOUR": "article-journal",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "ABST": "article-journal",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "THES": "thesis",
    "RPRT": "report",
    "UNPB": "manuscript",
    "MANSCPT": "manuscript",
    "DATA": "dataset",
    "COMP": "software",
    "ELEC": "webpage",
    "BLOG": "post-weblog",
    "PAT": "patent",
    "SLIDE": "speech",
}
_TITLES = ("TI", "T1", "CT")
_AUTHORS = ("AU", "A1")
_VENUES = ("T2", "JF", "JO", "BT", "JA", "J2", "J1", "C3")
_DATES = ("DA", "PY", "Y1")
_MENTIONS = ("M1", "N1", "C1", "C7", "JO", "PB")
_CONTAINER = {
    "volume": ("VL",),
    "collection-title": ("T3",),
    "edition": ("ET",),
    "publisher": ("PB", "PU"),
    "publisher-place": ("CY", "PP", "PI"),
}
_EDITION_DATE = re.compile(r"\d{4}[/-]\d")
_PAGE = re.compile(r"\d|^[ivxlc]+$", re.IGNORECASE)
#: Some number the references of a file.
_COUNT = re.compile(r"\d+\.|\ufeff")
#: A note that stands where the list of authors goes on.
_MORE_AUTHORS = re.compile(r"(?:and others|et al\.?)", re.IGNORECASE)


class _Record(msgspec.Struct):
    """One reference: its values by tag, in the file's order, and where it stands."""

    kind: str
    first: int
    last: int
    values: dict[str, list[str]]
    tag: str = ""


def recognise(text: str) -> bool:
    """Tell whether any line begins a reference."""
    return "TY" in text and bool(_START.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every reference; one whose end is missing ends where the next begins, and is reported."""
    diagnostics: list[Diagnostic] = []
    found: list[Find] = [
        (_read_record(record, Location(path, record.first), diagnostics), (record.first, record.last))
        for record in _cut(text, path, diagnostics)
    ]
    return make_result(NAME, path, found, diagnostics)


def _cut(text: str, path: str, diagnostics: list[Diagnostic]) -> list[_Record]:
    """Cut a file into references. ``TY`` begins one, and so does a second title after a blank line, where both an
    ``ER`` and a ``TY`` were lost."""
    records: list[_Record] = []
    current: _Record | None = None
    blank = reported = False
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        tag, value = (match[1] or match[2], (match[3] or "").strip()) if match else ("", line.strip())
        lost = current is not None and blank and tag in _TITLES and any(name in current.values for name in _TITLES)
        if tag == "TY" or lost:
            if current:
                diagnostics.append(_unclosed(Location(path, current.first), number))
            current = _Record(current.kind if lost and current else value, number, number, {})
            records.append(current)
            reported = False
        if tag == "ER" and current is not None:
            current.last, current = number, None
        elif current is None:
            if value and tag != "ER" and not reported and not _COUNT.fullmatch(value):
                diagnostics.append(_stray(Location(path, number), value))
                reported = True
        elif tag != "TY" and value:
            _add(current, tag, value, number)
        blank = not value
    return records


def _add(record: _Record, tag: str, value: str, number: int) -> None:
    """Add a value; a line without a tag goes on with the value before it."""
    record.last = number
    if tag:
        record.values.setdefault(tag, []).append(value)
        record.tag = tag
    elif record.tag:
        record.values[record.tag][-1] += "\n" + value


def _unclosed(location: Location, line: int) -> Diagnostic:
    message = f"this reference has no end; it was taken to end where the next begins (line {line})"
    return Diagnostic("reference-doubtful", message, location, "write 'ER  - ' after its last line", "warning")


def _stray(location: Location, value: str) -> Diagnostic:
    shown = value if len(value) <= 40 else value[:40].rstrip() + "…"
    message = f"'{shown}' and what follows it up to the next reference belong to none and were left out"
    return Diagnostic("reference-broken", message, location, "begin the reference with a line like 'TY  - JOUR'")


def _read_record(record: _Record, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    title = tidy_plain(_first(record, _TITLES))
    if not title:
        diagnostics.append(untitled(location, "this reference"))
        return None
    names = gather(_read_names(record, _AUTHORS))
    date = _find_date(record)
    diagnostics += doubt(location, (*names.doubts, *doubt_date(_first(record, _DATES), date)))
    notes = _all(record, ("N1",))
    addresses = [address for text in _all(record, ("UR", "L2")) if (address := find_address(text))]
    reference = Reference(
        title=title,
        authors=names.authors,
        et_al=names.et_al or any(_MORE_AUTHORS.fullmatch(note) for note in notes),
        type=_read_type(record),
        date=date,
        venue=tidy_plain_words(_first(record, _VENUES)),
        doi=next((doi for text in _all(record, ("DO", "M3", "L3")) if (doi := read_doi(text))), ""),
        arxiv=next((arxiv for text in _all(record, ("AN",)) if (arxiv := read_arxiv(text))), ""),
        url=addresses[0] if addresses else "",
        mentions=_all(record, _MENTIONS),
        container=_read_container(record),
        pdf=find_address(_first(record, ("L1",))),
        links=tuple(Link("link", address) for address in addresses[1:]),
        tags=split_words("\n".join(_all(record, ("KW",)))),
        language=_first(record, ("LA",)),
        abstract=tidy_prose(_first(record, ("AB", "N2")), tidy_plain),
    )
    return make_parsed(reference, location, _first(record, ("ID",)))


def _read_type(record: _Record) -> str:
    """Return the type; what is unpublished and yet stands somewhere under a DOI or a name is a preprint."""
    kind = _TYPES.get(record.kind.upper(), "")
    return "article" if kind == "manuscript" and _all(record, ("DO", *_VENUES)) else kind


def _read_names(record: _Record, tags: tuple[str, ...]) -> list[str]:
    """Return the names, of which some have several on a line."""
    return [_mark_group(name.strip()) for value in _all(record, tags) for name in tidy_plain(value).split(";")]


def _mark_group(name: str) -> str:
    """Return a group's name as BibTeX has it, in braces. A person's has a comma in RIS."""
    return f"{{{name}}}" if "," not in name and is_group(name) else name


def _all(record: _Record, tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for tag in tags for value in record.values.get(tag, ()))


def _first(record: _Record, tags: tuple[str, ...]) -> str:
    return next(iter(_all(record, tags)), "")


def _find_date(record: _Record) -> str:
    """Return the most exact date. EndNote writes the day without its year (``DA  - Jan 28``)."""
    dates = [_read_date(text) for text in _all(record, _DATES)]
    year = next((date for date in dates if date), "")
    dates += [make_date(year, text, text) for text in record.values.get("DA", []) if not _read_date(text)]
    return max(dates, key=len, default="")


def _read_date(text: str) -> str:
    """Read ``2025/03/06/spring``, where any part after the year may be missing, ``2025-03-06`` or ``March 2025``."""
    parts = text.replace("-", "/").split("/")
    if len(parts) > 1:
        return make_date(*parts[:3])
    return make_date(text, text, text)


def _read_container(record: _Record) -> dict[str, str]:
    kind = _TYPES.get(record.kind.upper(), "")
    container = {name: tidy_plain_words(_first(record, tags)) for name, tags in _CONTAINER.items()}
    container["number" if kind in ("report", "patent") else "issue"] = _first(record, ("IS",))
    container["page"] = _read_pages(record, kind)
    for serial in _all(record, ("SN",)):
        container.setdefault("ISBN" if len(re.sub(r"[^\dXx]", "", serial)) > 8 else "ISSN", serial)
    if _EDITION_DATE.match(container["edition"]):  # PubMed's day of appearance in print
        container["edition"] = ""
    if kind == "paper-conference" and not container["publisher-place"]:  # Zotero's place of a conference
        location = _first(record, ("C1",))
        container["publisher-place"] = "" if find_arxiv(location) else location
    if kind in ("thesis", "report"):
        container["institution"] = container.pop("publisher")
    editors = gather(_read_names(record, ("A2", "ED"))).authors
    container["editor"] = " and ".join(authorship.name for authorship in editors)
    return container


def _read_pages(record: _Record, kind: str) -> str:
    """Return the pages, or an article's number. Ovid writes "No" to "Specified" where there are none."""
    start, end = _first(record, ("SP",)), _first(record, ("EP",))
    if end and "-" not in start and _PAGE.search(start) and _PAGE.search(end):
        return f"{start}-{end}"
    number = _first(record, ("C7",)) if kind == "article-journal" else ""
    return start if _PAGE.search(start) else "" if find_arxiv(number) else number
