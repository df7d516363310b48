"""Amending an entry changes what it is told to and nothing else, to the byte."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml
from entry_papers import PAPERS
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.diagnostics import UserError
from site_builder.entries.editor import amend
from site_builder.entries.reader import read_paper
from site_builder.entries.writer import compose_paper, express
from site_builder.model import Authorship, Link, Paper

FIELDS = ("title", "authors", "et_al", "affiliations", "date", "categories", "score", "venue", "type", "code", "pdf",
          "arxiv", "doi", "tags", "language", "abstract")  # fmt: skip
CASES = sorted((Path(__file__).parent.parent / "cases" / "entries" / "amend").glob("*.txt"))


def read(text: str) -> Paper:
    paper, _ = read_paper(text, "x", "x.md")
    assert paper is not None
    return paper


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_amending_gives_the_expected_bytes(case: Path) -> None:
    before, changes, after = case.read_bytes().decode().split("=====\n")
    paper = msgspec.json.decode(changes)
    typed = msgspec.convert({"title": "", **paper}, Paper)
    assert amend(before, {field: getattr(typed, field) for field in paper}) == after


@settings(max_examples=60, deadline=None)
@given(
    PAPERS,
    PAPERS,
    st.sets(st.sampled_from((*FIELDS, "container"))),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_any_field_takes_any_value_and_the_rest_stays(
    old: Paper, new: Paper, fields: set[str], end: str, bom: bool
) -> None:
    text = ("\ufeff" if bom else "") + compose_paper(old).replace("\n", end)
    changes = {field: getattr(new, field) for field in (*FIELDS, "container") if field in fields}
    amended = amend(text, changes)
    if "container" in changes:
        changes["container"] = old.container | new.container
    assert read(amended) == msgspec.structs.replace(read(text), **changes)


@settings(max_examples=40, deadline=None)
@given(PAPERS, st.sampled_from(["\n", "\r\n", "\r"]))
def test_amending_with_what_is_there_changes_no_byte(paper: Paper, end: str) -> None:
    text = compose_paper(paper).replace("\n", end)
    assert amend(text, {field: getattr(paper, field) for field in FIELDS if getattr(paper, field)}) == text


@settings(max_examples=40, deadline=None)
@given(PAPERS, st.data())
def test_comments_blank_lines_and_unknown_keys_survive(old: Paper, data: st.DataObject) -> None:
    lines = compose_paper(old).split("\n")
    end = lines.index("---", 1)
    strange = st.sampled_from(["# a comment", "", "   ", "lab_note: 'kept' # too", "# ---"])
    noisy = lines[:1]
    for line in lines[1:end]:
        if not line.startswith(" "):
            noisy += [
                item
                for item in data.draw(st.lists(strange, max_size=2, unique=True))
                if "lab" not in item or item not in noisy
            ]
        noisy.append(line + (data.draw(st.sampled_from(["", "  ", "  # why"])) if not line.endswith(":") else ""))
    text = "\n".join([*noisy, *lines[end:]])
    field = data.draw(st.sampled_from(FIELDS))
    new = data.draw(PAPERS)
    amended = amend(text, {field: getattr(new, field)})
    kept = [line for line in noisy if line.startswith("#") or "lab_note" in line]
    after = amended.split("\n")
    assert [line for line in after if line in kept] == kept
    untouched = [line for line in noisy if line and not line.startswith((" ", "#", field)) and line in after]
    assert len(untouched) >= len([line for line in noisy if line and not line.startswith((" ", "#", field))])


def test_a_value_that_cannot_be_understood_is_not_overwritten() -> None:
    text = "---\ntitle: x\ndate: soon\n---\n"
    with pytest.raises(UserError, match="date"):
        amend(text, {"date": "2025"})


def test_links_are_added_under_their_key_or_to_the_list() -> None:
    text = "---\ntitle: x\nvideo: https://v.org  # mine\nlinks:\n  - {label: A, url: https://a.org}  # one\n---\n"
    new = (Link("project", "https://p.org"), Link("video", "https://w.org"), Link("B", "https://b.org"))
    assert amend(text, {"links": new}) == (
        "---\ntitle: x\nproject: https://p.org\nvideo: https://v.org  # mine\nlinks:\n"
        "  - {label: A, url: https://a.org}  # one\n"
        "  - {label: video, url: https://w.org}\n  - {label: B, url: https://b.org}\n---\n"
    )


def test_what_an_author_mapping_says_beyond_our_keys_stays() -> None:
    text = "---\ntitle: x\nauthors:\n  - {name: A B, email: a@b.org}\n  - name: C D  # lead\n    tasks: [x]\n---\n"
    changes = {
        "authors": (Authorship("A B", equal=True), Authorship("C D", orcid="0000-0002-1825-0097"), Authorship("E F"))
    }
    assert amend(text, changes) == (
        "---\ntitle: x\nauthors:\n  - {name: A B, email: a@b.org, equal: true}\n  - name: C D  # lead\n"
        "    tasks: [x]\n    orcid: 0000-0002-1825-0097\n  - E F\n---\n"
    )


def test_parts_of_the_record_are_set_where_they_stand() -> None:
    text = "---\ntitle: x\nvolume: 1 # first\ncontainer: {page: 3, event: Y}\n---\n"
    assert amend(text, {"container": {"volume": "2", "page": "4", "event": "Z", "genre": "talk"}}) == (
        "---\ntitle: x\nvolume: '2' # first\ncontainer: {page: '4', event: Z, genre: talk}\n---\n"
    )


@settings(max_examples=60, deadline=None)
@given(
    PAPERS,
    PAPERS,
    st.sampled_from(FIELDS),
    st.sampled_from([None, '"', "'", "|", ">"]),
    st.sampled_from([False, True, None]),
    st.sampled_from([2, 4, 8]),
    st.sampled_from([20, 1000]),
)
def test_entries_in_any_style_of_yaml_can_be_amended(
    old: Paper, new: Paper, field: str, style: str | None, flow: bool | None, indent: int, width: int
) -> None:
    tree = {key: str(value) if isinstance(value, float) else value for key, value in express(old).items()}
    plain = msgspec.json.decode(msgspec.json.encode(tree))
    head = yaml.safe_dump(
        plain,
        default_style=style,
        default_flow_style=flow,
        indent=indent,
        width=width,
        allow_unicode=True,
        sort_keys=False,
    )
    text = f"---\n{head}---\n{old.abstract}\n"
    amended = amend(text, {field: getattr(new, field)})
    assert read(amended) == msgspec.structs.replace(read(text), **{field: getattr(new, field)})


@pytest.mark.parametrize(
    "head",
    [
        "website: OLD  # mine",
        "url: OLD",
        "links:\n  - {label: website, url: OLD}  # one\n  - {label: B, url: 'https://b.org'}",
        "links:\n  website: OLD\n  B: https://b.org",
        "website:\n  - https://first.org\n  - OLD",
    ],
)
def test_a_link_that_leads_elsewhere_now_is_changed_where_it_stands(head: str) -> None:
    text = f"---\ntitle: x\n{head}\n---\n".replace("OLD", "https://old.org/1")
    paper, _ = read_paper(text, "", "")
    assert paper is not None
    old, new = Link("website", "https://old.org/1"), Link("website", "https://new.org/2")
    moved = tuple(new if link == old else link for link in paper.links)
    assert amend(text, {"links": moved}).replace("'", "") == text.replace(old.url, new.url).replace("'", "")


def test_a_link_of_toml_that_leads_elsewhere_now_is_changed_where_it_stands() -> None:
    new = {"links": (Link("website", "https://new.org"),)}
    keyed = '+++\ntitle = "x"\nwebsite = "https://old.org"\n+++\n'
    assert amend(keyed, new) == keyed.replace("old", "new")
    listed = '+++\ntitle = "x"\nlinks = [{"label" = "website", "url" = "https://old.org"}]\n+++\n'
    assert amend(listed, new) == listed.replace("old", "new")


def test_an_abstract_with_a_comment_in_it_is_not_changed_for_the_comment_is_somebody_s() -> None:
    text = "---\ntitle: x\n---\nOld.\n\n<!-- mine -->\n"
    with pytest.raises(UserError, match="abstract"):
        amend(text, {"abstract": "New."})
    amended = amend(text.replace("<!--", "## Notes\n<!--"), {"abstract": "<!-- new -->"})
    assert "\n\\<!-- new -->\n" in amended
    assert amended.endswith("\n\n## Notes\n<!-- mine -->\n")


def test_an_address_that_stands_in_two_places_is_not_changed() -> None:
    text = "---\ntitle: x\nwebsite: https://old.org\nlinks: [{label: website, url: 'https://old.org'}]\n---\n"
    with pytest.raises(UserError, match="links"):
        amend(text, {"links": (Link("website", "https://new.org"), Link("website", "https://old.org"))[:1]})
