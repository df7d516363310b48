"""Reading content files: what is understood, and every fault at its line with its remedy."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from entry_papers import PAPERS
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.diagnostics import CODES, describe
from site_builder.entries.reader import read_page, read_paper, read_person
from site_builder.entries.writer import compose_paper
from site_builder.model import Link, Paper

CASES = sorted((Path(__file__).parent.parent / "cases" / "entries" / "read").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_an_entry_is_understood_and_its_faults_are_told(case: Path) -> None:
    text, paper, faults = case.read_bytes().decode().split("=====\n")
    read, found = read_paper(text, case.stem, f"{case.stem}.md")
    assert read == msgspec.json.decode(paper, type=Paper | None)
    assert "".join(f"{describe(fault)}\n" for fault in found) == faults


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_line_ends_and_a_byte_order_mark_make_no_difference(case: Path, end: str) -> None:
    text = case.read_bytes().decode().split("=====\n")[0]
    assert read_paper("\ufeff" + text.replace("\n", end), "x", "x.md") == read_paper(text, "x", "x.md")


LINES = ["---\n", "title: x\n", "title:", "authors:", "\n", "  - ", "- ", "+++\n", "title = 'x'\n", "date: ", "links: "]
MARKS = [*"{}[]'\"# \t|>\ré\x00%\u2028", ": ", "&a ", "*a", "...", "!!str ", "? ", "name: ", "url: ", "2025-02-30"]
DOCUMENT = Path(__file__).parents[2] / "docs" / "entries.md"
PIECES = st.sampled_from([*LINES, *MARKS])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_no_file_however_broken_ends_in_an_exception(text: str, opened: bool) -> None:
    text = f"---\n{text}" if opened else text
    for read in (read_paper, read_person, read_page):
        record, faults = read(text, "x", "x.md")
        assert record is not None or [fault for fault in faults if fault.severity == "error"]
        assert all(fault.code in CODES and fault.location.line >= 1 and fault.location.column >= 1 for fault in faults)


@settings(max_examples=50, deadline=None)
@given(PAPERS, st.data())
def test_a_fault_added_to_an_entry_is_told_at_its_line(paper: Paper, data: st.DataObject) -> None:
    lines = compose_paper(paper).split("\n")
    keys = [i for i, line in enumerate(lines[: lines.index("---", 1) + 1]) if i and not line.startswith(" ")]
    at = data.draw(st.sampled_from(keys))
    lines.insert(at, "abstrct: oops")
    _, faults = read_paper("\n".join(lines), "x", "x.md")
    assert (at + 1, "did you mean 'abstract'?") in [(fault.location.line, fault.suggestion) for fault in faults]


@pytest.mark.parametrize("head", ["[" * 300_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000])
def test_nesting_without_end_is_a_fault_and_no_crash(head: str) -> None:
    paper, faults = read_paper(f"---\ntitle: x\na:\n  {head}\n---\n", "x", "x.md")
    assert paper is None
    assert faults[0].code == "entry-front-matter"


def test_a_person_is_read_with_links_and_biography() -> None:
    text = (
        "---\nname: Jane Doe\naliases: J. Doe\norcid: https://orcid.org/0000-0002-1825-0097\nrole: Professor\n"
        "affiliation: MIT\nphoto: jane.jpg\nmember: yes\nemail: jane@example.org\ngithub: jdoe\n"
        "links:\n  - {label: Blog, url: https://b.org}\nhobby: go\n---\nHer **life**.\n"
    )
    person, faults = read_person(text, "jane-doe", "jane-doe.md")
    assert person is not None
    assert (person.name, person.aliases, person.orcid) == ("Jane Doe", ("J. Doe",), "0000-0002-1825-0097")
    assert person.links == (
        Link("email", "mailto:jane@example.org"),
        Link("github", "https://github.com/jdoe"),
        Link("Blog", "https://b.org"),
    )
    assert (person.role, person.affiliation, person.photo, person.member) == ("Professor", "MIT", "jane.jpg", True)
    assert person.biography == "Her **life**."
    assert [(fault.severity, fault.message.split()[0]) for fault in faults] == [("hint", "'hobby'")]


def test_what_a_team_wants_to_know_of_a_person_is_read() -> None:
    text = "---\nname: Jane Doe\nbio: She counts.\ninterests: [a, b]\nalumni: true\nnow: analyst, London\n---\n"
    person, faults = read_person(text, "jane-doe", "jane-doe.md")
    assert person is not None
    assert (person.summary, person.interests) == ("She counts.", ("a", "b"))
    assert (person.alumni, person.now, faults) == (True, "analyst, London", ())


def test_a_person_of_hugoblox_or_greenelab_is_understood() -> None:
    text = (
        "---\ntitle: Jane Doe\nimage: j.jpg\norganizations: [{name: MIT, url: https://mit.edu}]\n"
        "social:\n  - {icon: brands/github, link: https://github.com/jdoe}\n"
        "links:\n  orcid: 0000-0002-1825-0097\n  scholar: AbC_1\n---\n"
    )
    person, _ = read_person(text, "jane", "jane.md")
    assert person is not None
    assert (person.name, person.photo, person.affiliation) == ("Jane Doe", "j.jpg", "MIT")
    assert person.orcid == "0000-0002-1825-0097"
    assert person.links == (
        Link("github", "https://github.com/jdoe"),
        Link("scholar", "https://scholar.google.com/citations?user=AbC_1"),
    )


def test_links_that_hugoblox_tells_by_their_icons_are_used_and_nothing_else_is_said_of_them() -> None:
    text = (
        "---\nname: Jane Doe\nsocial:\n"
        "- icon: envelope\n  icon_pack: fas\n  link: 'mailto:jane@example.org'\n"
        "- icon: graduation-cap\n  icon_pack: fas\n  link: https://scholar.google.com/citations?user=AbC_1\n"
        "- icon: cv\n  icon_pack: ai\n  link: uploads/cv v.pdf\n---\n"
    )
    person, faults = read_person(text, "jane", "jane.md")
    assert person is not None
    assert [link.label for link in person.links] == ["email", "scholar", "cv"]
    assert [(fault.code, fault.location.line, fault.location.column) for fault in faults] == [("entry-address", 12, 9)]


def test_of_several_affiliations_of_a_person_the_first_is_shown_and_that_is_said() -> None:
    text = "---\nname: Jane Doe\norganizations:\n- name: MIT\n- name: ETH\n---\n"
    person, faults = read_person(text, "jane", "jane.md")
    assert person is not None
    assert person.affiliation == "MIT"
    assert [(f.severity, f.suggestion) for f in faults] == [("hint", "write them as one text: 'MIT; ETH'")]


@pytest.mark.parametrize(
    ("aliases", "names", "told"),
    [
        ("J. Doe, Jane D.", ("J. Doe", "Jane D."), True),
        ("J. Doe; Doe-Roe", ("J. Doe", "Doe-Roe"), True),
        ("Doe, J., Roe, J.", ("J. Doe", "J. Roe"), True),
        ("Doe, Jane", ("Jane Doe",), True),
        ("Jane Doe, Jr.", ("Jane Doe, Jr.",), False),
        ("Jane D.", ("Jane D.",), False),
        ("[J. Doe, Jane D.]", ("J. Doe", "Jane D."), False),
        ("", (), False),
    ],
)
def test_several_aliases_in_one_text_are_several(aliases: str, names: tuple[str, ...], told: bool) -> None:
    person, faults = read_person(f"---\nname: Jane Doe\naliases: {aliases}\n---\n", "jane", "jane.md")
    assert person is not None
    assert person.aliases == names
    assert [f.code for f in faults] == ["entry-author"] * told


def test_what_a_second_key_of_a_person_says_is_told() -> None:
    text = "---\nname: Jane Doe\nsuperuser: true\ndescription: Leads the lab\nrole: pi\nlinks: {home-page: 'https://j.org'}\n---\n"
    person, faults = read_person(text, "jane", "jane.md")
    assert person is not None
    assert (person.role, person.links) == ("Leads the lab", (Link("homepage", "https://j.org"),))
    assert [(f.location.line, f.severity, f.message.split(",")[0]) for f in faults] == [
        (5, "hint", "'role' isn't used")
    ]


def test_comments_aren_t_shown_and_foreign_markup_is_told_in_biographies_and_pages_too() -> None:
    text = "---\nname: Jane Doe\ntitle: Jane\n---\n<!-- note to self\n-->\nShe {{< icon >}} works.\n"
    person, found = read_person(text, "jane", "jane.md")
    page, found_again = read_page(text.replace("name: Jane Doe\n", ""), "jane", "jane.md")
    assert person is not None
    assert page is not None
    assert person.biography == page.text == "She {{< icon >}} works."
    assert [(f.code, str(f.location)) for f in found] == [("entry-foreign-markup", "jane.md:7:5")]
    assert [(f.code, str(f.location)) for f in found_again] == [("entry-foreign-markup", "jane.md:6:5")]


@pytest.mark.parametrize("unit", ["<!-- ", "```\n", "<!--\n```\n", "{{< x", "`", "{: a", "::: {.a\n", "<p "])
def test_texts_of_any_oddity_are_read_in_time_that_grows_with_their_length(unit: str) -> None:
    paper, _ = read_paper(f"---\ntitle: x\n---\n{unit * 40_000}-->", "x", "x.md")
    assert paper is not None


def test_a_person_without_a_name_is_none() -> None:
    person, faults = read_person("---\nrole: x\n---\n", "jane", "jane.md")
    assert person is None
    assert [fault.code for fault in faults] == ["person-name"]


def test_a_page_takes_its_title_from_its_first_heading_when_it_states_none() -> None:
    page, faults = read_page("# About us\n\nWords.\n", "about", "about.md")
    assert page is not None
    assert (page.title, page.text, page.menu, faults) == ("About us", "Words.", True, ())


def test_a_page_states_title_menu_and_weight() -> None:
    page, faults = read_page("---\ntitle: About\nmenu: false\nweight: 3\nwieght: 4\n---\n# Head\n", "a", "a.md")
    assert page is not None
    assert (page.title, page.text, page.menu, page.weight) == ("About", "# Head", False, 3)
    assert [(fault.location.line, fault.suggestion) for fault in faults] == [(5, "did you mean 'weight'?")]


def test_the_documentation_s_example_is_faultless() -> None:
    document = DOCUMENT.read_text("utf-8")
    example = document.partition("```markdown\n")[2].partition("```")[0]
    paper, faults = read_paper(example, "x", "x.md")
    assert paper is not None
    assert (paper.notes[:8], faults) == ("## Notes", ())


def test_a_date_has_the_digits_that_pages_can_show() -> None:
    """Full-width ones are read with a hint, other scripts' digits are refused: a page can't sort by them."""
    for written, date in (("２０２４", "2024"), ("٢٠٢٤", "")):
        paper, faults = read_paper(f"---\ntitle: T\ndate: {written}\n---\n", "x", "x.md")
        assert [fault.code for fault in faults] == ["entry-value"]
        assert (paper.date if paper else "") == date


def test_a_category_is_named_once_and_as_arxiv_spells_it() -> None:
    paper, _ = read_paper("---\ntitle: T\ncategories: [cs.cl, cs.CL, Own, Own]\n---\n", "x", "x.md")
    assert paper is not None
    assert paper.categories == ("cs.CL", "Own")
