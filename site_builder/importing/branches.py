"""What two branches imported, after git merged them.

Each record that an import writes holds a checksum of the paper's other records at that time. After a merge no record
knows all others; or a source has two records. Then a field that the entry lacks was perhaps lost when somebody resolved
a conflict, and isn't one that a curator took away.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.entries.merge import merge
from site_builder.importing.history import find_last_applied
from site_builder.model import Paper
from site_builder.storage.cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.importing.history import Record

#: What an import says behind a field that an entry got back.
LOST = " (lost in a merge of branches)"
#: Hexadecimal digits of a checksum.
_DIGITS = 8
_NOTHING = Paper(title="")


def find_merged(records: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the records of each paper of which two branches wrote some, by id."""
    return {id: group for id, group in _group(records).items() if _is_merged(group)}  # noqa: A001


def mark_written(records: Iterable[Record], before: Mapping[tuple[str, str], Record]) -> list[Record]:
    """Return the records; those that aren't the same ``before`` the import get the checksum of the paper's others."""
    return [
        _mark(record, before.get((record.id, record.source)), group)
        for group in _group(records).values()
        for record in group
    ]


def _mark(record: Record, before: Record | None, group: Iterable[Record]) -> Record:
    if before and msgspec.structs.replace(record, beside=before.beside) == before:
        return before
    return msgspec.structs.replace(record, beside=_digest_others(record, group))


def find_lost(paper: Paper, records: Iterable[Record]) -> dict[str, Any]:
    """Return what an entry lacks of what its sources said, by field. Of an abstract the records have only a digest."""
    lost: dict[str, Any] = {}
    for record in records:
        said = msgspec.structs.replace(find_last_applied(record), abstract="")
        mine = msgspec.structs.replace(paper, **lost)
        lost |= merge(mine, said, [_NOTHING], [_NOTHING], [], first=True).changes
    return lost


def _group(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.id].append(record)
    return groups


def _is_merged(records: Sequence[Record]) -> bool:
    if len({record.source for record in records}) < len(records):
        return True
    marked = [record for record in records if record.beside]  # records of the program's first versions have no mark
    return len(records) > 1 and bool(marked) and all(r.beside != _digest_others(r, records) for r in marked)


def _digest_others(record: Record, records: Iterable[Record]) -> str:
    nothing = {"id": "", "beside": "", "added": "", "changed": ""}
    others = [msgspec.structs.replace(other, **nothing) for other in records if other.source != record.source]
    encoded = sorted(map(msgspec.json.encode, others))
    return digest(*encoded).hex()[:_DIGITS]
