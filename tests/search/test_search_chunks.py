"""The words of the search index, cut into chunks anew: none is lost, and each is where a browser looks for it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search import cbor, chunks

#: Where a word stands in a document: the document's number, places with their weight before them, places in titles.
PLACE = st.tuples(
    st.integers(0, 70_000), st.lists(st.integers(-300, 70_000), max_size=5), st.lists(st.integers(-9, 9), max_size=2)
).map(list)
SPELLINGS = st.lists(st.tuples(st.text(max_size=3), st.lists(PLACE, max_size=2)).map(list), max_size=2)
TEXTS = st.lists(st.text("abcé日", min_size=1, max_size=6), unique=True, max_size=40).map(
    lambda texts: sorted(texts, key=str.encode)
)


@pytest.fixture(scope="module", autouse=True)
def small_chunks() -> Any:
    """Let a handful of words fill a chunk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "_LONGEST", 60)
        patch.setattr(chunks, "_LARGEST", 150)
        yield


def compose(words: list[list[Any]]) -> bytes:
    return cbor.encode([words])


def read_words(cut: list[chunks.Chunk]) -> list[list[list[Any]]]:
    return [cbor.read(chunk.data)[0] for chunk in cut]


@given(TEXTS, st.data(), st.integers(0, 40))
def test_every_word_is_there_as_it_was_and_its_chunk_alone_has_it_between_its_bounds(
    texts: list[str], data: st.DataObject, border: int
) -> None:
    words = [[text, data.draw(st.lists(PLACE, max_size=4)), data.draw(SPELLINGS)] for text in texts]
    cut = chunks.cut_chunks([compose(words[:border]), compose(words[border:])])
    held = read_words(cut)
    assert [word for part in held for word in part] == words
    for chunk, part in zip(cut, held, strict=True):
        for text, _, _ in part:
            assert [other for other in cut if other.first <= text <= other.last] == [chunk]
    assert all(one.last < other.first for one, other in pairwise(cut))


def make_words(*texts: str, places: int = 1) -> list[list[Any]]:
    return [[text, [[number, [-25, 7], []] for number in range(places)], []] for text in texts]


def test_words_with_the_same_first_letters_stay_together() -> None:
    words = make_words("lab", "lea", "leaf", "lear", "learn", "learner", "led", "lip")
    cut = chunks.cut_chunks([compose(words)])
    assert [[text for text, _, _ in part] for part in read_words(cut)] == [
        ["lab"],
        ["lea", "leaf", "lear", "learn", "learner"],
        ["led", "lip"],
    ]
    assert [(chunk.first, chunk.last) for chunk in cut] == [("lab", "lab"), ("lea", "learner"), ("led", "lip")]


def test_too_many_of_them_are_parted_by_more_letters_and_a_common_word_is_alone() -> None:
    words = [*make_words("leaf"), *make_words("learn", places=100), *make_words("learner", "learning")]
    parts = read_words(chunks.cut_chunks([compose(words)]))
    assert [[text for text, _, _ in part] for part in parts] == [["leaf"], ["learn"], ["learner", "learning"]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        cbor.encode([]),
        cbor.encode(["text"]),
        cbor.encode([1]),
        cbor.encode([make_words("one"), []]),
        cbor.encode([[["one", []]]]),
        cbor.encode([make_words("one")]) + b"\xf6",
        cbor.encode([make_words("one")]) + b"\x9f",
        compose(make_words("two", "one")),
        compose(make_words("one", "one")),
    ],
)
def test_chunks_of_another_make_are_refused(content: bytes) -> None:
    with pytest.raises((ValueError, LookupError)):
        chunks.cut_chunks([content])
