"""What a build remembers for the next one: its inputs, and what it knows of each file that it wrote."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__
from site_builder.storage import cache, output_dir
from site_builder.storage.file_stat import UNSETTLED_NS, FileStat, stat_file
from site_builder.storage.workers import count_jobs, parallel_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

#: The fewest files that are checked by several processes: 8,000 take 20 ms.
_WORTH_A_PROCESS = 8000
_SHARE = 2000


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a file in the output folder. ``inputs`` holds the digests of what it was made from, one behind
    the other."""

    inputs: bytes
    fingerprint: output_dir.FileFingerprint


class State(msgspec.Struct, frozen=True, array_like=True):
    """What the last build left.

    ``signature`` stands for all files that it read; empty if some were still too young to tell a change. ``shared``
    holds digests of what shows on every page, by what it is. ``structure`` stands for everything that pages were made
    from but the papers' body texts; ``bodies`` holds the digests of those in the order of the catalog.

    ``papers`` holds the papers' ids in the same order, and ``checksums`` those of their fields (see `CachedPaper`);
    ``people`` holds checksums of the fields of each person. They say what changed, and nothing else depends on them.
    ``folders`` are the names of the folders of the content that held files.
    """

    signature: bytes = b""
    shared: dict[str, bytes] = {}
    files: dict[str, Record] = {}
    structure: bytes = b""
    bodies: tuple[bytes, ...] = ()
    papers: tuple[str, ...] = ()
    checksums: tuple[bytes, ...] = ()
    people: dict[str, bytes] = {}
    authors: int = 0
    folders: tuple[str, ...] = ()


def load_state(cache_dir: Path, out: Path) -> State:
    """Return what the last build into this output folder left."""
    return cache.load(_file(cache_dir, out), State) or State()


def store_state(cache_dir: Path, out: Path, state: State) -> None:
    """Store what this build leaves."""
    cache.store(_file(cache_dir, out), state)


def _file(cache_dir: Path, out: Path) -> Path:
    return cache_dir / f"outputs-{cache.digest(str(out.resolve()).encode()).hex()[:16]}"


class Inputs(msgspec.Struct, frozen=True):
    """The files that a build reads, by path. ``signature`` stands for what the file system says of them; it is empty if
    one of them is younger than a clock tick, so that a further change may not show."""

    signature: bytes
    files: dict[str, FileStat]


def look_at_inputs(folders: Iterable[Path], flags: str) -> Inputs:
    """Look at all files below the folders, but not behind links to further folders; ``flags`` is what else the output
    depends on."""
    files = {path: file_stat for folder in folders for path, file_stat in _walk(str(folder))}
    if max((file_stat.modified for file_stat in files.values()), default=0) > time.time_ns() - UNSETTLED_NS:
        return Inputs(b"", files)
    paths = "\n".join([__version__, flags, *files]).encode("utf-8", "surrogateescape")
    return Inputs(cache.digest(paths, msgspec.msgpack.encode(list(files.values()))), files)


def _walk(folder: str) -> Iterator[tuple[str, FileStat]]:
    try:
        with os.scandir(folder) as found:
            items = sorted(found, key=lambda item: item.name)
    except OSError:
        return
    for item in items:
        if item.is_dir(follow_symlinks=False):
            yield from _walk(item.path)
            continue
        try:
            stat = item.stat(follow_symlinks=not item.is_dir())
        except OSError:  # a link that leads nowhere, as some editors leave beside an open file
            stat = item.stat(follow_symlinks=False)
        yield item.path, stat_file(stat)


def is_current(state: State, signature: bytes, out: Path) -> bool:
    """Tell whether the output folder is up to date: the build reads the same files as the last one, and every file is
    as that one wrote it."""
    if not signature or state.signature != signature or not state.files or output_dir.is_unfinished(out):
        return False
    return all(compare_files(out, state.files))


def compare_files(out: Path, files: Mapping[str, Record], jobs: int | None = None) -> bytes:
    """Return for each file whether it is still as it was written into the output folder (1) or not (0)."""
    records = list(files.items())

    def compare(number: int) -> bytes:
        share = records[number * _SHARE : (number + 1) * _SHARE]
        fingerprints = output_dir.read_fingerprints(out, [path for path, _ in share])
        return bytes(
            [record.fingerprint == fingerprint for (_, record), fingerprint in zip(share, fingerprints, strict=True)]
        )

    jobs = count_jobs(jobs, len(records), _WORTH_A_PROCESS)
    return b"".join(parallel_map(compare, -(-len(records) // _SHARE), jobs))
