"""Curators and sources in turn, for many steps: no edit is lost, what was said changes nothing, what is new arrives."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from imports import read

from site_builder.entries.comparison import is_empty
from site_builder.entries.editor import amend
from site_builder.entries.reader import read_paper
from site_builder.importing import apply_plan, plan_import

if TYPE_CHECKING:
    from site_builder.model import Paper

NAMES = ("Lee, Ann", "Ray, Bob", "Young, Cy", "Fox, Di")
#: A field's name in BibTeX, in CSL-JSON, and in the entry.
FIELDS = {
    "venue": ("journal", "container-title"),
    "abstract": ("abstract", "abstract"),
    "volume": ("volume", "volume"),
    "publisher": ("publisher", "publisher"),
}
#: Few values, so that sources agree, differ and go back.
VALUES = ("", "One of these", "Other of these", "Third of these")
CHANGE = st.one_of(
    st.tuples(st.sampled_from(sorted(FIELDS)), st.sampled_from(VALUES)),
    st.tuples(st.just("tags"), st.lists(st.sampled_from("abcd"), max_size=3, unique=True)),
    st.tuples(st.just("authors"), st.permutations(NAMES).map(lambda names: names[: names.index(NAMES[0]) + 1])),
)
SAY = st.tuples(st.sampled_from(["a.bib", "b.bib", "c.json"]), st.lists(CHANGE, max_size=2))
EDIT = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(sorted(FIELDS)), st.sampled_from([*VALUES[1:], "By hand of these"])),
    st.tuples(st.just("untag"), st.integers(0, 3)),
    st.tuples(st.just("disown"), st.integers(0, 3)),
    st.tuples(st.just("comment")),
    st.tuples(st.just("again"), st.permutations(["a.bib", "b.bib", "c.json"])),
)


def write(name: str, said: dict[str, Any]) -> bytes:
    """Return a source of one paper as a file."""
    if name.endswith(".bib"):
        fields = {"author": " and ".join(said["authors"]), "keywords": ", ".join(said["tags"]), "year": "2024"}
        fields |= {bib: said[field] for field, (bib, _) in FIELDS.items()}
        lines = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
        return f"@article{{k,\n  title = {{Counting Sheep at Night}},\n  doi = {{10.1000/182}},\n{lines}}}\n".encode()
    people = [dict(zip(("family", "given"), author.split(", "), strict=True)) for author in said["authors"]]
    item = {"title": "Counting Sheep at Night", "DOI": "10.1000/182", "author": people, "type": "article-journal"}
    item |= {csl: said[field] for field, (_, csl) in FIELDS.items()}
    return json.dumps([{**item, "keyword": ", ".join(said["tags"]), "issued": {"date-parts": [[2024]]}}]).encode()


def state(paper: Paper, field: str) -> Any:
    return paper.container.get(field, "") if field in {"volume", "publisher"} else getattr(paper, field)


class World:
    """A site with one entry, its sources, and what its curator did last to each field."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.files: dict[str, dict[str, Any]] = {}
        self.comments: set[str] = set()
        self.by_hand: dict[str, str] = {}
        self.left: dict[str, str] = {}
        self.gone: set[str] = set()

    def load(self) -> tuple[Path, str, Paper]:
        (entry,) = (self.site / "content/papers").iterdir()
        text = entry.read_bytes().decode()
        paper, _ = read_paper(text, "", "")
        assert paper is not None
        return entry, text, paper

    def add(self, names: list[str]) -> int:
        plan = plan_import(self.site, [read(name, write(name, self.files[name])) for name in names])
        apply_plan(plan)
        return len(plan.changes)

    def say(self, name: str, changes: list[tuple[str, Any]]) -> None:
        """Change a source and add it; what it newly agrees on with the curator is nobody's any more."""
        spoke = name in self.files
        former = self.files.get(name, dict.fromkeys(FIELDS, "") | {"tags": ["a"], "authors": [NAMES[0], NAMES[1]]})
        said = former | dict(changes)
        self.files[name] = said
        before = self.load()[2] if self.left else None
        self.add([name])
        _, text, paper = self.load()
        for field, value in list(self.by_hand.items()):
            if value == said[field] and (former[field] != value or not spoke):
                del self.by_hand[field]
        self.gone -= {*former["tags"], *former["authors"]} - {*said["tags"], *said["authors"]}
        self.gone &= {*said["tags"], *said["authors"]} if not spoke else self.gone
        self.check(text, paper)
        for field in FIELDS:
            own = before and spoke and former[field] == state(before, field) != said[field]
            if own and said[field] and field not in self.by_hand and not is_empty(former[field]):
                assert state(paper, field) == said[field], "an untouched value follows its source"
            if field not in self.by_hand:
                self.left[field] = state(paper, field)
        assert self.add([name]) == 0, "the same import again changes nothing"

    def check(self, text: str, paper: Paper) -> None:
        for field, value in self.by_hand.items():
            assert state(paper, field) == value, f"{field} is the curator's"
        names = {f"{family}, {given}" for given, family in (authorship.name.split() for authorship in paper.authors)}
        assert not self.gone & {*paper.tags, *names}, "what was taken away doesn't come back"
        assert all(comment in text for comment in self.comments)

    def list_named(self, field: str) -> set[str]:
        """Return whom or what any source names now: what none does, nobody can know to be gone."""
        return {item for said in self.files.values() for item in said[field]}

    def edit(self, what: str, *details: Any) -> None:
        entry, text, paper = self.load()
        if what == "again":
            assert self.add([name for name in details[0] if name in self.files]) == 0
        elif what == "comment":
            self.comments.add(comment := f"# no. {len(self.comments)}")
            entry.write_bytes(text.replace("title:", f"{comment}\ntitle:", 1).encode())
        elif what == "write":
            field, value = details
            change = {"container": {field: value}} if field in {"volume", "publisher"} else {field: value}
            entry.write_bytes(amend(text, change).encode())
            self.by_hand[field] = value
            if value == self.left[field]:
                del self.by_hand[field]
        elif what == "untag" and details[0] < len(paper.tags):
            tag = paper.tags[details[0]]
            entry.write_bytes(amend(text, {"tags": tuple(other for other in paper.tags if other != tag)}).encode())
            self.gone |= {tag} & self.list_named("tags")
        elif what == "disown" and details[0] < len(paper.authors) > 1:
            authorship = paper.authors[details[0]]
            entry.write_bytes(amend(text, {"authors": tuple(b for b in paper.authors if b != authorship)}).encode())
            self.gone |= {", ".join(reversed(authorship.name.split()))} & self.list_named("authors")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(SAY, EDIT), min_size=20, max_size=30))
def test_curators_and_sources_in_turn(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.say("a.bib", [("venue", VALUES[1]), ("tags", ["a", "b"]), ("authors", list(NAMES[:3]))])
        for step in steps:
            if step[0] in {"a.bib", "b.bib", "c.json"}:
                world.say(*step)
            else:
                world.edit(*step)
