"""Where in its file an entry says something: for what is found out about it only beside all others.

Nobody keeps the files' texts until then: the few that something is found in are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Location
from site_builder.entries.fields import BY_KEY
from site_builder.entries.foreign_keys import understand
from site_builder.entries.frontmatter import FieldDiagnostic, Unreadable, load, locate, split

if TYPE_CHECKING:
    from pathlib import Path


def read_again(path: Path) -> str:
    """Return the text of a content file; empty if it is gone, or no text any more."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def find_place(text: str, path: str, key: str, inner: int | str | None = None) -> Location:
    """Return where an entry's text states a key of ours, under whatever name, or an item of the list or of the mapping
    that it holds."""
    try:
        front = split(text, path)
        raw, _ = load(front, path)
    except Unreadable:
        return Location(path)
    stated = (value.where for value in understand(raw, BY_KEY, [])[0] if value.key == key)
    where = (*next(stated, (key,)), *(() if inner is None else (inner,)))
    return locate([FieldDiagnostic(where, "", "", on_key=True)], front, path)[0].location
