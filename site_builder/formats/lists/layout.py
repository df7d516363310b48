"""A list's own layout: what its records have in common, as far as a first reading shows.

A person who has seen three records of a list reads all others by them. So does this: every record's first reading votes
on what a look, a place in the record, a separator or a text means in this list; what the other records say then weighs
on the second reading of each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

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

#: Of so few records, what one says itself must not count for it.
_SMALL = 12

Key = tuple[object, ...]
Table: TypeAlias = "Sequence[Sequence[float]]"
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
    """What the records of a list say together, weighed by the table of weights."""

    def __init__(self, votes: Sequence[Vote], weights: Weights) -> None:
        self._signs: Votes = {}
        self._pairs: Votes = {}
        for one in votes:
            _add(self._signs, one.signs)
            _add(self._pairs, one.pairs)
        self._small = len(votes) <= _SMALL
        self._weights = weights
        self._factors = [weights.layout[sign] for sign in SIGNS]
        self._factor = weights.layout["=pairs"][0]
        self._rows: dict[Key, Sequence[float]] = {}
        self._tables: dict[tuple[str, str], Table] = {}

    def weigh(
        self, signs: Sequence[Sequence[Key]], unary: Sequence[Sequence[float]], own: Vote | None
    ) -> list[list[float]]:
        """Return the weights of each token's labels as the layout changes them.

        ``unary`` are those of the record alone; ``own`` is what the record itself said, which does not count.
        """
        found: list[list[float]] = []
        for keys, row in zip(signs, unary, strict=True):
            rows = [self._weigh_sign(number, key, own) for number, key in enumerate(keys)]
            found.append([sum(column) for column in zip(row, *rows, strict=True)])
        return found

    def weigh_pairs(self, tokens: Sequence[Token], own: Vote | None) -> list[Table]:
        """Return, for each token, the weights of what follows what, as the layout changes them."""
        return [self._weigh_pairs(token.before, token.bracket, own if self._small else None) for token in tokens]

    def _weigh_sign(self, number: int, key: Key, own: Vote | None) -> Sequence[float]:
        votes = self._signs.get(key)
        if votes is None:
            return _NOTHING
        mine = own.signs.get(key) if own is not None else None
        if mine is not None:
            return _weigh([share - less for share, less in zip(votes, mine, strict=True)], self._factors[number])
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _weigh(votes, self._factors[number])
        return row

    def _weigh_pairs(self, before: str, bracket: str, own: Vote | None) -> Table:
        if own is not None:
            return self._make_table(before, bracket, own)
        table = self._tables.get((before, bracket))
        if table is None:
            table = self._tables[before, bracket] = self._make_table(before, bracket, None)
        return table

    def _make_table(self, before: str, bracket: str, own: Vote | None) -> Table:
        usual = self._weights.pairs[classify_separator(before, bracket)]
        factors = (self._factor,) * _WIDTH
        table = []
        for label, line in enumerate(usual):
            votes = self._pairs.get((label, before))
            mine = own.pairs.get((label, before)) if own is not None else None
            if votes is not None and mine is not None:
                votes = [share - less for share, less in zip(votes, mine, strict=True)]
            said = _weigh(votes, factors) if votes is not None else _NOTHING
            table.append([a + b for a, b in zip(line, said, strict=True)] if said is not _NOTHING else line)
        return table


def _add(votes: Votes, more: Votes) -> None:
    for key, row in more.items():
        known = votes.get(key)
        if known is None:
            votes[key] = list(row)
        else:
            for label, share in enumerate(row):
                if share:
                    known[label] += share


def _weigh(votes: Sequence[float], factors: Sequence[float]) -> Sequence[float]:
    """Return how much more often than by chance each label has votes: a logarithm times its factor."""
    total = sum(votes)
    if total < 0.5:
        return _NOTHING
    rest = _DOUBT / _WIDTH
    scale = _WIDTH / (total + _DOUBT)
    least = math.log(rest * scale)
    return [
        factor * max(-_CLIP, math.log((share + rest) * scale) if share > 0 else least)
        for factor, share in zip(factors, votes, strict=True)
    ]
