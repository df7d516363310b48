"""Cuts the words of an index into chunks.

For each word of a query a browser loads the chunk between whose bounds the word stands, and finds in it that word and
all that begin with it. Pagefind begins another chunk wherever one has grown long: a common word brings 300 others with
it, and who asks for a beginning (``trans``) misses what stands behind the next border. Here chunks are half as long,
and words with the same three first letters stay together where they aren't too many.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Bytes of a chunk before it is compressed, to a third or a little more. Half as many would save 3 KB of most words'
#: chunks, and cost 2 KB in the table of chunks, which every query needs.
_LONGEST = 32_000
#: Letters that words in one chunk have in common, if need be, and how many bytes a chunk may take for it: of 10,000
#: papers all words in ``mod`` take 80,000, those in ``pro`` more.
_LETTERS, _LARGEST = 3, 96_000


class Chunk(NamedTuple):
    """Encoded words with their bounds: the shortest distinct prefix of the first word, and the last word."""

    first: str
    last: str
    words: list[bytes]


def cut_chunks(words: Iterable[tuple[str, bytes]]) -> list[Chunk]:
    """Return chunks with all words, which come in order: each its text and itself, encoded."""
    chunks: list[Chunk] = []
    length = _LONGEST
    for beginning, group in _group(list(words), _LETTERS):
        added = _measure(group)
        if length + added > _LONGEST:
            chunks.append(Chunk(beginning, "", []))
            length = 0
        chunks[-1].words.extend([data for _, data in group])
        chunks[-1] = chunks[-1]._replace(last=group[-1][0])
        length += added
    return chunks


def _group(words: Sequence[tuple[str, bytes]], letters: int) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Yield groups of words with a common prefix, with the shortest prefix whose words fit into one chunk."""
    for beginning, members in groupby(words, key=lambda word: word[0][:letters]):
        group = list(members)
        if len(group) > 1 and _measure(group) > _LARGEST:
            yield from _group(group, letters + 1)
        else:
            yield beginning, group


def _measure(words: Iterable[tuple[str, bytes]]) -> int:
    return sum([len(data) for _, data in words])
