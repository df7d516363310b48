"""No sequence of imports and hand edits loses a hand edit; the same import again changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.diagnostics import Location
from site_builder.entries.editor import amend
from site_builder.entries.reader import read_paper
from site_builder.formats.registry import ParseResult
from site_builder.importing import Source, plan_import
from site_builder.model import Authorship, Paper, ParsedPaper

NAMES = ("Ann Lee", "Bob Ray", "Cy Young", "Di Fox")
#: What sources say, each time anew: few values, so that they often agree, change and come back.
SAID = st.fixed_dictionaries(
    {},
    optional={
        "date": st.sampled_from(["2024", "2024-05", "2024-05-06", "2025-01"]),
        "venue": st.sampled_from(["arXiv", "ICML 2024"]),
        "code": st.sampled_from([True, "https://github.com/x/y"]),
        "score": st.sampled_from([1.0, 2.0]),
        "abstract": st.sampled_from(["One.", "Two words.", "# Three"]),
        "tags": st.sampled_from([("a",), ("a", "b"), ("c",)]),
        "authors": st.sampled_from([NAMES[:2], NAMES[:3], NAMES, ("A. Lee", "Bob Ray"), ("Bob Ray", "Ann Lee")]).map(
            lambda names: tuple(Authorship(name) for name in names)
        ),
        "et_al": st.booleans(),
    },
)
IMPORT = st.tuples(st.sampled_from(["a.txt", "b.txt", "lab.bib"]), SAID)
HEADER = ["date", "venue", "code", "score", "tags", "authors", "title"]
EDIT = st.sampled_from([*HEADER, "abstract", "notes", "comment", "key"])
STEPS = st.lists(st.one_of(IMPORT, EDIT), min_size=2, max_size=8)


def add(site: Path, source: str, said: dict[str, Any]) -> int:
    """Import one paper and write what the plan says; return the number of files changed."""
    form = "listing" if source.endswith(".txt") else "BibTeX"
    paper = Paper(title="A Paper about Things", **said)
    parsed = ParsedPaper(paper=paper, location=Location(source, 1))
    plan = plan_import(site, [Source(source, ParseResult((parsed,), (), form), source.encode())])
    for change in plan.changes:
        path = site / change.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(change.after)
    return len(plan.changes)


def edit(text: str, what: str, number: int) -> tuple[str, Any]:
    """Change an entry by hand, to something that no source says; return it and what must stay."""
    paper, _ = read_paper(text, "", "")
    assert paper is not None
    if what == "comment":
        return text.replace("title:", f"# by hand {number}\ntitle:", 1), f"# by hand {number}\n"
    if what == "notes":
        return text.rstrip("\n") + f"\n\n## Note {number}\n", f"## Note {number}"
    if what == "key":
        return text.replace("title:", f"mine{number}: 'x'  # y\ntitle:", 1), f"mine{number}: 'x'  # y\n"
    value: Any = {
        "date": f"19{number:02}",
        "venue": f"Venue {number}",
        "code": f"https://hand.org/{number}",
        "score": 100.0 + number,
        "abstract": f"By hand {number}.",
        "tags": (*paper.tags, f"hand{number}"),
        "title": f"A Better Title {number}",
        "authors": tuple(msgspec.structs.replace(b, id=f"id-{number}-{i}") for i, b in enumerate(paper.authors)),
    }[what]
    return amend(text, {what: value}), value


def stays(paper: Paper, text: str, what: str, value: Any) -> bool:
    if what in {"comment", "notes", "key"}:
        return value in text
    if what == "tags":
        return set(value) - {"a", "b", "c"} <= set(paper.tags)
    if what == "authors":
        return {authorship.id for authorship in value} <= {authorship.id for authorship in paper.authors}
    return getattr(paper, what) == value


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_no_sequence_of_imports_and_edits_loses_an_edit(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        add(site, "a.txt", {"authors": (Authorship(NAMES[0]), Authorship(NAMES[1])), "et_al": True})
        entry = next((site / "content/papers").iterdir())
        edits: dict[str, Any] = {}
        for number, step in enumerate(steps):
            if isinstance(step, str):
                text, value = edit(entry.read_text("utf-8"), step, number)
                entry.write_text(text, "utf-8")
                edits[step if step not in {"comment", "notes", "key"} else f"{step} {number}"] = value
            else:
                add(site, *step)
                assert add(site, *step) == 0, "the same import again changes nothing"
            text = entry.read_text("utf-8")
            paper, faults = read_paper(text, "", "")
            assert paper is not None
            assert not [fault for fault in faults if fault.severity == "error"]
            assert len(list((site / "content/papers").iterdir())) == 1
            for what, value in edits.items():
                assert stays(paper, text, what.split()[0], value), what
