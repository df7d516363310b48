"""Files that may vanish at any time: written whole or not at all, unreadable ones are as good as none.

A cache file names the program's version and the shape of what it holds in its first line; any other first line
means that another version wrote it. A checksum follows, since what a file holds may be decoded in parts and much later,
and a machine that loses its power may leave a part of a file empty. Nothing in the program depends on a cache being
there, only its speed does.
"""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from site_builder import __version__

T = TypeVar("T")

#: Bytes of the checksum: 30 MB are checked in 10 ms or a little more, and no enemy is expected.
_CHECK = 4
#: Bytes of a secret.
_SECRET = 32


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that stand for the parts and their borders."""
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def seal(*parts: bytes) -> bytes:
    """Return 16 bytes that only this user's programs can make of the parts.

    A site's cache comes with the site's folder, perhaps from a stranger: what is run and not only read needs a seal.
    Empty, which is no seal, where the user has no place for a secret.
    """
    secret = _find_secret()
    return blake2b(digest(*parts), digest_size=16, key=secret).digest() if secret else b""


@lru_cache(maxsize=1)
def _find_secret() -> bytes:
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "site-builder")
        path = folder / "secret"
        if not path.exists():
            replace(path, os.urandom(_SECRET))  # for this user's eyes only, as temporary files are
        secret = path.read_bytes()
    except (OSError, RuntimeError):  # no home, or nothing can be written there
        return b""
    return secret if len(secret) == _SECRET else b""


def load(path: Path, kind: type[T], shape: str) -> T | None:
    """Return what `store` wrote, or None when there is nothing usable."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = _head(shape)
    start = len(head) + _CHECK
    content = memoryview(data)[start:]
    if not data.startswith(head) or data[len(head) : start] != _check(content):
        return None
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except msgspec.MsgspecError:
        return None


def store(path: Path, value: object, shape: str) -> None:
    """Write the value; a cache that can't be written (a read-only folder, a full disk) is no fault."""
    content = msgspec.msgpack.encode(value)
    with contextlib.suppress(OSError):
        replace(path, b"".join((_head(shape), _check(content), content)))


def replace(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part. Raises OSError."""
    import tempfile  # 5 ms, which a build with nothing to do saves

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105 - the path is a string
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _check(content: bytes | memoryview) -> bytes:
    return crc32(content).to_bytes(_CHECK, "little")


def _head(shape: str) -> bytes:
    return f"site-builder {__version__} {shape}\n".encode()
