"""News have a page each, a list of all of them and a feed; what is wrong with them is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from small_sites import read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.entries.reader import read_news
from site_builder.model import Paper
from site_builder.preview.session import Session

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [Paper(id="one", title="One", date="2026")]
NEWS = {
    "content/news/award.md": "---\ntitle: An award\ndate: 2026-07-14\nredirect_from: /blog/award/\n---\nWe *won*.\n",
    "content/news/2026-07-20-data.md": "All data are [free](/papers/one/) now.\n",
    "content/news/old.md": "---\ndate: 2024\n---\n# An old story\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, bytes]:
    site = write_site(tmp_path / "site", PAPERS, "per_page = 2\n", **NEWS)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return read_tree(site / "public")


def test_the_list_of_news_has_the_newest_first_on_as_many_pages_as_it_takes(tree: dict[str, bytes]) -> None:
    pattern = r'<p class="eyebrow"><a href="/lab/news/([^/]+)/">'
    pages = [tree[path].decode() for path in ("news/index.html", "news/page/2/index.html")]
    assert [re.findall(pattern, page) for page in pages] == [["2026-07-20-data", "award"], ["old"]]
    assert "We <em>won</em>." in pages[0]
    assert 'href="/lab/news/">News</a>' in tree["404.html"].decode()  # in the menu


def test_each_has_a_page_of_its_own_with_the_title_or_the_beginning_of_the_text(tree: dict[str, bytes]) -> None:
    titles = {key: f"<h1>{title}</h1>" for key, title in (("award", "An award"), ("old", "An old story"))}
    titles["2026-07-20-data"] = "<h1>All data are free now.</h1>"
    assert not [key for key, title in titles.items() if title not in tree[f"news/{key}/index.html"].decode()]
    assert b"/lab/news/award/" in tree["blog/award/index.html"]


def test_news_have_a_feed_and_the_papers_feed_is_without_them(tree: dict[str, bytes]) -> None:
    feed = tree["news/feed.xml"].decode()
    assert re.findall(r"<title>([^<]+)", feed)[1:] == ["All data are free now.", "An award", "An old story"]
    assert "https://example.org/lab/news/award/" in feed
    assert b"award" not in tree["feed.xml"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("News.\n", "the news has no date; write date: 2026-07-14"),
        ("---\ndate: 2026-07-41\n---\nNews.\n", "2026-07-41"),
        ("---\ndate: 2026-07-14\n---\n", "the news says nothing; write title"),
        ("---\ndate: 2026-07-14\ntitel: News\n---\nNews.\n", "'titel' isn't known here; did you mean 'title'?"),
    ],
)
def test_what_is_wrong_with_news_is_told_with_what_to_write(text: str, said: str) -> None:
    _, faults = read_news(text, "one", "content/news/one.md")
    assert [fault for fault in faults if said in f"{fault.message}; {fault.suggestion}"]


def test_a_link_in_news_that_leads_to_nothing_is_told(tmp_path: Path) -> None:
    news = {"content/news/2026-01-01-a.md": "See [that](/papers/two/).\n"}
    report = check_site(write_site(tmp_path / "site", PAPERS, **news))
    assert [str(fault.location) for fault in report.diagnostics if fault.code == "link-nowhere"] == [
        "content/news/2026-01-01-a.md:1:12"
    ]


def test_a_page_of_ones_own_at_the_address_of_news_stays_until_there_are_news(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS, **{"content/pages/news.md": "---\ntitle: Old news\n---\nWe moved.\n"})
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    assert b"We moved." in read_tree(site / "public")["news/index.html"]
    session = Session(site, "http://127.0.0.1:8000/")
    session.load()
    assert b"We moved." in session.respond("/news/").body
    news = site / "content/news/2026-01-01-a.md"
    news.parent.mkdir()
    news.write_text("News.\n", "utf-8")
    assert [d.code for d in check_site(site).diagnostics if d.severity == "error"] == ["address-taken"]
