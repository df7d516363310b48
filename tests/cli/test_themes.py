"""Themes are listed and shown, a template is copied to be changed, and `check` tells what is wrong in a theme."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from command_lines import run
from small_sites import write_site

from site_builder import __version__
from site_builder.check.checker import check_site
from site_builder.diagnostics import describe
from site_builder.theming.themes import bundled_themes

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/check/themes.toml").read_text("utf-8"))["case"]
CODES = ("theme-", "template-", "language-")


def check(site: Path) -> list[str]:
    return [describe(found) for found in check_site(site).diagnostics if found.code.startswith(CODES)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_check_tells_what_is_wrong_in_a_theme(case: dict[str, Any], tmp_path: Path) -> None:
    files = {f"themes/lab/{path}": text for path, text in case["files"].items()}
    files["themes/lab/theme.toml"] = 'name = "lab"\nextends = "default"\nstyles = []\n'
    paper = {"content/papers/one.md": "---\ntitle: One\nauthors: [Ada Lovelace]\ndate: 2025\n---\nText.\n"}
    site = write_site(tmp_path / "site", [], 'theme = "lab"\n', **files, **paper)
    told = [line.replace(f"{site}/", "") for line in check(site)]
    assert told == case["told"]


def test_every_theme_is_listed_with_where_it_is(site: Path) -> None:
    run("theme", "copy", "home", "--site", site)
    lines = run("theme", "list", "--site", site).output.splitlines()
    assert len(lines) == 1 + len(list(bundled_themes().glob("*/theme.toml")))
    assert next(line for line in lines if line.startswith("default ")).endswith(
        "in themes/default, extends default, in use"
    )
    assert "with the program, extends default" in next(line for line in lines if line.startswith("compact "))


def test_a_theme_is_shown_with_its_options_and_what_the_site_chose(site: Path) -> None:
    with (site / "content/site.toml").open("a") as file:
        file.write('\n[options]\naccent = "teal"\n')
    shown = run("theme", "show", "--site", site).output
    assert '""                   "teal"' in shown or '"teal"' in shown
    assert str(bundled_themes() / "default/templates/_card.html") in shown
    assert "en, " in shown
    compact = run("theme", "show", "compact", "--site", site).output
    assert "teal" not in compact
    assert "instead of that of default" in compact
    missing = run("theme", "show", "compct", "--site", site)
    assert missing.exit_code == 1
    assert "there is no theme 'compct'" in missing.output


@pytest.mark.parametrize("name", ["_card.html", "_card", "card"])
def test_a_copied_template_changes_nothing_until_it_is_changed(site: Path, name: str) -> None:
    before = run("build", "--site", site, "--no-search")
    assert before.exit_code == 0
    pages = {path: path.read_bytes() for path in (site / "public").rglob("*.html")}
    copied = run("theme", "copy", name, "--site", site)
    assert copied.exit_code == 0
    assert (site / "themes/default/theme.toml").read_text("utf-8") == 'name = "default"\nextends = "default"\n'
    target = site / "themes/default/templates/_card.html"
    assert f"_card.html of the theme default, site-builder {__version__} (" in target.read_text("utf-8").splitlines()[0]
    run("build", "--site", site, "--no-search")
    assert {path: path.read_bytes() for path in (site / "public").rglob("*.html")} == pages
    assert check(site) == []


def test_every_template_of_every_theme_can_be_copied(tmp_path: Path) -> None:
    for theme in (folder.parent.name for folder in bundled_themes().glob("*/theme.toml")):
        paper = {"content/papers/one.md": "---\ntitle: One\nauthors: [Ada Lovelace]\ndate: 2025\n---\nText.\n"}
        site = write_site(tmp_path / theme, [], f'theme = "{theme}"\n', **paper)
        names = sorted({path.name for path in bundled_themes().glob("*/templates/*")})
        for name in names:
            run("theme", "copy", name, "--site", site)
        assert len(list((site / "themes" / theme / "templates").glob("*"))) == len(
            {p.name for used in (theme, "default") for p in (bundled_themes() / used / "templates").glob("*")}
        )
        assert check(site) == []


def test_nothing_is_written_over(site: Path) -> None:
    run("theme", "copy", "_card.html", "--site", site)
    target = site / "themes/default/templates/_card.html"
    target.write_text("Mine.", "utf-8")
    again = run("theme", "copy", "_card.html", "--site", site)
    assert again.exit_code == 1
    assert "[template-exists]" in again.output
    assert target.read_text("utf-8") == "Mine."
    (site / "themes/default/theme.toml").write_text('name = "default"\nextends = "default"\ndescription = "Ours"\n')
    assert run("theme", "copy", "home", "--site", site).exit_code == 0
    assert "Ours" in (site / "themes/default/theme.toml").read_text("utf-8")


def test_a_mistyped_template_is_told_with_the_one_that_was_meant(site: Path) -> None:
    done = run("theme", "copy", "crad", "--site", site)
    assert done.exit_code == 1
    assert "did you mean '_card.html'?" in done.output
    assert not (site / "themes").exists()


def test_a_copy_whose_original_changed_is_told_until_the_note_is_brought_up_to_date(site: Path) -> None:
    run("theme", "copy", "_card.html", "--site", site)
    target = site / "themes/default/templates/_card.html"
    note, _, rest = target.read_text("utf-8").partition("\n")
    digest = note.rpartition("(")[2][:8]
    target.write_text(f"{note.replace(digest, '0' * 8)}\n{rest}", "utf-8")
    (told,) = check(site)
    assert told.startswith(
        "themes/default/templates/_card.html:1:1: warning: _card.html was copied from default of version "
    )
    assert f"write {digest} into the note [template-old]" in told
    target.write_bytes(f"{note}\n{rest}".replace("\n", "\r\n").encode())
    assert check(site) == []
