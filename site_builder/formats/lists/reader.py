"""From a document to drafts of papers: records are found, their fields labelled by the list's own layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.result import ParseResult

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.lists.document import Document


class Piece(msgspec.Struct, frozen=True):
    """A stretch of one line of the source: lines and columns count from 1."""

    line: int
    column: int
    width: int


class Field(msgspec.Struct, frozen=True):
    """What one part of a record was read as: ``label`` is ``title``, ``authors``, ``venue``, ``date`` and so on."""

    label: str
    text: str
    pieces: tuple[Piece, ...]


class Record(msgspec.Struct, frozen=True):
    """One paper of a list: its fields in the order of the text, its first and last line, and what remains in doubt."""

    fields: tuple[Field, ...]
    first_line: int
    last_line: int
    why: str = ""


class Explanation(msgspec.Struct, frozen=True):
    """How a list was read: its records, and the layout that they share, in words (``authors (year) title``)."""

    records: tuple[Record, ...]
    layouts: tuple[str, ...] = ()


def explain_document(document: Document) -> Explanation:
    """Return each record's source lines with the fields marked, for ``parse --explain``."""
    raise NotImplementedError


def read_document(document: Document, path: str, captured: datetime.date) -> ParseResult:
    """Return the papers of a list; a document without any gives no drafts, and its lines as ``skipped``.

    ``path`` is what diagnostics name. ``captured`` is the day of the copy. Never raises. Every block ends in a draft's
    lines or in a diagnostic.
    """
    raise NotImplementedError
