"""An index joined from shares is the one that Pagefind makes of all documents at once, to the byte."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.diagnostics import UserError
from site_builder.search import cbor, joining, shares
from site_builder.search import pagefind_format as form
from site_builder.search.documents import Document
from site_builder.search.pagefind import run_pagefind

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Words that Pagefind stems, spells in several ways, or takes apart; among them one that every document may have often.
TEXTS = st.lists(
    st.sampled_from(
        (
            "the",
            "the",
            "learning",
            "learned",
            "naïve",
            "naive",
            "Nàive",
            "zero-shot",
            "C++",
            "GPT4",
            "ß",
            "日本",
            "ꀀꈀ",
        )
    )
    | st.text("abcéñ-'", min_size=1, max_size=5),
    min_size=1,
    max_size=30,
).map(" ".join)
#: A document's title, text and other fields: which fields there are differs.
PARTS = st.tuples(TEXTS, TEXTS, st.dictionaries(st.sampled_from(("authors", "language", "year")), TEXTS, max_size=3))


def compose(number: int, title: str, text: str, fields: dict[str, str]) -> tuple[str, str]:
    metas = "".join(f'<span data-pagefind-meta="{key}:{value}"></span>' for key, value in fields.items())
    return f"/{number}/", (
        f'<html lang="en"><body><main data-pagefind-body>{metas}<h1 data-pagefind-weight="5">{title}</h1>'
        f"<p>always {text}</p></main></body></html>"
    )


def join(made: Sequence[shares.Share]) -> list[joining.JoinedChunk]:
    return [chunk for part in joining.plan_ranges(made) for chunk in joining.join_range(part, "en")]


@settings(max_examples=25, deadline=None)
@given(st.lists(PARTS, min_size=2, max_size=12), st.data())
def test_joined_shares_are_the_index_made_at_once(parts: list[Any], data: st.DataObject) -> None:
    documents = [compose(number, *part) for number, part in enumerate(parts)]
    ends = sorted(data.draw(st.sets(st.integers(1, len(documents) - 1), max_size=4)) | {len(documents)})
    starts = [0, *ends[:-1]]
    whole, _ = shares.make_share(documents)
    made = [shares.make_share(documents[start:end])[0] for start, end in zip(starts, ends, strict=True)]
    assert join(made) == join([whole])
    assert joining.list_fields(made) == list(whole.fields)
    assert [length for share in made for length in share.lengths] == list(whole.lengths)


@settings(max_examples=10, deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=8))
def test_words_are_spelled_as_pagefind_spells_them(parts: list[Any]) -> None:
    files = run_pagefind([compose(number, *part) for number, part in enumerate(parts)])
    chunks = [form.unpack(data) for name, data in files.items() if name.endswith(".pf_index")]
    whole, _ = shares.make_share([compose(number, *part) for number, part in enumerate(parts)])
    (joined,) = join([whole])
    assert joined.content == chunks[0]


def test_a_range_ends_between_letters_and_ranges_hold_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["alpha beta gamma", "beta delta", "alpha omega"]
    share, _ = shares.make_share([compose(number, text, text, {}) for number, text in enumerate(texts)])
    (whole,) = join([share])
    monkeypatch.setattr(joining, "_RANGE", 4)
    parts = join([share, share])
    assert len(parts) > 2
    assert all(one.last[0] < other.first[0] for one, other in pairwise(parts))
    words = [word[0] for chunk in parts for word in cbor.decode(chunk.content, 0)[0][0]]
    assert words == [word[0] for word in cbor.decode(whole.content, 0)[0][0]]


@given(st.lists(st.text("abc"), max_size=400))
def test_every_document_is_in_one_share(addresses: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"_FEWEST": 4, "_MOST": 24, "_ONE_OF": 4}.items():
            patch.setattr(shares, name, value)
        cut = cut_addresses(addresses)
    assert [address for share in cut for address in share] == addresses
    assert all(4 <= len(share) <= 24 for share in cut[:-1])


@pytest.mark.parametrize("place", [0, 4000, 10_000])
def test_a_new_document_moves_the_ends_of_few_shares(place: int) -> None:
    addresses = [f"/papers/{number}/" for number in range(10_000)]
    old = cut_addresses(addresses)
    new = cut_addresses([*addresses[:place], "/papers/new/", *addresses[place:]])
    assert len(old) > 20
    assert len([share for share in new if share not in old]) <= 3


def cut_addresses(addresses: Sequence[str]) -> list[Sequence[str]]:
    documents = [Document(address, b"", str) for address in addresses]
    return [addresses[start:end] for start, end in shares.cut_shares(documents)]


def make_files() -> dict[str, bytes]:
    """Return an index of one document as Pagefind makes it, by the documented names of its files."""
    return run_pagefind([compose(1, "title", "words", {})])


@pytest.mark.parametrize(
    "content",
    [
        cbor.encode([]),
        cbor.encode(["text"]),
        cbor.encode([1]),
        cbor.encode([[["one", [], []]], []]),
        cbor.encode([[["one", []]]]),
        cbor.encode([[["one", [[0, [1], []]], []]]]) + b"\x00",
        cbor.encode([[["one", [[0, [1], []]], 1]]]),
        cbor.encode([[["one", [[0, [1], []]], [["form", [], []]]]]]),
        cbor.encode([[["one", [[0, [1]]], []]]]),
        cbor.encode([[[1, [], []]]]),
        b"\x81\x81\x83\x61a\x82\x83\x00\x80\x80\x80",
        b"",
    ],
)
def test_chunks_of_another_form_are_refused(content: bytes) -> None:
    files = {name: form.pack(content) if name.endswith(".pf_index") else data for name, data in make_files().items()}
    with pytest.raises((ValueError, LookupError)):
        form.read_index(files, 1)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", form.pack(b"\xff"), form.pack(b"\x80"), b"\x1f\x8b"])
@pytest.mark.parametrize("end", [".pf_meta", ".json"])
def test_a_table_of_another_form_is_refused(end: str, data: bytes) -> None:
    files = {name: data if name.endswith(end) else old for name, old in make_files().items()}
    with pytest.raises((ValueError, LookupError, TypeError)):
        form.read_index(files, 1)


def test_an_index_that_lacks_a_document_is_refused() -> None:
    with pytest.raises(ValueError, match="1 documents, not 2"):
        form.read_index(make_files(), 2)


def test_what_is_no_form_of_this_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "run_pagefind", lambda _: {form.ENTRY: b"{}"})
    with pytest.raises(UserError, match="Pagefind's files aren't what this program knows"):
        shares.make_share([compose(1, "title", "words", {})])


def test_another_version_s_files_are_not_joined() -> None:
    entry = json.dumps({"version": "2.0.0", "languages": {}}).encode()
    with pytest.raises(form.UnknownFormatError, match=r"2\.0\.0"):
        form.select_runtime({**make_files(), form.ENTRY: entry})
