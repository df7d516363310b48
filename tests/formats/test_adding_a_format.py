"""The formats that the documentation adds are some: their code runs as it stands there."""

from __future__ import annotations

import datetime
import re
import textwrap
from pathlib import Path
from types import ModuleType

import pytest

from site_builder.formats import registry
from site_builder.services import client

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
TABLE = (
    "Title\tAuthors\tYear\nA Paper\tJane Doe; Roe, Richard; et al.\t2024\nno cells\nAnother\tAnn Example\tin press\n"
)


ANSWER = """{"results": [
  {"exampleId": 7, "heading": "A <i>Paper</i>", "kind": "talk",
   "people": ["Doe, Jane", {"given": "Bo", "family": "van Roe"}],
   "published": {"on": "2024-05-06"}, "in": {"name": "Example Days"}, "ids": {"doi": "10.1000/seven"}, "colour": "red"}
]}"""


@pytest.fixture
def documented() -> list[ModuleType]:
    modules = []
    for source in re.findall(r"```python\n(.*?)\n +```", PAGE.read_text("utf-8"), re.DOTALL):
        module = ModuleType("documented")
        exec(compile(textwrap.dedent(source), str(PAGE), "exec"), module.__dict__)
        modules.append(module)
    return modules


def test_the_documented_service_reads_its_answer(documented: list[ModuleType]) -> None:
    service = documented[1]
    assert service.recognise(ANSWER)
    assert not service.recognise('{"heading": "A"}')
    result = service.read(ANSWER, "answer.json", datetime.date(2026, 1, 1))
    (paper,) = (parsed.paper for parsed in result.papers)
    assert (paper.title, paper.date, paper.venue) == (r"A \textit{Paper}", "2024-05-06", "Example Days")
    assert (paper.doi, paper.type) == ("10.1000/seven", "paper-conference")
    assert [authorship.name for authorship in paper.authors] == ["Jane Doe", "Bo van Roe"]
    assert ["'colour'" in fault.message for fault in result.diagnostics] == [True]


def test_each_service_that_is_read_or_asked_is_in_the_documentation() -> None:
    page = PAGE.read_text("utf-8")
    names = [registry.load_format(name).NAME for name in registry.FORMATS if name.startswith("answers.")]
    for name in (*names, *(service.name for service in client.SERVICES)):
        assert name in page, name


def test_the_documented_format_reads_its_table(documented: list[ModuleType]) -> None:
    table = documented[0]
    assert table.recognise(TABLE)
    assert not table.recognise("Title and authors")
    result = table.read(TABLE, "table.tsv", datetime.date(2026, 1, 1))
    first, second = (parsed.paper for parsed in result.papers)
    assert (first.title, first.date, first.et_al) == ("A Paper", "2024", True)
    assert [authorship.name for authorship in first.authors] == ["Jane Doe", "Richard Roe"]
    assert second.date == ""
    assert [(fault.code, fault.location.line) for fault in result.diagnostics] == [("reference-broken", 3)]
