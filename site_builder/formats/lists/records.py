"""Where one paper of a list ends and the next begins.

Nobody says so, but a list repeats itself: each way to cut it is tried on a part of it, and the one whose records look
most like papers, each with a title and names, is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.formats.lists.cut_candidates import Candidate, propose_cuts
from site_builder.formats.lists.cut_scores import score_cut
from site_builder.formats.lists.cuts import Cut, make_cut, read_unit
from site_builder.formats.lists.markers import count_on

if TYPE_CHECKING:
    from site_builder.formats.lists.document import Document

#: So many blocks of a list are looked at to find out how it is cut.
_SAMPLE = 160
#: A cut of which so large a share of the records look like papers needs no rival.
_CONVINCING = 0.93


def find_records(document: Document) -> Cut:
    """Return the records of a document, cut in the way that fits it best."""
    units = [read_unit(block) for block in document.blocks]
    markers = count_on([unit.text for unit in units], [unit.marker for unit in units])
    units = [unit._replace(marker=marker) for unit, marker in zip(units, markers, strict=True)]
    sample = units[:_SAMPLE]
    best: Candidate | None = None
    highest = 0.0
    seen: set[tuple[bool, ...]] = set()
    for candidate in propose_cuts(units):
        starts = candidate.find_starts(sample)
        if not any(starts) or tuple(starts) in seen:
            continue
        seen.add(tuple(starts))
        score = score_cut(sample, make_cut(sample, starts), len(sample) == len(units), candidate.guess)
        if best is None or score > highest + 1e-6:
            best, highest = candidate, score
        if score > _CONVINCING * sum(starts):
            break
    return make_cut(units, best.find_starts(units)) if best else Cut((), tuple(range(len(units))), 0)
