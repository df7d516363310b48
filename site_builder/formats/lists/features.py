"""What speaks for and against a token's being part of a title, a name, a venue ...: its features.

A feature is a short string; the weights that it has for each label stand in ``weights.txt``. To add one, add it here
and learn the weights anew (docs/lists.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.lists.shapes import Shape, bucket, describe_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_builder.formats.lists.tokens import Token

#: What ends a chunk: a sentence, a quotation, a line or a cell.
_STRONG = re.compile(r"[¶⇥“”\"]|[.?] | \| ")


def describe_tokens(tokens: Sequence[Token], repeats: Mapping[str, int], records: int) -> list[list[str]]:
    """Return the features of each token of a record.

    ``repeats`` counts in how many of the list's ``records`` records a token's text occurs (digits folded).
    """
    shapes = [describe_text(token.text, token.kind) for token in tokens]
    chunks = _describe_chunks(tokens, shapes)
    forms = ["^", "^", *(shape.form for shape in shapes), "$", "$"]
    found: list[list[str]] = []
    dated = False
    namelike = 0
    for index, (token, shape) in enumerate(zip(tokens, shapes, strict=True)):
        features = [
            *shape.features,
            *chunks[index],
            *_describe_surroundings(token, forms[index : index + 5]),
            *_describe_position(tokens, index),
        ]
        if token.link:
            features.append("link" if shape.words < 4 else "link-long")
        if token.key:
            features.append(f"key={token.key}")
        if dated:
            features.append("dated")
        if namelike > 1:
            features.append("named")
        often = repeats.get(fold_digits(token.text), 0)
        if often > 1 and records > 2:
            share = often / records
            features.append("often.most" if share > 0.6 else "often.some" if share > 0.2 else "often.few")
            features.append(f"often.form={shape.form}")
        found.append(features)
        dated = dated or token.kind in ("year", "date")
        namelike += _is_namelike(shape)
    return found


def _is_namelike(shape: Shape) -> bool:
    form = shape.form
    return form in ("initials", "family-initials", "initials-family") or (form.startswith("full") and shape.name > 2)


def _describe_surroundings(token: Token, forms: Sequence[str]) -> list[str]:
    """Return the features of what stands around a token; ``forms`` are those of two before, itself and two behind."""
    before, after = _look(token.before), _look(token.after)
    earlier, previous, form, following, second = forms
    return [
        f"b={before}",
        f"a={after}",
        f"b.form={before}{form}",
        f"a.form={form}{after}",
        f"p={previous}",
        f"n={following}",
        f"pf={previous}>{form}",
        f"fn={form}>{following}",
        f"nn={following}{second}",
        f"pp={earlier}{previous}",
        f"bap={previous}{before}{form}{after}{following}",
        f"e={token.emphasis & 3}",
        f"e.form={token.emphasis & 3}{form}",
        f"q={token.quoted:d}{token.bracket}",
    ]


def _describe_position(tokens: Sequence[Token], index: int) -> list[str]:
    """Return the features of a token's place in its record."""
    token, count, lines = tokens[index], len(tokens), tokens[-1].line
    features = [
        f"i={min(index, 4)}",
        f"j={min(count - 1 - index, 4)}",
        f"lines={min(lines, 4)}.{min(token.line, 5)}",
        f"back={min(lines - token.line, 4)}" if lines else "back",
    ]
    if "¶" in token.before or not index:
        features.append("line.b")
        if "¶" in token.after or index == count - 1:
            features.append(f"line.all.{describe_text(token.text, token.kind).form}")
    return features


def _describe_chunks(tokens: Sequence[Token], shapes: Sequence[Shape]) -> list[tuple[str, ...]]:
    """Return the features that each token has from the chunk that it is a part of."""
    chunks = cut_chunks(tokens)
    sizes = [sum([shape.words for shape in shapes[a:b]]) for a, b in chunks]
    longest = max(range(len(chunks)), key=sizes.__getitem__) if chunks else 0
    found: list[tuple[str, ...]] = []
    for number, (a, b) in enumerate(chunks):
        words = sizes[number]
        name = sum([shape.name for shape in shapes[a:b]]) / max(1, words)
        venue = sum([shape.venue for shape in shapes[a:b]]) / max(1, words)
        own = (
            f"c.words={bucket(words)}",
            f"c.name={max(-5, min(5, round(name)))}",
            f"c.venue={max(-3, min(4, round(venue)))}",
            f"c.at={min(number, 3)}",
            f"c.end={min(len(chunks) - 1 - number, 3)}",
            f"c.first={shapes[a].form}",
            "c.longest" if number == longest else "c.other",
        )
        found += [(*own, "c.b" if index == a else "c.i") for index in range(a, b)]
    return found


def cut_chunks(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return runs of tokens with nothing strong between: no stop, quote, end of a line, or change of emphasis."""
    chunks = []
    start = 0
    for index in range(1, len(tokens)):
        token, previous = tokens[index], tokens[index - 1]
        before = token.before
        strong = _STRONG.search(before) is not None
        if strong and "." in before and "¶" not in before and len(previous.text) < 3:
            strong = " | " in before  # an initial's stop
        if strong or token.emphasis != previous.emphasis:
            chunks.append((start, index))
            start = index
    if tokens:
        chunks.append((start, len(tokens)))
    return chunks


def fold_digits(text: str) -> str:
    """Return a text as repetitions of it are counted: case and digits don't matter."""
    return _DIGITS.sub("0", text).lower()


_DIGITS = re.compile(r"\d+")


def _look(separator: str) -> str:
    """Return a separator without what tells little."""
    if "¶" in separator:
        return "¶" if separator == "¶" else ("." if "." in separator else ",") + "¶"
    return separator.strip("*†‡")[:4]
