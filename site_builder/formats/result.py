"""What a listing yields: papers, and what was wrong or left over, each with its lines."""

from __future__ import annotations

import msgspec

from site_builder.diagnostics import Diagnostic
from site_builder.model import ParsedPaper

#: The first and the last line of something, counting from 1.
Span = tuple[int, int]


class ParseResult(msgspec.Struct, frozen=True):
    """What one source yields.

    ``format`` is the name of the format that was read. ``spans`` holds the lines of each paper, in the papers' order;
    ``skipped`` the lines that belong to no paper, each of which some diagnostic speaks of. Both are empty where a
    format has no notion of lines.
    """

    papers: tuple[ParsedPaper, ...]
    diagnostics: tuple[Diagnostic, ...]
    format: str
    spans: tuple[Span, ...] = ()
    skipped: tuple[Span, ...] = ()
