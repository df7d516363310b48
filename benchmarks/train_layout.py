"""Learn how much a list's own layout counts in the second reading (`formats/lists/layout.py`); needs NumPy.

python benchmarks/train_layout.py RECORDS... --lists 300 --out site_builder/formats/lists/weights.txt
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import random_lists
import train_lists
from random_lists import load_records
from train_lists import (
    MASK,
    ONEHOT,
    START,
    STATE_LABEL,
    STATE_PHASE,
    Adam,
    describe_list,
    gold_states,
    logsum,
    render_list,
)

from site_builder.formats.lists.labeling import LABELS, classify_separator, find_labels, parse_weights, weigh_features
from site_builder.formats.lists.layout import SIGNS, Layout, sign_tokens, vote

WIDTH = len(LABELS)


def gather(rng, pools, lists, weights):
    """Return records as arrays: first weights, layout's weights by sign, by pair, separators, states."""
    rows = []
    for _ in range(lists):
        _, found = render_list(rng, pools)
        features = describe_list(found)
        read = []
        for (_, _, tokens, labels), names in zip(found, features, strict=True):
            unary = weigh_features(names, weights)
            got = find_labels(tokens, unary, weights)
            signs = sign_tokens(tokens)
            read.append((tokens, labels, unary, signs, vote(tokens, signs, got.labels)))
        layout = Layout([entry[4] for entry in read])
        for tokens, labels, unary, signs, own in read:
            states = gold_states(labels)
            if states is None or not 1 < len(tokens) <= 70:
                continue
            by_sign = np.array([[layout.weigh_sign(sign, own) for sign in row] for row in signs], dtype=np.float32)
            by_pair = np.array([layout.weigh_pairs(token.before, own) for token in tokens], dtype=np.float32)
            separators = [13, *(classify_separator(token.before, token.bracket) for token in tokens[1:])]
            rows.append((np.array(unary, dtype=np.float32), by_sign, by_pair, np.array(separators), np.array(states)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("records", nargs="+")
    parser.add_argument("--lists", type=int, default=200)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=77)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    pools = [load_records(path) for path in args.records]
    random_lists.LIBRARY[:] = [record for pool in pools for record in pool]
    text = Path(args.out).read_text("utf-8")
    weights = parse_weights(text)
    rows = gather(rng, pools, args.lists, weights)
    print(len(rows), "records", flush=True)
    pairs = np.array([[weights.pairs[s][a] for a in range(WIDTH)] for s in range(len(weights.pairs))], dtype=np.float32)
    phases = np.array(weights.phases, dtype=np.float32)
    ends = np.array(weights.ends, dtype=np.float32)[STATE_PHASE]
    first = np.array([1.0], dtype=np.float32)
    signs = np.full((len(SIGNS), WIDTH), 0.1, dtype=np.float32)
    pair = np.array([0.1], dtype=np.float32)
    steps = [Adam(first.shape, 0.05), Adam(signs.shape, 0.03), Adam(pair.shape, 0.05)]
    rows.sort(key=lambda row: len(row[0]))
    batches = [rows[k : k + 96] for k in range(0, len(rows), 96)]
    for epoch in range(args.epochs):
        rng.shuffle(batches)
        loss = 0.0
        for batch in batches:
            n, T = len(batch), max(len(row[0]) for row in batch)
            lengths = np.array([len(row[0]) for row in batch])
            unary = np.zeros((n, T, WIDTH), dtype=np.float32)
            said = np.zeros((n, T, len(SIGNS), WIDTH), dtype=np.float32)
            after = np.zeros((n, T, WIDTH, WIDTH), dtype=np.float32)
            sep = np.zeros((n, T), dtype=np.int64)
            gold = np.zeros((n, T), dtype=np.int64)
            for i, (u, s, p, e, g) in enumerate(batch):
                k = len(u)
                unary[i, :k], said[i, :k], after[i, :k], sep[i, :k], gold[i, :k] = u, s, p, e, g
            mask = np.arange(T)[None] < lengths[:, None]
            label_emit = first * unary + np.einsum("ntsl,sl->ntl", said, signs)
            emit = label_emit[:, :, STATE_LABEL] + phases[STATE_PHASE, STATE_LABEL]
            S = len(STATE_LABEL)
            alpha = np.zeros((n, T, S), dtype=np.float32)
            beta = np.zeros((n, T, S), dtype=np.float32)
            alpha[:, 0] = emit[:, 0] + START
            links = [None] * T
            for t in range(1, T):
                label_pairs = pairs[sep[:, t]] + pair * after[:, t]
                links[t] = label_pairs[:, STATE_LABEL][:, :, STATE_LABEL] + MASK
                alpha[:, t] = logsum(alpha[:, t - 1][:, :, None] + links[t], 1) + emit[:, t]
            last = lengths - 1
            at = np.arange(n)
            beta[at, last] = ends
            for t in range(T - 2, -1, -1):
                value = logsum(links[t + 1] + (emit[:, t + 1] + beta[:, t + 1])[:, None, :], 2)
                beta[:, t] = np.where((t < last)[:, None], value, beta[:, t])
            z = logsum(alpha[at, last] + ends, 1)
            gamma = np.exp(np.minimum(alpha + beta - z[:, None, None], 0)) * mask[:, :, None]
            onehot = np.zeros((n, T, WIDTH), dtype=np.float32)
            np.put_along_axis(onehot, STATE_LABEL[gold][:, :, None], 1, 2)
            diff = (onehot - gamma @ ONEHOT) * mask[:, :, None]
            gpair = 0.0
            score = (
                (np.take_along_axis(emit, gold[:, :, None], 2)[:, :, 0] * mask).sum()
                + ends[gold[at, last]].sum()
                - z.sum()
            )
            for t in range(1, T):
                live = t < lengths
                if not live.any():
                    break
                a, b = gold[live, t - 1], gold[live, t]
                score += links[t][live, a, b].sum()
                xi = np.exp(
                    np.minimum(
                        alpha[live, t - 1][:, :, None]
                        + links[t][live]
                        + (emit[live, t] + beta[live, t])[:, None, :]
                        - z[live][:, None, None],
                        0,
                    )
                )
                expected = np.einsum("nab,al,bm->nlm", xi, ONEHOT, ONEHOT, optimize=True)
                gpair += (
                    after[live, t][np.arange(live.sum()), STATE_LABEL[a], STATE_LABEL[b]].sum()
                    - (expected * after[live, t]).sum()
                )
            loss -= score
            steps[0].step(first, np.array([(diff * unary).sum() / n]))
            steps[1].step(signs, np.einsum("ntl,ntsl->sl", diff, said) / n)
            np.clip(signs, 0, 2, out=signs)
            steps[2].step(pair, np.array([gpair / n]))
        print(f"epoch {epoch}: {loss / len(rows):.4f} a record, first {first[0]:.2f}, pairs {pair[0]:.2f}", flush=True)
    lines = [line for line in text.split("\n") if not line.startswith("layout ")]
    lines = [line for line in lines if line]
    for name, row in zip(SIGNS, signs, strict=True):
        lines.append(f"layout {name}\t{' '.join(str(round(float(w) * 100)) for w in row)}")
    lines.append(f"layout =first\t{round(float(first[0]) * 100)}")
    lines.append(f"layout =pairs\t{round(float(pair[0]) * 100)}")
    Path(args.out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
