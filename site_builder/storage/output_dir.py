"""Writes the output folder whole or not at all; touches only what differs, removes only what it wrote.

New files are first written below ``<out>/.site-builder/tree``. When all of them are there, a journal names what is to
be removed, and from then on the change only goes forward: the staged files are moved to their places by renaming the
largest folders that aren't there yet, and whoever opens the folder next finishes what a crash left. Until the journal
is there, nothing outside ``.site-builder`` has been touched. ``.site-builder/written`` lists the files that are ours.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage.cache import replace
from site_builder.urls import OUTPUT_RECORDS as _OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Without it Windows changes line ends.
_BINARY: int = getattr(os, "O_BINARY", 0)
#: A link isn't what a build wrote, whatever it leads to.
_OLD_FILE = os.O_RDONLY | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY
#: A part of a path that leads elsewhere: an empty one (also before a slash at the start), ``.`` or ``..``.
_DEVIOUS = re.compile(r"(?:\A|[/\\])\.{0,2}(?:[/\\]|\Z)")


class FileFingerprint(msgspec.Struct, frozen=True, array_like=True):
    """What tells that a written file is still as it was written: time of modification (nanoseconds) and size. The other
    things that a `stamps.Stamp` holds change as the file is moved to its place."""

    modified: int
    size: int


class _Change(msgspec.Struct):
    """What a commit does beside moving what is staged: files to remove, and all that are ours then, if those change."""

    removed: list[str]
    wanted: list[str] | None


class OutputTransaction:
    """New files on their way into the output folder. Not a value: it stands for files on the disk."""

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        self.fresh = not any(name != _OWN for name in os.listdir(out) if not name.startswith("."))  # noqa: PTH208
        self._known = list_written(out)
        self._own = frozenset(self._known)
        self._tree = f"{out}/{_OWN}/tree"
        self.written = 0

    def offer(self, path: str, data: bytes) -> FileFingerprint:
        """Stage the file unless the output folder holds these very bytes already; return its seal.

        Raises UserError when the file can't be written, or when something that no build wrote stands in its way.
        """
        if (not self.fresh or path.startswith(".")) and (same := self._find_same(path, data)):
            return same
        self.written += 1
        try:
            return self._write(f"{self._tree}/{path}", data)
        except OSError as error:
            raise UserError(_describe_blocked(Path(self.out), error)) from error

    def _find_same(self, path: str, data: bytes) -> FileFingerprint | None:
        try:
            handle = os.open(f"{self.out}/{path}", _OLD_FILE)
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            self._refuse_above(path)
            return None
        except OSError:  # a link, or a file that may not be read
            self._refuse_foreign(path)
            return None
        try:
            found = os.fstat(handle)
            if stat.S_ISDIR(found.st_mode):
                self._refuse_folder(path)
                return None
            if found.st_size != len(data) or os.read(handle, len(data) + 1) != data:
                self._refuse_foreign(path)
                return None
            return FileFingerprint(found.st_mtime_ns, found.st_size)
        finally:
            os.close(handle)

    def _refuse_foreign(self, path: str) -> None:
        """Raise UserError when what stands in a file's place isn't ours.

        Where upper and lower case are one, our own file may be known by another spelling of its name.
        """
        if path in self._own:
            return
        location = Path(self.out, path)
        alike = [Path(self.out, other) for other in self._own if other.casefold() == path.casefold()]
        if not any(other.exists() and location.exists() and other.samefile(location) for other in alike):
            raise UserError(_describe_obstacle(location, "file"))

    def _refuse_above(self, path: str) -> None:
        """Raise UserError when a file that isn't ours stands where a folder of this path should."""
        for folder in Path(path).parents:
            if Path(self.out, folder).is_file() and folder.as_posix() not in self._own:
                raise UserError(_describe_obstacle(Path(self.out, folder), "file"))

    def _refuse_folder(self, path: str) -> None:
        """Raise UserError when a folder with files that aren't ours stands where this file should."""
        for found in Path(self.out, path).rglob("*"):
            if not found.is_dir() and found.relative_to(self.out).as_posix() not in self._own:
                raise UserError(_describe_obstacle(Path(self.out, path), "folder"))

    def make_folders(self, folders: Iterable[str]) -> None:
        """Make folders that will be needed. They are half of what the system has to do for a small file in a folder of
        its own, and another process can do it meanwhile."""
        for folder in folders:
            self._make_folder(f"{self._tree}/{folder}")

    def _write(self, target: str, data: bytes) -> FileFingerprint:
        # os.open and os.write instead of open(): a third less time for each of some ten thousand small files
        try:
            handle = os.open(target, _NEW_FILE, 0o666)
        except FileNotFoundError:
            self._make_folder(target.rpartition("/")[0])
            handle = os.open(target, _NEW_FILE, 0o666)
        try:
            done = os.write(handle, data)
            while done < len(data):
                done += os.write(handle, data[done:])
            made = os.fstat(handle)
        finally:
            os.close(handle)
        return FileFingerprint(made.st_mtime_ns, made.st_size)

    def _make_folder(self, folder: str) -> None:
        try:
            os.mkdir(folder)  # noqa: PTH102 - the path is a string
        except FileNotFoundError:
            self._make_folder(folder.rpartition("/")[0])
            self._make_folder(folder)
        except FileExistsError:
            pass

    def commit(self, planned: Iterable[str]) -> int:
        """Put the staged files in their places and remove what an earlier build wrote and this one doesn't.

        Return how many files were removed. Raises UserError when the folder can't be changed; a change that has
        begun is then finished by the next `open_transaction`.
        """
        wanted = sorted(planned)
        known = self._known
        removed = sorted(filter(_is_inside, set(known) - set(wanted))) if wanted != known else []
        own = Path(self.out, _OWN)
        try:
            if self.written or wanted != known:
                change = _Change(removed, wanted if wanted != known else None)
                replace(own / "journal", msgspec.json.encode(change))
                _carry_out(Path(self.out))
            else:
                _discard(own / "tree")
        except OSError as error:
            raise UserError(_describe_blocked(Path(self.out), error)) from error
        return len(removed)


@contextlib.contextmanager
def open_transaction(out: Path) -> Iterator[OutputTransaction]:
    """Yield a stage for the output folder; what isn't committed is gone at the end.

    Raises UserError when the folder can't be written or another build is writing it.
    """
    try:
        (out / _OWN).mkdir(parents=True, exist_ok=True)
        lock = _lock(out / _OWN / "lock")
    except OSError as error:
        raise UserError(_describe_blocked(out, error)) from error
    try:
        try:
            recover(out)
            stage = OutputTransaction(out)
        except OSError as error:
            raise UserError(_describe_blocked(out, error)) from error
        yield stage
    finally:
        _discard(out / _OWN / "tree", unless=out / _OWN / "journal")
        os.close(lock)


def recover(out: Path) -> None:
    """Finish a change that a crash interrupted after its journal was written; drop one that it interrupted before.

    A machine that loses its power may lose what it said to have written: a journal that can't be read is dropped too,
    and the next build writes whatever differs. Raises OSError when the folder can't be changed.
    """
    journal = out / _OWN / "journal"
    if journal.exists():
        try:
            _carry_out(out)
        except msgspec.DecodeError:
            journal.unlink()
    _discard(out / _OWN / "tree")


def list_written(out: Path) -> list[str]:
    """Return the files that a build wrote into the folder, by their paths below it; others may have written more."""
    try:
        return (out / _OWN / "written").read_text("utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError):
        return []


def _is_inside(path: str) -> bool:
    """Tell whether a path leads below the folder that it is joined to; what we keep there, others can write."""
    return not _DEVIOUS.search(path) and not os.path.splitdrive(path)[0]


def read_fingerprints(out: Path, paths: Iterable[str]) -> Iterator[FileFingerprint | None]:
    """Yield the seal of each file, None where there is none."""
    root = str(out)
    for path in paths:
        try:
            found = os.stat(f"{root}/{path}")  # noqa: PTH116 - two microseconds a file count when there are 40,000
        except OSError:
            yield None
        else:
            yield FileFingerprint(found.st_mtime_ns, found.st_size)


def _carry_out(out: Path) -> None:
    own = out / _OWN
    change = msgspec.json.decode((own / "journal").read_bytes(), type=_Change)
    for path in filter(_is_inside, change.removed):
        if not (out / path).is_dir():  # a folder: the change had come as far as that before a crash
            with contextlib.suppress(NotADirectoryError):
                (out / path).unlink(missing_ok=True)
        _prune(out, path)
    _merge(str(own / "tree"), str(out))
    if change.wanted is not None:
        replace(own / "written", "".join([f"{path}\n" for path in change.wanted]).encode())
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
        location = f"{target}/{item.name}"
        if not item.is_dir(follow_symlinks=False):
            _put(item.path, location)
            continue
        try:
            os.rename(item.path, location)  # noqa: PTH104
        except OSError:  # there is such a folder already, and something in it
            _merge(item.path, location)


def _put(source: str, location: str) -> None:
    """Move a file to its place, in which an empty folder may have been left."""
    try:
        os.replace(source, location)  # noqa: PTH105
    except IsADirectoryError:
        for folder, _, _ in os.walk(location, topdown=False):
            os.rmdir(folder)  # noqa: PTH106 - refuses whatever isn't empty
        os.replace(source, location)  # noqa: PTH105


def _describe_blocked(out: Path, error: OSError) -> Diagnostic:
    message = f"the output folder {out} can't be written: {error.strerror}"
    location = Location(str(error.filename)) if error.filename else Location()
    return Diagnostic("output-blocked", message, location, "name another folder with --out, or make this one writable")


def _describe_obstacle(path: Path, kind: str) -> Diagnostic:
    message = f"this {kind} is in the way of the site's own, and no build wrote it"
    return Diagnostic("output-blocked", message, Location(str(path)), "move it away, or name another folder with --out")


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
        raise UserError(
            Diagnostic(
                "output-blocked", f"another build is writing {path.parent.parent}", suggestion="let it finish first"
            )
        ) from None
    return handle
