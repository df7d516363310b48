"""A site that is being edited: it follows the files, and makes again only what a change affects."""

from __future__ import annotations

import time
from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING

import msgspec

from site_builder.catalog.catalog import digest_catalog, make_catalog, replace_paper
from site_builder.catalog.related import Relations
from site_builder.content import loader, paper_cache
from site_builder.content.site_config import NAME as SITE_FILE
from site_builder.diagnostics import Diagnostic, UserError, has_errors
from site_builder.pages.assembly import make_site_context
from site_builder.pages.kinds import TEXT_READERS
from site_builder.pages.renderer import Renderer
from site_builder.pictures.picture import ENDINGS
from site_builder.storage.file_stat import stat_file
from site_builder.theming.themes import bundled_themes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_builder.catalog.catalog import CachedPaper, Catalog
    from site_builder.catalog.related import Relation
    from site_builder.content.loader import Content
    from site_builder.content.paper_cache import PaperRow, TypesetSettings
    from site_builder.pages.site_context import SiteContext
    from site_builder.storage.file_stat import FileStat

_PAPERS = "content/papers"
#: Endings of files outside of ``content/papers/`` that pages depend on.
_READ = frozenset({".md", ".toml", *ENDINGS})
_SETTINGS = f"content/{SITE_FILE}"
#: More changed entries than this (another branch, an import) are read together, as in a build.
_MANY = 50
#: An entry that can't be parsed and is younger than this may be half written. It is read again after a pause.
_YOUNG_NS = 100_000_000
_PAUSE = 0.02
_TRIES = 4


class RebuildScope(IntEnum):
    """How much must be made again: nothing, what depends on the theme, all but the papers, or everything."""

    NOTHING = 0
    THEME = 1
    SURROUNDINGS = 2
    ALL = 3


class Work(msgspec.Struct):
    """Counts of the work done so far."""

    entries_read: int = 0
    catalogs_made: int = 0
    pages_rendered: int = 0


class LiveSite:
    """A site that follows its files. Not a value, and for one thread at a time.

    ``context`` and ``renderer`` are the last that could be made, None before the first. While ``fault`` isn't empty, no
    page can be made. ``diagnostics`` go by the path that they are about. ``site_diagnostics`` say which settings,
    parts of the theme and content don't fit together. ``broken`` holds the ids of the entries that can't be read:
    lists show their last state. ``changes`` counts all changes that a page may show.
    """

    def __init__(self, site_dir: Path, base_url: str) -> None:
        self.context: SiteContext | None = None
        self.renderer: Renderer | None = None
        self.fault: tuple[Diagnostic, ...] = ()
        self.diagnostics: dict[str, tuple[Diagnostic, ...]] = {}
        self.site_diagnostics: tuple[Diagnostic, ...] = ()
        self.broken: set[str] = set()
        self.changes = 0
        self.work = Work()
        self.content_dir = (site_dir / "content").resolve()
        self.theme_dirs = ((site_dir / "themes").resolve(), bundled_themes().resolve())
        self._papers_dir = self.content_dir / "papers"
        self._site_dir = site_dir
        self._cache_dir = site_dir / ".cache"
        self._base_url = base_url
        self._content: Content | None = None
        self._file_stats: dict[str, FileStat] = {}
        self._settings_stat: FileStat | None = None
        self._jobs: int | None = None
        self._due = RebuildScope.NOTHING
        self._relations: Relations | None = None
        self._relations_outdated = False

    def load(self) -> None:
        """Read the whole site. Do this before other threads start: the processes that help are forked."""
        self._make(RebuildScope.ALL)
        self._jobs = 1

    def take(self, paths: Iterable[Path]) -> None:
        """Apply changes: files and folders, but not static ones, that were saved, made, moved or removed."""
        papers: set[str] = set()
        scope = RebuildScope.NOTHING
        for path in paths:
            if any(path.is_relative_to(themes) for themes in self.theme_dirs):
                scope = max(scope, RebuildScope.THEME)
            elif path.parent == self._papers_dir and paper_cache.is_entry(path.name):
                papers.add(path.stem)
            elif path.suffix.lower() in _READ:
                scope = max(scope, RebuildScope.SURROUNDINGS)
            elif not path.suffix or path.is_dir():  # a folder, with whatever is in it
                scope = max(scope, RebuildScope.SURROUNDINGS)
                papers.update(self._find_changed())
        if papers and (self.context is None or len(papers) > _MANY):
            scope = RebuildScope.ALL
        if scope:
            self._make(scope)
        if papers and scope != RebuildScope.ALL:
            self._take_papers(papers)

    def catch_up(self, papers: Iterable[str]) -> None:
        """Read the settings and these papers again if their files changed since they were read."""
        settings = self.content_dir / SITE_FILE
        paths = [] if _read_stat(settings) == self._settings_stat else [settings]
        for paper in papers:
            path = self._papers_dir / f"{paper}.md"
            if _read_stat(path) != self._file_stats.get(paper):
                paths.append(path)
        if paths:
            self.take(paths)

    def get_unrelated(self) -> Catalog | None:
        """Return the catalog if its related papers weren't found yet, or if a title or a tag changed after that."""
        related = self._relations and not self._relations_outdated
        return self.context.catalog if self.context and not related else None

    def find_relations(self, catalog: Catalog) -> Relations:
        """Return the relations of the catalog's papers, ready to be asked for.

        It takes 0.2 s for 10,000 papers. No edit waits for it: the caller does it when nothing was saved for a while.
        """
        relations = Relations(catalog, self._cache_dir, digest_catalog(catalog))
        relations.prepare()
        return relations

    def put_relations(self, relations: Relations, catalog: Catalog) -> None:
        """Use what `find_relations` returned for the catalog, unless there is a newer one by now."""
        if self.context and self.context.catalog is catalog:
            self.changes += self._relations_outdated
            self._relations, self._relations_outdated = relations, False

    @property
    def static(self) -> dict[str, str]:
        """The paths of the site's own static files by address."""
        return self._content.static if self._content else {}

    def _find_changed(self) -> list[str]:
        """Return the ids of the papers whose files changed since they were read."""
        now = dict(paper_cache.list_entries(self._papers_dir))
        return [paper for paper in {**now, **self._file_stats} if now.get(paper) != self._file_stats.get(paper)]

    # Everything but single entries

    def _make(self, scope: RebuildScope) -> None:
        if self.context is None:
            scope = RebuildScope.ALL
        scope = max(scope, self._due)
        before = self.context, self.fault, self.site_diagnostics, self.diagnostics
        try:
            self._assemble(*self._read_content(scope))
        except UserError as fault:
            self.fault = fault.diagnostics
            self._due = max(scope, RebuildScope.SURROUNDINGS)  # the fault may be of the settings
        else:
            self.fault = ()
            self._due = RebuildScope.NOTHING
        self.changes += before != (self.context, self.fault, self.site_diagnostics, self.diagnostics)

    def _read_content(self, scope: RebuildScope) -> tuple[Content, Catalog | None]:
        """Return the content, and the catalog if it still holds the same papers."""
        old = self._content
        catalog = self.context.catalog if self.context else None
        if scope == RebuildScope.THEME and old:
            return old, catalog
        if scope == RebuildScope.SURROUNDINGS and old and catalog:
            self._settings_stat = _read_stat(self.content_dir / SITE_FILE)
            known = tuple([d for found in self.diagnostics.values() for d in found])
            current = msgspec.structs.replace(old, entries=catalog.cached, diagnostics=known)
            if new := loader.reread_surroundings(current, self._site_dir, TEXT_READERS, self._base_url):
                return self._accept(new), catalog
        self._settings_stat = _read_stat(self.content_dir / SITE_FILE)
        new = self._accept(loader.read_content(self._site_dir, TEXT_READERS, self._base_url, self._jobs))
        self._file_stats = dict(new.file_stats)
        self.broken = self._find_faulty() - {entry.id for entry in new.entries}
        if catalog:
            last = [catalog.cached[catalog.position[paper]] for paper in self.broken if paper in catalog.position]
            new = msgspec.structs.replace(new, entries=(*new.entries, *last))
        return new, None

    def _accept(self, read: Content) -> Content:
        """Store the diagnostics of the content. Raises UserError if the settings have an error."""
        diagnostics: dict[str, list[Diagnostic]] = defaultdict(list)
        for diagnostic in read.diagnostics:
            diagnostics[diagnostic.location.path].append(diagnostic)
        if has_errors(of_settings := diagnostics.get(_SETTINGS, [])):
            raise UserError(*of_settings)
        self.diagnostics = {path: tuple(found) for path, found in diagnostics.items()}
        return read

    def _find_faulty(self) -> set[str]:
        """Return the ids of papers with an error, readable or not."""
        return {
            path.removeprefix(f"{_PAPERS}/").removesuffix(".md")
            for path, found in self.diagnostics.items()
            if path.startswith(f"{_PAPERS}/") and has_errors(list(found))
        }

    def _assemble(self, read: Content, catalog: Catalog | None) -> None:
        context, self.site_diagnostics = make_site_context(
            read, self._site_dir, searchable=True, preview=True, catalog=catalog
        )
        self._content = read
        self.work.catalogs_made += context.catalog is not catalog
        self._show(context)

    def _show(self, context: SiteContext) -> None:
        """Show another state of the site from now on. Relations stay valid while papers keep their places."""
        if self.context is None or context.catalog.position is not self.context.catalog.position:
            self._relations, self._relations_outdated = None, False
        self.renderer = Renderer(context, self._relate, self._cache_dir)
        self.context = context

    def _relate(self, position: int) -> Sequence[Relation]:
        if self.context is None:
            return ()
        if self._relations is None:
            self._relations = self.find_relations(self.context.catalog)
        return self._relations(position)

    # Single entries

    def _take_papers(self, papers: Iterable[str]) -> None:
        if self.context is None or self._content is None:
            return
        setting = paper_cache.make_typeset_settings(self._content.site)
        catalog = self.context.catalog
        moved: dict[str, CachedPaper | None] = {}
        for paper in papers:
            row = self._read_entry(paper, setting)
            if row and row.entry is None:
                continue
            entry = row.entry if row and not row.draft else None
            last = catalog.cached[catalog.position[paper]] if paper in catalog.position else None
            if entry == last:
                continue
            if entry and last and (replaced := replace_paper(catalog, entry)):
                self._relations_outdated |= self._relations is not None and _find_words(entry) != _find_words(last)
                catalog = replaced
            else:
                moved[paper] = entry
        if moved:
            entries = {entry.id: entry for entry in catalog.cached} | moved
            catalog = make_catalog([entry for entry in entries.values() if entry], catalog.person_index)
            self.work.catalogs_made += 1
        if catalog is not self.context.catalog:
            self.changes += 1
            self._show(msgspec.structs.replace(self.context, catalog=catalog))

    def _read_entry(self, paper: str, setting: TypesetSettings) -> PaperRow | None:
        """Read an entry and store its diagnostics. Return None if there is no such file."""
        path = self._papers_dir / f"{paper}.md"
        row = None
        for _ in range(_TRIES):
            try:
                row = paper_cache.read_entry(path, setting)
            except FileNotFoundError:
                row = None
                break
            self.work.entries_read += 1
            if row.entry or time.time_ns() - row.file_stat.modified > _YOUNG_NS:
                break
            time.sleep(_PAUSE)
        place = f"{_PAPERS}/{path.name}"
        before = self.diagnostics.pop(place, ()), paper in self.broken
        self._file_stats.pop(paper, None)
        self.broken.discard(paper)
        if row:
            self._file_stats[paper] = row.file_stat
            if row.diagnostics:
                self.diagnostics[place] = row.diagnostics
            if row.entry is None:
                self.broken.add(paper)
        self.changes += before != (self.diagnostics.get(place, ()), paper in self.broken)
        return row


def _read_stat(path: Path) -> FileStat | None:
    try:
        return stat_file(path.stat())
    except (OSError, ValueError):  # nothing there, or nothing that could be there
        return None


def _find_words(cached: CachedPaper) -> tuple[str, tuple[str, ...]]:
    entry = cached.read()
    return entry.title_text, entry.paper.tags
