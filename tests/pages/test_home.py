"""The front page has the blocks that the settings name, in their order, and none that would be empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from small_sites import read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.model import Paper

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [
    Paper(id="one", title="One", date="2026", featured=True),
    Paper(id="two", title="Two", date="2025", image="files/two.svg"),
    Paper(id="three", title="Three", date="2024", featured=True, abstract="We count to three."),
]
NEWS = {f"content/news/2026-01-0{day}-day.md": f"Day {day} was fine.\n" for day in range(1, 6)}
PEOPLE = {f"content/authors/{name.lower()}.md": f"---\nname: {name}\nmember: true\n---\n" for name in ("Ada", "Grace")}


def read_home(folder: Path, settings: str = "", **files: str) -> str:
    """Return the main part of the front page of a site with these settings."""
    site = write_site(folder / "site", PAPERS, settings, **files)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return read_tree(site / "public")["index.html"].decode().split("<main", 1)[1].split("</main", 1)[0]


def list_papers(page: str) -> list[str]:
    return re.findall(r'<h3[^>]*><a href="/lab/papers/([^/]+)/"', page)


def list_blocks(page: str) -> list[str]:
    return re.findall(r'class="hero"|id="featured"|class="news"|id="papers"', page)


def test_a_site_with_nothing_but_papers_has_no_empty_block(tmp_path: Path) -> None:
    page = read_home(tmp_path, "[home]\nselected = []\n")
    assert list_blocks(page) == ['class="hero"', 'id="papers"']
    assert list_papers(page) == ["one", "two", "three"]
    assert not re.search(r"<(ul|ol|div|section|p|h\d)[^>]*>\s*</\1>", page)


@pytest.mark.parametrize("theme", ["default", "compact", "proceedings"])
def test_the_blocks_stand_in_the_order_of_the_settings(tmp_path: Path, theme: str) -> None:
    page = read_home(tmp_path, f'theme = "{theme}"\n[home]\nblocks = ["papers", "selected"]\n', **NEWS)
    assert [block for block in list_blocks(page) if "news" not in block] == ['id="papers"', 'id="featured"']
    assert page.count("<h1") == 1
    assert "Day 5" not in page


def test_selected_papers_stand_in_the_curators_order_and_are_not_repeated(tmp_path: Path) -> None:
    page = read_home(tmp_path, '[home]\nselected = ["three", "two"]\n')
    assert list_papers(page) == ["three", "two", "one"]
    assert page.index('id="papers"') > page.index("/lab/papers/two/")


def test_without_a_selection_the_featured_papers_are_selected(tmp_path: Path) -> None:
    assert list_papers(read_home(tmp_path)) == ["one", "three", "two"]


def test_selected_papers_are_repeated_where_a_site_asks_for_it(tmp_path: Path) -> None:
    assert list_papers(read_home(tmp_path, "[home]\nrepeat_selected = true\n")) == [
        "one",
        "three",
        "one",
        "two",
        "three",
    ]


def test_a_list_with_pictures_folds_abstracts_and_one_without_shows_them(tmp_path: Path) -> None:
    pictured = read_home(tmp_path / "pictured", "[home]\nselected = []\n")
    assert "We count to three." not in pictured
    plain = read_home(tmp_path / "plain", '[home]\nselected = ["two"]\n')
    assert "We count to three." in plain


def test_the_hero_says_who_this_is(tmp_path: Path) -> None:
    links = 'links = [{ label = "Join us", url = "join/", primary = true }, { label = "Code", url = "https://x.org/" }]'
    settings = f'description = "We count."\nmembers = ["Grace"]\n[home]\ninstitution = "A University"\n{links}\n'
    paper = {"content/papers/both.md": "---\ntitle: Both\nauthors: [Ada, Grace]\n---\n"}
    page = read_home(tmp_path, settings, **PEOPLE, **paper, **{"content/pages/join.md": "Come."})
    hero = page[: page.index("</header>")]
    assert "<h1>We count.</h1>" in hero
    assert '<p class="eyebrow">A University</p>' in hero
    assert re.findall(r'<a class="first" href="/lab/join/">([^<]+)', hero) == ["Join us"]
    assert "All 2 people" in hero


def test_the_newest_news_stand_on_the_front_page_and_lead_to_all(tmp_path: Path) -> None:
    page = read_home(tmp_path, **NEWS)
    news = page[page.index('class="news"') : page.index('id="papers"')]
    assert re.findall(r"Day (\d)", news) == ["5", "4", "3"]
    assert 'href="/lab/news/"' in news


def test_a_paper_that_is_not_there_to_be_selected_is_told_with_the_nearest(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS, '[home]\nselected = ["thre"]\n')
    (fault,) = [fault for fault in check_site(site).diagnostics if fault.code == "site-selected"]
    assert str(fault.location) == "content/site.toml:4:1"
    assert fault.suggestion == "did you mean 'three'?"
