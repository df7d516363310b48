"""RefWorks' tagged text: https://knowledge.exlibrisgroup.com/RefWorks/Product_Documentation"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.tagged.reader import TaggedFormat
from site_builder.formats.tagged.records import Syntax

if TYPE_CHECKING:
    from site_builder.formats.named_fields import Fields
    from site_builder.formats.tagged.records import TaggedRecord


def _adapt(fields: Fields, record: TaggedRecord) -> None:
    """Take the book's title of a chapter or of a paper in proceedings, and else that of the journal."""
    if record.first_of("RT").startswith(("Book", "Conference")) and (title := record.first_of("T2")):
        fields.values["venue"] = [title]


FORMAT = TaggedFormat(
    name="RefWorks",
    mark=re.compile(
        r"^RT (?:Abstract|Artwork|Book|Case|Computer|Conference|Dissertation|Generic|Journal|Magazine|Map|Monograph"
        r"|Motion|Music|Newspaper|Online|Patent|Personal|Report|Sound|Thesis|Unpublished|Video|Web)\b"
        r"[^\n]*\n[A-Z][A-Z0-9] ",
        re.MULTILINE,
    ),
    syntax=Syntax(
        line=re.compile(r"([A-Z][A-Z0-9])(?:[ ](?P<value>.*))?$"),
        starts=frozenset(("RT",)),
        titles=frozenset(("T1",)),
        glued=re.compile(r"(?:(?<=[a-z])T1|(?<=\d)(?:A1|AB|DO|IS|JF|K1|OP|PB|SP|T1|VO|YR)) (?=\S)"),
        prose=frozenset(("AB", "NO", "K1")),
        between=re.compile(r"(?:<[^<>]*>|Ref(?:erence)?s? ?\d*:?|Export Date.*)"),
    ),
    tags={
        "type": ("RT",),
        "title": ("T1",),
        "author": ("A1",),
        "editor": ("A2",),
        "date": ("FD",),
        "year": ("YR",),
        "venue": ("JF", "JO", "T2"),
        "volume": ("VO",),
        "issue": ("IS",),
        "first_page": ("SP",),
        "last_page": ("OP",),
        "publisher": ("PB",),
        "place": ("PP",),
        "series": ("T3",),
        "edition": ("ED",),
        "issn": ("SN",),
        "doi": ("DO",),
        "url": ("LK", "UL"),
        "abstract": ("AB",),
        "keyword": ("K1",),
        "language": ("LA",),
        "note": ("NO",),
        "key": ("ID",),
    },
    idle="""
        SR|A3|A4|A5|A6|AD|AN|AV|CL|CN|CR|DB|DS|IP|LL|LS|OL|OT|RD|SF|SL|ST|U1|U2|U3|U4|U5|U6|U7|U8|U9|U10|U11
        |U12|U13|U14|U15|WP|WT|WV|PM
    """,
    adapt=_adapt,
)
NAME, recognise, read = FORMAT.name, FORMAT.recognise, FORMAT.read
