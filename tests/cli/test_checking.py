"""What `check` prints of a site with many faults: each thing once, what is gravest first, and how often."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from command_lines import make_site, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of thirty papers as HugoBlox writes them, each with a typing error of its own in a key."""
    papers = {}
    for number in range(30):
        score = "high" if number in {3, 20} else "1.0"
        keys = f"title: T{number}\nauthor: [Ada]\ntitlee{number}: x\nscore: {score}"
        papers[f"content/papers/p{number:02}.md"] = f"---\n{keys}\n---\n"
    return make_site(tmp_path / "site", **papers)


def test_check_says_each_thing_once_with_the_first_places_and_how_many_there_are(site: Path) -> None:
    lines = run("check", "--site", site).stdout.splitlines()
    assert (
        lines.count(
            "    and 29 more: content/papers/p01.md:3:1, content/papers/p02.md:3:1, content/papers/p03.md:3:1 …"
        )
        == 1
    )
    assert [line for line in lines if "entry-neighbour-key" in line] == [
        "content/papers/p00.md:3:1: hint: 'author' is read as 'authors'; write 'authors' [entry-neighbour-key]"
    ]


def test_check_says_errors_first_and_all_of_them(site: Path) -> None:
    lines = run("check", "--site", site).stdout.splitlines()
    assert [line.split(": ")[0] for line in lines[:2]] == ["content/papers/p03.md:5:8", "content/papers/p20.md:5:8"]
    assert [line for line in lines if ": error: " in line] == lines[:2]


def test_of_a_code_check_says_only_so_much(site: Path) -> None:
    lines = run("check", "--site", site).stdout.splitlines()
    assert sum("[entry-unknown-key]" in line for line in lines) == 11
    assert "    and 20 more of this kind [entry-unknown-key]" in lines


def test_check_ends_in_a_table_of_codes_and_in_how_to_see_more_or_less(site: Path) -> None:
    lines = run("check", "--site", site).stderr.splitlines()
    assert [re.split(r"  +", line)[:2] for line in lines[1:4]] == [
        ["entry-value", "2"],
        ["entry-unknown-key", "30"],
        ["entry-neighbour-key", "30"],
    ]
    assert lines[4] == "31 papers checked, 2 errors, 30 warnings, 30 hints to look at."
    assert lines[5].startswith("--verbose shows every place; [check] in content/site.toml can ignore ")


def test_verbose_says_all_at_every_place(site: Path) -> None:
    lines = run("check", "--site", site, "--verbose").stdout.splitlines()
    assert len(lines) == 62
    assert all(line.startswith("content/papers/p") for line in lines)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_an_ignored_code_is_in_no_format_and_strict_agrees(site: Path, form: str) -> None:
    for number in (3, 20):
        path = site / f"content/papers/p{number:02}.md"
        path.write_text(path.read_text("utf-8").replace("high", "2.0"), "utf-8")
    assert run("check", "--site", site, "--format", form, "--strict").exit_code == 1
    (site / "content/site.toml").write_text('[check]\nignore = ["entry-unknown-key", "entry-neighbour-key"]\n', "utf-8")
    result = run("check", "--site", site, "--format", form, "--strict")
    assert result.exit_code == 0
    assert result.stdout == {"json": "[]\n"}.get(form, "")
    if form == "text":
        assert result.stderr == "31 papers checked, nothing to look at, 60 ignored by [check] in content/site.toml.\n"


def test_programs_get_every_place(site: Path) -> None:
    found = json.loads(run("check", "--site", site, "--format", "json").stdout)
    assert len(found) == len(run("check", "--site", site, "--format", "github").stdout.splitlines()) == 62


def test_a_build_says_each_thing_once_too(site: Path) -> None:
    lines = run("build", "--site", site).stderr.splitlines()
    assert sum("[entry-neighbour-key]" in line for line in lines) <= 1
    assert sum(": error: " in line for line in lines) == 2
