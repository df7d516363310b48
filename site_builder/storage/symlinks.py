"""Which files below a site's folder may be published, and the policy for symbolic links.

The person who builds a site can read more than the site may show: private keys, the records of version control. So a
link is followed only to a visible file of the same site or theme. Links to folders, which may be circular, aren't
followed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def list_published(folder: Path) -> Iterator[Path]:
    """Yield all files that may be published, sorted by path."""
    # rglob doesn't follow links to folders
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and _leads_within(path, folder))


def list_refused(folder: Path, name: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link that isn't followed. ``name`` is the folder's name in messages.

    Broken links, which editors leave behind, are ignored.
    """
    for path in sorted(folder.rglob("*")):
        if not path.is_symlink():
            continue
        location = Location(f"{name}/{path.relative_to(folder).as_posix()}")
        if path.is_dir():
            message, suggestion = "this link leads to a folder, and isn't followed", "put the folder itself here"
            yield Diagnostic("link-refused", message, location, suggestion, "warning")
        elif is_refused(path, folder):
            yield describe_refused(location)


def is_refused(path: Path, folder: Path) -> bool:
    """Tell whether a path in the folder is a link to a file that may not be published."""
    return path.is_symlink() and path.is_file() and not _leads_within(path, folder)


def describe_refused(location: Location) -> Diagnostic:
    """Return the diagnostic for a link to a file that may not be published."""
    message = "this link leads to a file outside of the site, which isn't published"
    return Diagnostic("link-refused", message, location, "put the file itself here")


def find_published(folder: Path, name: str) -> Path | None:
    """Return the file of this name below the folder, or None if there is none that may be published."""
    path = folder / name
    # Unlike Path.is_file, this also answers for names that no file can have.
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    through_folders = path.parent.resolve() == folder.resolve() / path.parent.relative_to(folder)
    return path if through_folders and _leads_within(path, folder) else None


def _leads_within(path: Path, folder: Path) -> bool:
    """Tell whether a file is no link, or a link to a file in its folder or the two folders above (the site, the theme).

    No part of the target's path may be hidden.
    """
    if not path.is_symlink():
        return True
    target = path.resolve()
    homes = [home.resolve() for home in (folder, *folder.parents[:2])]  # each may be a link itself
    home = next((home for home in homes if target.is_relative_to(home)), None)
    return home is not None and not any(part.startswith(".") for part in target.relative_to(home).parts)
