"""Lists in many styles are read: each style is rendered from invented papers."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from list_styles import STYLES, render_list

from site_builder.formats.lists.document import read_plain
from site_builder.formats.lists.reader import read_document

CASES = Path(__file__).parents[2] / "cases/formats/lists"
PAPERS = [json.loads(line) for line in (CASES / "papers.jsonl").read_text("utf-8").splitlines()]
TODAY = datetime.date(2026, 11, 29)


def read(text: str):
    return read_document(read_plain(text), "list.txt", TODAY)


@pytest.mark.parametrize("style", STYLES)
def test_every_paper_of_a_style_is_found_or_in_doubt(style: str) -> None:
    text, shown = render_list(PAPERS, style)
    found = read(text).papers
    wrong = []
    for one, parsed in zip(shown, found, strict=True):
        paper = parsed.paper
        names = [authorship.name.replace(".", "").replace(" ", "") for authorship in paper.authors]
        wanted = [name.replace(".", "").replace(" ", "") for name in one.authors]
        right = (paper.title, names, paper.et_al) == (one.title, wanted, one.truncated)
        right = right and (not one.year or paper.date[:4] == one.year)
        if not right and not parsed.why:
            wrong.append((one, paper))
    assert wrong == []
