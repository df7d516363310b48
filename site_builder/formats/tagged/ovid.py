"""Ovid's citations: a field's name on a line of its own, its value below it, ``<1>`` before each record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.tagged.reader import TaggedFormat, read_people
from site_builder.formats.tagged.records import Syntax

if TYPE_CHECKING:
    from site_builder.formats.named_fields import Fields
    from site_builder.formats.tagged.records import TaggedRecord

#: ``Human Reproduction. 20(11):3114-21, 2005 Nov.`` and ``Journal. 12 (3) (pp 1-9), 2020. Date of Publication: …``.
_SOURCE = re.compile(
    r"(?P<venue>[^.]+(?:\.(?! \d)[^.]+)*)\. (?P<volume>[\w-]+) ?(?:\((?P<issue>(?!pp)[^()]*)\))?"
    r"(?:[: ]+\(?(?:pp )?(?P<page>[\w-]+)\)?)?,? (?P<date>\d{4}[^.;]*)"
)
#: What stands behind a title in brackets: ``[Review] [30 refs]``.
_ASIDE = re.compile(r"(?:\s*\[[^\[\]]*\])+\.?$")
#: Authors stand on one line, with two spaces or a stop between them: ``Doe AM.  Al-Roe HG.``
_BETWEEN_NAMES = re.compile(r"[.;]?\s{2,}|;\s*|(?<=[A-Z])\.\s+(?=[A-Z][a-z])|\n")
_INITIALS_LAST = re.compile(r"(\S.*) ([A-Z][A-Z-]{0,3})\.?")


def _adapt(fields: Fields, record: TaggedRecord) -> None:
    source = _SOURCE.match(" ".join(record.first_of("Source").split()))
    for field, text in source.groupdict().items() if source else ():
        if not fields.first(field):
            fields.add(field, text or "")
    title = fields.first("title")
    fields.values["title"] = [_ASIDE.sub("", title).removesuffix(".") or title]
    names = [part.strip(" .") for value in record.all("Authors", "Author") for part in _BETWEEN_NAMES.split(value)]
    fields.authors = read_people(_INITIALS_LAST.sub(r"\1, \2", name) for name in names if name)


FORMAT = TaggedFormat(
    name="Ovid",
    mark=re.compile(r"^<\d+>[ \t]*\n(?:.*\n){0,60}?(?:Title|Authors?|Source)[ \t]*\n[ \t]+\S", re.MULTILINE),
    syntax=Syntax(
        line=re.compile(r"(<(?=\d+>)|[A-Z][A-Za-z/&()-]*(?: [A-Za-z/&()-]+){0,5})(?:\d+>)?\.?[ \t]*(?P<value>)$"),
        starts=frozenset(("<",)),
        titles=frozenset(("Title",)),
        below=True,
    ),
    tags={
        "title": ("Title",),
        "author": ("Authors", "Author"),
        "venue": ("Journal Name", "Journal"),
        "volume": ("Volume",),
        "issue": ("Issue Number", "Issue"),
        "page": ("Page", "Pages"),
        "year": ("Year of Publication", "Publication Year"),
        "type": ("Publication Type",),
        "publisher": ("Publisher",),
        "issn": ("ISSN", "ISSN Print"),
        "doi": ("Digital Object Identifier", "DOI"),
        "url": ("Link to the Ovid Full Text or citation", "URL"),
        "abstract": ("Abstract",),
        "keyword": ("Keywords", "Keyword Heading", "Author Keywords"),
        "language": ("Language",),
        "key": ("Unique Identifier", "Accession Number"),
    },
    idle="Source|Status|Institution|Database|Country of Publication|Date Created|Publishing Model|Entry Date",
    adapt=_adapt,
)
NAME, recognise, read = FORMAT.name, FORMAT.recognise, FORMAT.read
