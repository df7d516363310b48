"""The records of a list on their way from blocks to papers: their text, tokens and labels."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_builder.formats.lists.features import describe_tokens, fold_digits
from site_builder.formats.lists.fields import Fields, find_year
from site_builder.formats.lists.labeling import Labeling, find_labels, load_weights, weigh_core, weigh_features
from site_builder.formats.lists.layout import Layout, Vote, sign_tokens, vote
from site_builder.formats.lists.names import Names
from site_builder.formats.lists.tokens import Token, cut_tokens
from site_builder.formats.lists.wrapping import join_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.formats.lists.cuts import Group
    from site_builder.formats.lists.document import Block
    from site_builder.formats.lists.record_text import RecordText
    from site_builder.model import Reading

#: The layout of a list is learnt on so many of its records.
_SAMPLE = 48
#: Of a reading less probable than this (a natural logarithm) the probability of its names, title and date is told.
_DOUBTFUL = -0.1


class Item:
    """One record. ``first`` is how it was read alone, ``labeling`` how the list's layout has it."""

    def __init__(self, group: Group, text: RecordText) -> None:
        self.group = group
        self.text = text
        self.tokens: list[Token] = cut_tokens(text)
        self.unary: list[list[float]] = []
        self.first = self.labeling = Labeling((), 0.0)
        self.fields = Fields()
        self.names = Names((), False)
        self.why = ""
        self.alternatives: tuple[Reading, ...] = ()

    @property
    def date(self) -> str:
        """The date of the paper: its own, else that of the heading above it, else the year in its venue's name."""
        return self.fields.date or self.group.year or find_year(self.fields.venue)


def make_item(group: Group, blocks: Sequence[Block], width: int) -> Item:
    """Return the record of some blocks."""
    return Item(group, join_record([blocks[index] for index in group.blocks], width, group.skip))


class Labeler:
    """Labels the records of a list: some of them alone, and all by the layout that these show."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._weights = load_weights()
        self._count = len(items)
        self._repeats: Mapping[str, int] = Counter(
            word for item in items for word in {fold_digits(token.text) for token in item.tokens}
        )
        self._layout: Layout | None = None
        self._votes: dict[int, Vote] = {}

    def read_alone(self, item: Item) -> None:
        """Label a record without regard to the others."""
        features = describe_tokens(item.tokens, self._repeats, self._count)
        item.unary = weigh_features(features, self._weights)
        item.first = item.labeling = find_labels(item.tokens, item.unary, self._weights)
        if item.labeling.confidence < _DOUBTFUL:
            item.first = item.labeling = weigh_core(item.labeling, item.tokens, item.unary, self._weights)

    def learn(self, items: Sequence[Item]) -> None:
        """Learn the list's layout from records that were read alone."""
        for item in items:
            self._votes[id(item)] = vote(item.tokens, sign_tokens(item.tokens), item.first.labels)
        self._layout = Layout(list(self._votes.values()), self._weights)

    def read(self, item: Item) -> None:
        """Label a record by the list's layout."""
        if self._layout is None:
            self.read_alone(item)
            return
        if not item.unary:
            item.unary = weigh_features(describe_tokens(item.tokens, self._repeats, self._count), self._weights)
        own = self._votes.get(id(item))
        unary = self._layout.weigh(sign_tokens(item.tokens), item.unary, own)
        pairs = self._layout.weigh_pairs(item.tokens, own)
        item.labeling = find_labels(item.tokens, unary, self._weights, pairs)
        if item.labeling.confidence < _DOUBTFUL:
            item.labeling = weigh_core(item.labeling, item.tokens, unary, self._weights, pairs)
        if own is None:
            item.first = item.labeling


def pick_sample(items: Sequence[Item]) -> list[Item]:
    """Return the records that a list's layout is learnt on: all of a short list, else some from everywhere."""
    step = max(1, len(items) // _SAMPLE)
    return list(items[::step])
