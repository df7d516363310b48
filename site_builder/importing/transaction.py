"""All files of an import are written, or none: a journal holds the new bytes until every file is in its place.

The journal is written and synced first; from then on the import will happen, if need be with the next one. Before
that, nothing has. A failure on the way (a full disk, a read-only file) puts the old bytes back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage.cache import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.importing.plan import Change, Plan

JOURNAL = Path("content/.import-journal")
#: Where imports write.
_FOLDERS = (Path("content/papers"), Path("content/listings"))


class _Step(msgspec.Struct, frozen=True, array_like=True):
    """A file of the journal: its path below the site, the digest of its old bytes (empty when new), its new bytes."""

    path: str
    before: bytes
    after: bytes


def carry_out(plan: Plan) -> None:
    """Write the plan's files.

    Raises UserError, with nothing changed, when a file has changed since or can't be written.
    """
    _finish(plan.site_dir)
    if not plan.changes:
        return
    for change in plan.changes:
        path = plan.site_dir / change.path
        if _read(path) != change.before:
            message = "this file was changed while the import was being prepared; nothing was written"
            raise UserError(Diagnostic("import-blocked", message, Location(str(path)), "add the source again"))
    steps = [_Step(c.path.as_posix(), _sign(c.before), c.after) for c in plan.changes]
    journal = plan.site_dir / JOURNAL
    try:
        _write_journal(journal, steps)
        for change in plan.changes:
            _replace(plan.site_dir / change.path, change.after)
    except OSError as error:
        undone = _put_back(plan.site_dir, plan.changes)
        if undone:
            journal.unlink(missing_ok=True)
        outcome = "nothing was changed" if undone else "the next 'add' finishes what was begun"
        message = f"{error.filename or plan.site_dir} can't be written: {error.strerror}; {outcome}"
        suggestion = "see to the disk or the permissions, then add again"
        raise UserError(Diagnostic("import-blocked", message, suggestion=suggestion)) from None
    journal.unlink(missing_ok=True)


def read_pending(site_dir: Path) -> dict[Path, bytes]:
    """Return the files, below the site, that an import which was cut off still has to write.

    Files that someone has changed since are theirs. Raises UserError when the journal can't be read.
    """
    journal = site_dir / JOURNAL
    try:
        data = _read(journal)
        steps = msgspec.msgpack.decode(data, type=list[_Step]) if data else []
        if not all(Path(step.path).parent in _FOLDERS for step in steps):  # it isn't ours, whosever it is
            raise _describe_cut_off(journal)
        return {Path(s.path): s.after for s in steps if _sign(_read(site_dir / s.path)) == s.before}
    except (OSError, msgspec.DecodeError):
        raise _describe_cut_off(journal) from None


def _finish(site_dir: Path) -> None:
    journal = site_dir / JOURNAL
    if not journal.exists():
        return
    try:
        for path, data in read_pending(site_dir).items():
            _replace(site_dir / path, data)
    except OSError:
        raise _describe_cut_off(journal) from None
    journal.unlink(missing_ok=True)


def _describe_cut_off(journal: Path) -> UserError:
    message, suggestion = "an import was cut off and can't be finished", "delete this file and add the source again"
    return UserError(Diagnostic("import-blocked", message, Location(str(journal)), suggestion))


def _write_journal(journal: Path, steps: Sequence[_Step]) -> None:
    """Write the journal so that it is whole on the disk, or isn't there."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    _replace(journal, msgspec.msgpack.encode(steps))
    with contextlib.suppress(OSError):  # Windows opens no folders, and needs no sync of them
        handle = os.open(journal.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _replace(path: Path, data: bytes) -> None:
    """Write a file, whole and on the disk; an old one's permissions stay, and so does a link to it."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{os.getpid()}.new")  # a name that fits, however long the file's own is
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
    """Undo what was written; tell whether all of it could be. New files go first: old bytes may need their room."""
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


def _sign(data: bytes | None) -> bytes:
    return b"" if data is None else digest(data)
