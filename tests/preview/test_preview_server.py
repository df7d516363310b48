"""The web server on its own: what it sends, whom it refuses, how news reach a browser, and how it ends."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from lab_site import run_aside, write_site

from site_builder.diagnostics import UserError
from site_builder.preview.server import (
    EVENTS,
    OWN,
    VERSION,
    Answer,
    Change,
    EventStream,
    Server,
    add_to_body,
    locate,
    make_app,
    open_socket,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = b"<!doctype html><html><body><p>Hello</p></body></html>"


def respond(path: str) -> Answer:
    """A site of a page, a text, a way to somewhere else, and a fault of the program."""
    if path == "/broken":
        raise RuntimeError("out of ink")
    return {
        "/": Answer(PAGE),
        "/text": Answer(b"text", "text/plain; charset=utf-8"),
        "/moved": Answer(status=302, location="/there/"),
        "/caf%C3%A9/": Answer(PAGE.replace(b"Hello", b"Coffee")),
    }.get(path, Answer(b"nothing", status=404))


def ask(path: str, method: str = "GET", host: str = "127.0.0.1", named: str = "127.0.0.1") -> httpx.Response:
    """Return the answer of a server on ``host`` to a request that names it so."""

    async def request() -> httpx.Response:
        transport = httpx.ASGITransport(make_app(respond, EventStream(), host))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers={"host": named})

    return run_aside(request())


def test_a_page_is_sent_with_the_script_and_its_version_and_kept_nowhere() -> None:
    answer = ask("/")
    script = f'<script src="{OWN}preview.js" data-version="{answer.headers[VERSION]}"></script>'
    assert answer.text.replace(script + "\n", "") == PAGE.decode()
    assert answer.headers["cache-control"] == "no-store"
    head = ask("/", "HEAD")
    assert (head.headers[VERSION], head.text) == (answer.headers[VERSION], "")
    assert ask("/caf%C3%A9/").headers[VERSION] != answer.headers[VERSION]


def test_a_page_without_a_body_gets_the_script_at_its_end() -> None:
    assert add_to_body(b"<p>Hello", b"!") == b"<p>Hello!"
    assert add_to_body(PAGE, b"!") == PAGE.replace(b"</body>", b"!</body>")


def test_files_go_out_as_they_are_and_addresses_can_lead_elsewhere() -> None:
    assert ask("/text").content == b"text"
    assert ask("/moved").headers["location"] == "/there/"
    assert ask("/nowhere").status_code == 404
    assert ask("/", "POST").status_code == 405
    assert "EventSource" in ask(f"{OWN}preview.js").text
    assert ask(f"{OWN}preview.css").headers["content-type"].startswith("text/css")
    assert ask(f"{OWN}secrets").status_code == 404


def test_a_fault_of_the_program_is_a_sentence_and_the_next_request_is_answered() -> None:
    answer = ask("/broken")
    assert answer.status_code == 500
    assert "RuntimeError: out of ink" in answer.text
    assert "Traceback" not in answer.text
    assert ask("/").status_code == 200


@pytest.mark.parametrize(
    ("host", "named", "status"),
    [
        ("127.0.0.1", "localhost:8000", 200),
        ("127.0.0.1", "127.0.0.1", 200),
        ("127.0.0.1", "[::1]:8000", 200),
        ("127.0.0.1", "evil.example", 421),
        ("127.0.0.1", "localhost.evil.example:8000", 421),
        ("127.0.0.1", "192.168.1.5:8000", 421),
        ("127.0.0.1", "[", 421),
        ("lab.example", "lab.example:8000", 200),
        ("lab.example", "evil.example", 421),
        ("0.0.0.0", "192.168.1.5:8000", 200),
        ("0.0.0.0", "evil.example", 421),
        ("0.0.0.0", socket.gethostname(), 200),
    ],
)
def test_only_the_servers_own_names_are_answered_to(host: str, named: str, status: int) -> None:
    assert ask("/", host=host, named=named).status_code == status


@contextmanager
def serve(channel: EventStream) -> Iterator[int]:
    """Run a server in a thread and yield its port; when it is told to stop, it must end."""
    listening = open_socket("127.0.0.1", 0)
    server = Server(make_app(respond, channel, "127.0.0.1"), channel)
    loops = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        await server.serve([listening])

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    channel.call = lambda function, *values: loops[0].call_soon_threadsafe(function, *values)  # type: ignore[attr-defined]
    try:
        yield listening.getsockname()[1]
    finally:
        loops[0].call_soon_threadsafe(server.stop)
        thread.join(10)
        assert not thread.is_alive()


def open_stream(port: int) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", EVENTS)
    answer = connection.getresponse()
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.readline().startswith(b"retry:")
    answer.readline()
    return answer


def test_every_browser_hears_of_a_change_and_an_open_stream_doesnt_keep_the_server() -> None:
    channel = EventStream()
    with serve(channel) as port:
        streams = [open_stream(port), open_stream(port)]
        channel.call(channel.publish, Change(pages=True, files=("/a.css",)))  # type: ignore[attr-defined]
        for stream in streams:
            assert stream.readline() == b'data: {"pages":true,"files":["/a.css"]}\n'
    assert streams[0].read() == b"\n"


def test_a_port_that_is_taken_is_named_with_one_that_is_free() -> None:
    with open_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as caught:
            open_socket("127.0.0.1", port)
    (fault,) = caught.value.diagnostics
    assert fault.message == f"the port {port} is taken by another program"
    free = int(re.fullmatch(r"use --port (\d+)", fault.suggestion)[1])  # type: ignore[index]
    open_socket("127.0.0.1", free).close()


@pytest.mark.parametrize(("host", "port"), [("nowhere.invalid", 0), ("192.0.2.1", 0)])
def test_a_host_or_port_that_there_isnt_is_a_fault_with_a_remedy(host: str, port: int) -> None:
    with pytest.raises(UserError) as caught:
        open_socket(host, port)
    assert "--" in caught.value.diagnostics[0].suggestion


def test_the_address_for_a_browser_names_the_port_that_was_given() -> None:
    with open_socket("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert locate(listening, "127.0.0.1") == f"http://127.0.0.1:{port}/"
        assert locate(listening, "0.0.0.0") == f"http://127.0.0.1:{port}/"
        assert locate(listening, "::1") == f"http://[::1]:{port}/"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_command_at_once_and_without_complaint(tmp_path: Path, number: signal.Signals) -> None:
    """Also while a browser listens and the search index has been made."""
    site = write_site(tmp_path / "site")
    command = [sys.executable, "-m", "site_builder", "serve", "--site", str(site), "--port", "0"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())[1])  # type: ignore[index]
    stream = open_stream(port)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/pagefind/pagefind.js")
    assert connection.getresponse().status == 200
    process.send_signal(number)
    assert process.wait(10) == 0
    assert process.stderr.read() == ""
    stream.close()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
