"""Files of three records in every format, damages to them, and what is lost when a damaged one is read.

Each value begins with the name of its record, so that a value in a wrong record can be told.
"""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.entries.reader import read_paper
from site_builder.formats import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.diagnostics import Diagnostic

CAPTURED = datetime.date(2026, 6, 1)
RECORDS = ("Alder", "Birch", "Cedar")
NAMES = tuple(name.lower() for name in RECORDS)
#: What the values of a record are: unlike any other record's, unlike one another.
_VALUES = {
    "title": "{0} tides of quiet harbours",
    "given": "{0}anna",
    "family": "{0}berg",
    "second": "{0}carl {0}dorf",
    "venue": "{0} Review of Harbours",
    "volume": "{1}7",
    "pages": "{1}20-{1}28",
    "year": "20{1}",
    "doi": "10.5555/{2}.1",
    "abstract": "{0}estuary water is measured.",
    "publisher": "{0} Press",
    "keyword": "{0}keyword",
}

_WRITTEN: dict[str, tuple[str, str, str, str]] = {
    "a.bib": (
        "",
        """@article{{{key},
  title = {{{title}}},
  author = {{{family}, {given} and {second}}},
  journal = {{{venue}}},
  volume = {{{volume}}},
  pages = {{{pages}}},
  year = {{{year}}},
  doi = {{{doi}}},
  publisher = {{{publisher}}},
  keywords = {{{keyword}}},
  abstract = {{{abstract}}}
}}
""",
        "\n",
        "",
    ),
    "a.ris": (
        "",
        """TY  - JOUR
TI  - {title}
AU  - {family}, {given}
AU  - {second}
T2  - {venue}
VL  - {volume}
SP  - {pages}
PY  - {year}
DO  - {doi}
PB  - {publisher}
KW  - {keyword}
AB  - {abstract}
ER  -
""",
        "\n",
        "",
    ),
    "a.json": (
        "[\n",
        """{{"id": "{key}", "type": "article-journal", "title": "{title}",
"author": [{{"family": "{family}", "given": "{given}"}}, {{"literal": "{second}"}}],
"container-title": "{venue}", "volume": "{volume}", "page": "{pages}",
"issued": {{"date-parts": [[{year}]]}}, "DOI": "{doi}",
"publisher": "{publisher}", "keyword": "{keyword}",
"abstract": "{abstract}"}}""",
        ",\n",
        "\n]\n",
    ),
    "a.nbib": (
        "",
        """PMID- {volume}23456
TI  - {title}
FAU - {family}, {given}
FAU - {second}
JT  - {venue}
VI  - {volume}
PG  - {pages}
DP  - {year}
LID - {doi} [doi]
OT  - {keyword}
AB  - {abstract}
""",
        "\n",
        "",
    ),
    "a.ciw": (
        "FN Clarivate Analytics Web of Science\nVR 1.0\n",
        """PT J
AU {family}, {given}
   {second}
TI {title}
SO {venue}
VL {volume}
BP {pages}
PY {year}
DI {doi}
PU {publisher}
DE {keyword}
AB {abstract}
ER
""",
        "\n",
        "\nEF\n",
    ),
    "a.enw": (
        "",
        """%0 Journal Article
%T {title}
%A {family}, {given}
%A {second}
%J {venue}
%V {volume}
%P {pages}
%D {year}
%R {doi}
%I {publisher}
%K {keyword}
%X {abstract}
""",
        "\n",
        "",
    ),
    "a.txt": (
        "",
        """RT Journal Article
T1 {title}
A1 {family},{given}
A1 {second}
JF {venue}
VO {volume}
SP {pages}
YR {year}
DO {doi}
PB {publisher}
K1 {keyword}
AB {abstract}
""",
        "\n",
        "",
    ),
    "pubmed.xml": (
        '<?xml version="1.0"?>\n<PubmedArticleSet>\n',
        """<PubmedArticle><MedlineCitation><PMID>{volume}23456</PMID><Article>
<Journal><JournalIssue><Volume>{volume}</Volume><PubDate><Year>{year}</Year></PubDate></JournalIssue>
<Title>{venue}</Title></Journal>
<ArticleTitle>{title}</ArticleTitle>
<Pagination><MedlinePgn>{pages}</MedlinePgn></Pagination>
<ELocationID EIdType="doi">{doi}</ELocationID>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract>
<AuthorList><Author><LastName>{family}</LastName><ForeName>{given}</ForeName></Author>
<Author><CollectiveName>{second}</CollectiveName></Author></AuthorList></Article>
<KeywordList><Keyword>{keyword}</Keyword></KeywordList></MedlineCitation></PubmedArticle>
""",
        "",
        "</PubmedArticleSet>\n",
    ),
    "endnote.xml": (
        '<?xml version="1.0"?>\n<xml><records>\n',
        """<record><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author>{family}, {given}</author><author>{second}</author></authors></contributors>
<titles><title>{title}</title><secondary-title>{venue}</secondary-title></titles>
<pages>{pages}</pages><volume>{volume}</volume>
<dates><year>{year}</year></dates><publisher>{publisher}</publisher>
<electronic-resource-num>{doi}</electronic-resource-num>
<keywords><keyword>{keyword}</keyword></keywords>
<abstract>{abstract}</abstract></record>
""",
        "",
        "</records></xml>\n",
    ),
    "mods.xml": (
        '<?xml version="1.0"?>\n<modsCollection xmlns="http://www.loc.gov/mods/v3">\n',
        """<mods><titleInfo><title>{title}</title></titleInfo>
<name type="personal"><namePart type="family">{family}</namePart><namePart type="given">{given}</namePart>
<role><roleTerm>author</roleTerm></role></name>
<name type="corporate"><namePart>{second}</namePart><role><roleTerm>author</roleTerm></role></name>
<originInfo><dateIssued>{year}</dateIssued><publisher>{publisher}</publisher></originInfo>
<relatedItem type="host"><titleInfo><title>{venue}</title></titleInfo>
<part><detail type="volume"><number>{volume}</number></detail></part></relatedItem>
<identifier type="doi">{doi}</identifier><subject><topic>{keyword}</topic></subject>
<abstract>{abstract}</abstract></mods>
""",
        "",
        "</modsCollection>\n",
    ),
    "dblp.xml": (
        '<?xml version="1.0"?>\n<dblp>\n',
        """<article key="journals/{key}/{family}"><author>{given} {family}</author><author>{second}</author>
<title>{title}.</title><pages>{pages}</pages><year>{year}</year><volume>{volume}</volume>
<journal>{venue}</journal><ee>https://doi.org/{doi}</ee></article>
""",
        "",
        "</dblp>\n",
    ),
    "a.atom": (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">\n',
        """<entry><id>http://arxiv.org/abs/{year}.00001v1</id>
<title>{title}</title><published>{year}-01-02T00:00:00Z</published>
<summary>{abstract}</summary>
<author><name>{given} {family}</name></author><author><name>{second}</name></author>
<arxiv:journal_ref>{venue}</arxiv:journal_ref>
<arxiv:doi>{doi}</arxiv:doi></entry>
""",
        "",
        "</feed>\n",
    ),
    "a.csv": (
        "Title,Authors,Journal,Volume,Pages,Year,DOI,Publisher,Keywords,Abstract\n",
        '{title},"{family}, {given}; {second}",{venue},{volume},{pages},{year},{doi},{publisher},{keyword},{abstract}\n',
        "",
        "",
    ),
    "a.yaml": (
        "",
        """- title: {title}
  authors:
  - {given} {family}
  - {second}
  journal: {venue}
  volume: '{volume}'
  pages: {pages}
  year: {year}
  doi: {doi}
  publisher: {publisher}
  keywords: [{keyword}]
  abstract: {abstract}
""",
        "",
        "",
    ),
    "own.json": (
        '{"papers": [\n',
        """{{"title": "{title}", "authors": ["{given} {family}", "{second}"],
"journal": "{venue}", "volume": "{volume}", "pages": "{pages}",
"year": {year}, "doi": "{doi}", "publisher": "{publisher}",
"keywords": ["{keyword}"], "abstract": "{abstract}"}}""",
        ",\n",
        "\n]}\n",
    ),
    "a.md": (
        "# Publications\n\n",
        '- {given} {family}, {second}. "{title}." *{venue}*, {volume}, {pages}, {year}. https://doi.org/{doi}\n',
        "",
        "",
    ),
    "a.html": (
        "<html><body><h1>Publications</h1><ul>\n",
        '<li>{given} {family}, {second}. <b>{title}</b>. <i>{venue}</i>, {volume}, {pages}, {year}.'
        ' <a href="https://doi.org/{doi}">DOI</a></li>\n',
        "",
        "</ul></body></html>\n",
    ),
    "a.tex": (
        "\\begin{enumerate}\n",
        "\\item {given} {family}, {second}. \\emph{{{title}}}. {venue}, {volume}, {pages}, {year}."
        " \\url{{https://doi.org/{doi}}}\n",
        "",
        "\\end{enumerate}\n",
    ),
}
FORMATS = tuple(_WRITTEN)


class Value(NamedTuple):
    """A value of a record as it stands in the file."""

    record: str
    field: str
    text: str


def fill(number: int) -> dict[str, str]:
    """Return the values of a record."""
    name = RECORDS[number]
    return {field: text.format(name, 10 + number, name.lower()) for field, text in _VALUES.items()}


def write(name: str, numbers: Sequence[int] = (0, 1, 2)) -> str:
    """Return a file of a format with these records."""
    head, record, between, tail = _WRITTEN[name]
    return head + between.join(record.format(key=RECORDS[n].lower(), **fill(n)) for n in numbers) + tail


def list_values(text: str) -> list[Value]:
    """Return the values that stand whole in a text."""
    values = (Value(RECORDS[n], field, value) for n in range(len(RECORDS)) for field, value in fill(n).items())
    return [value for value in values if value.text in text]


def damage(draw: random.Random, text: str) -> str:
    """Return a text with one small fault of the kinds that editors, mail and programs make."""
    lines = text.split("\n")
    at = draw.randrange(len(lines))
    marks = [match.start() for match in re.finditer(r"[^\w\s]", text)]
    tags = [match.span() for match in re.finditer(r"</?\w[^<>]*>|^[A-Z%][A-Z0-9]{0,3} *- |^%\w ", text, re.MULTILINE)]
    kind = draw.choice(("mark", "mark", "character", "line", "swap", "repeat", "double", "blank", "cut", "tag", "join", "change"))
    if kind == "mark" and marks:
        place = draw.choice(marks)
        return text[:place] + text[place + 1 :]
    if kind == "double" and marks:
        place = draw.choice(marks)
        return text[:place] + text[place] + text[place:]
    if kind == "tag" and tags:
        start, end = draw.choice(tags)
        return text[:start] + text[end:]
    if kind == "character":
        place = draw.randrange(len(text))
        return text[:place] + text[place + 1 :]
    if kind == "change":
        place = draw.randrange(len(text))
        return text[:place] + draw.choice("{}\"'<>[],;:=-&%$\\#@ x\t\u00e9\ufffd") + text[place + 1 :]
    if kind == "line":
        return "\n".join(lines[:at] + lines[at + 1 :])
    if kind == "swap" and at and any(name in lines[at].lower() and name in lines[at - 1].lower() for name in NAMES):
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
        return "\n".join(lines)
    if kind == "repeat":
        return "\n".join(lines[: at + 1] + lines[at:])
    if kind == "blank":
        return "\n".join([*lines[:at], "", *lines[at:]])
    if kind == "join" and at:
        return "\n".join([*lines[: at - 1], lines[at - 1] + lines[at], *lines[at + 1 :]])
    return text[: draw.randrange(len(text))]


def find_losses(name: str, text: str) -> list[str]:
    """Read a text, and return a sentence for each value that is in no paper and in no diagnostic, and for each that is
    in a paper of another record."""
    result = registry.read(text.encode("utf-8", "surrogatepass"), name, CAPTURED)
    values = list_values(text)
    held = [_fold(msgspec.json.encode(parsed.paper).decode() + repr(parsed.alternatives)) for parsed in result.papers]
    told = _fold(" ".join(f"{diagnostic.message} {diagnostic.suggestion}" for diagnostic in result.diagnostics))
    lines = list(_list_told_lines(text, result.diagnostics, result.spans))
    losses = []
    for value in values:
        parts = [part for part in _fold(value.text).split() if part]
        if any(all(part in paper for part in parts) for paper in held) or all(part in told for part in parts):
            continue
        places = [text[: match.start()].count("\n") + 1 for match in re.finditer(re.escape(value.text), text)]
        if not any(first <= place <= last for place in places for first, last in lines):
            losses.append(f"{value.record}'s {value.field} is lost: {value.text}")
    for paper in held:
        names = [record for record in RECORDS if f"{record.lower()} tides" in paper]
        owners = names or [record for record in RECORDS if record.lower() in paper]
        strangers = [
            value
            for value in values
            if len(owners) == 1 and value.record != owners[0] and value.record.lower() in _fold(value.text)
            and _fold(value.text) in paper
        ]
        losses += [f"{owners[0]} has {value.record}'s {value.field}: {value.text}" for value in strangers]
    return losses


def _fold(text: str) -> str:
    return re.sub(r"[^\w/.]+", " ", text).lower().replace(".", " ")


def _list_told_lines(
    text: str, diagnostics: Sequence[Diagnostic], spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the lines that diagnostics of faults speak of: up to the next record."""
    starts = sorted({first for first, _ in spans} | {text.count("\n") + 2})
    for diagnostic in diagnostics:
        line = diagnostic.location.line
        if diagnostic.code == "listing-furniture":
            yield line, line
            continue
        behind = next((start for start in starts if start > line), starts[-1])
        first, last = (re.search(pattern, diagnostic.message) for pattern in (r"begins on line (\d+)", r"to line (\d+)"))
        yield int(first[1]) if first else line, int(last[1]) if last else behind - 1
