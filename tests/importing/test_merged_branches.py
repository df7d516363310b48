"""Two branches import, git merges them, a person resolves the conflicts in whatever way: nothing is lost for long."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest
from imports import add, bib, read

from site_builder.content.history import IMPORTS
from site_builder.entries.reader import read_paper
from site_builder.importing import apply_plan, plan_import
from site_builder.importing.history import read_records

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.model import Paper

SAID = {"title": "Sand Dunes at Night", "author": "Kaya, Deniz", "year": "2022", "doi": "10.1000/dunes"}
SHORT = bib(**SAID)
LONG = bib(**SAID, volume="7", keywords="deserts, wind", abstract="We count the grains.")
OTHER = bib(**SAID, publisher="Dune Press", url="https://example.org/dunes")
ENTRY = "content/papers/sand-dunes-at-night.md"


def read_entry(site: Path) -> Paper:
    paper, _ = read_paper((site / ENTRY).read_text("utf-8"), "sand-dunes-at-night", ENTRY)
    assert paper
    return paper


def branch(base: Path, name: str, *sources: tuple[str, str]) -> Path:
    site = base.parent / name
    if base.exists():
        shutil.copytree(base, site)
    for source, text in sources:
        add(site, source, text)
    return site


def merge(site: Path, entry_from: Path, *branches: Path) -> Path:
    """Merge as git does with the records (``merge=union``), and take an entry as one of the branches has it."""
    shutil.copytree(entry_from, site)
    lines = dict.fromkeys(line for path in branches for line in (path / IMPORTS).read_bytes().splitlines())
    (site / IMPORTS).write_bytes(b"".join(line + b"\n" for line in lines))
    return site


SOURCES = {"short.bib": SHORT, "long.bib": LONG, "other.bib": OTHER}


@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(SOURCES, 2)))
@pytest.mark.parametrize("same_name", [False, True])
@pytest.mark.parametrize("side", [0, 1])
def test_whichever_side_of_a_conflict_is_kept_the_next_add_gets_back_what_either_had(
    tmp_path: Path, one: str, two: str, same_name: bool, side: int
) -> None:
    base, names = tmp_path / "base", ("list.bib", "list.bib") if same_name else (one, two)
    branches = [
        branch(base, "a", (names[0], SOURCES[one])),
        branch(base, "b", (names[1], SOURCES[two])),
    ]
    site = merge(tmp_path / "site", branches[side], *branches)
    for name, text in zip(names, (SOURCES[one], SOURCES[two]), strict=True):
        add(site, name, text)
    paper = read_entry(site)
    expected = [read_entry(path) for path in branches]
    for field in ("abstract", "tags", "links"):
        assert set(getattr(paper, field)) == set().union(*(getattr(other, field) for other in expected)), field
    assert paper.container == {**expected[0].container, **expected[1].container}
    before = (site / ENTRY).read_bytes()
    for name, text in zip(names, (SOURCES[one], SOURCES[two]), strict=True):
        add(site, name, text)
    assert (site / ENTRY).read_bytes() == before


def test_any_next_add_gets_it_back_and_says_so(tmp_path: Path) -> None:
    base = branch(tmp_path / "base", "base", ("short.bib", SHORT))
    branches = [branch(base, "a", ("long.bib", LONG)), branch(base, "b", ("other.bib", OTHER))]
    site = merge(tmp_path / "site", branches[1], *branches)
    outcomes = add(site, "more.bib", bib(title="Another Paper Altogether", author="Kaya, Deniz", year="2023"))
    (told,) = (outcome for outcome in outcomes if outcome.kind == "updated")
    assert "volume 7 (lost in a merge of branches)" in " ".join(told.details)
    assert read_entry(site).container["volume"] == "7"


def test_what_a_curator_took_away_stays_away_as_long_as_no_branches_meet(tmp_path: Path) -> None:
    site = branch(tmp_path / "base", "base", ("short.bib", SHORT), ("long.bib", LONG), ("other.bib", OTHER))
    text = (site / ENTRY).read_text("utf-8")
    kept = "".join(line for line in text.splitlines(keepends=True) if "volume" not in line and "grains" not in line)
    assert kept != text
    (site / ENTRY).write_text(kept, "utf-8")
    for source, said in SOURCES.items():
        add(site, source, said)
    assert (site / ENTRY).read_text("utf-8") == kept


def test_a_branch_that_imported_nothing_of_a_paper_makes_no_merge(tmp_path: Path) -> None:
    base = branch(tmp_path / "base", "base", ("short.bib", SHORT), ("long.bib", LONG))
    text = (base / ENTRY).read_text("utf-8")
    assert "volume: '7'\n" in text
    (base / ENTRY).write_text(text.replace("volume: '7'\n", ""), "utf-8")
    more = ("more.bib", bib(title="Another Paper Altogether", author="Kaya, Deniz", year="2023"))
    branches = [branch(base, "a", ("other.bib", OTHER)), branch(base, "b", more)]
    site = merge(tmp_path / "site", branches[0], *branches)
    before = (site / ENTRY).read_bytes()
    add(site, "long.bib", LONG)
    assert (site / ENTRY).read_bytes() == before


def test_branches_that_imported_the_same_on_two_days_left_one_record_with_both(tmp_path: Path) -> None:
    branches = [tmp_path / "a", tmp_path / "b"]
    for site, day, later in zip(branches, ("2026-01-02", "2026-01-01"), ("2026-02-01", "2026-02-03"), strict=True):
        for source, told in ((SHORT, day), (LONG, later)):
            apply_plan(plan_import(site, [read("list.bib", source.encode())], day=told))
    (one,) = read_records((branches[0] / IMPORTS).read_bytes())
    assert (one.added, one.changed) == ("2026-01-02", "2026-02-01")
    site = merge(tmp_path / "site", *branches[:1], *branches)
    assert len((site / IMPORTS).read_bytes().splitlines()) == 2
    (record,) = read_records((site / IMPORTS).read_bytes())
    assert (record.added, record.changed) == ("2026-01-01", "2026-02-03")
    plan = plan_import(site, [read("list.bib", LONG.encode())], day="2026-03-01")
    assert [outcome.kind for outcome in plan.outcomes] == ["unchanged"]
    (after,) = read_records(plan.changes[0].after)
    assert (after.added, after.changed) == ("2026-01-01", "2026-02-03")
