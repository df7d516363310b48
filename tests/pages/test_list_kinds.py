"""Lists of papers: what is in the page of a tag, of a type, of a collection, and what is told of a collection."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_sites import read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.entries.schema_names import CSL_TYPES
from site_builder.model import Authorship, Notice, Paper
from site_builder.text.tag_names import make_tag_key
from site_builder.theming import i18n

PAPERS = [
    Paper(id="one", title="One", date="2025-01", tags=("LLMs", "C++"), venue="NeurIPS 2025"),
    Paper(id="two", title="Two", date="2024-01", tags=("llms", "C"), type="thesis", status="in press"),
    Paper(
        id="three",
        title="Three",
        date="2023-01",
        tags=("Large language models",),
        authors=(Authorship("Ada Lovelace"),),
        retracted=Notice(),
    ),
    Paper(id="four", title="Four", date="2022-01", authors=(Authorship("A. Lovelace"),), categories=("cs.CL",)),
]
ENGLISH = Path(__file__).parents[2] / "themes/default/languages/en.toml"
PAPER = "write {id: …, comment: '…'} with the name of the paper's file"
RULE = "write {tag: …, years: 2020-2024}, for example"
PERSON = "---\nname: Ada Lovelace\naliases: [A. Lovelace]\n---\n"


def run(site: Path) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return read_tree(site / "public")


def list_papers(page: bytes) -> list[str]:
    main = page.decode().split("<main", 1)[1].split("</main", 1)[0]
    return re.findall(r'<h3[^>]*><a href="/lab/papers/([^/]+)/"', main)


def collect(tmp_path: Path, front: str, body: str = "Words.") -> tuple[dict[str, bytes], list[str]]:
    """Build a site with one collection; return its files, and what is told of the collection."""
    text = f"---\ntitle: Start here\n{front}\n---\n{body}\n"
    files = {"content/collections/start.md": text, "content/authors/ada.md": PERSON}
    site = write_site(tmp_path / "site", PAPERS, **files)
    told = [d for d in check_site(site).diagnostics if d.location.path == "content/collections/start.md"]
    return run(site), [f"{d.location.line}:{d.location.column} {d.message} | {d.suggestion}" for d in told]


def test_a_tag_has_a_page_with_its_papers_however_they_spell_it(tmp_path: Path) -> None:
    tree = run(write_site(tmp_path / "site", PAPERS))
    assert list_papers(tree["tags/llms/index.html"]) == ["one", "two"]
    assert b"<h1>LLMs</h1>" in tree["tags/llms/index.html"]
    assert b"4 keywords" in tree["tags/index.html"]
    assert b'<a href="/lab/tags/llms/">' in tree["papers/two/index.html"]
    assert b"https://example.org/lab/tags/llms/" in tree["sitemap.xml"]
    assert {"feed.xml", "feed.json", "papers.bib", "papers.ris", "papers.json"} <= {
        path.removeprefix("tags/llms/") for path in tree
    }


def test_a_file_joins_tags(tmp_path: Path) -> None:
    text = "---\ntitle: Language models\naliases: [LLMs, Large language models]\n---\nThey talk.\n"
    tree = run(write_site(tmp_path / "site", PAPERS, **{"content/tags/language-models.md": text}))
    page = tree["tags/language-models/index.html"]
    assert list_papers(page) == ["one", "two", "three"]
    assert b"They talk." in page
    assert b'<a href="/lab/tags/language-models/">' in tree["papers/two/index.html"]
    assert b'content="0; url=/lab/tags/language-models/"' in tree["tags/llms/index.html"]


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("LLMs", "llms"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("#nlp", "nlp"),
        ("機械学習", "機械学習"),
        ("Poincaré's disk", "poincares-disk"),
    ],
)
def test_tags_that_differ_in_more_than_case_and_accents_have_different_keys(tag: str, key: str) -> None:
    assert make_tag_key(tag) == key


def test_a_tag_of_signs_alone_has_a_key(tmp_path: Path) -> None:
    paper = Paper(id="one", title="One", tags=("***",))
    tree = run(write_site(tmp_path / "site", [paper]))
    (page,) = [
        path for path in tree if path.startswith("tags/") and path.endswith("/index.html") and path.count("/") > 1
    ]
    assert page.startswith("tags/tag-")


def test_types_have_pages_in_plain_words_also_where_the_venue_tells_the_type(tmp_path: Path) -> None:
    tree = run(write_site(tmp_path / "site", PAPERS))
    assert list_papers(tree["types/paper-conference/index.html"]) == ["one"]
    assert b"<h1>Theses</h1>" in tree["types/thesis/index.html"]
    assert b"2 types" in tree["types/index.html"]


def test_the_interface_has_a_word_for_every_type() -> None:
    words = i18n.load([ENGLISH]).text
    assert all(getattr(words, f"type_{kind.replace('-', '_')}") for kind in CSL_TYPES)


def test_a_collection_has_its_papers_in_the_order_of_the_curator_with_comments(tmp_path: Path) -> None:
    front = "curator: ada\npapers:\n  - {id: four, comment: 'Begin *here*.'}\n  - one"
    tree, told = collect(tmp_path, front, "Read **these**.")
    page = tree["collections/start/index.html"].decode()
    assert list_papers(page.encode()) == ["four", "one"]
    assert "<h1>Start here</h1>" in page
    assert "<strong>these</strong>" in page
    assert '<ol class="papers numbered" start="1">' in page
    assert re.search(r"papers/four/.*Begin <em>here</em>\..*papers/one/", page, re.DOTALL)
    assert re.search(r'Chosen by <a[^>]* href="/lab/authors/ada/">Ada Lovelace</a>', page)
    assert b'<a href="/lab/collections/start/">Start here</a>' in tree["collections/index.html"]
    assert b'<a href="/lab/collections/">Collections</a>' in tree["404.html"]  # in the menu
    assert tree["collections/start/papers.bib"].index(b"Four") < tree["collections/start/papers.bib"].index(b"One")
    assert tree["collections/start/feed.xml"].index(b"One") < tree["collections/start/feed.xml"].index(b"Four")
    assert told == []


@pytest.mark.parametrize(
    ("rule", "papers"),
    [
        ("{tag: LLMs}", ["one", "two"]),
        ("{tags: [C, Large Language Models]}", ["two", "three"]),
        ("{venue: NeurIPS}", ["one"]),
        ("{author: Ada Lovelace}", ["three", "four"]),
        ("{years: 2023-2024}", ["two", "three"]),
        ("{years: [2022, 2025-]}", ["one", "four"]),
        ("{status: in press}", ["two"]),
        ("{status: [retracted, in press]}", ["two", "three"]),
        ("{type: phdthesis}", ["two"]),
        ("{category: cs.CL}", ["four"]),
        ("{tag: LLMs, years: -2024}", ["two"]),
    ],
)
def test_a_rule_chooses_the_papers_that_meet_all_its_conditions(tmp_path: Path, rule: str, papers: list[str]) -> None:
    tree, told = collect(tmp_path, f"rule: {rule}")
    assert list_papers(tree["collections/start/index.html"]) == papers
    assert [line for line in told if "read as" not in line] == []


def test_papers_by_id_come_before_those_of_the_rule_and_none_twice(tmp_path: Path) -> None:
    tree, _ = collect(tmp_path, "papers: [two]\nrule: {years: 2024-}")
    assert list_papers(tree["collections/start/index.html"]) == ["two", "one"]


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("papers: [one, tow]", "3:15 there is no paper 'tow' | did you mean 'two'?"),
        ("papers:\n  - one\n  - id: zzz", "5:5 there is no paper 'zzz' | write the name of a file in content/papers/"),
        ("papers: [one, one]", "3:15 'one' is here twice | remove one of the two"),
        ("papers: [{comment: c}]", "3:10 this names no paper | " + PAPER),
        ("rule: {tag: nothing}", "3:8 no paper meets the condition 'tag' | write it as the papers' entries have it"),
        ("rule: {tag: C, years: 2022}", "3:1 no paper meets all conditions of the rule | " + RULE),
        ("rule: {vanue: C}", "3:8 'vanue' isn't used here | did you mean 'venue'?"),
        ("rule: {tga: C}", "3:1 the rule has no conditions | " + RULE),
        ("rule: {years: soon}", "3:15 'soon' are no years | write a year or a range: 2020-2024"),
        ("rule: {years: 2024-2020}", "3:15 '2024-2020' are no years | write a year or a range: 2020-2024"),
        ("rule: all", "3:7 a rule has conditions | " + RULE),
        ("paper: [one]", "3:1 'paper' isn't known here | did you mean 'papers'?"),
        ("curator: ada", "2:1 the collection has no papers | write papers: [id, …]"),
    ],
)  # fmt: skip
def test_what_a_collection_names_wrongly_is_told_with_its_place(tmp_path: Path, front: str, told: str) -> None:
    _, found = collect(tmp_path, front)
    assert told in found


def test_a_collection_without_papers_has_no_page(tmp_path: Path) -> None:
    tree, _ = collect(tmp_path, "papers: [nothing]")
    assert not [path for path, data in tree.items() if "collections" in path or b"/collections/" in data]


def test_the_settings_say_what_is_in_the_menu_and_what_the_site_has_not_is_left_out(tmp_path: Path) -> None:
    settings = 'menu = ["about", "tags", "collections", "home", "tag"]\n'
    site = write_site(tmp_path / "site", PAPERS, settings, **{"content/pages/about.md": "---\nmenu: false\n---\nWe."})
    menu = run(site)["404.html"].decode().split("<nav", 1)[1].split("</nav", 1)[0]
    assert re.findall(r'href="([^"]+)"', menu) == ["/lab/about/", "/lab/tags/", "/lab/"]
    told = [d for d in check_site(site).diagnostics if d.code == "site-menu"]
    assert [d.message for d in told] == ["there is no page 'tag' for the menu"]
    assert (told[0].location.path, told[0].suggestion) == ("content/site.toml", "did you mean 'tags'?")


def test_an_index_of_many_lists_has_letters_to_jump_to(tmp_path: Path) -> None:
    papers = [Paper(id=f"p{n}", title=f"T{n}", tags=(f"{'Éab3'[n % 4]}{n}",)) for n in range(100)]
    page = run(write_site(tmp_path / "site", papers))["tags/index.html"].decode()
    nav = page.split('<nav class="jumps"', 1)[1].split("</nav>", 1)[0]
    assert re.findall(r'href="([^"]+)">([^<]+)<', nav) == [
        ("#letter-23", "#"),
        ("#letter-A", "A"),
        ("#letter-B", "B"),
        ("#letter-E", "E"),
    ]
    assert re.findall(r'<section class="group" id="([^"]+)">', page) == [
        "letter-23",
        "letter-A",
        "letter-B",
        "letter-E",
    ]
