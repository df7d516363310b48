"""The content folder, read and typeset: what people wrote → what the pages are made from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from site_builder.catalog.catalog import CachedPaper
from site_builder.content.history import read_history
from site_builder.content.paper_cache import (
    decode,
    describe_unfit,
    describe_unreadable,
    is_entry,
    list_entries,
    make_typeset_settings,
    read_papers,
)
from site_builder.content.site_config import NAME as SITE_FILE
from site_builder.content.site_config import clean_base_url, read_site
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.reader import read_person
from site_builder.markup import typeset
from site_builder.model import Collection, FreePage, Person, Site
from site_builder.pictures.picture import Picture
from site_builder.pictures.store import read_pictures
from site_builder.storage.file_stat import FileStat, read_file
from site_builder.storage.git_log import FileDates
from site_builder.storage.symlinks import describe_refused, is_refused, list_published, list_refused
from site_builder.urls import TAKEN, fits, make_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.storage.workers import Workers

T = TypeVar("T")

_STATIC = "static"
#: Folders of the content that each site can have.
_FOLDERS = ("papers", "authors", "listings", _STATIC)
#: Reads a text file: its content, its id, and its path below the site → the text and what is wrong with it.
TextReader = Callable[[str, str, str], tuple[FreePage | None, tuple[Diagnostic, ...]]]


class Text(msgspec.Struct, frozen=True):
    """A free page, or a text about a list of papers, typeset. ``source`` is the file's path below the site.

    ``comments`` are those of a collection on its papers, in their order.
    """

    page: FreePage
    html: str
    plain: str
    source: str
    comments: tuple[str, ...] = ()


class Biography(msgspec.Struct, frozen=True):
    """A person's biography, typeset, and as plain text."""

    html: str
    plain: str


class Content(msgspec.Struct, frozen=True):
    """All of ``content/``. ``biographies`` go by author id, ``texts`` by folder and id; ``static`` maps addresses to
    files, ``pictures`` those of pictures to what is known of them; ``file_stats`` holds by id what the file system said
    of each paper's file when it was read; ``history`` says when the files came and changed (see `read_history`), for a
    site with an address."""

    site: Site
    entries: tuple[CachedPaper, ...]
    people: tuple[Person, ...]
    biographies: dict[str, Biography]
    texts: dict[str, dict[str, Text]]
    static: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    pictures: dict[str, Picture] = {}
    file_stats: dict[str, FileStat] = {}
    history: dict[str, FileDates] = {}


def read_content(
    site_dir: Path,
    readers: Mapping[str, TextReader],
    base_url: str | None = None,
    jobs: int | None = None,
    seen: Mapping[str, FileStat] | None = None,
    workers: Workers | None = None,
) -> Content:
    """Read the site's content.

    ``readers`` read the text files of each folder; ``base_url`` overrides the site's own; ``seen`` holds what the file
    system says of the files by their paths, if the caller knows it already. ``workers`` parse the papers' files instead
    of ``jobs`` processes of this machine.

    Raises UserError if there is no content folder or the address isn't valid; all other faults are in the result.
    """
    folder = find_folder(site_dir, readers)
    site, faults = read_settings(site_dir, base_url)
    found = list_entries(folder / "papers", seen)
    rows = read_papers(folder / "papers", found, site_dir / ".cache", make_typeset_settings(site), jobs, workers)
    papers = tuple([row.entry for row in rows if row.entry and not row.draft])
    diagnostics = [*faults, *[d for row in rows for d in row.diagnostics]]
    content = _read_surroundings(folder, readers, site, papers, diagnostics)
    return msgspec.structs.replace(
        content,
        pictures=read_pictures(content.static, site_dir / ".cache", seen, jobs, pages=site.pdf_thumbnails),
        file_stats={row.id: row.file_stat for row in rows},
        history=read_history(site_dir) if site.base_url else {},
    )


def reread_surroundings(
    content: Content, site_dir: Path, readers: Mapping[str, TextReader], base_url: str | None = None
) -> Content | None:
    """Return the content with everything but the papers read again, or None if a changed setting means that the papers
    must be typeset again. Raises UserError like `read_content`."""
    folder = find_folder(site_dir, readers)
    site, faults = read_settings(site_dir, base_url)
    if make_typeset_settings(site) != make_typeset_settings(content.site):
        return None
    of_papers = [d for d in content.diagnostics if d.location.path.startswith("content/papers/")]
    read = _read_surroundings(folder, readers, site, content.entries, [*faults, *of_papers])
    pictures = read_pictures(read.static, site_dir / ".cache", jobs=1, pages=site.pdf_thumbnails)
    return msgspec.structs.replace(read, pictures=pictures, history=content.history)


def find_folder(site_dir: Path, names: Iterable[str] = ()) -> Path:
    """Return the site's content folder.

    Raises UserError if there is none, or if a folder in it can't be read: its pages would vanish from the site.
    ``names`` are folders in it besides those that each site can have.
    """
    folder = site_dir / "content"
    if not folder.is_dir():
        suggestion = "run it in the folder that holds content/, name that folder with --site, or start one with 'new'"
        if site_dir.resolve().name == "content":
            suggestion = f"name the folder that holds content/: --site {site_dir.resolve().parent}"
        raise UserError(Diagnostic("site-missing", f"there is no folder {folder}", suggestion=suggestion))
    if faults := [*_find_unreadable(folder, dict.fromkeys((*_FOLDERS, *names)))]:
        raise UserError(*faults)
    return folder


def _find_unreadable(content: Path, names: Iterable[str]) -> Iterator[Diagnostic]:
    errors: list[OSError] = []
    for name in names:
        if name == _STATIC:  # only of this one, folders inside are read
            for _ in os.walk(content / name, onerror=errors.append):
                pass
            continue
        try:
            os.scandir(content / name).close()
        except OSError as refused:
            errors.append(refused)
    for error in errors:
        path = Path(error.filename)
        location = Location(f"content/{path.relative_to(content).as_posix()}")
        if isinstance(error, NotADirectoryError):
            message, suggestion = "a file is in the place of a folder", "move it away, and restore the folder"
        elif isinstance(error, FileNotFoundError) and not path.is_symlink():
            continue
        else:
            message, suggestion = f"the folder can't be read: {error.strerror}", "check its permissions"
        yield Diagnostic("file-unreadable", message, location, suggestion)


def _read_surroundings(
    folder: Path,
    readers: Mapping[str, TextReader],
    site: Site,
    papers: tuple[CachedPaper, ...],
    diagnostics: list[Diagnostic],
) -> Content:
    """Read people, texts and the list of static files; return them with the papers."""
    people = list(_read_folder(folder / "authors", "content/authors", read_person, diagnostics))
    root = make_base(site.base_url).path
    biographies = {}
    for person, path in people:
        biography = typeset(person.biography, site.macros, path, 1, root)
        diagnostics += biography.diagnostics
        biographies[person.id] = Biography(str(biography.html), biography.text)
    return Content(
        site,
        papers,
        tuple(person for person, _ in people),
        biographies,
        {name: _read_texts(folder / name, read, site, diagnostics) for name, read in readers.items()},
        dict(_list_static(folder / _STATIC, diagnostics)),
        tuple(diagnostics),
    )


def read_settings(site_dir: Path, base_url: str | None = None) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Read ``site.toml``; without it, settings have their defaults. Raises UserError if ``base_url`` isn't valid."""
    path = site_dir / "content" / SITE_FILE
    name = f"content/{SITE_FILE}"
    site = Site()
    faults: tuple[Diagnostic, ...] = ()
    if path.exists():
        text, faults = _read_text(path, name)
        if text is not None:
            site, faults = read_site(text, name)
    if base_url is not None:
        try:
            site = msgspec.structs.replace(site, base_url=clean_base_url(base_url))
        except ValueError as error:
            message = f"'{base_url}' isn't a site's address"
            raise UserError(Diagnostic("site-config", message, suggestion=str(error))) from None
    return site, faults


def _read_text(path: Path, name: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    try:
        return decode(read_file(path)[1], name)
    except OSError as error:
        return None, (describe_unreadable(name, error),)


def _read_folder(
    folder: Path,
    name: str,
    read: Callable[[str, str, str], tuple[T | None, tuple[Diagnostic, ...]]],
    diagnostics: list[Diagnostic],
) -> Iterator[tuple[T, str]]:
    for path in sorted(folder.glob("*.md")):
        location = f"{name}/{path.name}"
        if not is_entry(path.name):
            continue
        if not fits(path.stem):
            diagnostics.append(describe_unfit(location))
            continue
        if is_refused(path, folder):
            diagnostics.append(describe_refused(Location(location)))
            continue
        text, faults = _read_text(path, location)
        diagnostics += faults
        if text is not None:
            value, faults = read(text, path.stem, location)
            diagnostics += faults
            if value is not None:
                yield value, location


def _read_texts(folder: Path, read: TextReader, site: Site, diagnostics: list[Diagnostic]) -> dict[str, Text]:
    texts = {}
    for page, path in _read_folder(folder, f"content/{folder.name}", read, diagnostics):
        root = make_base(site.base_url).path
        text = typeset(page.text, site.macros, path, 1, root)
        choices = page.papers if isinstance(page, Collection) else ()
        comments = [typeset(choice.comment, site.macros, path, 1, root) for choice in choices]
        diagnostics += [fault for one in (text, *comments) for fault in one.diagnostics]
        texts[page.id] = Text(page, str(text.html), text.text, path, tuple([str(one.html) for one in comments]))
    return texts


def _list_static(folder: Path, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """Yield the address and the path of each static file."""
    diagnostics += list_refused(folder, "content/static")
    for path in list_published(folder):
        name = path.relative_to(folder)
        location = f"content/static/{name.as_posix()}"
        if not all(map(fits, name.parts)):
            diagnostics.append(describe_unfit(location))
        elif name.parts[0].lower() in TAKEN:
            message = f"the address /{name.parts[0]}/ belongs to the site itself"
            diagnostics.append(Diagnostic("address-taken", message, Location(location), "give the folder another name"))
        else:
            yield name.as_posix(), str(path)
