"""Compiled templates say to the letter what Jinja2 says, and leave to it what they can't."""

from __future__ import annotations

import marshal
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError
from markupsafe import Markup, escape

from site_builder.pages.views import Extras
from site_builder.storage import cache
from site_builder.theming.templates.compiler import Templates, _Compiled
from site_builder.theming.templates.environment import make_environment

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "theming" / "templates.toml").read_text("utf-8"))
PARTS = {
    "part.html": "({{ number }}{% for entry in site.menu %}{{ entry }}{% endfor %})",
    "parent.html": "<h1>{{ text }}</h1>{% block main %}parent {{ text }}{% endblock %}<footer>",
    "child.html": "{% extends 'parent.html' %}{% block main %}child {{ super() }}{% endblock %}",
    "macros.html": "{% macro say(x) %}<{{ x }}>{% endmacro %}",
}


class Site(msgspec.Struct):
    title: str = "A & B"
    menu: tuple[str, ...] = ("<home>", "authors")
    nothing: tuple[str, ...] = ()


class Words(msgspec.Struct):
    papers: str = "Papers"


class Item(msgspec.Struct):
    name: str
    count: int


def count(key: str, number: int) -> str:
    return f"{number} {key}"


CONSTANTS: dict[str, Any] = {"site": Site(), "t": Words(), "counted": count}
VALUES: dict[str, Any] = {
    "text": "<a & 'b'>",
    "html": Markup("<b>bold</b>"),
    "number": 3,
    "missing_value": None,
    "flag": False,
    "items": (Item("one <", 1), Item("two", 2), Item("three", 3)),
    "none_of_these": (),
    "pairs": (("a", 1), ("b", "<")),
    "table": Extras({"key": "value", "class": "py"}),
    "part_name": "part.html",
}


def make_templates(folder: Path, source: str, key: bytes = b"") -> Templates:
    """Write a template into a folder; by the same key, what was compiled there before is kept."""
    for name, text in {**PARTS, "page.html": source}.items():
        (folder / name).write_text(text, "utf-8")
    return Templates(lambda: make_environment([folder]), CONSTANTS, folder / "cache", key)


def render_plainly(folder: Path, values: dict[str, Any]) -> str:
    environment = make_environment([folder])
    environment.globals |= CONSTANTS
    return environment.get_template("page.html").render(values)


def is_compiled(render: object) -> bool:
    return not hasattr(render, "__self__")  # Jinja2's is a template's method


@pytest.mark.parametrize("name", CASES["compiled"])
def test_a_compiled_template_says_what_jinja_says(tmp_path: Path, name: str) -> None:
    render = make_templates(tmp_path, CASES["compiled"][name]).compile("page.html")
    assert is_compiled(render)
    assert render(VALUES) == render_plainly(tmp_path, VALUES)
    other = VALUES | {"flag": True, "number": 4, "text": "plain", "items": VALUES["items"][:1]}
    assert render(other) == render_plainly(tmp_path, other)


@pytest.mark.parametrize("name", CASES["plain"])
def test_what_cannot_be_compiled_is_left_to_jinja(tmp_path: Path, name: str) -> None:
    render = make_templates(tmp_path, CASES["plain"][name]).compile("page.html")
    assert not is_compiled(render)
    assert render(VALUES) == render_plainly(tmp_path, VALUES)


def test_constants_are_no_work_of_a_page(tmp_path: Path) -> None:
    """The title and the menu of a site are asked for when a template is compiled, never again."""
    site = Site()
    constants = {**CONSTANTS, "site": site}
    (tmp_path / "page.html").write_text("{{ site.title }}{% for entry in site.menu %}{{ entry }}{% endfor %}{{ text }}")
    render = Templates(lambda: make_environment([tmp_path]), constants, tmp_path / "cache", b"").compile("page.html")
    site.title, site.menu = "changed", ()
    assert render({"text": "!"}) == "A &amp; B&lt;home&gt;authors!"


def test_compiled_code_is_kept_for_the_same_key_only(tmp_path: Path) -> None:
    make_templates(tmp_path, "old {{ text }}", b"1").compile("page.html")
    kept = make_templates(tmp_path, "new {{ text }}", b"1").compile("page.html")
    fresh = make_templates(tmp_path, "new {{ text }}", b"2").compile("page.html")
    assert kept({"text": "x"}) == "old x"
    assert fresh({"text": "x"}) == "new x"


def test_jinja_is_not_asked_for_what_is_kept(tmp_path: Path) -> None:
    first = make_templates(tmp_path, "{{ text }} {{ counted('papers', number) }}").compile("page.html")(VALUES)
    again = Templates(lambda: pytest.fail("asked"), CONSTANTS, tmp_path / "cache", b"").compile("page.html")
    assert again(VALUES) == first


def test_kept_code_finds_its_filters_and_tests(tmp_path: Path) -> None:
    for _ in range(2):
        templates = make_templates(tmp_path, CASES["compiled"]["filters"])
        assert templates.render("page.html", VALUES) == render_plainly(tmp_path, VALUES)


def test_a_kept_plain_template_stays_plain(tmp_path: Path) -> None:
    for _ in range(2):
        render = make_templates(tmp_path, CASES["plain"]["a macro"]).compile("page.html")
        assert not is_compiled(render)


@pytest.mark.parametrize(
    "source", ["{{ text", "{% include 'nowhere.html' %}", "{{ text|shout }}", "{{ text.__class__ }}"]
)
def test_a_template_that_is_wrong_is_an_error_of_jinja_s(tmp_path: Path, source: str) -> None:
    with pytest.raises(TemplateError):
        make_templates(tmp_path, source).compile("page.html")(VALUES)


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.floats(), st.text().map(Markup)))
def test_values_are_escaped_as_ever(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert make_templates(folder, "{{ value }}").compile("page.html")({"value": value}) == str(escape(value))


def test_code_that_somebody_else_put_into_the_cache_is_not_run(tmp_path: Path) -> None:
    """A cache comes with the site's folder, which a stranger may have written."""
    ours = make_templates(tmp_path, "{{ text }}")
    ours.compile("page.html")
    kept = cache.load(tmp_path / "cache/page.html", _Compiled, ours._key)
    assert kept is not None
    code = marshal.dumps(compile("def render(values): return 'run'", "<page.html>", "exec"))
    for forged in (_Compiled(code, kept.asks, kept.signature), _Compiled(code, kept.asks, b"")):
        cache.store(tmp_path / "cache/page.html", forged, ours._key)
        assert make_templates(tmp_path, "{{ text }}").compile("page.html")({"text": "x"}) == "x"


def test_without_a_place_for_a_secret_templates_are_compiled_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_find_secret", lambda: b"")
    for text in ("old", "new"):
        render = make_templates(tmp_path, text).compile("page.html")
        assert render({}) == text
