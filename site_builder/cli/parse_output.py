"""What a source was read as, for another program (``jsonl``), to look through (``table``), and line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.cli.formatting import lay_out, measure
from site_builder.diagnostics import show
from site_builder.text.person_names import find_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.formats.lists.reader import Explanation, Record
    from site_builder.formats.result import ParseResult
    from site_builder.model import Authorship, Paper, ParsedPaper

#: Bibliographic details by the name under which they are printed and CSL's, under which a paper has them.
_DETAILS = {"volume": "volume", "issue": "issue", "pages": "page", "publisher": "publisher", "pmid": "PMID"}
#: How the long columns share what the short ones leave of a line, in percent.
_SHARES = {"title": 50, "authors": 30, "venue": 20}
_GAP = 2


def describe_parsed(parsed: ParsedPaper) -> dict[str, Any]:
    """Return a paper as ``parse --format jsonl`` prints it."""
    paper = parsed.paper
    shown: dict[str, Any] = {
        "score": paper.score,
        "category": parsed.label or next(iter(paper.categories), ""),
        "date": paper.date,
        "code": bool(paper.code),
        "title": paper.title,
        "authors": [authorship.name for authorship in paper.authors],
        "truncated": paper.et_al,
        "affiliations": list(paper.affiliations),
        "abstract": paper.abstract,
        "uncertain": bool(parsed.why),
    }
    if parsed.why:
        shown["why"] = parsed.why
        shown["alternatives"] = [
            {"title": reading.title, "authors": list(reading.authors)} for reading in parsed.alternatives
        ]
    if parsed.has_name_parts or any(authorship.group for authorship in paper.authors):
        shown["names"] = [_list_parts(authorship) for authorship in paper.authors]
    return shown | {name: value for name, value in _list_details(paper) if value}


def _list_details(paper: Paper) -> Iterator[tuple[str, Any]]:
    """Yield what is printed only where a source shows it."""
    for name in ("venue", "doi", "arxiv", "type", "status", "award"):
        yield name, getattr(paper, name)
    for name, key in _DETAILS.items():
        yield name, paper.container.get(key)
    addresses = [("code", paper.code), ("pdf", paper.pdf), *((link.label, link.url) for link in paper.links)]
    yield "links", [{"label": label, "url": url} for label, url in addresses if isinstance(url, str) and url]


def _list_parts(authorship: Authorship) -> dict[str, str]:
    """Return the parts of a person's name; a group's name whole."""
    if authorship.group:
        return {"literal": authorship.name}
    return {name: part for name, part in find_parts(authorship)._asdict().items() if part}


def format_jsonl(papers: Iterable[ParsedPaper]) -> str:
    """Return one JSON object a paper, one a line."""
    return "".join(msgspec.json.encode(describe_parsed(parsed)).decode() + "\n" for parsed in papers)


def format_table(papers: Sequence[ParsedPaper], width: int) -> str:
    """Return the papers as a table whose lines have at most ``width`` columns; doubts follow."""
    columns = {
        "": ["?" if parsed.why else "" for parsed in papers],
        "date": [parsed.paper.date for parsed in papers],
        "category": [parsed.label for parsed in papers],
        "code": ["Code" if parsed.paper.code else "" for parsed in papers],
        "title": [parsed.paper.title for parsed in papers],
        "authors": [_join_names(parsed.paper) for parsed in papers],
        "venue": [parsed.paper.venue for parsed in papers],
    }
    columns = {head: cells for head, cells in columns.items() if any(cells)}
    needed = {head: max(map(measure, (head, *cells))) for head, cells in columns.items()}
    left = width - sum(needed[head] + _GAP for head in columns if head not in _SHARES)
    widths = needed | _share_out(left, {head: needed[head] for head in columns if head in _SHARES})
    table = lay_out(tuple(columns), list(zip(*columns.values(), strict=True)), tuple(widths.values()))
    questions = [show(f"? line {parsed.location.line}: {parsed.why}") for parsed in papers if parsed.why]
    return "\n".join([*table, *questions, f"{len(papers)} papers, {len(questions)} uncertain", ""])


def _share_out(width: int, needed: dict[str, int]) -> dict[str, int]:
    """Return the widths of the long columns: no column gets more than it needs, the first ones get what is left."""
    width -= _GAP * (len(needed) - 1)
    widths = {head: min(need, max(width * _SHARES[head] // 100, 1)) for head, need in needed.items()}
    for head, need in needed.items():
        widths[head] += max(0, min(need - widths[head], width - sum(widths.values())))
    return widths


def _join_names(paper: Paper) -> str:
    return ", ".join(authorship.name for authorship in paper.authors) + (" et al." if paper.et_al else "")


def format_explanation(result: ParseResult, text: str, explanation: Explanation) -> str:
    """Return for each paper its lines in the source, below them which part was read as what, and why it is in doubt.

    ``text`` is the source. Where ``explanation`` says nothing of a paper, its format names the fields itself.
    """
    rows = text.split("\n")
    records = {record.first_line: record for record in explanation.records}
    pieces = [f"The layout: {layout}" for layout in explanation.layouts]
    for parsed, (first, last) in zip(result.papers, result.spans, strict=True):
        record = records.get(first)
        pieces.append(f"\n{parsed.location}: {parsed.paper.title}")
        for number in range(first, min(last, len(rows)) + 1):
            pieces.append(f"{number:6} | {rows[number - 1]}")
            if record and (marks := _mark(record, number)):
                pieces.append(f"       | {marks}")
        pieces += [f"       = {name}: {value}" for name, value in _list_values(parsed)]
        if parsed.why:
            pieces.append(f"       ? {parsed.why}")
    return "\n".join([*pieces, ""]).lstrip("\n")


def _mark(record: Record, number: int) -> str:
    """Return what stands below a line of the source: the name of each field below its text, drawn out to its width."""
    places = sorted(
        (piece.column, piece.width, field.label)
        for field in record.fields
        for piece in field.pieces
        if piece.line == number
    )
    marks = ""
    for column, width, label in places:
        marks = marks.ljust(column - 1)[: max(column - 1, 0)] + label[:width].ljust(width, "~")
    return marks


def _list_values(parsed: ParsedPaper) -> Iterator[tuple[str, str]]:
    """Yield what was understood of a paper, in words."""
    for name, value in describe_parsed(parsed).items():
        if name in ("uncertain", "why", "alternatives", "abstract", "truncated") or not value:
            continue
        if name == "authors":
            value = [_join_names(parsed.paper)]
        parts = value if isinstance(value, list) else [value]
        yield name, ", ".join(f"{p['label']} {p['url']}" if isinstance(p, dict) else str(p) for p in parts)
