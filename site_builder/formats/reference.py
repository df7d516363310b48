"""What every bibliographic format is read into, under CSL's names, and how a paper is made of it."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.addresses import find_address
from site_builder.formats.html_to_latex import split_paragraphs, to_latex, unspell
from site_builder.formats.markdown_signs import escape_item, escape_latex, escape_markdown
from site_builder.formats.result import ParseResult
from site_builder.formats.stated_dois import read_stated_doi
from site_builder.model import Authorship, Funding, Link, Notice, Paper, ParsedPaper, Version
from site_builder.text.arxiv_taxonomy import lookup
from site_builder.text.citation_keys import choose_source_key
from site_builder.text.folding import collapse, find_month, tidy_range
from site_builder.text.identifiers import find_arxiv, find_doi, read_arxiv, read_arxiv_version, read_doi, trim_doi
from site_builder.text.latex import simplify, to_unicode
from site_builder.text.publication_status import drop_status, find_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: ``5${}^{\\mbox{th}}$``, as DBLP writes it.
_ORDINAL = re.compile(r"(?<=\d)\$(?:\{\})?\^(?:\{?\\(?:mbox|text|textrm|mathrm|rm))?[ ]?\{?(st|nd|rd|th)\}{0,2}\$")
_FILE = re.compile(r"(?!\.)[\w.+-]+(?:/(?!\.)[\w.+-]+)*\.[A-Za-z]\w{1,4}")
#: A DOI that a note names as one.
_NAMED_DOI = re.compile(r"\bdoi(?:\.org/|\s*:?\s*)10\.\d{4,9}/\S+", re.IGNORECASE)
#: A publisher's address of the paper: ``https://dl.acm.org/doi/abs/10.1145/1.2``.
_PUBLISHED_DOI = re.compile(r"/doi/(?:(?:abs|full|pdf|epdf|pdfplus|epub|reader|book|suppl)/)?(10\.\d{4,9}/\S+)")
_WORDS = re.compile(r"[,;\n]")
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z][A-Za-z-]+)?")
#: What stands where a journal should, when a preprint is all there is.
_PREPRINT_VENUE = re.compile(r"corr|arxiv.*|computing research repository.*", re.IGNORECASE)
#: Languages as Babel and libraries' catalogues name them.
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "eng": "en",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "ger": "de", "deu": "de",
    "french": "fr", "fre": "fr", "fra": "fr", "spanish": "es", "spa": "es", "italian": "it", "ita": "it",
    "portuguese": "pt", "por": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl", "dut": "nl", "nld": "nl",
    "russian": "ru", "rus": "ru", "japanese": "ja", "jpn": "ja", "chinese": "zh", "chi": "zh", "zho": "zh",
    "korean": "ko", "kor": "ko", "polish": "pl", "pol": "pl", "czech": "cs", "cze": "cs", "ces": "cs",
    "swedish": "sv", "swe": "sv", "danish": "da", "dan": "da", "norwegian": "no", "norsk": "no", "nor": "no",
    "finnish": "fi", "fin": "fi", "turkish": "tr", "tur": "tr", "greek": "el", "gre": "el", "ell": "el",
    "hungarian": "hu", "hun": "hu", "ukrainian": "uk", "ukr": "uk", "arabic": "ar", "ara": "ar", "hebrew": "he",
    "heb": "he", "latin": "la", "lat": "la", "catalan": "ca", "cat": "ca", "vietnamese": "vi", "vie": "vi",
}  # fmt: skip
#: Notes by which programs count, date and number what they export.
_IDLE_NOTE = re.compile(
    r"(?:times )?cited\b|export date|(?:and others|et al|unpublished|version \S+)$|(?:PMC?ID|DOI|ISSN|ISBN|arXiv|OCLC"
    r"|citation key|QID|type|tex\.[\w.]+|accession number|language of original document|source|place|publisher)\s*:"
    r"|imported from|included in|key words|copyright|from duplicate",
    re.IGNORECASE,
)
#: What says that there is no date.
_NO_DATE = frozenset({"n.d.", "n. d.", "nd", "n.d", "no date"})
_YEAR = re.compile(r"(?<!\d)[0-9]{4}(?!\d)")
_DAY = re.compile(r"(?<!\d)[0-9]{1,2}(?!\d)")


#: A reference's paper, where one could be made of it, with its first and last line.
Find = tuple[ParsedPaper | None, tuple[int, int]]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as a bibliography states it; empty fields are what it doesn't say.

    ``title`` and ``abstract`` are sources as entries keep them. ``doi`` is what stands in the place of one; ``arxiv``
    may have its version. ``url`` is the one address that a reference has; what it leads to is found out here.
    ``mentions`` are texts in which an arXiv id may be named (notes, journals, numbers). ``container`` goes by CSL's
    names.
    """

    title: str
    authors: tuple[Authorship, ...] = ()
    et_al: bool = False
    type: str = ""
    date: str = ""
    venue: str = ""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    mentions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    container: dict[str, str] = {}
    pdf: str = ""
    image: str = ""
    code: str | bool = False
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    featured: bool = False
    award: str = ""
    updated: str = ""
    abstract: str = ""
    has_name_parts: bool = False
    status: str = ""
    license: str = ""
    funding: tuple[Funding, ...] = ()
    versions: tuple[Version, ...] = ()
    erratum: tuple[Notice, ...] = ()
    retracted: Notice | None = None


def make_parsed(reference: Reference, location: Location, diagnostics: list[Diagnostic], key: str = "") -> ParsedPaper:
    """Make a paper of a reference: identifiers found wherever they hide, each address in the field it belongs to."""
    stated = read_stated_doi(reference.doi)
    diagnostics += doubt(location, stated.doubts)
    reference = msgspec.structs.replace(reference, doi=stated.doi)
    arxiv = _find_arxiv_id(reference)
    venue, kind, container = reference.venue, reference.type, reference.container
    if arxiv and _PREPRINT_VENUE.fullmatch(venue):
        venue = ""
    status = "retracted" if reference.retracted else reference.status or find_status(venue)
    if arxiv and not venue and kind in ("", "article-journal", "manuscript", "webpage"):
        kind = "article"
    if arxiv:  # what only repeats the id is no volume, number or publisher
        container = {name: text for name, text in container.items() if not _repeats(text, arxiv)}
    if container.get("page"):
        container = container | {"page": tidy_range(container["page"])}
    pdf, links = _sort_address(reference)
    if stated.address and all(link.url != stated.address for link in links):
        links = (*links, Link("website", stated.address))
    # An archive alone (``cs``), as Zotero has it, is no category, but some archives are (``hep-th``).
    categories = tuple(c for c in reference.categories if _CATEGORY.fullmatch(c) and ("." in c or lookup(c)))
    paper = Paper(
        title=reference.title,
        authors=reference.authors,
        et_al=reference.et_al,
        date=reference.date,
        categories=categories,
        venue=drop_status(venue),
        type=kind,
        status=status,
        key=choose_source_key(key),
        license=reference.license,
        funding=reference.funding,
        versions=reference.versions,
        erratum=reference.erratum,
        retracted=reference.retracted,
        code=reference.code,
        pdf=pdf,
        image=reference.image,
        arxiv=arxiv,
        doi=reference.doi or _find_doi(reference),
        links=links,
        tags=reference.tags,
        featured=reference.featured,
        award=reference.award,
        language=read_language(reference.language),
        container={name: text for name, text in container.items() if text},
        abstract=reference.abstract,
    )
    return ParsedPaper(
        paper=paper,
        location=location,
        key=key,
        label=categories[0] if categories else "",
        version=read_arxiv_version(reference.arxiv) or read_arxiv_version(reference.url),
        updated=reference.updated,
        has_name_parts=reference.has_name_parts,
    )


def _repeats(text: str, arxiv: str) -> bool:
    return text.lower() == "arxiv" or read_arxiv(text) == arxiv


def _find_arxiv_id(reference: Reference) -> str:
    for text in (reference.arxiv, reference.doi, reference.url):
        if text and (found := read_arxiv(text)):
            return found
    mentions = (reference.venue, reference.container.get("volume", ""), *reference.mentions)
    return next((found for text in mentions if text and (found := find_arxiv(text))), "")


def _find_doi(reference: Reference) -> str:
    """Return the DOI that the address leads to, or that a note names as one (``doi: 10.1000/182``)."""
    if found := read_doi(reference.url):
        return found if reference.url.startswith("http") and not read_arxiv(found) else ""
    if (publisher := _PUBLISHED_DOI.search(reference.url)) and (found := read_doi(trim_doi(publisher[1]))):
        return found
    named = (match[0] for text in reference.mentions if (match := _NAMED_DOI.search(text)))
    return next((found for text in named if (found := find_doi(text)) and not read_arxiv(found)), "")


def _sort_address(reference: Reference) -> tuple[str, tuple[Link, ...]]:
    """Return the paper's PDF and its links, with ``url`` among them unless an identifier says the same."""
    url, pdf, links = reference.url, reference.pdf, reference.links
    if not url or url == pdf or read_arxiv(url) or any(url == link.url for link in links):
        return pdf, links
    if (doi := read_doi(url)) and doi.lower() == (reference.doi or doi).lower():
        return pdf, links
    if not pdf and url.lower().partition("?")[0].endswith(".pdf"):
        return url, links
    label = "openreview" if url.startswith("https://openreview.net/") else "website"
    return pdf, (*links, Link(label, url))


def find_file(text: str) -> str:
    """Return the text if it is the name of a file, maybe in a folder: of a site's own, not of somebody's computer."""
    return text if _FILE.fullmatch(text) else ""


def tidy_title(text: str, simplify: Callable[[str], str] = simplify) -> str:
    """Return a title as an entry keeps it: Unicode on one line; LaTeX's styles and mathematics stay."""
    return collapse(simplify(to_latex(unspell(collapse(text)))))


def tidy_plain(text: str) -> str:
    """Return one line of a format that isn't LaTeX; where backslashes show that someone wrote LaTeX, it is read."""
    text = collapse(text)
    return collapse(to_latex(collapse(simplify(text)) if "\\" in text else text))


def tidy_plain_title(text: str) -> str:
    """Return a title of a format that is neither LaTeX nor Markdown as an entry keeps it, with its signs escaped."""
    text = collapse(text)
    return escape_markdown(tidy_plain(text) if "\\" in text else collapse(to_latex(escape_latex(text))))


def tidy_words(text: str) -> str:
    """Return one line of LaTeX as it is shown where there are no styles and no mathematics: a venue, a publisher."""
    return collapse(_ORDINAL.sub(r"\1", to_unicode(to_latex(unspell(collapse(text))))))


def tidy_plain_words(text: str) -> str:
    """Return one line of a format that isn't LaTeX, as it is shown where there are no styles."""
    words = tidy_plain(text)
    return to_unicode(words) if "\\" in words else words


def tidy_latex_title(text: str) -> str:
    """Return a title of a format that is LaTeX as an entry keeps it, with the signs of Markdown escaped."""
    return escape_markdown(tidy_title(text))


def tidy_prose(text: str, tidy: Callable[[str], str] = tidy_plain_title) -> str:
    """Return an abstract as an entry keeps it: its paragraphs, each like a title (``tidy``) that begins no list."""
    return "\n\n".join(escape_item(part) for part in map(tidy, split_paragraphs(text)) if part)


def join_notes(texts: Iterable[str]) -> str:
    """Return the notes that say something of the work itself: no status, identifier, address or count of citations."""
    notes = (collapse(text).strip(" .") for text in texts)
    return ". ".join(note for note in notes if note and not _is_idle(note))


def _is_idle(note: str) -> bool:
    return bool(
        _IDLE_NOTE.match(note) or find_status(note) or find_arxiv(note) or find_doi(note) or find_address(note) == note
    )


def split_words(text: str) -> tuple[str, ...]:
    """Return keywords that commas, semicolons or line ends separate, each once."""
    return tuple(dict.fromkeys(word for word in map(collapse, _WORDS.split(text)) if word))


def read_language(text: str) -> str:
    """Return a language's tag (``en``) for its English name, as BibLaTeX has it, or its ISO code of three letters."""
    name = text.strip().lower()
    return _LANGUAGES.get(name, text) if len(name) > 2 else text


def make_date(year: str, month: str = "", day: str = "") -> str:
    """Return a date as precise as its parts: a month may be a number or a name, impossible parts are left out.

    Empty when there is no year of four digits.
    """
    match = _YEAR.search(year)
    if not match:
        return ""
    number = read_month(month)
    if not number:
        return match[0]
    found = _DAY.search(day)
    if found:
        with suppress(ValueError):
            return datetime.date(int(match[0]), number, int(found[0])).isoformat()
    return f"{match[0]}-{number:02}"


def read_month(text: str) -> int:
    """Return a month's number from its number or its English name, however abbreviated; 0 when it is neither."""
    text = text.strip().lower()
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 2 and 1 <= int(text) <= 12 else 0
    match = re.search(r"[a-z]{3}", text)
    return find_month(match[0]) if match else 0


def make_result(name: str, path: str, found: list[Find], diagnostics: list[Diagnostic]) -> ParseResult:
    """Put together what a file yields; one that yields nothing at all says so."""
    papers = [(parsed, span) for parsed, span in found if parsed]
    if not papers and not diagnostics:
        message = f"there is no reference in this {name} file"
        diagnostics = [
            Diagnostic("reference-none", message, Location(path, 1), "look whether it is the file you meant")
        ]
    ordered = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.location.line))
    return ParseResult(tuple(parsed for parsed, _ in papers), ordered, name, spans=tuple(span for _, span in papers))


def doubt_date(written: str, date: str) -> list[str]:
    """Return the doubt that a date leaves which says something, but no year."""
    stated = written.strip() if collapse(written).lower() not in _NO_DATE else ""
    return [f"'{collapse(written)}' is no date; the paper was read without one"] if stated and not date else []


def untitled(location: Location, what: str) -> Diagnostic:
    """Report a reference that has no title and so can't become a paper."""
    return Diagnostic(
        code="reference-untitled",
        message=f"{what} has no title and was left out",
        location=location,
        suggestion="add its title and read it again",
    )


def doubt(location: Location, sentences: Iterable[str]) -> list[Diagnostic]:
    """Report what was read, but not as it is written."""
    return [
        Diagnostic(code="reference-doubtful", message=sentence, location=location, severity="warning")
        for sentence in sentences
    ]
