"""Identifiers: DOIs, arXiv ids, PMIDs and addresses of papers, a line each, with a title, or among words.

Each is a paper that can be asked for (`services`); until that has happened, it is a record with an identifier alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.named_fields import Fields, make_paper
from site_builder.formats.reference import make_result
from site_builder.text.identifiers import find_doi, read_arxiv, read_doi, trim_doi

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult

NAME = "identifiers"

#: A DOI or an arXiv id as it stands among words.
_DOI = r"10\.\d{4,9}/[^\s\"，。；、]*[^\s\"，。；、.,;:]"
_ARXIV = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d{1,3})?|[a-z]{2,}(?:-[a-z]{2,})?(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,3})?"
_MENTION = re.compile(
    rf"(?P<url>(?:https?://|www\.|(?<![\w./])(?:dx\.)?doi\.org/|(?<![\w./])arxiv\.org/)[^\s<>\"，。；、]+)"
    rf"|(?P<doi>(?<![\w./]){_DOI})"
    rf"|(?P<arxiv>(?<![\w./])(?:arxiv(?:\.org)?\s?:?\s?)?(?:{_ARXIV})(?![\w/]))"
    r"|(?P<pmid>\b(?:pmid|pubmed(?:\s?id)?)\s?:?\s?\d{1,8}\b)"
    r"|(?P<pmcid>\bPMC\d{4,9}\b)",
    re.IGNORECASE,
)
_BARE_PMID = re.compile(r"[1-4]?\d{7}")
_TWO_DOIS = re.compile(r"[,;|](?=10\.\d{4,9}/)")
#: What stands before an identifier and only says of what kind it is.
_LABEL = re.compile(
    r"\b(?:doi|arxiv|pmid|pmcid|pubmed(?: id)?|url|link|available at|see|preprint|https?)\s*[:=]?\s*$|[(\[<]\s*$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"^\s*(?:[-*•·–+]\s+|\(?\[?\d{1,4}[.)\]]+\s*|\d{1,4}\t)?")
_EDGES = " \t-–—:|,;.()[]<>*_\"'“”`"
#: A line over a part of a list.
_HEADING = re.compile(r"^#|:$")
_ET_AL = re.compile(r"\bet al\b", re.IGNORECASE)
_YEAR = re.compile(r"[(\s](?:19|20)\d\d[a-z]?[).,;:]")
_INITIAL = re.compile(r"\b[A-Z]\.")
_PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)(\d{1,8})")
_PMC = re.compile(r"ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(PMC\d+)", re.IGNORECASE)
_NATURE = re.compile(r"nature\.com/articles/([\w.-]+)")
#: Hosts whose pages are papers; where an address has an identifier in it, that is taken instead.
_HOSTS = re.compile(
    r"(?:^|\.)(?:openreview\.net|aclanthology\.org|aclweb\.org|proceedings\.mlr\.press|jmlr\.org|papers\.n(?:eur)?ips\.cc"
    r"|proceedings\.neurips\.cc|openaccess\.thecvf\.com|usenix\.org|semanticscholar\.org|sciencedirect\.com|ieeexplore\.ieee\.org"
    r"|dl\.acm\.org|link\.springer\.com|nature\.com|science\.org|pnas\.org|jstor\.org|hal\.science|ssrn\.com|biorxiv\.org"
    r"|medrxiv\.org|onlinelibrary\.wiley\.com|tandfonline\.com|academic\.oup\.com|mdpi\.com|frontiersin\.org|plos\.org"
    r"|inspirehep\.net|adsabs\.harvard\.edu|zenodo\.org|osf\.io|eprint\.iacr\.org|ojs\.aaai\.org|isca-archive\.org)$"
)
#: Words that a line may have beside its identifier, in a list of titles and identifiers.
_LONGEST = 40
#: The share of a text's lines that must have an identifier, or be the title of the next line's.
_MOSTLY = 0.8


class _Mention(NamedTuple):
    """An identifier, the field that it belongs to, and whether words part it from the identifier before it."""

    field: str
    text: str
    apart: bool = False


class _Line(NamedTuple):
    """A line that isn't blank: its number, the identifiers in it, and the words beside them."""

    number: int
    mentions: list[_Mention]
    words: str


class _Title(NamedTuple):
    """A title, and the number of the line on which it stands."""

    text: str
    number: int


def recognise(text: str) -> bool:
    """Tell whether the text is a list of identifiers, each maybe with its title, rather than of whole references."""
    lines = _read_lines(text)
    named = [line for line in lines if line.mentions]
    if not named:
        return False
    headings = sum(not line.mentions and bool(_HEADING.search(line.words)) for line in lines)
    apart = sum(title.number != number for number, title in _find_titles(lines).items())
    whole = sum(bool(_YEAR.search(f" {line.words} ") or len(_INITIAL.findall(line.words)) > 1) for line in named)
    short = all(len(line.words.split()) <= _LONGEST for line in named)
    return short and whole <= 0.3 * len(named) and len(named) + apart + headings >= _MOSTLY * len(lines)


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - an identifier has no date
    """Read every identifier, wherever it stands; lines of words between them are told once."""
    lines = _read_lines(text)
    titles = _find_titles(lines)
    diagnostics: list[Diagnostic] = []
    found: list[Find] = []
    for line in lines:
        title = titles.get(line.number, _Title("", line.number))
        for mentions in _share(line.mentions):
            fields = Fields(Location(path, min(title.number, line.number)))
            fields.add("title", title.text)
            for mention in mentions:
                fields.add(mention.field, mention.text)
            span = (min(title.number, line.number), max(title.number, line.number))
            found.append((make_paper(fields, diagnostics), span))
    used = {number for _, span in found for number in span}
    if left := [line for line in lines if line.number not in used]:
        diagnostics.append(_report_words(left, path))
    return make_result(NAME, path, found, diagnostics)


def _read_lines(text: str) -> list[_Line]:
    raw = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if raw and all(_BARE_PMID.fullmatch(line.strip()) for _, line in raw):
        return [_Line(number, [_Mention("pmid", line.strip())], "") for number, line in raw]
    return [_read_line(number, line) for number, line in raw]


def _read_line(number: int, line: str) -> _Line:
    mentions: list[_Mention] = []
    words, position = [], 0
    for match in _MENTION.finditer(line):
        found = list(_understand(match))
        if found:
            between = _LABEL.sub("", line[position : match.start()])
            words.append(between)
            position = match.end()
            apart = bool(mentions) and any(map(str.isalpha, between))
            mentions += [mention._replace(apart=apart) for mention in found]
    words.append(line[position:])
    rest = " ".join(_NUMBERING.sub("", " ".join(words)).split())
    return _Line(number, mentions, rest.strip(_EDGES) if mentions else rest)


def _understand(match: re.Match[str]) -> Iterator[_Mention]:
    """Yield the identifiers that a mention holds; an address of something else than a paper holds none."""
    kind, text = str(match.lastgroup), match[0]
    found: list[tuple[str, str]] = []
    if kind == "doi":
        found = [("doi", trim_doi(doi)) for doi in _TWO_DOIS.split(text)]
    elif kind == "url":
        found = [_read_address(text.rstrip(".,;:)]>*_'\""))]
    else:
        found = [(kind, text)]
    yield from (_Mention(field, text) for field, text in found if text)


def _read_address(address: str) -> tuple[str, str]:
    """Return the identifier in an address, or the address itself if it is that of a paper at a known host."""
    if doi := read_doi(address) or find_doi(address):
        return "doi", trim_doi(doi)
    if read_arxiv(address):
        return "arxiv", address
    for field, pattern in (("pmid", _PUBMED), ("pmcid", _PMC)):
        if match := pattern.search(address):
            return field, match[1]
    if match := _NATURE.search(address):
        return "doi", f"10.1038/{match[1]}"
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
    except ValueError:  # a bracket that only addresses of version 6 have
        return "url", ""
    is_page = len(parts.path) > 1 or bool(parts.query)
    return "url", address if is_page and parts.hostname and _HOSTS.search(parts.hostname) else ""


def _find_titles(lines: Sequence[_Line]) -> dict[int, _Title]:
    """Return the titles of the lines with identifiers, by these lines' numbers: beside the identifiers, on the lines
    before or on those behind, wherever most have one. Words that are none (``Doe et al.``) belong to few lines."""
    named = [line for line in lines if line.mentions]
    alone = [line for line in named if len(_share(line.mentions)) == 1]
    beside = {line.number: _Title(line.words, line.number) for line in alone if _may_be_title(line.words)}
    if sum(_are_several(title.text) for title in beside.values()) >= 0.6 * len(named):
        return beside
    for step in (-1, 1):
        apart = {
            line.number: _Title(lines[index + step].words, lines[index + step].number)
            for index, line in enumerate(lines)
            if line.mentions and not line.words and 0 <= index + step < len(lines)
            if not lines[index + step].mentions and _may_be_title(lines[index + step].words)
        }
        if len(apart) >= _MOSTLY * len(named) and len(named) > 1:
            return apart
    return {}


def _may_be_title(words: str) -> bool:
    return len(words) > 3 and any(map(str.isalpha, words)) and words[0] != "#" and not _ET_AL.search(words)


def _are_several(words: str) -> bool:
    return " " in words or not words.isascii()


def _share(mentions: list[_Mention]) -> list[list[_Mention]]:
    """Share the identifiers of a line among papers: a paper has one of each kind, and no words in between."""
    papers: list[list[_Mention]] = []
    for mention in mentions:
        same = [paper for paper in papers[-1:] if not mention.apart]
        paper = next((paper for paper in same if all(other.field != mention.field for other in paper)), None)
        if any(mention.text == other.text for paper in papers for other in paper):
            continue
        if paper is None:
            papers.append([mention])
        else:
            paper.append(mention)
    return papers


def _report_words(lines: Sequence[_Line], path: str) -> Diagnostic:
    first, last = lines[0], lines[-1]
    more = f" and {len(lines) - 1} further lines up to line {last.number}" if len(lines) > 1 else ""
    message = f"'{first.words[:40]}'{more} have no identifier; papers were read from the identifiers alone"
    suggestion = "where these lines name further papers, add their identifiers"
    return Diagnostic("listing-stray", message, Location(path, first.number), suggestion, "hint")
