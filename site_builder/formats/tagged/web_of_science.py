"""Web of Science's plain text and CIW: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.formats.tagged.reader import TaggedFormat
from site_builder.formats.tagged.records import Syntax
from site_builder.text.folding import fold
from site_builder.text.identifiers import read_orcid

if TYPE_CHECKING:
    from site_builder.formats.named_fields import Fields
    from site_builder.formats.tagged.records import TaggedRecord

_TYPES = {"B": "book", "P": "patent"}


def _adapt(fields: Fields, record: TaggedRecord) -> None:
    """Give each author the ORCID iD that stands with the name in ``OI``; type by ``PT`` where ``DT`` says nothing."""
    if not fields.first("type"):
        fields.add("type", _TYPES.get(record.first_of("PT"), ""))
    orcids = {}
    for entry in " ".join(record.all("OI")).split(";"):
        name, _, number = entry.strip().rpartition("/")
        if orcid := read_orcid(number):
            orcids[frozenset(fold(name).split())] = orcid
    if fields.authors and orcids:
        authors = tuple(
            replace(author, orcid=orcids.get(frozenset(fold(author.name).split()), ""))
            for author in fields.authors.authors
        )
        fields.authors = fields.authors._replace(authors=authors)


FORMAT = TaggedFormat(
    name="Web of Science",
    mark=re.compile(
        r"^(?:FN (?:Clarivate|Thomson|ISI)|PT [JBSPC]\n(?:.*\n){0,60}?(?:UT |ER[ \t]*\n|TI ))", re.MULTILINE
    ),
    syntax=Syntax(
        line=re.compile(r"([A-Z][A-Z0-9])(?: (?P<value>.*))?$"),
        starts=frozenset(("PT",)),
        ends=frozenset(("ER",)),
        titles=frozenset(("TI",)),
        headers=frozenset(("FN", "VR", "EF")),
        glued=re.compile(r"(?:(?<=\d)|(?<=^PT [BJPS]))(?:AB|AF|AU|BP|DE|DI|EP|IS|PU|PY|SO|TI|VL) (?=\S)"),
        prose=frozenset(("AB", "C1", "CR", "FX")),
        listed=frozenset(("AU", "AF", "BA", "BE", "BF", "GP", "CA", "ED")),
    ),
    tags={
        "type": ("DT",),
        "title": ("TI",),
        "author": ("AF", "AU", "BF", "BA"),
        "group": ("CA", "GP"),
        "editor": ("BE", "ED"),
        "date": ("PD",),
        "year": ("PY", "EA"),
        "venue": ("SO", "CT"),
        "abbreviation": ("J9", "JI"),
        "volume": ("VL",),
        "issue": ("IS",),
        "first_page": ("BP",),
        "last_page": ("EP",),
        "article_number": ("AR",),
        "publisher": ("PU",),
        "place": ("PI",),
        "series": ("SE", "BS"),
        "issn": ("SN", "EI"),
        "isbn": ("BN",),
        "doi": ("DI", "D2"),
        "pmid": ("PM",),
        "abstract": ("AB",),
        "keyword": ("DE",),
        "language": ("LA",),
        "key": ("UT",),
    },
    idle="""
        C1|C3|CL|CR|CY|DA|EM|ES|EY|FU|FX|GA|HC|HO|HP|ID|MA|NR|OA|OI|PA|PG|PN|PT|RC|RI|RP|SC|SI|SP|SU|TC|U1
        |U2|WC|WE|Z1|Z2|Z3|Z4|Z8|Z9|ZB|ZR|ZS|PS
    """,
    adapt=_adapt,
)
NAME, recognise, read = FORMAT.name, FORMAT.recognise, FORMAT.read
