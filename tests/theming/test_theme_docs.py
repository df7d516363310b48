"""The examples of the documentation of themes show everything that the originals show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from built_pages import BuiltPage, read_pages
from picture_files import write_picture
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site

TEXT = (Path(__file__).parents[2] / "docs/themes.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```jinja\n(\{# (themes/lab/templates/\S+) #\}\n.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
THEME = 'name = "lab"\nextends = "default"\n'
PAPER = """---
title: Looms and $n$ Threads
authors: [Ada Lovelace, Grace Hopper]
date: 2025-03
venue: NeurIPS 2025
award: Best Paper
status: in press
categories: [cs.CL, cs.LG, cs.AI, stat.ML]
score: 7.5
code: true
arxiv: '2503.00001'
image: files/loom.png
image_alt: A loom
language: de
---
On weaving.
"""


def build_site(folder: Path, files: dict[str, str]) -> dict[str, BuiltPage]:
    papers = {f"content/papers/{name}.md": PAPER for name in ("looms", "threads")}
    site = write_site(folder, [], 'theme = "lab"\n' if files else "", **papers, **files)
    write_picture(site / "content/static/files/loom.png", 400, 300)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    if files:
        assert not [found for found in check_site(site).diagnostics if found.code.startswith(("theme", "template"))]
    return read_pages(site / "public")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BuiltPage]:
    return build_site(tmp_path_factory.mktemp("original") / "site", {})


def count(page: BuiltPage) -> Counter[str]:
    words = " ".join(page.texts.get("body", [])).split()
    return Counter([*words, *page.links, *[source for source in page.loads if "/assets/" in source]])


@pytest.mark.parametrize(("source", "path"), EXAMPLES, ids=[f"{n} {path}" for n, (_, path) in enumerate(EXAMPLES)])
def test_an_example_keeps_what_the_original_shows(
    originals: dict[str, BuiltPage], tmp_path: Path, source: str, path: str
) -> None:
    pages = build_site(tmp_path / "site", {path: source, "themes/lab/theme.toml": THEME})
    assert pages.keys() == originals.keys()
    changed = 0
    for address, page in pages.items():
        assert not count(originals[address]) - count(page), f"/{address} lacks something"
        changed += page.html != originals[address].html
    assert changed


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 3
