"""The cases' folder, and drafts as plain data to compare."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder.formats import registry

if TYPE_CHECKING:
    from site_builder.formats.result import ParseResult
    from site_builder.model import ParsedPaper

CASES = Path(__file__).parent.parent / "cases" / "formats" / "pasted"
CAPTURED = datetime.date(2026, 6, 1)


def parse_result(text: str) -> ParseResult:
    """Read a text as a source of the name ``paste.txt``, copied in 2026."""
    return registry.read(text.encode(), "paste.txt", CAPTURED)


def plain(parsed: ParsedPaper) -> dict[str, Any]:
    """Return a draft as the fields that a listing prints."""
    paper = parsed.paper
    return {
        "score": paper.score,
        "category": parsed.label,
        "date": paper.date,
        "code": bool(paper.code),
        "title": paper.title,
        "authors": [authorship.name for authorship in paper.authors],
        "truncated": paper.et_al,
        "affiliations": list(paper.affiliations),
        "abstract": paper.abstract,
    }


def expected(name: str) -> list[dict[str, Any]]:
    """Return the papers that a case's ``.jsonl`` file holds."""
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]
