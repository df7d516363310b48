"""Reads a pasted listing: a header line (score, category, date, Code), a line of title and authors, an abstract.

This is the text that a person gets by copying a page of papers. Every non-blank line ends in a parsed paper or in a
diagnostic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, Severity
from site_builder.formats.pasted import title_author_split
from site_builder.formats.pasted.blocks import Block, cut_blocks, part_block
from site_builder.formats.pasted.bodies import LONGEST_TITLE, Body, read_body
from site_builder.formats.pasted.code_links import find_code
from site_builder.formats.pasted.header_line import find_glued_title, read_header
from site_builder.formats.pasted.lines import Line, is_boilerplate, plain_lines, tidy
from site_builder.formats.pasted.unwrap import Wrap, find_breaks, measure
from site_builder.formats.result import ParseResult, Span
from site_builder.model import Authorship, Paper, ParsedPaper
from site_builder.text.folding import fold

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.formats.pasted.header_line import HeaderLine

NAME = "listing"

_HEADER_SUGGESTION = "add a line such as 'CLJul 4, 2024' above its title"
#: A longer line before the first header is a part of a paper, not page boilerplate.
_LONG = 120

_NUMBERED = re.compile(r"^\d{1,5} ")


class _Find(msgspec.Struct, frozen=True):
    """A parsed paper with its lines and diagnostics."""

    parsed: ParsedPaper
    span: Span
    diagnostics: tuple[Diagnostic, ...]


class _Skip(msgspec.Struct, frozen=True):
    """A line that belongs to no paper, and the code of its diagnostic."""

    line: Line
    code: str


def recognise(text: str) -> bool:
    """Tell whether any line is a header line or begins with one that touches a title, maybe behind a line number."""
    rows = (tidy(row).strip("> \t") for row in text.split("\n"))
    return any(
        read_header(row, 2000) or read_header(bare, 2000) or find_glued_title(bare)
        for row, bare in ((row, _NUMBERED.sub("", row)) for row in rows)
    )


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read a pasted listing."""
    return read_rows(enumerate(text.split("\n"), 1), path, captured, NAME)


def read_rows(rows: Iterable[tuple[int, str]], path: str, captured: datetime.date, form: str) -> ParseResult:
    """Read numbered lines as a pasted listing. ``form`` is the name of the format that they come from."""
    lines = plain_lines(rows, lambda text: read_header(text, captured.year) is not None)
    skips: list[_Skip] = []
    first, *blocks = (_without_boilerplate(block, skips) for block in cut_blocks(lines, captured.year))
    wrap = measure([block.body for block in (first, *blocks)])
    strays, *papers = part_block(first, wrap)
    skips += [_Skip(line, _stray_code(line)) for line in strays.body]
    papers += [paper for block in blocks for paper in part_block(block, wrap)]
    authors = frozenset(
        name for paper in papers for line in paper.body[:2] for name in title_author_split.certain_names(line.text)
    )
    finds = [find for paper in papers if (find := _read_block(paper, path, authors, wrap, skips)) is not None]
    if not finds:
        whole = ((lines[0].number, lines[-1].number),) if lines else ()
        return ParseResult((), (_nothing(lines, papers, path),), form, skipped=whole)
    finds, repeats, notes = _drop_repeats(finds, path)
    notes += [note for find in finds for note in find.diagnostics] + _report(skips, path)
    return ParseResult(
        tuple(find.parsed for find in finds),
        tuple(sorted(notes, key=lambda note: note.location.line)),
        form,
        spans=tuple(find.span for find in finds),
        skipped=tuple(sorted((*_spans([skip.line for skip in skips]), *repeats))),
    )


def _without_boilerplate(block: Block, skips: list[_Skip]) -> Block:
    boilerplate = [line for line in block.body if is_boilerplate(line.text)]
    if not boilerplate:
        return block
    skips += [_Skip(line, "listing-furniture") for line in boilerplate]
    return msgspec.structs.replace(block, body=tuple(line for line in block.body if not is_boilerplate(line.text)))


def _read_block(block: Block, path: str, authors: frozenset[str], wrap: Wrap, skips: list[_Skip]) -> _Find | None:
    """Read one paper. Lines that don't belong to it are added to ``skips``."""
    end = _end_of_paper(block.body, wrap)
    skips += [_Skip(line, "listing-stray") for line in block.body[end:]]
    kept = block.body[:end]
    if not kept or len(kept[0].text) > LONGEST_TITLE:
        skips += [_Skip(line, "listing-lost") for line in (*block.top, *kept)]
        return None
    body = read_body(kept, authors, wrap)
    location = Location(path, block.first)
    return _Find(
        _make_parsed(block, body, location), (block.first, kept[-1].number), tuple(_remarks(block, body, location))
    )


def _end_of_paper(lines: Sequence[Line], wrap: Wrap) -> int:
    """Return how many of the lines below a header belong to the paper: not short ones behind the abstract's full
    stop.
    """
    end = len(lines)
    breaks = find_breaks(lines, wrap) if end > 2 else ()
    while (
        end > 2
        and not breaks[end - 2]
        and _is_label(lines[end - 1].text)
        and lines[end - 2].text.endswith((".", "!", "?", ")", "”", '"'))
    ):
        end -= 1
    return end


def _is_label(text: str) -> bool:
    return len(text) < 40 and not text.endswith((".", "!", "?", ",", ";"))


def _make_parsed(block: Block, body: Body, location: Location) -> ParsedPaper:
    head = block.head
    reading = body.reading
    code = (find_code(body.abstract) or True) if head and head.code else False
    paper = Paper(
        title=reading.title,
        authors=tuple(Authorship(name, group=title_author_split.is_group(name)) for name in reading.authors),
        et_al=body.truncated,
        affiliations=body.affiliations,
        date=head.date if head else "",
        categories=(head.category or head.label,) if head and head.label else (),
        score=head.score if head else None,
        code=code,
        abstract=body.abstract,
    )
    return ParsedPaper(
        paper=paper,
        location=location,
        label=head.label if head else "",
        why="; ".join(filter(None, (_doubt(head), *(line.doubt for line in block.top), body.why))),
        alternatives=body.alternatives,
    )


def _doubt(head: HeaderLine | None) -> str:
    if head is None:
        return "the line with category and date is missing"
    if not head.label:
        return "the category is missing"
    if head.impossible:
        return f"there is no {head.impossible}"
    if head.unread:
        return f"{head.unread!r} can't be read whole as a date"
    return ""


def _remarks(block: Block, body: Body, location: Location) -> Iterator[Diagnostic]:
    head = block.head
    if head is None:
        message = "a paper begins here without its category and date"
        yield Diagnostic("listing-headless", message, location, _HEADER_SUGGESTION)
    elif head.impossible:
        where = Location(location.path, location.line, block.top[0].text.find(head.impossible) + 1)
        yield Diagnostic("listing-date", f"there is no {head.impossible}", where, "correct the date")
    elif head.unread:
        where = Location(location.path, location.line, block.top[0].text.find(head.unread) + 1)
        message = f"{head.unread!r} can't be read whole as a date"
        yield Diagnostic("listing-date", message, where, "write it as in 'CLJul 4, 2024', and nothing behind it")
    elif not head.date:
        yield Diagnostic("listing-date", "the date is missing", location, "add it after the category", "warning")
    if head is not None and head.label and not head.known:
        where = Location(location.path, location.line, block.top[0].text.find(head.label) + 1)
        message = f"{head.label!r} is no category of arXiv"
        yield Diagnostic("listing-category", message, where, "correct it, or leave it as it is", "warning")
    if body.stray:
        message = "a paper may begin here without its category and date"
        yield Diagnostic("listing-headless", message, Location(location.path, body.stray), _HEADER_SUGGESTION)
    if not body.abstract:
        suggestion = "add it, or leave it out on purpose"
        yield Diagnostic("listing-abstract", "this paper has no abstract", location, suggestion, "warning")


def _drop_repeats(finds: list[_Find], path: str) -> tuple[list[_Find], list[Span], list[Diagnostic]]:
    """Keep one copy of each paper that occurs more than once: the one with the longest abstract."""
    kept: dict[tuple[str, str], _Find] = {}
    repeats: list[Span] = []
    notes: list[Diagnostic] = []
    for find in finds:
        paper = find.parsed.paper
        key = fold(paper.title), fold(paper.authors[0].name) if paper.authors else ""
        before = kept.setdefault(key, find)
        if before is find:
            continue
        less, more = sorted((find, before), key=lambda found: len(found.parsed.paper.abstract))
        kept[key] = more
        repeats.append(less.span)
        message = f"this paper stands in the listing twice, also at line {more.span[0]}, which is the one kept"
        notes.append(Diagnostic("listing-duplicate", message, Location(path, less.span[0]), "", "warning"))
    return list(kept.values()), repeats, notes


def _stray_code(line: Line) -> str:
    if is_boilerplate(line.text):
        return "listing-furniture"
    return "listing-lost" if len(line.text) > _LONG else "listing-stray"


def _report(skips: list[_Skip], path: str) -> list[Diagnostic]:
    """Return one diagnostic for each run of skipped lines of one kind."""
    runs: list[list[_Skip]] = []
    for skip in sorted(skips, key=lambda skip: skip.line.number):
        if runs and runs[-1][-1].code == skip.code and skip.line.number == runs[-1][-1].line.number + 1:
            runs[-1].append(skip)
        else:
            runs.append([skip])
    return [_describe_run(run, path) for run in runs]


def _describe_run(run: list[_Skip], path: str) -> Diagnostic:
    first, last = run[0].line, run[-1].line
    shown = first.text if len(first.text) <= 50 else first.text[:49] + "…"
    until = f" (and on to line {last.number})" if last.number > first.number else ""
    message, suggestion, severity = _KINDS[run[0].code]
    return Diagnostic(
        run[0].code, message.format(f"{shown!r}{until}"), Location(path, first.number), suggestion, severity
    )


_KINDS: dict[str, tuple[str, str, Severity]] = {
    "listing-furniture": ("{} belongs to the page, not to a paper", "", "hint"),
    "listing-stray": ("{} belongs to no paper", "remove it, or put it where it belongs", "warning"),
    "listing-lost": (
        "{} seems to be a part of a paper whose other lines are missing",
        "copy the whole paper: category and date, title and authors, abstract",
        "error",
    ),
}


def _nothing(lines: Sequence[Line], blocks: Sequence[Block], path: str) -> Diagnostic:
    line = lines[0].number if lines else 1
    message = "papers begin here, but their titles are missing" if blocks else "no paper was found here"
    if not lines:
        message = "there is nothing in it"
    suggestion = "a listing has three lines a paper: 'CLJul 4, 2024', title and authors, abstract"
    return Diagnostic("listing-none", message, Location(path, line), suggestion)


def _spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the numbers of the lines as spans without gaps."""
    numbers = sorted(line.number for line in lines)
    spans: list[Span] = []
    for number in numbers:
        if spans and number <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return tuple(spans)
