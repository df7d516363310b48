"""A conversation with Pagefind: documents → the files of their index."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import Diagnostic, UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The number of the message that ends a conversation with Pagefind.
_LAST = 0
#: What whoever can't have an index can do.
SUGGESTION = "build with --no-search to go without"


class _File(msgspec.Struct):
    """A file of the index."""

    path: str
    content: bytes


class _Said(msgspec.Struct):
    """What is told in an answer of Pagefind's; each kind of answer has some of it."""

    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Said
    message_id: int | None = None


def run_pagefind(documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Index documents (address, HTML); return files by name. Raises UserError with Pagefind's own words when it fails.

    Pagefind is spoken to as its package for Python does: numbered messages, each JSON in base64 and ended by a comma,
    and each is answered. From a folder it takes documents in the order in which the file system lists them, and into a
    folder it hasn't always written everything when it says so.
    """
    from pagefind_bin import get_executable  # 10 ms that only a build with a changed index pays

    with tempfile.TemporaryFile() as complaints:
        try:
            command = [str(get_executable()), "--service"]
            quiet = {**os.environ, "RUST_BACKTRACE": "0"}
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=quiet
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
    """Return the files, otherwise the first complaint, which says nothing when Pagefind ended without one."""
    assert process.stdin and process.stdout  # noqa: S101 (told to Popen)
    # Answers are heard while messages are sent: each of the two processes waits while the other doesn't read.
    with ThreadPoolExecutor(1) as listener:
        answer = listener.submit(_listen, process.stdout.fileno())
        try:
            for message in _phrase(documents):
                try:
                    process.stdin.write(base64.b64encode(message) + b",")
                    process.stdin.flush()
                except OSError:  # it has ended; why, it may have said
                    break
            return answer.result()
        finally:
            process.kill()


def _phrase(documents: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    yield _message(1, type="NewIndex", config={})
    for number, (url, html) in enumerate(documents, 2):
        yield _message(number, type="AddFile", index_id=0, url=url, file_path=None, file_contents=html)
    yield _message(_LAST, type="GetFiles", index_id=0)


def _message(number: int, **payload: Any) -> bytes:
    return json.dumps({"message_id": number, "payload": payload}).encode()


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
