"""One run of the press: plan all, render what changed, write what differs."""

from __future__ import annotations

import secrets
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import cache, output, related, render, search
from site_builder.content import read_content
from site_builder.diagnostics import Diagnostic, Fault, Place, has_errors
from site_builder.editions import make_edition
from site_builder.output import Stage, Stamp, open_stage
from site_builder.pages.files import plan_files
from site_builder.pages.plan import plan_pages
from site_builder.related import Relation
from site_builder.routes import SEARCH_BUNDLE, Route, address, output_path
from site_builder.state import Record, State
from site_builder.workers import count_jobs, share_out, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from site_builder.content import Content
    from site_builder.job import Job, Report
    from site_builder.pages.edition import Edition
    from site_builder.pages.files import File
    from site_builder.pages.plan import Page

#: Pages that make a second process worth its start.
_WORTH_A_PROCESS = 600
_SHARE = 100
_FOREIGN_SHARES = 16

#: A file to make: where below the output folder, and what makes its bytes.
Order = tuple[str, "Callable[[], bytes]"]


def carry_out(
    job: Job,
    report: Report,
    before: State,
    inputs: bytes,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> State:
    """Build the site, add to the report what is done, and return what the next build should know.

    Raises Fault, with every fault of the content, when the site can't be built.
    """
    cache_dir = job.site_dir / ".cache"
    with report.stage("read"):
        content = read_content(job.site_dir, cache_dir, job.base_url, job.jobs)
        try:
            edition, faults = make_edition(content, job.site_dir, searchable=job.search)
        except Fault as fault:
            raise Fault(*content.diagnostics, *fault.diagnostics) from None
        report.diagnostics = [*content.diagnostics, *faults]
        if has_errors(report.diagnostics):
            raise Fault(*report.diagnostics)
    run = _Run(job, report, before, content, edition)
    run.carry_out(executor, progress)
    return State(inputs, edition.frame, run.files, report.papers, report.authors)


class _Run:
    """One build under way: what was, what is planned, and what has been done so far."""

    def __init__(self, job: Job, report: Report, before: State, content: Content, edition: Edition) -> None:
        self.job, self.report, self.before = job, report, before
        self.content, self.edition = content, edition
        self.cache_dir = job.site_dir / ".cache"
        self.files: dict[str, Record] = {}
        self.relations: list[tuple[Relation, ...]] = []

    def carry_out(self, executor: Executor | None, progress: Callable[[int, int], None] | None) -> None:
        report = self.report
        with open_stage(self.job.out) as stage, stage.foresee(self._list_folders()):
            with report.stage("plan"):
                self.relations = self._relate()
                pages = {output_path(address(p.route)): p for p in plan_pages(self.edition, self.relations.__getitem__)}
                routes = [page.route for page in pages.values()]
                files = list(plan_files(self.edition, lambda: routes, self.content.static, self._make_style))
                _refuse_collisions(pages, files)
            with report.stage("compare"):
                kept = self._find_kept(stage)
                stale = [(path, page) for path, page in pages.items() if not self._keep(kept, path, page.depends)]
                amiss = [file for file in files if not self._keep(kept, file.path, file.depends)]
            self._explain(stale)
            with report.stage("render"):
                self._write(stage, stale, amiss, executor, progress)
            with report.stage("index"):
                self._index(stage, kept)
            with report.stage("commit"):
                report.removed = stage.commit(self.files)
        report.rendered = len(stale)
        report.written = stage.written
        report.papers = len(self.edition.catalog.entries)
        report.authors = len(self.edition.catalog.authors)
        report.files = len(self.files)

    def _list_folders(self) -> list[str]:
        """Return the folders of papers and authors when all are to be made."""
        if self.before.files or not self._count_jobs(len(self.edition.catalog.authors)) > 1:
            return []
        catalog = self.edition.catalog
        routes = [Route("author", author) for author in catalog.authors]
        routes += [Route("paper", paper) for paper in catalog.position]
        return [address(route)[:-1] for route in routes]

    def _count_jobs(self, pages: int) -> int:
        return count_jobs(self.job.jobs, pages, _WORTH_A_PROCESS)

    def _make_style(self) -> bytes:
        return render.Press(self.edition, self.relations.__getitem__).render_text("options.css")

    def _relate(self) -> list[tuple[Relation, ...]]:
        """Return each paper's relations, from the cache as long as nothing that they depend on has changed."""
        catalog = self.edition.catalog
        shape = f"relations {related.sign(catalog).hex()}"
        known = cache.load(self.cache_dir / "relations", list[tuple[Relation, ...]], shape)
        if known is None:
            index = related.make_index(catalog)
            known = [related.relate(catalog, index, position) for position in range(len(catalog.entries))]
            cache.store(self.cache_dir / "relations", known, shape)
        return known

    def _find_kept(self, stage: Stage) -> dict[str, Record]:
        """Return the records of the files that are still as they were written."""
        old = {} if stage.fresh else self.before.files
        stamps = output.stamp_files(self.job.out, old)
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

    def _write(
        self,
        stage: Stage,
        stale: Sequence[tuple[str, Page]],
        files: Sequence[File],
        executor: Executor | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        """Make pages and files, and stage them."""
        press = render.Press(self.edition, self.relations.__getitem__, self.cache_dir / "templates")
        made: Iterable[Stamp]
        if executor:
            orders = [(file.path, file.make) for file in files]
            made = [
                *_write_for(executor, stage, stale, press, progress),
                *[stage.offer(path, make()) for path, make in orders],
            ]
        else:
            orders = [(path, partial(press.render, page.route)) for path, page in stale]
            orders += [(file.path, file.make) for file in files]
            jobs = self._count_jobs(len(stale))
            if jobs > 1:
                # Cards stand in many lists: made before the processes part, they aren't made once in each.
                press.prepare()
            made = _write_all(stage, orders, jobs, progress)
        depends = [(path, page.depends) for path, page in stale] + [(file.path, file.depends) for file in files]
        for (path, depend), stamp in zip(depends, made, strict=True):
            self.files[path] = Record(depend, stamp)

    def _index(self, stage: Stage, kept: dict[str, Record]) -> None:
        if not self.edition.searchable:
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


def _write_all(
    stage: Stage, orders: Sequence[Order], jobs: int, progress: Callable[[int, int], None] | None
) -> list[Stamp]:
    """Make and stage files in this machine's own processes; return their stamps, in order.

    Each process writes what it makes: sending 280 MB to one that writes took a fifth of the time of a build of 10,000
    papers. The last orders are carried out first: lists and bibliographies take longest, and nobody should be left with
    one at the end.
    """
    total = len(orders)

    def write(number: int) -> tuple[list[Stamp], int]:
        written = stage.written
        start = max(0, total - (number + 1) * _SHARE)
        stamps = [stage.offer(path, make()) for path, make in orders[start : total - number * _SHARE]]
        return stamps, stage.written - written

    def tell(number: int) -> None:
        if progress:
            progress(min(number * _SHARE, total), total)

    written = stage.written
    shares = share_out(write, -(-total // _SHARE), jobs, tell)
    stage.written = written + sum(count for _, count in shares)
    return [stamp for stamps, _ in reversed(shares) for stamp in stamps]


def _write_for(
    executor: Executor,
    stage: Stage,
    stale: Sequence[tuple[str, Page]],
    press: render.Press,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Stamp]:
    """Render pages on a foreign executor and stage them here; yield their stamps, in order.

    Its workers may see another disk, and share no memory: they return bytes, and get few large shares, since each
    carries the edition.
    """
    size = max(_SHARE, -(-len(stale) // _FOREIGN_SHARES))
    routes = [page.route for _, page in stale]
    context = (secrets.token_bytes(8), press.edition, press.relate, press.cache_dir)
    paths = iter([path for path, _ in stale])
    done = 0
    for share, rendered in spread(executor, render.render_for, routes, size, 2, *context):
        for data in rendered:
            yield stage.offer(next(paths), data)
        done += len(share)
        if progress:
            progress(done, len(stale))


def _refuse_collisions(pages: Iterable[str], files: Sequence[File]) -> None:
    """Raise Fault when two outputs want one address, or one wants a folder where the other wants a file."""
    taken = dict.fromkeys(pages, "a page of the site")
    faults = []
    for file in files:
        other = taken.setdefault(file.path, file.origin)
        if other != file.origin:
            message = f"{file.origin} and {other} both want the address /{file.path}"
            faults.append(Diagnostic("address-taken", message, Place(file.origin), "rename one of them"))
    for folder in _list_folders(taken) & taken.keys():
        inside = next(path for path in taken if path.startswith(f"{folder}/"))
        message = f"{taken[folder]} wants to be the file /{folder}, and {taken[inside]} the file /{inside} in a folder"
        faults.append(Diagnostic("address-taken", message, Place(taken[folder]), "rename one of them"))
    if faults:
        raise Fault(*faults)


def _list_folders(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return folders
