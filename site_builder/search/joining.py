"""Joins the words of shares, a range of letters at a time, and cuts them into the chunks that a browser loads.

What comes out is what Pagefind would make of all documents at once; a test compares the bytes. It doesn't depend on
where shares begin and end.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Annotated

import msgspec

from site_builder.search.chunks import choose_length, cut_chunks
from site_builder.search.pagefind_format import Word, join_words, make_name, pack, renumber_fields, spell_chunk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.search.shares import Share

#: Postings in a range, which is joined by one process. 10,000 papers have 1.3 million; a small site is one range,
#: because no chunk reaches from one range into the next.
_RANGE = 100_000


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Words of a share with the same first letter: the number of the share's first document, the words, encoded, and
    the number of each of the share's fields in the whole index, if these differ."""

    start: int
    words: Annotated[msgspec.Raw, list[Word]]
    fields: tuple[int, ...]


class Range(msgspec.Struct, frozen=True, array_like=True):
    """The parts of some letters, in order, and how many bytes a chunk of them shall have."""

    letters: tuple[tuple[Part, ...], ...]
    longest: int


class JoinedChunk(msgspec.Struct, frozen=True, array_like=True):
    """A chunk, not packed, with its bounds and a name made from its content."""

    first: str
    last: str
    name: str
    content: bytes


def list_fields(shares: Iterable[Share]) -> list[str]:
    """Return the names of all fields, in the order of their numbers."""
    return sorted({field for share in shares for field in share.fields})


def plan_ranges(shares: Sequence[Share]) -> Iterator[Range]:
    """Yield ranges that hold all words of all shares. They depend on the documents alone."""
    fields = list_fields(shares)
    starts = accumulate([len(share.lengths) for share in shares], initial=0)
    numbers = [tuple([fields.index(field) for field in share.fields]) for share in shares]
    parts: dict[str, list[Part]] = {}
    sizes: dict[str, int] = {}
    for share, start, numbered in zip(shares, starts, numbers, strict=False):
        moved = () if numbered == tuple(range(len(numbered))) else numbered
        for letter, bucket in share.buckets.items():
            parts.setdefault(letter, []).append(Part(start, bucket.words, moved))
            sizes[letter] = sizes.get(letter, 0) + bucket.size
    longest = choose_length(sum([len(share.lengths) for share in shares]))
    letters: list[tuple[Part, ...]] = []
    size = 0
    for letter in sorted(parts):
        letters.append(tuple(parts[letter]))
        size += sizes[letter]
        if size >= _RANGE:
            yield Range(tuple(letters), longest)
            letters, size = [], 0
    if letters:
        yield Range(tuple(letters), longest)


def join_range(part: Range, prefix: str) -> list[JoinedChunk]:
    """Return the chunks of a range; ``prefix`` is what their names begin with."""
    words = [word for parts in part.letters for word in join_words([(p.start, _read_words(p)) for p in parts])]
    chunks = []
    for chunk in cut_chunks(words, part.longest):
        content = spell_chunk(chunk.words)
        chunks.append(JoinedChunk(chunk.first, chunk.last, f"{prefix}_{make_name(content)}", content))
    return chunks


def pack_range(part: Range, prefix: str) -> list[JoinedChunk]:
    """Return the chunks of a range, packed."""
    return [msgspec.structs.replace(chunk, content=pack(chunk.content)) for chunk in join_range(part, prefix)]


def _read_words(part: Part) -> list[Word]:
    words = _WORDS.decode(part.words)
    return renumber_fields(words, part.fields) if part.fields else words


_WORDS = msgspec.msgpack.Decoder(list[Word])
