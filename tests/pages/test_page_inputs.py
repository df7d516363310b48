"""A page is made again after a change of any of its inputs, and the reason that a build gives is the true one."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from small_sites import read_tree, settle

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report
from site_builder.pages.kinds import KINDS

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/pages/inputs.toml").read_text("utf-8"))
#: The site that the cases change, by path below ``content/``.
SITE = CASES.pop("site")
INPUTS = [(kind.name, part.name) for kind in KINDS for part in kind.inputs]


def run(site: Path, out: Path | None = None) -> Report:
    return build(BuildOptions(site_dir=site, out=out or site / "public", jobs=1, search=False))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("built") / "site"
    for path, text in SITE.items():
        write(site, path, text.removeprefix("\n"))
    settle(site)
    run(site)
    return site


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(built / "content", folder / "content")
    shutil.copytree(built / ".cache", folder / ".cache")
    run(folder)
    return folder


def write(site: Path, path: str, text: str) -> None:
    target = site / "content" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")


def change(site: Path, case: dict[str, Any]) -> None:
    old = case.get("old")
    text = (site / "content" / case["file"]).read_text("utf-8") if old else ""
    assert not old or old in text
    write(site, case["file"], text.replace(old, case["new"]) if old else case["new"])


def build_from_nothing(site: Path, folder: Path) -> dict[str, bytes]:
    shutil.copytree(site / "content", folder / "content")
    shutil.copytree(site / ".cache/templates", folder / ".cache/templates")
    run(folder)
    return read_tree(folder / "public")


def test_there_is_a_case_for_every_input_of_every_page_kind_and_no_other() -> None:
    assert {(kind, name) for kind, cases in CASES.items() for name in cases} == set(INPUTS)
    assert all(len({part.name for part in kind.inputs}) == len(kind.inputs) for kind in KINDS)


@pytest.mark.parametrize(("kind", "name"), INPUTS, ids=map(": ".join, INPUTS))
def test_after_a_change_of_an_input_a_site_is_as_built_from_nothing_and_the_reason_is_told(
    site: Path, tmp_path: Path, kind: str, name: str
) -> None:
    case = CASES[kind][name]
    change(site, case)
    report = run(site)
    assert read_tree(site / "public") == build_from_nothing(site, tmp_path / "fresh")
    assert case["said"] in dict(report.reasons)[case["page"]]


def test_a_renamed_entry_is_found_at_its_new_address_by_searches_and_feeds(site: Path, tmp_path: Path) -> None:
    papers = site / "content/papers"
    options = BuildOptions(site_dir=site, out=site / "public", jobs=1)
    build(options)
    (papers / "looms.md").rename(papers / "power-looms.md")
    assert build(options).index == "built"
    shutil.copytree(site / "content", tmp_path / "fresh/content")
    build(BuildOptions(site_dir=tmp_path / "fresh", out=tmp_path / "fresh/public", jobs=1))
    tree = read_tree(site / "public")
    assert tree == read_tree(tmp_path / "fresh/public")
    assert b"/lab/papers/power-looms/" in tree["feed.xml"]
    assert not [path for path, data in tree.items() if b"papers/looms/" in data]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("site.toml", "A Lab", "Our Lab", "'title' in content/site.toml changed"),
        ("site.toml", "per_page = 2", "per_page = 3", "'per_page' in content/site.toml changed"),
        ("pages/about.md", "A page.", "---\ntitle: About us\n---\nA page.", "a title in content/pages changed"),
        ("authors/ada.md", "role:", "member: true\nrole:", "the list of members changed"),
    ],
)
def test_what_shows_on_every_page_is_the_reason_of_every_page(
    site: Path, file: str, old: str, new: str, said: str
) -> None:
    change(site, {"file": file, "old": old, "new": new})
    reasons = dict(run(site).reasons)
    assert {reasons[page] for page in ("404.html", "papers/looms/index.html")} == {said}


def test_a_comment_in_an_entry_makes_no_page_again(site: Path) -> None:
    change(site, {"file": "papers/looms.md", "old": "date:", "new": "# to be checked\ndate:"})
    assert run(site).rendered == 0


def test_a_featured_paper_is_made_again_where_it_stands_before_all_others(site: Path, tmp_path: Path) -> None:
    """It is among the oldest papers, so the list on the first page hasn't got it."""
    change(site, {"file": "papers/patterns.md", "old": "On patterns.", "new": "On many patterns."})
    reasons = dict(run(site).reasons)
    assert reasons["index.html"] == "the body text of patterns changed"
    assert read_tree(site / "public") == build_from_nothing(site, tmp_path / "fresh")


def test_a_file_that_is_no_page_is_made_for_the_input_that_changed(site: Path) -> None:
    change(site, {"file": "papers/looms.md", "old": "On weaving.", "new": "On spinning."})
    reasons = dict(run(site).reasons)
    assert reasons["feed.xml"] == "the body text of a new paper changed"
    assert "papers.bib" not in reasons
