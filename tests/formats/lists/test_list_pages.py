"""A text that holds several things is read as all of them, and a paper that stands there twice is one."""

from __future__ import annotations

import datetime

from site_builder.cli.parse_output import format_explanation, format_table
from site_builder.formats import registry

TODAY = datetime.date(2026, 6, 1)
LIST = (
    '1. Ann Lee, Bo Kim. "Soil moisture from orbit and from below." *Remote Sensing*, 15(3):1-9, 2021.\n'
    '2. Bo Kim, Carla Rossi. "Learning to fold maps in the dark." *Journal of Maps*, 4(1):10-19, 2020.\n'
    '3. Carla Rossi, Ann Lee. "Caches beneath the ground, revisited." *Journal of Soil*, 7(2):3-8, 2019.\n'
)
BIBTEX = """@article{lee2021,
  title = {Soil Moisture from Orbit and from Below},
  author = {Lee, Ann and Kim, Bo},
  doi = {10.5555/soil},
  year = {2021}
}
"""


def test_a_readme_with_a_list_and_its_bibtex_gives_each_paper_once() -> None:
    result = registry.read(f"# Papers\n\n{LIST}\n```bibtex\n{BIBTEX}```\n".encode(), "README.md", TODAY)
    assert [parsed.paper.title for parsed in result.papers] == [
        "Soil moisture from orbit and from below",
        "Learning to fold maps in the dark",
        "Caches beneath the ground, revisited",
    ]
    assert result.papers[0].paper.doi == "10.5555/soil"
    assert [parsed.location.line for parsed in result.papers] == [3, 4, 5]


def test_bibtex_in_the_source_of_a_page_is_read_where_its_list_says_less() -> None:
    page = f"<html><body><h1>Software</h1><p>Lights at dusk.</p><p>Cite us:</p><pre>{BIBTEX}</pre></body></html>"
    (parsed,) = registry.read(page.encode(), "page.html", TODAY).papers
    assert (parsed.paper.title, parsed.location.line) == ("Soil Moisture from Orbit and from Below", 1)


def test_a_page_about_one_paper_is_read_by_its_tags() -> None:
    page = (
        '<html><head><meta name="citation_title" content="On Maps &amp; Soil">\n'
        '<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Bo Kim">\n'
        '<meta name="citation_publication_date" content="2020/05/03">\n'
        f"</head><body><h2>References</h2><ol><li>{LIST}</li></ol></body></html>"
    )
    (parsed,) = registry.read(page.encode(), "page.html", TODAY).papers
    paper = parsed.paper
    assert (paper.title, [author.name for author in paper.authors]) == ("On Maps & Soil", ["Ann Lee", "Bo Kim"])
    assert paper.date == "2020-05-03"


def test_an_explanation_marks_the_fields_below_each_line() -> None:
    data = f"# Papers\n\n{LIST}".encode()
    result = registry.read(data, "README.md", TODAY)
    rows = format_explanation(result, *registry.explain(data)).split("\n")
    at = next(number for number, row in enumerate(rows) if "Learning to fold" in row and " | " in row)
    source, marks = rows[at], rows[at + 1]
    assert marks[source.index("Bo Kim") :].startswith("authors")
    assert marks[source.index("Learning") :].startswith("title~")


def test_a_table_is_no_wider_than_the_terminal() -> None:
    result = registry.read(f"# Papers\n\n{LIST}".encode(), "README.md", TODAY)
    for width in (60, 100, 300):
        assert max(map(len, format_table(result.papers, width).split("\n"))) <= width
