"""Files that any process of this machine makes and stages, and the records that it sends back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.storage.build_state import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.storage.output_dir import OutputTransaction


class Staged(msgspec.Struct, frozen=True, array_like=True):
    """The records of staged files, and how many of them weren't in the output folder as they are."""

    files: dict[str, Record]
    written: int


def stage(transaction: OutputTransaction, files: Iterable[tuple[str, bytes, bytes]]) -> Staged:
    """Stage files (path, digests of the inputs, content). Whoever takes the result counts them as written."""
    before = transaction.written
    records = {path: Record(inputs, transaction.offer(path, data)) for path, inputs, data in files}
    written, transaction.written = transaction.written - before, before
    return Staged(records, written)
