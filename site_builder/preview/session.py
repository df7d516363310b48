"""The preview of a site: what is at an address now, and what a saved file changes.

A page is made when it is requested, and is never older than its files: before it is made, its entries and the settings
are checked, because a request may come before the report of a change.
"""

from __future__ import annotations

import mimetypes
import re
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder import urls
from site_builder.build.plan import plan_site
from site_builder.diagnostics import Diagnostic, UserError, keep_wanted
from site_builder.pages.card_files import find_card, make_card
from site_builder.pages.files import COMPOSED, plan_pictures
from site_builder.pages.kinds import ADDRESSES, find_page, find_source
from site_builder.pages.pictures import FOLDER
from site_builder.pages.redirects import plan_redirects
from site_builder.pictures.picture import ENDINGS
from site_builder.preview.index import SearchIndex
from site_builder.preview.live_site import LiveSite
from site_builder.preview.notices import compose_fault_page, compose_notes
from site_builder.preview.server import OWN, Answer, Change, add_to_body
from site_builder.storage.symlinks import find_published
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from site_builder.pages.site_context import SiteContext

_STYLE = f"{OWN}preview.css"
_NOT_FOUND = Route("404")
#: What no part of an address may hold: a backslash, a null character, a drive.
_DEVIOUS = re.compile(r".*[\\\0]|[A-Za-z]:", re.DOTALL)
#: The number of pages kept as they were sent, for the next request of them or another tab.
_KEPT = 100


class Session:
    """A running preview, for any number of threads. Not a value: it follows the files.

    ``base_url`` is where the preview is served; its path is that of the site's root.
    """

    def __init__(self, site_dir: Path, base_url: str) -> None:
        self.live = LiveSite(site_dir, base_url)
        self._site_dir = site_dir
        self._base = urls.make_base(base_url)
        self._lock = threading.Lock()
        self._index = SearchIndex(self._get_newest, site_dir / ".cache")
        self._pages: dict[str, Answer] = {}
        self._pages_of = 0
        self._announced = 0
        self._chain: tuple[str, ...] = ()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders whose files the session follows."""
        return (self.live.content_dir, *self.live.theme_dirs)

    def load(self) -> None:
        """Read the site. Raises UserError when there is no content folder; other faults are shown in its pages."""
        with self._lock:
            self.live.load()
            self._announce()
        if any(fault.code == "site-missing" for fault in self.live.fault):
            raise UserError(*self.live.fault)

    def close(self) -> None:
        """End all waiting for the search index."""
        self._index.close()

    def refresh(self, paths: Collection[Path]) -> Change | None:
        """Apply changes of files that were saved, made, moved or removed; return what browsers should know."""
        static = {path: address for path in paths if (address := self._find_static_address(path)) is not None}
        with self._lock:
            self.live.take([path for path in paths if path not in static or self._is_shown(path)])
            return self._announce(static.values())

    def settle(self) -> Change | None:
        """Do what no edit waited for. To be called when nothing was saved for a while."""
        if (catalog := self.live.get_unrelated()) is None:
            return None
        relations = self.live.find_relations(catalog)
        with self._lock:
            self.live.put_relations(relations, catalog)
            return self._announce()

    def respond(self, path: str) -> Answer:
        """Return the response for the path of a request (percent-escapes as sent)."""
        if not path.startswith(self._base.path):
            return Answer(status=302, location=self._base.path)
        path = path[len(self._base.path) :]
        plain = unquote(path)
        if _is_devious(plain):
            return Answer(b"This can't be an address.", "text/plain; charset=utf-8", 400)
        if plain.startswith(urls.SEARCH_BUNDLE):
            return self._find_index_file(plain.removeprefix(urls.SEARCH_BUNDLE))
        with self._lock:
            try:
                return self._find_file(plain) or self._find_page(path)
            except UserError as fault:
                return self._show_fault(fault.diagnostics)

    # Changes

    def _announce(self, saved: Iterable[str] = ()) -> Change | None:
        """Return what changed since the last call, and the saved files. Requests may have seen the changes before."""
        live = self.live
        pages = live.changes != self._announced
        self._announced = live.changes
        files = set(saved)
        if pages:
            files.add(self._base.link(f"{urls.ASSETS}options.css"))
        theme = live.context and live.context.theme
        if theme and theme.chain != self._chain:
            files |= {self._base.link(urls.ASSETS + name) for name in theme.static_files()}
            self._chain = theme.chain
        return Change(pages, tuple(sorted(files))) if pages or files else None

    def _find_static_address(self, path: Path) -> str | None:
        """Return the address of a static file of the site or a theme, None for any other path."""
        if path.is_relative_to(static := self.live.content_dir / "static"):
            return self._base.link(path.relative_to(static).as_posix())
        for themes in self.live.theme_dirs:
            if path.is_relative_to(themes) and (parts := path.relative_to(themes).parts)[1:2] == ("static",):
                return self._base.link(urls.ASSETS + "/".join(parts[2:]))
        return None

    def _is_shown(self, path: Path) -> bool:
        """Tell whether pages depend on a static file: a picture of the site; a style sheet of a theme that was removed,
        or that came while one was missing."""
        if path.suffix.lower() in ENDINGS and path.is_relative_to(self.live.content_dir):
            return True
        if path.suffix != ".css" or not any(path.is_relative_to(themes) for themes in self.live.theme_dirs):
            return False
        return not path.exists() or any(fault.code == "theme-config" for fault in self.live.site_diagnostics)

    # Pages

    def _find_page(self, path: str) -> Answer:
        route = self._find_route(path)
        self.live.catch_up(self._list_papers(route) if route else ())
        if self._pages_of != self.live.changes or len(self._pages) >= _KEPT:
            self._pages, self._pages_of = {}, self.live.changes
        if path not in self._pages:
            self._pages[path] = self._make_page(path, route)
        return self._pages[path]

    def _find_route(self, path: str) -> Route | None:
        """Return the page at an address: of those that can have it, the first that there is."""
        routes, context = [*ADDRESSES.parse_all(path)], self.live.context
        if context and len(routes) > 1:
            for route in routes:
                with suppress(KeyError):
                    return find_page(context, route).route
        return routes[0] if routes else None

    def _list_papers(self, route: Route) -> Iterator[str]:
        """Yield the ids of the papers that the page shows."""
        if _is_entry(source := find_source(route)):
            yield Path(source).stem
        elif context := self.live.context:
            with suppress(KeyError):
                yield from [context.catalog.cached[n].id for n in find_page(context, route).shows]

    def _make_page(self, path: str, route: Route | None) -> Answer:
        live = self.live
        if live.fault:
            raise UserError(*live.fault)
        source = find_source(route) if route else ""
        if route and _is_entry(source) and route.key in live.broken:
            raise UserError(*live.diagnostics[source])
        if route and (page := self._render(route)):
            return Answer(page, status=404 if route == _NOT_FOUND else 200)
        further = ADDRESSES.parse(f"{path}/")
        if further and self._render(further):
            return Answer(status=302, location=f"{self._base.path}{path}/")
        return self._lead_on(path) or Answer(self._render(_NOT_FOUND) or b"", status=404)

    def _lead_on(self, path: str) -> Answer | None:
        """Return the redirect at an old address, None for any other address."""
        if self.live.context is None:
            return None
        address = urls.spell_old(path)
        found = (redirect for redirect in plan_redirects(self.live.context) if redirect.address == address)
        return next((Answer(redirect.make()) for redirect in found), None)

    def _render(self, route: Route) -> bytes | None:
        """Return a page with its notes, None if there is no such page. Raises UserError for a broken theme."""
        if self.live.renderer is None or self.live.context is None:
            return None
        try:
            page = self.live.renderer.render(find_page(self.live.context, route).route)
        except KeyError:
            return None
        self.live.work.pages_rendered += 1
        return add_to_body(page, compose_notes(self._find_notes(route), _STYLE))

    def _find_notes(self, route: Route) -> list[Diagnostic]:
        """Return the diagnostics to show on a page: all of its own source, and the errors of everything else."""
        live = self.live
        own = find_source(route)
        notes = list(live.diagnostics.get(own, ()))
        if route.kind == "home":
            notes += [d for d in live.diagnostics.get("content/site.toml", ()) if d.severity != "error"]
            notes += [d for d in live.site_diagnostics if d.severity != "error"]
        notes += [d for path, found in live.diagnostics.items() if path != own for d in found if d.severity == "error"]
        notes += [d for d in live.site_diagnostics if d.severity == "error"]
        return keep_wanted(notes, live.context.site.check.ignore if live.context else ())

    def _show_fault(self, diagnostics: Sequence[Diagnostic]) -> Answer:
        return Answer(compose_fault_page(diagnostics, self._site_dir, _STYLE), status=500)

    # Files

    def _find_file(self, path: str) -> Answer | None:
        path = urls.output_path(path)
        media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
        for folder, name in self._list_places(path):
            if file := find_published(folder, name):
                return Answer(file, media_type)
        return self._make_file(path, media_type)

    def _list_places(self, path: str) -> Iterator[tuple[Path, str]]:
        if path.startswith(urls.ASSETS) and self.live.context:
            for folder in self.live.context.theme.chain:
                yield Path(folder, "static"), path.removeprefix(urls.ASSETS)
        yield self.live.content_dir / "static", path

    def _make_file(self, path: str, media_type: str) -> Answer | None:
        """Make a card, a feed, a sitemap, a bibliography or the style sheet of the theme's options."""
        live = self.live
        if path.startswith(FOLDER):
            return self._copy_picture(path, media_type)
        is_card = live.context is not None and find_card(live.context, path) is not None
        if not is_card and path.rpartition("/")[2] not in COMPOSED and not path.startswith(("sitemap-", urls.API)):
            return None
        live.catch_up(())
        if live.context is None or live.renderer is None or live.fault:
            return None
        if (card := find_card(live.context, path)) is not None:
            return Answer(make_card(live.renderer, card), media_type)
        files = plan_site(live.context, {}, live.renderer).files
        return next((Answer(file.make(), media_type) for file in files if file.path == path), None)

    def _copy_picture(self, path: str, media_type: str) -> Answer | None:
        """Return the copy of a picture, or the picture itself if it can't be decoded."""
        live = self.live
        if live.context is None or live.renderer is None:
            return None
        for file in plan_pictures(live.context, live.static, live.renderer):
            if file.path == path:
                try:
                    return Answer(file.make(), media_type)
                except UserError:
                    original = self._site_dir / file.origin
                    return Answer(original, mimetypes.guess_type(original)[0] or "application/octet-stream")
        return None

    def _get_newest(self) -> SiteContext | None:
        """Return the site context after checking all papers. Compared with making an index, that takes no time."""
        with self._lock:
            self.live.take([self.live.content_dir / "papers"])
            return self.live.context

    def _find_index_file(self, name: str) -> Answer:
        """Return a file of the search index. It may have to be waited for, so this is done outside the lock."""
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            data = self._index.read(name)
        except UserError as fault:
            return Answer(str(fault).encode(), "text/plain; charset=utf-8", 503)
        return (
            Answer(b"There is no such part of the index.", "text/plain", 404)
            if data is None
            else Answer(data, media_type)
        )


def _is_entry(source: str) -> bool:
    """Tell whether a source is the file of a paper."""
    return source.startswith("content/papers/")


def _is_devious(path: str) -> bool:
    """Tell whether a path, joined to a folder, could lead out of the folder."""
    parts = path.split("/")
    return "" in parts[:-1] or any(part in {".", ".."} or _DEVIOUS.match(part) for part in parts)
