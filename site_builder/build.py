"""``content/`` → ``public/``: plan all, render what changed, write what differs; report what was done and why."""

from __future__ import annotations

import gc
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import cache, output, related, render, search, state
from site_builder.content import read_content
from site_builder.diagnostics import Diagnostic, Fault, Place, has_errors
from site_builder.editions import make_edition
from site_builder.output import Stage, open_stage
from site_builder.pages.files import plan_files
from site_builder.pages.plan import plan_pages
from site_builder.routes import SEARCH_BUNDLE, address, output_path
from site_builder.state import Record, State
from site_builder.themes import bundled_themes
from site_builder.workers import count_jobs, open_executor, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from site_builder.content import Content
    from site_builder.pages.edition import Edition
    from site_builder.pages.files import File
    from site_builder.pages.plan import Page
    from site_builder.related import Relation
    from site_builder.routes import Route

#: Pages that make a second process worth its start.
_WORTH_A_PROCESS = 600
_SHARE = 200


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks of a build. ``base_url`` overrides the site's; ``jobs`` None is for what pays."""

    site_dir: Path
    out: Path
    base_url: str | None = None
    jobs: int | None = None
    search: bool = True


class Report(msgspec.Struct, kw_only=True):
    """What a build did: numbers of files by what became of them, seconds by stage, and why each page was rendered.

    ``index`` says what became of the search index: ``built``, ``kept`` or ``none``.
    """

    papers: int = 0
    authors: int = 0
    files: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    index: str = "none"
    seconds: dict[str, float] = {}
    reasons: list[tuple[str, str]] = []
    diagnostics: list[Diagnostic] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the body takes to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


def build(
    wishes: Wishes, executor: Executor | None = None, progress: Callable[[int, int], None] | None = None
) -> Report:
    """Build the site. ``executor`` renders instead of this machine's own processes; ``progress`` hears how many of how
    many pages are rendered.

    Raises Fault, with every fault of the content, when the site can't be built; the output folder is then as it was.
    """
    report = Report()
    cache_dir = wishes.site_dir / ".cache"
    with _quiet_collector():
        with report.stage("check"):
            before = state.load_state(cache_dir, wishes.out)
            flags = repr((wishes.base_url, wishes.search, str(wishes.out)))
            inputs = state.sign_inputs(
                [wishes.site_dir / "content", wishes.site_dir / "themes", bundled_themes()], flags
            )
            if state.is_current(before, inputs, wishes.out):
                report.files = len(before.files)
                report.index = "kept" if any(path.startswith(SEARCH_BUNDLE) for path in before.files) else "none"
                return report
        with report.stage("read"):
            content = read_content(wishes.site_dir, cache_dir, wishes.base_url, wishes.jobs)
            edition, faults = make_edition(content, wishes.site_dir, searchable=wishes.search)
            report.diagnostics = [*content.diagnostics, *faults]
            if has_errors(report.diagnostics):
                raise Fault(*report.diagnostics)
        run = _Run(wishes, report, before, content, edition)
        run.carry_out(executor, progress)
        after = State(inputs, edition.frame, run.files, run.related_key, run.relations)
        state.store_state(cache_dir, wishes.out, after)
    return report


class _Run:
    """One build under way: what was, what is planned, and what has been done so far."""

    def __init__(self, wishes: Wishes, report: Report, before: State, content: Content, edition: Edition) -> None:
        self.wishes, self.report, self.before = wishes, report, before
        self.content, self.edition = content, edition
        self.files: dict[str, Record] = {}
        self.related_key = b""
        self.relations: list[tuple[Relation, ...]] = []

    def carry_out(self, executor: Executor | None, progress: Callable[[int, int], None] | None) -> None:
        report = self.report
        with report.stage("plan"):
            self._relate()
            pages = {output_path(address(p.route)): p for p in plan_pages(self.edition, self.relations.__getitem__)}
            files = list(plan_files(self.edition, self.content.static, self._make_style))
            _refuse_collisions(pages, files)
        with open_stage(self.wishes.out) as stage:
            with report.stage("compare"):
                kept = self._find_kept(stage)
                stale = [(path, page) for path, page in pages.items() if not self._keep(kept, path, page.depends)]
            self._explain(stale)
            with report.stage("render"):
                self._render(stage, stale, executor, progress)
                for file in files:
                    if not self._keep(kept, file.path, file.depends):
                        self.files[file.path] = Record(file.depends, stage.offer(file.path, file.make()))
            with report.stage("index"):
                self._index(stage, kept)
            with report.stage("commit"):
                report.removed = stage.commit(self.files)
        report.written = stage.written
        report.papers = len(self.edition.catalog.entries)
        report.authors = len(self.edition.catalog.authors)
        report.files = len(self.files)

    def _make_style(self) -> bytes:
        return render.Press(self.edition, self.relations.__getitem__).render_text("options.css")

    def _relate(self) -> None:
        catalog = self.edition.catalog
        parts = [
            f"{e.paper.id}\t{e.title_text}\t{e.paper.tags}\t{ids}"
            for e, ids in zip(catalog.entries, catalog.bylines, strict=True)
        ]
        self.related_key = cache.digest("\n".join(parts).encode())
        if self.related_key == self.before.related_key:
            self.relations = self.before.relations
        else:
            index = related.make_index(catalog)
            self.relations = [related.relate(catalog, index, n) for n in range(len(catalog.entries))]

    def _find_kept(self, stage: Stage) -> dict[str, Record]:
        """Return the records of the files that are still as they were written."""
        old = {} if stage.fresh else self.before.files
        stamps = output.stamp_files(self.wishes.out, old)
        return {
            path: record for (path, record), stamp in zip(old.items(), stamps, strict=True) if stamp == record.stamp
        }

    def _keep(self, kept: dict[str, Record], path: str, depends: bytes) -> bool:
        record = kept.get(path)
        if record is None or record.depends != depends:
            return False
        self.files[path] = record
        return True

    def _explain(self, stale: Sequence[tuple[str, Page]]) -> None:
        old = self.before.files
        same_frame = self.before.frame == self.edition.frame
        for path, page in stale:
            self.report.reasons.append((path, self._find_reason(page, old.get(path), same_frame)))

    def _find_reason(self, page: Page, record: Record | None, same_frame: bool) -> str:
        if record is None:
            return "new"
        if record.depends == page.depends:
            return "its file was changed or removed"
        if not same_frame:
            return "the settings, the theme or the program changed"
        entries = self.edition.catalog.entries
        changed = [entries[n].paper.id for n in page.shows if entries[n].paper.id in self.content.fresh]
        if changed:
            return f"{', '.join(changed[:3])} changed"
        return "a paper, an author or a number that it shows changed"

    def _render(
        self,
        stage: Stage,
        stale: Sequence[tuple[str, Page]],
        executor: Executor | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        routes = [page.route for _, page in stale]
        context = (self.edition, self.relations.__getitem__, self.wishes.site_dir / ".cache" / "templates")
        done = 0
        for share, rendered in _render_all(routes, context, self.wishes.jobs, executor):
            for (path, page), data in zip(stale[done : done + len(share)], rendered, strict=True):
                self.files[path] = Record(page.depends, stage.offer(path, data))
            done += len(share)
            if progress:
                progress(done, len(stale))
        self.report.rendered = done

    def _index(self, stage: Stage, kept: dict[str, Record]) -> None:
        if not self.wishes.search:
            return
        depends = search.sign_index(self.edition)
        old = {path: record for path, record in self.before.files.items() if path.startswith(SEARCH_BUNDLE)}
        if old and all(kept.get(path) == record and record.depends == depends for path, record in old.items()):
            self.files |= old
            self.report.index = "kept"
            return
        with tempfile.TemporaryDirectory(prefix="site-builder-") as folder:
            documents, bundle = Path(folder, "documents"), Path(folder, "bundle")
            search.write_documents(self.edition, documents)
            search.run_pagefind(documents, bundle)
            for path, source in search.list_bundle(bundle).items():
                self.files[path] = Record(depends, stage.offer_file(path, source))
        self.report.index = "built"


def _render_all(
    routes: Sequence[Route], context: tuple[object, ...], jobs: int | None, executor: Executor | None
) -> Iterator[tuple[Sequence[Route], list[bytes]]]:
    """Yield shares of the routes with their bytes, in order."""
    if executor:
        # A foreign executor's workers share no memory with us: few large shares, each with its edition.
        size = max(_SHARE, -(-len(routes) // 16))
        yield from spread(executor, render.render_for, routes, size, 2, *context)
        return
    count = count_jobs(jobs, len(routes), _WORTH_A_PROCESS)
    with open_executor(count, render.adopt, *context) as own:
        yield from spread(own, render.render_share, routes, _SHARE, count)


def _refuse_collisions(pages: Iterable[str], files: Sequence[File]) -> None:
    """Raise Fault when two outputs want one address, or one wants a folder where the other wants a file."""
    taken = dict.fromkeys(pages, "a page of the site")
    faults = []
    for file in files:
        other = taken.setdefault(file.path, file.origin)
        if other != file.origin:
            message = f"{file.origin} and {other} both want the address /{file.path}"
            faults.append(Diagnostic("address-taken", message, Place(file.origin), "rename one of them"))
    if faults:
        raise Fault(*faults)


@contextmanager
def _quiet_collector() -> Iterator[None]:
    """Keep the garbage collector out of the way: a build makes millions of records, no cycles, and ends soon.

    It would walk all of them again and again, a fifth of the time of a build of 10,000 papers.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
