"""Entries follow their sources: under whatever file name, in the newest version, and under another title when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import add, bib, read, snapshot

from site_builder.entries.reader import read_paper
from site_builder.importing import apply_plan, plan_import
from site_builder.markup import plain

if TYPE_CHECKING:
    from pathlib import Path


def test_an_untouched_entry_follows_the_bibliography_under_whatever_name(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann and Ray, Bob", "year": "2024"}
    add(tmp_path, "jan.bib", bib(**paper, journal="Sheep", url="https://x.org/1", keywords="a, b"))
    add(tmp_path, "feb.bib", bib(**paper, journal="Wool", url="https://x.org/2", keywords="a, c"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    text = entry.read_text("utf-8")
    assert "venue: Wool\n" in text
    assert "website: https://x.org/2\n" in text
    assert "tags: [a, c]\n" in text
    before = snapshot(tmp_path)
    assert {o.kind for o in add(tmp_path, "feb.bib", bib(**paper, journal="Wool", url="https://x.org/2"))} == {
        "unchanged"
    }
    add(tmp_path, "feb.bib", bib(**paper, journal="Wool", url="https://x.org/2", keywords="a, c"))
    assert snapshot(tmp_path) == before
    ris = "TY  - JOUR\nTI  - Counting Sheep at Night\nAU  - Lee, Ann\nAU  - Ray, Bob\nPY  - 2024\nT2  - Flock\nER  - \n"
    (outcome,) = add(tmp_path, "mar.ris", ris)
    assert "venue: Flock" in outcome.details


def test_a_person_who_goes_back_to_an_older_word_keeps_it(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024"}
    add(tmp_path, "jan.bib", bib(**paper, journal="Sheep", volume="1"))
    add(tmp_path, "feb.bib", bib(**paper, journal="Wool", volume="2"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    by_hand = entry.read_text("utf-8").replace("venue: Wool", "venue: Sheep").replace("volume: '2'", "volume: '1'")
    entry.write_text(by_hand, "utf-8")
    for name in ("mar.bib", "feb.bib"):
        (outcome,) = add(tmp_path, name, bib(**paper, journal="Flock", volume="3"))
        assert len(outcome.conflicts) == 2
        assert entry.read_text("utf-8") == by_hand


def test_two_bibliographies_that_differ_do_not_take_turns(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024"}
    one, other = bib(**paper, journal="Sheep"), bib(**paper, journal="Wool")
    add(tmp_path, "one.bib", one)
    add(tmp_path, "other.bib", other)
    before = snapshot(tmp_path)
    for name, text in [("one.bib", one), ("other.bib", other)]:
        assert [o.kind for o in add(tmp_path, name, text)] == ["unchanged"]
    assert snapshot(tmp_path) == before


ATOM = (
    "<entry><id>http://arxiv.org/abs/2401.00010v{0}</id><published>2024-01-01T00:00:00Z</published>"
    "<updated>2024-0{0}-01T00:00:00Z</updated><title>Sheep, Version {1}</title><summary>It is {1}.</summary>"
    "<author><name>Ann Lee</name></author></entry>"
)


def feed(*versions: int) -> str:
    words = {1: "one", 4: "four"}
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{"".join(ATOM.format(v, words[v]) for v in versions)}</feed>'


@pytest.mark.parametrize(
    "sources",
    [
        [[("a.xml", feed(1, 4))]],
        [[("a.xml", feed(4, 1))]],
        [[("a.xml", feed(4)), ("b.xml", feed(1))]],
        [[("b.xml", feed(1)), ("a.xml", feed(4))]],
        [[("a.xml", feed(4))], [("b.xml", feed(1))]],
        [[("a.xml", feed(4))], [("a.xml", feed(1))], [("a.xml", feed(4))]],
    ],
)
def test_the_newest_version_of_a_preprint_wins_in_whatever_order(
    tmp_path: Path, sources: list[list[tuple[str, str]]]
) -> None:
    for command in sources:
        apply_plan(plan_import(tmp_path, [read(name, text.encode()) for name, text in command]))
    (entry,) = (tmp_path / "content/papers").iterdir()
    assert entry.name == "sheep-version-four.md"
    assert "It is four." in entry.read_text("utf-8")
    before = snapshot(tmp_path)
    for command in sources:
        plan = plan_import(tmp_path, [read(name, text.encode()) for name, text in command])
        assert not plan.changes
        assert not any(outcome.conflicts for outcome in plan.outcomes)
    assert snapshot(tmp_path) == before


def test_an_older_version_that_is_cited_still_tells_where_it_was_published(tmp_path: Path) -> None:
    add(tmp_path, "a.xml", feed(4))
    old = bib(title="Sheep, Version One", author="Lee, Ann", eprint="2401.00010v1", journal="Wool", year="2024")
    (outcome,) = add(tmp_path, "b.bib", old)
    assert "venue: Wool" in outcome.details
    assert "title: 'Sheep, Version four'" in (tmp_path / "content/papers/sheep-version-four.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"{\'E}tude of Foo", "etude-of-foo"),
        (r"$\alpha$-Divergence Minimisation", "alpha-divergence-minimisation"),
        (r"\textit{Drosophila} and {BERT}", "drosophila-and-bert"),
        (r"Top-$k$ in $\mathcal{O}(n^2)$", "top-k-in-o-n-2"),
        (r"From \$5 to \$6", "from-5-to-6"),
    ],
)
def test_an_id_is_made_of_the_title_that_readers_see(tmp_path: Path, title: str, expected: str) -> None:
    assert [outcome.id for outcome in add(tmp_path, "a.bib", bib(title=title, year="2024"))] == [expected]


ABSTRACT = (
    "We present a method for the thing, which works on {} problems and beats all known baselines by a wide margin in "
    "ten benchmarks of language and vision."
)


def test_a_paper_under_another_title_is_asked_about(tmp_path: Path) -> None:
    authors = "Lee, Ann and Ray, Bob"
    first = bib(title="Scaling the Wall", author=authors, year="2024", abstract=ABSTRACT.format("many"))
    new = bib(title="A Novel Approach to Climbing", author=authors, year="2024", abstract=ABSTRACT.format("most"))
    add(tmp_path, "a.bib", first)
    (outcome,) = add(tmp_path, "b.bib", new)
    assert (outcome.kind, outcome.id) == ("doubtful", "a-novel-approach-to-climbing")
    assert "another title, but the same authors and nearly the same abstract" in outcome.why


def test_a_paper_under_another_title_that_is_the_same_gets_that_title(tmp_path: Path) -> None:
    paper = {"author": "Lee, Ann and Ray, Bob", "year": "2024"}
    add(tmp_path, "a.bib", bib(title="Scaling the Wall", abstract=ABSTRACT.format("many"), **paper))
    new = bib(title="A Novel Approach to Climbing", abstract=ABSTRACT.format("most"), **paper)
    (outcome,) = add(tmp_path, "b.bib", new, 0)
    assert (outcome.id, outcome.details[0]) == ("scaling-the-wall", "title: A Novel Approach to Climbing")


@pytest.mark.parametrize(
    "other",
    [
        {"author": "Lee, Ann and Fox, Di"},
        {"abstract": "Quite another abstract, in which nothing of what the first one says is ever said again at all."},
        {"eprint": "2401.00010"},
    ],
)
def test_another_paper_by_the_same_people_is_not_asked_about(tmp_path: Path, other: dict[str, str]) -> None:
    paper = {"author": "Lee, Ann and Ray, Bob", "year": "2024", "abstract": ABSTRACT.format("many")}
    add(tmp_path, "a.bib", bib(title="Scaling the Wall", eprint="2401.00011", **paper))
    (outcome,) = add(tmp_path, "b.bib", bib(title="A Novel Approach to Climbing", **paper | other))
    assert outcome.kind == "created"


def test_a_source_that_speaks_for_the_first_time_takes_nothing_away(tmp_path: Path) -> None:
    add(
        tmp_path,
        "zotero.bib",
        bib(
            title="Deep Residual Learning for {MRI}",
            author="He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing",
            date="2016-06-27",
            abstract="A long abstract, of which the other source has only the first words.",
        ),
    )
    (entry,) = (tmp_path / "content/papers").iterdir()
    before = entry.read_text("utf-8")
    scholar = bib(
        title="Deep residual learning for MRI",
        author="He, Kaiming and Zhang, Xiangyu",
        year="2017",
        abstract="A long abstract…",
    )
    (outcome,) = add(tmp_path, "scholar.bib", scholar)
    assert entry.read_text("utf-8") == before
    assert [conflict.partition(":")[0] for conflict in outcome.conflicts] == ["date", "abstract", "authors"]
    corrected = bib(title="Deep Residual Learning for MRI Again", author="He, Kaiming", date="2016")
    add(tmp_path, "zotero.bib", corrected.replace(" Again", ""))
    assert "authors:\n  - Kaiming He\ndate: 2016-06-27\n" in entry.read_text("utf-8")


def test_a_paper_that_stands_in_a_file_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "eprint": "2401.00010"}
    twice = bib(**paper, journal="Sheep", year="2024") + bib(**paper, journal="Wool", year="2025")
    add(tmp_path, "a.bib", twice)
    add(tmp_path, "b.bib", bib(**paper, journal="Flock", year="2025"))
    before = snapshot(tmp_path)
    assert [outcome.kind for outcome in add(tmp_path, "a.bib", twice)] == ["unchanged"]
    assert snapshot(tmp_path) == before
    assert "venue: Flock\n" in (tmp_path / "content/papers/counting-sheep-at-night.md").read_text("utf-8")


TWO = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "eprint": "2401.00010"}
SHEEP, WOOL = bib(**TWO, journal="Sheep", year="2024"), bib(**TWO, journal="Wool", year="2025")


def test_a_paper_that_stands_in_a_file_twice_may_change_places(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", SHEEP + WOOL)
    before = snapshot(tmp_path)
    for text in (WOOL + SHEEP, WOOL, SHEEP + WOOL + WOOL):
        assert [outcome.kind for outcome in add(tmp_path, "a.bib", text)] == ["unchanged"]
        assert snapshot(tmp_path) == before


def test_a_second_mention_before_the_first_is_the_new_word(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", SHEEP)
    add(tmp_path, "a.bib", WOOL + SHEEP)
    assert "venue: Wool\n" in (tmp_path / "content/papers/counting-sheep-at-night.md").read_text("utf-8")


def test_one_listing_under_two_names_in_one_command_is_one_source(tmp_path: Path) -> None:
    listing = b"76.0CLMay 2, 2025\nCounting Sheep at NightAnn Lee, Bob Ray\nWe count them.\n"
    add(tmp_path, "a.txt", listing)
    before = snapshot(tmp_path)
    apply_plan(plan_import(tmp_path, [read("a.txt", listing), read("b.txt", listing)]))
    assert snapshot(tmp_path) == before


def test_a_corrected_word_of_a_source_leaves_a_person_who_went_back_to_its_former_one(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024"}
    add(tmp_path, "jan.bib", bib(**paper, journal="Sheep"))
    add(tmp_path, "feb.bib", bib(**paper, journal="Wool"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    entry.write_text(entry.read_text("utf-8").replace("venue: Wool", "venue: Sheep"), "utf-8")
    (outcome,) = add(tmp_path, "jan.bib", bib(**paper, journal="Flock"))
    assert outcome.conflicts == ("venue: kept Sheep; the source says Flock",)
    assert "venue: Sheep\n" in entry.read_text("utf-8")


def test_a_conflict_in_one_part_of_the_record_keeps_none_of_the_others_out(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024"}
    add(tmp_path, "a.bib", bib(**paper, volume="1"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    entry.write_text(entry.read_text("utf-8").replace("volume: '1'", "volume: IX"), "utf-8")
    (outcome,) = add(tmp_path, "a.bib", bib(**paper, volume="2", pages="4--12"))
    assert outcome.conflicts == ("volume: kept IX; the source says 2",)
    assert "pages: 4-12\n" in entry.read_text("utf-8")


def test_an_award_that_a_source_adds_arrives(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024"}
    add(tmp_path, "a.bib", bib(**paper))
    (outcome,) = add(tmp_path, "a.bib", bib(**paper, award="Best Paper Award"))
    assert outcome.details == ("award: Best Paper Award",)


def test_what_a_bibliography_selects_is_featured_until_a_person_says_otherwise(tmp_path: Path) -> None:
    paper = {"title": "Counting Sheep at Night", "author": "Lee, Ann", "year": "2024", "selected": "true"}
    add(tmp_path, "a.bib", bib(**paper, preview="sheep.png"))
    (entry,) = (tmp_path / "content/papers").iterdir()
    assert "featured: true\nimage: sheep.png\n" in entry.read_text("utf-8")
    entry.write_text(entry.read_text("utf-8").replace("featured: true\n", ""), "utf-8")
    assert [o.details for o in add(tmp_path, "a.bib", bib(**paper, preview="flock.png"))] == [("image: flock.png",)]
    assert "featured" not in entry.read_text("utf-8")


def test_of_two_entries_that_may_be_one_each_follows_what_its_source_said(tmp_path: Path) -> None:
    papers = {name: {"title": "Counting Sheep at Night", "eprint": "2401.00010", "year": "2024"} for name in "ab"}
    add(tmp_path, "a.bib", bib(author="Lee, Ann", **papers["a"]))
    add(tmp_path, "b.bib", bib(author="Ray, Bob", **papers["b"]))
    add(tmp_path, "b.bib", bib(author="Ray, Bob and Lee, Ann", **papers["b"]))
    before = snapshot(tmp_path)
    assert len(list((tmp_path / "content/papers").iterdir())) == 2
    add(tmp_path, "a.bib", bib(author="Lee, Ann", **papers["a"]))
    assert snapshot(tmp_path) == before
    (outcome,) = add(tmp_path, "a.bib", bib(author="Lee, Ann", journal="Sheep", **papers["a"]))
    assert outcome.id == "counting-sheep-at-night"


def test_braces_that_a_title_shows_are_shown(tmp_path: Path) -> None:
    add(tmp_path, "a.bib", bib(title=r"{BERT} and Codes over \{0, 1\}", year="2024"))
    text = (tmp_path / "content/papers/bert-and-codes-over-0-1.md").read_text("utf-8")
    assert "title: 'BERT and Codes over \\{0, 1\\}'\n" in text
    paper, _ = read_paper(text, "", "")
    assert paper is not None
    assert plain(paper.title) == "BERT and Codes over {0, 1}"
