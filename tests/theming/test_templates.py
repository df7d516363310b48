"""Templates: nothing leads out of them, what they show is escaped, and a fault in one has its file and line."""

from __future__ import annotations

import shutil
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateError
from jinja2.sandbox import UNSAFE_GENERATOR_ATTRIBUTES, is_internal_attribute
from markupsafe import Markup
from small_sites import make_papers, read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.diagnostics import Diagnostic, UserError
from site_builder.theming.templates.compiler import Templates
from site_builder.theming.templates.environment import TracingEnvironment, is_hidden, make_environment

ESCAPES = (Path(__file__).parents[1] / "cases" / "theming" / "escapes.txt").read_text("utf-8").splitlines()


class Thing:
    title = "A title"


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("source", ESCAPES)
def test_no_way_leads_out_of_a_template(tmp_path: Path, source: str, compiled: bool) -> None:
    (tmp_path / "secret.txt").write_text("the secret", "utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "base.html").write_text("base", "utf-8")
    (tmp_path / "templates" / "page.html").write_text(source, "utf-8")
    environment = make_environment([tmp_path / "templates"])
    values = {"page": Thing(), "name": "__class__", "secret": str(tmp_path / "secret.txt")}
    with pytest.raises(TemplateError):
        if compiled:
            Templates(lambda: environment, {}, tmp_path / "cache", b"").compile("page.html")(values)
        else:
            environment.get_template("page.html").render(values)


def test_the_names_that_jinja_s_own_sandbox_hides_are_hidden() -> None:
    assert not [name for name in UNSAFE_GENERATOR_ATTRIBUTES | {"mro"} if not is_hidden(name)]


@given(st.text(string.ascii_letters + "_ｆ＿ﬁ", min_size=1, max_size=12))
def test_what_the_sandbox_calls_internal_is_hidden_in_whatever_letters(name: str) -> None:
    if name.startswith("_") or is_internal_attribute("", name):
        assert is_hidden(name)


def test_values_are_escaped_once(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ text }}|{{ html }}|{{ number }}", "utf-8")
    template = make_environment([tmp_path]).get_template("page.html")
    assert template.render(text="<a&\"'>", html=Markup("<b>"), number=3) == "&lt;a&amp;&#34;&#39;&gt;|<b>|3"


FAULTS = {
    "unknown name": ("one\n{{ nothing }}", 2, "'nothing' is undefined"),
    "unknown field": ("one\n{{ page.headng }}", 2, "did you mean 'heading'?"),
    "arithmetic": ("one\n\n{{ 1 / 0 }}", 3, "ZeroDivisionError"),
    "syntax": ("one\n{% if %}", 2, ""),
    "left open": ("one\n{% if 1 %}\n", 2, ""),
    "hidden": ("{{ page.__class__ }}", 1, "templates can't reach '__class__'"),
    "hidden at run time": ("one\n{{ page['__class__'] }}", 2, "templates can't reach '__class__'"),
    "unknown filter": ("one\n{{ page.heading|shout }}", 2, "No filter named 'shout'"),
    "missing part": ("one\n{% include 'nowhere.html' %}", 2, "there is no template 'nowhere.html'"),
    "endless": ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "RecursionError"),
}


@pytest.mark.parametrize(("source", "line", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_templates_fault_has_its_file_and_line(tmp_path: Path, source: str, line: int, words: str) -> None:
    fault = _fail(tmp_path, source.encode())
    assert fault.code == "theme-template"
    assert fault.location.path.endswith("themes/default/templates/404.html")
    assert fault.location.line == line
    assert words in f"{fault.message}; {fault.suggestion}"


def test_a_template_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    fault = _fail(tmp_path, "Über uns".encode("latin-1"))
    assert "404.html" in str(fault.location)


def test_what_was_compiled_before_is_not_taken_for_a_template_that_has_changed(tmp_path: Path) -> None:
    _fail(tmp_path, b"{{ nothing }}")
    (tmp_path / "themes/default/templates/404.html").write_text("Nothing here.", "utf-8")
    _build(tmp_path)
    assert (tmp_path / "public/404.html").read_text("utf-8") == "Nothing here."


def _fail(site: Path, template: bytes) -> Diagnostic:
    write_site(site, make_papers(2))
    folder = site / "themes" / "default"
    (folder / "templates").mkdir(parents=True)
    (folder / "theme.toml").write_text('name = "default"\nextends = "default"\n', "utf-8")
    (folder / "templates" / "404.html").write_bytes(template)
    with pytest.raises(UserError) as caught:
        _build(site)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def _build(site: Path) -> None:
    build(BuildOptions(site_dir=site, out=site / "public", search=False, jobs=1))


def test_pages_are_the_same_with_and_without_the_short_cuts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_site(tmp_path / "site", make_papers(20))
    build(BuildOptions(site_dir=site, out=tmp_path / "fast", jobs=1, search=False))
    shutil.rmtree(site / ".cache")
    monkeypatch.setattr(Templates, "compile", lambda templates, name: templates.environment.get_template(name).render)
    build(BuildOptions(site_dir=site, out=tmp_path / "plain", jobs=1, search=False))
    assert read_tree(tmp_path / "fast") == read_tree(tmp_path / "plain")


def test_a_preview_says_which_template_made_which_part(tmp_path: Path) -> None:
    folder = tmp_path / "themes" / "mine" / "templates"
    folder.mkdir(parents=True)
    (folder / "base.html").write_text(
        "<!doctype html><title>{% block title %}A{% endblock %}</title>{% block main %}{% endblock %}"
    )
    (folder / "_part.html").write_text("<b>part</b>")
    (folder / "page.html").write_text(
        '{% extends "base.html" %}{% block main %}{% include "_part.html" %}{% endblock %}'
    )
    page = make_environment([folder], TracingEnvironment).get_template("page.html").render()
    assert page.startswith("<!doctype html><title>A</title>")
    inner = page.split("<!-- themes/mine/templates/page.html, block main -->")[1]
    assert inner.split("<!-- end of themes/mine/templates/page.html, block main -->")[0].split("\n") == [
        "",
        "<!-- themes/mine/templates/_part.html -->",
        "<b>part</b>",
        "<!-- end of themes/mine/templates/_part.html -->",
        "",
    ]


@pytest.mark.parametrize("compiled", [True, False])
def test_a_template_reaches_the_one_of_the_extended_theme_through_three_themes(tmp_path: Path, compiled: bool) -> None:
    texts = {
        "near/page.html": '{% extends "original/page.html" %}{% block a %}near {{ super() }}{% endblock %}',
        "near/_part.html": '<{% include "original/_part.html" %}>',
        "middle/page.html": '{% extends "original/page.html" %}{% block b %}middle {{ super() }}{% endblock %}',
        "middle/_part.html": '({% include "original/_part.html" %})',
        "far/page.html": '{% block a %}a{% endblock %} {% block b %}b{% endblock %} {% include "_part.html" %}',
        "far/_part.html": "part",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    environment = make_environment([tmp_path / name for name in ("near", "middle", "far")])
    if compiled:
        page = Templates(lambda: environment, {}, tmp_path / "cache", b"").compile("page.html")({})
    else:
        page = environment.get_template("page.html").render()
    assert page == "near a middle b <(part)>"


@pytest.mark.parametrize("name", ["original/page.html", "original/original/page.html", "original/../page.html"])
def test_an_original_that_is_not_there_is_a_fault_with_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.html").write_text(f'{{% include "{name}" %}}', "utf-8")
    with pytest.raises(TemplateError, match="original"):
        make_environment([tmp_path]).get_template("page.html").render()
