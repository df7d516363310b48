"""Cuts the words of an index into new chunks.

For each word of a query a browser loads the chunk between whose bounds the word stands, and finds in it that word and
all that begin with it. Pagefind begins another chunk wherever one has grown long: a common word brings 300 others with
it, and who asks for a beginning (``trans``) misses what stands behind the next border. Here chunks are half as long,
and words with the same three first letters stay together where they aren't too many.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search.cbor import ARRAY, decode, decode_head, encode_head, pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: Bytes of a chunk before it is compressed, to a third or a little more. Half as many would save 3 KB of most words'
#: chunks, and cost 2 KB in the table of chunks, which every query needs.
_LONGEST = 32_000
#: Letters that words in one chunk have in common, if need be, and how many bytes a chunk may take for it: of 10,000
#: papers all words in ``mod`` take 80,000, those in ``pro`` more.
_LETTERS, _LARGEST = 3, 96_000
#: Numbers and the heads of arrays, as many as follow one another.
_NO_TEXT = re.compile(
    rb"(?:[\x00-\x17\x20-\x37\x80-\x97]|[\x18\x38\x98].|[\x19\x39\x99]..|[\x1a\x3a\x9a].{4}|[\x1b\x3b\x9b].{8})*+",
    re.DOTALL,
)
#: A word is an array of three: itself, where it stands, and other spellings, which are arrays of two.
_WORD = encode_head(ARRAY, 3)


class Chunk(NamedTuple):
    """A packed chunk with its bounds: the shortest distinct prefix of its first word, and its last word."""

    first: str
    last: str
    data: bytes


class _Word(NamedTuple):
    text: str
    data: bytes


def cut_chunks(contents: Iterable[bytes]) -> list[Chunk]:
    """Return new chunks with all words of the old chunks' ``contents``, in the same order.

    Raises ValueError or LookupError if the contents don't have the form of Pagefind 1.5.
    """
    words = [word for content in contents for word in _list_words(content)]
    if any(one.text >= other.text for one, other in pairwise(words)):
        raise ValueError("the words of the index aren't in order")
    bounds: list[tuple[str, str]] = []
    chunks: list[list[_Word]] = []
    length = _LONGEST
    for beginning, group in _group(words, _LETTERS):
        added = _measure(group)
        if length + added > _LONGEST:
            chunks.append([])
            bounds.append((beginning, ""))
            length = 0
        chunks[-1] += group
        bounds[-1] = (bounds[-1][0], group[-1].text)
        length += added
    with ThreadPoolExecutor() as packers:  # zlib releases the interpreter lock
        packed = list(packers.map(_pack, chunks))
    return [Chunk(first, last, data) for (first, last), data in zip(bounds, packed, strict=True)]


def _list_words(content: bytes) -> Iterator[_Word]:
    """Yield the words of a chunk without decoding their contents, which would take seconds for 10,000 papers."""
    kind, number, place = decode_head(content, 0)
    inner, count, place = decode_head(content, place)
    if (kind, number, inner) != (ARRAY, 1, ARRAY):
        raise ValueError("a chunk isn't what Pagefind 1.5 writes")
    texts: list[str] = []
    starts: list[int] = []
    end = len(content)
    while (place := _skip(content, place)) < end:
        begins = content[place - 1 : place] == _WORD
        text, after = decode(content, place)
        if not isinstance(text, str):
            raise ValueError("a chunk holds something else than numbers, texts and arrays")
        if begins:
            texts.append(text)
            starts.append(place - 1)
        place = after
    if len(texts) != count:
        raise ValueError(f"a chunk has {len(texts)} words, not {count}")
    for text, (start, stop) in zip(texts, pairwise((*starts, end)), strict=True):
        yield _Word(text, content[start:stop])


def _skip(content: bytes, place: int) -> int:
    match = _NO_TEXT.match(content, place)
    return match.end() if match else place


def _group(words: Sequence[_Word], letters: int) -> Iterator[tuple[str, list[_Word]]]:
    """Yield groups of words with a common prefix, with the shortest prefix whose words fit into one chunk."""
    for beginning, members in groupby(words, key=lambda word: word.text[:letters]):
        group = list(members)
        if len(group) > 1 and _measure(group) > _LARGEST:
            yield from _group(group, letters + 1)
        else:
            yield beginning, group


def _measure(words: Iterable[_Word]) -> int:
    return sum(len(word.data) for word in words)


def _pack(words: Sequence[_Word]) -> bytes:
    head = encode_head(ARRAY, 1) + encode_head(ARRAY, len(words))
    return pack(head + b"".join([word.data for word in words]))
