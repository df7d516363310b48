"""A folder → a new site in it: settings, an introduction, what publishes it, and the program that builds it.

The files are those of ``files/``, as they stand there but for the site's title; an example's are laid over them.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.scaffold.record import compose_record
from site_builder.scaffold.requirements import compose_requirements

_FILES = Path(__file__).parent / "files"
_EXAMPLE = Path(__file__).parent / "example"
#: Folders that people look for, and that git doesn't keep while they are empty.
_FOLDERS = ("content/papers", "content/authors", "content/static")
_SETTINGS = "content/site.toml"
_DEFAULT_TITLE = 'title = "Papers"'


def create_site(
    folder: Path, title: str = "Papers", *, example: bool = False, vendor: bool = False
) -> tuple[Path, ...]:
    """Write a new site into the folder, which is made when it isn't there; return the files written.

    ``example`` fills it with papers and people, ``vendor`` has it carry a wheel of the program wherever that came from.
    Raises UserError when one of the site's files is there already, before anything is written, or when the folder can't
    be written.
    """
    texts = {folder / name: data for name, data in _compose_files(title, example, vendor).items()}
    taken = [path for path in texts if path.exists()]
    if taken:
        suggestion = "give the name of a new folder, or move what is there away"
        raise UserError(
            *(Diagnostic("site-exists", "the file is there already", Location(str(path)), suggestion) for path in taken)
        )
    try:
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for path, data in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    except OSError as error:
        message = f"the site can't be written: {error.strerror}"
        location = Location(str(error.filename or folder))
        suggestion = "choose a folder that you may write to"
        raise UserError(Diagnostic("output-blocked", message, location, suggestion)) from error
    return tuple(texts)


def read_files() -> dict[str, bytes]:
    """Return the files of a new site that are the same in every site, by their path in it."""
    return _read_folder(_FILES)


def _compose_files(title: str, example: bool, vendor: bool) -> dict[str, bytes]:
    """Return each file of a new site by its path in the site."""
    files = read_files() | (_read_folder(_EXAMPLE) if example else {})
    # a JSON text is a TOML text too
    quoted = msgspec.json.encode(title)
    files[_SETTINGS] = files[_SETTINGS].replace(_DEFAULT_TITLE.encode(), b"title = " + quoted)
    return files | compose_requirements(vendor=vendor) | compose_record(files)


def _read_folder(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }
