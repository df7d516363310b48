"""Who is who: bylines to authors, papers to a catalog, and what is related to what, with its reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import make_entry, make_papers

from site_builder.catalog.catalog import Catalog, Entries, find_catalog, make_catalog, replace_paper
from site_builder.catalog.people import find_owner, make_person_index
from site_builder.catalog.related import Relations, make_index, relate
from site_builder.model import Authorship, Paper, Person, Site
from site_builder.text.person_names import sort_key

if TYPE_CHECKING:
    import random

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "catalog" / "people.toml").read_text("utf-8"))


def make_case(case: dict[str, Any]) -> tuple[Catalog, Site]:
    """Return the catalog of a case; its papers' order is that of their dates."""
    people = msgspec.convert(case.get("people", []), tuple[Person, ...])
    site = Site(members=tuple(case.get("members", ())), owner=case.get("owner", ""))
    papers = []
    for number, names in enumerate(case["papers"]):
        authorships = tuple(
            Authorship(name) if isinstance(name, str) else msgspec.convert(name, Authorship) for name in names
        )
        papers.append(Paper(id=f"p{number}", title="T", date=str(3000 - number), authors=authorships))
    return make_catalog(map(make_entry, papers), make_person_index(people, site)), site


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_who_is_who(case: dict[str, Any]) -> None:
    catalog, _ = make_case(case)
    assert [list(ids) for ids in catalog.authorships] == case["authors"]
    assert sorted(a.id for a in catalog.authors.values() if a.unresolved) == case.get("unresolved", [])
    assert sorted(a.id for a in catalog.authors.values() if a.member) == case.get("of_the_lab", [])
    if "namesakes" in case:
        groups = {tuple(sorted(ids)) for ids in catalog.namesakes.values()}
        assert groups == {tuple(ids) for ids in case["namesakes"]}


def test_every_curated_person_has_a_page_even_without_papers() -> None:
    catalog, _ = make_case({"people": [{"id": "ada", "name": "Ada Lovelace"}], "papers": []})
    assert catalog.authors["ada"].papers == ()


def test_a_group_is_sorted_by_its_whole_name_and_a_person_by_the_family_name() -> None:
    group = {"name": "Belle Collaboration", "group": True}
    catalog, _ = make_case({"papers": [["Anna Zeta", group, "Zoe Alpha"], [group, "Carl Beta"]]})
    ordered = sorted(catalog.authors.values(), key=lambda author: sort_key(author.name, author.group))
    assert [author.id for author in ordered] == ["zoe-alpha", "belle-collaboration", "carl-beta", "anna-zeta"]


def test_the_name_printed_most_often_stands_for_an_author() -> None:
    catalog, _ = make_case({"papers": [["Jorg Franke"], ["Jörg Franke"], ["Jörg Franke"]]})
    assert catalog.authors["jorg-franke"].name == "Jörg Franke"
    assert catalog.authors["jorg-franke"].printed == ("Jörg Franke", "Jorg Franke")


@pytest.mark.parametrize(
    ("owner", "found"), [("ada", "ada"), ("Ada King", "ada"), ("Kurt Gödel", "kurt-godel"), ("", "")]
)
def test_the_owner_is_found_by_id_name_or_alias(owner: str, found: str) -> None:
    site = Site(owner=owner)
    register = make_person_index([Person(id="ada", name="Ada Lovelace", aliases=("Ada King",))], site)
    assert find_owner(site, register) == found


def make_small_catalog(papers: list[Paper]) -> Catalog:
    return make_catalog(map(make_entry, papers), make_person_index([], Site()))


def test_papers_run_newest_first_and_a_day_is_newer_than_its_month() -> None:
    dates = ["", "2024", "2025-03", "2025-03-06", "2025", "2025-12-31", "2023-01-01"]
    papers = [Paper(id=f"p{number}", title="T", date=date) for number, date in enumerate(dates)]
    catalog = make_small_catalog(papers)
    assert [entry.paper.date for entry in catalog.entries] == sorted(dates, reverse=True)
    assert sorted(catalog.facets["year"], reverse=True) == ["2025", "2024", "2023", ""]


@given(st.lists(st.integers(0, 40), max_size=12, unique=True), st.randoms())
def test_the_order_of_files_never_shows(numbers: list[int], draw: random.Random) -> None:
    papers = [make_papers(41)[number] for number in numbers]
    shuffled = draw.sample(papers, len(papers))
    assert make_small_catalog(shuffled) == make_small_catalog(papers)


def test_each_paper_is_in_every_index_that_names_it() -> None:
    catalog = make_small_catalog(make_papers(40))
    for position, entry in enumerate(catalog.entries):
        assert catalog.position[entry.paper.id] == position
        assert position in catalog.facets["year"][entry.paper.date[:4]]
        assert all(position in catalog.facets["category"][code] for code in entry.paper.categories)
        assert all(position in catalog.authors[author].papers for author in catalog.authorships[position])
    assert sum(map(len, catalog.facets["category"].values())) == sum(len(e.paper.categories) for e in catalog.entries)


@given(st.integers(0, 19), st.integers(0, 59), st.booleans())
def test_to_replace_a_paper_is_to_make_the_catalog_anew(place: int, other: int, same_facts: bool) -> None:
    papers = make_papers(20)
    changed = msgspec.structs.replace(make_papers(60, seed=7)[other], id=papers[place].id)
    if same_facts:
        old = papers[place]
        facts = (
            "title",
            "date",
            "authors",
            "categories",
            "venue",
            "featured",
            "tags",
            "type",
            "status",
            "code",
            "arxiv",
        )
        same = {name: getattr(old, name) for name in (*facts, "retracted", "container")}
        changed = msgspec.structs.replace(changed, **same)
    before = make_small_catalog(papers)
    after = replace_paper(before, make_entry(changed))
    assert after is not None or not same_facts
    if after is not None:
        papers[place] = changed
        assert after == make_small_catalog(papers)


def test_a_kept_catalog_is_the_one_that_was_made(tmp_path: Path) -> None:
    cached = [make_entry(paper) for paper in make_papers(40)]
    register = make_person_index([Person(id="ada", name="Ada Lovelace")], Site())
    made = find_catalog(cached, register, tmp_path)
    again = find_catalog(cached, register, tmp_path)
    assert isinstance(again.entries, Entries)
    assert tuple(again.entries) == made.entries
    assert again.entries[3:7] == list(made.entries[3:7])
    assert msgspec.structs.replace(again, entries=made.entries) == made


def test_running_texts_leave_the_kept_catalog_good_and_all_else_does_not(tmp_path: Path) -> None:
    papers = make_papers(10)
    register = make_person_index([], Site())
    find_catalog([make_entry(paper) for paper in papers], register, tmp_path)
    for field, value, good in (
        ("abstract", "Other words.", True),
        ("title", "Another", False),
        ("tags", ("new",), False),
        ("authors", (Authorship("New"),), False),
    ):
        changed = [msgspec.structs.replace(papers[0], **{field: value}), *papers[1:]]
        catalog = find_catalog([make_entry(paper) for paper in changed], register, tmp_path / field)
        assert catalog == make_small_catalog(changed)
        find_catalog([make_entry(paper) for paper in papers], register, tmp_path)
        found = find_catalog([make_entry(paper) for paper in changed], register, tmp_path)
        assert isinstance(found.entries, Entries) == good, field


def test_to_replace_a_paper_of_a_kept_catalog_is_to_make_it_anew(tmp_path: Path) -> None:
    papers = make_papers(20)
    register = make_person_index([], Site())
    for _ in range(2):
        before = find_catalog([make_entry(paper) for paper in papers], register, tmp_path)
    changed = msgspec.structs.replace(papers[7], score=12.5, abstract="Other words.")
    after = replace_paper(before, make_entry(changed))
    papers[7] = changed
    made = make_small_catalog(papers)
    assert after is not None
    assert tuple(after.entries) == made.entries
    assert after.cached == made.cached


def test_an_unknown_paper_cannot_be_replace_paperd() -> None:
    assert replace_paper(make_small_catalog(make_papers(3)), make_entry(Paper(id="new", title="T"))) is None


def test_every_relation_tells_a_reason_that_holds() -> None:
    catalog = make_small_catalog(make_papers(60))
    index = make_index(catalog)
    relations = [(here, r) for here in range(60) for r in relate(catalog, index, here)]
    assert len(relations) > 100
    for here, relation in relations:
        assert relation.position != here
        assert relation.authors or relation.tags or relation.words
        assert set(relation.authors) <= set(catalog.authorships[here]) & set(catalog.authorships[relation.position])
        for word in relation.words:
            assert word in index.titles[here]
            assert word in index.titles[relation.position]


def test_a_common_author_counts_more_than_a_rare_word() -> None:
    papers = [
        Paper(id="a", title="Zeugma in Prose", authors=(Authorship("Ada Lovelace"),)),
        Paper(id="b", title="Something Else", authors=(Authorship("Ada Lovelace"),)),
        Paper(id="c", title="Zeugma Again", authors=(Authorship("Kurt Gödel"),)),
        *[Paper(id=f"d{number}", title=f"Number {number}") for number in range(9)],
    ]
    catalog = make_small_catalog(papers)
    first, second = relate(catalog, make_index(catalog), catalog.position["a"])
    assert (catalog.entries[first.position].paper.id, first.authors) == ("b", ("ada-lovelace",))
    assert (catalog.entries[second.position].paper.id, second.words) == ("c", ("zeugma",))


def test_relations_do_not_grow_with_what_all_papers_share() -> None:
    alike = [
        Paper(id=f"p{n:03}", title="Sparse Experts", authors=(Authorship("Wei Li"),), tags=("moe",)) for n in range(300)
    ]
    catalog = make_small_catalog(alike)
    index = make_index(catalog)
    assert not index.words
    assert not index.tags
    assert all(len(relate(catalog, index, here)) == 5 for here in (0, 150, 299))


def test_relations_are_kept_for_the_same_key_only(tmp_path: Path) -> None:
    papers = make_papers(30)
    catalog = make_small_catalog(papers)
    first = Relations(catalog, tmp_path, b"key")
    found = [first(position) for position in range(30)]
    assert found == [relate(catalog, make_index(catalog), position) for position in range(30)]
    assert set(first.take_fresh()) == set(range(30))
    first.store()
    again = Relations(catalog, tmp_path, b"key")
    assert [again(position) for position in range(30)] == found
    assert not again.take_fresh()
    other = Relations(catalog, tmp_path, b"other")
    assert other(0) == found[0]
    assert set(other.take_fresh()) == {0}
