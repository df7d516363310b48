"""From a document to papers: records are found, their fields labelled by the list's own layout."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.lists.cuts import Group
from site_builder.formats.lists.doubts import (
    describe_beginning,
    describe_layout,
    find_alternatives,
    find_doubt,
    find_habits,
)
from site_builder.formats.lists.fields import find_runs, read_fields
from site_builder.formats.lists.glued import find_boundaries, split_token
from site_builder.formats.lists.items import Item, Labeler, make_item, pick_sample
from site_builder.formats.lists.labeling import AUTHORS, LABELS, TITLE, Labeling
from site_builder.formats.lists.mending import mend_groups, trim_first
from site_builder.formats.lists.names import NameStyle, infer_style, read_names
from site_builder.formats.lists.records import find_records
from site_builder.formats.reference import Reference, make_parsed, tidy_plain
from site_builder.formats.result import ParseResult, Span
from site_builder.model import Authorship, Link, ParsedPaper

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.lists.document import Block, Document

NAME = "list"


class Piece(msgspec.Struct, frozen=True):
    """A stretch of one line of the source: lines and columns count from 1."""

    line: int
    column: int
    width: int


class Field(msgspec.Struct, frozen=True):
    """What one part of a record was read as: ``label`` is one of `LABELS`."""

    label: str
    text: str
    pieces: tuple[Piece, ...]


class Record(msgspec.Struct, frozen=True):
    """One paper of a list: its fields in the order of the text, its first and last line, and what remains in doubt."""

    fields: tuple[Field, ...]
    first_line: int
    last_line: int
    why: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """How a list was read: its records, and the layouts that they share, the most usual one first, in words
    (``authors, title, venue, date``)."""

    records: tuple[Record, ...]
    layouts: tuple[str, ...] = ()


def explain_document(document: Document) -> Explanation:
    """Return each record's source lines with the fields marked, for ``parse --explain``."""
    items, _ = _read_items(document)
    layouts = Counter(map(describe_layout, (item.labeling for item in items)))
    usual = tuple(layout for layout, count in layouts.most_common() if layout and count * 10 >= len(items))
    return Explanation(tuple(_explain(item, document) for item in items), usual)


def read_document(document: Document, path: str, captured: datetime.date) -> ParseResult:
    """Return the papers of a list; a document without any gives no papers, and its lines as ``skipped``.

    ``path`` is what diagnostics name. ``captured`` is the day of the copy. Never raises. Every block ends in a paper's
    lines or in a diagnostic.
    """
    items, left = _read_items(document)
    papers, spans = [], []
    diagnostics = [_report_left(document.blocks[index], path) for index in left]
    for item in items:
        span = _span_of(item, document)
        if not item.why and item.date[:4] > str(captured.year + 1):
            item.why = f"the year {item.date[:4]} lies ahead"
        papers.append(_make_paper(item, Location(path, span[0]), diagnostics))
        spans.append(span)
    skipped = tuple(_lines_of(document.blocks[index]) for index in left)
    return ParseResult(tuple(papers), tuple(diagnostics), NAME, spans=tuple(spans), skipped=skipped)


def _read_items(document: Document) -> tuple[list[Item], list[int]]:
    """Return the records of a document, read, and the blocks of none."""
    if ready := _refuse_long(document) or _read_glued(document):
        return ready
    blocks = document.blocks
    cut = find_records(document)
    items = [make_item(group, blocks, cut.width) for group in cut.groups]
    labeler = Labeler(items)
    sample = pick_sample(items)
    for item in sample:
        labeler.read_alone(item)
    if len(sample) < len(items):
        labeler.learn(sample)
    rest = [item for item in items if not item.unary]
    for item in rest:
        labeler.read(item)
    groups, left = mend_groups(cut, items, blocks)
    groups, left = trim_first(groups, left, items, cut.width)
    known = {item.group: item for item in items}
    mended = [known.get(group) or make_item(group, blocks, cut.width) for group in groups]
    done = set(rest)
    again = [item for item in mended if item not in done]
    if not rest:
        for item in mended:
            if not item.unary:
                labeler.read_alone(item)
        if len(mended) > 1:
            labeler.learn(mended)
    for item in again:
        labeler.read(item)
    return _finish_items(mended), sorted(left)


def _refuse_long(document: Document) -> tuple[list[Item], list[int]] | None:
    """Return no records and all blocks if one block is longer than any record, None for any other document."""
    lengths = (sum(len(span.text) for line in block.lines for span in line) for block in document.blocks)
    return ([], list(range(len(document.blocks)))) if any(n > _LONGEST_BLOCK for n in lengths) else None


def _read_glued(document: Document) -> tuple[list[Item], list[int]] | None:
    """Return the records of a list whose lines hold a title and names with nothing between, None for any other."""
    blocks = document.blocks
    if any(len(block.lines) > 1 for block in blocks[:40]):
        return None
    some = [make_item(Group((index,)), blocks, 0) for index in range(min(len(blocks), _GLUED_SAMPLE))]
    if not find_boundaries([item.tokens for item in some]):
        return None
    items = some + [make_item(Group((index,)), blocks, 0) for index in range(len(some), len(blocks))]
    boundaries = find_boundaries([item.tokens for item in items])
    if not boundaries:
        return None
    found: list[Item] = []
    left: list[int] = []
    for item, boundary in zip(items, boundaries, strict=True):
        if boundary is None:
            left += item.group.blocks
            continue
        count = len(item.tokens)
        item.tokens = split_token(item.tokens, boundary)
        titles = boundary.token + len(item.tokens) - count
        labels = (TITLE,) * titles + (AUTHORS,) * (len(item.tokens) - titles)
        item.first = item.labeling = Labeling(labels, min(0.0, boundary.margin - _SURE_BOUNDARY))
        found.append(item)
    return _finish_items(found), left


def _finish_items(items: list[Item]) -> list[Item]:
    """Read the fields and names of labelled records."""
    for item in items:
        item.fields = read_fields(item.text, item.tokens, item.labeling.labels)
    style = infer_style([item.fields.authors for item in items if item.fields.authors])
    for item in items:
        item.names = read_names(item.fields.authors, style)
    habits = find_habits(items)
    for item in items:
        item.why = find_doubt(item, habits)
        if item.why:
            other = read_fields(item.text, item.tokens, item.first.labels)
            names = read_names(other.authors, style)
            item.alternatives = find_alternatives(item, other.title, names)
    return items


#: A list with a longer block (characters) is no list of papers. A record of 3,000 authors has some 60,000.
_LONGEST_BLOCK = 100_000
#: So many blocks are looked at to find out whether titles and names have nothing between.
_GLUED_SAMPLE = 60
#: A boundary less sure than this is for a person to look at.
_SURE_BOUNDARY = 5.0


def _make_paper(item: Item, location: Location, diagnostics: list[Diagnostic]) -> ParsedPaper:
    fields, group = item.fields, item.group
    authors = tuple(Authorship(name, equal=index in item.names.equal) for index, name in enumerate(item.names.names))
    editors = read_names(fields.editors, NameStyle(False, False, False, False)).names
    container = {
        "volume": fields.locator.volume,
        "issue": fields.locator.issue,
        "page": fields.locator.pages,
        "publisher": fields.publisher,
        "publisher-place": fields.place,
        "collection-title": fields.series,
        "editor": " and ".join(editors),
        "PMID": fields.pmid,
        "PMCID": fields.pmcid,
        "ISBN": fields.isbn,
    }
    reference = Reference(
        title=tidy_plain(fields.title),
        authors=authors,
        et_al=item.names.truncated,
        type=fields.type or group.type,
        date=item.date,
        venue=fields.venue,
        doi=fields.doi,
        arxiv=fields.arxiv,
        container=container,
        links=tuple(Link(label or "website", url) for url, label in fields.links.items()),
        award=fields.award,
        status=fields.status,
        abstract=fields.abstract,
    )
    parsed = make_parsed(reference, location, diagnostics)
    if not item.why:
        return parsed
    layout = describe_beginning(item.labeling) if any(reading.layout for reading in item.alternatives) else ""
    return msgspec.structs.replace(parsed, why=item.why, alternatives=item.alternatives, layout=layout)


def _lines_of(block: Block) -> Span:
    numbers = [span.line for line in block.lines for span in line]
    return min(numbers), max(numbers)


def _span_of(item: Item, document: Document) -> Span:
    spans = [_lines_of(document.blocks[index]) for index in item.group.blocks]
    return spans[0][0], max(last for _, last in spans)


def _report_left(block: Block, path: str) -> Diagnostic:
    text = "".join(span.text for span in block.lines[0])
    shown = text if len(text) <= 60 else text[:59] + "…"
    first = block.lines[0][0]
    return Diagnostic(
        "listing-furniture",
        f"'{shown}' belongs to no paper",
        Location(path, first.line, first.column),
        severity="hint",
    )


def _explain(item: Item, document: Document) -> Record:
    fields = []
    for run in find_runs(item.tokens, item.labeling.labels):
        start, end = item.tokens[run.first].start, item.tokens[run.last].end
        pieces = tuple(Piece(*place) for place in item.text.places(start, end))
        fields.append(Field(LABELS[run.label], item.text.text[start:end], pieces))
    first, last = _span_of(item, document)
    return Record(tuple(fields), first, last, item.why)
