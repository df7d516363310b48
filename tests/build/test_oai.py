"""A site that asks for it is a static repository of OAI-PMH: one file, as the guidelines want it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
import pytest
from repositories import commit
from small_sites import make_papers, read_tree, write_paper, write_site
from varied_papers import list_papers

from site_builder.build import builder
from site_builder.build.options import BuildOptions
from site_builder.check.checker import check_site
from site_builder.model import Authorship, Paper
from site_builder.pages import assembly

if TYPE_CHECKING:
    from pathlib import Path

SR = "{http://www.openarchives.org/OAI/2.0/static-repository}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
DC = "{http://purl.org/dc/elements/1.1/}"
SETTINGS = '[oai]\nemail = "papers@lab.example"\n'
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def build(site: Path) -> ET.Element:
    """Build, and return the repository after a look at all that its schema asks for."""
    builder.build(BuildOptions(site_dir=site, out=site / "public", search=False, jobs=1))
    root = ET.fromstring(read_tree(site / "public")["oai.xml"])
    assert root.tag == f"{SR}Repository"
    assert [part.tag for part in root] == [f"{SR}Identify", f"{SR}ListMetadataFormats", f"{SR}ListRecords"]
    identify, formats, records = root
    names = "repositoryName baseURL protocolVersion adminEmail earliestDatestamp deletedRecord granularity"
    assert [part.tag for part in identify] == [OAI + name for name in names.split()]
    assert [part.tag for part in formats[0]] == [
        OAI + name for name in ("metadataPrefix", "schema", "metadataNamespace")
    ]
    assert records.attrib == {"metadataPrefix": "oai_dc"}
    days = []
    for record in records:
        assert [part.tag for part in record] == [f"{OAI}header", f"{OAI}metadata"]
        assert [part.tag for part in record[0]] == [f"{OAI}identifier", f"{OAI}datestamp"]
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", record[0][0].text or "")
        days.append(record[0][1].text or "")
        (described,) = record[1]
        assert described.tag == f"{OAI_DC}dc"
        assert {part.tag.removeprefix(DC) for part in described} <= ELEMENTS
        assert all(part.text for part in described)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)
    assert min(days) == identify.findtext(f"{OAI}earliestDatestamp")
    identifiers = [record[0][0].text for record in records]
    assert len(set(identifiers)) == len(identifiers)
    return root


def read_records(root: ET.Element) -> list[dict[str, list[str]]]:
    found = []
    for described in root.iter(f"{OAI_DC}dc"):
        fields: dict[str, list[str]] = {}
        for part in described:
            fields.setdefault(part.tag.removeprefix(DC), []).append(part.text or "")
        found.append(fields)
    return found


def test_papers_of_every_type_are_records(tmp_path: Path) -> None:
    varied = [msgspec.structs.replace(paper, id=f"varied-{n}") for n, paper in enumerate(list_papers()[::10])]
    papers = [*make_papers(12), *varied]
    assert len(read_records(build(write_site(tmp_path, papers, SETTINGS)))) == len(papers)


def test_a_record_says_in_dublin_core_what_the_page_says(tmp_path: Path) -> None:
    paper = Paper(
        id="one",
        title="R&D in *sand*",
        authors=(Authorship("Ludwig van Beethoven"), Authorship("The ATLAS Collaboration", group=True)),
        date="2025-03",
        type="article-journal",
        venue="Annals of Examples",
        doi="10.1000/one",
        tags=("sand",),
        license="CC-BY-4.0",
        container={"publisher": "A Press"},
        abstract="We *show* that 1 < 2.",
    )
    (record,) = read_records(build(write_site(tmp_path, [paper], SETTINGS)))
    assert record == {
        "title": ["R&D in sand"],
        "creator": ["van Beethoven, Ludwig", "The ATLAS Collaboration"],
        "subject": ["sand"],
        "description": ["We show that 1 < 2."],
        "publisher": ["A Press"],
        "date": ["2025-03"],
        "type": ["Text", "article-journal"],
        "identifier": ["https://example.org/lab/papers/one/", "https://doi.org/10.1000/one"],
        "source": ["Annals of Examples"],
        "rights": ["https://creativecommons.org/licenses/by/4.0/"],
    }


def test_the_datestamp_is_the_day_of_the_last_change_and_a_renamed_paper_keeps_its_identifier(tmp_path: Path) -> None:
    site = write_site(tmp_path, [Paper(id="one", title="One", date="2020"), Paper(id="two", title="Two")], SETTINGS)
    first = [header[0].text for header in build(site).iter(f"{OAI}header")]
    assert [header[1].text for header in build(site).iter(f"{OAI}header")] == ["2020-01-01", "1970-01-01"]
    (site / "content/papers/one.md").unlink()
    write_paper(site, Paper(id="other", title="One", date="2020", redirect_from=("papers/one/",)))
    commit(site, "2026-02-03T10:00:00Z")
    headers = [(header[0].text, header[1].text) for header in build(site).iter(f"{OAI}header")]
    assert headers == [(name, "2026-02-03") for name in first]


def test_the_gateway_is_part_of_the_address_at_which_harvesters_ask(tmp_path: Path) -> None:
    paper = Paper(id="one", title="One")
    address = "example.org/lab/oai.xml"
    root = build(write_site(tmp_path / "a", [paper], SETTINGS))
    assert root[0].findtext(f"{OAI}baseURL") == f"https://{address}"
    root = build(write_site(tmp_path / "b", [paper], f'{SETTINGS}gateway = "https://gateway.example/oai/"\n'))
    assert root[0].findtext(f"{OAI}baseURL") == f"https://gateway.example/oai/{address}"


@pytest.mark.parametrize(("papers", "settings"), [(1, ""), (0, SETTINGS), (1, f'base_url = ""\n{SETTINGS}')])
def test_a_site_that_doesnt_ask_or_has_nothing_to_say_has_no_repository(
    tmp_path: Path, papers: int, settings: str
) -> None:
    site = write_site(tmp_path, make_papers(papers), settings)
    builder.build(BuildOptions(site_dir=site, out=site / "public", search=False))
    assert not (site / "public/oai.xml").exists()


@pytest.mark.parametrize("line", ["email = 'nobody'", "", "email = 'a@b.example'\ngateway = 'gateway'", "emial = 'a'"])
def test_a_setting_that_cant_be_understood_is_told(tmp_path: Path, line: str) -> None:
    found = check_site(write_site(tmp_path, [], f"[oai]\n{line}\n")).diagnostics
    assert [d.message for d in found if d.code == "site-config"] == ["'oai' can't be understood"]


def test_more_papers_than_a_repository_may_have_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "MOST_RECORDS", 2)
    found = check_site(write_site(tmp_path, make_papers(3), SETTINGS)).diagnostics
    (told,) = [d for d in found if d.code == "site-oai"]
    assert told.location.line == 3
