"""Drafts, outcomes and reports as text for a terminal or for another program."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic
    from site_builder.importing import Outcome
    from site_builder.model import Draft


def describe_draft(draft: Draft) -> dict[str, Any]:
    """Return a draft as ``parse --format jsonl`` prints it."""
    paper = draft.paper
    shown: dict[str, Any] = {
        "score": paper.score,
        "category": draft.label or next(iter(paper.categories), ""),
        "date": paper.date,
        "code": bool(paper.code),
        "title": paper.title,
        "authors": [byline.name for byline in paper.authors],
        "truncated": paper.et_al,
        "affiliations": list(paper.affiliations),
        "abstract": paper.abstract,
        "uncertain": bool(draft.why),
    }
    if draft.why:
        shown["why"] = draft.why
        shown["alternatives"] = [
            {"title": reading.title, "authors": list(reading.authors)} for reading in draft.alternatives
        ]
    for key in ("arxiv", "doi", "venue"):
        if value := getattr(paper, key):
            shown[key] = value
    return shown


def format_jsonl(drafts: Iterable[Draft]) -> str:
    """Return one JSON object a draft, one a line."""
    return "".join(msgspec.json.encode(describe_draft(draft)).decode() + "\n" for draft in drafts)


def format_table(drafts: Sequence[Draft]) -> str:
    """Return the drafts as a table to look through: what each was understood as."""
    rows = []
    for draft in drafts:
        paper = draft.paper
        names = ", ".join(byline.name for byline in paper.authors) + (" et al." if paper.et_al else "")
        mark = "?" if draft.why else ""
        rows.append((mark, paper.date, draft.label, "Code" if paper.code else "", paper.title, names))
    table = lay_out(("", "date", "", "", "title", "authors"), rows, (1, 10, 8, 4, 68, 50))
    questions = [f"? line {draft.place.line}: {draft.why}" for draft in drafts if draft.why]
    return "\n".join([*table, *questions, f"{len(drafts)} papers, {len(questions)} uncertain", ""])


def format_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Return what an import does to each paper, as a table, with every conflict and doubt below its paper."""
    rows = [(o.kind, o.id or o.title, "; ".join(o.details)) for o in outcomes]
    head, *lines = lay_out(("", "paper", "what"), rows, (9, 80, 70))
    text = [head]
    for outcome, line in zip(outcomes, lines, strict=True):
        text.append(line)
        text += [f"           kept as it is: {conflict}" for conflict in outcome.conflicts]
        if outcome.why:
            text.append(f"           {'please look: ' if outcome.kind == 'doubtful' else ''}{outcome.why}")
    return "\n".join(text) + "\n" if rows else ""


def summarise_outcomes(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    """Return an import's outcomes on one line: how many papers came to what."""
    counts = Counter(outcome.kind for outcome in outcomes)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no papers"
    return f"{said}{' (nothing was written)' if dry_run else ''}"


def lay_out(heads: Sequence[str], rows: Sequence[Sequence[str]], widest: Sequence[int]) -> list[str]:
    """Return the rows as lines with aligned columns, each at most so wide; longer texts end in an ellipsis."""
    cells = [[cut(cell, limit) for cell, limit in zip(row, widest, strict=True)] for row in (heads, *rows)]
    widths = [max(map(measure, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell + " " * (width - measure(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def measure(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def cut(text: str, width: int) -> str:
    """Return the text in at most so many columns."""
    if measure(text) <= width:
        return text
    kept = ""
    for letter in text:
        if measure(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…"


def format_diagnostics(diagnostics: Sequence[Diagnostic], form: str, site_dir: Path) -> str:
    """Return diagnostics as ``text``, as ``json`` (one array), or as the commands by which GitHub marks lines."""
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(diagnostics)).decode() + "\n"
    lines = (_annotate(d, site_dir) if form == "github" else describe(d) for d in diagnostics)
    return "".join(f"{line}\n" for line in lines)


def _annotate(diagnostic: Diagnostic, site_dir: Path) -> str:
    """Return GitHub's workflow command for a diagnostic (GitHub Docs, "Workflow commands", ``error``/``warning``).

    GitHub looks for files from the repository's folder, in which the site may be a folder itself.
    """
    level = {"error": "error", "warning": "warning", "hint": "notice"}[diagnostic.severity]
    place = diagnostic.place
    file = (site_dir / place.path).as_posix() if place.path.startswith("content/") else place.path
    values = {"file": file, "line": place.line, "col": place.column, "title": diagnostic.code}
    fields = ",".join(f"{key}={_escape(str(value))}" for key, value in values.items() if value)
    text = diagnostic.message + (f"; {diagnostic.remedy}" if diagnostic.remedy else "")
    return f"::{level} {fields}::" + text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape(value: str) -> str:
    for letter, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        value = value.replace(letter, code)
    return value
