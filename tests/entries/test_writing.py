"""Writing an entry and reading it give the same paper."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.entries import compose_paper, read_paper
from site_builder.entries.body import split_body, write_abstract
from site_builder.entries.spelling import CONTAINER_KEYS, LINK_KEYS
from site_builder.model import Byline, Link, Paper
from site_builder.text import collapse

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINE = ANY.map(collapse)
WORDS = st.one_of(
    LINE,
    st.sampled_from(
        [
            "no",
            "null",
            "~",
            "1e3",
            "2401.00010",
            "- x",
            "a: b",
            "a #b",
            "'",
            '"',
            "[",
            "{a",
            "*x",
            "&y",
            "? a",
            "%",
            "@",
            "a:",
            "...",
            "---",
            "=",
            "<<",
            "\\alpha",
            "0x1F",
            "12:30",
            "2025-03-06",
            "x,y",
        ]
    ),
)
NAME = WORDS.filter(lambda name: name and name.lower().rstrip(".") not in {"et al", "others", "and others"})
PATH = st.text("abcXYZ019-_/~.#?=&%+(),;:é", max_size=20)
ADDRESS = PATH.map("https://example.org/".__add__)
LINK = st.builds(Link, label=st.one_of(NAME, st.sampled_from(LINK_KEYS)), url=ADDRESS)
BYLINE = st.builds(Byline, name=NAME, orcid=st.sampled_from(["", "0000-0002-1825-0097"]), equal=st.booleans(), corresponding=st.booleans(),
    affiliations=st.lists(NAME, max_size=2).map(tuple), id=st.sampled_from(["", "jane-doe"]), group=st.booleans())  # fmt: skip
TEXTS = st.lists(NAME, max_size=3).map(tuple)
NOTES = st.one_of(st.just(""), ANY.map(lambda text: f"## Notes\n\n{text}".strip().replace("\r", "")))
PAPERS = st.builds(
    Paper, id=st.just("x"), title=NAME, authors=st.lists(BYLINE, max_size=4).map(tuple), et_al=st.booleans(), affiliations=TEXTS,
    date=st.sampled_from(["", "2025", "2025-03", "2025-03-06", "2024-02-29"]), categories=TEXTS,
    score=st.none() | st.floats(0, 1e9), venue=WORDS, type=st.sampled_from(["", "thesis", "paper-conference"]), code=st.booleans() | ADDRESS,
    pdf=st.just("") | ADDRESS, arxiv=st.sampled_from(["", "2503.04412", "2401.00010v2", "hep-th/9901001"]),
    doi=st.sampled_from(["", "10.48550/arXiv.2503.04412", "10.1000/a(b)c<d>#e"]), links=st.lists(LINK, max_size=4).map(tuple),
    tags=TEXTS, featured=st.booleans(), draft=st.booleans(), language=st.sampled_from(["", "ja", "pt-BR", "no"]), review=LINE,
    container=st.dictionaries(st.sampled_from([*CONTAINER_KEYS.values(), "event"]), NAME, max_size=3),
    abstract=st.text(st.sampled_from("ab #`~\n-\\$'\u2028")).map(write_abstract) | ANY.map(write_abstract), notes=NOTES,
)  # fmt: skip


@settings(max_examples=400)
@given(PAPERS)
def test_a_written_paper_reads_back_as_itself(paper: Paper) -> None:
    read, faults = read_paper(compose_paper(paper), "x", "x.md")
    assert [f for f in faults if f.severity == "error"] == []
    assert read == paper


@given(st.text(st.sampled_from("ab #`~\n")), st.text(st.sampled_from("ab #`~\n")))
def test_an_abstract_never_swallows_the_notes_nor_begins_them(abstract: str, notes: str) -> None:
    written = write_abstract(abstract)
    assert split_body(f"{written}\n\n## Notes\n{notes}") == (written, f"## Notes\n{notes}".strip())
    assert write_abstract(written) == written


def test_an_entry_looks_as_curators_expect_it() -> None:
    paper = Paper(
        id="wider-or-deeper",
        title="Wider or Deeper? It's: 'x'",
        authors=(Byline("Yuichi Inoue"), Byline("Josiah Carberry", orcid="0000-0002-1825-0097", equal=True)),
        et_al=True,
        affiliations=("ibm-research", "stanford"),
        date="2025-03-06",
        categories=("cs.AI",),
        score=76.0,
        venue="NeurIPS 2025",
        code=True,
        pdf="https://example.org/paper.pdf",
        arxiv="2503.04412",
        links=(Link("project", "https://p.org"), Link("Poster", "https://example.org/poster.pdf")),
        abstract="An abstract.\n# not a heading",
        notes="## Notes\nours",
    )
    assert compose_paper(paper) == (
        "---\n"
        "title: 'Wider or Deeper? It''s: ''x'''\n"
        "authors:\n"
        "  - Yuichi Inoue\n"
        "  - {name: Josiah Carberry, orcid: 0000-0002-1825-0097, equal: true}\n"
        "et_al: true\n"
        "affiliations: [ibm-research, stanford]\n"
        "date: 2025-03-06\n"
        "categories: [cs.AI]\n"
        "score: 76.0\n"
        "venue: NeurIPS 2025\n"
        "code: true\n"
        "pdf: https://example.org/paper.pdf\n"
        "project: https://p.org\n"
        "arxiv: '2503.04412'\n"
        "links:\n"
        "  - {label: Poster, url: https://example.org/poster.pdf}\n"
        "---\n"
        "An abstract.\n"
        "\\# not a heading\n"
        "\n"
        "## Notes\n"
        "ours\n"
    )
