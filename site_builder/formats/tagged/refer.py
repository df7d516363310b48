"""Refer and EndNote's tagged text (``.enw``): https://en.wikipedia.org/wiki/Refer_(software)"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.record_types import read_type
from site_builder.formats.tagged.reader import TaggedFormat
from site_builder.formats.tagged.records import Syntax

if TYPE_CHECKING:
    from site_builder.formats.named_fields import Fields
    from site_builder.formats.tagged.records import TaggedRecord


_DIGIT = re.compile(r"[\dXx]")
_DIGITS_OF_ISSN = 8


def _adapt(fields: Fields, record: TaggedRecord) -> None:
    """Take a book's secondary title for its series, and a number for what its digits show."""
    kind = read_type(fields.first("type"))
    if kind in ("book", "report", "thesis") and not record.first_of("%S") and record.first_of("%B"):
        fields.values["series"] = fields.values.pop("venue")
    if fields.first("isbn") and len(_DIGIT.findall(fields.first("isbn"))) == _DIGITS_OF_ISSN:
        fields.values["issn"] = fields.values.pop("isbn")


FORMAT = TaggedFormat(
    name="Refer",
    mark=re.compile(r"^%[0AT] [^\n]*\n%[0-9A-Z@] ", re.MULTILINE),
    syntax=Syntax(
        line=re.compile(r"(%[0-9A-Z!@#$&()*+=<>\[\]^~?\\|{}])(?:[ \t]+(?P<value>.*))?$"),
        starts=frozenset(("%0",)),
        titles=frozenset(("%T",)),
        glued=re.compile(r"(?<=\S)%[ADIJKNPRTUVX] (?=\S)"),
        prose=frozenset(("%X", "%Z", "%O")),
        listed=frozenset(("%A", "%E", "%K")),
    ),
    tags={
        "type": ("%0",),
        "title": ("%T",),
        "author": ("%A",),
        "editor": ("%E", "%Y"),
        "date": ("%8", "%D", "%="),
        "year": ("%D",),
        "venue": ("%J", "%B"),
        "volume": ("%V",),
        "issue": ("%N",),
        "page": ("%P",),
        "publisher": ("%I",),
        "place": ("%C",),
        "series": ("%S",),
        "edition": ("%7",),
        "isbn": ("%@",),
        "doi": ("%R",),
        "url": ("%U",),
        "pdf": ("%>",),
        "abstract": ("%X",),
        "keyword": ("%K",),
        "language": ("%G",),
        "note": ("%O", "%Z"),
        "key": ("%F",),
        "genre": ("%9",),
    },
    idle="%L|%M|%W|%!|%[|%+|%1|%2|%3|%4|%5|%6|%(|%)|%*|%#|%$|%&|%~|%^|%?|%H|%Q",
    adapt=_adapt,
)
NAME, recognise, read = FORMAT.name, FORMAT.recognise, FORMAT.read
