"""Papers by name: asked for once, kept for a day, and every failure is one sentence. The services' part is played by a
local server with recorded answers."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from werkzeug import Request, Response

from site_builder.diagnostics import CODES
from site_builder.services import client
from site_builder.services.client import Services, fetch

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

CASES = Path(__file__).parents[1] / "cases" / "formats"
FEED = (CASES / "arxiv.atom").read_text("utf-8")
WORK = (CASES / "csl-crossref.csl.json").read_text("utf-8")
EMPTY_FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><title>none</title></feed>'


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    return Services({service.name: httpserver.url_for(f"/{service.name}/") for service in client.SERVICES}, patience=5)


@pytest.mark.parametrize(
    "name",
    [
        "2503.04412",
        "arXiv:2503.04412",
        "hep-th/9901001",
        "https://arxiv.org/abs/2503.04412v2",
        "10.48550/arXiv.2503.04412",
        "10.1000/example.13",
        "https://doi.org/10.1000/example.13",
    ],
)
def test_a_name_is_told_from_a_file(name: str) -> None:
    assert client.recognise(name)
    assert not client.recognise(f"{name} and more")
    assert not client.recognise("content/listings/papers.txt")


def test_papers_come_in_the_order_of_their_names(httpserver: HTTPServer, services: Services, tmp_path: Path) -> None:
    httpserver.expect_request("/arXiv/").respond_with_data(FEED)
    httpserver.expect_request("/doi.org/10.1000/example.13").respond_with_data(WORK)
    names = ["math/0309136", "doi:10.1000/example.13", "https://arxiv.org/abs/2503.04412"]
    result = fetch(names, tmp_path, services)
    assert [parsed.location.path for parsed in result.papers] == names
    titles = [parsed.paper.title for parsed in result.papers]
    assert titles[:2] == ["An Old One", "A Great Work & More: With a subtitle"]
    assert titles[2] == "Wider or Deeper? Scaling with top-$k$ & More"
    assert result.diagnostics == ()


def test_arxiv_is_asked_once_for_all_ids_and_by_our_own_name(
    httpserver: HTTPServer, services: Services, tmp_path: Path
) -> None:
    httpserver.expect_request("/arXiv/").respond_with_data(FEED)
    fetch(["arXiv:2503.04412", "10.48550/arXiv.math/0309136"], tmp_path, services)
    assert len(httpserver.log) == 1
    request = httpserver.log[0][0]
    assert request.args["id_list"] == "2503.04412,math/0309136"
    assert request.headers["User-Agent"].startswith("site-builder/")


def test_a_doi_is_asked_for_as_csl(httpserver: HTTPServer, services: Services, tmp_path: Path) -> None:
    httpserver.expect_request(
        "/doi.org/10.1000/a<b", headers={"Accept": "application/vnd.citationstyles.csl+json"}
    ).respond_with_data(WORK.replace("10.1000/example.13", "10.1000/A<b"))
    assert len(fetch(["10.1000/a<b"], tmp_path, services).papers) == 1


def test_an_answer_is_kept_for_a_day(httpserver: HTTPServer, services: Services, tmp_path: Path) -> None:
    httpserver.expect_request("/arXiv/").respond_with_data(FEED)
    first = fetch(["2503.04412"], tmp_path, services)
    assert fetch(["2503.04412"], tmp_path, services) == first
    assert len(httpserver.log) == 1


def test_an_older_answer_serves_when_nobody_answers(
    httpserver: HTTPServer, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_oneshot_request("/arXiv/").respond_with_data(FEED)
    httpserver.expect_request("/arXiv/").respond_with_data("", status=503)
    first = fetch(["2503.04412"], tmp_path, services)
    later = time.time() + 3 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    again = fetch(["2503.04412"], tmp_path, services)
    assert again.papers == first.papers
    assert [(hint.code, hint.severity) for hint in again.diagnostics] == [("source-unreachable", "hint")]


def test_offline_is_one_sentence_and_other_papers_are_not_hidden(
    httpserver: HTTPServer, services: Services, tmp_path: Path
) -> None:
    httpserver.expect_request("/doi.org/10.1000/example.13").respond_with_data(WORK)
    nowhere = Services(services.addresses | {"arXiv": f"http://127.0.0.1:{free_port()}/"}, patience=5)
    result = fetch(["2503.04412", "10.1000/example.13"], tmp_path, nowhere)
    assert [parsed.location.path for parsed in result.papers] == ["10.1000/example.13"]
    (fault,) = result.diagnostics
    assert fault.code == "source-unreachable"
    assert fault.location.path == "2503.04412"
    assert "can't be reached" in fault.message


@pytest.mark.parametrize(
    ("name", "answer", "code"),
    [
        ("2503.99999", Response(EMPTY_FEED), "source-unknown"),
        ("10.1000/none", Response("<html>", status=404), "source-unknown"),
        ("10.1000/busy", Response("", status=429), "source-unreachable"),
        ("10.1000/down", Response("", status=500), "source-unreachable"),
        ("10.1000/html", Response("<html>A page for people</html>"), "source-refused"),
        ("10.1000/agency", Response("", status=406), "source-refused"),
        ("2503.04412", Response(FEED.replace("</title>", "</tittle>")), "source-refused"),
    ],
)
def test_every_failure_has_its_name(
    httpserver: HTTPServer, services: Services, tmp_path: Path, name: str, answer: Response, code: str
) -> None:
    httpserver.expect_request("/arXiv/").respond_with_response(answer)
    httpserver.expect_request(f"/doi.org/{name}").respond_with_response(answer)
    result = fetch([name], tmp_path, services)
    assert result.papers == ()
    assert [(fault.code, fault.location.path) for fault in result.diagnostics] == [(code, name)]
    assert code in CODES
    assert not any(path.is_file() for path in tmp_path.rglob("*")), "a failure is not kept"


def test_a_service_that_trickles_is_left_after_the_time_limit(
    httpserver: HTTPServer, services: Services, tmp_path: Path
) -> None:
    def trickle(_: Request) -> Response:
        return Response((time.sleep(0.05) or b" " for _ in range(100)), mimetype="application/json")

    httpserver.expect_request("/doi.org/10.1000/slow").respond_with_handler(trickle)
    hasty = Services(services.addresses, patience=0.3)
    (fault,) = fetch(["10.1000/slow"], tmp_path, hasty).diagnostics
    assert "did not answer within 0.3 seconds" in fault.message


def test_a_cache_that_cannot_be_written_is_no_fault(httpserver: HTTPServer, services: Services, tmp_path: Path) -> None:
    httpserver.expect_request("/arXiv/").respond_with_data(FEED)
    (tmp_path / "file").write_text("in the way")
    assert fetch(["2503.04412"], tmp_path / "file", services).papers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
