"""A published style sheet is shorter and means the same."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.theming.style_sheets import shorten

THEMES = Path(__file__).parents[2] / "themes"


@pytest.mark.parametrize(
    ("style", "shorter"),
    [
        ("a , b { color : red ; }\n", "a,b{color :red}"),
        ("a { } /* gone */ b { }", "a{} b{}"),
        ("a :hover { margin: 1px/**/2px }", "a :hover{margin:1px/**/2px}"),
        ("a/* gone */.b { }", "a.b{}"),
        ('a::after { content: "; } /* stays */ , " ; }', 'a::after{content:"; } /* stays */ , "}'),
        ("a { content: '\\' ; }' ; }", "a{content:'\\' ; }'}"),
        ("a { background: url( a;b,c.png ) ; }", "a{background:url( a;b,c.png )}"),
        ("a { color: red } /* never closed ; }", "a{color:red}"),
        ("@media (width >= 62rem) and (a: b) { }", "@media (width >= 62rem) and (a:b){}"),
        ("", ""),
    ],
)
def test_only_what_means_nothing_goes(style: str, shorter: str) -> None:
    assert shorten(style) == shorter


@pytest.mark.parametrize("sheet", sorted(THEMES.glob("*/static/*.css")), ids=lambda path: path.name)
def test_a_bundled_sheet_is_shortened_once_and_for_all(sheet: Path) -> None:
    style = sheet.read_text("utf-8")
    assert len(shorten(style)) < 0.9 * len(style)
    assert shorten(shorten(style)) == shorten(style)


@given(st.text(alphabet="a \n;:{},*/'\"\\()url"))
def test_no_text_is_too_strange(style: str) -> None:
    assert len(shorten(style)) <= len(style)


@pytest.mark.parametrize("part", ["/*", '"', "url(", " ", "a;", "\\", "'\\"])
def test_the_time_grows_with_the_length(part: str) -> None:
    def measure(count: int) -> float:
        start = time.process_time()
        shorten(part * count)
        return time.process_time() - start

    measure(1000)
    assert measure(40_000) < 40 * max(measure(4_000), 0.002)
