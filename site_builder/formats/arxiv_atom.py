"""Atom feeds, as arXiv's API answers: https://info.arxiv.org/help/api/user-manual.html, section 5.2."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.author_lists import gather
from site_builder.formats.reference import (
    Reference,
    make_date,
    make_parsed,
    make_result,
    tidy_latex_title,
    tidy_prose,
    tidy_title,
    untitled,
)
from site_builder.formats.xml.records import find_stray
from site_builder.text.folding import collapse
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import Authorship, ParsedPaper

NAME = "Atom"

#: The feed's own tag stands before each entry when that is read, so it may not be of any length.
_LONGEST_TAG = 4000
_FEED = re.compile(rf"<(\w{{1,40}}:)?feed\b[^<>]{{0,{_LONGEST_TAG}}}>")
_ENTRY = re.compile(r"<(/?)(?:\w{1,40}:)?entry\b[^<>]*>")
#: Entities of its own could make a small file a huge one.
_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)")
#: What only an entry has, besides the feed itself.
_PART = re.compile(r"<(?:\w{1,40}:)?(id|title)\b[^<>]*>")
_ENTRY_PART = re.compile(r"<(?:\w{1,40}:)?(?:published|summary)\b")
_CLOSE = re.compile(r"</(?:\w{1,40}:)?(?:entry|feed)>")
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_NAMESPACES = f'<feed xmlns="{_ATOM[1:-1]}" xmlns:arxiv="{_ARXIV[1:-1]}">'


class _Piece(NamedTuple):
    """An entry in a feed of its own, its lines, and whether it has both its tags."""

    source: str
    first: int
    last: int
    whole: bool


def recognise(text: str) -> bool:
    """Tell whether the text is an Atom feed."""
    return "http://www.w3.org/2005/Atom" in text[:2000] and bool(_FEED.search(text, 0, 4000))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every entry on its own, so that one that is broken or cut off leaves the others alone."""
    diagnostics: list[Diagnostic] = []
    found: list[Find] = []
    if declaration := _DECLARATION.search(text):
        line = text.count("\n", 0, declaration.start()) + 1
        message = "feeds that declare entities of their own are not read"
        diagnostics.append(Diagnostic("reference-broken", message, Location(path, line), "delete the declaration"))
        return make_result(NAME, path, found, diagnostics)
    for piece in _cut(text, path, diagnostics):
        location = Location(path, piece.first)
        try:
            entry = ElementTree.fromstring(piece.source)[0]  # noqa: S314 - entities were refused above
        except (ElementTree.ParseError, IndexError, ValueError):
            diagnostics.append(
                Diagnostic("reference-broken", "this entry is cut off or no XML", location, "fetch it again")
            )
            continue
        if not piece.whole:
            message = "the tag that begins or ends this entry is missing; it was read as one of its own"
            diagnostics.append(Diagnostic("reference-doubtful", message, location, "fetch the feed again", "warning"))
        found.append((_read_entry(entry, location, diagnostics), (piece.first, piece.last)))
    return make_result(NAME, path, found, diagnostics)


def _cut(text: str, path: str, diagnostics: list[Diagnostic]) -> Iterator[_Piece]:
    """Yield each entry, in a feed of its own; one that lost its tags begins at its ``id`` and stays apart. What stands
    between two entries is reported."""
    feed = _FEED.search(text)
    head = feed[0] if feed else _NAMESPACES
    tail = "</" + head[1:].rstrip(">").split()[0] + ">"
    line, counted, before = 1, 0, -1
    for start, end, whole in [*_find_entries(text, feed.end() if feed else 0), (len(text), len(text), False)]:
        first = line + text.count("\n", counted, start)
        if before >= 0 and (stray := find_stray(text[before:start])):
            message = f"what stands here belongs to no entry: '{collapse(stray)[:80]}'"
            location = Location(path, first - text.count("\n", before, start))
            diagnostics.append(Diagnostic("reference-broken", message, location, "fetch the feed again"))
        if start == len(text):
            return
        line, counted, before = first, start, end
        source = text[start:end]
        prefix = feed[1] or "" if feed else ""
        source = source if _ENTRY.match(source) else f"<{prefix}entry>{source}"
        source = source if source.endswith("entry>") else f"{source}</{prefix}entry>"
        yield _Piece(f"{head}{source}{tail}", first, first + text.count("\n", start, end), whole)


def _find_entries(text: str, begin: int) -> Iterator[tuple[int, int, bool]]:
    """Yield where each entry begins and ends, and whether it has both its tags."""
    tags = [*_ENTRY.finditer(text, begin)]
    # A feed has a title of its own before its first entry, unless what stands there is an entry's.
    head_end = tags[0].start() if tags else len(text)
    titles = sum(match[1] == "title" for match in _PART.finditer(text, begin, head_end))
    own = 0 if titles == 1 and _ENTRY_PART.search(text, begin, head_end) else 1
    yield from _find_lost(text, begin, head_end, spare=own)
    for number, tag in enumerate(tags):
        following = tags[number + 1] if number + 1 < len(tags) else None
        if tag[1]:
            yield from _find_lost(text, tag.end(), following.start() if following else len(text), spare=0)
            continue
        closed = following is not None and bool(following[1])
        end = following.end() if closed and following else following.start() if following else len(text)
        lost = [*_find_lost(text, tag.end(), end, spare=1)]
        yield tag.start(), lost[0][0] if lost else end, closed and not lost
        yield from lost


def _find_lost(text: str, start: int, end: int, *, spare: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the entries without tags in a stretch: each title but the first ``spare`` ones belongs to one."""
    marks = [match for match in _PART.finditer(text, start, end) if match[1]]
    begins: list[int] = []
    titles, last_id = 0, -1
    for mark in marks:
        if mark[1] == "id":
            last_id = mark.start()
            continue
        titles += 1
        if titles > spare:
            begins.append(last_id if last_id >= 0 else mark.start())
        last_id = -1
    ends = [*begins[1:], end]
    for first, last in zip(begins, ends, strict=False):
        closing = _CLOSE.search(text, first, last)
        yield first, closing.start() if closing else last, False


def _read_entry(entry: ElementTree.Element, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper | None:
    identifier = _text(entry, f"{_ATOM}id")
    title = tidy_latex_title(_text(entry, f"{_ATOM}title"))
    if "/api/errors" in identifier:
        message = f"arXiv answers: {collapse(_text(entry, f'{_ATOM}summary')) or 'error'}"
        diagnostics.append(Diagnostic("reference-broken", message, location, "look whether the id is right"))
        return None
    if not title:
        diagnostics.append(untitled(location, "this entry"))
        return None
    authors, et_al = _read_authors(entry)
    arxiv = identifier if read_arxiv(identifier) else ""
    reference = Reference(
        title=title,
        authors=authors,
        et_al=et_al,
        date=make_date(*(_text(entry, f"{_ATOM}published") or _text(entry, f"{_ATOM}updated"))[:10].split("-")[:3]),
        venue=tidy_title(_text(entry, f"{_ARXIV}journal_ref")),
        doi=_text(entry, f"{_ARXIV}doi"),
        arxiv=arxiv,
        url="" if arxiv else _find_page(entry),
        updated=_text(entry, f"{_ATOM}updated"),
        categories=_read_categories(entry),
        abstract=tidy_prose(_text(entry, f"{_ATOM}summary"), tidy_latex_title),
    )
    return make_parsed(reference, location, diagnostics)


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _read_authors(entry: ElementTree.Element) -> tuple[tuple[Authorship, ...], bool]:
    authors: list[Authorship] = []
    et_al = False
    for element in entry.iter(f"{_ATOM}author"):
        names = gather([collapse(_text(element, f"{_ATOM}name"))])
        places = tuple(collapse(location.text or "") for location in element.iter(f"{_ARXIV}affiliation"))
        authors += (replace(author, affiliations=places) for author in names.authors)
        et_al = et_al or names.et_al
    return tuple(authors), et_al


def _read_categories(entry: ElementTree.Element) -> tuple[str, ...]:
    """Return the subjects, the primary one first; other schemes (MSC, ACM) are sorted out later."""
    elements = (*entry.iter(f"{_ARXIV}primary_category"), *entry.iter(f"{_ATOM}category"))
    return tuple(dict.fromkeys(element.get("term", "") for element in elements))


def _find_page(entry: ElementTree.Element) -> str:
    links = entry.iter(f"{_ATOM}link")
    return next((link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"), "")
