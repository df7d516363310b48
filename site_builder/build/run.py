"""One run of a build: plan all files, render what is out of date, write what differs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from functools import partial
from itertools import chain, compress
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.incremental import find_changed_bodies, find_outdated, join_inputs
from site_builder.build.plan import find_collisions, plan_changed, plan_site
from site_builder.build.reasons import find_reasons
from site_builder.build.staging import Staged, stage
from site_builder.catalog.catalog import digest_catalog
from site_builder.catalog.related import Relation, Relations
from site_builder.content.loader import read_content
from site_builder.diagnostics import Diagnostic, Location, UserError, has_errors, keep_wanted
from site_builder.pages import renderer
from site_builder.pages.assembly import make_site_context
from site_builder.pages.digests import Digests
from site_builder.pages.files import File
from site_builder.pages.kinds import BY_NAME, TEXT_READERS
from site_builder.pages.pictures import prepare_pictures
from site_builder.pages.redirects import Redirect
from site_builder.storage.build_state import Record, State, compare_files
from site_builder.storage.cache import checksum_fields, digest
from site_builder.storage.output_dir import open_transaction
from site_builder.storage.workers import count_jobs, parallel_map, run_in_child
from site_builder.urls import SEARCH_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from site_builder.build.incremental import Outdated
    from site_builder.build.options import BuildOptions, Rendering, Report
    from site_builder.build.plan import Plan
    from site_builder.build.search_index import IndexBuild
    from site_builder.content.loader import Content
    from site_builder.pages.page_kind import Page
    from site_builder.pages.site_context import SiteContext
    from site_builder.storage.build_state import Inputs
    from site_builder.storage.output_dir import OutputTransaction
    from site_builder.storage.workers import Workers

#: The fewest pages that are rendered by several processes.
_WORTH_A_PROCESS = 600
#: Pages in one share of work, and the shares for each worker elsewhere.
_SHARE = 100
_WORKER_SHARES = 4


def run(build_options: BuildOptions, report: Report, before: State, inputs: Inputs, rendering: Rendering) -> State:
    """Build the site, add to the report what is done, and return the state for the next build.

    Raises UserError with every error of the content if the site can't be built.
    """
    with ExitStack() as stack:
        compare: Callable[[], bytes] = partial(bytes, len(before.files))  # no file is as it was
        transaction = None
        if before.files and build_options.out.is_dir():
            # First the folder is locked and what a crash left is finished; only then its files are compared.
            transaction = stack.enter_context(open_transaction(build_options.out))
            compare = stack.enter_context(run_in_child(lambda: compare_files(build_options.out, before.files, 1)))
        with report.phase("read"):
            content = read_content(
                build_options.site_dir,
                TEXT_READERS,
                build_options.base_url,
                build_options.jobs,
                inputs.files,
                rendering.workers,
            )
        with report.phase("pictures"):
            content = prepare_pictures(content, build_options.site_dir, build_options.jobs)
        with report.phase("read"):
            context = _assemble(build_options, report, content)
        transaction = transaction or stack.enter_context(open_transaction(build_options.out))
        build_run = _BuildRun(build_options, report, before, transaction, content, context, rendering)
        build_run.render(compare)
        build_run.finish()
    return msgspec.structs.replace(build_run.after, signature=inputs.signature, files=build_run.files)


def _assemble(build_options: BuildOptions, report: Report, content: Content) -> SiteContext:
    try:
        context, faults = make_site_context(content, build_options.site_dir, searchable=build_options.search)
    except UserError as fault:
        raise UserError(*keep_wanted((*content.diagnostics, *fault.diagnostics), content.site.check.ignore)) from None
    if not context.base.url:
        faults = (*faults, _describe_no_address())
    report.diagnostics += keep_wanted((*content.diagnostics, *faults), content.site.check.ignore)
    if has_errors(report.diagnostics):
        raise UserError(*report.diagnostics)
    return context


def _describe_no_address() -> Diagnostic:
    """Return what a build leaves out; `check` doesn't say it, because the address may be given with ``--base-url``."""
    message = "feeds and the sitemap are left out, because the site's address isn't known"
    suggestion = 'write base_url = "https://…/" in content/site.toml, or give --base-url'
    return Diagnostic("site-no-address", message, Location("content/site.toml"), suggestion, "hint")


class _BuildRun:
    """One build: the state before it, what is planned, and what has been done so far. Not a value."""

    def __init__(
        self,
        build_options: BuildOptions,
        report: Report,
        before: State,
        transaction: OutputTransaction,
        content: Content,
        context: SiteContext,
        rendering: Rendering,
    ) -> None:
        self.options, self.report, self.before, self.transaction = build_options, report, before, transaction
        self.content, self.context, self.rendering = content, context, rendering
        self.cache_dir = cache_dir = build_options.site_dir / ".cache"
        details = digest_catalog(context.catalog)
        self.after = _describe_state(content, context, details)
        self.relations = Relations(context.catalog, cache_dir, details)
        self.digests = Digests(context, self.relations)
        self.renderer = renderer.Renderer(context, self.relations, cache_dir)
        self.files: dict[str, Record] = {}
        self.index: IndexBuild | None = None

    def render(self, compare: Callable[[], bytes]) -> None:
        """Make the files that are out of date. ``compare`` tells which files are as the last build left them."""
        report = self.report
        with report.phase("compare"):
            intact = dict(compress(self.before.files.items(), compare()))
        with report.phase("plan"):
            plan = self._plan(intact)
        with report.phase("compare"):
            same_site = self.before.shared == self.context.shared
            outdated = find_outdated(plan, intact, self.digests, same_site=same_site)
            report.reasons.extend(find_reasons(outdated, self.before, intact, self.context))
        with report.phase("index"):
            self.index = self._plan_index(intact)
        with report.phase("render"):
            self._write(outdated)
        report.rendered = len(outdated.pages) + sum(isinstance(file, Redirect) for file in outdated.files)

    def finish(self) -> None:
        """Make the rest of the search index, and put all files in their places."""
        report, transaction = self.report, self.transaction
        with report.phase("index"):
            if self.index:
                self.index.finish()
                self.files |= self.index.files
        with report.phase("commit"):
            report.removed = transaction.commit(self.files)
            self.relations.store()
        report.written = transaction.written
        report.papers, report.authors = len(self.after.papers), self.after.authors
        report.files = len(self.files)

    def _plan(self, intact: Mapping[str, Record]) -> Plan:
        """Plan the files that may be out of date, and take over the records of all others."""
        changed = find_changed_bodies(self.before, self.after)
        if changed is None or len(intact) < len(self.before.files):
            plan = plan_site(self.context, self.content.static, self.renderer)
            if faults := find_collisions(plan, self.options.site_dir):
                raise UserError(*faults)
            return plan
        self.files |= intact
        return plan_changed(self.context, changed, self.content.static, self.renderer)

    def _write(self, outdated: Outdated) -> None:
        """Make the files that are out of date, and stage them."""
        self.files |= outdated.current
        work = len(outdated.pages) + (self.index.count if self.index else 0)
        jobs = count_jobs(self.options.jobs, work, _WORTH_A_PROCESS)
        if self.rendering.workers:
            if self.index:
                self.index.make_shares(self.rendering.workers)
            self._write_with_workers(self.rendering.workers, outdated.pages)
            outdated = msgspec.structs.replace(outdated, pages=[])
        elif count_jobs(self.options.jobs, len(outdated.pages), _WORTH_A_PROCESS) > 1:
            self._prepare()
        self._write_here(outdated, jobs)

    def _prepare(self) -> None:
        """Make what stands on many pages before other processes are forked; else each of them would make it."""
        with run_in_child(self.renderer.write_citations) as write_citations:
            self.renderer.prepare()
            self.digests.prepare()
            self.relations.prepare()
            self.renderer.take_citations(write_citations())

    def _write_here(self, outdated: Outdated, jobs: int) -> None:
        """Make and stage files in this machine's own processes.

        Each process writes what it makes: sending 280 MB to one that writes took a fifth of the time of a build of
        10,000 papers. Shares of the search index come first, then bibliographies and lists, because they take longest:
        otherwise the processes wait for one of them at the end.
        """
        orders: list[tuple[str, Page] | File] = [*outdated.files, *reversed(outdated.pages)]
        shares = [orders[start : start + _SHARE] for start in range(0, len(orders), _SHARE)]
        first = self.index.list_tasks() if self.index else []
        tasks: list[Callable[[], bytes]] = [
            *first,
            *[partial(self._write_share, share, outdated.digests) for share in shares],
        ]

        def tell(number: int) -> None:
            self.rendering.tell(min(max(number - len(first), 0) * _SHARE, len(orders)), len(orders))

        made = parallel_map(lambda number: tasks[number](), len(tasks), jobs, tell)
        if self.index:
            self.index.take_results(made[: len(first)])
        for share in map(_SHARES.decode, made[len(first) :]):
            self.files |= share.staged.files
            self.transaction.written += share.staged.written
            self.relations.add(share.relations)

    def _write_share(self, orders: Sequence[tuple[str, Page] | File], known: Mapping[str, bytes]) -> bytes:
        """Make and stage some files, in whichever process; return what `_Share` holds. ``known`` are digests of pages'
        inputs by path."""
        staged = stage(self.transaction, self._make_files(orders, known))
        return msgspec.msgpack.encode(_Share(staged, self.relations.take_fresh()))

    def _make_files(
        self, orders: Sequence[tuple[str, Page] | File], known: Mapping[str, bytes]
    ) -> Iterator[tuple[str, bytes, bytes]]:
        for order in orders:
            if isinstance(order, File):
                yield order.path, join_inputs(order.inputs), order.make()
            else:
                path, page = order
                yield path, known.get(path) or self._digest(page), self.renderer.render(page.route)

    def _write_with_workers(self, workers: Workers, pages: Sequence[tuple[str, Page]]) -> None:
        """Have workers render pages, and stage them here.

        They may have another disk, and share no memory: they return bytes. They get few large shares, because each may
        carry the site context.
        """
        page_renderer = self.renderer
        size = max(_SHARE, -(-len(pages) // (_WORKER_SHARES * workers.size)))
        shares = ([page.route for _, page in pages[start : start + size]] for start in range(0, len(pages), size))
        site = workers.hand((page_renderer.context, page_renderer.relate, page_renderer.cache_dir))
        rendered = chain.from_iterable(workers.map(renderer.render_for, shares, os.urandom(8), site))
        for done, ((path, page), data) in enumerate(zip(pages, rendered, strict=True), 1):
            self.files[path] = Record(self._digest(page), self.transaction.offer(path, data))
            self.rendering.tell(done, len(pages))

    def _digest(self, page: Page) -> bytes:
        return BY_NAME[page.route.kind].digest_inputs(self.digests, page)

    def _plan_index(self, intact: Mapping[str, Record]) -> IndexBuild | None:
        """Return what makes the search index; None if there is none, or if it is up to date."""
        if not self.context.searchable:
            return None
        from site_builder.build.search_index import find_digests, plan_index  # takes 10 ms with all that it needs

        inputs = find_digests(self.context)
        old = {path: record for path, record in self.before.files.items() if path.startswith(SEARCH_BUNDLE)}
        if old and all(intact.get(path) == record and record.inputs == inputs for path, record in old.items()):
            self.files |= old
            self.report.index = "kept"
            return None
        self.files = {path: record for path, record in self.files.items() if path not in old}
        self.report.index = "built"
        jobs = count_jobs(self.options.jobs, len(self.context.catalog.cached), _WORTH_A_PROCESS)
        return plan_index(self.context, self.cache_dir, self.transaction, inputs, intact, jobs, self.rendering.workers)


def _describe_state(content: Content, context: SiteContext, details: bytes) -> State:
    """Return the state that a build of this site leaves, but for its files."""
    files = (sorted(content.static), sorted(context.theme.static_files()))
    structure = digest(
        context.site_digest,
        details,
        msgspec.msgpack.encode((content.site.home, content.biographies, content.texts, files, content.history)),
    )
    cached = context.catalog.cached
    people = context.catalog.person_index.people
    return State(
        shared=context.shared,
        structure=structure,
        bodies=tuple([paper.body for paper in cached]),
        papers=tuple([paper.id for paper in cached]),
        checksums=tuple([paper.checksums for paper in cached]),
        people={person.id: checksum_fields(person) for person in people.values()},
        authors=len(context.catalog.authors),
    )


class _Share(msgspec.Struct, array_like=True):
    """The result of a share of work: the staged files, and the relations found for them."""

    staged: Staged
    relations: dict[int, tuple[Relation, ...]]


_SHARES = msgspec.msgpack.Decoder(_Share)
