"""Texts become the HTML and the plain text of their cases, by either path, and faults know their place."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markup_cases import Case, read_cases

from site_builder import markup
from site_builder.markup import check_macro, typeset, typeset_inline, typeset_prose
from site_builder.markup.typesetting import Source, set_blocks, set_inline
from site_builder.text.folding import collapse
from site_builder.theming.themes import bundled_themes


def case_ids(name: str) -> dict:
    cases = read_cases(name)
    assert cases
    return {"argvalues": cases, "ids": [case.name for case in cases]}


@pytest.mark.parametrize("case", **case_ids("prose"))
def test_prose_becomes_what_its_case_says(case: Case) -> None:
    result = typeset_prose(case.source, {}, "a.md", 1)
    assert (str(result.html), result.text) == (case.html, case.text)


@pytest.mark.parametrize("case", **case_ids("document"))
def test_documents_become_what_their_case_says(case: Case) -> None:
    result = typeset(case.source, {}, "a.md", 1, "/base/")
    assert (str(result.html), result.text) == (case.html, case.text)


@pytest.mark.parametrize("case", **case_ids("inline"))
def test_titles_become_what_their_case_says(case: Case) -> None:
    result = typeset_inline(case.source, {})
    assert (str(result.html), result.text) == (case.html, case.text)


_PIECES = st.sampled_from(
    [
        "word", "x_i", "*em*", "_e_", "a*b", "https://e.org/a.", "(http://x.org/b)", "https://x", "<b>", "<",
        "&amp;", "&", "#1", "1.", "1)", "2.", "-", "*", "+", "|", "---", "===", "``", "''", "`", "~", "--", "$x$",
        "$5", "[1]", "[a](b)", "\\", "\\%", "日本語。", "é", "!", ">", "=", "_", "{a}", "{\\em", "a@b.org", "<a@b.org>",
        ":", "3", "::", "\n", "\n\n", " ", "  ", "  \n", "\n ", "\t", "\r\n", "\u0000", "\u00a0", "\u2003", "\u3000",
        "\u001c", "\n3", "\n- ",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join), st.lists(_PIECES, max_size=12).map(" ".join), st.text(max_size=40)
)


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
@example("0\u1680")
@example("a\n===")
@example("a  b\n\n\nc")
def test_the_short_way_for_plain_texts_gives_what_the_parser_gives(text: str) -> None:
    for kind, short in (("prose", typeset_prose), ("document", typeset)):
        long = set_blocks(Source(text, {}, "", 1, "/"), kind)
        result = short(text, {}, "", 1)
        assert (result.html, result.text) == (long.html, long.text)
    long = set_inline(Source(collapse(text), {}, "", 1, "/"))
    result = typeset_inline(text, {})
    assert (result.html, result.text) == (long.html, long.text)


def test_plain_texts_take_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """An abstract as most are, with an address, a hyphen, an apostrophe and a paragraph, is set without the parser."""
    calls: list[Source] = []
    monkeypatch.setattr(markup, "set_blocks", lambda source, kind: calls.append(source))
    text = 'Don\'t ask (x_i < 3) & state-of-the-art: see https://e.org/a-b.\n\n"Really", 50% of [1] a * b.'
    assert typeset_prose(text, {}, "", 1).html.count("<p>") == 2
    assert not calls
    typeset_prose("some $x$", {}, "", 1)
    assert calls


def test_a_formula_that_cannot_be_set_stays_visible_and_is_reported_at_its_place() -> None:
    source = "Fine $x$.\n\nHere, in a\nparagraph: $\\nosuch{x}$ and\n\n$$\n\\frac{a\n$$"
    result = typeset(source, {}, "content/papers/a.md", 12)
    assert '<code class="tex">\\nosuch{x}</code>' in result.html
    first, second = result.diagnostics
    assert (first.location.path, first.location.line, first.location.column) == ("content/papers/a.md", 15, 13)
    assert first.severity == "warning"
    assert first.suggestion == "define \\nosuch under [macros] in site.toml"
    assert second.location.line == 17


def test_a_formula_that_is_wrong_twice_in_a_line_is_reported_once() -> None:
    assert len(typeset("Let $\\nosuch$ be, as $\\nosuch$ was.", {}, "a.md", 1).diagnostics) == 1


def test_a_site_s_macros_are_understood_and_win_over_ours() -> None:
    macros = {"vct": r"\mathbf{#1}", "\\E": "E"}
    result = typeset_inline(r"$\vct{w}$ and $\E$", macros)
    assert not result.diagnostics
    assert str(result.html) == "<math><mi>𝐰</mi></math> and <math><mi>E</mi></math>"


def test_a_macro_that_cannot_be_read_spoils_no_other() -> None:
    macros = {"good": "x", "not good": "y", "worse": r"\frac{"}
    assert check_macro("good", "x") == ""
    assert check_macro("not good", "y")
    assert str(typeset_inline(r"$\good$", macros).html) == "<math><mi>x</mi></math>"


def test_no_heading_takes_a_place_that_a_page_has_already() -> None:
    templates = (bundled_themes() / "default" / "templates").glob("*.html")
    places = {place for path in templates for place in re.findall(r' id="([a-z]+)"', path.read_text("utf-8"))}
    assert {"content", "cite"} < places
    for place in places:
        assert f'<h2 id="{place}-2">' in typeset(f"# {place}", {}, "a.md", 1).html


def test_an_image_of_another_host_is_reported() -> None:
    (fault,) = typeset("text\n\n![x](https://e.org/x.png)", {}, "a.md", 5).diagnostics
    assert (fault.code, fault.location.line) == ("image-elsewhere", 7)


def test_a_command_that_nobody_knows_is_told_where_it_stands() -> None:
    found = typeset_inline(r"On \unheard{x}, {\foo}, \emph{y}, \textbackslash{} and `\code`", {}, "a.md", 2).diagnostics
    assert [(fault.code, fault.location.line, fault.location.column) for fault in found] == [
        ("command", 2, 4),
        ("command", 2, 18),
    ]
    (fault,) = typeset("A file C:\\temp\\x.\n\nThen \\unheard.", {}, "a.md", 5).diagnostics
    assert fault.location.line == 7
