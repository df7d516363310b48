"""What the file system says of a file without opening it: whether it may have changed since somebody looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import os

#: A file this young may change again without its time or size telling (a file system's clock ticks every few ms).
UNSETTLED_NS = 50_000_000


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Times in nanoseconds, size and place of a file; equal stamps mean equal bytes, unless the file is too young."""

    modified: int
    changed: int
    size: int
    inode: int


def make_stamp(stat: os.stat_result) -> Stamp:
    """Return what the file system says of a file."""
    return Stamp(stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino)
