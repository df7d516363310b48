"""Lists in which title and names stand on one line with nothing but a space between them.

What page copies leave of some tables: ``Title of the Paper Jane Doe, John Roe``. Every word before the first comma may
begin the first name; the words and the names of the other papers decide.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.shapes import NAME_FORMS, describe_text
from site_builder.formats.lists.tokens import Token
from site_builder.formats.pasted.features import FUNCTION_WORDS
from site_builder.formats.pasted.word_model import load, plain
from site_builder.text.person_names import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A name's words at most, where it stands behind a title.
_LONGEST = 4
#: What a name counts that other papers of the list have.
_MET = 6.0


class Boundary(NamedTuple):
    """Where a title ends: the token that it ends in, the offset in the record's text, and how sure that is."""

    token: int
    offset: int
    margin: float


def find_boundaries(records: Sequence[Sequence[Token]]) -> list[Boundary | None]:
    """Return where the titles of a list end; an empty list where its records are written otherwise.

    Seven of ten records must be one line of title and names.
    """
    tails = [_find_tail(tokens) for tokens in records]
    found = [index for index, tail in enumerate(tails) if tail is not None]
    if len(found) < 3 or len(found) * 10 < 7 * (found[-1] - found[0] + 1) or 2 * len(found) < len(tails):
        return []
    known = Counter(
        plain(token.text)
        for tokens, tail in zip(records, tails, strict=True)
        if tail is not None
        for token in tokens[tail:]
    )
    return [
        _find_boundary(tokens, tail, known) if tail is not None else None
        for tokens, tail in zip(records, tails, strict=True)
    ]


def _find_tail(tokens: Sequence[Token]) -> int | None:
    """Return the first token of those at a record's end that are names and nothing else; None if it has others."""
    if not tokens or tokens[-1].line or any(token.kind not in ("words", "year", "number", "more") for token in tokens):
        return None
    tail = index = len(tokens)
    names = 0
    while index > 1 and tokens[index - 1].before in (", ", ", and ", ". "):
        index -= 1
        if _is_name(tokens[index]):
            names += 1
            if tokens[index].before != ". " and names * 10 >= 7 * (len(tokens) - index):
                tail = index
    while tail > 1 and tokens[tail - 1].before == ". " and len(tokens[tail - 2].text.rpartition(" ")[2]) == 1:
        tail -= 1  # the first name holds an initial
    if any(sign in token.before for token in tokens for sign in '“”"„«»'):
        return None
    words = describe_text(tokens[tail - 1].text, tokens[tail - 1].kind).words
    if any("." in token.before and len(before.text) > 2 for before, token in pairwise(tokens[:tail])):
        return None  # sentences, as references have them
    before = sum(describe_text(token.text, token.kind).words for token in tokens[: tail - 1])
    return tail if words + before > 3 and (tail < len(tokens) or words > 4) else None


def _is_name(token: Token) -> bool:
    return token.kind == "more" or describe_text(token.text, token.kind).form in NAME_FORMS


def _find_boundary(tokens: Sequence[Token], tail: int, known: Counter[str]) -> Boundary | None:
    """Return the best place for the first name to begin, in the token before the tail of names."""
    model = load()
    best: tuple[float, int] | None = None
    second = -99.0
    token = tokens[tail - 1]
    words = token.text.split(" ")
    lengths = range(1, min(_LONGEST, len(words) - (tail == 1)) + 1)
    for count in lengths:
        name = words[-count:]
        if not name[0][0].isupper() and name[0].lower() not in PARTICLES:
            continue
        score = 0.0
        for index, word in enumerate(name):
            low = plain(word.rstrip("."))
            if low in FUNCTION_WORDS and low not in PARTICLES:
                score -= 8
                continue
            if len(low) < 2:
                continue
            title, given, family = model.weigh(low)
            score += max(-8.0, min((family if index else given) - title, 8.0))
        left = words[-count - 1] if count < len(words) else ""
        if left:
            title, given, family = model.weigh(plain(left.strip("?!():,.")))
            score += max(-4.0, min(title - max(given, family), 4.0))
            if left[0].islower() and plain(left) not in PARTICLES:
                score += 2
        score += (_MET if known[plain(" ".join(name))] else 0.0) - (6.0, 0.0, 3.0, 6.0)[count - 1]
        if best is None or score > best[0]:
            best, second = (score, count), best[0] if best else second
        else:
            second = max(second, score)
    if best is None or best[0] < -2:
        return None
    return Boundary(tail - 1, token.end - len(" ".join(words[-best[1] :])), best[0] - second)


def split_token(tokens: Sequence[Token], boundary: Boundary) -> list[Token]:
    """Return a record's tokens with the one that holds the boundary cut in two."""
    token = tokens[boundary.token]
    at = boundary.offset - token.start
    if at <= 0:
        return list(tokens)
    left = Token(
        token.text[:at].rstrip(), token.start, token.start + len(token.text[:at].rstrip()), token.kind, token.before
    )
    left.after, left.line = " ", token.line
    right = Token(token.text[at:], boundary.offset, token.end, token.kind, " ")
    right.after, right.line = token.after, token.line
    return [*tokens[: boundary.token], left, right, *tokens[boundary.token + 1 :]]
