"""Writes files of the content folder: all of a change or none, and one writer at a time.

A journal with the new bytes is written and synced first. From then on the change is only completed: after a crash, the
next writer or build finishes it. Before the journal exists, nothing has changed. If writing fails on the way (a full
disk, a read-only file), the old bytes are put back.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage.cache import digest
from site_builder.storage.locks import try_lock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

JOURNAL = Path("content/.import-journal")
_LOCK = Path(".cache/content.lock")
#: The folders that a change may write to.
_FOLDERS = (Path("content/papers"), Path("content/listings"))
#: Temporary files, named by the process that writes them.
_TEMPORARY = re.compile(r"\.\d+\.new")
#: Seconds to wait for another writer, and between two tries.
_PATIENCE, _STEP = 10.0, 0.05


class Change(msgspec.Struct, frozen=True):
    """A file to be written: its path below the site, its bytes now (None if it is new) and its new bytes."""

    path: Path
    before: bytes | None
    after: bytes


class _Step(msgspec.Struct, frozen=True, array_like=True):
    """A file in the journal: its path below the site, the digest of its old bytes (empty if new), its new bytes."""

    path: str
    before: bytes
    after: bytes


@contextlib.contextmanager
def lock_content(site_dir: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a site's content folder. Whoever reads entries to write them needs it from the first read on.

    Waits ``patience`` seconds for another writer. Raises UserError if the other one still writes then, or if the lock
    file can't be made.
    """
    until = time.monotonic() + patience
    path = site_dir / _LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while (handle := try_lock(path)) is None:
            if time.monotonic() >= until:
                message = "another import is writing this site"
                raise UserError(Diagnostic("import-blocked", message, suggestion="let it finish, then add again"))
            time.sleep(_STEP)
    except OSError as error:
        message = f"the lock file can't be written: {error.strerror}"
        raise UserError(Diagnostic("import-blocked", message, Location(str(path)), "make it writable")) from None
    try:
        yield
    finally:
        os.close(handle)


def write_changes(site_dir: Path, changes: Sequence[Change]) -> None:
    """Write the files of a change. Call it with the lock held.

    Raises UserError, with nothing changed, if a file has changed since it was read or can't be written.
    """
    finish_pending(site_dir)
    if not changes:
        return
    for change in changes:
        path = site_dir / change.path
        if _read(path) != change.before:
            message = "this file was changed while the import was being prepared; nothing was written"
            raise UserError(Diagnostic("import-blocked", message, Location(str(path)), "add the source again"))
    steps = [_Step(c.path.as_posix(), _digest(c.before), c.after) for c in changes]
    journal = site_dir / JOURNAL
    try:
        _write_journal(journal, steps)
        for change in changes:
            _replace(site_dir / change.path, change.after)
    except OSError as error:
        undone = _put_back(site_dir, changes)
        if undone:
            journal.unlink(missing_ok=True)
        outcome = "nothing was changed" if undone else "the next 'add' or 'build' finishes what was begun"
        message = f"{error.filename or site_dir} can't be written: {error.strerror}; {outcome}"
        suggestion = "see to the disk or the permissions, then add again"
        raise UserError(Diagnostic("import-blocked", message, suggestion=suggestion)) from None
    journal.unlink(missing_ok=True)


def read_pending(site_dir: Path) -> dict[Path, bytes]:
    """Return the new bytes of the files, by path below the site, that an interrupted change still has to write.

    A file that somebody has changed since is left out. Raises UserError if the journal can't be read.
    """
    journal = site_dir / JOURNAL
    try:
        data = _read(journal)
        steps = msgspec.msgpack.decode(data, type=list[_Step]) if data else []
        if not all(Path(step.path).parent in _FOLDERS for step in steps):  # no change writes elsewhere
            raise _describe_interrupted(journal)
        return {Path(s.path): s.after for s in steps if _digest(_read(site_dir / s.path)) == s.before}
    except (OSError, msgspec.DecodeError):
        raise _describe_interrupted(journal) from None


def recover(site_dir: Path) -> bool:
    """Finish an interrupted change, and tell whether there was one. Waits for a writer that is still at work.

    Raises UserError if the change can't be finished.
    """
    if not (site_dir / JOURNAL).exists():
        return False
    with lock_content(site_dir):
        return finish_pending(site_dir)


def finish_pending(site_dir: Path) -> bool:
    """Finish an interrupted change, remove its temporary files, and tell whether there was one. Needs the lock.

    Raises UserError if the change can't be finished.
    """
    for folder in (JOURNAL.parent, *_FOLDERS):
        for path in (site_dir / folder).glob(".*.new"):
            if _TEMPORARY.fullmatch(path.name):
                path.unlink(missing_ok=True)
    journal = site_dir / JOURNAL
    if not journal.exists():
        return False
    try:
        for path, data in read_pending(site_dir).items():
            _replace(site_dir / path, data)
    except OSError:
        raise _describe_interrupted(journal) from None
    journal.unlink(missing_ok=True)
    return True


def check_pending(site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning if an import was interrupted and not finished yet."""
    if (site_dir / JOURNAL).exists():
        message = "an import was interrupted, or is still running"
        suggestion = "run 'site-builder build' or add a source: both finish it"
        yield Diagnostic("import-interrupted", message, Location(JOURNAL.as_posix()), suggestion, "warning")


def _describe_interrupted(journal: Path) -> UserError:
    message, suggestion = "an import was interrupted and can't be finished", "delete this file and add the source again"
    return UserError(Diagnostic("import-blocked", message, Location(str(journal)), suggestion))


def _write_journal(journal: Path, steps: Sequence[_Step]) -> None:
    """Write the journal so that it is complete on the disk, or doesn't exist."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    _replace(journal, msgspec.msgpack.encode(steps))
    with contextlib.suppress(OSError):  # Windows can't open folders, and needs no sync of them
        handle = os.open(journal.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(path: Path, data: bytes) -> None:
    """Write a file completely and sync it. Permissions of an old file and a link to it are kept."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{os.getpid()}.new")  # short enough, however long the file's own name is
    try:
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _put_back(site_dir: Path, changes: Sequence[Change]) -> bool:
    """Undo the written part, and tell whether all of it was undone. New files are removed first to make room."""
    undone = True
    for change in sorted(changes, key=lambda change: change.before is not None):
        path = site_dir / change.path
        try:
            if _read(path) != change.after:
                continue
            if change.before is None:
                path.unlink()
            else:
                _replace(path, change.before)
        except OSError:
            undone = False
    return undone


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(data: bytes | None) -> bytes:
    return b"" if data is None else digest(data)
