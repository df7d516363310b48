"""Indexes a site's documents in shares.

Pagefind reads some hundreds of documents at a time, in any process or on another machine. A share is kept in the cache
under a digest of what its documents are made from, so an edit makes one share again. Where a share ends, the documents'
own addresses decide: a new document in the middle moves the ends near it, and no others.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated
from zlib import crc32

import msgspec

from site_builder.diagnostics import Diagnostic, UserError
from site_builder.search.pagefind import SUGGESTION, run_pagefind
from site_builder.search.pagefind_format import Word, name_documents, name_fragment, name_groups, read_index

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.search.documents import Document

#: The fewest documents in a share and the most; between them, one of so many documents ends it. A share costs 20 ms
#: besides its documents, and an edit as much as the documents of one share.
_FEWEST, _MOST, _ONE_OF = 192, 768, 192


class Bucket(msgspec.Struct, frozen=True, array_like=True):
    """Words with the same first letter, encoded, and in how many postings they stand."""

    size: int
    words: Annotated[msgspec.Raw, list[Word]]


class Share(msgspec.Struct, frozen=True, array_like=True):
    """The index of a share: the number of words of each document, the names of the groups of fragments, the names of
    the fields, and the words by their first letters."""

    lengths: tuple[int, ...]
    groups: tuple[str, ...]
    fields: tuple[str, ...]
    buckets: dict[str, Bucket]

    def list_documents(self) -> list[str]:
        """Return the names of the documents."""
        return name_documents(self.groups, len(self.lengths))

    def list_fragments(self) -> list[str]:
        """Return the names of the files with the documents' fragments."""
        return [name_fragment(document) for document in self.list_documents()]


class Fragments(msgspec.Struct, frozen=True, array_like=True):
    """The fragments of a share's documents."""

    files: tuple[bytes, ...]


def cut_shares(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Yield where each share begins and ends."""
    start = 0
    for end, document in enumerate(documents):
        size = end - start
        if size >= _FEWEST and (size >= _MOST or crc32(document.address.encode()) % _ONE_OF == 0):
            yield start, end
            start = end
    if start < len(documents):
        yield start, len(documents)


def make_share(documents: Sequence[tuple[str, str]]) -> tuple[Share, Fragments]:
    """Index documents (address, HTML) with Pagefind.

    Raises UserError with Pagefind's own words when it fails, or if its files have another form than its version has.
    """
    files = run_pagefind(documents)
    try:
        index = read_index(files, len(documents))
    except (ValueError, LookupError, TypeError) as error:
        reason = f"Pagefind's files aren't what this program knows: {error}"
        raise UserError(Diagnostic("search-failed", reason, suggestion=SUGGESTION)) from error
    share = Share(
        tuple(index.lengths), tuple(name_groups(index.fragments)), tuple(index.fields), dict(_fill_buckets(index.words))
    )
    return share, Fragments(tuple(index.fragments))


def _fill_buckets(words: Sequence[Word]) -> Iterator[tuple[str, Bucket]]:
    for letter, members in groupby(words, key=lambda word: word.text[:1]):
        group = list(members)
        size = sum([word.postings.count + sum([found.count for _, found in word.variants]) for word in group])
        yield letter, Bucket(size, msgspec.Raw(msgspec.msgpack.encode(group)))
