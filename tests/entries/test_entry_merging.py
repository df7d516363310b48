"""Three-way merge: what the source changed is taken, what a person changed stays, where both did is reported."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.entries.merge import merge
from site_builder.model import Authorship, Link, Paper


def paper(**fields: Any) -> Paper:
    if "authors" in fields:
        fields["authors"] = tuple(Authorship(a) if isinstance(a, str) else a for a in fields["authors"])
    return Paper(title=fields.pop("title", "T"), **fields)


#: Name: base, mine, theirs, the changes expected, and the fields in conflict. A base of None means no import before.
CASES: dict[str, tuple[dict[str, Any] | None, dict[str, Any], dict[str, Any], dict[str, Any], list[str]]] = {
    "the source changed": ({"venue": "A"}, {"venue": "A"}, {"venue": "B"}, {"venue": "B"}, []),
    "a person changed": ({"venue": "A"}, {"venue": "M"}, {"venue": "A"}, {}, []),
    "both changed": ({"venue": "A"}, {"venue": "M"}, {"venue": "B"}, {}, ["venue"]),
    "both changed to the same": ({"venue": "A"}, {"venue": "B"}, {"venue": "B"}, {}, []),
    "the source lacks the field": ({"venue": "A"}, {"venue": "A"}, {}, {}, []),
    "the source knows a new field": ({}, {}, {"venue": "B"}, {"venue": "B"}, []),
    "a person took it away": ({"venue": "A"}, {}, {"venue": "A"}, {}, []),
    "a person took it away and the source changed": ({"venue": "A"}, {}, {"venue": "B"}, {}, ["venue"]),
    "no base: what is there is a person's": (None, {"venue": "M"}, {"venue": "B"}, {}, ["venue"]),
    "no base: what is empty is filled": (None, {}, {"venue": "B"}, {"venue": "B"}, []),
    "no base: another spelling is no conflict": (None, {"title": "On $k$-NN"}, {"title": "on {$k$}-nn"}, {}, []),
    "no base: an exact date a person knew stays": (None, {"date": "2025-03-06"}, {"date": "2025"}, {}, []),
    "no base: a person's vague date stays": (None, {"date": "2025"}, {"date": "2025-03-06"}, {}, ["date"]),
    "the address of the code becomes known": (None, {"code": True}, {"code": "https://c"}, {"code": "https://c"}, []),
    "a known address isn't forgotten": ({"code": "https://c"}, {"code": "https://c"}, {"code": True}, {}, []),
    "a score of nought is a score": ({"score": 1.0}, {"score": 1.0}, {"score": 0.0}, {"score": 0.0}, []),
    "a preprint is published": (
        {"venue": "arXiv", "doi": "10.48550/arXiv.2503.04412", "type": "article"},
        {"venue": "arXiv", "doi": "10.48550/arXiv.2503.04412", "type": "article"},
        {"venue": "ICML", "doi": "10.1000/x", "type": "paper-conference"},
        {"venue": "ICML", "doi": "10.1000/x", "type": "paper-conference"},
        [],
    ),
    "line breaks in an abstract are nothing": ({"abstract": "a b"}, {"abstract": "a\nb"}, {"abstract": "a b"}, {}, []),
    "an abbreviation replaces no full name": (
        {"venue": "Remote Sensing"}, {"venue": "Remote Sensing"}, {"venue": "Remote Sens."}, {}, [],
    ),
    "a full name replaces an abbreviation": (
        {"venue": "JMLR"},
        {"venue": "JMLR"},
        {"venue": "Journal of Machine Learning Research"},
        {"venue": "Journal of Machine Learning Research"},
        [],
    ),
    "the date of the publication replaces that of the preprint, though it is less exact": (
        {"venue": "arXiv", "date": "2021-01"},
        {"venue": "arXiv", "date": "2021-01"},
        {"venue": "JMLR", "date": "2023"},
        {"venue": "JMLR", "date": "2023"},
        [],
    ),
    "the date of a preprint replaces none of a publication": (
        {"venue": "JMLR", "date": "2023"}, {"venue": "JMLR", "date": "2023"}, {"date": "2021-01-05"}, {}, [],
    ),
    "the status goes on": (
        {"status": "submitted"}, {"status": "submitted"}, {"status": "accepted"}, {"status": "accepted"}, [],
    ),
    "what appeared is no longer in press": (
        {"venue": "J", "status": "in press"},
        {"venue": "J", "status": "in press"},
        {"venue": "J", "container": {"volume": "3"}},
        {"status": "published", "container": {"volume": "3"}},
        [],
    ),
    "items of a list merge one by one": (
        {"tags": ("a", "b")},
        {"tags": ("b", "mine")},
        {"tags": ("a", "b", "c")},
        {"tags": ("b", "mine", "c")},
        [],
    ),
    "an item that the source dropped goes": (
        {"tags": ("a", "b")},
        {"tags": ("a", "b", "m")},
        {"tags": ("a",)},
        {"tags": ("a", "m")},
        [],
    ),
    "a link that a person took away stays away": (
        {"links": (Link("x", "https://x.org/"),)},
        {},
        {"links": (Link("x", "https://x.org"), Link("y", "https://y.org"))},
        {"links": (Link("y", "https://y.org"),)},
        [],
    ),
    "parts of the record merge one by one": (
        {"container": {"volume": "1"}},
        {"container": {"volume": "1", "page": "9"}},
        {"container": {"volume": "2", "page": "9", "issue": "3"}},
        {"container": {"volume": "2", "page": "9", "issue": "3"}},
        [],
    ),
    "et al. is completed": (
        {"authors": ["A B"], "et_al": True},
        {"authors": ["A B"], "et_al": True},
        {"authors": ["A B", "C D", "E F"]},
        {"authors": (Authorship("A B"), Authorship("C D"), Authorship("E F")), "et_al": False},
        [],
    ),
    "et al. is completed without a base, and what a person knows of the first stays": (
        None,
        {"authors": [Authorship("Ann Bell", orcid="0000-0002-1825-0097")], "et_al": True},
        {"authors": ["A. Bell", "C D"]},
        {"authors": (Authorship("Ann Bell", orcid="0000-0002-1825-0097"), Authorship("C D")), "et_al": False},
        [],
    ),
    "et al. of other authors is a conflict": (
        None,
        {"authors": ["A B"], "et_al": True},
        {"authors": ["X Y", "C D"]},
        {},
        ["authors"],
    ),
    "a shorter list changes nothing": (
        {},
        {"authors": ["A B", "C D", "E F"]},
        {"authors": ["A B", "C D"], "et_al": True},
        {},
        [],
    ),
    "initials change nothing": (None, {"authors": ["Ann Bell"]}, {"authors": ["A. Bell"]}, {}, []),
    "an author's new mark is taken": (
        {"authors": ["A B"]},
        {"authors": [Authorship("A B", equal=True)]},
        {"authors": [Authorship("A B", orcid="0000-0002-1825-0097")]},
        {"authors": (Authorship("A B", equal=True, orcid="0000-0002-1825-0097"),)},
        [],
    ),
    "an author's mark that a person took away stays away": (
        {"authors": [Authorship("A B", orcid="0000-0002-1825-0097")]},
        {"authors": ["A B"]},
        {"authors": [Authorship("A B", orcid="0000-0002-1825-0097", equal=True)]},
        {"authors": (Authorship("A B", equal=True),)},
        [],
    ),
    "a new author comes between, marks stay with their author": (
        {"authors": ["A B", "C D"]},
        {"authors": ["A B", Authorship("C D", id="cd")]},
        {"authors": ["A B", "X Y", "C D"]},
        {"authors": (Authorship("A B"), Authorship("X Y"), Authorship("C D", id="cd"))},
        [],
    ),
    "the author whom a person marked is gone": (
        {"authors": ["A B", "C D"]},
        {"authors": ["A B", Authorship("C D", id="cd")]},
        {"authors": ["A B", "X Y", "Z Z"]},
        {},
        ["authors"],
    ),
    "the source corrects a name": (
        {"authors": ["Jorg Bell"]},
        {"authors": ["Jorg Bell"]},
        {"authors": ["Jörg Bell"]},
        {"authors": (Authorship("Jörg Bell"),)},
        [],
    ),
    "a person corrected a name": (
        {"authors": ["Jorg Bell"]},
        {"authors": ["Jörg Bell"]},
        {"authors": ["Jorg Bell"]},
        {},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_merge(name: str) -> None:
    base, mine, theirs, changes, conflicts = CASES[name]
    bases = [] if base is None else [paper(**base)]
    merged = merge(paper(**mine), paper(**theirs), bases, bases)
    assert merged.changes == changes
    assert [conflict.field for conflict in merged.conflicts] == conflicts


def test_what_another_source_said_is_completed_and_no_persons() -> None:
    listing = paper(date="2025-03", authors=["A. Bell"])
    merged = merge(listing, paper(date="2025-03-06", authors=["Ann Bell"]), [], [listing])
    assert merged.changes == {"date": "2025-03-06", "authors": (Authorship("Ann Bell"),)}


def test_what_no_person_touched_follows_the_newest_word_of_any_source() -> None:
    first, second = paper(venue="A"), paper(venue="B", title="Else")
    assert merge(first, second, [], [first]).changes == {"title": "Else", "venue": "B"}
    by_hand = paper(venue="A")
    superseded = paper(venue="")  # the first source's word, which the entry no longer followed
    merged = merge(by_hand, paper(venue="C"), [], [first, second], [superseded, second])
    assert (merged.changes, [conflict.field for conflict in merged.conflicts]) == ({}, ["venue"])


def test_a_source_that_speaks_for_the_first_time_makes_nothing_vaguer() -> None:
    there = paper(date="2024-10-16", authors=["A B", "C D"], categories=("cs.CL", "cs.LG"))
    merged = merge(there, paper(date="2025", authors=["C D"], categories=("cs.CL",)), [], [there])
    assert (merged.changes, [conflict.field for conflict in merged.conflicts]) == ({}, ["date", "authors"])


AUTHORS: dict[str, tuple[list[str], list[str], list[str], list[str] | None]] = {
    "one is added here and one there": (["A B"], ["X Y", "A B"], ["A B", "E F"], ["X Y", "A B", "E F"]),
    "both add behind the last": (["A B"], ["A B", "X Y"], ["A B", "E F"], None),
    "both add the same": (["A B"], ["A B", "E F"], ["A B", "E. F"], ["A B", "E F"]),
    "a person took one out": (["A B", "C D"], ["A B"], ["A B", "C D", "E F"], None),
    "a person took the first out": (["A B", "C D"], ["C D"], ["A B", "C D", "E F"], ["C D", "E F"]),
    "a person respelt one, the source adds one": (["A B"], ["Ann B"], ["A B", "E F"], ["Ann B", "E F"]),
    "both respelt one": (["A B", "C D"], ["Ann B", "C D"], ["Ada B", "C D", "E F"], None),
    "the source took out whom a person respelt": (["A B", "C D"], ["Ann B", "C D"], ["C D"], None),
    "the order changed on both sides": (["A B", "C D", "E F"], ["C D", "A B", "E F"], ["A B", "E F", "C D"], None),
    "two of one name": (["A B", "A B"], ["A B", "A. B"], ["A B", "A B", "C D"], None),
}  # fmt: skip


@pytest.mark.parametrize("name", AUTHORS)
def test_lists_of_authors_merge_author_by_author(name: str) -> None:
    base, mine, theirs, expected = ([*names] if names else None for names in AUTHORS[name])
    before = paper(authors=base)
    merged = merge(paper(authors=mine), paper(authors=theirs), [before], [before])
    assert [conflict.field for conflict in merged.conflicts] == ([] if expected else ["authors"])
    after = merged.changes.get("authors", paper(authors=mine).authors)
    assert [authorship.name for authorship in after] == (expected or mine)


def test_a_link_that_a_person_named_keeps_its_name_when_the_source_changes_the_address() -> None:
    before = paper(links=(Link("website", "https://1.org"),))
    mine = paper(links=(Link("Project page", "https://1.org"),))
    merged = merge(mine, paper(links=(Link("website", "https://2.org"),)), [before], [before])
    assert merged.changes == {"links": (Link("Project page", "https://2.org"),)}


LINKS: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {
    "an address that the source changed": (["1"], ["1"], ["2"], ["2"]),
    "an address that a person changed as well": (["1"], ["mine"], ["2"], ["mine"]),
    "an address that a person took away": (["1"], [], ["2"], []),
    "one of several can't be told": (["1", "2"], ["1", "2"], ["1", "3"], ["1", "2", "3"]),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_the_source_changed_takes_the_place_of_the_old_one(name: str) -> None:
    base, mine, theirs, expected = (
        tuple(Link("website", f"https://{url}.org") for url in urls) for urls in LINKS[name]
    )
    before = paper(links=base)
    merged = merge(paper(links=mine), paper(links=(*theirs, Link("video", "https://v.org"))), [before], [before])
    assert merged.changes["links"] == (*expected, Link("video", "https://v.org"))
    assert [conflict.field for conflict in merged.conflicts] == (["website"] if expected == mine else [])
