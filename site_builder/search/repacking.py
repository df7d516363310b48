"""Repacks Pagefind's index, so that a browser downloads less for a query, and adds the site's own tables.

Every search loads the table of all documents (``pf_meta``). In Pagefind 1.5, most of it is the digests that name the
documents' fragments. Here 32 neighbouring fragments share one digest, and a digit tells them apart. A name still
depends on the content, so browsers can cache the files; a new document changes only the names of its group; and the
table is half as long. The chunks of words are cut again too (`chunks`).

The tables replace Pagefind's filters and sort orders, which take at least two bytes for each number and, for sort
orders, are loaded with every search. Here a table is loaded only if it is used. Tables are JSON with the same file
header as Pagefind's files. ``pagefind-entry.json`` names the index of the language and the tables.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.search.cbor import encode, make_name, pack, read, unpack
from site_builder.search.chunks import cut_chunks

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRY, _FRAGMENT, _CHUNK = "pagefind-entry.json", "fragment/{}.pf_fragment", "index/{}.pf_index"
#: The positions, in an index, of its documents (fragment name, number of words) and its chunks (first word, last,
#: name).
_DOCUMENTS, _CHUNKS = 1, 2
#: The digits of base 32 in JavaScript. As many documents share one digest.
_DIGITS = "0123456789abcdefghijklmnopqrstuv"


def repack_index(files: Mapping[str, bytes], tables: Mapping[str, Any], count: int) -> dict[str, bytes]:
    """Return Pagefind's files with new chunks, short fragment names, the tables, and a table of the ``groups``' names.

    Raises ValueError, LookupError or TypeError if the files don't have the form described above, or if the number of
    documents isn't ``count``.
    """
    repacked = dict(files)
    entry = json.loads(repacked.pop(_ENTRY))
    (language,) = entry["languages"].values()
    prefix = language["hash"].rpartition("_")[0]
    index = read(repacked.pop(f"pagefind.{language['hash']}.pf_meta"))
    if len(index[_DOCUMENTS]) != count:
        raise ValueError(f"the index has {len(index[_DOCUMENTS])} documents, not {count}")
    groups = _rename_documents(index[_DOCUMENTS], repacked)
    index[_CHUNKS] = _replace_chunks(index[_CHUNKS], prefix, repacked)
    entry["tables"] = {}
    for key, table in {**tables, "groups": groups}.items():
        data = pack(_spell(table))
        entry["tables"][key] = make_name(data)
        repacked[f"{key}.{make_name(data)}.pf_table"] = data
    data = pack(encode(index))
    language["hash"] = f"{prefix}_{make_name(data)}"
    repacked[f"pagefind.{language['hash']}.pf_meta"] = data
    repacked[_ENTRY] = _spell(entry)
    return repacked


def _rename_documents(documents: list[list[Any]], files: dict[str, bytes]) -> list[str]:
    """Rename the documents and their fragments. Return the names of the groups."""
    size = len(_DIGITS)
    names = [name for name, _ in documents]
    # The digest of a group is made of Pagefind's digests of its documents.
    groups = [make_name(" ".join(names[start : start + size]).encode()) for start in range(0, len(names), size)]
    for number, document in enumerate(documents):
        document[0] = f"{groups[number // size]}/{_DIGITS[number % size]}"
        document[1] = _round(document[1])
        files[_FRAGMENT.format(document[0])] = files.pop(_FRAGMENT.format(names[number]))
    return groups


def _replace_chunks(chunks: list[list[str]], prefix: str, files: dict[str, bytes]) -> list[list[str]]:
    """Replace Pagefind's chunks and return the new table of chunks."""
    table = []
    for first, last, data in cut_chunks([unpack(files.pop(_CHUNK.format(name))) for _, _, name in chunks]):
        name = f"{prefix}_{make_name(data)}"
        files[_CHUNK.format(name)] = data
        table.append([first, last, name])
    return table


def _round(words: int) -> int:
    """Return the length of a document rounded to eight words: the ranking stays the same, the table gets a sixth
    smaller.
    """
    return max(round(words / 8) * 8, 1)


def _spell(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
