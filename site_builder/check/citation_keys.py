"""Citation keys: no two papers may have the same, and none may change, since others cite by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.content.history import IMPORTS
from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again
from site_builder.importing.history import load_records
from site_builder.text.citation_keys import make_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog
    from site_builder.diagnostics import Location
    from site_builder.model import Paper


def check_citation_keys(catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield two equal keys, and keys that aren't those that an import gave; each with both places."""
    papers = sorted((entry.paper for entry in catalog.entries), key=lambda paper: (not paper.key, paper.date, paper.id))
    yield from _find_equal(papers, site_dir)
    yield from _find_changed({paper.id: paper for paper in papers}, site_dir)


def _find_equal(papers: list[Paper], site_dir: Path) -> Iterator[Diagnostic]:
    holders: dict[str, Paper] = {}
    for paper in papers:
        key = make_key(paper)
        other = holders.setdefault(key.lower(), paper)  # to BibTeX, keys in other case are the same
        if other is paper:
            continue
        message = f"this paper has the citation key '{key}', as {_locate(other, site_dir)} has"
        if paper.key:
            yield Diagnostic("entry-key", message, _locate(paper, site_dir), "give one of them another key")
        else:
            suggestion = "write 'key:' with a key of its own in each of the two"
            yield Diagnostic("entry-key", message, _locate(paper, site_dir), suggestion, "warning")


def _find_changed(papers: dict[str, Paper], site_dir: Path) -> Iterator[Diagnostic]:
    for number, record in enumerate(load_records(site_dir), 1):
        paper = papers.get(record.id)
        if paper and record.key and make_key(paper) != record.key:
            message = f"the citation key was '{record.key}' ({IMPORTS}:{number}) and is now '{make_key(paper)}'"
            suggestion = f"write 'key: {record.key}': others may cite the paper by it"
            yield Diagnostic("entry-key", message, _locate(paper, site_dir), suggestion)


def _locate(paper: Paper, site_dir: Path) -> Location:
    """Return where an entry states its key; where it states none, its front matter."""
    path = f"content/papers/{paper.id}.md"
    return find_place(read_again(site_dir / path), path, "key")
