"""Citation keys: given once, the source's own where it names the paper, unique over the site, and never given again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_importing import read

from site_builder.content.history import IMPORTS
from site_builder.entries.reader import read_paper
from site_builder.importing import apply_plan, plan_import
from site_builder.importing.history import list_given_keys, read_records
from site_builder.text.citation_keys import choose_source_key

if TYPE_CHECKING:
    from pathlib import Path


def write_bib(key: str, title: str, author: str = "Smith, Jane", year: int = 2021) -> bytes:
    return f"@article{{{key}, title={{{title}}}, author={{{author}}}, year={year}, journal={{J}}}}".encode()


def add(site: Path, *entries: bytes, name: str = "a.bib") -> None:
    apply_plan(plan_import(site, [read(name, b"\n".join(entries))]))


def list_keys(site: Path) -> dict[str, str]:
    papers = [
        read_paper(path.read_text("utf-8"), path.stem, "")[0] for path in sorted((site / "content/papers").iterdir())
    ]
    return {paper.id: paper.key for paper in papers if paper}


def test_a_source_s_key_is_kept_and_a_second_one_of_the_same_name_made_distinct(tmp_path: Path) -> None:
    add(tmp_path, write_bib("smith:21", "Counting Sheep"))
    add(tmp_path, write_bib("smith:21", "Counting Goats", "Roe, Max"), name="b.bib")
    assert list_keys(tmp_path) == {"counting-goats": "smith:21b", "counting-sheep": "smith:21"}


def test_a_key_is_made_unlike_all_that_the_site_has_or_had(tmp_path: Path) -> None:
    (tmp_path / "content/papers").mkdir(parents=True)
    by_hand = tmp_path / "content/papers/scaling-one.md"
    by_hand.write_text("---\ntitle: Scaling one\nauthors: [Jane Smith]\ndate: 2021\n---\n", "utf-8")
    add(tmp_path, write_bib("1", "Scaling Two"), write_bib("2", "Scaling Three"))
    assert list_keys(tmp_path) == {
        "scaling-one": "", "scaling-three": "smith2021scalingc", "scaling-two": "smith2021scalingb",
    }  # fmt: skip
    (tmp_path / "content/papers/scaling-two.md").unlink()
    add(tmp_path, write_bib("1", "Scaling Four"), name="c.bib")
    assert list_keys(tmp_path)["scaling-four"] == "smith2021scalingd"


def test_an_import_never_changes_a_key(tmp_path: Path) -> None:
    add(tmp_path, write_bib("first", "Counting Sheep"))
    add(tmp_path, write_bib("second", "Counting Sheep").replace(b"journal={J}", b"journal={K}"))
    assert list_keys(tmp_path) == {"counting-sheep": "first"}
    assert list_given_keys(read_records((tmp_path / IMPORTS).read_bytes())) == {"counting-sheep": "first"}


@pytest.mark.parametrize(
    ("key", "chosen"),
    [("smith2021", "smith2021"), ("DBLP:conf/icml/X", "DBLP:conf/icml/X"), ("ITEM-1", ""), ("42", ""), ("ref12", ""),
     ("http://zotero.org/u/1/items/A", ""), ("a b", ""), ("b1", "b1"), ("Bell1", "Bell1"), ("", "")],
)  # fmt: skip
def test_a_key_that_only_counts_names_nothing(key: str, chosen: str) -> None:
    assert choose_source_key(key) == chosen


def test_an_identifier_that_can_t_be_right_is_told_and_left_out(tmp_path: Path) -> None:
    bib = write_bib("k", "Counting Sheep").replace(b"journal={J}", b"journal={J}, issn={1234-5678}")
    plan = plan_import(tmp_path, [read("a.bib", bib)])
    (outcome,) = plan.outcomes
    assert outcome.details == ("1234-5678 isn't an ISSN: its check digit doesn't fit, so it isn't published",)
    apply_plan(plan)
    assert "issn" not in (tmp_path / "content/papers/counting-sheep.md").read_text("utf-8")
