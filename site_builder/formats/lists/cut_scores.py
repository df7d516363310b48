"""How good a cut is: how many of its records look like papers, and how much they look alike."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.features import describe_tokens, fold_digits
from site_builder.formats.lists.labeling import (
    ABSTRACT,
    AUTHORS,
    DATE,
    IDENTIFIER,
    LINK,
    NOTE,
    OTHER,
    TITLE,
    VENUE,
    Labeling,
    find_labels,
    load_weights,
    weigh_features,
)
from site_builder.formats.lists.shapes import NAME_FORMS, Shape, describe_text
from site_builder.formats.lists.tokens import Token, cut_tokens
from site_builder.formats.lists.wrapping import join_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.cuts import Cut, Unit

#: What tells one kind of record from another.
_FIELDS = frozenset((AUTHORS, TITLE, VENUE, DATE, IDENTIFIER, ABSTRACT))
#: Forms of whole names.
_PEOPLE = NAME_FORMS - {"initials"}
#: No record is longer than this, in characters.
_LONGEST = 20_000


class _Read(NamedTuple):
    tokens: list[Token]
    found: Labeling

    @property
    def title(self) -> str:
        pairs = zip(self.tokens, self.found.labels, strict=True)
        return " ".join([token.text for token, label in pairs if label == TITLE]).lower()


def score_cut(units: Sequence[Unit], cut: Cut, whole: bool, guess: float) -> float:
    """Return how many records of a cut look like papers, less those that don't.

    ``whole`` says that the units are all of the document's; ``guess`` is that of `Candidate`.
    """
    read = _read_groups(units, cut)
    if not read:
        return -1.0
    values = _judge_all(read)
    parts = [_FIELDS.intersection(one.found.labels) for one in read]
    firsts = Counter(one.found.labels[0] for one, value in zip(read, values, strict=True) if value > 0)
    alike = firsts.most_common(1)[0][1] / sum(firsts.values()) if firsts else 0.0
    likeness = [len(a & b) / len(a | b) if a | b else 1.0 for a, b in pairwise(parts)]
    same = sum(likeness) / len(likeness) if likeness else 1.0
    bonus = (0.4 + 0.3 * alike + 0.3 * same) * (0.4 + 0.6 * _measure_rhythm(units, cut))
    if sum(unit.block.blank_before for unit in units) >= len(cut.groups):  # blank lines are there for a reason
        spaced = sum(units[group.blocks[0]].block.blank_before for group in cut.groups)
        bonus *= 0.8 + 0.2 * spaced / len(cut.groups)
    total = sum(value * bonus if value > 0 else value for value in values)
    total -= 0.08 * len(cut.left) + 0.4 * _count_astray(units, cut)
    total -= guess * abs(total)
    if guess and len(parts) > 2:  # a cut at the wrong line of each paper leaves half a paper at either end
        usual = {label for label in _FIELDS if sum(label in part for part in parts) >= 0.6 * len(parts)}
        total -= 0.8 * sum(not usual <= part for part in (parts[0], parts[-1] if whole else parts[-2]))
    return total


def _read_groups(units: Sequence[Unit], cut: Cut) -> list[_Read]:
    weights = load_weights()
    texts = []
    for group in cut.groups:
        record = join_record([units[index].block for index in group.blocks], cut.width, group.skip)
        texts.append(cut_tokens(record) if len(record.text) < _LONGEST else [])
    repeats = Counter(word for tokens in texts for word in {fold_digits(token.text) for token in tokens})
    return [
        _Read(
            tokens, find_labels(tokens, weigh_features(describe_tokens(tokens, repeats, len(texts)), weights), weights)
        )
        for tokens in texts
        if tokens
    ]


def _judge_all(read: Sequence[_Read]) -> list[float]:
    """Return how much each record looks like a paper; a title that recurs is none, nor is a record without names where
    others have them."""
    named = sum(AUTHORS in one.found.labels for one in read) * 4 > len(read)
    titles = Counter(one.title for one in read)
    values = []
    for one in read:
        value = judge_record(one.tokens, one.found)
        nameless = named and AUTHORS not in one.found.labels
        values.append(min(value, -0.5) if nameless or (one.title and titles[one.title] > 2) else value)
    return values


def _count_astray(units: Sequence[Unit], cut: Cut) -> int:
    """Count the lines inside of records that are a number and nothing else, as the first line of one may be."""
    lines = [units[index] for group in cut.groups for index in group.blocks[1:]]
    return sum(unit.marker is not None and unit.marker.width >= len(unit.text) for unit in lines)


def _measure_rhythm(units: Sequence[Unit], cut: Cut) -> float:
    """Return in how many records the lines that recur most occur just once; 1 where nothing recurs."""
    counts = Counter(unit.folded for unit in units if not unit.folded.isdigit())
    most = max(counts.values(), default=0)
    if most < 3:
        return 1.0
    anchors = [folded for folded, count in counts.items() if count > 2 and count * 10 > most * 6][:8]
    shares = []
    for anchor in anchors:
        once = sum(sum(units[index].folded == anchor for index in group.blocks) == 1 for group in cut.groups)
        shares.append(once / max(len(cut.groups), counts[anchor]))
    return sum(shares) / len(shares)


def judge_record(tokens: Sequence[Token], found: Labeling) -> float:
    """Return how much a labelled record looks like a paper: 1 at most, less than 0 if it doesn't."""
    if TITLE not in found.labels:
        return -0.6
    fields: dict[int, list[Shape]] = {}
    for token, label in zip(tokens, found.labels, strict=True):
        fields.setdefault(label, []).append(describe_text(token.text, token.kind))
    title = fields[TITLE]
    words = sum(shape.words for shape in title)
    if AUTHORS not in fields:
        return 0.2 if words > 2 else -0.3
    value = _judge_names(fields[AUTHORS]) - 0.5 * (words < 2) - 0.2 * (words < 3)
    if words < 4 and any(shape.form in _PEOPLE and shape.name > 2 for shape in title):
        value -= 0.4  # a name as the title
    others = [shape for label in (OTHER, NOTE, ABSTRACT, LINK) for shape in fields.get(label, ())]
    value -= min(0.6, 0.15 * sum(shape.form in NAME_FORMS and shape.name > 1 for shape in others))
    return min(1.0, value) * (0.4 + 0.6 * math.exp(max(-3.0, found.confidence * 12 / max(12, len(tokens)))))


def _judge_names(shapes: Sequence[Shape]) -> float:
    """Return how much texts look like names: the share of those that do, less a half where none is a person's."""
    likely = 0.0
    people = False
    for index, shape in enumerate(shapes):
        person = shape.form in _PEOPLE and (shape.name > 0 or shape.form.startswith(("family", "initials")))
        people = people or person or (index > 0 and (shape.form == "initials" or shape.name > 0))
        if person or shape.form in ("more", "initials"):
            likely += 1
        elif shape.words <= 4 and shape.name > 0:
            likely += 0.8
    return likely / len(shapes) - 0.5 * (not people)
