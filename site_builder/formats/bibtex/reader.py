"""BibTeX and BibLaTeX: what the fields of an entry mean. How a file is cut into entries, `bibfile` knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.addresses import doubt_address, find_address, read_address, read_verbatim
from site_builder.formats.author_lists import read_names
from site_builder.formats.bibtex import csl_names
from site_builder.formats.bibtex.aas_macros import JOURNALS
from site_builder.formats.bibtex.annotations import annotate
from site_builder.formats.bibtex.capitals import simplify_title
from site_builder.formats.bibtex.file import read_entries
from site_builder.formats.bibtex.known_fields import KNOWN_FIELDS, is_known
from site_builder.formats.bibtex.notation import cut_notes
from site_builder.formats.bibtex.tokenizer import cut
from site_builder.formats.markdown_signs import escape_markdown
from site_builder.formats.named_fields import UnknownNames
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.formats.reference import (
    Reference,
    doubt,
    doubt_date,
    find_file,
    join_notes,
    make_date,
    make_parsed,
    make_result,
    split_words,
    tidy_latex_title,
    tidy_prose,
    tidy_title,
    tidy_words,
    untitled,
)
from site_builder.model import Authorship, Funding, Link
from site_builder.text.identifiers import find_arxiv, read_arxiv, read_doi
from site_builder.text.latex import to_unicode
from site_builder.text.licenses import read_license
from site_builder.text.publication_status import find_status

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.bibtex.file import Bibliography, Entry
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import ParsedPaper

NAME = "BibTeX"

_START = re.compile(
    r"^[ \t]*@(?:(?:string|preamble)\s*[{(]|[a-z]+\s*[{(]\s*[^\s,{}()=]*\s*[,})=])", re.MULTILINE | re.IGNORECASE
)

#: Lines of free text that programs and people leave in a file of entries.
_MOST_COMMENTS = 5
#: Such a line is no comment of LaTeX, and no part of an entry that lost its first line.
_WORDS = re.compile(r"(?!%|[}\])]|@?\w+\s*\{|[\w-]+\s*=\s*[{\"\d])\S")
_NO_VENUE = re.compile(
    r"\b(?:accessed|available|online|web(?:site|page)?|preprint|manuscript|submitted)\b", re.IGNORECASE
)

#: BibTeX's and BibLaTeX's types of entries → CSL's; what isn't here (``misc``) has no type of its own.
_TYPES = {kind: csl for csl, (kind, subtype) in csl_names.TYPES.items() if kind != "misc" and not subtype} | {
    "conference": "paper-conference",
    "inbook": "chapter",
    "inreference": "entry-encyclopedia",
    "proceedings": "book",
    "collection": "book",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "report": "report",
    "manual": "report",
    "dataset": "dataset",
    "electronic": "webpage",
    "www": "webpage",
}
#: BibLaTeX's kinds of theses and reports → CSL's genre; others are a genre in their own words.
_GENRES = {"mathesis": "Master's thesis", "phdthesis": "", "candthesis": "Candidate thesis", "techreport": ""}
#: Journals that are none: Google Scholar has no other word for what its papers appeared in.
_PROCEEDINGS = re.compile(r"advances in neural information processing systems", re.IGNORECASE)
_AND = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
_WHOLE = re.compile(r"\b(?:collaborations?|team|group|consortium)$", re.IGNORECASE)
_SUBJECT = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)$")
_BREAK = re.compile(r"\\\\\*?(?:\[[^\[\]]*\])?")
_VENUES = ("journal", "journaltitle", "booktitle", "eventtitle", "maintitle")
#: Fields of addresses → the label of the link, in the order in which links are kept (al-folio's names as well).
_LINKS = {
    "project": "project",
    "website": "website",
    "demo": "demo",
    "video": "video",
    "slides": "slides",
    "poster": "poster",
    "dataset": "dataset",
    "model": "model",
    "blog": "blog",
    "supplement": "supplement",
    "supp": "supplement",
    "html": "html",
}
#: Fields that may hold the address of the paper, the surest one first (DBLP's, BibDesk's).
_ADDRESSES = ("url", "link", "ee", "bdsk-url-1")
#: Where the status of the publication may stand.
_STATUS = ("pubstate", "status", "year", "date", "note", "howpublished", "addendum")
#: Fields in which al-folio has a file of the site, from a folder that it knows.
_FILES = frozenset({"pdf", "slides", "poster", "supp"})
_FILES_NAMED = 3


def recognise(text: str) -> bool:
    """Tell whether the text is a file of entries, with no more among them than a few comments."""
    if not has_entries(text):
        return False
    comments = (text[block.start : block.end] for block in cut(text) if not block.kind)
    rows = (row.strip() for comment in comments for row in comment.split("\n"))
    return sum(bool(_WORDS.match(row)) for row in rows) <= _MOST_COMMENTS


def has_entries(text: str) -> bool:
    """Tell whether any line begins an entry."""
    return "@" in text and bool(_START.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every entry that can be read; the others are reported, each with its line."""
    return read_bibliography(read_entries(text, path), path)


def read_bibliography(bibliography: Bibliography, path: str, name: str = NAME) -> ParseResult:
    """Read the entries of a bibliography; ``name`` is the format that it is in."""
    diagnostics = list(bibliography.diagnostics)
    found: list[Find] = [
        (_read_entry(entry, Location(path, entry.first), diagnostics), (entry.first, entry.last))
        for entry in bibliography.entries
    ]
    unknown = UnknownNames("field")
    for entry in bibliography.entries:
        for field in entry.fields:
            if not is_known(field):
                unknown.meet(field, Location(path, entry.first), kept=bool(_read_unknown_link(entry.fields, field)))
    diagnostics += unknown.tell(KNOWN_FIELDS)
    diagnostics += _describe_files([parsed for parsed, _ in found if parsed])
    return make_result(name, path, found, diagnostics)


def _read_entry(entry: Entry, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    fields = _rename(entry.fields)
    notes = _cut_notes(fields)
    title = _read_title(fields)
    if not title:
        diagnostics.append(untitled(location, f"the entry '{entry.key}'"))
        return None
    names = read_names(fields.get("author", ""))
    authors, annotations = annotate(names.authors, fields)
    tags = split_words(tidy_title(_first(fields, ("keywords", "keyword", "tags"))))
    subjects = [match[1] for tag in tags if (match := _SUBJECT.search(tag))]
    date, status = _read_date(fields), _read_status(fields)
    stated = fields.get("date") or fields.get("year", "")
    kind = _read_type(entry)
    doubts = [] if find_status(to_unicode(stated)) else doubt_date(stated, date)
    doubts += (*notes, *annotations)
    if not read_doi(url := _read_verbatim(fields, "url")):
        doubts += doubt_address(url, read_address(url))
    diagnostics += doubt(location, (*names.doubts, *doubts))
    reference = Reference(
        title=title,
        authors=(*authors, *_read_collaborations(fields, names.authors)),
        et_al=names.et_al,
        has_name_parts="," in fields.get("author", ""),
        type=kind,
        date=date,
        venue=_read_venue(fields),
        doi=_read_verbatim(fields, "doi"),
        arxiv=_read_eprint(fields),
        url=_read_url(fields),
        mentions=tuple(to_unicode(fields[name]) for name in ("note", "howpublished", "number") if name in fields),
        categories=(*_first(fields, ("primaryclass", "eprintclass")).split(), *subjects),
        container=_read_container(entry, kind),
        pdf=_read_link(fields, "pdf") or find_address(_read_verbatim(fields, "file")),
        image=find_file(_read_verbatim(fields, "preview")),
        code=_read_code(fields),
        links=_read_links(fields),
        tags=tuple(tag for tag in tags if not _SUBJECT.search(tag)),
        language=_first(fields, ("langid", "language")),
        featured=fields.get("selected", "").strip().lower() == "true",
        award=_first(fields, ("award_name", "award")),
        abstract=tidy_prose(fields.get("abstract", ""), tidy_latex_title),
        status=status,
        license=read_license(_first(fields, ("license", "copyright"))),
        funding=tuple(Funding(text) for text in [_first(fields, ("funding",))] if text),
    )
    return make_parsed(reference, location, diagnostics, entry.key)


def _rename(fields: dict[str, str]) -> dict[str, str]:
    """Give the links of BibBase and Hugo (``url_slides``, ``url_paper``) the names that al-folio has for them."""
    links = {name[4:]: value for name, value in fields.items() if name.startswith("url_")}
    pdf = {"pdf": links.pop("paper")} if "paper" in links else {}
    return pdf | links | fields


def _first(fields: dict[str, str], names: tuple[str, ...]) -> str:
    """Return the first of the fields that is there and not empty, as Unicode on one line."""
    texts = (tidy_words(fields[name]) for name in names if name in fields)
    return next((text for text in texts if text), "")


def _read_verbatim(fields: dict[str, str], name: str) -> str:
    return read_verbatim(fields.get(name, ""))


def _read_venue(fields: dict[str, str]) -> str:
    venue = _first(fields, _VENUES)
    return JOURNALS.get(venue, venue) or _read_howpublished(fields)


def _read_collaborations(fields: dict[str, str], authors: tuple[Authorship, ...]) -> tuple[Authorship, ...]:
    """Return the collaborations that INSPIRE names beside the authors, but for those that are among them."""
    groups = [author.name.casefold() for author in authors if author.group]
    names = [name for name in _AND.split(_first(fields, ("collaboration",))) if name]
    whole = (name if is_group(name) or _WHOLE.search(name) else f"{name} Collaboration" for name in names)
    return tuple(
        Authorship(full, group=True)
        for name, full in zip(names, whole, strict=True)
        if not any(name.casefold() in group for group in groups)
    )


def _read_howpublished(fields: dict[str, str]) -> str:
    """Return where a paper without a journal appeared, unless all that is said is where or that it can be read."""
    text = _first(fields, ("howpublished",))
    return "" if find_address(text) or find_arxiv(text) or _NO_VENUE.search(text) else text


def _cut_notes(fields: dict[str, str]) -> list[str]:
    """Take the footnotes and the line breaks out of the title, and return what is to be told of them."""
    title, notes = cut_notes(fields.get("title", ""))
    if notes or "\\\\" in title:
        fields["title"] = title if "$" in title else _BREAK.sub(" ", title)
    return [f"the title's footnote was left out: {note}" for note in notes]


def _read_title(fields: dict[str, str]) -> str:
    title, subtitle = (
        escape_markdown(tidy_title(fields.get(name, ""), simplify_title)) for name in ("title", "subtitle")
    )
    if not subtitle or subtitle in title:
        return title
    return f"{title}{' ' if title.endswith((':', '?', '!')) else ': '}{subtitle}"


def _read_date(fields: dict[str, str]) -> str:
    """Read BibLaTeX's ``date``, else year, month and day; the day may stand in the month (``mar # "~6"``)."""
    parts = fields.get("date", "").partition("/")[0].split("-")
    if date := make_date(*parts[:3]):
        return date
    month = to_unicode(fields.get("month", "")).replace("~", " ")
    return make_date(fields.get("year", ""), month, fields.get("day", "") or ("" if month.isdigit() else month))


def _read_status(fields: dict[str, str]) -> str:
    """Return the status: BibLaTeX's ``pubstate``, or what a note or the place of the year begins with."""
    return next((status for name in _STATUS if (status := find_status(_first(fields, (name,))))), "")


def _read_eprint(fields: dict[str, str]) -> str:
    """Return the arXiv id that an entry states, as it is written; an ``eprint`` of another archive is none."""
    archive = _first(fields, ("archiveprefix", "eprinttype")) or "arXiv"
    names = ("eprint", "arxiv", "arxivid") if archive.lower() == "arxiv" else ("arxiv", "arxivid")
    return next((text for name in names if read_arxiv(text := _read_verbatim(fields, name))), "")


def _read_url(fields: dict[str, str]) -> str:
    stated = (read_address(_read_verbatim(fields, name)) for name in _ADDRESSES)
    return next(filter(None, stated), "") or find_address(_first(fields, ("howpublished",)))


def _read_code(fields: dict[str, str]) -> str | bool:
    text = _read_verbatim(fields, "code") or _read_verbatim(fields, "github")
    return find_address(text) or text.lower() in ("true", "yes")


def _read_links(fields: dict[str, str]) -> tuple[Link, ...]:
    """Return the links of the fields that hold them, and of fields that nobody knows but that hold an address."""
    found = [(label, _read_link(fields, name)) for name, label in _LINKS.items() if name in fields]
    found += [(name, _read_unknown_link(fields, name)) for name in fields if not is_known(name)]
    return tuple(Link(label, address) for label, address in found if address)


def _read_unknown_link(fields: dict[str, str], name: str) -> str:
    """Return the address that is all that a field holds, or nothing."""
    text = _read_verbatim(fields, name)
    address = find_address(text)
    return address if address == text and name not in _ADDRESSES else ""


def _read_link(fields: dict[str, str], name: str) -> str:
    text = _read_verbatim(fields, name)
    return read_address(text) or (find_file(text) if name in _FILES else "")


def _describe_files(papers: list[ParsedPaper]) -> list[Diagnostic]:
    """Say once which files the entries name that the site should have."""
    named: dict[str, Location] = {}
    for parsed in papers:
        paper = parsed.paper
        for url in (paper.image, paper.pdf, *[link.url for link in paper.links]):
            if url and find_file(url):
                named.setdefault(url, parsed.location)
    if not named:
        return []
    shown = ", ".join(list(named)[:_FILES_NAMED]) + (" …" if len(named) > _FILES_NAMED else "")
    message = f"files are named here that don't come along: {shown}"
    suggestion = "copy them below content/static/; 'site-builder check' tells which are missing"
    return [Diagnostic("reference-files", message, next(iter(named.values())), suggestion, "hint")]


def _read_container(entry: Entry, kind: str) -> dict[str, str]:
    fields = entry.fields
    container = {name: _first(fields, sources) for name, sources in csl_names.VARIABLES.items()}
    container |= {name: _first(fields, (field,)) for name, field in csl_names.DATES.items()}
    container["number" if kind in csl_names.NUMBERED else "issue"] = _first(fields, ("number", "issue"))
    for name, field in csl_names.NAMES.items():
        names = read_names(fields[field]).authors if field in fields else ()
        container[name] = " and ".join(authorship.name for authorship in names)
    genre = _first(fields, ("type",))
    container["genre"] = _GENRES.get(genre.lower(), genre)
    if entry.kind == "mastersthesis" and not genre:
        container["genre"] = "Master's thesis"
    if len(re.sub(r"[^\dXx]", "", container["ISBN"])) == 8:  # Mendeley writes a journal's ISSN there as well
        container["ISSN"], container["ISBN"] = container["ISSN"] or container["ISBN"], ""
    if container["event-title"] == _read_venue(fields):
        container["event-title"] = ""
    container["note"] = join_notes(_first(fields, ("note",)).split(". "))
    return container


def _read_type(entry: Entry) -> str:
    if subtype := csl_names.SUBTYPES.get(entry.fields.get("entrysubtype", "").strip().lower()):
        return subtype
    if entry.kind == "article" and _PROCEEDINGS.match(_first(entry.fields, _VENUES)):
        return "paper-conference"
    return _TYPES.get(entry.kind, "")
