"""Long text of the oddest kind is read in time that grows with it; quadratic time would take a minute for most."""

from __future__ import annotations

import datetime
import json

import pytest

from site_builder.formats import author_lists, name_cells, reference, registry
from site_builder.text.folding import tidy_range

CAPTURED = datetime.date(2026, 6, 1)
LONG = 60_000
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'


@pytest.mark.parametrize("piece", [" ", "\n", " and", "{", "}", ",", ", ", "a", " *", "et al ", "(", "\\"])
def test_a_list_of_names_of_any_length_is_read(piece: str) -> None:
    """White space, braces, commas and half words between two names."""
    found = author_lists.read_names(f"Ada Lovelace{piece * (LONG // len(piece))} and Grace Hopper")
    assert found.authors


@pytest.mark.parametrize("piece", ["¹", "¹²,", "†", "1,", "¹ "])
def test_marks_behind_a_name_of_any_length_are_read(piece: str) -> None:
    """Such as stand for institutions; then something that no mark may stand before."""
    (found,) = name_cells.read_name_cells([f"Ada Lovelace{piece * (LONG // 10 // len(piece))}x; Grace Hopper"])
    assert found.authors


@pytest.mark.parametrize("piece", [" ", "\n", "\t", ",", "a", "a "])
def test_keywords_of_any_length_are_split(piece: str) -> None:
    """White space before a comma that never comes."""
    assert reference.split_words(f"maps{piece * (LONG // len(piece))}, graphs")[-1] == "graphs"


def test_pages_far_apart_are_a_range() -> None:
    """White space before a hyphen and without one."""
    assert tidy_range(f"1{' ' * LONG}--{' ' * LONG}2") == "1-2"
    assert tidy_range(f"1{' ' * LONG}2").endswith("2")


@pytest.mark.parametrize(
    "piece",
    [
        "<tex-math></tex-math><mml:math ",
        "<tex-math>",
        "<title> ",
        "<i><b>",
        "<i>",
        "<a x='",
        "<p ",
        "&#",
        "<",
    ],
)
def test_elements_without_an_end_are_read_as_text(piece: str) -> None:
    """Crossref hands on what publishers send: titles and abstracts with broken markup."""
    text = f"Maps {piece * (LONG // len(piece))} end"
    item = {"type": "article-journal", "title": text, "abstract": text, "issued": {"date-parts": [[2024]]}}
    found = registry.read(json.dumps([item]).encode(), "items.json", CAPTURED)
    assert len(found.papers) == 1


def test_styles_within_styles_are_read_to_a_depth() -> None:
    """However deep they are nested, the text is there; styles deeper than anyone writes them are left out."""
    deep = 20_000
    title = "<i><b>" * deep + "Maps" + "</b></i>" * deep
    item = {"type": "article-journal", "title": title, "issued": {"date-parts": [[2024]]}}
    (draft,) = registry.read(json.dumps([item]).encode(), "items.json", CAPTURED).papers
    assert "Maps" in draft.paper.title
    assert "<" not in draft.paper.title
    assert draft.paper.title.startswith("\\text")


def test_a_formula_hides_its_copy_as_mathml() -> None:
    """The copy goes to the first end of MathML; what never ends is no copy."""
    titles = [
        "On <tex-math>$k$</tex-math> <mml:math><mml:mi>k</mml:mi></mml:math> maps",
        "On <tex-math>$k$</tex-math><mml:math><mml:mi>k</mml:mi> maps",
    ]
    items = [{"type": "article-journal", "title": title} for title in titles]
    found = registry.read(json.dumps(items).encode(), "items.json", CAPTURED)
    assert [draft.paper.title for draft in found.papers] == ["On $k$ maps", "On $k$k maps"]


@pytest.mark.parametrize("piece", ["<feed ", "<entry ", "<entry>", "<a:entry ", "<", " "])
def test_a_feed_of_tags_without_an_end_is_answered(piece: str) -> None:
    """Feeds are cut into entries before anyone knows whether they are XML."""
    found = registry.read(f"{ATOM}{piece * (LONG // len(piece))}".encode(), "feed.xml", CAPTURED)
    assert found.diagnostics


@pytest.mark.parametrize("line", ["x", "aB c", "A" * 72, "CL", "CLJul 4, 2024 and", "Maps. On", "12 of", "- a-"])
def test_a_listing_of_ten_thousand_odd_lines_is_answered(line: str) -> None:
    """Each line is looked at as a head, as a title, and as a part of what was wrapped."""
    rows = "\n".join([line] * 10_000)
    found = registry.read(f"CLMay 28\nOn MapsAda Lovelace\nMaps lie.\n{rows}".encode(), "paste.txt", CAPTURED)
    assert found.papers


@pytest.mark.parametrize("start", ["", "@article{k, title={", "@article{k, author={"])
@pytest.mark.parametrize(
    "piece",
    [
        "@a{k,t={",
        '@a{k,t="',
        "@comment{",
        "@string{a=",
        "@a(",
        "@a{k,t=a # ",
        "% x\n",
        "\\enquote{",
        "$ ",
        "{\\textdollar}",
    ],
)
def test_bibtex_of_any_length_is_read(start: str, piece: str) -> None:
    """Blocks, values and macros that never end."""
    found = registry.read(f"@misc{{a, title={{A}}}}\n{start}{piece * (LONG // len(piece))}".encode(), "a.bib", CAPTURED)
    assert found.papers[0].paper.title == "A"


@pytest.mark.parametrize(
    "start",
    [
        "title,authors,year\n",
        "title;authors\nA;",
        "- title: A\n  authors: B\n",
        "Title: A\nAuthors: B\n",
        "10.5555/a\n",
        "PT J\nTI A\n",
        "RT Book\nT1 A\n",
        "%0 Book\n%T A\n",
        "<1>\nTitle\n  A\nSource\n  ",
        "TY  - JOUR\nTI  - A\n",
        "PMID- 1\nTI  - A\n",
        "cff-version: 1.2.0\ntitle: A\nauthors: [{name: B}]\n",
    ],
    ids=lambda start: start.split("\n")[0],
)
@pytest.mark.parametrize(
    "piece",
    ['"', ',"a', '""', "Doe, J., ", " and ", "a. ", "A ", "-", "[", "10.5555/", "(", "title: a\n", "\n", "TI  - a\n\n"],
)
def test_tables_lists_and_tagged_text_of_any_length_are_answered(start: str, piece: str) -> None:
    """Quotation marks that never close, names without end, rules, and titles again and again."""
    found = registry.read(f"{start}{piece * (LONG // 4 // len(piece))}\n".encode(), "list", CAPTURED)
    assert found.papers or found.diagnostics


@pytest.mark.parametrize(
    "piece", ["<math ", "<mml:math>", "<math>a</math", "$ {", "{Aa", "*a _ ", "`a$", "<tex-math>", "&lt;i&gt;"]
)
def test_a_title_of_any_length_is_escaped(piece: str) -> None:
    """Half formulas, elements, braces and the marks of emphasis."""
    assert reference.tidy_plain_title(f"Title {piece * (LONG // len(piece))}").startswith("Title")
