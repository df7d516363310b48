"""The edition of a site that is being written: follows the files, and makes again only what a change touches."""

from __future__ import annotations

import time
from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING

import msgspec

from site_builder import content, related
from site_builder.catalog import exchange, make_catalog
from site_builder.config import NAME as SITE_FILE
from site_builder.diagnostics import Diagnostic, Fault, has_errors
from site_builder.editions import make_edition
from site_builder.render import Press
from site_builder.themes import bundled_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_builder.catalog import Catalog, Entry
    from site_builder.content import Content, Row, Setting, Stamp
    from site_builder.pages.edition import Edition
    from site_builder.related import Index, Relation

_PAPERS = "content/papers"
_SETTINGS = f"content/{SITE_FILE}"
#: More entries than this at once (another branch, an import) are read as a build reads them: together.
_MANY = 50
#: A file's time may lag behind the clock by a tick of the system.
_TICK_NS = 10_000_000
#: An entry that can't be read and is younger than this may be half written; it is looked at again after the pause.
_YOUNG_NS = 100_000_000
_PAUSE = 0.02
_TRIES = 4


class Scope(IntEnum):
    """How much has to be made again: nothing, what comes of the theme, all but the papers, or everything."""

    NOTHING = 0
    THEME = 1
    SURROUNDINGS = 2
    ALL = 3


class Work(msgspec.Struct):
    """What has been done so far, in numbers."""

    entries_read: int = 0
    catalogs_made: int = 0


class LiveEdition:
    """An edition that follows the site's files. Not a value, and for one thread at a time.

    ``edition`` and ``press`` are the last that could be made, None before the first. While ``fault`` isn't empty, no
    page can be. ``diagnostics`` go by the path that they are about, ``misfits`` say what of settings, theme and content
    doesn't fit together; ``broken`` holds the ids of the entries that can't
    be read: lists show them as they last were. ``changes`` counts all changes that a page may show.
    """

    def __init__(self, site_dir: Path, base_url: str) -> None:
        self.edition: Edition | None = None
        self.press: Press | None = None
        self.fault: tuple[Diagnostic, ...] = ()
        self.diagnostics: dict[str, tuple[Diagnostic, ...]] = {}
        self.misfits: tuple[Diagnostic, ...] = ()
        self.broken: set[str] = set()
        self.changes = 0
        self.work = Work()
        self.content_dir = (site_dir / "content").resolve()
        self.theme_dirs = ((site_dir / "themes").resolve(), bundled_themes().resolve())
        self._site_dir = site_dir
        self._cache_dir = site_dir / ".cache"
        self._base_url = base_url
        self._content: Content | None = None
        self._stamps: dict[Path, Stamp] = {}
        self._began = 0
        self._due = Scope.NOTHING
        self._index: Index | None = None
        self._index_outdated = False

    def load(self) -> None:
        """Read the whole site."""
        self._make(Scope.ALL)

    def take(self, paths: Iterable[Path]) -> None:
        """Take in files and folders, but for static ones, that were saved, made, moved or removed."""
        entries: list[Path] = []
        scope = Scope.NOTHING
        for path in paths:
            if path.parent == self.content_dir / "papers" and path.suffix == ".md":
                entries.append(path)
            else:
                scope = max(scope, self._judge(path))
        if entries and (self.edition is None or len(entries) > _MANY):
            scope = Scope.ALL
        if scope:
            self._make(scope)
        if scope != Scope.ALL:
            self._take_entries([path for path in entries if content.is_entry(path.name)])

    def catch_up(self, papers: Iterable[str]) -> None:
        """Take in the settings and these papers' entries if they were written after they were read."""
        paths = [self.content_dir / SITE_FILE, *[self.content_dir / "papers" / f"{paper}.md" for paper in papers]]
        if newer := [path for path in paths if self._is_newer(path)]:
            self.take(newer)

    def get_outdated(self) -> Catalog | None:
        """Return the catalog whose titles or keywords changed after they were indexed for related papers, if they did.

        Indexing takes 40 ms for 10,000 papers, which an edit needn't wait for: the caller does it when all is quiet.
        """
        return self.edition.catalog if self.edition and self._index_outdated else None

    def put_index(self, index: Index, catalog: Catalog) -> None:
        """Use an index made from the catalog, unless there is a newer catalog by now."""
        if self.edition and self.edition.catalog is catalog:
            self._index, self._index_outdated = index, False
            self.changes += 1

    def _judge(self, path: Path) -> Scope:
        if any(path.is_relative_to(themes) for themes in self.theme_dirs):
            return Scope.THEME
        return Scope.SURROUNDINGS if path.suffix in {".md", ".toml"} else Scope.ALL

    def _is_newer(self, path: Path) -> bool:
        try:
            stamp = content.make_stamp(path.stat())
        except OSError:
            return path in self._stamps or (path.suffix == ".md" and self._holds(path.stem))
        if (seen := self._stamps.get(path)) is not None:
            return stamp != seen
        return max(stamp.modified, stamp.changed) >= self._began - _TICK_NS

    def _holds(self, paper: str) -> bool:
        return self.edition is not None and paper in self.edition.catalog.position

    # Everything but single entries

    def _make(self, scope: Scope) -> None:
        if self.edition is None:
            scope = Scope.ALL
        scope = max(scope, self._due)
        self.changes += 1
        try:
            self._make_edition(*self._read(scope))
        except Fault as fault:
            self.fault = fault.diagnostics
            self._due = max(scope, Scope.SURROUNDINGS)  # the fault may be of the settings
        else:
            self.fault = ()
            self._due = Scope.NOTHING

    def _read(self, scope: Scope) -> tuple[Content, Catalog | None]:
        """Return the content, and the catalog if it still holds the same papers."""
        old = self._content
        catalog = self.edition.catalog if self.edition else None
        if scope == Scope.THEME and old:
            return old, catalog
        if scope == Scope.SURROUNDINGS and old and catalog:
            self._stamp_settings()
            known = tuple([d for found in self.diagnostics.values() for d in found])
            current = msgspec.structs.replace(old, entries=catalog.entries, diagnostics=known)
            if new := content.reread_surroundings(current, self._site_dir, self._base_url):
                return self._accept(new), catalog
        self._began = time.time_ns()
        new = self._accept(content.read_content(self._site_dir, self._cache_dir, self._base_url))
        self._stamps.clear()
        self._stamp_settings()
        there = {entry.paper.id for entry in new.entries}
        self.broken = {name for name in self._find_broken() if name not in there}
        if catalog:
            last = tuple(catalog.entries[catalog.position[name]] for name in self.broken if self._holds(name))
            new = msgspec.structs.replace(new, entries=(*new.entries, *last))
        return new, None

    def _stamp_settings(self) -> None:
        path = self.content_dir / SITE_FILE
        try:
            self._stamps[path] = content.make_stamp(path.stat())
        except OSError:
            self._stamps.pop(path, None)

    def _accept(self, read: Content) -> Content:
        """Take note of what is wrong in the content. Raises Fault when the settings can't be understood."""
        diagnostics: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in read.diagnostics:
            diagnostics[diagnostic.place.path].append(diagnostic)
        if has_errors(diagnostics[_SETTINGS]):
            raise Fault(*diagnostics[_SETTINGS])
        self.diagnostics = {path: tuple(found) for path, found in diagnostics.items()}
        return read

    def _find_broken(self) -> set[str]:
        """Return the ids of papers with an error, readable or not."""
        return {
            path.removeprefix(f"{_PAPERS}/").removesuffix(".md")
            for path, found in self.diagnostics.items()
            if path.startswith(f"{_PAPERS}/") and has_errors(list(found))
        }

    def _make_edition(self, read: Content, catalog: Catalog | None) -> None:
        edition, self.misfits = make_edition(read, self._site_dir, searchable=True, preview=True, catalog=catalog)
        self._content = read
        self.work.catalogs_made += edition.catalog is not catalog
        self._turn_to(edition)

    def _turn_to(self, edition: Edition) -> None:
        """Show another edition from now on. The index of titles stays good while papers keep their places."""
        if self.edition is None or edition.catalog.position is not self.edition.catalog.position:
            self._index, self._index_outdated = None, False
        self.edition = edition
        self.press = Press(edition, self._relate, self._cache_dir / "templates")

    def _relate(self, position: int) -> Sequence[Relation]:
        if self.edition is None:
            return ()
        if self._index is None:
            self._index = related.make_index(self.edition.catalog)
        return related.relate(self.edition.catalog, self._index, position)

    # Single entries

    def _take_entries(self, paths: Sequence[Path]) -> None:
        if self.edition is None or self._content is None:
            return
        setting = content.make_setting(self._content.site)
        catalog = self.edition.catalog
        moved: dict[str, Entry | None] = {}
        for path in paths:
            row = self._read_entry(path, setting)
            if row and row.entry is None:
                continue
            entry = row.entry if row and row.entry and not row.entry.paper.draft else None
            last = catalog.entries[catalog.position[path.stem]] if path.stem in catalog.position else None
            if entry == last:
                continue
            if entry and last and (exchanged := exchange(catalog, entry)):
                self._index_outdated |= self._index is not None and _find_words(entry) != _find_words(last)
                catalog = exchanged
            else:
                moved[path.stem] = entry
        if moved:
            entries = {entry.paper.id: entry for entry in catalog.entries} | moved
            catalog = make_catalog([entry for entry in entries.values() if entry], catalog.register)
            self.work.catalogs_made += 1
        if catalog is not self.edition.catalog:
            self.changes += 1
            self._turn_to(msgspec.structs.replace(self.edition, catalog=catalog))

    def _read_entry(self, path: Path, setting: Setting) -> Row | None:
        """Read an entry and take note of what is wrong in it; None when there is no such file."""
        row = None
        for _ in range(_TRIES):
            try:
                row = content.read_entry(path, setting)
            except FileNotFoundError:
                break
            self.work.entries_read += 1
            if row.entry or time.time_ns() - row.stamp.modified > _YOUNG_NS:
                break
            time.sleep(_PAUSE)
        before = self.diagnostics.get(place := f"{_PAPERS}/{path.name}", ()), path.stem in self.broken
        if row:
            self._stamps[path] = row.stamp
            self.diagnostics[place] = row.diagnostics
        else:
            self._stamps.pop(path, None)
            self.diagnostics.pop(place, None)
        (self.broken.add if row and row.entry is None else self.broken.discard)(path.stem)
        self.changes += before != (self.diagnostics.get(place, ()), path.stem in self.broken)
        return row


def _find_words(entry: Entry) -> tuple[str, tuple[str, ...]]:
    return entry.title_text, entry.paper.tags
