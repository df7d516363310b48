"""The page of a paper: its buttons, what lies behind them, and what stands beside the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Link, Paper, Version

if TYPE_CHECKING:
    from pathlib import Path

ADA = Authorship("Ada Lovelace")


def run(folder: Path, papers: list[Paper], settings: str = "", **files: str) -> dict[str, str]:
    """Build a site; return the page of each paper by its id."""
    site = write_site(folder / "site", papers, settings, **files)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return {paper.id: (site / f"public/papers/{paper.id}/index.html").read_text("utf-8") for paper in papers}


def list_buttons(page: str) -> list[str]:
    """Return the labels of the buttons, without what is behind the last."""
    buttons = page[page.index('<ul class="buttons"') :].partition('<details class="drop">')[0].partition("</ul>")[0]
    return re.findall(r"</svg>([^<]+)</a>", buttons)


def list_more(page: str) -> dict[str, list[str]]:
    """Return the labels behind "More" under their headings."""
    panel = page[page.index('<div class="panel">') : page.index("</details>", page.index('<div class="panel">'))]
    return {part.partition("</h2>")[0]: re.findall(r"</svg>([^<]+)</a>", part) for part in panel.split("<h2>")[1:]}


def test_the_four_most_wanted_links_are_buttons_and_the_others_are_in_groups(tmp_path: Path) -> None:
    labels = ("slides", "dataset", "video", "project", "OpenReview", "Demo", "Press release", "Supplement")
    links = tuple(Link(label, f"https://example.org/{n}") for n, label in enumerate(labels))
    paper = Paper(
        id="one", title="On Counting", arxiv="2503.04412", doi="10.1000/182", code="https://example.org/c", links=links
    )
    page = run(tmp_path, [paper])["one"]
    assert list_buttons(page) == ["PDF", "Code", "Project", "Video", "Cite"]
    assert list_more(page) == {
        "Text": ["OpenReview", "Supplement", "arXiv", "DOI"],
        "Material": ["Dataset", "Demo"],
        "Talk and press": ["Slides", "Press release"],
    }
    for link in links:
        assert f'href="{link.url}"' in page


def test_without_a_pdf_the_publisher_has_the_best_text(tmp_path: Path) -> None:
    paper = Paper(id="one", title="On Counting", doi="10.1000/182", code="https://example.org/c")
    thin = Paper(id="two", title="On Adding")
    pages = run(tmp_path, [paper, thin])
    assert list_buttons(pages["one"]) == ["DOI", "Code", "Cite"]
    assert '<a class="first" href="https://doi.org/10.1000/182">' in pages["one"]
    assert list_buttons(pages["two"]) == ["Cite"]
    assert 'class="drop"' not in pages["two"].partition("<article")[2]


def test_a_video_is_named_before_it_is_asked_for_and_its_page_alone_allows_its_player(tmp_path: Path) -> None:
    papers = [
        Paper(id="tube", title="On Tubes", links=(Link("video", "https://youtu.be/abcDEF_-123"),)),
        Paper(id="file", title="On Files", links=(Link("video", "files/talk.mp4"),)),
        Paper(id="page", title="On Pages", links=(Link("video", "https://example.org/talk"),)),
    ]
    pages = run(tmp_path, papers)
    policies = {name: re.findall(r"form-action 'self'([^\"]*)\"", page)[0] for name, page in pages.items()}
    assert policies == {
        "tube": "; frame-src https://www.youtube-nocookie.com",
        "file": "; media-src &#39;self&#39;",
        "page": "",
    }
    assert (
        '<a class="video bare" href="https://youtu.be/abcDEF_-123" data-player="https://www.youtube-' in pages["tube"]
    )
    assert "The video comes from YouTube" in pages["tube"]
    assert '<video controls preload="none" src="/lab/files/talk.mp4"' in pages["file"]
    assert "video.js" not in pages["file"]
    assert "<figure" not in pages["page"]


def test_a_citation_comes_in_four_forms(tmp_path: Path) -> None:
    page = run(tmp_path, [Paper(id="one", title="On <Counting>", authors=(ADA,), date="2024")])["one"]
    assert re.findall(r"<summary>([^<]+)</summary>\n<pre", page) == ["BibTeX", "RIS", "CSL-JSON", "Reference"]
    assert "&#34;title&#34;: &#34;On &lt;Counting&gt;&#34;" in page


def test_a_preprint_leads_to_its_published_version_and_the_published_paper_says_nothing(tmp_path: Path) -> None:
    versions = (Version("v1", "2023-01"), Version("JMLR", "2024-02", "https://jmlr.example/1", record=True))
    papers = [
        Paper(id="preprint", title="On Counting", versions=versions),
        Paper(id="published", title="On Adding", venue="JMLR", versions=versions),
    ]
    pages = run(tmp_path, papers)
    notice = '<b>This paper has been published</b> · <a href="https://jmlr.example/1">JMLR</a>'
    assert notice in pages["preprint"]
    assert notice not in pages["published"]


def test_a_correction_is_suggested_on_the_edit_page_of_the_entry(tmp_path: Path) -> None:
    settings = 'repository = "https://gitlab.com/lab/papers"\nbranch = "site"\n'
    page = run(tmp_path / "known", [Paper(id="one", title="On Counting")], settings)["one"]
    edit = "https://gitlab.com/lab/papers/-/edit/site/content/papers/one.md"
    assert f'<a href="{edit}">Suggest a correction</a>' in page
    assert "Suggest a correction" not in run(tmp_path / "unknown", [Paper(id="one", title="On Counting")])["one"]


def test_faces_of_members_stand_beside_their_names_where_one_of_them_has_a_photo(tmp_path: Path) -> None:
    people = {
        "content/authors/ada.md": "---\nname: Ada Lovelace\nmember: true\nphoto: ada.jpg\n---\n",
        "content/authors/emmy.md": "---\nname: Emmy Noether\nmember: true\n---\n",
        "content/authors/kurt.md": "---\nname: Kurt Adler\nphoto: kurt.jpg\n---\n",
    }
    names = ("Ada Lovelace", "Emmy Noether", "Kurt Adler", "Grace Hopper")
    papers = [
        Paper(id="one", title="On Counting", authors=tuple(map(Authorship, names))),
        Paper(id="two", title="On Adding", authors=(Authorship("Emmy Noether"),)),
    ]
    pages = run(tmp_path, papers, **people)
    byline = pages["one"].partition('class="byline"')[2].partition("</div>")[0]
    assert re.findall(r'src="([^"]+)"', byline) == ["/lab/ada.jpg"]
    assert byline.count("initial") == 1
    assert "initial" not in pages["two"].partition('class="byline"')[2].partition("</div>")[0]


def test_papers_before_and_after_give_way_to_related_ones(tmp_path: Path) -> None:
    papers = [
        Paper(id="one", title="On Counting", authors=(ADA,), date="2021"),
        Paper(id="two", title="On Adding", authors=(ADA,), date="2022"),
        Paper(id="alone", title="Of Clouds", date="2023"),
    ]
    pages = run(tmp_path, papers)
    assert [name for name, page in pages.items() if 'class="related' in page] == ["one", "two"]
    assert [name for name, page in pages.items() if 'class="neighbours"' in page] == ["alone"]


def test_of_related_papers_with_pictures_three_stand_in_a_row(tmp_path: Path) -> None:
    papers = [Paper(id=f"p{n}", title="On Counting", authors=(ADA,), date=f"20{10 + n}") for n in range(6)]
    assert run(tmp_path / "plain", papers)["p0"].count('class="card"') == 5
    pictured = [msgspec.structs.replace(paper, image="a.png") for paper in papers]
    assert run(tmp_path / "pictured", pictured)["p0"].count('class="card"') == 3


def test_the_facts_tell_the_type_and_the_collections_of_a_paper(tmp_path: Path) -> None:
    papers = [Paper(id="one", title="On Counting", venue="ICML 2024"), Paper(id="two", title="On Adding")]
    start = "---\ntitle: Start here\npapers: [one]\n---\n"
    pages = run(tmp_path, papers, **{"content/collections/start.md": start})
    facts = pages["one"].partition('id="facts"')[2].partition("</dl>")[0]
    assert '<a href="/lab/types/paper-conference/">Conference papers</a>' in facts
    assert '<a href="/lab/collections/start/">Start here</a>' in facts
    assert 'id="facts"' not in pages["two"]
