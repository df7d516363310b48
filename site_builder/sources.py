"""What a command line names as a source → a harvest: a file, standard input, or a paper's identifier."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder import listings
from site_builder.diagnostics import Diagnostic, Fault, Place

if TYPE_CHECKING:
    import datetime

    from site_builder.listings import Harvest


def read_source(source: str, captured: datetime.date, cache_dir: Path) -> Harvest:
    """Read a source in any known format. Raises Fault when there is no such file or nothing can be fetched."""
    if source == "-":
        return listings.read(sys.stdin.buffer.read(), "standard input", captured)
    path = Path(source)
    try:
        return listings.read(path.read_bytes(), source, captured)
    except OSError as error:
        message = f"{source} can't be read: {error.strerror}"
        remedy = "name a file, an arXiv id, a DOI, or - for standard input"
        raise Fault(Diagnostic("file-unreadable", message, Place(source), remedy)) from None
