"""The format that the documentation adds is one: its code runs as it stands there."""

from __future__ import annotations

import datetime
import re
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
TABLE = (
    "Title\tAuthors\tYear\nA Paper\tJane Doe; Roe, Richard; et al.\t2024\nno cells\nAnother\tAnn Example\tin press\n"
)


@pytest.fixture
def documented() -> ModuleType:
    (source,) = re.findall(r"```python\n(.*?)\n +```", PAGE.read_text("utf-8"), re.DOTALL)
    module = ModuleType("table")
    exec(compile(textwrap.dedent(source), str(PAGE), "exec"), module.__dict__)
    return module


def test_the_documented_format_reads_its_table(documented: ModuleType) -> None:
    assert documented.recognise(TABLE)
    assert not documented.recognise("Title and authors")
    result = documented.read(TABLE, "table.tsv", datetime.date(2026, 1, 1))
    first, second = (parsed.paper for parsed in result.papers)
    assert (first.title, first.date, first.et_al) == ("A Paper", "2024", True)
    assert [authorship.name for authorship in first.authors] == ["Jane Doe", "Richard Roe"]
    assert second.date == ""
    assert [(fault.code, fault.location.line) for fault in result.diagnostics] == [("reference-broken", 3)]
