"""The search index in a build: its shares are made beside the pages, by whichever process is free, then joined."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.incremental import join_inputs
from site_builder.build.staging import Staged, stage
from site_builder.pages.digests import DIGEST_SIZE
from site_builder.search.index import Indexer, list_inputs, make_plain_index
from site_builder.search.joining import join_range, pack_range, plan_ranges
from site_builder.search.pagefind_format import UnknownFormatError, name_chunk, pack
from site_builder.search.shares import Share, make_share
from site_builder.storage.build_state import Record
from site_builder.storage.workers import parallel_map
from site_builder.urls import SEARCH_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.pages.site_context import SiteContext
    from site_builder.search.joining import JoinedChunk, Range
    from site_builder.search.shares import Fragments
    from site_builder.storage.output_dir import OutputTransaction
    from site_builder.storage.workers import Workers


class _MadeShare(msgspec.Struct, frozen=True, array_like=True):
    """A share with the staged fragments of its documents."""

    share: Share
    staged: Staged


class _MadeChunks(msgspec.Struct, frozen=True, array_like=True):
    """Staged chunks, and what the table of chunks says of them: first word, last word, name."""

    rows: tuple[tuple[str, str, str], ...]
    staged: Staged


def find_digests(context: SiteContext) -> bytes:
    """Return the digests of all that the index is made from."""
    return join_inputs(list_inputs(context))


def plan_index(
    context: SiteContext,
    cache_dir: Path,
    transaction: OutputTransaction,
    inputs: bytes,
    intact: Mapping[str, Record],
    jobs: int,
    workers: Workers | None,
) -> IndexBuild:
    """Return what makes the index.

    ``inputs`` is what `find_digests` returned; ``intact`` holds the records of files that are as the last build left
    them. ``workers`` join the shares, without them ``jobs`` processes of this machine.
    """
    try:
        return JoinedIndexBuild(context, transaction, inputs, Indexer(context, cache_dir), intact, jobs, workers)
    except UnknownFormatError:
        return IndexBuild(context, transaction, inputs)


class IndexBuild:
    """The search index of one build. Not a value: it holds the records of the files made so far.

    ``count`` is the number of documents that have to be indexed beside the pages: tasks for any process (`list_tasks`),
    whose results the first process takes over (`take_results`). Then `finish` makes the rest.

    This one has no tasks: Pagefind makes the index alone.
    """

    count = 0

    def __init__(self, context: SiteContext, transaction: OutputTransaction, inputs: bytes) -> None:
        self.files: dict[str, Record] = {}
        self._context, self._transaction, self._inputs = context, transaction, inputs

    def list_tasks(self) -> list[Callable[[], bytes]]:
        """Return what any process may do."""
        return []

    def take_results(self, results: Sequence[bytes]) -> None:
        """Take over what the tasks returned, perhaps in other processes."""

    def make_shares(self, workers: Workers) -> None:
        """Have workers do all tasks."""

    def finish(self) -> None:
        """Stage all other files."""
        self._take(self._stage(make_plain_index(self._context)))

    def _stage(self, files: Mapping[str, bytes]) -> Staged:
        return stage(self._transaction, [(SEARCH_BUNDLE + name, self._inputs, data) for name, data in files.items()])

    def _take(self, staged: Staged) -> None:
        self.files |= staged.files
        self._transaction.written += staged.written


class JoinedIndexBuild(IndexBuild):
    """An index that is made in shares. Tasks are the shares that aren't in the cache, or whose fragments aren't in the
    output folder. In the end, all shares are joined.
    """

    def __init__(
        self,
        context: SiteContext,
        transaction: OutputTransaction,
        inputs: bytes,
        indexer: Indexer,
        intact: Mapping[str, Record],
        jobs: int,
        workers: Workers | None,
    ) -> None:
        super().__init__(context, transaction, inputs)
        self._indexer, self._jobs, self._workers = indexer, jobs, workers
        # A name tells the content, as long as the same program made it.
        program = inputs[:DIGEST_SIZE]
        self._intact = {path: record for path, record in intact.items() if record.inputs.startswith(program)}
        self._shares: dict[int, Share] = {}
        self._stale: list[int] = []
        for number, (start, end) in enumerate(indexer.bounds):
            share = indexer.load_share(number)
            if share and (kept := self._find_kept(share.list_fragments())):
                self._shares[number] = share
                self.files |= kept
            else:
                self._stale.append(number)
                self.count += end - start

    def _find_kept(self, names: Sequence[str]) -> dict[str, Record]:
        """Return the new records of files that are in the output folder; none if one isn't."""
        paths = [SEARCH_BUNDLE + name for name in names]
        if any(path not in self._intact for path in paths):
            return {}
        return {path: Record(self._inputs, self._intact[path].fingerprint) for path in paths}

    def list_tasks(self) -> list[Callable[[], bytes]]:
        """Return what makes the stale shares, and the tables, which `finish` finds in the cache."""
        shares = [partial(self._make_share, number) for number in self._stale]
        return [*shares, self._make_tables] if shares else []

    def _make_tables(self) -> bytes:
        self._indexer.get_tables()
        return b""

    def _make_share(self, number: int) -> bytes:
        return msgspec.msgpack.encode(self._stage_share(*self._indexer.get_share(number)))

    def _stage_share(self, share: Share, fragments: Fragments) -> _MadeShare:
        return _MadeShare(share, self._stage(dict(zip(share.list_fragments(), fragments.files, strict=True))))

    def take_results(self, results: Sequence[bytes]) -> None:
        """Take over the stale shares."""
        for number, made in zip(self._stale, results, strict=False):  # that of the tables is left over
            self._take_share(number, _SHARES.decode(made))

    def _take_share(self, number: int, made: _MadeShare) -> None:
        self._shares[number] = made.share
        self._take(made.staged)

    def make_shares(self, workers: Workers) -> None:
        """Have workers make the stale shares, so that there are no tasks left."""
        loaded = {number: self._indexer.load(number) for number in self._stale}
        missing = [number for number, found in loaded.items() if found is None]
        made = workers.map(make_share, map(self._indexer.compose, missing))
        for number, (share, fragments) in zip(missing, made, strict=True):
            self._indexer.store(number, share, fragments)
            self._take_share(number, self._stage_share(share, fragments))
        for number, found in loaded.items():
            if found:
                self._take_share(number, self._stage_share(*found))
        self._stale = []

    def finish(self) -> None:
        """Join the shares, and stage all files that aren't there yet."""
        shares = [self._shares[number] for number in range(len(self._indexer.bounds))]
        rows: list[tuple[str, str, str]] = []
        for made in self._join(list(plan_ranges(shares))):
            rows += made.rows
            self._take(made.staged)
        self._take(self._stage(self._indexer.finish(shares, rows)))
        self._indexer.prune()

    def _join(self, ranges: Sequence[Range]) -> Iterator[_MadeChunks]:
        prefix = self._indexer.prefix
        if self._workers:
            for packed in self._workers.map(pack_range, ranges, prefix):
                yield self._stage_chunks(packed, lambda content: content)
        else:

            def join(number: int) -> bytes:
                return msgspec.msgpack.encode(self._stage_chunks(join_range(ranges[number], prefix), pack))

            yield from map(_CHUNKS.decode, parallel_map(join, len(ranges), self._jobs))

    def _stage_chunks(self, joined: Iterable[JoinedChunk], pack: Callable[[bytes], bytes]) -> _MadeChunks:
        chunks = {name_chunk(chunk.name): chunk for chunk in joined}
        kept: dict[str, Record] = {}
        for name in chunks:
            kept |= self._find_kept([name])
        new = {name: pack(chunk.content) for name, chunk in chunks.items() if SEARCH_BUNDLE + name not in kept}
        staged = self._stage(new)
        rows = tuple([(chunk.first, chunk.last, chunk.name) for chunk in chunks.values()])
        return _MadeChunks(rows, Staged(kept | staged.files, staged.written))


_SHARES = msgspec.msgpack.Decoder(_MadeShare)
_CHUNKS = msgspec.msgpack.Decoder(_MadeChunks)
