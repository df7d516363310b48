"""Runs Pagefind as a service and returns the files of its index."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import Diagnostic, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The number of the last message.
_LAST = 0
#: Signs that are letters of words: C++, C#.
_LETTERS = "+#"
#: More threads take 7 % more time of processors for a share, of which several are made at once.
_ONE_THREAD = {"RAYON_NUM_THREADS": "1", "TOKIO_WORKER_THREADS": "1"}
#: Bytes that are sent at once, some thirty documents: each sending wakes Pagefind.
_BUFFER = 1 << 16
#: What to do without an index.
SUGGESTION = "build with --no-search to go without"


class _File(msgspec.Struct):
    """A file of the index."""

    path: str
    content: bytes


class _Said(msgspec.Struct):
    """The content of a response. Each type of response has some of the fields."""

    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Said
    message_id: int | None = None


def run_pagefind(documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Index documents (address, HTML) and return the files by name. Raises UserError with Pagefind's own message.

    The protocol is that of Pagefind's Python package: numbered messages, each in JSON, base64-encoded and ended by a
    comma, with one response each. Pagefind's command isn't used, because it reads documents in the order of the file
    system and may end before everything is written.
    """
    from pagefind_bin import get_executable  # 10 ms that only a build with a changed index pays

    with tempfile.TemporaryFile() as complaints:
        try:
            command = [str(get_executable()), "--service"]
            quiet = {**os.environ, "RUST_BACKTRACE": "0", **_ONE_THREAD}
            process = subprocess.Popen(
                command, _BUFFER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=quiet
            )
        except OSError as error:
            raise UserError(
                Diagnostic("search-failed", f"Pagefind can't be started: {error}", suggestion=SUGGESTION)
            ) from error
        try:
            answer = _converse(process, documents)
        finally:
            process.kill()
            process.communicate()
        if answer.type != "GetFiles":
            complaints.seek(0)
            lines = (answer.message or complaints.read().decode(errors="replace")).splitlines()
            said = [line for line in lines if line and not line.startswith("note:")] or ["it ended early"]
            raise UserError(Diagnostic("search-failed", f"Pagefind failed: {said[-1]}", suggestion=SUGGESTION))
    return {file.path.replace("\\", "/"): file.content for file in answer.files}


def _converse(process: subprocess.Popen[bytes], documents: Iterable[tuple[str, str]]) -> _Said:
    """Return the response with the files, else the first error, which is empty if Pagefind ended without a message."""
    assert process.stdin and process.stdout  # noqa: S101 (told to Popen)
    # Responses are read while messages are sent: else both processes may wait for each other.
    with ThreadPoolExecutor(1) as listener:
        answer = listener.submit(_listen, process.stdout.fileno())
        try:
            for message in _phrase(documents):
                try:
                    process.stdin.write(base64.b64encode(message) + b",")
                except OSError:  # Pagefind has ended; its last response may say why
                    break
            with contextlib.suppress(OSError):
                process.stdin.flush()
            return answer.result()
        finally:
            process.kill()


def _phrase(documents: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    yield _message(1, type="NewIndex", config={"include_characters": _LETTERS})
    for number, (url, html) in enumerate(documents, 2):
        yield _message(number, type="AddFile", index_id=0, url=url, file_path=None, file_contents=html)
    yield _message(_LAST, type="GetFiles", index_id=0)


def _message(number: int, **payload: Any) -> bytes:
    return msgspec.json.encode({"message_id": number, "payload": payload})


def _listen(answers: int) -> _Said:
    complaint = None
    heard = bytearray()
    while data := os.read(answers, 1 << 20):
        heard += data
        if b"," not in data:
            continue
        *whole, heard = heard.split(b",")
        for text in whole:
            answer = msgspec.json.decode(base64.b64decode(text), type=_Answer)
            if answer.payload.type == "Error":
                complaint = complaint or answer.payload
            if answer.message_id == _LAST:
                return complaint or answer.payload
    return complaint or _Said("Error")
