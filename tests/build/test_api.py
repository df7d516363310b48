"""The site's content as JSON for programs: valid by the schema that the site publishes, and complete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
from repositories import commit
from small_sites import make_papers, read_tree, write_paper, write_site
from varied_papers import list_papers

from site_builder.build import builder
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Notice, Paper
from site_builder.pages import api_files

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://example.org/lab/"


def build(site: Path) -> dict[str, Any]:
    """Build, check every file of the API against the published schema, and return them by name."""
    builder.build(BuildOptions(site_dir=site, out=site / "public", search=False, jobs=1))
    files = read_tree(site / "public")
    api = {path.removeprefix("api/"): json.loads(data) for path, data in files.items() if path.startswith("api/")}
    schema = api.pop("schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for name, content in api.items():
        assert list(validator.iter_errors(content)) == [], name
    return api


def test_a_paper_says_all_that_its_page_does(tmp_path: Path) -> None:
    paper = Paper(
        id="one",
        title="The *first* $x^2$",
        key="lovelace2025first",
        authors=(
            Authorship("Ada Lovelace", orcid="0000-0002-1825-0097", affiliations=("Analytical Society",)),
            Authorship("The ATLAS Collaboration", group=True),
        ),
        date="2025-03",
        type="article-journal",
        venue="Annals of Examples",
        container={"volume": "12"},
        categories=("cs.CL",),
        tags=("engines",),
        doi="10.1000/one",
        pdf="papers/one/one.pdf",
        retracted=Notice(date="2026-01-01"),
        abstract="We *show*.",
    )
    site = write_site(tmp_path, [paper])
    commit(tmp_path, "2026-02-01T00:00:00Z")
    (found,) = build(site)["papers.json"]["papers"]
    assert found == {
        "id": "one",
        "url": f"{ADDRESS}papers/one/",
        "title": "The first x^2",
        "citation_key": "lovelace2025first",
        "status": "retracted",
        "authors": [
            {
                "name": "Ada Lovelace",
                "person": "ada-lovelace",
                "orcid": "0000-0002-1825-0097",
                "affiliations": ["Analytical Society"],
            },
            {"name": "The ATLAS Collaboration", "person": "the-atlas-collaboration", "group": True},
        ],
        "date": "2025-03",
        "type": "article-journal",
        "venue": "Annals of Examples",
        "bibliography": {"volume": "12"},
        "categories": ["cs.CL"],
        "tags": ["engines"],
        "doi": "10.1000/one",
        "pdf": f"{ADDRESS}papers/one/one.pdf",
        "retracted": "2026-01-01",
        "abstract": "We show.",
        "added": "2026-02-01T00:00:00Z",
        "changed": "2026-02-01T00:00:00Z",
    }


def test_the_index_leads_to_every_file_and_ids_lead_from_one_to_the_other(tmp_path: Path) -> None:
    person = {"content/authors/ada-lovelace.md": "---\nname: Ada Lovelace\nrole: Engineer\n---\n"}
    site = write_site(tmp_path, [*make_papers(20), *make_varied()], 'members = ["ada-lovelace"]\n', **person)
    api = build(site)
    index = api["index.json"]
    assert (index["title"], index["url"], index["schema"]) == ("A Lab", ADDRESS, f"{ADDRESS}api/schema.json")
    files = {file["name"]: file for file in index["files"]}
    assert {file["url"] for file in index["files"]} == {f"{ADDRESS}api/{name}" for name in api if name != "index.json"}
    papers = {paper["id"]: paper for paper in api["papers.json"]["papers"]}
    people = {person["id"]: person for person in api["people.json"]["people"]}
    assert (files["papers"]["count"], files["people"]["count"]) == (len(papers), len(people))
    for paper in papers.values():
        assert all(paper["id"] in people[author["person"]]["papers"] for author in paper.get("authors", ()))
    assert people["ada-lovelace"]["role"] == "Engineer"
    assert people["ada-lovelace"]["member"]
    venues = {venue["id"]: venue for venue in api["venues.json"]["lists"]}
    assert all(papers[one]["venue"].startswith("NeurIPS") for one in venues["neurips"]["papers"])
    assert venues["neurips"]["url"] == f"{ADDRESS}venues/neurips/"
    assert set(papers) == {one for year in api["years.json"]["lists"] for one in year["papers"]} | {
        paper["id"] for paper in papers.values() if "date" not in paper
    }


def make_varied() -> list[Paper]:
    return [msgspec.structs.replace(paper, id=f"varied-{n}") for n, paper in enumerate(list_papers()[::20])]


def test_many_records_stand_in_several_files_each_of_which_names_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_files, "_MOST", 4)
    site = write_site(tmp_path, make_papers(9))
    api = build(site)
    parts = [api["papers.json"], api["papers-2.json"], api["papers-3.json"]]
    assert [len(part["papers"]) for part in parts] == [4, 4, 1]
    assert [part.get("next") for part in parts] == [f"{ADDRESS}api/papers-{n}.json" for n in (2, 3)] + [None]
    assert {part["count"] for part in parts} == {9}
    write_paper(site, msgspec.structs.replace(make_papers(9)[5], abstract="Other words."))
    assert "Other words." in str(build(site))


@pytest.mark.parametrize("papers", [0, 1])
def test_a_site_without_papers_or_address_has_a_valid_api(tmp_path: Path, papers: int) -> None:
    api = build(write_site(tmp_path, make_papers(papers), 'base_url = ""\n'))
    assert api["index.json"]["url"] == "/"
    assert len(api["papers.json"]["papers"]) == papers


def test_a_site_can_do_without_it(tmp_path: Path) -> None:
    site = write_site(tmp_path, make_papers(2), 'exports = ["feeds"]\n')
    builder.build(BuildOptions(site_dir=site, out=site / "public", search=False))
    files = read_tree(site / "public")
    assert not any(path.startswith("api/") for path in files)
    assert b"application/json" not in files["index.html"]
