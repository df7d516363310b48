"""A paper looks alike in every list and in a search, and a theme says how in one place."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest
from small_sites import make_papers, read_tree, settle, write_paper, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Link, Notice, Paper

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ["video", "OpenReview", "dataset", "poster", "slides", "project", "Blog"]
HEAVY = Paper(
    id="heavy",
    title="On Everything",
    authors=tuple(Authorship(f"Ada Lovelace {number}") for number in range(30)),
    date="2025-06",
    venue="Proceedings of a Meeting whose Name Fills a Line",
    categories=("cs.CL", "cs.LG", "cs.CV", "cs.AI", "stat.ML"),
    award="Best Paper",
    status="accepted",
    arxiv="2506.01234",
    doi="10.1000/heavy",
    code="https://example.org/code",
    pdf="https://example.org/paper.pdf",
    links=tuple(Link(kind, f"https://example.org/{kind}") for kind in KINDS),
    tags=tuple(f"keyword {number}" for number in range(40)),
    image="files/tree.png",
    abstract="We study everything. " * 30,
)
THIN = Paper(id="thin", title="On Nothing")
ADDRESSES = ["index.html", "categories/cs.CL/index.html", "years/2025/index.html", "authors/ada-lovelace-0/index.html"]


def run(site: Path, *, search: bool = True) -> dict[str, str]:
    build(BuildOptions(site_dir=site, out=site / "public", search=search))
    return {
        name: data.decode() for name, data in read_tree(site / "public").items() if name.endswith((".html", ".json"))
    }


def find_card(page: str) -> str:
    """Return the first card of a page without the text of its abstract, and without the folding around it."""
    card = page[page.index('<article class="card"') :].partition("</article>")[0]
    card = re.sub(
        r'<details class="abstract">.*?</details>|<a class="to-abstract".*?</a>', "Abstract", card, flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", card).strip()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return run(write_site(tmp_path_factory.mktemp("cards") / "site", [HEAVY, THIN]))


def test_a_paper_is_the_same_in_every_list_and_in_a_search(files: dict[str, str]) -> None:
    cards = {address: find_card(files[address]) for address in ADDRESSES}
    cards["search"] = find_card(json.loads(files["papers/heavy/card.json"])["html"] + "</article>")
    assert len(set(cards.values())) == 1, cards
    assert "On Everything" in cards["search"]


def test_the_most_wanted_links_come_first_and_the_rest_folds_away(files: dict[str, str]) -> None:
    card = find_card(files["years/2025/index.html"])
    labels = re.findall(r"<a[^>]*>([^<]+)</a>", card[card.index('class="row"') :])
    first = ["BibTeX", "PDF", "arXiv", "Code", "Video", "Slides"]
    assert labels == [*first, "Poster", "Project", "Dataset", "DOI", "OpenReview", "Blog"]
    assert card.index("<summary>More</summary>") < card.index("Poster")
    page = files["papers/heavy/index.html"]
    assert page.index(">Cite</a>") < page.index("<summary>More</summary>") < page.index("Poster")


def test_a_heavy_paper_shows_three_categories_and_leads_to_the_others(files: dict[str, str]) -> None:
    card = find_card(files["index.html"])
    assert re.findall(r"/categories/([^/]+)/", card) == ["cs.CL", "cs.LG", "cs.CV"]
    assert '<a href="/lab/papers/heavy/#facts">+2</a>' in card
    page = files["papers/heavy/index.html"]
    facts = page[page.index('id="facts"') : page.index("</dl>")]
    assert len(re.findall("/categories/", facts)) == 5
    tags = page[page.index('class="tags"') :]
    assert tags.index("32 more") < tags.index("keyword 8")


def test_a_thin_paper_has_no_empty_part(files: dict[str, str]) -> None:
    card = json.loads(files["papers/thin/card.json"])["html"]
    assert "marks" not in card
    assert "byline" not in card
    assert "abstract" not in card


def test_without_a_search_there_are_no_files_for_one(tmp_path: Path) -> None:
    assert not [name for name in run(write_site(tmp_path / "site", [THIN]), search=False) if "card.json" in name]


@pytest.mark.parametrize(
    ("paper", "marks"),
    [
        (Paper(id="one", title="One", status="accepted", venue="ICML"), ["ICML", "Accepted"]),
        (Paper(id="one", title="One", status="published", venue="ICML"), ["ICML"]),
        (Paper(id="one", title="One", status="retracted"), ["Retracted"]),
        (Paper(id="one", title="One", retracted=Notice(reason="A wrong table."), date="2024"), ["Retracted", "2024"]),
        (Paper(id="one", title="One", code=True), ["Code"]),
    ],
)
def test_marks_say_what_became_of_a_paper_in_lists_and_on_its_page(
    tmp_path: Path, paper: Paper, marks: list[str]
) -> None:
    files = run(write_site(tmp_path / "site", [paper]), search=False)
    for address in ("index.html", "papers/one/index.html"):
        page = files[address][files[address].index("<main") :]
        shown = page[page.index('<ul class="marks">') :].partition("</ul>")[0]
        assert re.findall(r"<li[^>]*>(?:<(?:time|a)[^>]*>)?([^<]+)<", shown) == marks


@pytest.mark.parametrize("theme", ["default", "compact", "proceedings"])
def test_a_link_written_once_is_in_every_list_and_in_a_search(tmp_path: Path, theme: str) -> None:
    extra = {"themes/lab/theme.toml": f'name = "lab"\nextends = "{theme}"\n'}
    row = '<p class="row"><a href="https://example.org/?q={{ card.url }}">Ask</a></p>'
    extra["themes/lab/templates/_row.html"] = row
    files = run(write_site(tmp_path / "site", [HEAVY], 'theme = "lab"\n', **extra))
    for address in (*ADDRESSES, "papers/heavy/card.json"):
        assert files[address].count(">Ask</a>") == 1, address


def test_a_card_from_the_cache_is_a_card_from_nothing(tmp_path: Path) -> None:
    papers = [*make_papers(8), HEAVY]
    site = write_site(
        tmp_path / "site", papers, "theme = 'lab'\n", **{"themes/lab/theme.toml": 'name = "lab"\nextends = "default"\n'}
    )
    person = site / "content/authors/ada.md"
    person.parent.mkdir()
    row = site / "themes/lab/templates/_row.html"
    row.parent.mkdir()
    changes = {
        "a title": lambda: write_paper(site, msgspec.structs.replace(HEAVY, title="On Nearly Everything")),
        "no abstract": lambda: write_paper(site, msgspec.structs.replace(HEAVY, abstract="")),
        "who is who": lambda: person.write_text(
            "---\nname: Ada Augusta\naliases: [Ada Lovelace 0]\nmember: true\n---\n"
        ),
        "a template": lambda: row.write_text("<p>{{ card.url }}</p>"),
        "a paper less": lambda: (site / "content/papers/heavy.md").unlink(),
    }
    before = run(site)
    for name, change in changes.items():
        change()
        settle(site)
        warm = run(site)
        assert warm != before, name
        shutil.copytree(site / "content", tmp_path / name / "content")
        shutil.copytree(site / "themes", tmp_path / name / "themes")
        assert run(tmp_path / name) == warm, name
        before = warm
