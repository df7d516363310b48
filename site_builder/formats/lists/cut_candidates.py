"""The ways in which a list may be cut: at numbers, items, blank lines, indents, lines that recur, kinds of lines."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.cuts import Unit, find_common
from site_builder.formats.lists.features import describe_tokens
from site_builder.formats.lists.labeling import OTHER, find_labels, load_weights, weigh_features
from site_builder.formats.lists.markers import read_year
from site_builder.formats.lists.tokens import cut_tokens
from site_builder.formats.lists.wrapping import join_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_NUMBER = re.compile(r"\d+")
_YEAR_LAST = re.compile(r"(?:1[89]|20)\d\d[\W_]*$")
#: Anchors that are tried.
_ANCHORS = 8

#: Tells, for each block, whether a record begins there.
Starts = list[bool]


class Candidate(NamedTuple):
    """One way to cut a list.

    ``guess`` is 0 where the text says where records begin, and else the share of its score that a cut loses for having
    only the rhythm of lines, or what they seem to hold, to go by.
    """

    name: str
    find_starts: Callable[[Sequence[Unit]], Starts]
    guess: float = 0.0


def propose_cuts(units: Sequence[Unit]) -> Iterator[Candidate]:
    """Yield ways to cut a list, the plainest first."""
    kinds = Counter(unit.block.kind for unit in units)
    for level in sorted({unit.block.level for unit in units if unit.block.kind == "item"})[:3]:
        yield Candidate(f"items of level {level}", partial(_at_items, level))
    if kinds["row"]:
        yield Candidate("rows", partial(_at_kind, "row"))
    markers = Counter(unit.marker.kind for unit in units if unit.marker)
    for kind, count in markers.most_common(4):
        if (count > 1 or len(units) < 6) and (kind not in ("1", "1 ") or _count_on(units, kind)):
            yield Candidate(f"marker {kind}", partial(_at_marker, kind))
    lines = [unit.block.indent for unit in units if unit.block.kind == "line"]
    if lines and min(lines) != max(lines):
        yield Candidate("indent", partial(_at_indent, min(lines)))
        yield Candidate("first-line indent", partial(_at_deeper, min(lines)))
    yield Candidate("blank lines", partial(_at_blank, frozenset()))
    yield Candidate("blank lines, recurring ones aside", partial(_at_blank, find_common(units)))
    yield Candidate("each line", lambda some: [unit.block.kind != "heading" for unit in some], guess=0.1)
    for name, at in _find_anchors(units):
        for way, shift in (("from", 0), ("after", 1), ("before", -1), ("two before", -2)):
            yield Candidate(f"{way} '{name}'", partial(_at_anchor, at, shift), guess=0.1)
    known: dict[str, int] = {}
    for label in range(OTHER + 1):
        yield Candidate(f"label {label}", partial(_at_label, label, known), guess=0.2)


def _at_items(level: int, units: Sequence[Unit]) -> Starts:
    return [unit.block.kind == "item" and unit.block.level <= level for unit in units]


def _at_kind(kind: str, units: Sequence[Unit]) -> Starts:
    return [unit.block.kind == kind for unit in units]


def _at_marker(kind: str, units: Sequence[Unit]) -> Starts:
    return [unit.marker is not None and unit.marker.kind == kind for unit in units]


def _at_indent(indent: int, units: Sequence[Unit]) -> Starts:
    return [unit.block.kind != "heading" and unit.block.indent == indent for unit in units]


def _at_deeper(indent: int, units: Sequence[Unit]) -> Starts:
    return [unit.block.kind != "heading" and unit.block.indent > indent for unit in units]


def _at_blank(aside: frozenset[str], units: Sequence[Unit]) -> Starts:
    return [
        unit.block.kind != "heading" and (unit.block.blank_before or not index) and unit.folded not in aside
        for index, unit in enumerate(units)
    ]


def _at_anchor(at: Sequence[int], shift: int, units: Sequence[Unit]) -> Starts:
    """Start records so many lines behind or before a line that recurs; the first one, before the first of these, at
    their usual distance."""
    places = {index + shift for index in at}
    gap = Counter(b - a for a, b in pairwise(at)).most_common(1)[0][0]
    places.add(max(0, at[0] + shift - gap) if shift > 0 else at[0] + shift)
    return [index in places and unit.block.kind != "heading" for index, unit in enumerate(units)]


def _at_label(label: int, known: dict[str, int], units: Sequence[Unit]) -> Starts:
    labels = _label_lines(units, known)
    return [one == label and (not index or labels[index - 1] != label) for index, one in enumerate(labels)]


def _count_on(units: Sequence[Unit], kind: str) -> bool:
    """Tell whether a list's bare numbers count its records, up or down."""
    marked = [unit.text for unit in units if unit.marker and unit.marker.kind == kind]
    numbers = [int(match[0]) for text in marked if (match := _NUMBER.match(text))]
    steps = [b - a for a, b in pairwise(numbers)]
    return sum(abs(step) == 1 for step in steps) * 10 >= 7 * len(steps)


def _find_anchors(units: Sequence[Unit]) -> list[tuple[str, list[int]]]:
    """Return what recurs at even distances: the same line, the same first word, a year at the end, a tab."""
    found: dict[str, list[int]] = {}
    for index, unit in enumerate(units):
        for key in _find_keys(unit):
            found.setdefault(key, []).append(index)
    even = []
    for key, at in found.items():
        if len(at) < (3 if len(units) > 40 else 2):
            continue
        gaps = Counter(b - a for a, b in pairwise(at))
        gap, count = gaps.most_common(1)[0]
        if gap > 1 or len(gaps) > 1:
            even.append((count / (len(at) - 1) * min(len(at), 12), key, at))
    even.sort(key=lambda entry: -entry[0])
    return [(key, at) for _, key, at in even[:_ANCHORS]]


def _find_keys(unit: Unit) -> list[str]:
    """Return what may recur of a line; of a line that is a year nothing does."""
    if read_year(unit.text):
        return []
    keys = [unit.folded]
    first = unit.folded.split(" ", 1)[0]
    if first != unit.folded and first.endswith(":"):
        keys.append(first)
    elif ":" in first[1:-1]:
        keys.append(re.sub(r"[\d./]+", "0", first))
    if _YEAR_LAST.search(unit.text):
        keys.append("…year")
    if "\t" in unit.text:
        keys.append("…tab")
    if unit.marker and unit.marker.kind != "1":
        keys.append("…marker")
    return keys


def _label_lines(units: Sequence[Unit], known: dict[str, int]) -> list[int]:
    """Return the label that most of each line's text has when it is read alone; ``known`` remembers them."""
    weights = load_weights()
    for unit in units:
        if unit.folded not in known:
            tokens = cut_tokens(join_record([unit.block], 0, unit.marker.width if unit.marker else 0))
            found = find_labels(tokens, weigh_features(describe_tokens(tokens, {}, 1), weights), weights)
            sizes: Counter[int] = Counter()
            for token, label in zip(tokens, found.labels, strict=True):
                sizes[label] += token.end - token.start
            known[unit.folded] = sizes.most_common(1)[0][0] if sizes else OTHER
    return [known[unit.folded] for unit in units]
