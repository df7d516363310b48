"""When the files of the content folder were added and last changed.

Two witnesses know: the record of imports, which has the day on which each entry was made or changed, and git. The clock
of the build is none: a site that is built again with nothing changed has the same dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.storage.file_stat import read_file
from site_builder.storage.git_log import FileDates, read_dates

if TYPE_CHECKING:
    from pathlib import Path

#: The record of imports (see `importing.history`), from the site's folder.
IMPORTS = "content/listings/imported.jsonl"
#: The first moment of a day.
_MIDNIGHT = "T00:00:00Z"


class _Import(msgspec.Struct):
    """The days that a line of the record states."""

    id: str
    added: str = ""
    changed: str = ""


def read_history(site_dir: Path) -> dict[str, FileDates]:
    """Return the dates of files by their paths below ``content/``; of most sites not all are known."""
    history = dict(read_dates(site_dir / "content", site_dir / ".cache"))
    for id, dates in _read_imports(site_dir):  # noqa: A001
        path = f"papers/{id}.md"
        known = history.get(path)
        history[path] = known.join(dates) if known else dates
    return history


def _read_imports(site_dir: Path) -> list[tuple[str, FileDates]]:
    """Return what the record of imports says. A line that can't be read is left out; `check` tells of it."""
    try:
        lines = read_file(site_dir / IMPORTS)[1].splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        if b'"added":' not in line and b'"changed":' not in line:
            continue
        try:
            said = _IMPORTS.decode(line)
        except msgspec.DecodeError:
            continue
        added, changed = (day and day + _MIDNIGHT for day in (said.added, said.changed))
        found.append((said.id, FileDates(added, max(added, changed))))
    return found


_IMPORTS = msgspec.json.Decoder(_Import)
