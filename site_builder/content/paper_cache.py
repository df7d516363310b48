"""The papers' files, read and typeset, and cached until they change.

Each file is parsed on its own, so any number of processes can read them. The result is cached under the digest of the
file's bytes.
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import msgspec

from site_builder.catalog.catalog import Body, CachedPaper, Entry
from site_builder.catalog.people import name_key
from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries.reader import read_paper
from site_builder.markup import Typeset, typeset, typeset_inline, typeset_prose
from site_builder.markup.addresses import is_outside
from site_builder.pictures.pdf import is_pdf
from site_builder.pictures.picture import find_address
from site_builder.storage import cache
from site_builder.storage.file_stat import UNSETTLED_NS, FileStat, NoFile, read_file, stat_file
from site_builder.storage.symlinks import describe_refused, is_refused
from site_builder.storage.workers import count_jobs, parallel_map
from site_builder.urls import fits, make_base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from site_builder.model import Paper, Site
    from site_builder.storage.workers import Workers

#: The fewest entries that are read by several processes. Starting one takes as long as reading 100 entries.
_WORTH_A_PROCESS = 400
_SHARE = 100
_SHARDS = 32
#: Names of files that editors, operating systems and version control leave in folders.
LEFTOVER = re.compile(
    r"""
    \..*               # hidden: .git, .DS_Store, Vim's .name.swp, a temporary file of Emacs, GNOME or rsync
    | .*~              # backup copies
    | \#.*\#           # Emacs' unsaved text
    | 4913             # Vim tries whether it may write
    | .*\.(?:sw[a-z]|tmp|bak|orig|part|crdownload)
    | .*___jb_(?:tmp|old)___
    | __pycache__
    """,
    re.VERBOSE,
)


#: The marks that version control writes around two versions of the same lines.
_CONFLICT = re.compile(rb"^<{7} [^\n]*\n(?:[^\n]*\n)*?={7}\r?\n(?:[^\n]*\n)*?>{7} ", re.MULTILINE)


class TypesetSettings(msgspec.Struct, frozen=True):
    """The settings of the site that decide how a text is typeset: LaTeX macros, and the path of the site's root."""

    macros: dict[str, str]
    root: str


class PaperRow(msgspec.Struct, frozen=True, array_like=True):
    """A parsed entry file. ``key`` is the digest of its bytes, empty if it couldn't be read; ``entry`` is None if there
    is no paper in it."""

    id: str
    file_stat: FileStat
    key: bytes
    entry: CachedPaper | None
    diagnostics: tuple[Diagnostic, ...]
    draft: bool = False


class _CacheShard(msgspec.Struct, frozen=True, array_like=True):
    """A part of the cache, so that an edit doesn't write all of it again. ``written`` is a time in nanoseconds."""

    written: int
    rows: tuple[PaperRow, ...]


def make_typeset_settings(site: Site) -> TypesetSettings:
    """Return the settings of the site that decide how a text is typeset."""
    return TypesetSettings(site.macros, make_base(site.base_url).path)


def read_entry(path: Path, setting: TypesetSettings) -> PaperRow:
    """Read one paper's file. Raises FileNotFoundError when there is none."""
    if not fits(path.stem):
        return _refuse_name(path.stem)
    if is_refused(path, path.parent):
        return _refuse_link(path.stem)
    try:
        file_stat, data = read_file(path)
        return parse_and_typeset(data, path.stem, file_stat, setting, cache.digest(data))
    except FileNotFoundError:
        raise
    except OSError as error:
        return _refuse(path.stem, describe_unreadable(f"content/papers/{path.name}", error))


def is_entry(name: str) -> bool:
    """Tell whether a file of this name in ``content/papers/`` is a paper's. A README isn't, nor a name that begins with
    an underscore."""
    return name.endswith(".md") and not name.startswith((".", "_")) and name != "README.md"


def read_papers(
    folder: Path,
    found: Iterable[tuple[str, FileStat]],
    cache_dir: Path,
    setting: TypesetSettings,
    jobs: int | None,
    workers: Workers | None = None,
) -> list[PaperRow]:
    """Read papers' files; ``found`` is what `list_entries` yielded for them. ``workers`` parse them instead of ``jobs``
    processes of this machine."""
    cached = _PaperCache(cache_dir, setting)
    rows: dict[str, PaperRow] = {}
    unknown: list[str] = []
    for name, file_stat in found:
        if not fits(name):
            rows[name] = _refuse_name(name)
        elif file_stat == _REFUSED:
            rows[name] = _refuse_link(name)
        elif row := cached.find(name, file_stat):
            rows[name] = row
        else:
            rows[name] = _NOTHING  # which keeps its place in the order
            unknown.append(name)
    for row in _parse_all(folder, unknown, cached.rows, setting, jobs, workers):
        rows[row.id] = row
    cached.store(rows, unknown)
    return list(rows.values())


class _PaperCache:
    """The cached rows of papers' files, by id. Not a value: it stands for files of the cache."""

    def __init__(self, cache_dir: Path, setting: TypesetSettings) -> None:
        self._key = cache.digest(repr(sorted(setting.macros.items())).encode()).hex()
        # The preview serves the site at /, also if it is published below another path: each root has its own cache.
        self._folder = cache_dir / f"papers-{cache.digest(setting.root.encode()).hex()[:8]}"
        paths = [self._folder / f"{number:02}" for number in range(_SHARDS)]
        shards = [cache.load(path, _CacheShard, self._key) or _CacheShard(0, ()) for path in paths]
        self._written = [shard.written for shard in shards]
        self._began = time.time_ns()
        self.rows = {row.id: row for shard in shards for row in shard.rows}

    def find(self, name: str, file_stat: FileStat) -> PaperRow | None:
        """Return the cached row of a file, or None if the file may have changed since."""
        row = self.rows.get(name)
        settled = (
            row and row.file_stat == file_stat and file_stat.modified < self._written[_find_shard(name)] - UNSETTLED_NS
        )
        return row if settled else None

    def store(self, rows: Mapping[str, PaperRow], unknown: Iterable[str]) -> None:
        """Cache the rows that could be read; ``unknown`` are the ids whose cached row was missing or old."""
        shards: dict[int, list[PaperRow]] = {
            _find_shard(name): [] for name in (*unknown, *(self.rows.keys() - rows.keys()))
        }
        for row in rows.values():
            if row.key and (number := _find_shard(row.id)) in shards:
                shards[number].append(row)
        for number, changed in shards.items():
            cache.store(self._folder / f"{number:02}", _CacheShard(self._began, tuple(changed)), self._key)


def _find_shard(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogateescape")) % _SHARDS


_NOTHING = PaperRow("", FileStat(0, 0, 0, 0), b"", None, ())
#: Stands for a link that isn't followed.
_REFUSED = FileStat(-1, -1, -1, -1)


def list_entries(folder: Path, seen: Mapping[str, FileStat] | None = None) -> Iterator[tuple[str, FileStat]]:
    """Yield the id of each paper's file and what the file system says of it, in the order of the names.

    ``seen`` holds what the file system says of files by their paths, if the caller knows it already.
    """
    if not folder.is_dir():
        return
    seen = seen or {}
    with os.scandir(folder) as items:
        for item in sorted(items, key=lambda item: item.name):
            if is_entry(item.name):
                if item.is_symlink() and is_refused(Path(item.path), folder):
                    yield item.name[:-3], _REFUSED
                    continue
                try:
                    file_stat = seen.get(item.path) or stat_file(item.stat())
                except OSError:  # a link that leads nowhere: whoever reads it says so
                    file_stat = _NOTHING.file_stat
                yield item.name[:-3], file_stat


def _parse_all(
    folder: Path,
    names: list[str],
    known: Mapping[str, PaperRow],
    setting: TypesetSettings,
    jobs: int | None,
    workers: Workers | None,
) -> Iterator[PaperRow]:
    keys = {name: known[name].key for name in names if name in known}
    shares = [names[start : start + _SHARE] for start in range(0, len(names), _SHARE)]
    location = str(folder)
    if workers:  # which may not see this machine's disk
        sources = (_read_sources(share, location, keys) for share in shares)
        parsed = workers.map(_parse_sources, sources, setting)
    else:
        processes = count_jobs(jobs, len(names), _WORTH_A_PROCESS)
        if processes > 1 and not jobs:
            processes += 1  # one is always waiting for the disk
        parsed = iter(
            parallel_map(
                lambda number: _parse_sources(_read_sources(shares[number], location, keys), setting),
                len(shares),
                processes,
            )
        )
    for data in parsed:
        for row in _ROWS.decode(data):
            same = known.get(row.id)
            yield msgspec.structs.replace(same, file_stat=row.file_stat) if same and same.key == row.key else row


class _Source(NamedTuple):
    """An entry's file, and the digest of its bytes."""

    name: str
    file_stat: FileStat
    key: bytes
    data: bytes


def _read_sources(names: list[str], folder: str, keys: Mapping[str, bytes]) -> list[_Source | PaperRow]:
    """Read the files of some entries. What can't be read is a row, and so is one whose bytes are known, without its
    content."""
    sources: list[_Source | PaperRow] = []
    for name in names:
        try:
            file_stat, data = read_file(f"{folder}/{name}.md")
        except OSError as error:
            sources.append(_refuse(name, describe_unreadable(f"content/papers/{name}.md", error)))
            continue
        key = cache.digest(data)
        known = keys.get(name) == key
        sources.append(PaperRow(name, file_stat, key, None, ()) if known else _Source(name, file_stat, key, data))
    return sources


def _parse_sources(sources: list[_Source | PaperRow], setting: TypesetSettings) -> bytes:
    rows = [
        parse_and_typeset(source.data, source.name, source.file_stat, setting, source.key)
        if isinstance(source, _Source)
        else source
        for source in sources
    ]
    return msgspec.msgpack.encode(rows)


_ROWS = msgspec.msgpack.Decoder(list[PaperRow])


def _refuse_name(name: str) -> PaperRow:
    return _refuse(name, describe_unfit(f"content/papers/{name}.md"))


def _refuse(name: str, fault: Diagnostic) -> PaperRow:
    return PaperRow(name, _NOTHING.file_stat, b"", None, (fault,))


def _refuse_link(name: str) -> PaperRow:
    return PaperRow(name, _REFUSED, b"", None, (describe_refused(Location(f"content/papers/{name}.md")),))


def describe_unfit(path: str) -> Diagnostic:
    """Return the error for a file whose name can't be part of an address (see `urls.fits`)."""
    location = Location(path.encode("unicode_escape").decode())
    message, suggestion = (
        "this file's name can't be part of an address",
        "rename it: letters, digits, hyphens and dots are fine",
    )
    if any("\udc80" <= sign <= "\udcff" for sign in path) and sys.getfilesystemencoding() != "utf-8":
        message, suggestion = (
            "this system's file names aren't read as UTF-8",
            "set PYTHONUTF8=1",
        )
    return Diagnostic("address-unfit", message, location, suggestion)


def describe_unreadable(path: str, error: OSError) -> Diagnostic:
    """Return the error for a content file that the system refuses to read."""
    suggestion = "check its permissions"
    if isinstance(error, IsADirectoryError):
        suggestion = "give the folder another name, and put a file in its place"
    elif isinstance(error, FileNotFoundError):
        suggestion = "mend the link, or remove it"
    elif isinstance(error, NoFile):
        suggestion = "put a file in its place"
    return Diagnostic("file-unreadable", f"the file can't be read: {error.strerror}", Location(path), suggestion)


def parse_and_typeset(data: bytes, name: str, file_stat: FileStat, setting: TypesetSettings, key: bytes) -> PaperRow:
    """Return what a paper's file says; ``key`` is the digest of its bytes."""
    path = f"content/papers/{name}.md"
    text, faults = decode(data, path)
    if text is None:
        return PaperRow(name, file_stat, key, None, faults)
    paper, faults = read_paper(text, name, path)
    if paper is None:
        return PaperRow(name, file_stat, key, None, faults)
    macros, root = setting.macros, setting.root
    title = _place(text, paper.title, lambda line: typeset_inline(paper.title, macros, path, line))
    abstract = _place(text, paper.abstract, lambda line: typeset_prose(paper.abstract, macros, path, line, root))
    notes = _place(text, paper.notes, lambda line: typeset(paper.notes, macros, path, line, root))
    names = tuple([name_key(authorship.name) for authorship in paper.authors])
    facts = msgspec.structs.replace(paper, abstract="", notes="")
    body = Body(str(abstract.html), abstract.text, str(notes.html))
    entry = Entry(facts, str(title.html), title.text, names, msgspec.Raw(msgspec.msgpack.encode(body)))
    found = (*faults, *title.diagnostics, *abstract.diagnostics, *notes.diagnostics)
    return PaperRow(
        name,
        file_stat,
        key,
        make_cached_paper(paper, entry, has_abstract=bool(body.abstract)),
        found,
        paper.draft,
    )


def find_image(paper: Paper) -> str:
    """Return the file that a paper's thumbnail is made from: its picture, else its own PDF; empty if there is none."""
    if paper.image or is_outside(paper.pdf):
        return paper.image
    return paper.pdf if is_pdf(find_address(paper.pdf)) else ""


def make_cached_paper(paper: Paper, entry: Entry, *, has_abstract: bool) -> CachedPaper:
    """Return the entry of a paper in encoded form, with the digests of its parts."""
    encode = msgspec.msgpack.encode
    details, body = cache.digest(encode((entry.paper, has_abstract))), cache.digest(bytes(entry.body))
    sums, image = cache.checksum_fields(paper), find_image(paper)
    return CachedPaper(paper.id, details, body, sums, image, msgspec.Raw(encode(entry)))


def _place(text: str, passage: str, typeset: Callable[[int], Typeset]) -> Typeset:
    """Typeset a passage of an entry. Its line in the file is found only if there is a fault to report."""
    first = typeset(1)
    if not first.diagnostics:
        return first
    start = text.find(passage[:60])
    return typeset(text.count("\n", 0, start) + 1) if start > 0 else first


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a content file, or None and what is wrong with it."""
    if b"<<<<<<< " in data and (match := _CONFLICT.search(data)):
        line = data.count(b"\n", 0, match.start()) + 1
        suggestion = (
            "keep the right lines, and delete the others with those that begin with <<<<<<<, ======= and >>>>>>>"
        )
        fault = Diagnostic(
            "file-conflict", f"unresolved merge conflict at line {line}", Location(path, line, 1), suggestion
        )
        return None, (fault,)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        suggestion = "save the file as UTF-8 text"
        return None, (Diagnostic("file-not-text", "this byte isn't UTF-8", Location(path, line, column), suggestion),)
