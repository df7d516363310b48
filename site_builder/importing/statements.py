"""Statements: what each source states of each paper, in the form in which an entry would state it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.entries.reader import read_paper
from site_builder.entries.writer import compose_paper
from site_builder.importing.history import key_of
from site_builder.model import Paper, ParsedPaper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.diagnostics import Diagnostic


#: What the reader of entries says of a value that it leaves out.
_LOSSES = frozenset({"entry-address", "entry-author", "entry-identifier", "entry-key", "entry-value"})


class Statement(msgspec.Struct, frozen=True):
    """What a source states of one paper.

    ``paper`` is what an entry would state of it, None if there can be no entry. ``key`` tells whether a source states
    the same again. ``form`` is the source's format. ``left_out`` has a sentence for each value that no entry can state.
    """

    parsed: ParsedPaper
    paper: Paper | None
    key: bytes
    source: str
    form: str
    left_out: tuple[str, ...] = ()


def make_statements(papers: Sequence[ParsedPaper], source: str, form: str) -> Iterator[Statement]:
    """Yield what a source states of each of its papers."""
    for parsed in papers:
        paper, faults = _read_back(parsed.paper)
        left_out = tuple(fault.message for fault in faults if fault.code in _LOSSES and fault.severity != "hint")
        yield Statement(parsed, paper, key_of(paper) if paper else b"", source, form, left_out)


def express(paper: Paper) -> Paper | None:
    """Return a source's paper as an entry would state it, or None when it can't be an entry."""
    return _read_back(paper)[0]


def _read_back(paper: Paper) -> tuple[Paper | None, tuple[Diagnostic, ...]]:
    plain = msgspec.structs.replace(paper, id="", notes="", review="", draft=False)
    return read_paper(compose_paper(plain), "", "")


def put_newest_first(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with the newest version of each preprint before the older ones, at the same positions."""
    versions: dict[str, list[int]] = {}
    for position, statement in enumerate(statements):
        if statement.parsed.paper.arxiv and (statement.parsed.version or statement.parsed.updated):
            versions.setdefault(statement.parsed.paper.arxiv, []).append(position)
    ordered = list(statements)
    for positions in versions.values():
        newest = sorted(
            (statements[at] for at in positions), key=lambda w: (w.parsed.version, w.parsed.updated), reverse=True
        )
        for position, statement in zip(positions, newest, strict=True):
            ordered[position] = statement
    return ordered
