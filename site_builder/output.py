"""Writes the output folder whole or not at all; touches only what differs, removes only what it wrote.

New files are first written below ``<out>/.site-builder/tree``. When all of them are there, a journal names what is to
be removed, and from then on the change only goes forward: the staged files are moved to their places by renaming the
largest folders that aren't there yet, and whoever opens the folder next finishes what a crash left. Until the journal
is there, nothing outside ``.site-builder`` has been touched. ``.site-builder/written`` lists the files that are ours.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.cache import replace
from site_builder.diagnostics import Diagnostic, Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OWN = ".site-builder"


class Stamp(msgspec.Struct, frozen=True, array_like=True):
    """What tells that a written file is still as it was written: time of modification (nanoseconds) and size."""

    modified: int
    size: int


class Stage:
    """New files on their way into the output folder. Not a value: it stands for files on the disk."""

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        self.fresh = not any(name != _OWN for name in os.listdir(out) if not name.startswith("."))  # noqa: PTH208
        self._tree = f"{out}/{_OWN}/tree"
        self._folders = {self._tree}
        self.written = 0
        Path(self._tree).mkdir()

    def offer(self, path: str, data: bytes) -> Stamp:
        """Stage the file unless the output folder holds these very bytes already; return its stamp."""
        if not self.fresh and (same := self._find_same(path, data)):
            return same
        self.written += 1
        return self._write(f"{self._tree}/{path}", data)

    def offer_file(self, path: str, source: Path) -> Stamp:
        """Stage a copy of a file unless the output folder holds its bytes already; return its stamp."""
        return self.offer(path, source.read_bytes())

    def _find_same(self, path: str, data: bytes) -> Stamp | None:
        try:
            handle = os.open(f"{self.out}/{path}", os.O_RDONLY)
        except OSError:
            return None
        try:
            stat = os.fstat(handle)
            if stat.st_size != len(data) or os.read(handle, len(data) + 1) != data:
                return None
            return Stamp(stat.st_mtime_ns, stat.st_size)
        except OSError:  # a folder stands where the file should
            return None
        finally:
            os.close(handle)

    def _write(self, target: str, data: bytes) -> Stamp:
        # os.open and os.write instead of open(): a third less time for each of some ten thousand small files
        self._make_folder(target.rpartition("/")[0])
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            stat = os.fstat(handle)
        finally:
            os.close(handle)
        return Stamp(stat.st_mtime_ns, stat.st_size)

    def _make_folder(self, folder: str) -> None:
        if folder not in self._folders:
            self._make_folder(folder.rpartition("/")[0])
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder)  # noqa: PTH102 - the path is a string
            self._folders.add(folder)

    def commit(self, planned: Iterable[str]) -> int:
        """Put the staged files in their places and remove what an earlier build wrote and this one doesn't.

        Return how many files were removed. Raises OSError when the folder can't be changed; the change is then
        finished by the next `open_stage`.
        """
        wanted = sorted(planned)
        removed = sorted(set(list_written(Path(self.out))) - set(wanted))
        own = Path(self.out, _OWN)
        if self.written or removed:
            replace(own / "journal", msgspec.json.encode({"wanted": wanted, "removed": removed}))
            _carry_out(Path(self.out))
        else:
            _discard(own / "tree")
        return len(removed)


@contextlib.contextmanager
def open_stage(out: Path) -> Iterator[Stage]:
    """Yield a stage for the output folder; what isn't committed is gone at the end.

    Raises Fault when the folder can't be written or another build is writing it.
    """
    try:
        (out / _OWN).mkdir(parents=True, exist_ok=True)
        lock = _lock(out / _OWN / "lock")
    except OSError as error:
        remedy = "name another folder with --out, or make this one writable"
        raise Fault(
            Diagnostic("output-blocked", f"the output folder {out} can't be written: {error.strerror}", remedy=remedy)
        ) from error
    try:
        recover(out)
        yield Stage(out)
    finally:
        _discard(out / _OWN / "tree", unless=out / _OWN / "journal")
        os.close(lock)


def recover(out: Path) -> None:
    """Finish a change that a crash interrupted after its journal was written; drop one that it interrupted before."""
    if (out / _OWN / "journal").exists():
        _carry_out(out)
    _discard(out / _OWN / "tree")


def list_written(out: Path) -> list[str]:
    """Return the files that a build wrote into the folder, by their paths below it."""
    try:
        return (out / _OWN / "written").read_text("utf-8").splitlines()
    except OSError:
        return []


def stamp_files(out: Path, paths: Iterable[str]) -> Iterator[Stamp | None]:
    """Yield the stamp of each file, None where there is none."""
    root = str(out)
    for path in paths:
        try:
            stat = os.stat(f"{root}/{path}")  # noqa: PTH116 - two microseconds a file count when there are 40,000
        except OSError:
            yield None
        else:
            yield Stamp(stat.st_mtime_ns, stat.st_size)


def _carry_out(out: Path) -> None:
    own = out / _OWN
    journal = msgspec.json.decode((own / "journal").read_bytes(), type=dict[str, list[str]])
    for path in journal["removed"]:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            (out / path).unlink()
            _prune(out, path)
    _merge(str(own / "tree"), str(out))
    replace(own / "written", "".join(f"{path}\n" for path in journal["wanted"]).encode())
    (own / "journal").unlink()
    _discard(own / "tree")


def _prune(out: Path, path: str) -> None:
    for folder in (out / path).parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:  # it holds something else
            return


def _merge(source: str, target: str) -> None:
    """Move everything below ``source`` to ``target``, whole folders where they aren't there yet."""
    if not os.path.isdir(source):  # noqa: PTH112 - moved already, before a crash
        return
    with os.scandir(source) as found:
        items = list(found)
    for item in items:
        place = f"{target}/{item.name}"
        if not item.is_dir(follow_symlinks=False):
            os.replace(item.path, place)  # noqa: PTH105
            continue
        try:
            os.rename(item.path, place)  # noqa: PTH104
        except OSError:  # there is such a folder already, and something in it
            _merge(item.path, place)


def _discard(tree: Path, unless: Path | None = None) -> None:
    if unless is None or not unless.exists():
        shutil.rmtree(tree, ignore_errors=True)


def _lock(path: Path) -> int:
    """Take the lock of an output folder; the system gives it back when the process ends, however it ends."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise Fault(
            Diagnostic("output-blocked", f"another build is writing {path.parent.parent}", remedy="let it finish first")
        ) from None
    return handle
