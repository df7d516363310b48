"""The search index, made by Pagefind itself: every paper, every facet, every order; the same bytes each time."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sites import make_papers, read_tree, write_paper, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report
from site_builder.diagnostics import UserError
from site_builder.model import Authorship, Paper
from site_builder.search import cbor, shares, spelling
from site_builder.search import pagefind_format as form
from site_builder.search.pagefind import run_pagefind
from site_builder.text.folding import fold
from site_builder.text.venue_names import name_series

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [
    *make_papers(12),
    Paper(
        id="bare",
        title="Nothing but a Title",
    ),
    Paper(
        id="łódź",
        title="A <b> & \"quotes\", commas: and 'more' in $O(n)$",
        authors=(Authorship("Łukasz Kaiser"), Authorship("相澤 彰子")),
        date="2025-03",
        categories=("cs.CL", "stat.ML"),
        venue="NeurIPS, 2025: the workshop",
        score=7.25,
        code=True,
        arxiv="2503.04412",
        doi="10.48550/arXiv.2503.04412",
        abstract="大規模言語モデルの学習を調べる。",
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("searched") / "site", PAPERS)
    run(folder, folder / "public")
    return folder


def run(site: Path, out: Path) -> Report:
    return build(BuildOptions(site_dir=site, out=out))


def read_fragments(out: Path) -> dict[str, dict[str, Any]]:
    """Return what Pagefind shows of each document, by its address."""
    found = {}
    for path in (out / "pagefind/fragment").rglob("*.pf_fragment"):
        fragment = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment
    return found


def test_every_paper_is_indexed_at_its_page_s_address(site: Path) -> None:
    fragments = read_fragments(site / "public")
    assert fragments.keys() == {f"/papers/{paper.id}/" for paper in PAPERS}
    assert all((site / f"public{url}index.html").is_file() for url in fragments)


NAMES = {
    "cs.CL": "Computation and Language",
    "cs.LG": "Machine Learning (cs.LG)",
    "stat.ML": "Machine Learning (stat.ML)",
    "math.OC": "Optimization and Control",
    "quant-ph": "Quantum Physics",
}


def read_table(out: Path, name: str) -> dict[str, Any]:
    """Return a table beside the index, found as the theme's script finds it."""
    entry = json.loads((out / "pagefind/pagefind-entry.json").read_text("utf-8"))
    data = (out / f"pagefind/{name}.{entry['tables'][name]}.pf_table").read_bytes()
    return json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))


def read_documents(out: Path) -> list[tuple[str, int]]:
    """Return the names of the documents, by their numbers, and how many words they have."""
    table = form.unpack(next((out / "pagefind").glob("*.pf_meta")).read_bytes())
    return [(name, length) for name, length in cbor.decode(table, 0)[0][1]]


def list_ids(out: Path) -> list[str]:
    """Return the ids of the papers by their numbers, from the fragments that the index names."""
    files = [out / f"pagefind/fragment/{name}.pf_fragment" for name, _ in read_documents(out)]
    found = [json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))["url"] for path in files]
    return [url.split("/")[2] for url in found]


def test_facets_hold_what_the_entries_say(site: Path) -> None:
    facets = read_table(site / "public", "papers")["facets"]
    by_id = {paper.id: paper for paper in PAPERS}
    for number, paper_id in enumerate(list_ids(site / "public")):
        paper = by_id[paper_id]
        found = {
            facet: sorted(names.get(value, value) for value in sets[places[number]])
            for facet, (names, sets, places) in facets.items()
        }
        assert {facet: values for facet, values in found.items() if values and facet != "type"} == {
            facet: values
            for facet, values in {
                "category": sorted(NAMES[code] for code in paper.categories),
                "year": [paper.date[:4]] if paper.date else [],
                "venue": [name_series(paper.venue)] if paper.venue else [],
                "tag": sorted(paper.tags),
                "code": ["yes"] if paper.code else [],
            }.items()
            if values
        }


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handful of papers make several shares."""
    for name, value in {"_FEWEST": 10, "_MOST": 60, "_ONE_OF": 10}.items():
        monkeypatch.setattr(shares, name, value)


def test_fragments_are_where_a_paper_s_number_leads(tmp_path: Path, small_shares: None) -> None:
    site = write_site(tmp_path / "site", make_papers(140))
    run(site, tmp_path / "public")
    groups, firsts = read_table(tmp_path / "public", "groups")
    assert firsts[0] == 0
    digits = "0123456789abcdefghijklmnopqrstuv"
    for number, (name, _) in enumerate(read_documents(tmp_path / "public")):
        at = max(at for at, first in enumerate(firsts) if first <= number)
        assert name == f"{groups[at]}/{digits[number - firsts[at]]}"
    assert len(list_ids(tmp_path / "public")) == 140
    assert len(list((tmp_path / "public/pagefind/fragment").rglob("*.pf_fragment"))) == 140


def test_a_new_paper_changes_the_names_of_its_group_alone(tmp_path: Path) -> None:
    papers = [msgspec.structs.replace(paper, date=f"20{number:02}") for number, paper in enumerate(make_papers(70))]
    for name, count in (("one", 69), ("other", 70)):
        run(write_site(tmp_path / name, papers[:count]), tmp_path / name / "public")
    (one, _), (other, _) = (read_table(tmp_path / name / "public", "groups") for name in ("one", "other"))
    assert one[:2] == other[:2]
    assert one[2] != other[2]


def test_what_a_result_shows_is_text_as_it_was_written(site: Path) -> None:
    meta = read_fragments(site / "public")["/papers/łódź/"]["meta"]
    assert meta["title"].startswith("A <b> & \"quotes\", commas: and 'more' in ")
    assert meta["authors"] == "Łukasz Kaiser, 相澤 彰子"
    assert meta["year"] == "2025"


def test_papers_are_numbered_from_the_oldest_and_ordered_by_score_and_title(site: Path) -> None:
    ids = list_ids(site / "public")
    by_id = {paper.id: paper for paper in PAPERS}
    assert sorted(ids) == sorted(by_id)
    assert [by_id[paper_id].date for paper_id in ids] == sorted(paper.date for paper in PAPERS)
    orders = read_table(site / "public", "orders")
    scores = [by_id[ids[number]].score or 0 for number in orders["score"]]
    assert scores == sorted((paper.score for paper in PAPERS if paper.score is not None), reverse=True)
    titles = [fold(by_id[ids[number]].title) for number in orders["title"]]
    assert titles == sorted(titles)
    assert len(titles) == len(PAPERS)


def test_names_are_found_without_accents_and_identifiers_in_one_piece(site: Path) -> None:
    content = read_fragments(site / "public")["/papers/łódź/"]["content"]
    for word in ("lukasz", "250304412", "1048550arxiv250304412"):
        assert word in content.split()


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Sparse mixtures", []),
        ("Jörg Gödel, Ångström", ["joerg goedel aangstroem"]),
        ("façade of Émile", []),
        ("by Łukasz Kaiser", ["by lukasz Kaiser"]),
        ("in state–of–the–art models", ["in state of the art models"]),
        ("言語", [*"言語", "言語"]),
        ("モデル", ["モデ", "デル"]),
        ("ﾓﾃﾞﾙ", ["モデ", "デル"]),
        ("日本語BERTの", ["bert", *"日本語", "日本", "本語"]),
        ("佐々木", ["佐", "木", "佐々", "々木"]),
        ("マルコフ・モデル", ["マル", "ルコ", "コフ", "モデ", "デル"]),
        ("𠮷野家", [*"𠮷野家", "𠮷野", "野家"]),
        ("機械 学習", [*"機械", "機械", *"学習", "学習"]),
    ],
)
def test_scripts_without_spaces_are_found_by_pairs(text: str, forms: list[str]) -> None:
    spelled = [form if form.isascii() else spelling._encode(form) for form in forms]
    assert sorted(spelling.spell_forms(text)) == sorted(spelled)


@given(st.text(st.characters(min_codepoint=0x0E00, max_codepoint=0x3FFFF, exclude_categories=["Cs"]), min_size=1))
def test_letters_that_stand_for_characters_tell_them_apart(text: str) -> None:
    letters = spelling._encode(text)
    assert all("\ua000" <= letter <= "\ua3ff" for letter in letters)
    halves = [
        (ord(upper) - 0xA000, ord(lower) - 0xA200) for upper, lower in zip(letters[::2], letters[1::2], strict=True)
    ]
    assert "".join(chr(upper << 9 | lower) for upper, lower in halves) == text


def test_no_interface_of_pagefind_s_own_is_published(site: Path) -> None:
    names = {path.name for path in (site / "public/pagefind").iterdir()}
    assert "pagefind.js" in names
    assert not [name for name in names if re.match(r"pagefind-(ui|modular|component|highlight)", name)]


def test_the_same_papers_make_the_same_index(site: Path, tmp_path: Path) -> None:
    copy = write_site(tmp_path / "copy", PAPERS)
    run(copy, tmp_path / "public")
    one, other = read_tree(site / "public"), read_tree(tmp_path / "public")
    assert one.keys() == other.keys()
    assert [path for path in one if one[path] != other[path]] == []


def test_papers_without_a_word_have_their_numbers_too(tmp_path: Path) -> None:
    titles = {"for-all": "∀?", "dots": "…", "words": "Words"}
    site = write_site(tmp_path / "site", [Paper(id=key, title=title) for key, title in titles.items()])
    run(site, tmp_path / "public")
    assert sorted(list_ids(tmp_path / "public")) == sorted(titles)


VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.text(), lambda inner: st.lists(inner, max_size=4), max_leaves=12
).filter(lambda value: isinstance(value, list))


@given(VALUES)
def test_what_is_packed_is_read_again(value: list[Any]) -> None:
    assert cbor.decode(form.unpack(form.pack(cbor.encode(value))), 0)[0] == value


def test_the_index_is_made_again_only_when_papers_changed(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS[:3])
    assert run(site, site / "public").index == "built"
    assert run(site, site / "public").index == "kept"
    (site / "content/pages").mkdir()
    for text, index in (("# About\n", "built"), ("# About\n\nUs.\n", "kept")):  # a page is found by its name
        (site / "content/pages/about.md").write_text(text, "utf-8")
        assert run(site, site / "public").index == index
    write_paper(site, msgspec.structs.replace(PAPERS[0], abstract="Zebra."))
    assert run(site, site / "public").index == "built"
    assert any("Zebra" in fragment["content"] for fragment in read_fragments(site / "public").values())
    next((site / "public/pagefind/fragment").rglob("*.pf_fragment")).unlink()
    assert run(site, site / "public").index == "built"


def test_without_search_an_older_index_goes(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", PAPERS[:2])
    run(site, site / "public")
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    assert not (site / "public/pagefind").exists()
    assert "/search/" not in (site / "public/index.html").read_text("utf-8")


def test_a_site_without_papers_has_no_search(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [])
    assert run(site, site / "public").index == "none"
    assert not (site / "public/pagefind").exists()


def test_pagefind_s_own_words_are_told_when_it_fails() -> None:
    without_address = (None, "<html lang=en><body>Words")
    with pytest.raises(
        UserError, match=r"Pagefind failed: .*url must be provided; build with --no-search to go without"
    ):
        run_pagefind([("/", "<html lang=en><body>Words"), without_address])


@pytest.mark.parametrize("program", ["true", "cat", "no-such-program"])
def test_a_program_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """What stands in Pagefind's place ends at once, says something else, or isn't there."""
    monkeypatch.setattr("pagefind_bin.get_executable", lambda: program)
    with pytest.raises(
        UserError, match=r"Pagefind (failed|can't be started): .+; build with --no-search to go without"
    ):
        run_pagefind([("/", "<html lang=en><body>Words")] * 5000)


def test_markup_in_a_title_is_text_to_pagefind(site: Path) -> None:
    page = (site / "public/papers/łódź/index.html").read_text("utf-8")
    assert "A &lt;b&gt; &amp;" in page
    assert "<b>" in read_fragments(site / "public")["/papers/łódź/"]["content"]
