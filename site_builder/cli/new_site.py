"""A folder → a new site in it: settings, an introduction, and the workflows that publish it on GitHub Pages.

The files are those of ``scaffold/``, as they stand there but for the site's title, and the list of what to install.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Location, UserError

if TYPE_CHECKING:
    from importlib.metadata import Distribution

_SCAFFOLD = Path(__file__).parent / "scaffold"
#: Folders that people look for, and that git doesn't keep while they are empty.
_FOLDERS = ("content/papers", "content/authors", "content/static")
_DEFAULT_TITLE = 'title = "Papers"'


def create_site(folder: Path, title: str = "Papers") -> tuple[Path, ...]:
    """Write a new site into the folder, which is made when it isn't there; return the files written.

    Raises UserError when one of the site's files is there already, before anything is written, or when the folder
    can't be written.
    """
    texts = {folder / name: text for name, text in _compose_files(title).items()}
    taken = [path for path in texts if path.exists()]
    if taken:
        suggestion = "give the name of a new folder, or move what is there away"
        raise UserError(
            *(Diagnostic("site-exists", "the file is there already", Location(str(path)), suggestion) for path in taken)
        )
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        message = f"the site can't be written: {error.strerror}"
        location = Location(str(error.filename or folder))
        raise UserError(
            Diagnostic("output-blocked", message, location, "choose a folder that you may write to")
        ) from error
    return tuple(texts)


def _compose_files(title: str) -> dict[str, str]:
    """Return the text of each file of a new site by its path in the site."""
    texts = {
        path.relative_to(_SCAFFOLD).as_posix(): path.read_text("utf-8")
        for path in sorted(_SCAFFOLD.rglob("*"))
        if path.is_file()
    }
    # a JSON text is a TOML text too
    quoted = msgspec.json.encode(title).decode()
    settings = "content/site.toml"
    texts[settings] = texts[settings].replace(_DEFAULT_TITLE, f"title = {quoted}")
    # a later version may build other pages: which one does is for the curators to decide
    texts["requirements.txt"] = f"{name_requirement(_find_distribution())}\n"
    return texts


class _Revision(msgspec.Struct, frozen=True):
    vcs: str
    commit_id: str


class _Origin(msgspec.Struct, frozen=True):
    """Where an installer got a package that no index gave it (PEP 610); ``vcs_info`` is missing for a folder."""

    url: str
    vcs_info: _Revision | None = None


def name_requirement(installed: Distribution | None) -> str:
    """Return what to install to have this very program: its version, or the commit of the repository it came from."""
    text = installed.read_text("direct_url.json") if installed else None
    origin = msgspec.json.decode(text, type=_Origin) if text else None
    if origin and (revision := origin.vcs_info) and urlsplit(origin.url).netloc:  # one of this machine has no host
        return f"site-builder @ {revision.vcs}+{origin.url}@{revision.commit_id}"
    return f"site-builder=={__version__}"


def _find_distribution() -> Distribution | None:
    """Return the installed program; None where it runs from its sources without being installed."""
    try:
        return distribution("site-builder")
    except PackageNotFoundError:
        return None
