"""What was imported: the base of every merge, kept with the site so that a whole team merges against the same.

``content/listings/imported.jsonl`` holds a line for each paper and source, in the order of ids: what that source said
of it the last time. The bytes depend on nothing but what was said, and a change touches only its own lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Fault, Place
from site_builder.entries.merging import sign_abstract
from site_builder.model import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "imported.jsonl"


class Record(msgspec.Struct, frozen=True):
    """What a source (a file's name) in some format said of the paper with this id.

    The abstract is kept as a digest: a merge only asks whether it changed, and the file stays short.
    """

    id: str
    source: str
    format: str
    paper: Paper


def make_record(id: str, source: str, form: str, paper: Paper) -> Record:  # noqa: A002
    """Return what a source says now as a record."""
    return Record(id, source, form, msgspec.structs.replace(paper, abstract=sign_abstract(paper.abstract)))


def read_records(data: bytes, path: str) -> list[Record]:
    """Read the file. Raises Fault at a line that isn't a record, such as a mark that a merge of branches left."""
    records = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            records.append(msgspec.json.decode(line, type=Record))
        except msgspec.DecodeError:
            remedy = "restore the line from the repository's history, or delete it: then nothing is known of its import"
            message = "this line isn't what an import wrote"
            raise Fault(Diagnostic("import-record", message, Place(path, number, 1), remedy)) from None
    return records


def write_records(records: Iterable[Record]) -> bytes:
    """Return the file's bytes."""
    ordered = sorted(records, key=lambda record: (record.id, record.source))
    return b"".join(msgspec.json.encode(record) + b"\n" for record in ordered)
