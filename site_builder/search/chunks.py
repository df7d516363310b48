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

#: Bytes of a chunk before it is compressed, to a third or a little more. Every query loads the table of all chunks, and
#: a chunk for each word: both together are least where a chunk grows with the root of the number of documents.
_LONGEST, _SHORTEST, _GROWTH = 32_000, 4_000, 320
#: Letters that words in one chunk share, if need be, and how many chunks' bytes they may take for it: of 10,000
#: papers all words in ``mod`` take 80,000 bytes, those in ``pro`` more.
_LETTERS, _MOST_CHUNKS = 3, 3


class Chunk(NamedTuple):
    """Encoded words with their bounds: the shortest distinct prefix of the first word, and the last word."""

    first: str
    last: str
    words: list[bytes]


def choose_length(documents: int) -> int:
    """Return how many bytes a chunk shall have in the index of so many documents."""
    return max(_SHORTEST, min(_LONGEST, int(_GROWTH * documents**0.5)))


def cut_chunks(words: Iterable[tuple[str, bytes]], longest: int) -> list[Chunk]:
    """Return chunks of ``longest`` bytes or fewer with all words, which come in order: each its text and itself,
    encoded."""
    chunks: list[Chunk] = []
    length = longest
    for beginning, group in _group(list(words), _LETTERS, _MOST_CHUNKS * longest):
        added = _measure(group)
        if length + added > longest:
            chunks.append(Chunk(beginning, "", []))
            length = 0
        chunks[-1].words.extend([data for _, data in group])
        chunks[-1] = chunks[-1]._replace(last=group[-1][0])
        length += added
    return chunks


def _group(
    words: Sequence[tuple[str, bytes]], letters: int, largest: int
) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Yield groups of words with a common prefix, with the shortest prefix whose words fit into so many bytes."""
    for beginning, members in groupby(words, key=lambda word: word[0][:letters]):
        group = list(members)
        if len(group) > 1 and _measure(group) > largest:
            yield from _group(group, letters + 1, largest)
        else:
            yield beginning, group


def _measure(words: Iterable[tuple[str, bytes]]) -> int:
    return sum([len(data) for _, data in words])
