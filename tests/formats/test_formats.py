"""Bibliographies of every format are read as the files beside them say: the papers, and what is said about the rest."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import CODES, describe
from site_builder.formats import (
    arxiv_atom,
    citation_file,
    csl_json,
    identifier_list,
    labelled_text,
    pubmed,
    registry,
    ris,
    table,
    yaml_list,
)
from site_builder.formats.bibtex import reader as bibtex_reader
from site_builder.formats.tagged import ovid, refer, refworks, web_of_science

if TYPE_CHECKING:
    from site_builder.formats.result import ParseResult

CASES = Path(__file__).parents[1] / "cases" / "formats"
FILES = sorted(path for path in CASES.iterdir() if path.is_file() and not path.name.endswith(".expected.json"))
TODAY = datetime.date(2026, 6, 1)
FORMATS = (
    bibtex_reader,
    ris,
    pubmed,
    web_of_science,
    refworks,
    ovid,
    refer,
    csl_json,
    arxiv_atom,
    labelled_text,
    yaml_list,
    citation_file,
    table,
    identifier_list,
)


def summarise(parse_result: ParseResult) -> dict[str, Any]:
    papers = []
    for parsed, (first, last) in zip(parse_result.papers, parse_result.spans, strict=True):
        identity = {"lines": f"{first}-{last}"} | ({"key": parsed.key} if parsed.key else {})
        identity |= {"why": parsed.why} if parsed.why else {}
        papers.append(identity | msgspec.json.decode(msgspec.json.encode(parsed.paper)))
    return {
        "format": parse_result.format,
        "papers": papers,
        "diagnostics": [describe(d) for d in parse_result.diagnostics],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bibliography_is_read(path: Path) -> None:
    parse_result = registry.read(path.read_bytes(), path.name, TODAY)
    assert summarise(parse_result) == json.loads(path.with_name(f"{path.name}.expected.json").read_text("utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_draft_and_each_diagnostic_has_its_line(path: Path) -> None:
    parse_result = registry.read(path.read_bytes(), path.name, TODAY)
    assert [parsed.location.line for parsed in parse_result.papers] == [first for first, _ in parse_result.spans]
    assert all(diagnostic.location.line for diagnostic in parse_result.diagnostics)
    assert {diagnostic.code for diagnostic in parse_result.diagnostics} <= CODES.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("ends", [b"\r\n", b"\r"], ids=["windows", "old mac"])
def test_line_ends_and_byte_order_marks_make_no_difference(path: Path, ends: bytes) -> None:
    data = path.read_bytes()
    changed = registry.read(b"\xef\xbb\xbf" + data.replace(b"\n", ends), path.name, TODAY)
    assert changed == registry.read(data, path.name, TODAY)


def test_each_format_knows_its_own_files_only() -> None:
    known = {form.NAME for form in FORMATS}
    for path in FILES:
        text = path.read_text("utf-8")
        if path.name.startswith(("answers-", "csl-crossref")):
            continue  # services write CSL's names of fields as well, and are asked before CSL
        named = registry.detect(text).NAME
        assert [form.NAME for form in FORMATS if form.recognise(text)] == ([named] if named in known else [])


PIECES = {
    bibtex_reader: [
        "@",
        "article",
        "misc",
        "string",
        "{",
        "}",
        '"',
        ",",
        "=",
        "#",
        "title",
        "author",
        "a",
        " and ",
        "\n",
        "\\",
        "%",
        "1",
    ],
    ris: [
        "TY  - JOUR",
        "TI  - A",
        "AU  - B, C",
        "ER  - ",
        "PY  - 2024//",
        "DA  - x",
        "\n",
        "\n\n",
        " ",
        "SP  - 1-",
        "XX  -",
    ],
    pubmed: [
        "PMID- 1",
        "TI  - A",
        "FAU - B, C",
        "CN  - D",
        "AUID- E",
        "DP  - x",
        "      y",
        "\n",
        "PG  -",
        "LID - 1 [doi]",
    ],
    csl_json: [
        "[",
        "]",
        "{",
        "}",
        '"title":',
        '"author":',
        '"issued":',
        '"date-parts":',
        '"x"',
        "null",
        "1",
        ",",
        "\n",
        '"<i>"',
    ],
    web_of_science: [
        "PT J",
        "AU Doe, J",
        "   Roe, A",
        "TI Maps",
        "ER",
        "EF",
        "FN x",
        "\n",
        "\n\n",
        " ",
        "PY 2020",
        "QQ x",
    ],
    refworks: ["RT Book", "A1 Doe,J", "T1 Maps", "YR 2020", "\n", "\n\n", " ", "QQ x", "RX y"],
    ovid: ["<1>", "<2>", "Title", "Authors", "  Doe J.  Roe A.", "  Maps", "Source", "  J. 1:1-2, 2020.", "\n", "\n\n"],
    refer: ["%0 Book", "%A Doe, J", "%T Maps", "%D 2020", "\n", "\n\n", " ", "%", "%@ 1"],
    labelled_text: [
        "Title: Maps",
        "Authors: A. Doe",
        "Year: 2020",
        "DOI: 10.5555/a",
        "\n",
        "\n\n",
        "---\n",
        "Room: 1",
        "words ",
    ],
    citation_file: [
        "cff-version: 1.2.0\n",
        "title: A\n",
        "authors:\n",
        "- name: B\n",
        "references:\n",
        "doi: 10.5/a\n",
        "  ",
        ": ",
    ],
    yaml_list: [
        "- ",
        "title: ",
        "authors: ",
        "year: 2020",
        "[a, b]",
        "{a: b}",
        "\n",
        "  ",
        "'",
        '"',
        "# x",
        "[[papers]]",
        "=",
    ],
    table: ["title", "author", "year", ",", ";", "\t", "\n", '"', "2020", "Doe, J.", "sep=;\n", "10.5555/a", " "],
    identifier_list: [
        "10.5555/a",
        "arXiv:2401.01234",
        "PMID: 1",
        "https://openreview.net/forum?id=a",
        "Maps",
        " ",
        ",",
        "\n",
    ],
    arxiv_atom: [
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>",
        "</entry>",
        "<title>a</title>",
        "<id>",
        "</id>",
        "&",
        "\n",
    ],
}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.NAME)
@given(data=st.data())
def test_whatever_the_text_something_is_said(form: Any, data: st.DataObject) -> None:
    """Every input ends in drafts or in diagnostics, never in an exception and never in silence."""
    pieces = st.lists(st.sampled_from(PIECES[form]), max_size=40).map("".join)
    text = data.draw(pieces | st.text(max_size=60))
    parse_result = form.read(text, "x", TODAY)
    assert parse_result.papers or parse_result.diagnostics
    assert parse_result.format == form.NAME


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@given(data=st.data())
def test_a_file_with_any_part_taken_out_is_still_read(path: Path, data: st.DataObject) -> None:
    text = path.read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    form = registry.detect(text)
    parse_result = form.read(text[:start] + text[end:], path.name, TODAY)
    assert parse_result.papers or parse_result.diagnostics


def test_an_entry_without_a_key_is_nobodys_parent() -> None:
    text = "@article{, title={First}, journal={J}, volume={42}, year={1999}}\n@misc{b, title={Second}, author={A B}}\n"
    _, second = registry.read(text.encode(), "a.bib", TODAY).papers
    assert (second.paper.venue, second.paper.date, second.paper.container) == ("", "", {})


def test_a_macro_that_doubles_its_argument_is_left_alone() -> None:
    """Eight of them within each other would make gigabytes of a line."""
    twice = "".join(r"\twice{" for _ in range(9)) + "a" + "}" * 9
    text = r'@preamble{"\newcommand{\twice}[1]{#1#1}"}' + f"@misc{{k, title = {{{twice}}}}}"
    (parsed,) = registry.read(text.encode(), "a.bib", TODAY).papers
    assert parsed.paper.title == twice


@pytest.mark.parametrize("address", ["https://[a", "https://a]b/c", "//[::1/x", "https://[v1.x]/a?b"])
def test_what_only_looks_like_an_address_stops_nothing(address: str) -> None:
    found = registry.read(
        f"{address}\nhttps://arxiv.org/abs/2401.00001\n".encode(), "list.txt", datetime.date(2026, 6, 1)
    )
    assert found.papers or found.diagnostics
