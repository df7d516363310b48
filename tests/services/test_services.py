"""Each service is asked in its own way, and its answer is the paper that was asked for."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from site_builder.services import client, download
from site_builder.services.client import Services, fetch

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

CASES = Path(__file__).parents[1] / "cases" / "formats"
ASKED = [
    ("PMID: 7000001", "PubMed", "", "pubmed.xml", "Cells of"),
    ("https://pubmed.ncbi.nlm.nih.gov/7000003/", "PubMed", "", "pubmed.xml", "On the cold"),
    ("https://openalex.org/W700000001", "OpenAlex", "W700000001", "answers-openalex.json", "Ice on"),
    ("PMC700001", "Europe PMC", "", "answers-europe-pmc.json", "Cells of"),
    ("https://dblp.org/rec/journals/js/WangH20.html", "DBLP", "journals/js/WangH20.xml", "dblp.xml", "Sorting O("),
    ("DBLP:conf/sd/Other21", "DBLP", "conf/sd/Other21.xml", "dblp.xml", ""),
    ("hal-000001", "HAL", "", "answers-hal.json", ""),
    ("https://openreview.net/forum?id=aB1aB1aB1", "OpenReview", "", "answers-openreview.json", ""),
    ("https://zenodo.org/records/501", "Zenodo", "501", "answers-zenodo.json", "Code for folding"),
    ("https://inspirehep.net/literature/77", "INSPIRE", "77", "answers-inspire.json", "Decay of"),
]


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    addresses = {service.name: httpserver.url_for(f"/{service.name}/".replace(" ", "-")) for service in client.SERVICES}
    return Services(addresses, patience=5)


@pytest.mark.parametrize(("name", "service", "path", "case", "title"), ASKED, ids=[name for name, *_ in ASKED])
def test_a_service_is_asked_for_the_paper_that_a_name_means(
    httpserver: HTTPServer, services: Services, name: str, service: str, path: str, case: str, title: str
) -> None:
    """An answer without that paper, or with another one only, is no paper and one sentence."""
    assert client.recognise(name)
    data = (CASES / case).read_bytes()
    httpserver.expect_request(f"/{service}/{path}".replace(" ", "-")).respond_with_data(data)
    result = fetch([name], None, services)
    if title:
        assert [parsed.paper.title.startswith(title) for parsed in result.papers] == [True]
        assert result.diagnostics == ()
    else:
        assert result.papers == ()
        assert len(result.diagnostics) == 1


def test_pubmed_is_asked_once_for_all_numbers(httpserver: HTTPServer, services: Services) -> None:
    httpserver.expect_request("/PubMed/").respond_with_data((CASES / "pubmed.xml").read_bytes())
    result = fetch(["pmid:7000003", "PMID 7000001", "pmid 9"], None, services)
    assert [parsed.location.path for parsed in result.papers] == ["pmid:7000003", "PMID 7000001"]
    assert [fault.code for fault in result.diagnostics] == ["source-unknown"]
    assert [request.args["id"] for request, _ in httpserver.log] == ["7000003,7000001,9"]


def test_an_answer_about_another_paper_is_refused(httpserver: HTTPServer, services: Services) -> None:
    work = {"DOI": "10.1000/other", "title": "Another", "type": "article-journal", "issued": {"date-parts": [[2020]]}}
    httpserver.expect_request("/doi.org/10.1000/mine").respond_with_data(json.dumps(work))
    (fault,) = (result := fetch(["10.1000/mine"], None, services)).diagnostics
    assert not result.papers
    assert fault.message == "doi.org was asked for '10.1000/mine' and answered with '10.1000/other'"


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://example.org/paper", "isn't safe"),
        ("ftp://example.org/paper", "isn't safe"),
        ("file:///etc/passwd", "isn't followed"),
        ("https://127.0.0.1:9/paper", "a machine of this network"),
        ("https://169.254.169.254/latest/", "a machine of this network"),
        ("https://10.0.0.1/paper", "a machine of this network"),
        ("https://[::1]/paper", "a machine of this network"),
        ("https://[::ffff:192.168.0.1]/paper", "a machine of this network"),
    ],
)
def test_no_answer_leads_where_it_may_not(httpserver: HTTPServer, services: Services, target: str, reason: str) -> None:
    httpserver.expect_request("/doi.org/10.1000/a").respond_with_data("", status=302, headers={"Location": target})
    (fault,) = fetch(["10.1000/a"], None, services).diagnostics
    assert fault.code == "source-refused"
    assert reason in fault.message


def test_a_host_may_lead_to_itself(httpserver: HTTPServer, services: Services) -> None:
    work = (CASES / "csl-crossref.csl.json").read_text("utf-8")
    httpserver.expect_request("/doi.org/10.1000/example.13").respond_with_data(
        "", status=302, headers={"Location": "/works/13"}
    )
    httpserver.expect_request("/works/13").respond_with_data(
        gzip.compress(work.encode()), headers={"Content-Encoding": "gzip"}
    )
    assert fetch(["10.1000/example.13"], None, services).papers


def test_a_circle_of_addresses_ends(httpserver: HTTPServer, services: Services) -> None:
    httpserver.expect_request("/doi.org/10.1000/a").respond_with_data(
        "", status=302, headers={"Location": "/doi.org/10.1000/a"}
    )
    assert [fault.code for fault in fetch(["10.1000/a"], None, services).diagnostics] == ["source-refused"]


def test_a_small_answer_that_unpacks_to_a_huge_one_is_refused(
    httpserver: HTTPServer, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LARGEST", 1_000_000)
    bomb = Response(gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})
    httpserver.expect_request("/doi.org/10.1000/a").respond_with_response(bomb)
    (fault,) = fetch(["10.1000/a"], None, services).diagnostics
    assert "larger than" in fault.message


def test_a_page_for_people_is_told_from_a_record(httpserver: HTTPServer, services: Services) -> None:
    httpserver.expect_request("/doi.org/10.1000/a").respond_with_data("<html>Welcome", content_type="text/html")
    (fault,) = fetch(["10.1000/a"], None, services).diagnostics
    assert "answers with a web page instead of a record" in fault.message
