"""Pagefind's index, packed for a browser that has yet to download it, and the site's own tables beside it.

Whoever searches loads the table of all documents (``pf_meta``), and most of what Pagefind (1.5) writes into it is the
digests by which it names the documents' fragments. Here fragments get their names by the group: 32 neighbours share one
digest, and a digit tells them apart. So a name still stands for what the file holds, which lets browsers keep it, a new
document changes the names of its group alone, and the table is half as long.

The tables are for what Pagefind would keep in filters and orders of its own. Those spend 2 bytes and more on a number,
and the orders come with the table of documents; here a table is loaded by those who need it.

Pagefind's files are CBOR (RFC 8949) of numbers, texts and arrays, behind a mark, gzipped; the tables are JSON behind
the same mark. ``pagefind-entry.json`` names the index of the language, and the tables.
"""

from __future__ import annotations

import gzip
import json
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MARK = b"pagefind_dcd"
_ENTRY, _FRAGMENT = "pagefind-entry.json", "fragment/{}.pf_fragment"
#: Where an index holds its documents (name of the fragment, number of words).
_DOCUMENTS = 1
_NUMBER, _TEXT, _ARRAY = 0, 3, 4
#: Documents that share a digest, and the digits that tell them apart (JavaScript's of base 32).
_DIGITS = "0123456789abcdefghijklmnopqrstuv"


def settle(files: Mapping[str, bytes], tables: Mapping[str, Any], count: int) -> dict[str, bytes]:
    """Return Pagefind's files with short names for the fragments, the tables, and another one of the ``groups``' names.

    Raises ValueError, LookupError or TypeError when the files aren't as described above, or there are not so many
    documents.
    """
    settled = dict(files)
    entry = json.loads(settled.pop(_ENTRY))
    (language,) = entry["languages"].values()
    index = read(settled.pop(f"pagefind.{language['hash']}.pf_meta"))
    names = [name for name, _ in index[_DOCUMENTS]]
    if len(names) != count:
        raise ValueError(f"the index has {len(names)} documents, not {count}")
    groups = _name_groups(names)
    for number, document in enumerate(index[_DOCUMENTS]):
        document[0] = f"{groups[number // len(_DIGITS)]}/{_DIGITS[number % len(_DIGITS)]}"
        document[1] = _round(document[1])
        settled[_FRAGMENT.format(document[0])] = settled.pop(_FRAGMENT.format(names[number]))
    entry["tables"] = {}
    for key, table in {**tables, "groups": groups}.items():
        data = _compress(_spell(table))
        entry["tables"][key] = _name(data)
        settled[f"{key}.{_name(data)}.pf_table"] = data
    data = _compress(_encode(index))
    language["hash"] = f"{language['hash'].rpartition('_')[0]}_{_name(data)}"
    settled[f"pagefind.{language['hash']}.pf_meta"] = data
    settled[_ENTRY] = _spell(entry)
    return settled


def _name_groups(names: Sequence[str]) -> list[str]:
    """Return a digest for each run of neighbours, of the digests that Pagefind made of what they hold."""
    size = len(_DIGITS)
    return [_name(" ".join(names[start : start + size]).encode()) for start in range(0, len(names), size)]


def _round(words: int) -> int:
    """Return the length of a document as it bears on its rank: four words more or less don't, and are a sixth of the
    table."""
    return max(round(words / 8) * 8, 1)


def read(data: bytes) -> list[Any]:
    """Return what one of Pagefind's files holds. Raises ValueError or LookupError when it is none."""
    try:
        data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a file can't be unpacked: {error}") from error
    if not data.startswith(_MARK):
        raise ValueError("a file has no mark of Pagefind")
    value, end = _decode(data, len(_MARK))
    if end != len(data) or not isinstance(value, list):
        raise ValueError("a file isn't what Pagefind 1.5 writes")
    return value


def _compress(data: bytes) -> bytes:
    return gzip.compress(_MARK + data, mtime=0)


def _spell(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _name(data: bytes) -> str:
    return blake2b(data, digest_size=4).hexdigest()


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
