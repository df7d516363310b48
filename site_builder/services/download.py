"""Answers from the web: within a time and a size, and from nowhere that a server's answer may not lead to."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
import zlib
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener, getproxies

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from http.client import HTTPResponse
    from typing import IO

#: The largest answer, in bytes, after it was unpacked.
LARGEST = 16_000_000
_CHUNK = 65_536
_MOST_REDIRECTS = 5
_PACKED = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class Refusal(Exception):
    """Why there is no answer: a code of `CODES`, a sentence, and what to do instead."""

    def __init__(self, code: str, message: str, suggestion: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion

    def locate(self, location: Location) -> Diagnostic:
        """Return the refusal as a diagnostic."""
        return Diagnostic(self.code, self.message, location, self.suggestion)


def download(address: str, accept: str, patience: float) -> str:
    """Return the text at an address, for which the whole answer may take so many seconds.

    Another address to which a server leads must be https (http only to the same host), and none of this machine's or
    of its network, unless it is the host that was asked. Raises Refusal.
    """
    headers = {
        "Accept": accept,
        "Accept-Encoding": "gzip",
        "User-Agent": f"site-builder/{__version__} (static sites of papers)",
    }
    request = Request(address, headers=headers)  # noqa: S310 - the address is a service's
    guard = _Guard(request.host, patience)
    opener = build_opener(_Handler(guard), _SecureHandler(guard), _Redirects(guard))
    try:
        with guard, opener.open(request, timeout=patience) as response:
            data = _read(response, guard)
            kind = response.headers.get_content_type()
    except HTTPError as error:
        with error:
            raise _explain(error, guard.host) from None
    except (OSError, HTTPException, ValueError, zlib.error) as error:  # it may lead to what is no address
        raise guard.explain(error) from None
    if kind == "text/html":
        suggestion = "open the address in a browser, save the reference as BibTeX, and add that file"
        raise Refusal("source-refused", f"{guard.host} answers with a web page instead of a record", suggestion)
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


class _Guard:
    """Watches over a request: its time, and whom it is sent to."""

    def __init__(self, host: str, patience: float) -> None:
        self.named = urlsplit(f"//{host}").hostname or ""
        self.host = host
        self.patience = patience
        self.deadline = time.monotonic() + patience
        self.sock: socket.socket | None = None
        self.timer = threading.Timer(patience, self._hang_up)

    def __enter__(self) -> None:
        self.timer.daemon = True
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()

    def _hang_up(self) -> None:
        """End the connection, whatever is waited for: a limit for each read would let a server trickle for hours."""
        if self.sock:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

    def is_late(self) -> bool:
        return time.monotonic() >= self.deadline

    def connect(self, address: tuple[str, int], timeout: float | None = None, *_: object) -> socket.socket:
        """Open a connection, unless it led to a machine that may not be asked."""
        self.host, port = address
        found = [info[4] for info in socket.getaddrinfo(self.host, port, type=socket.SOCK_STREAM)]
        # Behind a proxy, the connection is the proxy's.
        if self.host != self.named and not getproxies() and not all(_is_public(str(place[0])) for place in found):
            raise Refusal(
                "source-refused",
                f"{self.named} leads to {self.host}, which is a machine of this network; it wasn't asked",
                "look whether the address is right",
            )
        self.sock = socket.create_connection((self.host, port), timeout)
        return self.sock

    def explain(self, error: Exception) -> Refusal:
        if self.is_late() or isinstance(error, TimeoutError):
            message = f"{self.host} did not answer within {self.patience:g} seconds"
            return Refusal("source-unreachable", message, "try again later")
        reason = error.reason if isinstance(error, URLError) else error
        suggestion = "look whether this machine is online, or save the reference as a file and add that"
        return Refusal("source-unreachable", f"{self.host} can't be reached ({reason})", suggestion)


class _Handler(HTTPHandler):
    def __init__(self, guard: _Guard) -> None:
        super().__init__()
        self.guard = guard

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_guard_connection, HTTPConnection, self.guard), req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, guard: _Guard) -> None:
        super().__init__()
        self.guard = guard

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(_guard_connection, HTTPSConnection, self.guard), req)


def _guard_connection(kind: type[HTTPConnection], guard: _Guard, host: str, **options: Any) -> HTTPConnection:
    connection = kind(host, **options)
    connection._create_connection = guard.connect  # type: ignore[attr-defined]  # noqa: SLF001 - the one way in
    return connection


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MOST_REDIRECTS

    def __init__(self, guard: _Guard) -> None:
        self.guard = guard

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        target = urlsplit(urljoin(req.full_url, newurl))
        itself = req.type == "http" and target.scheme == "http" and target.netloc == req.host
        if target.scheme != "https" and not itself:
            raise Refusal(
                "source-refused",
                f"{req.host} leads to {target.scheme}://{target.netloc}, which isn't safe; it wasn't asked",
                "look whether the address is right",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_public(address: str) -> bool:
    """Tell whether an address is one of the internet: no machine of a network, nor this one."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped:
        number = number.ipv4_mapped
    return number.is_global and not number.is_multicast


def _read(response: HTTPResponse, guard: _Guard) -> bytes:
    """Read and unpack an answer, as far as its time and its size allow."""
    bits = _PACKED.get(response.headers.get("Content-Encoding", "").strip().lower())
    unpacker = zlib.decompressobj(bits) if bits else None
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        while chunk and len(data) <= LARGEST:
            data += unpacker.decompress(chunk, _CHUNK) if unpacker else chunk
            chunk = unpacker.unconsumed_tail if unpacker else b""
        if len(data) > LARGEST:
            message = f"the answer of {guard.host} is larger than {LARGEST // 1_000_000} MB"
            raise Refusal("source-refused", message, "ask for fewer papers, or save the record as a file and add that")
        if guard.is_late():
            raise TimeoutError
    if guard.is_late():
        raise TimeoutError
    return bytes(data)


def _explain(error: HTTPError, host: str) -> Refusal:
    if error.code in (404, 410):
        return Refusal("source-unknown", f"{host} doesn't know it", "look for a typing error")
    if error.code in (429, 503):
        return Refusal("source-unreachable", f"{host} asks to wait", "try again in some minutes")
    if error.code < 400:
        return Refusal("source-refused", f"{host} leads to an address that isn't followed", "look whether it is right")
    code = "source-unreachable" if error.code >= 500 else "source-refused"
    suggestion = "open the address in a browser, save the reference as BibTeX, and add that file"
    return Refusal(code, f"{host} refuses to answer (status {error.code})", suggestion)
