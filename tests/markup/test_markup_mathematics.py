"""Formulas become MathML that a strict policy allows, and plain text that a person recognises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.markup.mathematics import COMMON, Unreadable, to_mathml
from site_builder.markup.spelling import spell


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("k", "k"),
        (r"O(n\log n)", "O(n log n)"),
        (r"\log(n)", "log(n)"),
        (r"x_{ij}", "x_ij"),
        (r"2^{n+1}", "2^(n+1)"),
        (r"10^{-3}", "10^-3"),
        (r"\tilde{O}(\sqrt{n})", "Õ(√n)"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\left(\frac12\right)", "(1/2)"),
        (r"\alpha x \in X", "αx ∈ X"),
        (r"x\leq y", "x≤y"),
        (r"^{rd}", "rd"),
        (r"A^*", "A*"),
        (r"f'(x)", "f′(x)"),
        (r"\mathbb{R}^d", "R^d"),
        (r"\E", "E"),
        (r"\operatorname*{argmin}_x", "argmin_x"),
        (r"\{1, \dots, n\}", "{1, …, n}"),
        (r"\begin{cases}a&b\\c\end{cases}", "ab c"),
        (r"\text{if } x", "if x"),
        (r"90\%", "90%"),
        (r"\nosuch x", r"\nosuch x"),
        ("\\", "\\"),
    ],
)
def test_formulas_are_spelled_so_that_a_person_recognises_them(tex: str, text: str) -> None:
    assert spell(tex) == text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=r"\{}^_ &ab1fracsqt()", max_size=60))
def test_any_text_can_be_spelled(tex: str) -> None:
    assert len(spell(tex)) <= 3 * len(tex) + 10


@pytest.mark.parametrize("depth", [10, 100_000])
def test_depth_ends_neither_the_process_nor_the_spelling(depth: int) -> None:
    for tex in ("{" * depth, "x^{" * depth + "}" * depth, r"\frac" * depth, r"\left(" * depth + r"\right)" * depth):
        assert isinstance(spell(tex), str)
        try:
            to_mathml(tex, {}, display=False)
        except Unreadable as reason:
            assert str(reason)


@pytest.mark.parametrize("name", COMMON)
def test_every_common_macro_can_be_used(name: str) -> None:
    argument = "{x}" * ("#1" in COMMON[name]) + "{y}" * ("#2" in COMMON[name])
    assert to_mathml(rf"a\{name}{argument}", {}, display=False).startswith("<math>")


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{align}a&=b\end{align}",
        r"\begin{cases}a&b\end{cases}",
        r"\begin{array}{l|r}a&b\end{array}",
        r"\textcolor{red}{x}",
        r"\hspace{1cm}",
        r"\textsc{a}",
        r"\begin{multline}a\\b\end{multline}",
    ],
)
def test_no_formula_has_a_style_or_an_id(tex: str) -> None:
    html = to_mathml(tex, {}, display=True)
    assert " style=" not in html
    assert " id=" not in html


@pytest.mark.parametrize("tex", ["", " ", r"\def\a{b}\a", r"\newcommand{\x}{y}\x", "x" * 5000, r"\begin{align}", "}{"])
def test_what_cannot_be_a_formula_says_why(tex: str) -> None:
    with pytest.raises(Unreadable, match=r"\w"):
        to_mathml(tex, {}, display=False)


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        (r"\sigma*x", r"\sigma * x"),
        (r"\alpha*", r"\alpha *"),
        (r"\R*x", r"\R *x"),
        (r"x\hspace*{1em}y", r"x\hspace{1em}y"),
        (r"\begin{aligned}a\\*b\end{aligned}", r"\begin{aligned}a\\b\end{aligned}"),
    ],
)
def test_an_asterisk_behind_a_command_is_multiplication(tex: str, same: str) -> None:
    macros = {"R": r"\mathbb{R}"}
    assert to_mathml(tex, macros, display=False) == to_mathml(same, macros, display=False)


def test_a_command_with_an_asterisk_of_its_own_keeps_it() -> None:
    assert "<munder>" in to_mathml(r"\operatorname*{argmax}_x", {}, display=True)


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{pmatrix}a&b\\c&d\end{pmatrix}",
        r"x^{\begin{matrix}\begin{matrix}a\end{matrix}&b\end{matrix}}",
        r"\begin{align}a&=b\end{align}",
    ],
)
def test_no_table_has_the_level_of_scripts_which_html_does_not_know_there(tex: str) -> None:
    html = to_mathml(tex, {}, display=True)
    tables = html.count("<mtable")
    assert tables
    assert not re.search(r"<(?!mstyle)\w+[^>]* scriptlevel", html)
    assert html.count('<mstyle scriptlevel="0"><mtable') == html.count("</mtable></mstyle>") == tables
