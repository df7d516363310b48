"""PubMed's own format (``.nbib``, MEDLINE): https://www.nlm.nih.gov/bsd/mms/medlineelements.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.diagnostics import Location
from site_builder.formats.addresses import find_address
from site_builder.formats.author_lists import gather
from site_builder.formats.named_fields import UnknownNames
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    make_date,
    make_parsed,
    make_result,
    tidy_plain,
    tidy_plain_title,
    tidy_plain_words,
    tidy_prose,
    untitled,
)
from site_builder.formats.tagged.records import Syntax, cut_records
from site_builder.model import Notice
from site_builder.text.identifiers import address_doi, address_pubmed, find_arxiv, find_doi, read_orcid

if TYPE_CHECKING:
    import datetime

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.formats.tagged.records import TaggedRecord
    from site_builder.model import Authorship, ParsedPaper

NAME = "PubMed"

_START = re.compile(r"^PMID- *\d+[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"([A-Z]{2,4}) *- ?(?P<value>.*)$")
_DOI = re.compile(r"(\S+) \[doi\]")
#: What is behind a serial number in brackets: ``1687-5273 (Electronic)``.
_NOTE = re.compile(r" \(.*")
#: How a name without its full form is written: ``van den Berg JR``.
_SHORT = re.compile(r"([^,]+) ([A-Z]{1,3})")
_CONTAINER = {"volume": "VI", "issue": "IP", "page": "PG", "publisher": "PB", "PMID": "PMID", "PMCID": "PMC"}

_SYNTAX = Syntax(
    line=_LINE,
    starts=frozenset(("PMID",)),
    titles=frozenset(("TI",)),
    glued=re.compile(r"(?<=\S)(?:(?:AB|AU|DP|IP|JT|OT|PG|PT|TA|TI|VI)  |(?:AID|FAU|LID|PMC) |(?:AUID|PMID))- (?=\S)"),
    prose=frozenset(("AB", "AD")),
    joint=" ",
)
#: ERIC writes the same format without its numbers.
_ERIC = re.compile(r"^OWN *- *ERIC\b", re.MULTILINE)
_ERIC_SYNTAX = replace(_SYNTAX, starts=frozenset(("OWN",)))
_ERIC_ISSN = re.compile(r"^E?ISSN-")
#: Types that ERIC names for what is in no journal.
_ERIC_TYPES = {"Book": "book", "Dissertation": "thesis", "Report": "report", "Speech": "paper-conference"}
#: What PubMed and ERIC write and a paper doesn't need.
_IDLE = """
    AD BTI CI CIN CN COI COIS CON CP CRDT CRF CRI CTDT CTI DA DCOM DDIN DDRIN DEP DRDT ECF ECI EDAT EFR EN
    FIR FPS GN GR GS IR IRAD IS ISBN JID LR MH MHDA MID NM OAB OABL OCI OID ORI OTO OWN PHST PL PMCR PRIN PROF
    PS PST RF RN ROF RPF RPI RRF RRI SB SFM SI SO SPIN STAT UIN UOF VTI AUCN ISSN PUBM FED ED TT
"""
_READ = "RIN EIN PMID TI AU FAU AUID DP PT JT TA LID AID OT LA AB VI IP PG PB PMC"
_KNOWN = frozenset(f"{_IDLE} {_READ}".split())

#: Parts of a line that says where a notice appeared.
_NOTICE_DOI = re.compile(r"doi: (10\.\d{4,9}/[^\s;]*[^\s.;])", re.IGNORECASE)
_NOTICE_PMID = re.compile(r"PMID: (\d+)")
_NOTICE_DATE = re.compile(r"\b((?:19|20)\d\d)(?: ([A-Z][a-z]{2}))?(?: (\d{1,2}))?\b")


def recognise(text: str) -> bool:
    """Tell whether any line begins a record."""
    return bool(("PMID-" in text and _START.search(text)) or _ERIC.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record: each begins with its number."""
    diagnostics: list[Diagnostic] = []
    unknown = UnknownNames("tag")
    found: list[Find] = []
    syntax = _ERIC_SYNTAX if _ERIC.search(text) else _SYNTAX
    for record in cut_records(text, syntax, path, diagnostics):
        location = Location(path, record.first)
        for tag in record.values.keys() - _KNOWN:
            unknown.meet(tag, location)
        found.append((_read_record(record, location, diagnostics), (record.first, record.last)))
    return make_result(NAME, path, found, diagnostics + unknown.tell(_KNOWN))


def _read_record(record: TaggedRecord, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    title = tidy_plain_title(record.first_of("TI", "BTI", "CTI")).removesuffix(".")
    if not title:
        diagnostics.append(untitled(location, f"the record '{record.first_of('PMID')}'"))
        return None
    date = _read_date(record.first_of("DP"))
    diagnostics += doubt(location, doubt_date(record.first_of("DP"), date))
    venue = tidy_plain_words(record.first_of("JT", "TA") or (record.first_of("BTI") if record.first_of("TI") else ""))
    authors, et_al = _read_authors(record)
    reference = Reference(
        title=title,
        authors=authors,
        et_al=et_al,
        has_name_parts=bool(authors),
        type=_read_type(record),
        date=date,
        venue=venue,
        doi=_find_doi(record),
        url=next((address for text in record.all("LID") if (address := find_address(text))), ""),
        arxiv=next((arxiv for text in record.all("LID", "AID") if (arxiv := find_arxiv(text))), ""),
        container=_read_container(record),
        tags=tuple(dict.fromkeys(word.lstrip("*") for word in record.all("OT"))),
        language=record.first_of("LA"),
        abstract=tidy_prose(record.first_of("AB")),
        status="retracted" if "Retracted Publication" in record.all("PT") else "",
        retracted=next(map(_read_notice, record.all("RIN")), None),
        erratum=tuple(map(_read_notice, record.all("EIN"))),
    )
    return make_parsed(reference, location, diagnostics, record.first_of("PMID"))


def _find_doi(record: TaggedRecord) -> str:
    """Return the DOI, which the name of its kind should stand behind."""
    texts = record.all("LID", "AID")
    named = next((match[1] for text in texts if (match := _DOI.search(text))), "")
    return named or next(filter(None, map(find_doi, texts)), "")


def _read_notice(text: str) -> Notice:
    """Read where a notice appeared: ``J Med. 2015 Jan;125(1):3. doi: 10.1000/1. PMID: 25654555``."""
    doi, pmid = (pattern.search(text) for pattern in (_NOTICE_DOI, _NOTICE_PMID))
    address = address_doi(doi[1]) if doi else address_pubmed(pmid[1]) if pmid else ""
    stated = _NOTICE_DATE.search(text)
    return Notice(make_date(*stated.groups("")) if stated else "", address)


def _read_type(record: TaggedRecord) -> str:
    kinds = record.all("PT")
    if "Preprint" in kinds:
        return "article"
    if record.first_of("BTI"):
        return "chapter" if record.first_of("TI") else "book"
    if record.first_of("JT", "TA"):
        return "article-journal"
    return next((kind for start, kind in _ERIC_TYPES.items() if any(name.startswith(start) for name in kinds)), "")


def _read_date(text: str) -> str:
    """Read ``2015 Jul 30``, where the month and the day may be missing, or several months be named."""
    return make_date(text, text, text)


def _read_authors(record: TaggedRecord) -> tuple[tuple[Authorship, ...], bool]:
    """Return people and groups in their order, and whether there are more: full names, where there are any, with the
    ORCID iDs behind them. Records of before 2000 end long lists with ``et al``."""
    people = "FAU" if record.first_of("FAU") else "AU"
    authors: list[Authorship] = []
    et_al = False
    for tag, value in record.lines:
        if tag in (people, "CN"):
            name = tidy_plain(value)
            if tag == "AU" and (short := _SHORT.fullmatch(name)):
                name = f"{short[1]}, {short[2]}"
            named = gather([f"{{{name}}}" if tag == "CN" else name])
            authors += named.authors
            et_al = et_al or named.et_al
        elif tag == "AUID" and authors and (orcid := read_orcid(value.removeprefix("ORCID: "))):
            authors[-1] = replace(authors[-1], orcid=orcid)
    return tuple(authors), et_al


def _read_container(record: TaggedRecord) -> dict[str, str]:
    container = {name: record.first_of(tag) for name, tag in _CONTAINER.items()}
    container["ISSN"] = _NOTE.sub(
        "", record.first_of("IS") or record.first_of("ISSN").removeprefix("E").removeprefix("ISSN-")
    )
    container["ISBN"] = _NOTE.sub("", record.first_of("ISBN"))
    container["editor"] = " and ".join(authorship.name for authorship in gather(record.all("FED")).authors)
    return container
