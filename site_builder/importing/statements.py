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


class Statement(msgspec.Struct, frozen=True):
    """What a source says of one paper: the draft, its paper as an entry would state it (None when it can't be one), by
    what it is known again, the source's name and its format."""

    parsed: ParsedPaper
    paper: Paper | None
    key: bytes
    source: str
    form: str


def make_statements(papers: Sequence[ParsedPaper], source: str, form: str) -> Iterator[Statement]:
    """Yield what a source says."""
    for parsed in papers:
        paper = express(parsed.paper)
        yield Statement(parsed, paper, key_of(paper) if paper else b"", source, form)


def express(paper: Paper) -> Paper | None:
    """Return a source's paper as an entry would state it, or None when it can't be an entry."""
    plain = msgspec.structs.replace(paper, id="", notes="", review="", draft=False)
    return read_paper(compose_paper(plain), "", "")[0]


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
