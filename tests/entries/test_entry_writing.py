"""Writing an entry and reading it give the same paper."""

from __future__ import annotations

from entry_papers import PAPERS
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.entries.body import split_body, write_abstract
from site_builder.entries.reader import read_paper
from site_builder.entries.writer import compose_paper
from site_builder.model import Authorship, Link, Paper


@settings(max_examples=100, deadline=None)
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
        authors=(Authorship("Yuichi Inoue"), Authorship("Josiah Carberry", orcid="0000-0002-1825-0097", equal=True)),
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
