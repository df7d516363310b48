"""Every field of a paper has a row in the table of fields, and nothing loses it on any way that papers take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from entry_papers import examples

from site_builder.content.paper_cache import PaperRow, TypesetSettings, read_entry
from site_builder.diagnostics import Location
from site_builder.entries.comparison import is_empty
from site_builder.entries.editor import amend
from site_builder.entries.fields import BY_KEY, FIELDS, Field
from site_builder.entries.merge import merge
from site_builder.entries.reader import read_paper
from site_builder.entries.writer import compose_paper
from site_builder.importing.history import list_changed, make_record, read_records, write_records
from site_builder.model import Paper, ParsedPaper

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = Path(__file__).parents[2] / "docs" / "entries.md"
#: The file's name, what no row knows, and what stands in the body.
WITHOUT_ROW = {"id": "x", "extra": {"colour": "red"}, "notes": "## Notes\n\nOurs."}
PLAIN = Paper(id="x", title="x")


def list_papers() -> Iterator[Any]:
    """Yield each field of `Paper` and each key of an entry with a value of it."""
    for name in Paper.__struct_fields__:
        values = [WITHOUT_ROW[name]] if name in WITHOUT_ROW else examples(BY_KEY[name])
        for number, value in enumerate(values):
            yield pytest.param(name, value, id=f"{name}-{number}")
    for field in FIELDS:
        if field.place in {"link", "container"}:
            name = {"link": "links", "container": "container"}[field.place]
            yield pytest.param(name, examples(field)[0], id=field.key)


def test_every_field_has_a_row_and_every_row_a_field() -> None:
    rows = {field.key for field in FIELDS if field.place in {"field", "body"}}
    assert rows | WITHOUT_ROW.keys() == set(Paper.__struct_fields__)
    assert len(BY_KEY) == len(FIELDS)
    assert [field.key for field in FIELDS if not field.examples] == []


@pytest.mark.parametrize(("name", "value"), list(list_papers()))
def test_a_field_survives_writing_reading_merging_and_the_caches(name: str, value: Any, tmp_path: Path) -> None:
    paper = msgspec.structs.replace(PLAIN, **{name: value})
    assert not is_empty(getattr(paper, name))
    path = tmp_path / "x.md"
    path.write_text(compose_paper(paper), "utf-8")
    read, faults = read_paper(path.read_text("utf-8"), "x", "x.md")
    assert read == paper
    assert [fault for fault in faults if name != "extra" and fault.severity == "error"] == []
    row = read_entry(path, TypesetSettings({}, "/"))
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(row), type=PaperRow)
    assert kept.entry is not None
    body = kept.entry.read().read_body()
    if name in {"abstract", "notes"}:
        assert value.split()[-1] in getattr(body, name)
    else:
        assert getattr(kept.entry.read().paper, name) == value
    draft = ParsedPaper(paper=paper, location=Location())
    (record,) = read_records(write_records([make_record("x", "a.bib", "BibTeX", paper, draft)]))
    assert msgspec.structs.replace(record.paper, abstract=paper.abstract) == paper


@pytest.mark.parametrize(("name", "value"), list(list_papers()))
def test_a_field_that_a_source_states_reaches_the_entry_by_an_import(name: str, value: Any) -> None:
    if name in WITHOUT_ROW or BY_KEY[name].merge == "keep":
        return
    before = Paper(id="x", title="another") if name == "title" else PLAIN
    theirs = msgspec.structs.replace(before, **{name: value})
    changes = merge(before, theirs, [before], [before]).changes
    if name == "et_al":  # goes with the authors
        return
    assert changes == {name: value}
    read, _ = read_paper(amend(compose_paper(before), changes), "x", "x.md")
    assert read == theirs
    parts = {f"container.{part}" for part in value} if name == "container" else {name} - {"links"}
    assert list_changed(before, theirs) == parts


def describe_keys() -> list[str]:
    """Return the rows of the documentation's table: keys of one meaning share a row."""
    groups: list[list[Field]] = []
    for field in FIELDS:
        if field.meaning:
            groups.append([])
        groups[-1].append(field)
    return [
        f"| {' '.join(f'`{field.key}`' for field in group)} | `{group[0].examples[0]}` | {group[0].meaning} |"
        for group in groups
    ]


def test_the_documentation_has_the_table_of_fields() -> None:
    table = DOCUMENT.read_text("utf-8").partition("| key | example | meaning |\n|---|---|---|\n")[2]
    assert table.partition("\n\n")[0].split("\n") == describe_keys()


def test_ror_ids_among_affiliations_are_read_and_a_wrong_one_is_told() -> None:
    text = (
        "---\ntitle: x\naffiliations: [{name: A University, ror: 'https://ror.org/00f54p054'}, B]\nauthors:\n"
        "  - {name: Ann Lee, affiliations: [{name: C, ror: 00f54p055}, {name: D, ror: 042nb2s44}]}\n---\n"
    )
    paper, faults = read_paper(text, "x", "x.md")
    assert paper is not None
    assert (paper.affiliations, paper.authors[0].affiliations) == (("A University", "B"), ("C", "D"))
    assert paper.ror == {"A University": "00f54p054", "D": "042nb2s44"}
    assert [(fault.code, fault.location.line) for fault in faults] == [("entry-identifier", 5)]
