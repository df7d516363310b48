"""Pagefind's index in a fixed order, so that the same papers make the same bytes.

Pagefind (1.5) writes the values of a filter, the filters, and the orders of its documents as its hash tables yield
them, which is another way in each run, and names its files by digests of that. Here they are sorted and named anew.

The files are CBOR (RFC 8949) of numbers, texts and arrays, behind a mark, gzipped. ``pagefind-entry.json`` names the
index of each language, which names its filters.
"""

from __future__ import annotations

import gzip
import json
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_MARK = b"pagefind_dcd"
#: Where an index holds its filters (name, file) and its orders (name, documents).
_FILTERS, _ORDERS = 3, 4
_NUMBER, _TEXT, _ARRAY = 0, 3, 4


def settle_order(bundle: Path) -> None:
    """Put what a run of Pagefind wrote into a fixed order.

    Raises ValueError, LookupError or TypeError when the files aren't as described above, before any of them is touched.
    """
    entry_file = bundle / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text("utf-8"))
    fresh: dict[Path, bytes] = {}
    stale: list[Path] = []
    for language in entry["languages"].values():
        index_file = bundle / f"pagefind.{language['hash']}.pf_meta"
        index = read(index_file)
        prefix = language["hash"].rpartition("_")[0]
        for pair in index[_FILTERS]:
            old = bundle / "filter" / f"{pair[1]}.pf_filter"
            data = _pack([pair[0], sorted(read(old)[1])])
            pair[1] = f"{prefix}_{_name(data)[:7]}"
            fresh[old.with_name(f"{pair[1]}.pf_filter")] = data
            stale.append(old)
        index[_FILTERS].sort()
        index[_ORDERS].sort()
        data = _pack(index)
        language["hash"] = f"{prefix}_{_name(data)[:10]}"
        fresh[bundle / f"pagefind.{language['hash']}.pf_meta"] = data
        stale.append(index_file)
    fresh[entry_file] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    for path in stale:
        path.unlink()
    for path, data in fresh.items():
        path.write_bytes(data)


def read(path: Path) -> list[Any]:
    """Return what one of Pagefind's files holds. Raises ValueError or LookupError when it is none."""
    try:
        data = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{path} can't be unpacked: {error}") from error
    if not data.startswith(_MARK):
        raise ValueError(f"{path} is none of Pagefind's files")
    value, end = _decode(data, len(_MARK))
    if end != len(data) or not isinstance(value, list):
        raise ValueError(f"{path} isn't what Pagefind 1.5 writes")
    return value


def _pack(value: list[Any]) -> bytes:
    return gzip.compress(_MARK + _encode(value), mtime=0)


def _name(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def _decode(data: bytes, start: int) -> tuple[Any, int]:
    """Return the value that begins here, and where the next one does."""
    kind, number = data[start] >> 5, data[start] & 31
    start += 1
    if number >= 24:
        size = 1 << (number - 24)
        number = int.from_bytes(data[start : start + size], "big")
        start += size
    if kind == _NUMBER:
        return number, start
    if kind == _TEXT:
        return data[start : start + number].decode(), start + number
    if kind != _ARRAY:
        raise ValueError(f"neither number nor text nor array: kind {kind} at {start}")
    values = []
    for _ in range(number):
        value, start = _decode(data, start)
        values.append(value)
    return values, start


def _encode(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        return _head(_TEXT, len(value.encode())) + value.encode()
    return _head(_ARRAY, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + number.to_bytes(1 << power, "big")
