"""The words of the search index, cut into chunks: none is lost, and each is where a browser looks for it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search import chunks

WORDS = st.dictionaries(st.text("abcé日", min_size=1, max_size=6), st.binary(min_size=1, max_size=40), max_size=40).map(
    lambda words: sorted(words.items())
)


@pytest.fixture(scope="module", autouse=True)
def small_chunks() -> Any:
    """Let a handful of words fill a chunk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "_LONGEST", 60)
        patch.setattr(chunks, "_LARGEST", 150)
        yield


@given(WORDS)
def test_every_word_is_there_as_it_was_and_its_chunk_alone_has_it_between_its_bounds(
    words: list[tuple[str, bytes]],
) -> None:
    cut = chunks.cut_chunks(words)
    assert [data for chunk in cut for data in chunk.words] == [data for _, data in words]
    homes = [chunk for chunk in cut for _ in chunk.words]
    for (text, _), home in zip(words, homes, strict=True):
        assert [chunk for chunk in cut if chunk.first <= text <= chunk.last] == [home]
    assert all(one.last < other.first for one, other in pairwise(cut))


def make_words(*texts: str, size: int = 12) -> list[tuple[str, bytes]]:
    return [(text, text.encode().ljust(size)) for text in texts]


def cut_texts(words: list[tuple[str, bytes]]) -> list[list[str]]:
    return [[data.decode().strip() for data in chunk.words] for chunk in chunks.cut_chunks(words)]


def test_words_with_the_same_first_letters_stay_together() -> None:
    words = make_words("lab", "lea", "leaf", "lear", "learn", "learner", "led", "lip")
    assert cut_texts(words) == [["lab"], ["lea", "leaf", "lear", "learn", "learner"], ["led", "lip"]]
    bounds = [(chunk.first, chunk.last) for chunk in chunks.cut_chunks(words)]
    assert bounds == [("lab", "lab"), ("lea", "learner"), ("led", "lip")]


def test_too_many_of_them_are_parted_by_more_letters_and_a_common_word_is_alone() -> None:
    words = [*make_words("leaf"), *make_words("learn", size=400), *make_words("learner", "learning")]
    assert cut_texts(words) == [["leaf"], ["learn"], ["learner", "learning"]]
