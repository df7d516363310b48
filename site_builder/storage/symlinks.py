"""Which files below a folder of the site's go out: as they are from a static folder, as what is read from any other.

Who builds a site may read more than the site should show: keys at home, the records of version control. So a link goes
out only as what it leads to in the same house, and links to folders, which may lead in circles, aren't followed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def list_published(folder: Path) -> Iterator[Path]:
    """Yield all files that go out, in the order of their paths."""
    # rglob doesn't follow links to folders
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and _leads_within(path, folder))


def list_refused(folder: Path, name: str) -> Iterator[Diagnostic]:
    """Yield what is to be said of links that aren't followed; ``name`` is the folder's for messages.

    One that leads nowhere, as editors leave them, is nobody's business.
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
    """Tell whether a path in the folder is a link to a file that doesn't go out."""
    return path.is_symlink() and path.is_file() and not _leads_within(path, folder)


def describe_refused(location: Location) -> Diagnostic:
    """Return what is said of a link to a file that doesn't go out."""
    message = "this link leads to a file that isn't the site's to publish"
    return Diagnostic("link-refused", message, location, "put the file itself here")


def find_published(folder: Path, name: str) -> Path | None:
    """Return the file of this name below the folder, None when there is none that goes out."""
    path = folder / name
    # unlike Path.is_file, it has an answer for names that no file can have
    if not os.path.isfile(path):  # noqa: PTH113
        return None
    through_folders = path.parent.resolve() == folder.resolve() / path.parent.relative_to(folder)
    return path if through_folders and _leads_within(path, folder) else None


def _leads_within(path: Path, folder: Path) -> bool:
    """Tell whether a file is no link, or one to a file in its folder or the two above (a site's, a theme's), none of
    the way hidden."""
    if not path.is_symlink():
        return True
    target = path.resolve()
    homes = [home.resolve() for home in (folder, *folder.parents[:2])]  # each of which may be a link itself
    home = next((home for home in homes if target.is_relative_to(home)), None)
    return home is not None and not any(part.startswith(".") for part in target.relative_to(home).parts)
