"""What a build remembers for the next one: its inputs, and what it knows of each file that it wrote. Disposable."""

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

_SHAPE = "outputs 3"
#: Files to look at that make a second process worth its start: 8,000 take 20 ms.
_WORTH_A_PROCESS = 8000
_SHARE = 2000


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a file in the output folder: the digest of what went into it, and its seal."""

    depends: bytes
    fingerprint: output_dir.FileFingerprint


class State(msgspec.Struct, frozen=True, array_like=True):
    """What the last build left: the signature of its inputs (empty when they were still too young to tell a change),
    the frame, each file, and how many papers and authors it had.

    ``structure`` stands for all that pages were made from but the papers' running texts, and ``texts`` for those: the
    digests of the papers' files by position in the catalog.
    """

    inputs: bytes = b""
    site_digest: bytes = b""
    files: dict[str, Record] = {}
    structure: bytes = b""
    texts: tuple[bytes, ...] = ()
    papers: int = 0
    authors: int = 0


def load_state(cache_dir: Path, out: Path) -> State:
    """Return what the last build into this output folder left."""
    return cache.load(_file(cache_dir, out), State, _SHAPE) or State()


def store_state(cache_dir: Path, out: Path, state: State) -> None:
    """Keep what this build leaves."""
    cache.store(_file(cache_dir, out), state, _SHAPE)


def _file(cache_dir: Path, out: Path) -> Path:
    return cache_dir / f"outputs-{cache.digest(str(out.resolve()).encode()).hex()[:16]}"


class Inputs(msgspec.Struct, frozen=True):
    """What a build is made from: the digest of the stamps of all files, empty when one of them is younger than a clock
    tick, so that it can't be told whether it changes again; and the stamps by path."""

    signature: bytes
    files: dict[str, FileStat]


def look_at_inputs(folders: Iterable[Path], flags: str) -> Inputs:
    """Look at all files below the folders, but for those behind links to further folders; ``flags`` is what else the
    output depends on."""
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


def is_current(state: State, inputs: bytes, out: Path) -> bool:
    """Tell whether the output folder is what these inputs make: same inputs as the last time, and every file as it
    was written."""
    if not inputs or state.inputs != inputs or not state.files:
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
