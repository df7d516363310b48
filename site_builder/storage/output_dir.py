"""Writes the output folder whole or not at all. It changes only files that differ, and removes only files of a build.

New files are first written below ``<out>/.site-builder/tree``. When all are there, a journal lists the files to remove.
Before the journal exists, nothing outside ``.site-builder`` has changed. After it exists, the change is only completed:
the staged files are moved to their places, whole folders at once where possible. After a crash or a failure (a full
disk, a file in the way) the next transaction finishes the work. ``.site-builder/written`` lists the files that a build
wrote.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage.cache import replace
from site_builder.storage.locks import try_lock
from site_builder.urls import OUTPUT_RECORDS as _OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Without this flag Windows changes line ends.
_BINARY: int = getattr(os, "O_BINARY", 0)
#: A build never writes a link, so links aren't followed.
_OLD_FILE = os.O_RDONLY | _BINARY | getattr(os, "O_NOFOLLOW", 0)
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY
#: A part of a path that leads out of the folder: an empty one (also at the start), ``.`` or ``..``.
_DEVIOUS = re.compile(r"(?:\A|[/\\])\.{0,2}(?:[/\\]|\Z)")


class FileFingerprint(msgspec.Struct, frozen=True, array_like=True):
    """The modification time (nanoseconds) and size of a written file, by which a later change is noticed.

    The other values of a `FileStat` change when the file is moved to its place.
    """

    modified: int
    size: int


class _Change(msgspec.Struct):
    """What a commit does besides moving staged files: the files to remove, and the new list of written files, if
    any.
    """

    removed: list[str]
    wanted: list[str] | None


class OutputTransaction:
    """New files for the output folder, which become visible with `commit`. Not a value: it stands for files on disk."""

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        self.fresh = not any(name != _OWN for name in os.listdir(out) if not name.startswith("."))  # noqa: PTH208
        self._known = list_written(out)
        self._own = frozenset(self._known)
        self._tree = f"{out}/{_OWN}/tree"
        self.written = 0

    def offer(self, path: str, data: bytes) -> FileFingerprint:
        """Stage a file, unless the output folder holds the same bytes already, and return its fingerprint.

        Raises UserError if the file can't be written, or if something that no build wrote is in its place.
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
        except OSError:  # it is a link, or can't be read
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
        """Raise UserError if the file in this place wasn't written by a build.

        On a file system that ignores case, our own file may be listed with another spelling of its name.
        """
        if path in self._own:
            return
        location = Path(self.out, path)
        alike = [Path(self.out, other) for other in self._own if other.casefold() == path.casefold()]
        if not any(other.exists() and location.exists() and other.samefile(location) for other in alike):
            raise UserError(_describe_obstacle(location, "file"))

    def _refuse_above(self, path: str) -> None:
        """Raise UserError if a file that no build wrote is in the place of a folder of this path."""
        for folder in Path(path).parents:
            if Path(self.out, folder).is_file() and folder.as_posix() not in self._own:
                raise UserError(_describe_obstacle(Path(self.out, folder), "file"))

    def _refuse_folder(self, path: str) -> None:
        """Raise UserError if a folder with files that no build wrote is in the place of this file."""
        for found in Path(self.out, path).rglob("*"):
            if not found.is_dir() and found.relative_to(self.out).as_posix() not in self._own:
                raise UserError(_describe_obstacle(Path(self.out, path), "folder"))

    def _write(self, target: str, data: bytes) -> FileFingerprint:
        # os.open and os.write take a third less time than open(), for tens of thousands of small files.
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
        """Move the staged files to their places, remove files of earlier builds, and return how many were removed.

        ``planned`` holds the paths of all files of this build. Raises UserError if the folder can't be changed; the
        next `open_transaction` then finishes a change that has begun.
        """
        wanted = sorted(planned)
        known = self._known
        removed = sorted(filter(_is_inside, set(known) - set(wanted))) if wanted != known else []
        out = Path(self.out)
        try:
            if self.written or wanted != known:
                _refuse_unwritable(self._tree, self.out, removed)
                change = _Change(removed, wanted if wanted != known else None)
                replace(out / _OWN / "journal", msgspec.json.encode(change))
                _carry_out(out)
            else:
                _discard(out / _OWN / "tree")
        except OSError as error:
            raise UserError(_describe_blocked(out, error)) from error
        return len(removed)


@contextlib.contextmanager
def open_transaction(out: Path) -> Iterator[OutputTransaction]:
    """Yield a transaction for the output folder. Without `commit`, its files are dropped at the end.

    Raises UserError if the folder can't be written or another build is writing it.
    """
    try:
        (out / _OWN).mkdir(parents=True, exist_ok=True)
        lock = _lock(out / _OWN / "lock")
    except OSError as error:
        raise UserError(_describe_blocked(out, error)) from error
    try:
        try:
            recover(out)
            transaction = OutputTransaction(out)
        except OSError as error:
            raise UserError(_describe_blocked(out, error)) from error
        yield transaction
    finally:
        _discard(out / _OWN / "tree", unless=out / _OWN / "journal")
        os.close(lock)


def recover(out: Path) -> None:
    """Finish a change that was interrupted after its journal was written; drop one that was interrupted before.

    After a power failure the journal may be damaged. Then it is dropped, and the next build writes what differs. Raises
    OSError if the folder can't be changed.
    """
    journal = out / _OWN / "journal"
    if journal.exists():
        try:
            _carry_out(out)
        except msgspec.DecodeError:
            journal.unlink()
    _discard(out / _OWN / "tree")


def is_unfinished(out: Path) -> bool:
    """Tell whether a change of the folder has begun and isn't finished."""
    return (out / _OWN / "journal").exists()


def list_written(out: Path) -> list[str]:
    """Return the paths, below the folder, of the files that a build wrote. The folder may hold files of others."""
    try:
        return (out / _OWN / "written").read_text("utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError):
        return []


def _is_inside(path: str) -> bool:
    """Tell whether a path stays inside the folder to which it is joined. The list of paths may have been changed."""
    return not _DEVIOUS.search(path) and not os.path.splitdrive(path)[0]


def read_fingerprints(out: Path, paths: Iterable[str]) -> Iterator[FileFingerprint | None]:
    """Yield the fingerprint of each file, None for a missing file."""
    root = str(out)
    for path in paths:
        try:
            found = os.stat(f"{root}/{path}")  # noqa: PTH116 - saves two microseconds for each of 40,000 files
        except OSError:
            yield None
        else:
            yield FileFingerprint(found.st_mtime_ns, found.st_size)


def _refuse_unwritable(source: str, target: str, removed: Iterable[str]) -> None:
    """Raise OSError if a folder in which the change moves or removes something is read-only."""
    folders = {f"{target}/{path}".rpartition("/")[0] for path in removed}
    for folder in sorted(folders.union(_list_receiving(source, target))):
        while not os.path.isdir(folder):  # noqa: PTH112 - it is made in the next folder above that exists
            folder = folder.rpartition("/")[0]
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _list_receiving(source: str, target: str) -> Iterator[str]:
    """Yield the folders into which `_merge` moves something. It moves a folder that ``target`` doesn't have whole, so
    nobody looks into that."""
    if not os.path.isdir(source):  # noqa: PTH112 - there is nothing to move
        return
    with os.scandir(source) as items:
        for item in items:
            location = f"{target}/{item.name}"
            if item.is_dir(follow_symlinks=False) and os.path.isdir(location):  # noqa: PTH112 - the path is a string
                yield from _list_receiving(item.path, location)
            else:
                yield target


def _carry_out(out: Path) -> None:
    own = out / _OWN
    change = msgspec.json.decode((own / "journal").read_bytes(), type=_Change)
    for path in filter(_is_inside, change.removed):
        if not (out / path).is_dir():  # it is a folder if this step was done before a crash
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
        except OSError:  # the folder isn't empty
            return


def _merge(source: str, target: str) -> None:
    """Move everything below ``source`` to ``target``: a whole folder at once if ``target`` doesn't have it."""
    if not os.path.isdir(source):  # noqa: PTH112 - it was moved before a crash
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
        except OSError:  # the target has this folder, and it isn't empty
            _merge(item.path, location)


def _put(source: str, location: str) -> None:
    """Move a file to its place, which may hold an empty folder."""
    try:
        os.replace(source, location)  # noqa: PTH105
    except IsADirectoryError:
        for folder, _, _ in os.walk(location, topdown=False):
            os.rmdir(folder)  # noqa: PTH106 - refuses whatever isn't empty
        os.replace(source, location)  # noqa: PTH105


def _describe_blocked(out: Path, error: OSError) -> Diagnostic:
    message = f"the output folder {out} can't be written: {error.strerror}"
    location = Location(str(error.filename)) if error.filename else Location()
    suggestion = "name another folder with --out, or make this one writable"
    if is_unfinished(out):
        message += "; only a part of the site is changed"
        suggestion = "make the folder writable, or move away what is in the way: the next build finishes the change"
    return Diagnostic("output-blocked", message, location, suggestion)


def _describe_obstacle(path: Path, kind: str) -> Diagnostic:
    message = f"this {kind} is in the way of the site's own, and no build wrote it"
    return Diagnostic("output-blocked", message, Location(str(path)), "move it away, or name another folder with --out")


def _discard(tree: Path, unless: Path | None = None) -> None:
    if unless is None or not unless.exists():
        shutil.rmtree(tree, ignore_errors=True)


#: Seconds to wait for another build's workers.
_PATIENCE = 2.0


def _lock(path: Path) -> int:
    """Lock the output folder and return the handle.

    Waits a little: the workers of a build that was killed end after the task that they are at.
    """
    give_up = time.monotonic() + _PATIENCE
    while (handle := try_lock(path)) is None and time.monotonic() < give_up:
        time.sleep(0.05)
    if handle is None:
        message = f"another build is writing {path.parent.parent}"
        raise UserError(Diagnostic("output-blocked", message, suggestion="let it finish first"))
    return handle
