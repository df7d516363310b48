"""Learn the weights of `formats/lists` from random layouts; needs NumPy, which the program itself doesn't.

python benchmarks/train_lists.py RECORDS... --lists 3000 --out site_builder/data/list_weights.txt
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import random_lists
from random_lists import draw_layout, load_records, render_record

from site_builder.formats.lists.document import Span
from site_builder.formats.lists.features import describe_tokens, fold_digits
from site_builder.formats.lists.labeling import LABELS, NEXT, SEPARATORS, STATES, classify_separator
from site_builder.formats.lists.record_text import RecordText
from site_builder.formats.lists.tokens import cut_tokens

LETTERS = dict(zip("NTVEDLPIKOAF", range(12), strict=True))
WIDTH = len(LABELS)


def render_list(rng: random.Random, records):
    """Return one list's records as tokens with their labels, and the truth."""
    layout = draw_layout(rng)
    count = rng.choice([2, 3, 5, 8, 12, 20])
    pool = rng.choice(records)
    chosen = rng.sample(pool, min(count, len(pool)))
    authors = Counter(name.split()[-1] for record in chosen for name in record["authors"])
    if layout.name["own"]:
        layout.options["own"] = authors.most_common(1)[0][0]
    found = []
    for number, record in enumerate(chosen, 1):
        rendered = render_record(record, layout, number)
        found.append((rendered, *tokenize(rendered)))
    return layout, found


def tokenize(rendered):
    """Return a rendered record's text, its tokens and their labels."""
    marks, pieces = [], []
    for piece in rendered.pieces:
        marks += [LETTERS.get(piece.label, -1)] * len(piece.text)
        pieces.append((piece.text, Span(piece.text, 1, 1, 0, piece.emphasis, piece.link)))
    text = RecordText(pieces)
    tokens = cut_tokens(text)
    labels = []
    for token in tokens:
        inside = Counter(mark for mark in marks[token.start : token.end] if mark >= 0)
        labels.append(inside.most_common(1)[0][0] if inside else 11)
    return text, tokens, labels


def describe_list(found):
    repeats = Counter(word for _, _, tokens, _ in found for word in {fold_digits(token.text) for token in tokens})
    return [describe_tokens(tokens, repeats, len(found)) for _, _, tokens, _ in found]


class Corpus:
    """Records as numbers: features of tokens, labels, separators."""

    def __init__(self) -> None:
        self.ids: list[np.ndarray] = []
        self.offsets: list[np.ndarray] = []
        self.labels: list[np.ndarray] = []
        self.separators: list[np.ndarray] = []

    def add(self, numbers, features, tokens, labels) -> None:
        ids, offsets = [], []
        for row in features:
            offsets.append(len(ids))
            known = [numbers[name] for name in row if name in numbers]
            ids += known or [0]
        self.ids.append(np.array(ids, dtype=np.int32))
        self.offsets.append(np.array(offsets, dtype=np.int32))
        self.labels.append(np.array(labels, dtype=np.int8))
        self.separators.append(
            np.array([13, *(classify_separator(token.before, token.bracket) for token in tokens[1:])], dtype=np.int8)
        )


STATE_LABEL = np.array([label for label, _ in STATES])
STATE_PHASE = np.array([phase for _, phase in STATES])
MASK = np.full((len(STATES), len(STATES)), -1e4, dtype=np.float32)
START = np.full(len(STATES), -1e4, dtype=np.float32)
for a in range(len(STATES)):
    for label in range(WIDTH):
        if NEXT[a][label] >= 0:
            MASK[a, NEXT[a][label]] = 0
for label in range(WIDTH):
    if NEXT[len(STATES)][label] >= 0:
        START[NEXT[len(STATES)][label]] = 0


def logsum(x, axis):
    top = x.max(axis=axis, keepdims=True)
    return (top + np.log(np.exp(x - top).sum(axis=axis, keepdims=True))).squeeze(axis)


def gold_states(labels):
    state = len(STATES)
    out = []
    for label in labels:
        target = NEXT[state][label]
        if target < 0:
            return None
        out.append(target)
        state = target
    return out


class Model:
    def __init__(self, count: int) -> None:
        self.w = np.zeros((count, WIDTH), dtype=np.float32)
        self.pairs = np.zeros((len(SEPARATORS), WIDTH, WIDTH), dtype=np.float32)
        self.phases = np.zeros((4, WIDTH), dtype=np.float32)
        self.ends = np.zeros(4, dtype=np.float32)

    def step(self, batch, corpus):
        """Return the negative log-likelihood and its gradients for a batch of records of similar length."""
        n = len(batch)
        lengths = np.array([len(corpus.labels[i]) for i in batch])
        T = lengths.max()
        ids = np.concatenate([corpus.ids[i] for i in batch])
        ids = np.where(RNG.random(len(ids)) < DROPPED, 0, ids)  # no feature may be relied upon alone
        starts = []
        base = 0
        for i in batch:
            starts.append(corpus.offsets[i] + base)
            base += len(corpus.ids[i])
        starts = np.concatenate(starts)
        unary_flat = np.add.reduceat(self.w[ids], starts, axis=0)
        unary = np.zeros((n, T, WIDTH), dtype=np.float32)
        sep = np.zeros((n, T), dtype=np.int64)
        gold = np.zeros((n, T), dtype=np.int64)
        mask = np.arange(T)[None, :] < lengths[:, None]
        unary[mask] = unary_flat
        sep[mask] = np.concatenate([corpus.separators[i] for i in batch])
        gold[mask] = np.concatenate([np.array(corpus.states[i]) for i in batch])
        S = len(STATES)
        emit = unary[:, :, STATE_LABEL] + self.phases[STATE_PHASE, STATE_LABEL][None, None, :]
        full = self.pairs[:, STATE_LABEL][:, :, STATE_LABEL] + MASK[None]
        alpha = np.zeros((n, T, S), dtype=np.float32)
        alpha[:, 0] = emit[:, 0] + START[None]
        for t in range(1, T):
            scores = alpha[:, t - 1][:, :, None] + full[sep[:, t]]
            alpha[:, t] = logsum(scores, 1) + emit[:, t]
        beta = np.zeros((n, T, S), dtype=np.float32)
        ends = self.ends[STATE_PHASE]
        last = lengths - 1
        beta[np.arange(n), last] = ends[None]
        for t in range(T - 2, -1, -1):
            nxt = full[sep[:, t + 1]] + (emit[:, t + 1] + beta[:, t + 1])[:, None, :]
            value = logsum(nxt, 2)
            live = (t < last)[:, None]
            beta[:, t] = np.where(live, value, beta[:, t])
        z = logsum(alpha[np.arange(n), last] + ends[None], 1)
        gamma = np.exp(np.minimum(alpha + beta - z[:, None, None], 0)) * mask[:, :, None]
        # gold
        rows = np.arange(n)
        emit_gold = np.take_along_axis(emit, gold[:, :, None], 2)[:, :, 0] * mask
        trans_gold = np.zeros(n, dtype=np.float32)
        gp = np.zeros_like(self.pairs)
        for t in range(1, T):
            live = t < lengths
            if not live.any():
                break
            a, b, s = gold[live, t - 1], gold[live, t], sep[live, t]
            trans_gold[live] += full[s, a, b]
            np.add.at(gp, (s, STATE_LABEL[a], STATE_LABEL[b]), 1)
            # expected
            xi = np.exp(
                alpha[live, t - 1][:, :, None]
                + full[s]
                + (emit[live, t] + beta[live, t])[:, None, :]
                - z[live][:, None, None]
            )
            collapsed = np.einsum("nab,al,bm->nlm", xi, ONEHOT, ONEHOT, optimize=True)
            np.subtract.at(gp, s, collapsed)
        loglik = (emit_gold.sum(1) + trans_gold + ends[gold[rows, last]] - z).sum()
        # gradients: gold minus expected
        label_gamma = gamma @ ONEHOT
        gold_onehot = np.zeros((n, T, WIDTH), dtype=np.float32)
        np.put_along_axis(gold_onehot, STATE_LABEL[gold][:, :, None], 1, 2)
        gold_onehot *= mask[:, :, None]
        diff = (gold_onehot - label_gamma)[mask]
        counts = np.diff(np.append(starts, len(ids)))
        spread = np.repeat(diff, counts, axis=0)
        gphase = np.zeros_like(self.phases)
        np.add.at(gphase, (STATE_PHASE[gold[mask]], STATE_LABEL[gold[mask]]), 1)
        np.subtract.at(gphase, (STATE_PHASE, STATE_LABEL), gamma.sum((0, 1)))
        gend = np.zeros(4, dtype=np.float32)
        np.add.at(gend, STATE_PHASE[gold[rows, last]], 1)
        final = gamma[rows, last].sum(0)
        np.subtract.at(gend, STATE_PHASE, final)
        return -loglik, ids, spread, gp, gphase, gend


#: The share of features that a step of training leaves out.
DROPPED = 0.15
RNG = np.random.default_rng(1)
ONEHOT = np.zeros((len(STATES), WIDTH), dtype=np.float32)
ONEHOT[np.arange(len(STATES)), STATE_LABEL] = 1


class Adam:
    def __init__(self, shape, rate):
        self.m = np.zeros(shape, dtype=np.float32)
        self.v = np.zeros(shape, dtype=np.float32)
        self.t = 0
        self.rate = rate

    def step(self, w, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.99 * self.v + 0.01 * g * g
        mh = self.m / (1 - 0.9**self.t)
        vh = self.v / (1 - 0.99**self.t)
        w += self.rate * mh / (np.sqrt(vh) + 1e-6)


def train(corpus, model, epochs, rate, rng, l2=1e-6):
    order = sorted(range(len(corpus.labels)), key=lambda i: len(corpus.labels[i]))
    size = 192
    batches = [order[k : k + size] for k in range(0, len(order), size)]
    adam = [
        Adam(model.w.shape, rate),
        Adam(model.pairs.shape, rate),
        Adam(model.phases.shape, rate),
        Adam(model.ends.shape, rate),
    ]
    for epoch in range(epochs):
        rng.shuffle(batches)
        total = 0.0
        for step in adam:
            step.rate = rate * (1 - epoch / epochs) + rate * 0.05
        for batch in batches:
            loss, ids, spread, gp, gphase, gend = model.step(batch, corpus)
            total += loss
            scale = 1.0 / len(batch)
            grad = np.zeros_like(model.w)
            for label in range(WIDTH):
                grad[:, label] = np.bincount(ids, weights=spread[:, label], minlength=len(model.w))
            adam[0].step(model.w, grad * scale - l2 * model.w)
            model.w[0] = 0
            adam[1].step(model.pairs, gp * scale)
            adam[2].step(model.phases, gphase * scale)
            adam[3].step(model.ends, gend * scale)
        print(f"epoch {epoch}: {total / len(order):.4f} a record", flush=True)


def write(model, names, path):
    lines = [
        "# Weights of lists' fields, in hundredths of a logarithm: a feature, then " + " ".join(LABELS) + ".",
        "# Learnt by benchmarks/train_lists.py; what the features mean: site_builder/formats/lists/features.py.",
    ]
    whole = np.rint(model.w * 100).astype(int)
    for name, number in sorted(names.items()):
        if number and np.abs(whole[number]).max() >= 8:
            lines.append(f"{name}\t{' '.join(map(str, whole[number]))}")
    for s, separator in enumerate(SEPARATORS):
        for a, label in enumerate(LABELS):
            row = np.rint(model.pairs[s, a] * 100).astype(int)
            if np.abs(row).max() >= 1:
                lines.append(f"pair {separator} {label}\t{' '.join(map(str, row))}")
    for phase in range(4):
        lines.append(f"phase {phase}\t{' '.join(map(str, np.rint(model.phases[phase] * 100).astype(int)))}")
    lines.append(f"end\t{' '.join(map(str, np.rint(model.ends * 100).astype(int)))}")
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "lines")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="+")
    parser.add_argument("--lists", type=int, default=1500)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=int, default=12)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    pools = [load_records(path) for path in args.records]
    random_lists.LIBRARY[:] = [record for pool in pools for record in pool]
    rendered = []
    for _ in range(args.lists):
        _, found = render_list(rng, pools)
        rendered.append((found, describe_list(found)))
    counts = Counter()
    for found, features in rendered:
        counts.update({name for rows in features for row in rows for name in row})
    by_list = counts
    names = {name: number for number, name in enumerate(sorted(n for n, c in by_list.items() if c >= args.least), 1)}
    print(len(counts), "features seen,", len(names), "kept", flush=True)
    corpus = Corpus()
    corpus.states = []
    left = 0
    for found, features in rendered:
        for (_, _, tokens, labels), rows in zip(found, features, strict=True):
            states = gold_states(labels)
            if states is None or len(tokens) > 90 or not tokens:
                left += 1
                continue
            corpus.add(names, rows, tokens, labels)
            corpus.states.append(states)
    print(len(corpus.labels), "records,", left, "left out", flush=True)
    model = Model(len(names) + 1)
    train(corpus, model, args.epochs, 0.05, rng)
    write(model, names, args.out)


if __name__ == "__main__":
    main()
