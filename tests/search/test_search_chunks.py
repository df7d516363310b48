"""The words of the search index, cut into chunks: none is lost, and each is where a browser looks for it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from site_builder.search import chunks

WORDS = st.dictionaries(st.text("abcé日", min_size=1, max_size=6), st.binary(min_size=1, max_size=40), max_size=40).map(
    lambda words: sorted(words.items())
)


#: A handful of words fills a chunk.
LONGEST = 50


@given(WORDS)
def test_every_word_is_there_as_it_was_and_its_chunk_alone_has_it_between_its_bounds(
    words: list[tuple[str, bytes]],
) -> None:
    cut = chunks.cut_chunks(words, LONGEST)
    assert [data for chunk in cut for data in chunk.words] == [data for _, data in words]
    homes = [chunk for chunk in cut for _ in chunk.words]
    for (text, _), home in zip(words, homes, strict=True):
        assert [chunk for chunk in cut if chunk.first <= text <= chunk.last] == [home]
    assert all(one.last < other.first for one, other in pairwise(cut))


def make_words(*texts: str, size: int = 12) -> list[tuple[str, bytes]]:
    return [(text, text.encode().ljust(size)) for text in texts]


def cut_texts(words: list[tuple[str, bytes]]) -> list[list[str]]:
    return [[data.decode().strip() for data in chunk.words] for chunk in chunks.cut_chunks(words, LONGEST)]


def test_words_with_the_same_first_letters_stay_together() -> None:
    words = make_words("lab", "lea", "leaf", "lear", "learn", "learner", "led", "lip")
    assert cut_texts(words) == [["lab"], ["lea", "leaf", "lear", "learn", "learner"], ["led", "lip"]]
    bounds = [(chunk.first, chunk.last) for chunk in chunks.cut_chunks(words, LONGEST)]
    assert bounds == [("lab", "lab"), ("lea", "learner"), ("led", "lip")]


def test_too_many_of_them_are_parted_by_more_letters_and_a_common_word_is_alone() -> None:
    words = [*make_words("leaf"), *make_words("learn", size=400), *make_words("learner", "learning")]
    assert cut_texts(words) == [["leaf"], ["learn"], ["learner", "learning"]]


def test_chunks_are_short_on_small_sites_and_no_longer_than_some_on_large_ones() -> None:
    lengths = [chunks.choose_length(count) for count in (1, 300, 10_000, 1_000_000)]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[1] < lengths[2] == lengths[3]
