"""When the files of a folder were added and changed, from the history that git keeps of them.

Git's own files are looked at only to see whether anything was committed; the program ``git`` is asked when something
was, once for all files.
"""

from __future__ import annotations

import os
import time
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from site_builder.storage import cache
from site_builder.storage.file_stat import FileStat, stat_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: The files of a repository of which one changes whenever another commit is checked out.
_MARKERS = ("HEAD", "logs/HEAD", "packed-refs", "shallow")
_LOG = (
    "-c", "core.quotePath=false", "log", "--format=@%ct", "--name-status", "--find-renames=100%", "--relative",
    "--no-merges", "--no-show-signature", "--no-color", "--no-ext-diff",
)  # fmt: skip


class FileDates(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """When a file was added and when it last changed, as in RFC 3339 (``2025-03-06T12:00:00Z``); empty if unknown."""

    added: str = ""
    changed: str = ""

    def join(self, other: FileDates) -> FileDates:
        """Return the dates of two parts of a history: the first addition and the last change."""
        added = min(filter(None, (self.added, other.added)), default="")
        return FileDates(added, max(self.changed, other.changed, added))


class _Dates(msgspec.Struct):
    files: dict[str, FileDates]


def look_at_repository(folder: Path) -> str:
    """Return what changes with each commit of the repository that a folder is in; empty if it is in none.

    This starts no process: a build with nothing to do has no time for one.
    """
    directory = _find_git_dir(folder)
    if directory is None:
        return ""
    try:
        head = (directory / "HEAD").read_text("utf-8", "replace").strip()
    except OSError:
        return ""
    names = (*_MARKERS, head.removeprefix("ref: ")) if head.startswith("ref: ") else _MARKERS
    return repr((head, [_read_stat(directory / name) for name in names]))


def read_dates(folder: Path, cache_dir: Path) -> dict[str, FileDates]:
    """Return the dates of the files below a folder, by their paths in it, as committed so far.

    A file that was moved inside the folder without a change keeps its dates. Nothing is known without git, outside a
    repository, and of what was added before the first commit of a clone that isn't complete.
    """
    if _find_git_dir(folder) is None:
        return {}
    head = _ask_git(folder, "rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix")
    commit, shallow, *_ = [*head, "", ""]
    if not commit:
        return {}
    key = " ".join(head)
    stored = cache.load(cache_dir / "git-log", _Dates, key)
    if stored is None:
        # In an incomplete clone, the first commit seems to add every file.
        root = f"log.showRoot={'false' if shallow == 'true' else 'true'}"
        stored = _Dates(_read_log(_ask_git(folder, "-c", root, *_LOG, commit, "--", ".")))
        cache.store(cache_dir / "git-log", stored, key)
    return stored.files


def _read_log(lines: Sequence[str]) -> dict[str, FileDates]:
    """Read a log, newest commits first: a line ``@`` with the time of each commit, then the files that it touched."""
    files: dict[str, FileDates] = {}
    renamed: dict[str, str] = {}  # what files are called now, by their earlier names; empty where they are gone
    date = ""
    for line in lines:
        if line.startswith("@"):
            date = _write_date(int(line[1:]))
            continue
        status, _, paths = line.partition("\t")
        old, _, new = paths.rpartition("\t")
        path = renamed.get(new, new)
        if status == "D" and path not in files:
            renamed[new] = path = ""  # nothing earlier is of interest
        if not path:
            continue
        if old:
            renamed[old] = path
        seen = FileDates(date if status == "A" else "", date)
        known = files.get(path)
        files[path] = known.join(seen) if known else seen
    return files


@lru_cache(maxsize=64)
def _write_date(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _find_git_dir(folder: Path) -> Path | None:
    """Return where git keeps what it knows of the repository around a folder."""
    for parent in _list_parents(folder.resolve()):
        path = parent / ".git"
        if path.is_dir():
            return path
        if path.is_file():  # that of a submodule or of a further work tree names the place
            try:
                return parent / path.read_text("utf-8").strip().removeprefix("gitdir: ")
            except (OSError, ValueError):
                return None
    return None


def _list_parents(folder: Path) -> Iterator[Path]:
    yield from (folder, *folder.parents)


def _read_stat(path: Path) -> FileStat | None:
    try:
        return stat_file(path.stat())
    except (OSError, ValueError):
        return None


def _ask_git(folder: Path, *arguments: str) -> list[str]:
    """Return the lines that git prints; none if it isn't installed, or refuses."""
    import subprocess  # takes 13 ms

    # It never fetches what is missing in a partial clone, and writes nothing.
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False)
    except OSError:
        return []
    if done.returncode:
        return []
    return [line for line in done.stdout.decode("utf-8", "surrogateescape").split("\n") if line]
