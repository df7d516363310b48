"""A list's own layout: what its records have in common, as far as a first reading shows.

A person who has seen three records of a list reads all others by them. So does this: every record's first reading votes
on what a look, a place in the record, a separator or a text means in this list; what the other records say then weighs
on the second reading of each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.features import cut_chunks, fold_digits
from site_builder.formats.lists.labeling import LABELS, Weights, classify_separator
from site_builder.formats.lists.shapes import describe_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.tokens import Token

#: What tokens of different records have in common, by name; `sign_tokens` says what each is.
SIGNS: tuple[str, ...] = ("form", "look", "place", "chunk", "chunk-end", "text", "before", "after")
_WIDTH = len(LABELS)
_NOTHING = (0.0,) * _WIDTH
#: So many records must say the same to be believed half.
_DOUBT = 1.0
_CLIP = 4.0

Key = tuple[object, ...]
Votes = dict[Key, list[float]]


class Vote(NamedTuple):
    """What one record's first reading says: for each sign, and for each pair of label and separator, its labels."""

    signs: Votes
    pairs: Votes


def sign_tokens(tokens: Sequence[Token]) -> list[tuple[Key, ...]]:
    """Return the signs of each token, in the order of `SIGNS`."""
    chunks = cut_chunks(tokens)
    number = {}
    for at, (a, b) in enumerate(chunks):
        for index in range(a, b):
            number[index] = at
    last = len(chunks) - 1
    lines = tokens[-1].line if tokens else 0
    found: list[tuple[Key, ...]] = []
    for index, token in enumerate(tokens):
        form = describe_text(token.text, token.kind).form
        begins = not index or "¶" in token.before or "⇥" in token.before
        before = tokens[index - 1] if index else None
        lead = before.text if before is not None and before.kind == "key" else ""
        place = (token.line, begins, lines) if lines else (0,)
        found.append(
            (
                ("form", form, token.before, token.after),
                ("look", token.emphasis, token.quoted, token.bracket, bool(token.link)),
                ("place", *place),
                ("chunk", number[index], form) if number[index] < 6 else ("chunk",),
                ("chunk-end", last - number[index], form) if last - number[index] < 6 else ("chunk-end",),
                ("text", fold_digits(token.text)),
                ("before", token.before, lead, token.kind),
                ("after", token.after, token.kind, token.emphasis, token.quoted),
            )
        )
    return found


def vote(tokens: Sequence[Token], signs: Sequence[Sequence[Key]], labels: Sequence[int]) -> Vote:
    """Return what one record's reading says about the layout; each sign has one vote, shared by its labels."""
    by_sign: Votes = {}
    pairs: Votes = {}
    for index, label in enumerate(labels):
        for sign in signs[index]:
            by_sign.setdefault(sign, [0.0] * _WIDTH)[label] += 1
        if index:
            pairs.setdefault((labels[index - 1], tokens[index].before), [0.0] * _WIDTH)[label] += 1
    for votes in (by_sign, pairs):
        for row in votes.values():
            total = sum(row)
            if total > 1:
                row[:] = [share / total for share in row]
    return Vote(by_sign, pairs)


class Layout:
    """What the records of a list say together. ``weigh`` leaves out what a record said itself."""

    def __init__(self, votes: Sequence[Vote]) -> None:
        self._signs: Votes = {}
        self._pairs: Votes = {}
        for one in votes:
            for target, source in ((self._signs, one.signs), (self._pairs, one.pairs)):
                for key, row in source.items():
                    known = target.get(key)
                    if known is None:
                        target[key] = list(row)
                    else:
                        for label, share in enumerate(row):
                            if share:
                                known[label] += share
        self._matrices: dict[str, list[list[float]]] = {}
        self._small = len(votes) <= 12
        self._rows: dict[Key, tuple[float, ...]] = {}

    def weigh_sign(self, sign: Key, own: Vote | None) -> tuple[float, ...]:
        """Return how much more often other records have each label at a sign: a logarithm for each label."""
        row = self._signs.get(sign)
        if row is None:
            return _NOTHING
        mine = own.signs.get(sign) if own is not None else None
        if mine is None:
            known = self._rows.get(sign)
            if known is None:
                known = self._rows[sign] = _weigh(row)
            return known
        return _weigh([share - less for share, less in zip(row, mine, strict=True)])

    def weigh_pairs(self, before: str, own: Vote | None) -> list[list[float]]:
        """Return, for each label and its next behind a separator, how much more often other records have them."""
        if own is None or not self._small:
            known = self._matrices.get(before)
            if known is None:
                known = self._matrices[before] = [
                    list(self._weigh_pair((label, before), None)) for label in range(_WIDTH)
                ]
            return known
        return [list(self._weigh_pair((label, before), own)) for label in range(_WIDTH)]

    def _weigh_pair(self, key: Key, own: Vote | None) -> tuple[float, ...]:
        row = self._pairs.get(key)
        if row is None:
            return _NOTHING
        mine = own.pairs.get(key) if own is not None else None
        return _weigh(row if mine is None else [share - less for share, less in zip(row, mine, strict=True)])


def _weigh(row: Sequence[float]) -> tuple[float, ...]:
    total = sum(row)
    if total < 0.5:
        return _NOTHING
    rest = _DOUBT / _WIDTH
    whole = total + _DOUBT
    return tuple([max(-_CLIP, math.log((max(0.0, share) + rest) / whole * _WIDTH)) for share in row])


class LayoutWeights(NamedTuple):
    """How much the first reading counts in the second, and each sign for each label, and the pairs."""

    first: float
    signs: Sequence[Sequence[float]]
    pairs: float

    @classmethod
    def of(cls, weights: Weights) -> LayoutWeights:
        """Return what the table of weights says of layouts."""
        table = weights.layout
        return cls(table["=first"][0], [table[sign] for sign in SIGNS], table["=pairs"][0])


def weigh_layout(
    tokens: Sequence[Token],
    signs: Sequence[Sequence[Key]],
    unary: Sequence[Sequence[float]],
    layout: Layout,
    own: Vote | None,
    weights: LayoutWeights,
) -> list[list[float]]:
    """Return the weight of each label for each token, as the list's layout changes it."""
    found = []
    for index in range(len(tokens)):
        row = [weights.first * weight for weight in unary[index]]
        for factors, sign in zip(weights.signs, signs[index], strict=True):
            said = layout.weigh_sign(sign, own)
            if said is not _NOTHING:
                row = [a + b * c for a, b, c in zip(row, factors, said, strict=True)]
        found.append(row)
    return found


def weigh_pairs(
    tokens: Sequence[Token], layout: Layout, own: Vote | None, weights: Weights, factor: float
) -> list[list[list[float]]]:
    """Return, for each token, the weights of what follows what, as the list's layout changes them."""
    found = []
    for token in tokens:
        usual = weights.pairs[classify_separator(token.before, token.bracket)]
        said = layout.weigh_pairs(token.before, own)
        found.append(
            [[a + factor * b for a, b in zip(line, more, strict=True)] for line, more in zip(usual, said, strict=False)]
        )
    return found
