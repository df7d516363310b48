"""Settings and themes: what a site may say, what is made of it, and where each fault stands."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.site_config import clean_base_url, read_site
from site_builder.diagnostics import UserError
from site_builder.model import Site
from site_builder.theming.themes import find_theme

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "content" / "settings.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_settings_are_understood_and_faults_have_their_place(case: dict[str, Any]) -> None:
    site, faults = read_site(case["text"], "content/site.toml")
    wanted = msgspec.convert({**msgspec.to_builtins(Site()), **case.get("site", {})}, Site)
    assert msgspec.structs.replace(site, lines={}) == wanted
    expected = case.get("faults", [])
    assert len(faults) == len(expected)
    for fault, line in zip(faults, expected, strict=True):
        place, code, words = line.split(" ", 1)[0], *line.split(" ", 1)[1].split(": ", 1)
        assert str(fault.location) == f"content/site.toml:{place}"
        assert fault.code == code
        assert words in f"{fault.message}; {fault.suggestion}"


def test_each_setting_knows_its_line() -> None:
    text = 'title = "A"\n\n# theme = "x"\n"owner" = "ada"\n[options]\n  title = "B"\n\n[macros]\nR = "x"\n'
    site, _ = read_site(text, "content/site.toml")
    assert site.lines == {"title": 1, "owner": 4, "options": 5, "options.title": 6, "macros": 8, "macros.R": 9}
    assert str(site.locate("options.title")) == "content/site.toml:6:1"
    assert str(site.locate("theme")) == "content/site.toml"


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    site, faults = read_site(text, "content/site.toml")
    assert isinstance(site, Site)
    assert all(fault.location.path for fault in faults)


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://lab.github.io", "https://lab.github.io/"),
        ("https://lab.github.io/papers///", "https://lab.github.io/papers/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("", ""),
    ],
)
def test_an_address_ends_in_one_slash(address: str, clean: str) -> None:
    assert clean_base_url(address) == clean


def make_theme(site: Path, name: str, manifest: str, **files: str) -> Path:
    folder = site / "themes" / name
    for path, text in {"theme.toml": f'name = "{name}"\n{manifest}', **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def test_a_theme_is_looked_for_in_the_site_first_and_extends_the_bundled_one_of_its_name(tmp_path: Path) -> None:
    own = make_theme(tmp_path, "default", 'extends = "default"\nstyles = ["mine.css"]', **{"static/mine.css": "a{}"})
    theme, faults = find_theme(Site(), tmp_path)
    assert not faults
    assert [Path(folder).name for folder in theme.chain] == ["default", "default"]
    assert theme.chain[0] == str(own)
    assert theme.styles[-1] == "mine.css"
    assert theme.static_files()["mine.css"] == own / "static/mine.css"
    assert "style.css" in theme.static_files()
    assert "accent" in theme.options


def test_the_nearest_theme_wins_file_by_file(tmp_path: Path) -> None:
    make_theme(tmp_path, "base", "", **{"static/a.css": "far", "static/b.css": "far", "languages/en.toml": ""})
    make_theme(tmp_path, "mine", 'extends = "base"', **{"static/a.css": "near", "static/.b.css.swp": "hidden"})
    theme, _ = find_theme(Site(theme="mine"), tmp_path)
    assert {name: path.read_text("utf-8") for name, path in theme.static_files().items()} == {
        "a.css": "near",
        "b.css": "far",
    }
    assert [path.name for path in theme.template_folders()] == ["templates", "templates"]
    assert [path.parent.parent.name for path in theme.language_files("en")] == ["base"]


CHAINS = {
    "unknown": ({}, "mine", "theme-unknown", "choose one of: compact, default, proceedings"),
    "extends an unknown one": ({"mine": 'extends = "gone"'}, "mine", "theme-unknown", "no theme 'gone'"),
    "extends itself": ({"mine": 'extends = "mine"'}, "mine", "theme-config", "'mine' extends itself"),
    "a circle": ({"one": 'extends = "two"', "two": 'extends = "one"'}, "one", "theme-config", "'one' extends itself"),
    "no TOML": ({"mine": "styles = x"}, "mine", "theme-config", "can't be understood"),
    "a text for a list": ({"mine": "styles = 'x'"}, "mine", "theme-config", "Expected a list, got a text in 'styles'"),
    "an unknown key": ({"mine": "style = 'x'"}, "mine", "theme-config", "style"),
    "an unknown type": ({"mine": "[options.x]\ntype = 'date'"}, "mine", "theme-config", "date"),
}


@pytest.mark.parametrize(("themes", "wanted", "code", "words"), CHAINS.values(), ids=CHAINS.keys())
def test_a_theme_that_cannot_be_used_says_why(
    tmp_path: Path, themes: dict[str, str], wanted: str, code: str, words: str
) -> None:
    for name, manifest in themes.items():
        make_theme(tmp_path, name, manifest)
    with pytest.raises(UserError) as caught:
        find_theme(Site(theme=wanted, lines={"theme": 3}), tmp_path)
    (fault,) = caught.value.diagnostics
    assert fault.code == code
    assert words in f"{fault.message}; {fault.suggestion}"
    assert fault.location.path.endswith("theme.toml" if themes else "content/site.toml")


def test_a_style_sheet_that_is_nowhere_is_told(tmp_path: Path) -> None:
    own = make_theme(tmp_path, "mine", 'extends = "default"\nstyles = ["style.css", "none.css"]')
    _, (fault,) = find_theme(Site(theme="mine"), tmp_path)
    assert (fault.message, fault.severity) == ("there is no style sheet static/none.css", "warning")
    assert fault.location.path == str(own / "theme.toml")


OFFERS = """
[options.words]
type = "string"
default = "Hello"
[options.folded]
type = "boolean"
default = true
[options.columns]
type = "integer"
default = 2
[options.accent]
type = "colour"
[options.density]
type = "choice"
default = "wide"
choices = ["wide", "narrow"]
"""

OPTIONS = [
    ("words", "Bye", ""),
    ("words", 3, "in double quotes"),
    ("folded", False, ""),
    ("folded", "yes", "write true or false"),
    ("columns", 3, ""),
    ("columns", True, "a whole number"),
    ("columns", 1.5, "a whole number"),
    ("columns", 10**30, "a whole number"),
    ("accent", "#0b57d0", ""),
    ("accent", "teal", ""),
    ("accent", "oklch(50% 0.2 260)", ""),
    ("accent", "RebeccaPurple", ""),
    ("accent", "#abc", ""),
    ("accent", "#0B57D0CC", ""),
    ("accent", "rgb(11, 87, 208)", ""),
    ("accent", "rgba(11, 87, 208, 0.5)", ""),
    ("accent", "rgb(11 87 208 / 50%)", ""),
    ("accent", "hsl(210deg 90% 43%)", ""),
    ("accent", "color(display-p3 0 .5 1)", ""),
    ("accent", "oklch(none 0.2 260)", ""),
    ("accent", "", ""),
    ("accent", "notacolour", "as CSS does"),
    ("accent", "gren", "did you mean 'green'?"),
    ("accent", "#12345", "as CSS does"),
    ("accent", "#ggg", "as CSS does"),
    ("accent", "0b57d0", "as CSS does"),
    ("accent", "rgb()", "as CSS does"),
    ("accent", "rgb(1, 2)", "as CSS does"),
    ("accent", "color(1 2 3)", "as CSS does"),
    ("accent", "inherit", "as CSS does"),
    ("accent", "#0b57d0; } body { display: none", "as CSS does"),
    ("accent", "url(https://example.org/)", "as CSS does"),
    ("accent", 7, "as CSS does"),
    ("density", "narrow", ""),
    ("density", "tight", "choose one of: wide, narrow"),
    ("density", ["wide"], "choose one of: wide, narrow"),
    ("title", "A Lab", "it is a setting of the site: write it above [options]"),
    ("colour", "red", "its options are: accent, columns, density, folded, words"),
]


@pytest.mark.parametrize(("key", "value", "suggestion"), OPTIONS)
def test_an_option_is_what_its_theme_offers(tmp_path: Path, key: str, value: object, suggestion: str) -> None:
    make_theme(tmp_path, "mine", OFFERS)
    site = Site(theme="mine", options={key: value}, lines={f"options.{key}": 9})
    theme, faults = find_theme(site, tmp_path)
    defaults = {"words": "Hello", "folded": True, "columns": 2, "accent": "", "density": "wide"}
    if suggestion:
        assert theme.options == defaults
        assert [fault.code for fault in faults] == ["theme-option"]
        assert str(faults[0].location) == "content/site.toml:9:1"
        assert suggestion in faults[0].suggestion
    else:
        assert theme.options == {**defaults, key: value}
        assert not faults


def test_a_themes_fingerprint_changes_with_what_pages_show_of_it(tmp_path: Path) -> None:
    folder = make_theme(tmp_path, "mine", OFFERS, **{"templates/page.html": "a", "static/a.css": "a"})
    first = find_theme(Site(theme="mine"), tmp_path)[0].fingerprint
    assert find_theme(Site(theme="mine"), tmp_path)[0].fingerprint == first
    (folder / "static/a.css").write_text("b", "utf-8")
    assert find_theme(Site(theme="mine"), tmp_path)[0].fingerprint == first
    assert find_theme(Site(theme="mine", options={"columns": 3}), tmp_path)[0].fingerprint != first
    (folder / "templates/page.html").write_text("b", "utf-8")
    assert find_theme(Site(theme="mine"), tmp_path)[0].fingerprint != first
