"""What lists no papers gives none, and one sentence that says what it looks like."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from site_builder.formats import registry

CASES = Path(__file__).parents[2] / "cases" / "formats" / "no-papers" / "texts.txt"
TEXTS = [block.partition("\n") for block in CASES.read_text("utf-8").split("=== ")[1:]]


@pytest.mark.parametrize(("head", "text"), [(head, text) for head, _, text in TEXTS], ids=[t[0] for t in TEXTS])
def test_a_text_without_papers_is_told_by_what_it_looks_like(head: str, text: str) -> None:
    looks = head.partition(" | ")[2]
    result = registry.read(text.encode(), "text", datetime.date(2026, 6, 1))
    assert [parsed.paper.title for parsed in result.papers] == []
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["listing-none"]
    assert looks in result.diagnostics[0].message
    assert result.diagnostics[0].suggestion
