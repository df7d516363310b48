"""What a command line names as a source → what it yields: a file, standard input, or a paper's identifier."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import listings
from site_builder.diagnostics import Diagnostic, Fault, Place
from site_builder.importing import Source

if TYPE_CHECKING:
    import datetime


def read_source(name: str, captured: datetime.date, cache_dir: Path) -> Source:
    """Read a source in any known format; fetched answers are kept below ``cache_dir``.

    Raises Fault when the name is neither a file nor an identifier.
    """
    if name == "-":
        data = sys.stdin.buffer.read()
        return Source("listing.txt", listings.read(data, "standard input", captured), data)
    path = Path(name)
    if not path.exists():
        from site_builder.listings import remote  # the network's modules take 40 ms to import

        if remote.recognise(name):
            return Source(name, remote.fetch([name], cache_dir / "fetched"))
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{name} can't be read: {error.strerror}"
        remedy = "name a file, an arXiv id, a DOI, or - for standard input"
        raise Fault(Diagnostic("file-unreadable", message, Place(name), remedy)) from None
    return Source(name, listings.read(data, name, captured), data)
