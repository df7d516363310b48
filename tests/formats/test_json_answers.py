"""JSON of services and of people: each is told from the others, and damage in one record leaves the others alone."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.formats import registry
from site_builder.formats.json_text import find_records
from site_builder.formats.mathml import read_mathml

CASES = Path(__file__).parents[1] / "cases" / "formats"
ANSWERS = sorted(path for path in CASES.glob("answers-*.json") if not path.name.endswith(".expected.json"))
TODAY = datetime.date(2026, 6, 1)
RECORDS = [
    {"title": f"Paper {number}", "authors": [{"name": "Ann Roe"}, {"name": "Bo Ek"}], "year": 2000 + number}
    for number in range(5)
]


def titles(text: str) -> list[str]:
    return [parsed.paper.title for parsed in registry.read(text.encode(), "list.json", TODAY).papers]


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.name)
def test_an_answer_is_read_the_same_however_its_lines_are_broken(path: Path) -> None:
    text = path.read_text("utf-8")
    expected = [parsed.paper for parsed in registry.read(text.encode(), path.name, TODAY).papers]
    for indent in (None, 1, 4):
        again = json.dumps(json.loads(text), indent=indent, ensure_ascii=indent is None)
        assert [parsed.paper for parsed in registry.read(again.encode(), path.name, TODAY).papers] == expected


@pytest.mark.parametrize("indent", [None, 2], ids=["one line", "indented"])
@pytest.mark.parametrize("wrapped", [False, True], ids=["list", "in an object"])
@given(data=st.data())
def test_a_record_with_a_sign_too_few_loses_only_itself(indent: int | None, wrapped: bool, data: st.DataObject) -> None:
    """Whatever sign of a record goes missing, the others are read as they are, and what is lost is told."""
    text = json.dumps({"papers": RECORDS} if wrapped else RECORDS, indent=indent)
    start = text.index('"title": "Paper 2"')
    end = text.index('"title": "Paper 3"')
    at = data.draw(st.integers(start, text.rindex("}", start, end)))
    result = registry.read((text[:at] + text[at + 1 :]).encode(), "list.json", TODAY)
    read = {parsed.paper.title: parsed.paper for parsed in result.papers}
    for number in (0, 1, 3, 4):
        paper = read.pop(f"Paper {number}")
        assert [author.name for author in paper.authors] == ["Ann Roe", "Bo Ek"]
        assert paper.date == str(2000 + number)
    assert read or result.diagnostics


@given(text=st.text(alphabet='{}[]",:\\ \n1atitle', max_size=200))
def test_no_text_makes_the_reading_of_json_fail_or_hang(text: str) -> None:
    list(find_records(text, "x", lambda item: "title" in item, []))


def test_years_and_types_above_papers_are_theirs() -> None:
    text = json.dumps({"2021": {"journal articles": RECORDS[:1]}, "thesis": [RECORDS[1] | {"year": None}]})
    first, second = (parsed.paper for parsed in registry.read(text.encode(), "list.json", TODAY).papers)
    assert (first.date, first.type) == ("2000", "article-journal")
    assert (second.date, second.type) == ("", "thesis")


def test_deep_nesting_is_told_and_not_followed() -> None:
    result = registry.read(b'{"a":' * 100_000, "deep.json", TODAY)
    assert not result.papers
    assert result.diagnostics


@pytest.mark.parametrize(
    ("source", "formula"),
    [
        ("<math><mi>α</mi><mo>&gt;</mo><mn>1</mn></math>", "α>1"),
        ("<m:math><m:msubsup><m:mi>x</m:mi><m:mn>1</m:mn><m:mn>2</m:mn></m:msubsup></m:math>", "x_{1}^{2}"),
        ("<math><mfrac><mn>1</mn><msqrt><mi>n</mi></msqrt></mfrac></math>", r"\frac{1}{\sqrt{n}}"),
        ("<math><msub><mrow/><mn>2</mn></msub></math>", "_{2}"),
        ("<math><mover><mi>x</mi><mo>^</mo></mover></math>", r"\hat{x}"),
        ("<math><mi>log</mi><mi>n</mi><mtext> if </mtext><mo>{</mo></math>", r"\log n\text{ if }\{"),
        ("<math><mi>x</math>", ""),
    ],
)  # fmt: skip
def test_mathml_becomes_the_same_formula_in_latex(source: str, formula: str) -> None:
    assert read_mathml(source) == formula
