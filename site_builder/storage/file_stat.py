"""What the file system says of a file, which tells whether it may have changed since somebody looked; and its bytes."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

#: A file this young may change again without its time or size telling (a file system's clock ticks every few ms).
UNSETTLED_NS = 50_000_000


class NoFile(OSError):
    """Something stands in a file's place that can be opened like one, but isn't: a pipe, a device."""


class FileStat(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Times in nanoseconds, size and place of a file; equal stamps mean equal bytes, unless the file is too young."""

    modified: int
    changed: int
    size: int
    inode: int


def stat_file(status: os.stat_result) -> FileStat:
    """Return what the file system says of a file."""
    return FileStat(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


#: Without waiting for whoever may write into a pipe: that may be nobody.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_file(path: str | Path) -> tuple[FileStat, bytes]:
    """Return a file's stamp and bytes with one opening and no buffer, in half the time of ``open``.

    Raises OSError, for pipes and devices `NoFile`: what they hold has no end, or none that comes by itself.
    """
    handle = os.open(path, _READ)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise NoFile(errno.EINVAL, "it is a pipe or a device", str(path))
        return stat_file(status), os.read(handle, status.st_size)
    finally:
        os.close(handle)
