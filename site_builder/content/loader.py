"""The content folder, read and set: what people wrote → what the pages are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from site_builder.catalog.catalog import CachedPaper
from site_builder.content.paper_cache import (
    decode,
    describe_unfit,
    describe_unreadable,
    is_entry,
    list_entries,
    make_setting,
    read_papers,
)
from site_builder.content.site_config import NAME as SITE_FILE
from site_builder.content.site_config import clean_base_url, read_site
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.reader import read_page, read_person
from site_builder.markup import typeset
from site_builder.model import FreePage, Person, Site
from site_builder.storage.file_stat import FileStat, read_file
from site_builder.storage.symlinks import describe_refused, is_refused, list_published, list_refused
from site_builder.urls import TAKEN, fits, make_base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")


class Text(msgspec.Struct, frozen=True):
    """A free page, a category's own words or a biography, set. ``source`` is the file's path below the site."""

    page: FreePage
    html: str
    plain: str
    source: str


class Content(msgspec.Struct, frozen=True):
    """All of ``content/``. ``biographies`` go by author id, ``categories`` by code; ``static`` maps addresses to files;
    ``fresh`` holds the ids of the papers that were not in the cache, ``file_stats`` by id what the file system said
    of each paper's file when it was read."""

    site: Site
    entries: tuple[CachedPaper, ...]
    people: tuple[Person, ...]
    biographies: dict[str, str]
    categories: dict[str, Text]
    pages: tuple[Text, ...]
    static: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]
    fresh: frozenset[str] = frozenset()
    file_stats: dict[str, FileStat] = {}


def read_content(
    site_dir: Path,
    cache_dir: Path,
    base_url: str | None = None,
    jobs: int | None = None,
    seen: Mapping[str, FileStat] | None = None,
) -> Content:
    """Read the site's content; ``base_url`` overrides the site's own, and ``seen`` holds the stamps of its files by
    their paths, where somebody has just looked.

    Raises UserError when there is no content folder or the address isn't one; all other faults are in the result.
    """
    folder = find_folder(site_dir)
    site, faults = read_settings(site_dir, base_url)
    found = list_entries(folder / "papers", seen)
    rows, fresh = read_papers(folder / "papers", found, cache_dir, make_setting(site), jobs)
    papers = tuple([row.entry for row in rows if row.entry and not row.draft])
    content = _surround(folder, site, papers, [*faults, *[d for row in rows for d in row.diagnostics]])
    return msgspec.structs.replace(content, fresh=fresh, file_stats={row.id: row.file_stat for row in rows})


def reread_surroundings(content: Content, site_dir: Path, base_url: str | None = None) -> Content | None:
    """Return the content with everything but the papers read again, or None when the settings now say something that
    the papers have to be set anew for. Raises UserError as `read_content` does."""
    folder = find_folder(site_dir)
    site, faults = read_settings(site_dir, base_url)
    if make_setting(site) != make_setting(content.site):
        return None
    of_papers = [d for d in content.diagnostics if d.location.path.startswith("content/papers/")]
    return _surround(folder, site, content.entries, [*faults, *of_papers])


def find_folder(site_dir: Path) -> Path:
    """Return the site's content folder. Raises UserError when there is none."""
    folder = site_dir / "content"
    if not folder.is_dir():
        suggestion = "run it in the folder that holds content/, name that folder with --site, or start one with 'new'"
        if site_dir.resolve().name == "content":
            suggestion = f"name the folder that holds content/: --site {site_dir.resolve().parent}"
        raise UserError(Diagnostic("site-missing", f"there is no folder {folder}", suggestion=suggestion))
    return folder


def _surround(folder: Path, site: Site, papers: tuple[CachedPaper, ...], diagnostics: list[Diagnostic]) -> Content:
    """Read people, categories and free pages, and put them round the papers."""
    people = list(_read_folder(folder / "authors", "content/authors", read_person, diagnostics))
    root = make_base(site.base_url).path
    biographies = {}
    for person, path in people:
        biography = typeset(person.biography, site.macros, path, 1, root)
        diagnostics += biography.diagnostics
        biographies[person.id] = str(biography.html)
    return Content(
        site,
        papers,
        tuple(person for person, _ in people),
        biographies,
        {text.page.id: text for text in _read_texts(folder / "categories", site, diagnostics)},
        tuple(_read_texts(folder / "pages", site, diagnostics)),
        dict(_list_static(folder / "static", diagnostics)),
        tuple(diagnostics),
    )


def read_settings(site_dir: Path, base_url: str | None = None) -> tuple[Site, tuple[Diagnostic, ...]]:
    """Read ``site.toml``; a site without one has the defaults. Raises UserError when ``base_url`` isn't an address."""
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


def _read_texts(folder: Path, site: Site, diagnostics: list[Diagnostic]) -> Iterator[Text]:
    for page, path in _read_folder(folder, f"content/{folder.name}", read_page, diagnostics):
        text = typeset(page.text, site.macros, path, 1, make_base(site.base_url).path)
        diagnostics += text.diagnostics
        yield Text(page, str(text.html), text.text, path)


def _list_static(folder: Path, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """Yield the address and the path of each file that is copied to the site as it is."""
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
