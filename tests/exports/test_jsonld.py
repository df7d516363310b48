"""JSON-LD says what schema.org has words for, and can't leave its script element."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.exports import jsonld
from site_builder.model import Authorship, Link, Paper


def test_a_paper_is_described_with_all_that_is_known() -> None:
    paper = Paper(
        title="*Wider*",
        authors=(
            Authorship(name="Josiah Carberry", orcid="0000-0002-1825-0097", affiliations=("Brown",)),
            Authorship(name="LLM-jp", group=True),
        ),
        date="2025-03",
        categories=("cs.AI",),
        tags=("inference",),
        venue="Journal of Tests",
        type="article-journal",
        container={"ISSN": "1234-5678"},
        doi="10.48550/arXiv.2503.04412",
        arxiv="2503.04412",
        code="https://github.com/a/b",
        links=(Link("dataset", "https://e.org/data"),),
        language="en",
    )
    described = json.loads(
        jsonld.describe_paper(
            paper,
            "Wider",
            "In short.",
            "https://e.org/p/",
            "https://e.org/p/p.pdf",
        )
    )
    assert described == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "Wider",
        "name": "Wider",
        "author": [
            {
                "@type": "Person",
                "@id": "https://orcid.org/0000-0002-1825-0097",
                "name": "Josiah Carberry",
                "affiliation": [{"@type": "Organization", "name": "Brown"}],
            },
            {"@type": "Organization", "name": "LLM-jp"},
        ],
        "datePublished": "2025-03",
        "abstract": "In short.",
        "inLanguage": "en",
        "keywords": ["cs.AI", "inference"],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.48550/arXiv.2503.04412"},
            {"@type": "PropertyValue", "propertyID": "arXiv", "value": "2503.04412"},
        ],
        "url": "https://e.org/p/",
        "sameAs": ["https://doi.org/10.48550/arXiv.2503.04412", "https://arxiv.org/abs/2503.04412"],
        "isPartOf": {"@type": "Periodical", "name": "Journal of Tests", "issn": "1234-5678"},
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": "https://e.org/p/p.pdf",
        },
        "subjectOf": {"@type": "SoftwareSourceCode", "codeRepository": "https://github.com/a/b"},
        "isBasedOn": [{"@type": "Dataset", "url": "https://e.org/data"}],
    }


def test_what_is_unknown_is_not_described() -> None:
    described = json.loads(jsonld.describe_paper(Paper(title="a", code=True), "a"))
    assert described == {"@context": "https://schema.org", "@type": "ScholarlyArticle", "headline": "a", "name": "a"}


def test_the_other_pages_say_what_they_are() -> None:
    profile = jsonld.Profile(
        name="A B", url="https://e.org/a/", orcid="0000-0002-1825-0097", role="Professor", affiliation="MIT",
        image="https://e.org/a.png", same_as=["https://a.example"],
    )  # fmt: skip
    trail = [("Papers", "https://e.org/"), ("A B", "https://e.org/a/")]
    author = json.loads(jsonld.describe_author(profile, trail))
    assert author["@type"] == "ProfilePage"
    assert author["mainEntity"] == {
        "@type": "Person",
        "@id": "https://orcid.org/0000-0002-1825-0097",
        "name": "A B",
        "jobTitle": "Professor",
        "affiliation": {"@type": "Organization", "name": "MIT"},
        "image": "https://e.org/a.png",
        "url": "https://e.org/a/",
        "sameAs": ["https://orcid.org/0000-0002-1825-0097", "https://a.example"],
    }
    assert author["breadcrumb"] == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Papers", "item": "https://e.org/"},
            {"@type": "ListItem", "position": 2, "name": "A B", "item": "https://e.org/a/"},
        ],
    }
    assert json.loads(jsonld.describe_list("cs.CL", "https://e.org/c/"))["@type"] == "CollectionPage"
    assert json.loads(jsonld.describe_site("Papers"))["@type"] == "WebSite"


@pytest.mark.parametrize(
    ("kind", "class_"),
    [
        ("article-journal", "ScholarlyArticle"),
        ("book", "Book"),
        ("chapter", "Chapter"),
        ("thesis", "Thesis"),
        ("report", "Report"),
        ("dataset", "Dataset"),
        ("software", "SoftwareSourceCode"),
        ("webpage", "WebPage"),
        ("post-weblog", "BlogPosting"),
        ("patent", "CreativeWork"),
        ("speech", "PresentationDigitalDocument"),
    ],
)
def test_each_type_has_its_class(kind: str, class_: str) -> None:
    assert json.loads(jsonld.describe_paper(Paper(title="a", type=kind), "a"))["@type"] == class_


def test_an_article_has_pages_and_is_part_of_an_issue_of_a_volume_of_a_journal() -> None:
    container = {"volume": "12", "issue": "3", "page": "1-20", "ISSN": "1234-5678", "publisher": "A Press"}
    paper = Paper(title="a", type="article-journal", venue="J", license="CC-BY-4.0", container=container)
    described = json.loads(jsonld.describe_paper(paper, "a"))
    assert (described["pageStart"], described["pageEnd"]) == ("1", "20")
    assert described["publisher"] == {"@type": "Organization", "name": "A Press"}
    assert described["license"] == "https://creativecommons.org/licenses/by/4.0/"
    volume = {"@type": "PublicationVolume", "volumeNumber": "12"}
    journal = {"@type": "Periodical", "name": "J", "issn": "1234-5678"}
    assert described["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": volume | {"isPartOf": journal},
    }


def test_the_editors_are_those_of_the_book_that_a_chapter_is_in() -> None:
    container = {"editor": "Peter van Beek", "edition": "2", "ISBN": "978-0-262-03561-3"}
    book = {"editor": [{"@type": "Person", "name": "Peter van Beek"}], "bookEdition": "2", "isbn": container["ISBN"]}
    whole = json.loads(jsonld.describe_paper(Paper(title="a", type="book", container=container), "a"))
    assert {key: whole[key] for key in book} == book
    part = json.loads(jsonld.describe_paper(Paper(title="a", type="chapter", venue="B", container=container), "a"))
    assert part["isPartOf"] == {"@type": "Book", "name": "B", **book}
    assert "editor" not in part


class ScriptReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.script = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.script += data


@given(st.text())
@example("</script><script>alert(1)</script>")
@example("<!--<script>")
def test_no_text_ends_the_script_element(text: str) -> None:
    described = jsonld.describe_paper(Paper(title=text, authors=(Authorship(name=text),)), text, text)
    reader = ScriptReader()
    reader.feed(f'<script type="application/ld+json">{described}</script>')
    reader.close()
    assert reader.tags == ["script"]
    assert json.loads(reader.script)["headline" if text else "@context"] == (text or "https://schema.org")
