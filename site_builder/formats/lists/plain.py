"""Plain text: whatever was copied, pasted or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.formats.bibtex.embedded import split_entries
from site_builder.formats.lists.document import Document, read_plain
from site_builder.formats.lists.page import read_parts
from site_builder.formats.other_text import is_program

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.result import ParseResult

NAME = "text"


def recognise(text: str) -> bool:
    """Tell that any text is plain text."""
    return bool(text.strip())


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read a list of papers in any layout."""
    document, entries = outline(text)
    return read_parts(text, Document(()) if is_program(text) else document, entries, path, captured, NAME)


def outline(text: str) -> tuple[Document, str]:
    """Return a text's lines as a document, and the entries of BibTeX that stand in it."""
    words, entries = split_entries(text)
    return read_plain(words), entries
