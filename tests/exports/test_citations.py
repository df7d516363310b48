"""Citations say what the entry states, as the files beside them show, and reading them gives the same paper again."""

from __future__ import annotations

import datetime
import html
import json
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.exports import bibtex, citation, csl, reference, ris
from site_builder.formats import csl_json as csl_format
from site_builder.formats import ris as ris_format
from site_builder.formats.bibtex import reader as bibtex_format
from site_builder.markup import typeset_inline
from site_builder.model import Authorship, Link, Paper
from site_builder.text.citation_keys import make_distinct, make_key
from site_builder.text.folding import collapse
from site_builder.text.latex import simplify, to_unicode
from site_builder.text.publication_status import find_status
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parents[1] / "cases" / "exports"
PAPERS = sorted(CASES.glob("*.json"))
URL = "https://lab.example.org/papers/one/"


def write_csl(paper: Paper, url: str = "") -> str:
    return json.dumps([csl.describe(paper, url)], ensure_ascii=False, indent=2) + "\n"


def write_reference(paper: Paper, url: str = "") -> str:
    return reference.compose(paper, typeset_inline(paper.title, {}).text, url) + "\n"


WRITERS: dict[str, Callable[[Paper, str], str]] = {
    "bib": bibtex.compose,
    "ris": ris.compose,
    "csl": write_csl,
    "txt": write_reference,
}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_is_cited(path: Path, suffix: str) -> None:
    paper = msgspec.json.decode(path.read_bytes(), type=Paper)
    assert WRITERS[suffix](paper, URL) == path.with_suffix(f".{suffix}").read_text("utf-8")


# What each format can hold. The rest (affiliations, score, code, further links and categories, abstract and notes) is
# no part of a citation.
capitalised = st.text(string.ascii_letters + "éßŁøñ", min_size=1, max_size=8).map(str.capitalize)
first_names = st.sampled_from(["Jane", "Jean-Paul R.", "Éva", "J. K.", "Mary Ann"])
particles = st.sampled_from(["", "van", "van den", "De", "von der"])
names = st.builds(lambda *parts: " ".join(filter(None, parts)), first_names, particles, capitalised)
people = st.builds(Authorship, names | capitalised | st.just("中村 太一")) | st.sampled_from(
    [Authorship("Gabriel García Márquez", family="García Márquez"), Authorship("Dónal Ó Briain", family="Ó Briain")]
)
groups = st.builds(
    Authorship, st.sampled_from(["LLM-jp", "The ATLAS Collaboration", "Barnes and Noble, Inc."]), group=st.just(True)
)
signs = st.characters(exclude_categories=("C", "Z"), exclude_characters="{}*_`\\") | st.just(" ")
words = st.text(signs, min_size=1, max_size=30).map(collapse)
pieces = st.sampled_from(
    [
        "$k$",
        "$\\alpha_{i}$",
        "\\textit{E. coli}",
        "LLM-jp",
        "R&D",
        "3D",
        "--",
        "x_1",
        "\\$5",
        "{a}",
        "https://e.org/a_b",
    ]
)
# An entry's title is what reading one leaves: the second reading changes nothing.
titles = (
    st.lists(words | pieces, min_size=1, max_size=4)
    .map(" ".join)
    .map(lambda text: collapse(simplify(simplify(text))))
    .filter(lambda text: any(map(str.isalnum, text)) and simplify(text) == text and html.unescape(text) == text)
)
plain = st.text(string.ascii_letters + string.digits + " .:&%#_é", min_size=1, max_size=20).map(collapse).filter(bool)
days = st.dates(min_value=datetime.date(1000, 1, 1)).map(datetime.date.isoformat)
dates = st.just("") | st.builds(lambda day, length: day[:length], days, st.sampled_from([4, 7, 10]))
types = st.sampled_from(["article-journal", "paper-conference", "chapter"])
containers = st.fixed_dictionaries(
    {},
    optional={
        "volume": st.integers(1, 99).map(str),
        "issue": st.sampled_from(["3", "3/4", "Suppl. 1"]),
        "page": st.sampled_from(["7", "101-112", "e12"]),
        "collection-title": plain,
        "publisher": plain,
        "publisher-place": plain,
        "editor": st.lists(names, min_size=1, max_size=3).map(" and ".join),
    },
)
papers = st.builds(
    Paper,
    title=titles,
    authors=st.lists(people | groups, max_size=4).map(tuple),
    et_al=st.booleans(),
    date=dates,
    venue=plain.filter(lambda venue: not venue.lower().startswith(("arxiv", "corr")) and not find_status(venue)),
    type=types,
    arxiv=st.sampled_from(["", "2503.04412", "math/0309136"]),
    doi=st.sampled_from(["", "10.1000/a_b(c)--d", "10.48550/arXiv.2503.04412"]),
    links=st.sampled_from([(), (Link("website", "https://example.org/a_b~c%20d?e=f&g#h"),)]),
    tags=st.lists(st.text(string.ascii_letters, min_size=1, max_size=6), max_size=3, unique=True).map(tuple),
    language=st.sampled_from(["", "en", "ja"]),
    container=containers,
    key=st.sampled_from(["", "doe:2024", "Inoue25"]),
    status=st.sampled_from(["", "accepted", "in press", "withdrawn"]),
)


def read_back(form: Any, text: str) -> Paper:
    result = form.read(text, "x", datetime.date(2026, 1, 1))
    assert result.diagnostics == ()
    (parsed,) = result.papers
    paper: Paper = parsed.paper
    return msgspec.structs.replace(paper, container=dict(sorted(paper.container.items())))


def show_title(paper: Paper) -> Paper:
    """Return the paper with its title as pages show it: a reader may write the same title with other escapes."""
    return msgspec.structs.replace(paper, title=str(typeset_inline(paper.title, {}).html))


def expect(paper: Paper, **changes: Any) -> Paper:
    arxiv = paper.arxiv or ("2503.04412" if "arXiv" in paper.doi else "")
    changed = {"arxiv": arxiv, "et_al": paper.et_al and bool(paper.authors), "key": make_key(paper)} | changes
    return msgspec.structs.replace(paper, container=dict(sorted(paper.container.items())), **changed)


@given(papers)
def test_bibtex_gives_the_paper_back(paper: Paper) -> None:
    assert show_title(read_back(bibtex_format, bibtex.compose(paper))) == show_title(expect(paper))


@given(papers)
def test_csl_gives_the_paper_back(paper: Paper) -> None:
    """Titles with HTML's own characters in them aside, which CSL reads as markup, and dollars that are no formula's,
    which CSL can't tell from the others."""
    title = collapse(paper.title.replace("<", "").replace("&", "").replace(r"\$", ""))
    paper = msgspec.structs.replace(paper, title=title or "Untitled")
    assert show_title(read_back(csl_format, write_csl(paper))) == show_title(expect(paper))


@given(papers)
def test_ris_gives_the_paper_back_but_for_what_it_has_no_words_for(paper: Paper) -> None:
    """RIS has no styles, and tells a group from a person by the lack of a comma only."""
    back = read_back(ris_format, ris.compose(paper))
    assert [authorship.name for authorship in back.authors] == [authorship.name for authorship in paper.authors]
    expected = expect(paper, title=collapse(to_unicode(paper.title)), authors=back.authors)
    assert show_title(back) == show_title(expected)


@given(papers)
def test_bibtex_stays_one_entry_whatever_the_words(paper: Paper) -> None:
    text = bibtex.compose(paper)
    assert text.count("{") == text.count("}")
    assert text.startswith("@")
    assert text.endswith("}\n")


@given(papers)
def test_keys_are_ascii_and_stay_when_other_fields_change(paper: Paper) -> None:
    paper = msgspec.structs.replace(paper, key="")
    key = make_key(paper)
    assert key.isascii()
    assert all(sign.isalnum() or sign == "-" for sign in key)
    assert make_key(msgspec.structs.replace(paper, venue="Elsewhere", doi="", tags=(), abstract="New")) == key


def test_no_two_keys_of_one_file_are_alike_and_the_earliest_paper_keeps_its_own() -> None:
    same = [
        Paper(id=f"on-things-{number}", authors=(Authorship("Jane Doe"),), title="On Things", date=date)
        for number, date in enumerate(("2024-03", "2024-01", "2024-12"))
    ]
    other = Paper(id="b", authors=(Authorship("Jane Doe"),), title="Onb", date="2024")
    papers = [*same, other]
    assert make_distinct(papers) == ["doe2024onc", "doe2024on", "doe2024ond", "doe2024onb"]
    many = make_distinct(same[:1] * 800)
    assert len(set(many)) == 800


EDITORS = "Francesca Rossi and Peter van Beek"


@pytest.mark.parametrize(
    ("paper", "line"),
    [
        (
            Paper(title="T", type="book", container={"publisher": "P", "edition": "3", "volume": "1"}),
            "Doe, J. (2020). T (3rd ed., Vol. 1). P.",
        ),
        (
            Paper(title="T", type="chapter", venue="B", container={"page": "1-9", "editor": EDITORS, "publisher": "P"}),
            "Doe, J. (2020). T. In F. Rossi & P. van Beek (Eds.), B (pp. 1–9). P.",
        ),
        (
            Paper(title="T", type="thesis", container={"institution": "MIT", "genre": "PhD thesis"}),
            "Doe, J. (2020). T [PhD thesis, MIT].",
        ),
        (
            Paper(
                title="T", type="report", container={"institution": "MIT", "number": "7", "genre": "Technical report"}
            ),
            "Doe, J. (2020). T (Technical report No. 7). MIT.",
        ),
        (
            Paper(title="T", type="software", container={"publisher": "Zenodo", "version": "2.0"}),
            "Doe, J. (2020). T (Version 2.0) [Computer software]. Zenodo.",
        ),
        (
            Paper(title="T", type="article", arxiv="2503.04412"),
            "Doe, J. (2020). T (arXiv:2503.04412). arXiv. https://arxiv.org/abs/2503.04412",
        ),
        (Paper(title="T", type="post"), "Doe, J. (2020, June 1). T [Online post]."),
        (Paper(title="T", type="document"), "Doe, J. (2020, June 1). T."),
        (
            Paper(
                title="T", type="book", container={"edition": "2", "editor": "Ada Rossi", "translator": "Ralph Manheim"}
            ),
            "Doe, J. (2020). T (A. Rossi, Ed.; R. Manheim, Trans.; 2nd ed.).",
        ),
        (Paper(title="T", type="post-weblog", venue="B"), "Doe, J. (2020, June 1). T. B."),
        (Paper(title="T", type="standard", container={"number": "ISO 1"}), "Doe, J. (2020). T (ISO 1)."),
    ],
    ids=lambda value: value.type if isinstance(value, Paper) else "",
)
def test_the_reference_says_of_each_type_what_the_apa_asks_for(paper: Paper, line: str) -> None:
    paper = msgspec.structs.replace(paper, authors=(Authorship("Jane Doe"),), date="2020-06-01")
    assert reference.compose(paper, paper.title) == line


def test_the_editors_of_a_book_stand_in_the_place_of_its_authors() -> None:
    paper = Paper(title="T", type="book", date="2006", container={"editor": EDITORS, "publisher": "Elsevier"})
    assert reference.compose(paper, "T") == "Rossi, F., & van Beek, P. (Eds.). (2006). T. Elsevier."


def test_a_long_list_of_authors_is_cut_as_the_apa_says() -> None:
    paper = Paper(title="T", authors=tuple(Authorship(f"A. N{number}") for number in range(1, 31)))
    line = reference.compose(paper, "T")
    assert line.startswith("N1, A., N2, A.,")
    assert ", N19, A., … N30, A. (n.d.). T." in line
    assert "N20" not in line


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("$L_2$ and $SU(N)$-Theory", "{$L_2$} and {$SU(N)$}-Theory"),
        ("YOLO9000", "{YOLO9000}"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
        ("On $p$ < 0.05 and <think>", "On {$p$} {\\textless} 0.05 and {\\textless}think{\\textgreater}"),
    ],
)
def test_bibtex_keeps_what_a_style_would_put_into_lower_case(title: str, written: str) -> None:
    """BibTeX's ``change.case$`` leaves alone only what stands in braces."""
    assert f"title = {{{written}}}" in bibtex.compose(Paper(title=title))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("danah boyd", "{boyd}, danah"),
        ("José Ortega y Gasset", "{Ortega y Gasset}, Jos{\\'e}"),
        ("Laurens Van der Maaten", "{Van der Maaten}, Laurens"),
        ("Nhất Hạnh Nguyễn", "Nguyễn, Nhất H{\\d a}nh"),
    ],
)
def test_bibtex_takes_no_word_of_a_family_name_for_a_particle(name: str, written: str) -> None:
    """What is in lower case before a family name is BibTeX's "von"; and two accents on a letter confuse Biber."""
    text = bibtex.compose(Paper(title="T", authors=(Authorship(name),)))
    assert f"author = {{{written}}}" in text
    assert read_back(bibtex_format, text).authors == (Authorship(name),)


@pytest.mark.parametrize(
    ("page", "first", "last"),
    [
        ("1-20", "1", "20"),
        ("12:1-12:20", "12:1", "12:20"),
        ("e12–e15", "e12", "e15"),
        ("iv-xii", "iv", "xii"),
        ("art-12", "art-12", ""),
        ("10, 20-25", "10, 20-25", ""),
        ("7", "7", ""),
    ],
)
def test_pages_are_a_range_only_where_both_ends_are_pages(page: str, first: str, last: str) -> None:
    paper = Paper(title="T", container={"page": page})
    assert citation.split_pages(page) == (first, last)
    assert (f"SP  - {first}\n" in ris.compose(paper), "EP  - " in ris.compose(paper)) == (True, bool(last))
    dashed = page.replace("–", "-").replace("-", "--") if page != "art-12" else page
    assert f"pages = {{{dashed}}}" in bibtex.compose(paper)


@pytest.mark.parametrize(("kind", "number"), [("report", "TR-1"), ("article-journal", "3")])
def test_an_issue_and_a_number_are_never_both_the_number(kind: str, number: str) -> None:
    container = {"number": "TR-1", "issue": "3", "institution": "MIT", "publisher": "MIT Press"}
    paper = Paper(title="T", type=kind, venue="V", container=container)
    assert bibtex.compose(paper).count("number = ") == 1
    assert f"number = {{{number}}}" in bibtex.compose(paper)
    tag = "SN" if kind == "report" else "IS"  # where Zotero has the number of a report
    assert [line for line in ris.compose(paper).split("\n") if line[:2] in ("IS", "PB", "SN")] == [
        "PB  - MIT",
        f"{tag}  - {number}",
    ]


def test_a_preprint_elsewhere_than_at_arxiv_comes_back_with_its_server() -> None:
    paper = Paper(title="T", type="article", venue="bioRxiv", doi="10.1101/2024.01.01", key="t24")
    back = read_back(bibtex_format, bibtex.compose(paper))
    assert (back.venue, find_type(back)) == ("bioRxiv", "article")
    assert read_back(ris_format, ris.compose(paper)) == paper
    assert read_back(csl_format, write_csl(paper)) == paper


def test_other_fields_of_csl_are_in_csl() -> None:
    paper = Paper(title="T", venue="V", container={"event-title": "EMNLP", "PMID": "123", "institution": "MIT"})
    item = csl.describe(paper)
    assert (item["event-title"], item["PMID"], item["publisher"]) == ("EMNLP", "123", "MIT")


def test_dashes_and_signs_of_a_title_are_the_same_in_csl() -> None:
    assert csl.describe(Paper(title="Self--supervised --- really <think>"))["title"] == (
        "Self–supervised — really <think>"
    )
    back = read_back(csl_format, write_csl(Paper(title="The <think> token")))
    assert back.title == "The <think> token"
