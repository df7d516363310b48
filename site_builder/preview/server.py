"""The preview's web server: shows what a function makes of an address, and tells browsers what has changed.

It knows nothing of papers. A page that it sends carries a script, which hears of changes on `EVENTS` and asks (with a
HEAD request) whether its page is another one now; so a browser reloads once a change, and only when there is something
new to see.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import logging
import signal
import socket
import threading
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from site_builder.diagnostics import Diagnostic, UserError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

HTML = "text/html; charset=utf-8"
#: The server's own addresses; no page of a site can stand below them.
OWN = "/__preview/"
EVENTS = f"{OWN}events"
#: The header with the version of a response. The script in a page compares it with its own version.
VERSION = "X-Preview-Version"

_STATIC = Path(__file__).parent / "static"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
#: Seconds between heartbeats on an open event stream. Proxies close an idle connection later than that.
_PULSE = 20
_PORTS_TRIED = 50

_log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True):
    """The response for an address: bytes or a file to send. ``location`` is the target of a redirect."""

    body: bytes | Path = b""
    media_type: str = HTML
    status: int = 200
    location: str = ""


class Change(msgspec.Struct, frozen=True):
    """A change: ``pages`` may have changed, and the ``files`` with these paths (``/assets/style.css``) have."""

    pages: bool = False
    files: tuple[str, ...] = ()


class EventStream:
    """Sends each change to all connected browsers. Not a value: it holds the connections."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Change | None]] = set()
        self._closed = False

    def publish(self, change: Change) -> None:
        """Send a change to all connected browsers."""
        for queue in self._queues:
            queue.put_nowait(change)

    def close(self) -> None:
        """End all streams. No new one can begin."""
        self._closed = True
        for queue in self._queues:
            queue.put_nowait(None)

    async def listen(self) -> AsyncIterator[bytes]:
        """Yield server-sent events until the stream is closed."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._queues.add(queue)
        try:
            yield b"retry: 500\n\n"
            while not self._closed:
                try:
                    change = await asyncio.wait_for(queue.get(), _PULSE)
                except TimeoutError:
                    yield b":\n\n"
                    continue
                if change is not None:
                    yield b"data: " + msgspec.json.encode(change) + b"\n\n"
        finally:
            self._queues.discard(queue)


def make_app(respond: Callable[[str], Answer], channel: EventStream, host: str) -> ASGIApp:
    """Return the web application. ``respond`` is given a request's path as it was sent, percent-escapes included; it
    runs in a thread of its own and should raise nothing. ``host`` is the name or address that the server listens on."""

    async def answer(request: Request) -> Response:
        path = request.scope["raw_path"].decode("latin-1")
        try:
            found = await run_in_threadpool(respond, path)
        except Exception as error:  # any error ends this request only
            _log.exception("%s can't be answered", path)
            sentence = f"The program failed ({type(error).__name__}: {error}). This is its own fault; please report it."
            found = Answer(sentence.encode(), "text/plain; charset=utf-8", 500)
        return _send(found)

    async def listen(_: Request) -> Response:
        return StreamingResponse(channel.listen(), media_type="text/event-stream", headers=_HEADERS)

    async def send_own(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in {"preview.js", "preview.css"}:
            return PlainTextResponse("There is nothing here.", 404)
        return FileResponse(_STATIC / name, headers=_HEADERS)

    routes = [Route(EVENTS, listen), Route(OWN + "{name}", send_own), Route("/{path:path}", answer)]
    return _refuse_strangers(Starlette(routes=routes), host)


def _send(answer: Answer) -> Response:
    headers = dict(_HEADERS)
    if answer.location:
        return Response(status_code=answer.status, headers=headers | {"Location": answer.location})
    if isinstance(answer.body, Path):
        return FileResponse(answer.body, answer.status, headers, answer.media_type)
    body = answer.body
    if answer.media_type == HTML:
        headers[VERSION] = blake2b(body, digest_size=8).hexdigest()
        body = _add_script(body, headers[VERSION])
    return Response(body, answer.status, headers, answer.media_type)


def _add_script(page: bytes, version: str) -> bytes:
    return add_to_body(page, f'<script src="{OWN}preview.js" data-version="{version}"></script>\n'.encode())


def add_to_body(page: bytes, part: bytes) -> bytes:
    """Return the page with ``part`` added at the end of its body."""
    end = page.rfind(b"</body>")
    return page[:end] + part + page[end:] if end >= 0 else page + part


def _refuse_strangers(app: ASGIApp, host: str) -> ASGIApp:
    """Answer only requests with this server's host name.

    Otherwise a foreign site could point its own host name at this machine and read from it (DNS rebinding).
    """

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            named = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if not _is_own_name(named, host):
                sentence = f"This preview doesn't answer to the name '{named}'. Ask for it by localhost, or start it "
                refusal = PlainTextResponse(f"{sentence}with --host and that name.\n", 421)
                await refusal(scope, receive, send)
                return
        await app(scope, receive, send)

    return guard


def _is_own_name(named: str, host: str) -> bool:
    try:
        name = urlsplit(f"//{named}").hostname or ""
    except ValueError:
        return False
    if name in {"localhost", host.lower()} or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        # A server on all addresses is also reached by the machine's name.
        return _is_everywhere(host) and name in {socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}
    return address.is_loopback or _is_everywhere(host)


def _is_everywhere(host: str) -> bool:
    return host in {"", "0.0.0.0", "::"}  # noqa: S104 - compared, not bound


def open_socket(host: str, port: int) -> socket.socket:
    """Listen on the address. Port 0 is any free port. Raises UserError if it is taken or isn't of this machine."""
    try:
        return _listen(host, port)
    except OSError as error:
        raise UserError(_describe(error, host, port)) from error


def _describe(error: OSError, host: str, port: int) -> Diagnostic:
    if isinstance(error, PermissionError):
        message, suggestion = f"the port {port} is the system's own", "choose one above 1023 with --port"
    elif error.errno == errno.EADDRINUSE:
        free = _find_free(host, port)
        message, suggestion = f"the port {port} is taken by another program", f"use --port {free}"
    else:
        message = f"the preview can't listen at '{host}': {error.strerror}"
        suggestion = "give an address of this machine with --host, or leave it out"
    return Diagnostic("preview-address", message, suggestion=suggestion)


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    return socket.create_server(address, family=family, backlog=128)


def _find_free(host: str, taken: int) -> int:
    for port in range(taken + 1, min(taken + _PORTS_TRIED, 65536)):
        with contextlib.suppress(OSError), _listen(host, port):
            return port
    with _listen(host, 0) as listening:
        return int(listening.getsockname()[1])


def locate(listening: socket.socket, host: str) -> str:
    """Return the web address for a browser: ``http://127.0.0.1:8000/``."""
    port = listening.getsockname()[1]
    if _is_everywhere(host):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class Server(uvicorn.Server):
    """Serves until Ctrl-C or `stop`, and then ends at once."""

    def __init__(self, app: ASGIApp, channel: EventStream) -> None:
        super().__init__(
            uvicorn.Config(
                app, log_config=None, log_level="error", access_log=False, lifespan="off", timeout_graceful_shutdown=2
            )
        )
        self._channel = channel

    def stop(self) -> None:
        """End the streams, then the server. Call it in the server's own thread."""
        self._channel.close()
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on Ctrl-C and on a polite request to end. uvicorn would raise the signal again at the end: then nothing
        could be tidied up, and Ctrl-C, which is how a preview ends, would look like a failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        before = {
            number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.stop))
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
