"""Which token belongs to which field: the best labelling of a record by the weights of its features.

The model is a conditional random field over a record's tokens. Its weights stand in ``weights.txt`` as whole
numbers, hundredths of a logarithm: a token's label is weighed by the token's features, two labels in a row by what
parts them. A record has one run of names and one of title, in either order; a state tells which of them were there.
"""

from __future__ import annotations

import math
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.formats.lists.tokens import Token

LABELS: tuple[str, ...] = (
    "authors", "title", "venue", "editors", "date", "locator", "publisher", "identifier", "link", "note", "abstract",
    "other",
)  # fmt: skip
AUTHORS, TITLE, VENUE, EDITORS, DATE, LOCATOR, PUBLISHER, IDENTIFIER, LINK, NOTE, ABSTRACT, OTHER = range(12)
#: The labels of what a paper is known by.
CORE = frozenset((AUTHORS, TITLE, DATE))
#: What may part two tokens, by what tells most.
SEPARATORS: tuple[str, ...] = (
    "line", "cell", "quote", "stop", "question", "semicolon", "colon", "comma", "bracket", "sign", "space", "none",
    "inside", "start",
)  # fmt: skip
#: Bits of a state's phase: names were there, the title was there.
_NAMED, _TITLED = 1, 2


def _list_states() -> tuple[tuple[int, int], ...]:
    states = []
    for phase in range(4):
        for label in range(len(LABELS)):
            if (label == AUTHORS and not phase & _NAMED) or (label == TITLE and not phase & _TITLED):
                continue
            states.append((label, phase))
    return tuple(states)


#: A state is a label and a phase, which counts the label itself.
STATES = _list_states()


def next_state(state: tuple[int, int] | None, label: int) -> tuple[int, int] | None:
    """Return the state that a label leads to, or None where it can't follow: names and title come once."""
    phase = state[1] if state else 0
    bit = _NAMED if label == AUTHORS else _TITLED if label == TITLE else 0
    if bit and phase & bit and (state is None or state[0] != label):
        return None
    return label, phase | bit


_NUMBERS = {state: number for number, state in enumerate(STATES)}
#: For each state (the last one is the start) the state that each label leads to, -1 for none.
NEXT: tuple[tuple[int, ...], ...] = tuple(
    tuple(_NUMBERS[after] if (after := next_state(state, label)) else -1 for label in range(len(LABELS)))
    for state in (*STATES, None)
)
_START = len(STATES)
_LABEL_OF = tuple(label for label, _ in STATES)
_PHASE_OF = tuple(phase for _, phase in STATES)


@cache
def classify_separator(before: str, bracket: str = "") -> int:
    """Return the number in `SEPARATORS` of what stands before a token, which a ``bracket`` may hold."""
    if bracket and not any(sign in before for sign in "()[]¶⇥"):
        return 12
    for number, signs in enumerate(("¶", "⇥", '“”"«»„‘', ".", "?!…", ";", ":", ",", "()[]", "-–—|•·‖~/⋅")):
        if any(sign in before for sign in signs):
            return number
    return 10 if before else 11


class Weights(NamedTuple):
    """``features[name]``: a weight for each label; ``pairs[separator][label][next label]``; ``phases[phase][label]``;
    ``ends[phase]``; ``layout[name]``: the weights of `layout.py`."""

    features: Mapping[str, Sequence[float]]
    pairs: Sequence[Sequence[Sequence[float]]]
    phases: Sequence[Sequence[float]]
    ends: Sequence[float]
    layout: Mapping[str, Sequence[float]]


@cache
def load_weights() -> Weights:
    """Return the weights that come with the program."""
    return parse_weights(resources.files(__package__).joinpath("weights.txt").read_text("utf-8"))


def parse_weights(text: str) -> Weights:
    """Read a table of weights: a name, then a number for each label, in hundredths.

    ``pair SEPARATOR LABEL`` holds the weights of what follows that label behind that separator; ``phase N`` and
    ``end`` those of the phases; ``layout NAME`` those of a list's layout.
    """
    features: dict[str, tuple[float, ...]] = {}
    width = len(LABELS)
    pairs = [[[0.0] * width for _ in range(width + 1)] for _ in SEPARATORS]
    phases = [[0.0] * width for _ in range(4)]
    ends = [0.0] * 4
    layout: dict[str, tuple[float, ...]] = {}
    for line in text.split("\n"):
        if not line or line.startswith("# "):
            continue
        name, _, numbers = line.partition("\t")
        row = tuple(int(number) / 100 for number in numbers.split(" "))
        first, *rest = name.split(" ")
        if first == "pair":
            pairs[SEPARATORS.index(rest[0])][LABELS.index(rest[1])] = list(row)
        elif first == "phase":
            phases[int(rest[0])] = list(row)
        elif first == "end":
            ends = list(row)
        elif first == "layout":
            layout[rest[0]] = row
        else:
            features[name] = row
    return Weights(features, pairs, phases, ends, layout)


def weigh_features(features: Sequence[Sequence[str]], weights: Weights) -> list[list[float]]:
    """Return the weight of each label for each token of a record."""
    table = weights.features
    nothing = (0.0,) * len(LABELS)
    return [list(map(sum, zip(*[table.get(feature, nothing) for feature in row], strict=True))) for row in features]


class Labeling(NamedTuple):
    """The label of each token, by number, and the logarithm of the probability that all of them are right."""

    labels: tuple[int, ...]
    confidence: float


_NEVER = -1e9
_NO_PAIRS = (0.0,) * len(LABELS)
#: A state so much worse than the best one is given up.
_BEAM = 12.0


def find_labels(
    tokens: Sequence[Token],
    unary: Sequence[Sequence[float]],
    weights: Weights,
    tables: Sequence[Sequence[Sequence[float]]] | None = None,
) -> Labeling:
    """Return the best labels of a record's tokens.

    ``tables`` are the weights of what follows what for each token, where they are others than ``weights.pairs``.
    """
    best: dict[int, float] = {_START: 0.0}
    mass: dict[int, float] = {_START: 0.0}
    back: list[dict[int, int]] = []
    for index, token in enumerate(tokens):
        row = unary[index]
        pairs: Sequence[Sequence[float]] | None = None
        if index:
            pairs = tables[index] if tables else weights.pairs[classify_separator(token.before, token.bracket)]
        least = max(row) - _BEAM
        wanted = [label for label, weight in enumerate(row) if weight >= least]
        reached, sums, came = _step(best, mass, row, wanted, pairs, weights.phases)
        if not reached:  # the likely labels can't follow, as a second title can't
            reached, sums, came = _step(best, mass, row, range(len(LABELS)), pairs, weights.phases)
        bound = max(reached.values()) - _BEAM
        best = {state: score for state, score in reached.items() if score >= bound}
        mass = {state: sums[state][0] if len(sums[state]) == 1 else _add(sums[state]) for state in best}
        back.append(came)
    if not back:
        return Labeling((), 0.0)
    ends = weights.ends
    state, score = max(((s, v + ends[_PHASE_OF[s]]) for s, v in best.items()), key=lambda pair: pair[1])
    whole = _add([value + ends[_PHASE_OF[s]] for s, value in mass.items()])
    labels = []
    for came in reversed(back):
        labels.append(_LABEL_OF[state])
        state = came[state]
    return Labeling(tuple(reversed(labels)), min(0.0, score - whole))


def weigh_core(
    labeling: Labeling,
    tokens: Sequence[Token],
    unary: Sequence[Sequence[float]],
    weights: Weights,
    tables: Sequence[Sequence[Sequence[float]]] | None = None,
) -> Labeling:
    """Return a labeling with the probability that its names, title and date are right, whatever the other labels are.

    The other arguments are those of `find_labels`, which gave the labeling.
    """
    allowed = [
        [
            weight if label == other or not (label in CORE or other in CORE) else _NEVER
            for other, weight in enumerate(row)
        ]
        for label, row in zip(labeling.labels, unary, strict=True)
    ]
    within = find_labels(tokens, allowed, weights, tables)
    return labeling._replace(confidence=min(0.0, labeling.confidence - within.confidence))


def _step(
    best: Mapping[int, float],
    mass: Mapping[int, float],
    row: Sequence[float],
    wanted: Iterable[int],
    pairs: Sequence[Sequence[float]] | None,
    phases: Sequence[Sequence[float]],
) -> tuple[dict[int, float], dict[int, list[float]], dict[int, int]]:
    """Return the states that a token can be in: the best score of each, all scores, and the state before it."""
    reached: dict[int, float] = {}
    sums: dict[int, list[float]] = {}
    came: dict[int, int] = {}
    for state, score in best.items():
        after = NEXT[state]
        line = pairs[_LABEL_OF[state]] if pairs is not None else _NO_PAIRS
        gained = mass[state] - score
        for label in wanted:
            target = after[label]
            if target < 0:
                continue
            total = score + row[label] + phases[_PHASE_OF[target]][label] + line[label]
            known = reached.get(target)
            if known is None:
                reached[target] = total
                came[target] = state
                sums[target] = [total + gained]
                continue
            sums[target].append(total + gained)
            if total > known:
                reached[target] = total
                came[target] = state
    return reached, sums, came


def _add(logarithms: Sequence[float]) -> float:
    """Return the logarithm of the sum of numbers that are given by their logarithms."""
    top = max(logarithms)
    return top + math.log(sum([math.exp(number - top) for number in logarithms]))
