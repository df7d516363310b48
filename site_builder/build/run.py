"""One run of the press: plan all, render what changed, write what differs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.incremental import (
    find_changed_texts,
    find_collisions,
    find_reason,
    find_stale,
    list_author_folders,
    list_paper_folders,
    plan_changed,
    plan_outputs,
)
from site_builder.catalog.catalog import digest_catalog
from site_builder.catalog.related import Relation, Relations
from site_builder.content.loader import read_content
from site_builder.diagnostics import Diagnostic, Location, UserError, has_errors, keep_wanted
from site_builder.pages import renderer
from site_builder.pages.assembly import make_site_context
from site_builder.pages.dependencies import Signer
from site_builder.pages.files import File
from site_builder.pages.redirects import Redirect
from site_builder.storage.build_state import Record, State, compare_files
from site_builder.storage.cache import digest
from site_builder.storage.output_dir import open_transaction
from site_builder.storage.workers import count_jobs, parallel_map, run_in_child, spread
from site_builder.urls import SEARCH_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from concurrent.futures import Executor

    from site_builder.build.incremental import Plan, Stale
    from site_builder.build.options import BuildOptions, Report
    from site_builder.content.loader import Content
    from site_builder.pages.registry import Page
    from site_builder.pages.site_context import SiteContext
    from site_builder.storage.build_state import Inputs
    from site_builder.storage.output_dir import OutputTransaction

#: Pages that make a second process worth its start.
_WORTH_A_PROCESS = 600
_SHARE = 100
_FOREIGN_SHARES = 16


def carry_out(
    build_options: BuildOptions,
    report: Report,
    before: State,
    inputs: Inputs,
    executor: Executor | None,
    progress: Callable[[int, int], None] | None,
) -> State:
    """Build the site, add to the report what is done, and return what the next build should know.

    Raises UserError, with every fault of the content, when the site can't be built.
    """
    with ExitStack() as stack:
        compare: Callable[[], bytes] = partial(bytes, len(before.files))  # nothing is as it was
        stage = None
        if before.files and build_options.out.is_dir():
            # The folder is ours before anybody looks at it: what a crash left is put right, no other build is writing.
            stage = stack.enter_context(open_transaction(build_options.out))
            compare = stack.enter_context(run_in_child(lambda: compare_files(build_options.out, before.files, 1)))
        with report.stage("read"):
            content = read_content(
                build_options.site_dir,
                build_options.site_dir / ".cache",
                build_options.base_url,
                build_options.jobs,
                inputs.files,
            )
        stage = stage or stack.enter_context(open_transaction(build_options.out))
        with ExitStack() as helpers:

            def make_folders(list_folders: Callable[[], Iterable[str]]) -> None:
                """Let another process make folders meanwhile, where nothing has been made yet."""
                if not before.files and _count_jobs(build_options, len(content.entries)) > 1:
                    helpers.enter_context(run_in_child(lambda: stage.make_folders(list_folders())))

            make_folders(lambda: list_paper_folders(content.entries))
            with report.stage("read"):
                site_context = _compose(build_options, report, content)
            make_folders(lambda: list_author_folders(site_context.catalog))
            run = _Run(build_options, report, before, stage, content, site_context, executor, progress)
            intact = run.render(compare)
        run.finish(intact)
    return msgspec.structs.replace(run.after, inputs=inputs.signature, files=run.files)


def _compose(build_options: BuildOptions, report: Report, content: Content) -> SiteContext:
    try:
        site_context, faults = make_site_context(content, build_options.site_dir, searchable=build_options.search)
    except UserError as fault:
        raise UserError(*keep_wanted((*content.diagnostics, *fault.diagnostics), content.site.check.ignore)) from None
    if not site_context.base.url:
        faults = (*faults, _describe_no_address())
    report.diagnostics += keep_wanted((*content.diagnostics, *faults), content.site.check.ignore)
    if has_errors(report.diagnostics):
        raise UserError(*report.diagnostics)
    return site_context


def _describe_no_address() -> Diagnostic:
    """A build leaves something out here; of the content nothing is wrong, for it may be published with --base-url."""
    message = "feeds and the sitemap are left out, because the site's address isn't known"
    suggestion = 'write base_url = "https://…/" in content/site.toml, or give --base-url'
    return Diagnostic("site-no-address", message, Location("content/site.toml"), suggestion, "hint")


def _count_jobs(build_options: BuildOptions, pages: int) -> int:
    return count_jobs(build_options.jobs, pages, _WORTH_A_PROCESS)


class _Run:
    """One build under way: what was, what is planned, and what has been done so far."""

    def __init__(
        self,
        build_options: BuildOptions,
        report: Report,
        before: State,
        stage: OutputTransaction,
        content: Content,
        site_context: SiteContext,
        executor: Executor | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.options, self.report, self.before, self.stage = build_options, report, before, stage
        self.content, self.context = content, site_context
        self.executor, self.progress = executor, progress
        cache_dir = build_options.site_dir / ".cache"
        facts = digest_catalog(site_context.catalog)
        self.after = _describe(content, site_context, facts)
        self.relations = Relations(site_context.catalog, cache_dir, facts)
        self.signer = Signer(site_context, self.relations)
        self.renderer = renderer.Renderer(site_context, self.relations, cache_dir / "templates")
        self.files: dict[str, Record] = {}

    def render(self, compare: Callable[[], bytes]) -> dict[str, Record]:
        """Make what is stale; return the files of the last build that were still as they were, as ``compare`` tells."""
        report = self.report
        with report.stage("compare"):
            intact = dict(compress(self.before.files.items(), compare()))
        with report.stage("plan"):
            plan = self._plan(intact)
        with report.stage("compare"):
            stale = find_stale(plan, intact, self.signer)
            self._explain(stale, intact)
        with report.stage("render"):
            self._write(stale)
        report.rendered = len(report.reasons)
        return intact

    def finish(self, intact: dict[str, Record]) -> None:
        """Make the index if need be, and put everything in its place."""
        report, stage = self.report, self.stage
        with report.stage("index"):
            self._index(intact)
        with report.stage("commit"):
            report.removed = stage.commit(self.files)
            self.relations.store()
        report.written = stage.written
        report.papers, report.authors = self.after.papers, self.after.authors
        report.files = len(self.files)

    def _plan(self, intact: dict[str, Record]) -> Plan:
        """Plan what may have to be made, and take over the records of all else."""
        texts = find_changed_texts(self.before, self.after)
        if texts is None or len(intact) < len(self.before.files):
            plan = plan_outputs(self.context, self.content.static, self.renderer)
            if faults := find_collisions(plan, self.options.site_dir):
                raise UserError(*faults)
            return plan
        self.files |= intact
        return plan_changed(self.context, texts, self.content.static, self.renderer)

    def _explain(self, stale: Stale, intact: Mapping[str, Record]) -> None:
        old, fresh = self.before.files, self.content.fresh
        site_digest = self.before.site_digest != self.context.site_digest
        pages: list[tuple[str, Page | Redirect]] = [*stale.pages]
        pages += [(file.path, file) for file in stale.files if isinstance(file, Redirect)]
        for path, page in pages:
            known, damaged = path in old, path not in intact
            reason = find_reason(page, self.context, fresh, known=known, damaged=damaged, site_digest=site_digest)
            self.report.reasons.append((path, reason))

    def _write(self, stale: Stale) -> None:
        """Make the stale pages and files, and stage them."""
        self.files |= stale.cached
        jobs = _count_jobs(self.options, len(stale.pages))
        if self.executor:
            self._write_afar(self.executor, stale.pages)
            stale = msgspec.structs.replace(stale, pages=[])
        elif jobs > 1:
            self._prepare()
        self._write_here(stale, jobs)

    def _prepare(self) -> None:
        """Make what stands on many pages before the processes part, or it would be made in each."""
        with run_in_child(self.renderer.write_citations) as write_citations:
            self.renderer.prepare()
            self.signer.prepare()
            self.relations.prepare()
            self.renderer.take_citations(write_citations())

    def _write_here(self, stale: Stale, jobs: int) -> None:
        """Make and stage files in this machine's own processes.

        Each process writes what it makes: sending 280 MB to one that writes took a fifth of the time of a build of
        10,000 papers. Bibliographies and lists come first, since they take longest: nobody should be left with one at
        the end.
        """
        orders: list[tuple[str, Page] | File] = [*stale.files, *reversed(stale.pages)]
        shares = [orders[start : start + _SHARE] for start in range(0, len(orders), _SHARE)]
        written = self.stage.written
        for data in parallel_map(
            lambda number: self._write_share(shares[number], stale.signed),
            len(shares),
            jobs,
            lambda number: self._tell(min(number * _SHARE, len(orders)), len(orders)),
        ):
            share = _SHARES.decode(data)
            self.files |= share.files
            written += share.written
            self.relations.add(share.relations)
        self.stage.written = written

    def _write_share(self, orders: Sequence[tuple[str, Page] | File], signed: Mapping[str, bytes]) -> bytes:
        """Make and stage some pages and files, in whichever process; return what came of it."""
        stage, written = self.stage, self.stage.written
        files = {}
        for order in orders:
            if isinstance(order, File):
                files[order.path] = Record(order.depends, stage.offer(order.path, order.make()))
            else:
                path, page = order
                depends = signed.get(path) or self.signer.sign(page)
                files[path] = Record(depends, stage.offer(path, self.renderer.render(page.route)))
        return msgspec.msgpack.encode(_Share(files, stage.written - written, self.relations.take_fresh()))

    def _write_afar(self, executor: Executor, pages: Sequence[tuple[str, Page]]) -> None:
        """Render pages on a foreign executor and stage them here.

        Its workers may see another disk, and share no memory: they return bytes, and get few large shares, since each
        carries the edition.
        """
        page_renderer = self.renderer
        size = max(_SHARE, -(-len(pages) // _FOREIGN_SHARES))
        routes = [page.route for _, page in pages]
        context = (os.urandom(8), page_renderer.context, page_renderer.relate, page_renderer.cache_dir)
        rendered = chain.from_iterable(spread(executor, renderer.render_for, routes, size, 2, *context))
        for done, ((path, page), data) in enumerate(zip(pages, rendered, strict=True), 1):
            self.files[path] = Record(self.signer.sign(page), self.stage.offer(path, data))
            self._tell(done, len(pages))

    def _tell(self, done: int, total: int) -> None:
        if self.progress:
            self.progress(done, total)

    def _index(self, intact: dict[str, Record]) -> None:
        if not self.context.searchable:
            return
        from site_builder.search import index  # with what it needs of the standard library 10 ms to load

        depends = index.digest_index(self.context)
        old = {path: record for path, record in self.before.files.items() if path.startswith(SEARCH_BUNDLE)}
        if old and all(intact.get(path) == record and record.depends == depends for path, record in old.items()):
            self.files |= old
            self.report.index = "kept"
            return
        self.files = {path: record for path, record in self.files.items() if path not in old}
        for name, data in index.make_index(self.context).items():
            path = SEARCH_BUNDLE + name
            self.files[path] = Record(depends, self.stage.offer(path, data))
        self.report.index = "built"


def _describe(content: Content, site_context: SiteContext, facts: bytes) -> State:
    """Return the state that this edition leaves, but for its files."""
    files = (sorted(content.static), sorted(site_context.theme.static_files()))
    surroundings = (content.biographies, content.categories, content.pages, files)
    structure = digest(site_context.site_digest, facts, msgspec.msgpack.encode(surroundings))
    catalog = site_context.catalog
    return State(
        site_digest=site_context.site_digest,
        structure=structure,
        texts=tuple([cached.key for cached in catalog.cached]),
        papers=len(catalog.cached),
        authors=len(catalog.authors),
    )


class _Share(msgspec.Struct, array_like=True):
    """What came of a share of work: the files' records, how many had to be written, the relations found for it."""

    files: dict[str, Record]
    written: int
    relations: dict[int, tuple[Relation, ...]]


_SHARES = msgspec.msgpack.Decoder(_Share)
