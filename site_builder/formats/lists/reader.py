"""From a document to papers: records are found, their fields labelled by the list's own layout."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.lists.cut_scores import judge_record
from site_builder.formats.lists.cuts import Cut, Group
from site_builder.formats.lists.doubts import find_alternatives, find_doubt, find_habits
from site_builder.formats.lists.features import describe_tokens, fold_digits
from site_builder.formats.lists.fields import Fields, find_runs, read_fields
from site_builder.formats.lists.glued import find_seams, split_token
from site_builder.formats.lists.labeling import (
    AUTHORS,
    DATE,
    LABELS,
    TITLE,
    VENUE,
    Labeling,
    find_labels,
    load_weights,
    weigh_features,
)
from site_builder.formats.lists.layout import Key, Layout, LayoutWeights, sign_tokens, vote, weigh_layout, weigh_pairs
from site_builder.formats.lists.names import Names, NameStyle, infer_style, read_names
from site_builder.formats.lists.records import find_records
from site_builder.formats.lists.tokens import cut_tokens
from site_builder.formats.lists.wrapping import join_record
from site_builder.formats.reference import Reference, make_parsed, tidy_plain
from site_builder.formats.result import ParseResult, Span
from site_builder.model import Authorship, Link, ParsedPaper, Reading

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from site_builder.formats.lists.document import Block, Document
    from site_builder.formats.lists.record_text import RecordText
    from site_builder.formats.lists.tokens import Token

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
    """How a list was read: its records, and the layout that they share, in words (``authors (year) title``)."""

    records: tuple[Record, ...]
    layouts: tuple[str, ...] = ()


class _Item:
    """A record on its way from blocks to a paper."""

    def __init__(self, group: Group, text: RecordText) -> None:
        self.group = group
        self.text = text
        self.tokens: list[Token] = cut_tokens(text)
        self.unary: list[list[float]] = []
        self.signs: list[tuple[Key, ...]] = []
        self.first = Labeling((), 0.0)
        self.labeling = Labeling((), 0.0)
        self.fields = Fields()
        self.names = Names((), False)
        self.why = ""
        self.alternatives: tuple[Reading, ...] = ()


def explain_document(document: Document) -> Explanation:
    """Return each record's source lines with the fields marked, for ``parse --explain``."""
    items, _ = _read_items(document)
    return Explanation(tuple(_explain(item, document) for item in items))


def read_document(document: Document, path: str, captured: datetime.date) -> ParseResult:
    """Return the papers of a list; a document without any gives no papers, and its lines as ``skipped``.

    ``path`` is what diagnostics name. ``captured`` is the day of the copy. Never raises. Every block ends in a paper's
    lines or in a diagnostic.
    """
    items, left = _read_items(document)
    papers, spans = [], []
    for item in items:
        span = _span_of(item, document)
        if not item.why and item.fields.date[:4] > str(captured.year + 1):
            item.why = f"the year {item.fields.date[:4]} lies ahead"
        papers.append(_make_paper(item, Location(path, span[0])))
        spans.append(span)
    diagnostics = [_report_left(document.blocks[index], path) for index in left]
    skipped = tuple(_lines_of(document.blocks[index]) for index in left)
    return ParseResult(tuple(papers), tuple(diagnostics), NAME, spans=tuple(spans), skipped=skipped)


def _read_items(document: Document) -> tuple[list[_Item], list[int]]:
    """Return the records of a document, read, and the blocks of none."""
    cut = find_records(document)
    if glued := _read_glued(document):
        return glued
    items = _label_items(_make_items(cut, document))
    groups, left = _mend_groups(cut, items)
    groups, left = _trim_first(groups, left, items, cut.width)
    if groups != cut.groups:
        cut = cut._replace(groups=groups, left=left)
        items = _label_items(_make_items(cut, document))
    if len(items) > 1:
        _read_again(items)
    return _finish_items(items), sorted(cut.left)


def _read_glued(document: Document) -> tuple[list[_Item], list[int]] | None:
    """Return the records of a list whose lines hold a title and names with nothing between, None for any other."""
    blocks = document.blocks
    if any(len(block.lines) > 1 for block in blocks[:40]):
        return None
    items = [_Item(Group((index,)), join_record([block], 0, 0)) for index, block in enumerate(blocks)]
    seams = find_seams([item.tokens for item in items])
    if not seams:
        return None
    found: list[_Item] = []
    left: list[int] = []
    for item, seam in zip(items, seams, strict=True):
        if seam is None:
            left += item.group.blocks
            continue
        count = len(item.tokens)
        item.tokens = split_token(item.tokens, seam)
        titles = seam.token + len(item.tokens) - count
        labels = (TITLE,) * titles + (AUTHORS,) * (len(item.tokens) - titles)
        item.first = item.labeling = Labeling(labels, min(0.0, seam.margin - _SURE_SEAM))
        found.append(item)
    return _finish_items(found), left


def _finish_items(items: list[_Item]) -> list[_Item]:
    """Read the fields and names of labelled records."""
    for item in items:
        item.fields = read_fields(item.text, item.tokens, item.labeling.labels)
    style = infer_style([item.fields.authors for item in items if item.fields.authors])
    for item in items:
        item.names = read_names(item.fields.authors, style)
    habits = find_habits([item.labeling for item in items], [item.names for item in items])
    for item in items:
        date = item.fields.date or item.group.year
        item.why = find_doubt(item.first, item.labeling, item.fields, item.names, habits, date)
        if item.why:
            other = read_fields(item.text, item.tokens, item.first.labels)
            names = read_names(other.authors, style)
            item.alternatives = find_alternatives(item.fields.title, item.names, other.title, names)
    return items


#: A seam less sure than this is for a person to look at.
_SURE_SEAM = 5.0


def _make_items(cut: Cut, document: Document) -> list[_Item]:
    blocks = document.blocks
    return [
        _Item(group, join_record([blocks[index] for index in group.blocks], cut.width, group.skip))
        for group in cut.groups
    ]


def _label_items(items: list[_Item]) -> list[_Item]:
    weights = load_weights()
    repeats = Counter(word for item in items for word in {fold_digits(token.text) for token in item.tokens})
    for item in items:
        features = describe_tokens(item.tokens, repeats, len(items))
        item.unary = weigh_features(features, weights)
        item.first = item.labeling = find_labels(item.tokens, item.unary, weights)
    return items


def _read_again(items: Sequence[_Item]) -> None:
    """Label the records once more, each by what the others say of the list's layout."""
    weights = load_weights()
    factors = LayoutWeights.of(weights)
    for item in items:
        item.signs = sign_tokens(item.tokens)
    votes = [vote(item.tokens, item.signs, item.labeling.labels) for item in items]
    layout = Layout(votes)
    for item, own in zip(items, votes, strict=True):
        unary = weigh_layout(item.tokens, item.signs, item.unary, layout, own, factors)
        tables = weigh_pairs(item.tokens, layout, own, weights, factors.pairs)
        item.labeling = find_labels(item.tokens, unary, weights, tables)


def _mend_groups(cut: Cut, items: Sequence[_Item]) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups without what is no paper: such a one belongs to the paper before it, or to the page."""
    values = [judge_record(item.tokens, item.labeling) for item in items]
    labels = [set(item.labeling.labels) for item in items]
    good = [found for found, value in zip(labels, values, strict=True) if value > 0.3]
    named = sum(AUTHORS in found for found in good)
    usual = {
        label for label in (AUTHORS, TITLE, VENUE, DATE) if sum(label in found for found in good) * 10 > 8 * len(good)
    }
    strangers = _find_strangers(items)
    groups: list[Group] = []
    left = list(cut.left)
    for item, value, found in zip(items, values, labels, strict=True):
        if id(item) in strangers:
            left += item.group.blocks
        elif value > 0.3 or not named or ({AUTHORS, TITLE} <= found and usual <= found):
            groups.append(item.group)
        elif TITLE not in found and groups:
            groups[-1] = groups[-1]._replace(blocks=groups[-1].blocks + item.group.blocks)
        elif (named * 10 >= len(items) * 6 and not {AUTHORS, TITLE} <= found) or _is_page_head(
            groups, good, usual, found
        ):
            left += item.group.blocks
        else:
            groups.append(item.group)
    return tuple(groups), tuple(left)


def _is_page_head(groups: Sequence[Group], good: Sequence[set[int]], usual: set[int], found: set[int]) -> bool:
    """Tell whether what stands before the first paper lacks what papers have."""
    return not groups and len(good) > 2 and not usual <= found


def _find_strangers(items: Sequence[_Item]) -> set[int]:
    """Return, by identity, the groups before the first and behind the last paper where every paper has a line that
    recurs, and they have none: they are the page's own."""
    lines = [set(fold_digits(item.text.text).split("\n")) for item in items]
    counts = Counter(line for found in lines for line in found)
    common = {line for line, count in counts.items() if count > 2 and count * 10 >= 3 * len(items)}
    has = [bool(found & common) for found in lines]
    if sum(has) * 10 < 8 * len(items) or all(has):
        return set()
    first, last = has.index(True), len(has) - 1 - has[::-1].index(True)
    return {id(item) for item in (*items[:first], *items[last + 1 :])}


def _trim_first(
    groups: tuple[Group, ...], left: tuple[int, ...], items: Sequence[_Item], width: int
) -> tuple[tuple[Group, ...], tuple[int, ...]]:
    """Return the groups without the page's own lines before the first paper, where no blank line parts them."""
    firsts = Counter(item.labeling.labels[0] for item in items[1:] if item.labeling.labels)
    if width or not groups or sum(firsts.values()) < 2:
        return groups, left
    usual, count = firsts.most_common(1)[0]
    item = next(item for item in items if item.group.blocks[0] == groups[0].blocks[0])
    labels = item.labeling.labels
    if count * 10 < sum(firsts.values()) * 7 or not labels or labels[0] == usual or usual not in labels:
        return groups, left
    line = item.tokens[labels.index(usual)].line
    if not 0 < line < len(groups[0].blocks):
        return groups, left
    first = groups[0]._replace(blocks=groups[0].blocks[line:])
    return (first, *groups[1:]), left + groups[0].blocks[:line]


def _make_paper(item: _Item, location: Location) -> ParsedPaper:
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
        date=fields.date or group.year,
        venue=fields.venue,
        doi=fields.doi,
        arxiv=fields.arxiv,
        container=container,
        links=tuple(Link(label or "website", url) for url, label in fields.links.items()),
        award=fields.award,
        status=fields.status,
        abstract=fields.abstract,
    )
    parsed = make_parsed(reference, location)
    return msgspec.structs.replace(parsed, why=item.why, alternatives=item.alternatives) if item.why else parsed


def _lines_of(block: Block) -> Span:
    numbers = [span.line for line in block.lines for span in line]
    return min(numbers), max(numbers)


def _span_of(item: _Item, document: Document) -> Span:
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


def _explain(item: _Item, document: Document) -> Record:
    fields = []
    for run in find_runs(item.tokens, item.labeling.labels):
        start, end = item.tokens[run.first].start, item.tokens[run.last].end
        pieces = tuple(Piece(*place) for place in item.text.places(start, end))
        fields.append(Field(LABELS[run.label], item.text.text[start:end], pieces))
    first, last = _span_of(item, document)
    return Record(tuple(fields), first, last, item.why)
