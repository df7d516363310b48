"""What holds of the citations of each type, shape of name and shape of date, held against other programs."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
import rispy
from pybtex import format_from_string
from pybtex.database import parse_string
from varied_papers import list_papers

from site_builder.exports import bibtex, csl, ris
from site_builder.formats import csl_json as csl_format
from site_builder.formats import ris as ris_format
from site_builder.formats.bibtex import reader as bibtex_format
from site_builder.model import Paper

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS = list_papers()
SCHEMA = Path(__file__).parents[1] / "cases/standards/csl-data.json"


def write_bibtex() -> str:
    return "\n".join(map(bibtex.compose, PAPERS))


def write_ris() -> str:
    return "\n".join(map(ris.compose, PAPERS))


def write_csl() -> str:
    return json.dumps(list(map(csl.describe, PAPERS)))


def strip(paper: Paper, **changes: Any) -> Paper:
    container = dict(sorted(paper.container.items()))
    return msgspec.structs.replace(paper, id="", container=container, **changes)


@pytest.mark.parametrize(
    ("form", "write"),
    [(bibtex_format, write_bibtex), (ris_format, write_ris), (csl_format, write_csl)],
    ids=["BibTeX", "RIS", "CSL-JSON"],
)
def test_every_paper_comes_back_as_it_was(form: Any, write: Callable[[], str]) -> None:
    """But for styles and protected capitals in RIS, which has neither."""
    result = form.read(write(), "x", datetime.date(2026, 1, 1))
    assert result.diagnostics == ()
    assert len(result.papers) == len(PAPERS)
    for parsed, paper in zip(result.papers, PAPERS, strict=True):
        changes = {}
        if form is ris_format:
            changes["title"] = paper.title.replace("\\textit{E. coli}", "E. coli").replace("{Riemann}", "Riemann")
        assert strip(parsed.paper) == strip(paper, **changes)


def test_csl_json_is_valid_by_the_schema_of_csl() -> None:
    """Whatever an entry states under ``container``."""
    odd = {"translator": "Ralph Manheim", "original-date": "1959", "event": "X", "event-date": "about 2014"}
    odd |= {"accessed": "2024-01-02", "references": "r", "PMID": "1", "authr": "x", "type": "y", "id": "z"}
    papers = [*PAPERS, Paper(title="T", container=odd), Paper(title="T", type="software", container={"genre": "g"})]
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(list(map(csl.describe, papers)))


def test_no_item_has_a_type_for_which_zotero_refuses_the_file() -> None:
    assert "software" not in {csl.describe(paper)["type"] for paper in PAPERS}


def test_pybtex_reads_and_sets_every_entry() -> None:
    """Its styles are BibTeX's own, and refuse entries that lack what BibTeX asks for."""
    signed = [paper for paper in PAPERS if paper.authors][::7]
    text = "\n".join(map(bibtex.compose, signed))
    assert len(format_from_string(text, "plain", output_backend="text").splitlines()) == len(signed)
    database = parse_string(write_bibtex(), "bibtex")
    assert list(database.entries) == [paper.key for paper in PAPERS]
    for entry, paper in zip(database.entries.values(), PAPERS, strict=True):
        assert len(entry.persons.get("author", ())) == len(paper.authors)


def test_rispy_reads_every_reference() -> None:
    records = rispy.loads(write_ris())
    assert [record["id"] for record in records] == [paper.key for paper in PAPERS]
    for record, paper in zip(records, PAPERS, strict=True):
        assert len(record.get("authors", ())) == len(paper.authors)
