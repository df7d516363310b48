"""Cache files: written whole or not at all. An unreadable cache file counts as missing.

The first line names the program's version and the shape of the content; with any other first line the file is ignored.
The shape comes from the fields of the records inside, so a changed record needs no number that somebody must raise.
A checksum follows, because parts of a file may be decoded much later, and a power failure may leave a part empty. The
program gives the same result without any cache, only slower.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from struct import pack
from typing import TypeVar
from zlib import crc32

import msgspec

from site_builder import __version__

T = TypeVar("T")

#: Bytes of the checksum. CRC-32 takes about 10 ms for 30 MB; it protects against accidents, not against attackers.
_CHECK = 4
#: Bytes of a secret.
_SECRET = 32


def digest(*parts: bytes) -> bytes:
    """Return a digest of 16 bytes of the parts and their borders."""
    state = blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.digest()


def sign(*parts: bytes) -> bytes:
    """Return a signature of 16 bytes that only this user's programs can make.

    A site's folder, with its cache, may come from a stranger. Code from a cache is run only with a valid signature.
    Empty if the user has no place for a secret.
    """
    secret = _find_secret()
    return blake2b(digest(*parts), digest_size=16, key=secret).digest() if secret else b""


@lru_cache(maxsize=1)
def _find_secret() -> bytes:
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "site-builder")
        path = folder / "secret"
        if not path.exists():
            replace(path, os.urandom(_SECRET))  # readable by this user only, like all temporary files
        secret = path.read_bytes()
    except (OSError, RuntimeError):  # there is no home folder, or it can't be written
        return b""
    return secret if len(secret) == _SECRET else b""


@lru_cache
def find_shape(kind: type) -> str:
    """Return a digest of a record's fields and their types, and of all records that these types name.

    A field that holds another record in encoded form says which: ``Annotated[msgspec.Raw, Entry]``.
    """
    records = [kind]
    lines = []
    for record in records:
        fields = [(name, str(annotation)) for name, annotation in _list_annotations(record)]
        lines.append(f"{record.__qualname__} {fields}")
        for name in re.findall(r"[\w.]+", " ".join([annotation for _, annotation in fields])):
            named = _find_named(record, name)
            if isinstance(named, type) and issubclass(named, msgspec.Struct) and named not in records:
                records.append(named)
    return digest("\n".join(lines).encode()).hex()


def _list_annotations(record: type) -> list[tuple[str, object]]:
    return [pair for base in reversed(record.__mro__) for pair in vars(base).get("__annotations__", {}).items()]


def _find_named(record: type, name: str) -> object:
    """Return what a dotted name means in the module of a record; None if it means nothing."""
    first, *rest = name.split(".")
    named = vars(sys.modules[record.__module__]).get(first)
    for part in rest:
        named = getattr(named, part, None)
    return named


def load(path: Path, kind: type[T], key: str = "") -> T | None:
    """Return the value that `store` wrote with the same key, or None if there is no valid file."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = _head(kind, key)
    start = len(head) + _CHECK
    content = memoryview(data)[start:]
    if not data.startswith(head) or data[len(head) : start] != _check(content):
        return None
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except msgspec.MsgspecError:
        return None


def store(path: Path, value: msgspec.Struct, key: str = "") -> None:
    """Write the value; ``key`` stands for what it was made from, as far as the path doesn't.

    A cache that can't be written (a read-only folder, a full disk) is not an error.
    """
    content = msgspec.msgpack.encode(value)
    with contextlib.suppress(OSError):
        replace(path, b"".join((_head(type(value), key), _check(content), content)))


def replace(path: Path, data: bytes) -> None:
    """Write a file so that readers see the old or the new content, never a part. Raises OSError."""
    import tempfile  # takes 5 ms; a build with nothing to do doesn't need it

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


def _head(kind: type, key: str) -> bytes:
    return f"site-builder {__version__} {find_shape(kind)} {key}\n".encode()


def checksum_fields(record: msgspec.Struct) -> bytes:
    """Return two bytes for each field of a record, in their order: zeros for an empty field.

    They tell which field changed. They don't tell that none did.
    """
    encode = msgspec.msgpack.encode
    sums = [crc32(encode(value)) & 0xFFFF if value else 0 for value in msgspec.structs.astuple(record)]
    return pack(f">{len(sums)}H", *sums)
