"""RIS, as reference managers and publishers export it (tags of two letters, one value a line)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats import ris_names
from site_builder.formats.addresses import doubt_address, read_address
from site_builder.formats.named_fields import UnknownNames
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    make_date,
    make_parsed,
    make_result,
    split_words,
    tidy_plain_title,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.formats.tagged.reader import read_people
from site_builder.formats.tagged.records import Syntax, cut_records
from site_builder.model import Link
from site_builder.text.identifiers import find_arxiv, read_arxiv, read_doi
from site_builder.text.licenses import read_license
from site_builder.text.publication_status import find_status

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.formats.tagged.records import TaggedRecord
    from site_builder.model import ParsedPaper

NAME = "RIS"

_START = re.compile(r"^[ \t]*TY {1,2}-[ \t]*[A-Z]*[ \t]*$", re.MULTILINE)
#: One space before the hyphen is a common slip; it is let pass where the tag means something here.
_LINE = re.compile(
    r"[ \t]*(?:([A-Z][A-Z0-9])  "
    r"|(A[1-4UB]|C[1-8Y]|D[AO]|E[DPRT]|I[DS]|J[AFO]|KW|L[1A]|N[12]|P[BY]|S[NP]|T[1-3IY]|UR|VL|Y1) )"
    r"-(?:[ \t]+(?P<value>.*))?$"
)

#: RIS's types → CSL's; what isn't here has no type of its own.
_TYPES = {kind: csl for csl, (kind, genre) in ris_names.TYPES.items() if not genre} | {
    "JFULL": "article-journal",
    "EJOUR": "article-journal",
    "ABST": "article-journal",
    "CPAPER": "paper-conference",
    "ECHAP": "chapter",
    "EBOOK": "book",
    "MANSCPT": "manuscript",
    "UNPB": "manuscript",
}
_TITLES = ("TI", "T1", "CT")
_AUTHORS = ("AU", "A1")
_VENUES = ("T2", "JF", "JO", "BT", "JA", "J2", "J1", "C3")
_DATES = ("DA", "PY", "Y1")
_MENTIONS = ("M1", "N1", "C1", "C7", "JO", "PB")
_EDITION_DATE = re.compile(r"\d{4}[/-]\d")
#: Variables of CSL without a tag, as the export writes them. Other notes are a reader's own, and not for a site.
_STATED = re.compile(r"(PMC?ID|note): (\S.*)")
#: Types whose kind of work (``M3``) says no more than the type.
_UNSORTED = frozenset({"", "article-journal", "article-magazine", "book", "chapter", "paper-conference"})
_PAGE = re.compile(r"\d|^[ivxlc]+$", re.IGNORECASE)
_SYNTAX = Syntax(
    line=_LINE,
    starts=frozenset(("TY",)),
    ends=frozenset(("ER",)),
    titles=frozenset(_TITLES),
    glued=re.compile(r"(?<=\S)[A-Z][A-Z0-9]  - ?(?=\S)"),
    prose=frozenset(("AB", "AD", "KW", "N1", "N2")),
    # Some number the references of a file, and Ovid puts an address behind each.
    between=re.compile(r"<?\d+[.>]|\ufeff|Link to the Ovid Full Text or citation:.*"),
)
#: What reference managers write and a paper doesn't need.
_IDLE = """
    AD AV C2 C4 C5 C6 CA CP DB DP ID J1 LB LK M2 N3 OP RI RN RP RT SV TA TT U1 U2 U3 U4 U5
    Y2 L4 JF UT M1 SF PA LL
"""
#: A note that stands where the list of authors goes on.
_MORE_AUTHORS = re.compile(r"(?:and others|et al\.?)", re.IGNORECASE)


_READ = "TY ER A2 A3 A4 CR ED ET IS SN SP EP UR L1 L2 L3 DO M3 AN KW LA AB N2"
_KNOWN = frozenset({
    *_TITLES, *_AUTHORS, *_VENUES, *_DATES, *_MENTIONS, *_IDLE.split(), *_READ.split(),
    *(tag for tags in ris_names.VARIABLES.values() for tag in tags),
})  # fmt: skip


def recognise(text: str) -> bool:
    """Tell whether any line begins a reference."""
    return "TY" in text and bool(_START.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every reference; one whose end is missing ends where the next begins, and is reported."""
    diagnostics: list[Diagnostic] = []
    unknown = UnknownNames("tag")
    found: list[Find] = []
    for record in cut_records(text, _SYNTAX, path, diagnostics):
        location = Location(path, record.first)
        for tag in record.values.keys() - _KNOWN:
            unknown.meet(tag, location)
        found.append((_read_record(record, location, diagnostics), (record.first, record.last)))
    return make_result(NAME, path, found, diagnostics + unknown.tell(()))


def _read_record(record: TaggedRecord, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    title = tidy_plain_title(record.first_of(*_TITLES))
    if not title:
        diagnostics.append(untitled(location, "this reference"))
        return None
    names = read_people(record.all(*_AUTHORS))
    date = _find_date(record)
    notes = record.all("N1")
    status = next((status for text in (*record.all(*_DATES), *notes) if (status := find_status(text))), "")
    diagnostics += doubt(location, (*names.doubts, *(() if status else doubt_date(record.first_of(*_DATES), date))))
    addresses = [address for text in record.all("UR", "L2") if (address := read_address(text))]
    for text in record.all("UR"):
        diagnostics += doubt(location, () if read_doi(text) else doubt_address(text, read_address(text)))
    kind = _read_type(record)
    reference = Reference(
        title=title,
        authors=names.authors,
        has_name_parts=any("," in name for name in record.all(*_AUTHORS)),
        et_al=names.et_al or any(_MORE_AUTHORS.fullmatch(note) for note in notes),
        type=kind,
        date=date,
        venue=tidy_plain_words(record.first_of(*_VENUES)),
        doi=" ".join((*record.all("DO"), *filter(read_doi, record.all("M3", "L3")))),
        arxiv=next((arxiv for text in record.all("AN") if (arxiv := read_arxiv(text))), ""),
        url=addresses[0] if addresses else "",
        mentions=record.all(*_MENTIONS),
        container=_read_container(record, kind),
        pdf=read_address(record.first_of("L1")),
        links=tuple(Link("link", address) for address in addresses[1:]),
        tags=split_words("\n".join(record.all("KW"))),
        language=record.first_of("LA"),
        abstract=tidy_prose(record.first_of("AB", "N2")),
        status=status,
        license=read_license(record.first_of("CR")),
    )
    return make_parsed(reference, location, diagnostics, record.first_of("ID"))


def _read_type(record: TaggedRecord) -> str:
    """Return the type; what is unpublished and yet stands somewhere under a DOI or a name is a preprint."""
    if kind := ris_names.KINDS.get(record.first_of("M3").lower()):
        return kind
    kind = _TYPES.get(record.first_of("TY").upper(), "")
    return "article" if kind == "manuscript" and record.all("DO", *_VENUES) else kind


def _find_date(record: TaggedRecord) -> str:
    """Return the most exact date. EndNote writes the day without its year (``DA  - Jan 28``)."""
    dates = [_read_date(text) for text in record.all(*_DATES)]
    year = next((date for date in dates if date), "")
    dates += [make_date(year, text, text) for text in record.values.get("DA", []) if not _read_date(text)]
    return max(dates, key=len, default="")


def _read_date(text: str) -> str:
    """Read ``2025/03/06/spring``, where any part after the year may be missing, ``2025-03-06`` or ``March 2025``."""
    parts = text.replace("-", "/").split("/")
    if len(parts) > 1:
        return make_date(*parts[:3])
    return make_date(text, text, text)


def _read_container(record: TaggedRecord, kind: str) -> dict[str, str]:
    variables = ris_names.VARIABLES.items()
    container = {name: tidy_plain_words(record.first_of(*tags)) for name, tags in variables}
    if kind in _UNSORTED or container["genre"].lower() in ris_names.KINDS or read_doi(container["genre"]):
        container["genre"] = ""
    if kind != "article-newspaper":  # others have the first page or a day there
        container["section"] = ""
    container["issue"] = record.first_of("IS")
    container["page"] = _read_pages(record, kind)
    for serial in record.all("SN"):
        container.setdefault(_name_serial(serial, kind), serial)
    edition = record.first_of("ET")
    if not _EDITION_DATE.match(edition):  # PubMed's day of appearance in print
        container["version" if kind in ris_names.VERSIONED else "edition"] = tidy_plain_words(edition)
    if kind == "paper-conference" and not container["publisher-place"]:  # Zotero's place of a conference
        location = record.first_of("C1")
        container["publisher-place"] = "" if find_arxiv(location) else location
    if kind in ris_names.INSTITUTIONAL:
        container["institution"] = container.pop("publisher")
    for name, tags in (("editor", ("A2", "A3", "ED")), ("translator", ("A4",))):
        people = read_people(record.all(*tags)).authors
        container[name] = " and ".join(authorship.name for authorship in people)
    return container | {match[1]: match[2] for note in record.all("N1") if (match := _STATED.fullmatch(note.strip()))}


def _name_serial(serial: str, kind: str) -> str:
    """Return CSL's name for what a reference has in the place of ISBN and ISSN."""
    if kind in ris_names.NUMBERED:
        return "number"
    return "ISBN" if len(re.sub(r"[^\dXx]", "", serial)) > 8 else "ISSN"


def _read_pages(record: TaggedRecord, kind: str) -> str:
    """Return the pages, or an article's number. Ovid writes "No" to "Specified" where there are none."""
    start, end = record.first_of("SP"), record.first_of("EP")
    if end and "-" not in start and _PAGE.search(start) and _PAGE.search(end):
        return f"{start}-{end}"
    number = record.first_of("C7") if kind == "article-journal" else ""
    return start if _PAGE.search(start) else "" if find_arxiv(number) else number
