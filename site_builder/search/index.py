"""The search index of a site: made by Pagefind in shares, joined, with tables for filters and orders beside it.

A document has the address of the page that it stands for, so a result links to that. Pagefind numbers documents in the
order in which it gets them: here, papers by date. So that order needs no table. The tables of the other orders are
lists of numbers.

The tables replace Pagefind's filters and sort orders, which take at least two bytes for each number and, for sort
orders, are loaded with every search. Here a table is loaded only if it is used. Tables are JSON with the same file
header as Pagefind's files. ``pagefind-entry.json`` names the index of the language and the tables.
"""

from __future__ import annotations

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from site_builder import __version__
from site_builder.search import pagefind_format as form
from site_builder.search.documents import list_documents
from site_builder.search.joining import join_range, list_fields, plan_ranges
from site_builder.search.names import compose_names, digest_names
from site_builder.search.pagefind import run_pagefind
from site_builder.search.shares import Fragments, Share, cut_shares, make_share
from site_builder.search.tables import compose_tables
from site_builder.storage import cache
from site_builder.storage.cache import digest
from site_builder.storage.workers import count_jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from site_builder.pages.site_context import SiteContext

T = TypeVar("T", bound=msgspec.Struct)

#: The folder of the cache that holds the shares, and how their files end.
_FOLDER, _WORDS, _FRAGMENTS = "search", ".words", ".fragments"


def list_inputs(context: SiteContext) -> dict[str, bytes]:
    """Return digests of all that the index is made from, by what it is."""
    cached = context.catalog.cached
    words = (__version__, context.site.language, context.words.text.et_al)
    return {
        "the program or the language": digest(_digest_program(), repr(words).encode()),
        "the names of people, venues and other pages": digest_names(context),
        "the papers": digest(*[paper.details for paper in cached]),
        "the body text of a paper": digest(*[paper.body for paper in cached]),
    }


@lru_cache
def _digest_program() -> bytes:
    """Return a digest of the modules that make the index. An index that other modules made is made again."""
    return digest(*[path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))])


class _Runtime(msgspec.Struct, frozen=True):
    """The files of an index that don't depend on its documents."""

    files: dict[str, bytes]


class Tables(msgspec.Struct, frozen=True):
    """What stands beside an index: tables by name, which ``pagefind-entry.json`` names, and other files."""

    tables: dict[str, bytes]
    files: dict[str, bytes] = {}


class Indexer:
    """The steps in which a site's index is made. Any process of this machine can do any of them.

    First all shares are loaded or made. Then their words are joined (`joining`), and from the chunks `finish` makes
    all other files.
    """

    def __init__(self, context: SiteContext, cache_dir: Path) -> None:
        """Raises UnknownFormatError if this Pagefind's files can't be joined, UserError if it can't run."""
        self._context, self._folder = context, cache_dir / _FOLDER
        self._program, *others, _ = list_inputs(context).values()
        self._all_but_bodies = digest(self._program, *others)
        self._documents = list_documents(context)
        self._runtime = self._load("runtime", _Runtime, self._program, self._make_runtime).files
        self.prefix = form.find_prefix(self._runtime)
        self.bounds = list(cut_shares(self._documents))
        self._keys = [self._digest_share(start, end) for start, end in self.bounds]

    def _digest_share(self, start: int, end: int) -> str:
        members = self._documents[start:end]
        return digest(self._program, *[part for one in members for part in (one.address.encode(), one.inputs)]).hex()

    def _load(self, name: str, kind: type[T], key: bytes, make: Callable[[], T]) -> T:
        """Return what the cache holds under a name and a key; if there is nothing, make and store it."""
        if (found := cache.load(self._folder / name, kind, key.hex())) is None:
            found = make()
            cache.store(self._folder / name, found, key.hex())
        return found

    def _make_runtime(self) -> _Runtime:
        first = self._documents[0]  # whose language is that of all
        return _Runtime(form.select_runtime(run_pagefind([(first.address, first.compose())])))

    def load_share(self, number: int) -> Share | None:
        """Return a share from the cache."""
        return cache.load(self._find(number, _WORDS), Share)

    def get_share(self, number: int) -> tuple[Share, Fragments]:
        """Return a share with its fragments, from the cache or made by Pagefind.

        Raises UserError with Pagefind's own words when it fails.
        """
        if (made := self.load(number)) is None:
            made = make_share(self.compose(number))
            self.store(number, *made)
        return made

    def load(self, number: int) -> tuple[Share, Fragments] | None:
        """Return a share with its fragments from the cache."""
        share, fragments = self.load_share(number), cache.load(self._find(number, _FRAGMENTS), Fragments)
        return (share, fragments) if share and fragments else None

    def compose(self, number: int) -> list[tuple[str, str]]:
        """Return the documents of a share: address, HTML."""
        start, end = self.bounds[number]
        return [(document.address, document.compose()) for document in self._documents[start:end]]

    def store(self, number: int, share: Share, fragments: Fragments) -> None:
        """Keep a share in the cache."""
        cache.store(self._find(number, _FRAGMENTS), fragments)
        cache.store(self._find(number, _WORDS), share)

    def _find(self, number: int, suffix: str) -> Path:
        return self._folder / (self._keys[number] + suffix)

    def get_tables(self) -> Tables:
        """Return the tables beside the index, from the cache or made now."""
        return self._load("tables", Tables, self._all_but_bodies, lambda: _make_tables(self._context))

    def finish(self, shares: Sequence[Share], chunks: Sequence[tuple[str, str, str]]) -> dict[str, bytes]:
        """Return all files of the index but fragments and chunks; of these it takes first word, last word and name."""
        names = [name for share in shares for name in share.list_documents()]
        lengths = [length for share in shares for length in share.lengths]
        index = form.compose_index(self._runtime, list(zip(names, lengths, strict=True)), chunks, list_fields(shares))
        made = self.get_tables()
        tables = made.tables | _pack_tables({"groups": _locate_groups(shares)})
        return _add_tables({**self._runtime, **index, **made.files}, tables)

    def prune(self) -> None:
        """Remove what the cache holds of other shares."""
        kept = {key + suffix for key in self._keys for suffix in (_WORDS, _FRAGMENTS)}
        with contextlib.suppress(OSError):  # an unwritable cache only grows
            for path in self._folder.iterdir():
                if path.suffix in (_WORDS, _FRAGMENTS) and path.name not in kept:
                    path.unlink(missing_ok=True)


def make_index(context: SiteContext, cache_dir: Path, old: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files of a site's index by their names below its folder; ``old`` are those of an earlier index.

    Raises UserError with Pagefind's own words when it fails.
    """
    try:
        indexer = Indexer(context, cache_dir)
    except form.UnknownFormatError:
        return make_plain_index(context)
    with ThreadPoolExecutor(count_jobs(None, len(indexer.bounds), 1)) as pool:  # which wait for Pagefind
        made = list(pool.map(indexer.get_share, range(len(indexer.bounds))))
    shares = [share for share, _ in made]
    files = {
        name: data
        for share, fragments in made
        for name, data in zip(share.list_fragments(), fragments.files, strict=True)
    }
    chunks = [chunk for part in plan_ranges(shares) for chunk in join_range(part, indexer.prefix)]
    for chunk in chunks:
        name = form.name_chunk(chunk.name)
        files[name] = old.get(name) or form.pack(chunk.content)
    indexer.prune()
    return files | indexer.finish(shares, [(chunk.first, chunk.last, chunk.name) for chunk in chunks])


def make_plain_index(context: SiteContext) -> dict[str, bytes]:
    """Return an index as Pagefind makes it of all documents at once: for a Pagefind whose files have an unknown form.

    It takes longer, and so does a search. Of its files only the addresses in the fragments are read.
    """
    documents = list_documents(context)
    files = form.select_published(run_pagefind((document.address, document.compose()) for document in documents))
    names = form.find_fragments(files)
    made = _make_tables(context)
    groups = [[names[document.address] for document in documents], []]
    return _add_tables({**files, **made.files}, made.tables | _pack_tables({"groups": groups}), plain=True)


def _locate_groups(shares: Sequence[Share]) -> list[list[Any]]:
    """Return the names of all groups of documents, and the number of the first document in each."""
    starts = accumulate([len(share.lengths) for share in shares], initial=0)
    places = [
        start + form.GROUP * at for share, start in zip(shares, starts, strict=False) for at in range(len(share.groups))
    ]
    return [[group for share in shares for group in share.groups], places]


def _make_tables(context: SiteContext) -> Tables:
    names, files = compose_names(context)
    return Tables(_pack_tables({**compose_tables(context), "names": names}), files)


def _pack_tables(tables: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: form.pack(_spell(table)) for name, table in tables.items()}


def _add_tables(files: Mapping[str, bytes], tables: Mapping[str, bytes], *, plain: bool = False) -> dict[str, bytes]:
    """Return the files with the tables, which ``pagefind-entry.json`` names. It also tells whether they are ``plain``:
    then only Pagefind's own program can read them."""
    digests = {name: form.make_name(data) for name, data in tables.items()}
    entry = json.loads(files[form.ENTRY]) | {"tables": digests, "plain": plain}
    named = {f"{name}.{digests[name]}.pf_table": data for name, data in tables.items()}
    return {**files, **named, form.ENTRY: _spell(entry)}


def _spell(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
