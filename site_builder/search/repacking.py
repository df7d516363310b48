"""Pagefind's index, packed for a browser that has yet to download it, and the site's own tables beside it.

Whoever searches loads the table of all documents (``pf_meta``), and most of what Pagefind (1.5) writes into it is the
digests by which it names the documents' fragments. Here fragments get their names by the group: 32 neighbours share one
digest, and a digit tells them apart. So a name still stands for what the file holds, which lets browsers keep it, a new
document changes the names of its group alone, and the table is half as long. The words are cut into chunks anew, too
(`chunks`).

The tables are for what Pagefind would keep in filters and orders of its own. Those spend 2 bytes and more on a number,
and the orders come with the table of documents; here a table is loaded by those who need it.

The tables are JSON behind the same mark as Pagefind's files have. ``pagefind-entry.json`` names the index of the
language, and the tables.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from site_builder.search.cbor import encode, make_name, pack, read, unpack
from site_builder.search.chunks import cut_chunks

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENTRY, _FRAGMENT, _CHUNK = "pagefind-entry.json", "fragment/{}.pf_fragment", "index/{}.pf_index"
#: Where an index holds its documents (name of the fragment, number of words) and its chunks (first word, last, name).
_DOCUMENTS, _CHUNKS = 1, 2
#: Documents that share a digest, and the digits that tell them apart (JavaScript's of base 32).
_DIGITS = "0123456789abcdefghijklmnopqrstuv"


def settle(files: Mapping[str, bytes], tables: Mapping[str, Any], count: int) -> dict[str, bytes]:
    """Return Pagefind's files with other chunks, short names for the fragments, the tables, and another one of the
    ``groups``' names.

    Raises ValueError, LookupError or TypeError when the files aren't as described above, or there are not so many
    documents.
    """
    settled = dict(files)
    entry = json.loads(settled.pop(_ENTRY))
    (language,) = entry["languages"].values()
    prefix = language["hash"].rpartition("_")[0]
    index = read(settled.pop(f"pagefind.{language['hash']}.pf_meta"))
    if len(index[_DOCUMENTS]) != count:
        raise ValueError(f"the index has {len(index[_DOCUMENTS])} documents, not {count}")
    groups = _rename_documents(index[_DOCUMENTS], settled)
    index[_CHUNKS] = _replace_chunks(index[_CHUNKS], prefix, settled)
    entry["tables"] = {}
    for key, table in {**tables, "groups": groups}.items():
        data = pack(_spell(table))
        entry["tables"][key] = make_name(data)
        settled[f"{key}.{make_name(data)}.pf_table"] = data
    data = pack(encode(index))
    language["hash"] = f"{prefix}_{make_name(data)}"
    settled[f"pagefind.{language['hash']}.pf_meta"] = data
    settled[_ENTRY] = _spell(entry)
    return settled


def _rename_documents(documents: list[list[Any]], files: dict[str, bytes]) -> list[str]:
    """Give the documents and their fragments other names; return the names of the groups."""
    size = len(_DIGITS)
    names = [name for name, _ in documents]
    # a digest for each run of neighbours, of the digests that Pagefind made of what they hold
    groups = [make_name(" ".join(names[start : start + size]).encode()) for start in range(0, len(names), size)]
    for number, document in enumerate(documents):
        document[0] = f"{groups[number // size]}/{_DIGITS[number % size]}"
        document[1] = _round(document[1])
        files[_FRAGMENT.format(document[0])] = files.pop(_FRAGMENT.format(names[number]))
    return groups


def _replace_chunks(chunks: list[list[str]], prefix: str, files: dict[str, bytes]) -> list[list[str]]:
    """Put other chunks in the place of Pagefind's; return their table."""
    table = []
    for first, last, data in cut_chunks([unpack(files.pop(_CHUNK.format(name))) for _, _, name in chunks]):
        name = f"{prefix}_{make_name(data)}"
        files[_CHUNK.format(name)] = data
        table.append([first, last, name])
    return table


def _round(words: int) -> int:
    """Return the length of a document as it bears on its rank: four words more or less don't, and are a sixth of the
    table."""
    return max(round(words / 8) * 8, 1)


def _spell(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
