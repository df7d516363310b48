"""What pages show, of whatever a curator writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from small_sites import make_papers, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from pathlib import Path


def run(site: Path, *, jobs: int = 1) -> None:
    build(BuildOptions(site_dir=site, out=site / "public", jobs=jobs, search=False))


def test_an_author_in_two_spellings_has_one_page_that_says_so(tmp_path: Path) -> None:
    names = {"one": "Zoë Quill", "two": "Zoe Quill"}
    papers = [Paper(id=key, title=f"On {key.title()}", authors=(Authorship(name),)) for key, name in names.items()]
    site = write_site(tmp_path / "site", papers)
    run(site)
    page = (site / "public/authors/zoe-quill/index.html").read_text("utf-8")
    assert "/papers/one/" in page
    assert "/papers/two/" in page
    assert "Zoë Quill" in page
    assert "Zoe Quill" in page


def test_the_index_of_years_lists_the_years_that_have_papers(tmp_path: Path) -> None:
    first, second, third = make_papers(3)
    dated = [(first, "2019"), (second, "2025-03"), (third, "2025")]
    site = write_site(tmp_path / "site", [msgspec.structs.replace(paper, date=date) for paper, date in dated])
    run(site)
    page = (site / "public/years/index.html").read_text("utf-8")
    assert re.findall(r'href="/lab/years/(\d+)/"', page) == ["2025", "2019"]
    assert "2 years" in page
    assert 'href=""' not in page


def test_a_featured_paper_stands_before_all_others(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", make_papers(9))
    run(site)
    page = (site / "public/index.html").read_text("utf-8")
    featured = page[page.index('id="featured"') : page.index('id="year-')]
    assert re.findall(r'href="/lab/papers/([^/]+)/"', featured)[0] == "paper-0003"
    assert "picture-card" in featured


def test_a_sites_own_pictures_stand_before_its_title_in_tabs_and_where_it_is_shared(tmp_path: Path) -> None:
    settings = "logo = 'files/logo.svg'\nicon = 'files/icon.png'\nimage = '/files/lab.jpg'\n"
    papers = [Paper(id="one", title="On Counting", image="files/tree.png"), Paper(id="two", title="On Adding")]
    site = write_site(tmp_path / "site", papers, settings)
    run(site)
    for name, shared in (("one", "tree.png"), ("two", "lab.jpg")):
        page = (site / f"public/papers/{name}/index.html").read_text("utf-8")
        assert re.findall('<img src="([^"]+)" alt=""', page[: page.index("</header>")]) == ["/lab/files/logo.svg"]
        assert re.findall('rel="icon" href="([^"]+)"', page) == ["/lab/files/icon.png"]
        assert re.findall('og:image" content="([^"]+)"', page) == [f"https://example.org/lab/files/{shared}"]


def test_a_papers_picture_is_in_lists_on_its_page_and_where_it_is_shared(tmp_path: Path) -> None:
    paper = Paper(id="one", title="On Counting", date="2024-03-01", image="files/tree.png", image_alt="A tree")
    site = write_site(tmp_path / "site", [paper, Paper(id="two", title="On Adding", date="2024")])
    run(site)
    public = site / "public"
    page = (public / "papers/one/index.html").read_text("utf-8")
    assert '<figure class="teaser"><img src="/lab/files/tree.png" alt="A tree"' in page
    assert '<meta property="og:image" content="https://example.org/lab/files/tree.png">' in page
    assert (public / "index.html").read_text("utf-8").count('<img src="/lab/files/tree.png" alt=""') == 1
    items = msgspec.json.decode((public / "feed.json").read_bytes())["items"]
    assert [item.get("image") for item in items] == ["https://example.org/lab/files/tree.png", None]
    assert "og:image" not in (public / "papers/two/index.html").read_text("utf-8")


def test_a_citation_key_is_the_same_on_the_page_and_in_every_file_and_no_other_paper_has_it(tmp_path: Path) -> None:
    papers = [
        Paper(id=f"p{day}", title="On Counting", authors=(Authorship("Ada Lovelace"),), date=f"2024-03-0{day}")
        for day in (1, 2)
    ]
    site = write_site(tmp_path / "site", papers)
    run(site, jobs=2)
    entries = re.findall(r"@misc\{(\w+),", (site / "public/papers.bib").read_text("utf-8"))
    items = msgspec.json.decode((site / "public/papers.json").read_bytes())
    assert entries == [item["id"] for item in items] == ["lovelace2024onb", "lovelace2024on"]
    assert re.findall(r"ID  - (\w+)", (site / "public/papers.ris").read_text("utf-8")) == entries
    for paper, key in zip(papers, reversed(entries), strict=True):
        page = (site / f"public/papers/{paper.id}/index.html").read_text("utf-8")
        assert f"@misc{{{key}," in page
        assert f"ID  - {key}\n" in page
