"""Runs Pagefind over one small document for each paper, and adds tables for filters and orders to its index.

A document has the address of the paper's page, so a result links to that. Pagefind numbers documents in the order in
which it gets them: here, by date. So that order needs no table. The tables of the other orders are lists of numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, UserError
from site_builder.search.documents import compose_document
from site_builder.search.pagefind import SUGGESTION, run_pagefind
from site_builder.search.repacking import repack_index
from site_builder.storage.cache import digest
from site_builder.text.folding import fold
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.catalog.catalog import Entry
    from site_builder.pages.site_context import SiteContext

#: Pagefind adds its own interfaces to each bundle; the theme has one.
_INTERFACES = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")


def list_inputs(context: SiteContext) -> dict[str, bytes]:
    """Return digests of all that the index is made from, by what it is."""
    words = (__version__, context.site.language, context.words.text.et_al)
    cached = context.catalog.cached
    return {
        "the program or the language": digest(_digest_program(), repr(words).encode()),
        "the papers": digest(*[paper.details for paper in cached]),
        "the body text of a paper": digest(*[paper.body for paper in cached]),
    }


@lru_cache
def _digest_program() -> bytes:
    """Return a digest of the modules that make the index. An index that other modules made is made again."""
    return digest(*[path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))])


def make_index(context: SiteContext) -> dict[str, bytes]:
    """Return the files of a site's index by their names below its folder.

    Raises UserError with Pagefind's own words when it fails.
    """
    entries = context.catalog.entries[::-1]  # oldest first: a new paper changes no other's number
    documents = (
        (f"/{context.addresses.spell(Route('paper', entry.paper.id))}", compose_document(context, entry))
        for entry in entries
    )
    files = {name: data for name, data in run_pagefind(documents).items() if not _INTERFACES.match(name)}
    try:
        return repack_index(files, _compose_tables(entries), len(entries))
    except (ValueError, LookupError, TypeError) as error:
        reason = f"Pagefind's files aren't what this program knows: {error}"
        raise UserError(Diagnostic("search-failed", reason, suggestion=SUGGESTION)) from error


def _compose_tables(entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    """Return the table of what ``papers`` are chosen by and the one of their ``orders``, by the documents' numbers.

    A facet is a list of sets of values, and for each paper the place of its set in there. The order by score names only
    papers that have one.
    """
    papers = [entry.paper for entry in entries]
    facets = {
        "category": _number_values(paper.categories for paper in papers),
        "year": _number_values((paper.date[:4],) if paper.date else () for paper in papers),
        "venue": _number_values((paper.venue,) if paper.venue else () for paper in papers),
        "code": _number_values(("yes",) if paper.code else () for paper in papers),
    }
    scores = {number: paper.score for number, paper in enumerate(papers) if paper.score is not None}
    titles = [(fold(entry.title_text) or "~", -number) for number, entry in enumerate(entries)]
    orders = {
        "score": sorted(scores, key=lambda number: (-scores[number], -number)),
        "title": sorted(range(len(titles)), key=titles.__getitem__),
    }
    return {"papers": {"facets": facets}, "orders": orders}


def _number_values(values: Iterable[tuple[str, ...]]) -> list[list[Any]]:
    """Return the sets that occur, the most common first (small numbers are short), and the place of each paper's."""
    given = list(values)
    counted = Counter(given)
    places = {chosen: place for place, chosen in enumerate(sorted(counted, key=lambda one: (-counted[one], one)))}
    return [list(places), [places[chosen] for chosen in given]]
