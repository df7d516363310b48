"""A venue's page gathers its papers of all years, under the names that its file joins."""

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

FULL = "Advances in Neural Information Processing Systems"
PAPERS = [
    Paper(id="one", title="One", date="2025-01", venue="NeurIPS 2025"),
    Paper(id="two", title="Two", date="2024-01", venue="NeurIPS'24"),
    Paper(id="three", title="Three", date="2023-01", venue=f"{FULL} 36"),
    Paper(id="four", title="Four", date="2022-01"),
]
TEXT = f"---\ntitle: NeurIPS\naliases: [{FULL} 36]\nredirect_from: /nips/\n---\nEach *December*.\n"


def run(site: Path) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return read_tree(site / "public")


def list_papers(page: bytes) -> list[str]:
    main = page.decode().split("<main", 1)[1].split("</main", 1)[0]
    return re.findall(r'<h3[^>]*><a href="/lab/papers/([^/]+)/"', main)


def test_a_venue_gathers_its_years_and_nothing_else_without_a_file_that_says_so(tmp_path: Path) -> None:
    tree = run(write_site(tmp_path / "site", PAPERS))
    page = tree["venues/neurips/index.html"]
    assert list_papers(page) == ["one", "two"]
    assert b"<h1>NeurIPS</h1>" in page
    assert [b'id="year-2025"' in page, b'id="year-2024"' in page] == [True] * 2
    assert list_papers(tree["venues/advances-in-neural-information-processing-systems-36/index.html"]) == ["three"]
    assert b"2 venues" in tree["venues/index.html"]
    assert b"https://example.org/lab/venues/neurips/" in tree["sitemap.xml"]


@pytest.mark.parametrize("theme", ["default", "compact", "proceedings"])
def test_every_mark_of_a_venue_leads_to_its_page(tmp_path: Path, theme: str) -> None:
    tree = run(write_site(tmp_path / "site", PAPERS, f"theme = '{theme}'\n"))
    for page in ("papers/one/index.html", "index.html", "years/2025/index.html"):
        assert b'<a href="/lab/venues/neurips/">NeurIPS 2025</a>' in tree[page], page
    assert b"/lab/venues/" in tree["404.html"]  # in the menu


def test_a_file_joins_names_and_its_other_addresses_lead_to_the_venue(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS, **{"content/venues/neurips.md": TEXT})
    tree = run(site)
    page = tree["venues/neurips/index.html"]
    assert list_papers(page) == ["one", "two", "three"]
    assert b"<em>December</em>" in page
    assert FULL.encode() in page
    for old in ("nips/index.html", "venues/advances-in-neural-information-processing-systems-36/index.html"):
        assert b'content="0; url=/lab/venues/neurips/"' in tree[old]
    assert [d for d in check_site(site).diagnostics if d.location.path.startswith("content/venues")] == []


def test_two_files_with_one_name_are_told(tmp_path: Path) -> None:
    other = "---\naliases: [NeurIPS]\n---\n"
    files = {"content/venues/neurips.md": TEXT, "content/venues/nips.md": other}
    (found,) = [
        d for d in check_site(write_site(tmp_path / "site", PAPERS, **files)).diagnostics if "venues" in d.message
    ]
    assert found.location.path == "content/venues/nips.md"
    assert "content/venues/neurips.md and content/venues/nips.md are both about 'neurips'" in found.message


def test_a_text_that_no_page_shows_is_told(tmp_path: Path) -> None:
    files = {
        "content/venues/nurips.md": "Text.",
        "content/categories/cs.XX.md": "Text.",
        "content/pages/home.md": "Hi.",
    }
    report = check_site(write_site(tmp_path / "site", PAPERS, **files))
    assert [str(d.location) for d in report.diagnostics if d.code == "text-unseen"] == [
        "content/categories/cs.XX.md",
        "content/venues/nurips.md",
    ]
    (found,) = [d.suggestion for d in report.diagnostics if d.location.path == "content/venues/nurips.md"]
    assert found == "did you mean content/venues/neurips.md?"


def test_a_long_list_of_a_venue_is_split(tmp_path: Path) -> None:
    papers = [Paper(id=f"p{n}", title=f"T{n}", date="2024", venue="ICML 2024") for n in range(7)]
    tree = run(write_site(tmp_path / "site", papers, "per_page = 3\n"))
    pages = [tree[f"venues/icml/{page}index.html"] for page in ("", "page/2/", "page/3/")]
    assert [len(list_papers(page)) for page in pages] == [3, 3, 1]


def test_a_site_without_venues_has_no_index_of_them(tmp_path: Path) -> None:
    tree = run(write_site(tmp_path / "site", [PAPERS[3]]))
    assert not [path for path, data in tree.items() if "venues" in path or b"/venues/" in data]
