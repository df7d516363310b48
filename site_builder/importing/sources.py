"""What a command line names as a source → what it yields: a file, standard input, or a paper's identifier."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.formats import registry
from site_builder.importing import Source
from site_builder.text.folding import collapse

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

#: What stands as the source of a paper that was asked for by its identifier.
_REMOTE = "arXiv and DOI"
#: A name longer than this is told by its beginning: it may be a listing that was pasted in a name's place.
_LONGEST = 200


def read_sources(
    names: Sequence[str], captured: datetime.date, cache_dir: Path | None, *, titled: bool = False
) -> list[Source]:
    """Read sources in any known format: the files in their order, then what is fetched, as one source.

    Answers of services are kept below ``cache_dir``, if there is one. With ``titled``, papers of which nothing but an
    identifier is known are reported instead.

    Raises UserError when a name is neither a file nor an identifier.
    """
    unique = dict.fromkeys(names)
    absent = [name for name in unique if name != "-" and not os.path.lexists(name)]
    fetched, result = _fetch(absent, cache_dir) if absent else (set(), None)
    sources = [_read(name, captured, cache_dir) for name in unique if name not in fetched]
    if titled:
        sources = [_leave_out_untitled(source) for source in sources]
    return [*sources, Source(_REMOTE, result)] if result else sources


def _fetch(names: Sequence[str], cache_dir: Path | None) -> tuple[set[str], registry.ParseResult | None]:
    """Fetch the papers that are named by an identifier, all in one go: arXiv wants askers to wait between requests."""
    from site_builder.services import client  # the network's modules take 40 ms to import

    known = [name for name in names if client.recognise(name)]
    return set(known), client.fetch(known, cache_dir) if known else None


def _read(name: str, captured: datetime.date, cache_dir: Path | None) -> Source:
    if name == "-":
        data = sys.stdin.buffer.read()
        result = registry.read(data, "standard input", captured)
        return Source("listing.txt", _complete(result, cache_dir), data)
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        message = f"the source can't be read: {error.strerror}"
        suggestion = "name a file, an arXiv id, a DOI, or - for standard input"
        location = Location(name if len(name) <= _LONGEST else f"{collapse(name[:_LONGEST])}…")
        raise UserError(Diagnostic("file-unreadable", message, location, suggestion)) from None
    return Source(name, _complete(registry.read(data, name, captured), cache_dir), data)


def _complete(result: registry.ParseResult, cache_dir: Path | None) -> registry.ParseResult:
    """Fetch the papers of which a source names little more than an identifier."""
    if all(parsed.paper.title and (parsed.paper.authors or parsed.paper.date) for parsed in result.papers):
        return result
    from site_builder.importing.fetch_missing import fetch_missing

    return fetch_missing(result, cache_dir)


def _leave_out_untitled(source: Source) -> Source:
    if all(parsed.paper.title for parsed in source.result.papers):
        return source
    from site_builder.importing.fetch_missing import leave_out_untitled

    return replace(source, result=leave_out_untitled(source.result))
