"""Adding sources to a site: papers recognised, doubts asked or marked, files written all or none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest
from imports import CYCLEQD, CYCLEQD_BIB, SEED, add, bib, read, snapshot

from site_builder.diagnostics import Location
from site_builder.formats.result import ParseResult
from site_builder.importing import Question, Source, apply_plan, plan_import, show_diff
from site_builder.model import Authorship, Paper, ParsedPaper, Reading

if TYPE_CHECKING:
    from pathlib import Path


def test_the_real_listing_becomes_entries_once(tmp_path: Path) -> None:
    data = SEED.read_bytes()
    outcomes = add(tmp_path, "seed.txt", data)
    assert len(outcomes) == 16
    assert {outcome.kind for outcome in outcomes} <= {"created", "doubtful"}
    assert len(list((tmp_path / "content/papers").glob("*.md"))) == 16
    assert (tmp_path / "content/listings/seed.txt").read_bytes() == data
    before = snapshot(tmp_path)
    again = add(tmp_path, "elsewhere/other-name.txt", data)
    assert {outcome.kind for outcome in again} == {"unchanged"}
    assert snapshot(tmp_path) == before


def test_another_listing_of_the_same_name_gets_a_number(tmp_path: Path) -> None:
    data = SEED.read_bytes()
    add(tmp_path, "seed.txt", data)
    lines = data.decode().split("\n")
    add(tmp_path, "seed.txt", "\n".join(lines[:3]))
    assert sorted(path.name for path in (tmp_path / "content/listings").glob("*.txt")) == ["seed-2.txt", "seed.txt"]


def test_bibtex_completes_what_the_listing_hid_and_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    entry = tmp_path / f"content/papers/{CYCLEQD}.md"
    text = entry.read_text("utf-8").replace("  - So Kuroki\n", "  - So Kuroki  # first author\n")
    entry.write_text(f"{text}\n## Notes\nOurs.\n", "utf-8")
    (outcome,) = add(tmp_path, "lab.bib", CYCLEQD_BIB)
    assert (outcome.kind, outcome.id) == ("updated", CYCLEQD)
    assert "authors: completed, 3 → 4" in outcome.details
    after = entry.read_text("utf-8")
    assert "  - So Kuroki  # first author\n  - Taishi Nakamura\n  - Takuya Akiba\n  - Yujin Tang\ndate:" in after
    assert "doi: '10.1000/cycleqd'\n" in after
    assert "venue: Proceedings of ICLR\n" in after
    assert "date: 2025\n" in after  # of the publication, not of the preprint
    assert after.endswith("\n## Notes\nOurs.\n")
    assert {o.kind for o in add(tmp_path, "seed.txt", SEED.read_bytes())} == {"unchanged"}


def test_a_paper_is_recognised_by_its_arxiv_id_whatever_its_title(tmp_path: Path) -> None:
    add(
        tmp_path, "a.bib", bib(title="A Preliminary Title of Ours", author="Lee, Ann", eprint="2401.00010", year="2024")
    )
    doi = "10.48550/arXiv.2401.00010"
    (outcome,) = add(tmp_path, "b.bib", bib(title="The Final Words", author="Lee, Ann", doi=doi, year="2024"))
    assert outcome.id == "a-preliminary-title-of-ours"
    assert outcome.details == ("title: The Final Words", f"doi: {doi}")


AUTHORS_FIRST, TITLE_FIRST = "authors first", "title first"


def make_doubtful_list(count: int) -> Source:
    """Return a list in which every line may begin with its authors or with its title."""
    papers = tuple(
        ParsedPaper(
            paper=Paper(title=f"Stone Market {number}", authors=(Authorship(f"Ann Lee {number}"),)),
            location=Location("list.txt", number),
            why="the list may begin each line with the authors or with the title",
            layout=AUTHORS_FIRST,
            alternatives=(Reading(f"Ann Lee {number}", (f"Stone Market {number}",), TITLE_FIRST),),
        )
        for number in range(1, count + 1)
    )
    return Source("list.txt", ParseResult(papers, (), "text"))


@pytest.mark.parametrize(("answer", "title"), [(0, "Stone Market 3"), (1, "Ann Lee 3")])
def test_a_doubtful_layout_is_asked_about_once(tmp_path: Path, answer: int, title: str) -> None:
    asked: list[Question] = []

    def ask(question: Question) -> int:
        asked.append(question)
        return answer

    plan = plan_import(tmp_path, [make_doubtful_list(3)], ask)
    assert [question.kind for question in asked] == ["layout"]
    assert [choice.label.partition(":")[0] for choice in asked[0].choices] == [AUTHORS_FIRST, TITLE_FIRST]
    assert (plan.outcomes[2].title, plan.outcomes[2].kind) == (title, "created")


def test_a_layout_that_nobody_can_tell_leaves_each_paper_in_doubt(tmp_path: Path) -> None:
    asked: list[Question] = []
    plan = plan_import(tmp_path, [make_doubtful_list(3)], asked.append)
    assert len(asked) == 1
    assert [outcome.kind for outcome in plan.outcomes] == ["doubtful"] * 3


def test_a_near_miss_is_asked_and_the_answer_is_remembered(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title="Learning to Count Sheep with Small Models", author="Lee, Ann", year="2024"))
    near = bib(title="Learning to Count Sheep with Very Small Models", author="Lee, Ann and Ray, Bob", year="2024")
    (outcome,) = add(tmp_path, "b.bib", near, 0)
    assert outcome.id == "learning-to-count-sheep-with-small-models"
    assert [o.id for o in add(tmp_path, "b.bib", near)] == [outcome.id]
    assert len(list((tmp_path / "content/papers").iterdir())) == 1


def test_a_near_miss_without_a_terminal_is_written_apart_and_marked_once(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title="Learning to Count Sheep with Small Models", author="Lee, Ann", year="2024"))
    near = bib(title="Learning to Count Sheep with Very Small Models", author="Lee, Ann", year="2024")
    (outcome,) = add(tmp_path, "b.bib", near)
    assert outcome.kind == "doubtful"
    assert "learning-to-count-sheep-with-small-models" in outcome.why
    entry = tmp_path / f"content/papers/{outcome.id}.md"
    lines = entry.read_text("utf-8").split("\n")
    assert sum(line.startswith("review: ") for line in lines) == 1
    entry.write_text("\n".join(line for line in lines if not line.startswith("review: ")), "utf-8")
    assert [o.kind for o in add(tmp_path, "b.bib", near)] == ["unchanged"]
    assert "review:" not in entry.read_text("utf-8")


def test_the_same_title_by_others_or_with_another_identifier_is_not_merged(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title="Editorial", author="Lee, Ann", year="2024", eprint="2401.00010"))
    (by_others,) = add(tmp_path, "b.bib", bib(title="Editorial", author="Ray, Bob", year="2024"))
    (other_id,) = add(tmp_path, "c.bib", bib(title="Editorial", author="Lee, Ann", year="2025", eprint="2501.00010"))
    assert (by_others.kind, by_others.id) == ("doubtful", "editorial-2024")
    assert (other_id.kind, other_id.id) == ("doubtful", "editorial-2025")


def test_a_volumes_doi_does_not_make_its_papers_one(tmp_path: Path) -> None:
    doi = "10.1000/proceedings"
    add(tmp_path, "a.bib", bib(title="Counting Sheep at Night", author="Lee, Ann", year="2024", doi=doi))
    (outcome,) = add(tmp_path, "b.bib", bib(title="On Dreams of Wolves", author="Lee, Ann", year="2024", doi=doi))
    assert (outcome.kind, outcome.id) == ("doubtful", "on-dreams-of-wolves")


def test_a_title_used_again_the_next_year_elsewhere_is_not_merged(tmp_path: Path) -> None:
    task = {"title": "Findings of the Shared Task on Sheep", "author": "Lee, Ann"}
    add(tmp_path, "a.bib", bib(**task, year="2024", journal="Sheep 2024"))
    (outcome,) = add(tmp_path, "b.bib", bib(**task, year="2025", journal="Sheep 2025"))
    assert (outcome.kind, outcome.id) == ("doubtful", "findings-of-the-shared-task-on-sheep-2025")


def test_a_preprint_is_found_published_and_keeps_its_id(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann and Ray, Bob"}
    add(tmp_path, "a.bib", bib(**paper, year="2024", journal="CoRR", eprint="2401.00010"))
    (outcome,) = add(tmp_path, "b.bib", bib(**paper, year="2025", journal="Sheep Letters", doi="10.1000/182"))
    assert (outcome.kind, outcome.id) == ("updated", "counting-sheep-at-night")
    assert {"date: 2025", "venue: Sheep Letters", "doi: 10.1000/182"} <= set(outcome.details)


def test_parts_of_a_series_are_different_papers(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title="The Theory of Counting Sheep: Part I", author="Lee, Ann", year="2024"))
    (outcome,) = add(
        tmp_path, "b.bib", bib(title="The Theory of Counting Sheep: Part II", author="Lee, Ann", year="2024")
    )
    assert outcome.kind == "created"


DOUBTFUL = "CLMay 2, 2025\nA Study of NetsYan Yang, Bo Li, Cy Wu\nWe look at things.\n"


def test_a_chosen_reading_is_kept_by_the_next_import(tmp_path: Path) -> None:
    source = read("x.txt", DOUBTFUL.encode())
    parsed = msgspec.structs.replace(
        source.result.papers[0],
        why="the names may begin at 'Yan Yang' or at 'Nets Yan Yang'",
        alternatives=(Reading("A Study of", ("NetsYan Yang", "Bo Li", "Cy Wu")),),
    )
    source = msgspec.structs.replace(source, result=msgspec.structs.replace(source.result, papers=(parsed,)))
    plan = plan_import(tmp_path, [source], lambda question: 1)
    apply_plan(plan)
    assert [(o.kind, o.title) for o in plan.outcomes] == [("created", "A Study of")]
    again = plan_import(tmp_path, [source], lambda question: pytest.fail("nothing is asked twice"))
    assert [(o.kind, o.id) for o in again.outcomes] == [("unchanged", "a-study-of")]
    assert again.changes == ()


def test_an_undecided_reading_is_marked_for_review(tmp_path: Path) -> None:
    source = read("x.txt", DOUBTFUL.encode())
    parsed = msgspec.structs.replace(source.result.papers[0], why="look at 'it': twice")
    source = msgspec.structs.replace(source, result=msgspec.structs.replace(source.result, papers=(parsed,)))
    plan = plan_import(tmp_path, [source])
    apply_plan(plan)
    assert [(o.kind, o.why) for o in plan.outcomes] == [("doubtful", "look at 'it': twice")]
    assert "review: 'look at ''it'': twice'\n" in (tmp_path / "content/papers/a-study-of-nets.md").read_text("utf-8")
    assert plan_import(tmp_path, [source]).changes == ()


def test_an_entry_that_was_removed_does_not_come_back(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    (tmp_path / f"content/papers/{CYCLEQD}.md").unlink()
    outcomes = {o.id: o for o in add(tmp_path, "seed.txt", SEED.read_bytes())}
    assert outcomes[CYCLEQD].kind == "skipped"
    assert "removed" in outcomes[CYCLEQD].why
    assert not (tmp_path / f"content/papers/{CYCLEQD}.md").exists()


def test_an_entry_that_was_renamed_is_followed(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    papers = tmp_path / "content/papers"
    (papers / f"{CYCLEQD}.md").rename(papers / "cycleqd.md")
    add(tmp_path, "seed.txt", SEED.read_bytes())
    assert not (papers / f"{CYCLEQD}.md").exists()
    text = (papers / "cycleqd.md").read_text("utf-8")
    (papers / "cycleqd.md").write_text(text.replace("date: 2024-10-16", "date: 2024-10-17"), "utf-8")
    assert {o.kind for o in add(tmp_path, "seed.txt", SEED.read_bytes())} == {"unchanged"}
    assert "date: 2024-10-17" in (papers / "cycleqd.md").read_text("utf-8")


def test_a_paper_whose_entry_is_broken_is_skipped_and_the_file_left_alone(tmp_path: Path) -> None:
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "editorial.md").write_text("---\ntitle: It's: broken\n---\n", "utf-8")
    (outcome,) = add(tmp_path, "a.bib", bib(title="Editorial", author="Lee, Ann", year="2024"))
    assert (outcome.kind, outcome.id) == ("skipped", "editorial")
    assert list(snapshot(tmp_path)) == ["content/papers/editorial.md"]


def test_the_same_paper_twice_in_one_import_is_one_entry(tmp_path: Path) -> None:
    twice = [read("seed.txt", SEED.read_bytes()), read("lab.bib", CYCLEQD_BIB.encode())]
    plan = plan_import(tmp_path, twice)
    assert len(plan.outcomes) == 16
    (outcome,) = [o for o in plan.outcomes if o.id == CYCLEQD]
    assert outcome.kind == "created"
    assert "venue: Proceedings of ICLR" in outcome.details


def test_planning_writes_nothing_and_the_diff_shows_what_would_change(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    before = snapshot(tmp_path)
    plan = plan_import(tmp_path, [read("lab.bib", CYCLEQD_BIB.encode())])
    assert snapshot(tmp_path) == before
    diff = show_diff(plan)
    assert f"--- content/papers/{CYCLEQD}.md\n" in diff
    assert "+  - Yujin Tang\n" in diff
    assert "-et_al: true\n" in diff
    assert "=== content/listings/imported.jsonl: " in diff


def test_a_file_that_is_no_entry_is_not_updated(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", CYCLEQD_BIB)
    (entry,) = (tmp_path / "content/papers").glob("*.md")
    template = entry.rename(entry.with_name("_template.md"))
    old = template.read_bytes()
    (tmp_path / "content/listings/imported.jsonl").unlink()
    add(tmp_path, "b.bib", CYCLEQD_BIB.replace("2025", "2026"))
    assert template.read_bytes() == old
    assert len(list((tmp_path / "content/papers").glob("*.md"))) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_source_under_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    (outcome,) = add(tmp_path, os.fsdecode(b"r\xe9f.bib"), CYCLEQD_BIB)
    assert outcome.kind == "created"


def test_a_paper_that_was_removed_is_known_under_its_next_title(tmp_path: Path) -> None:
    paper = {"author": "Lee, Ann", "year": "2024"}
    add(tmp_path, "a.bib", bib(title="Counting Sheep at Night", **paper))
    (entry,) = (tmp_path / "content/papers").iterdir()
    entry.unlink()
    add(tmp_path, "a.bib", bib(title="Counting Sheep at Night", doi="10.1000/182", **paper))
    (outcome,) = add(tmp_path, "a.bib", bib(title="Counting Sheep by Day", doi="10.1000/182", **paper))
    assert outcome.kind == "skipped"
    before = snapshot(tmp_path)
    add(tmp_path, "a.bib", bib(title="Counting Sheep by Day", doi="10.1000/182", **paper))
    assert snapshot(tmp_path) == before
    assert not entry.exists()


def test_what_looks_like_a_paper_that_was_removed_is_asked_about(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title="Learning to Count Sheep with Small Models", author="Lee, Ann", year="2024"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    entry.unlink()
    near = bib(title="Learning to Count Sheep with Very Small Models", author="Lee, Ann", year="2024")
    plan = plan_import(tmp_path, [read("a.bib", near.encode())])
    assert [outcome.kind for outcome in plan.outcomes] == ["doubtful"]
    assert "'learning-to-count-sheep-with-small-models', whose entry was removed" in plan.outcomes[0].why
    (outcome,) = add(tmp_path, "a.bib", near, 0)
    assert outcome.kind == "skipped"
    assert [outcome.kind for outcome in add(tmp_path, "a.bib", near)] == ["skipped"]
