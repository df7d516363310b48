"""Related papers, each with its reason: common authors, common tags, or a rare common word of the titles.

The work for one paper is bounded, so that the total doesn't grow with the square of the catalog: words of many titles
are ignored, and only the newest papers of an author count.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import msgspec

from site_builder.storage.cache import load, store
from site_builder.text.folding import fold

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog

#: The number of related papers.
_SHOWN = 5
#: The bounds: authors of a paper, papers of an author, papers with a tag.
_MOST = 20
#: The most titles with a rare word, and the fewest letters of such a word.
_RARE, _SHORTEST = 6, 4
_FUNCTION_WORDS = """
about above across after against along among approach based been before best better between beyond both case does each
effective efficient even every from further general good have here improved improving into like made make making many
method methods more most need novel only other over simple some study such than that their them then these they this
those through toward towards under upon using very well what when where which while will with within without your
"""
#: Words that say nothing about a subject, though they are rare in a small catalog.
_EMPTY = frozenset(_FUNCTION_WORDS.split())
#: The weights of one common author, tag or rare word.
_AUTHOR, _TAG, _WORD = 2.0, 1.5, 1.5


class Relation(msgspec.Struct, frozen=True, array_like=True):
    """Another paper (its position) with what both share: author ids, tags, words of the title."""

    position: int
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class _CachedRelations(msgspec.Struct, frozen=True, array_like=True):
    """The relations of each paper by position, encoded until somebody asks for them."""

    of_papers: list[Annotated[bytes, Relation]]


class Index(msgspec.Struct, frozen=True):
    """The rare words of each title, and the positions of papers by rare word and by tag."""

    titles: list[list[str]]
    words: dict[str, list[int]]
    tags: dict[str, list[int]]


class Relations:
    """The relations of a catalog's papers, computed on demand and cached. Not a value.

    Call it with a position in the catalog. ``key`` is a digest of everything from which the catalog was made.
    """

    def __init__(self, catalog: Catalog, cache_dir: Path, key: bytes) -> None:
        self._catalog = catalog
        self._path = cache_dir / "relations"
        self._key = key.hex()
        self._found: dict[int, tuple[Relation, ...]] = {}
        self._fresh: dict[int, tuple[Relation, ...]] = {}

    def __call__(self, position: int) -> tuple[Relation, ...]:
        """Return the relations of the paper at this position, best first."""
        found = self._found.get(position)
        if found is None:
            if self._kept:
                found = _RELATIONS.decode(self._kept[position])
            else:
                found = self._fresh[position] = relate(self._catalog, self._index, position)
            self._found[position] = found
        return found

    def prepare(self) -> None:
        """Make the shared index now, so that forked processes have it."""
        if not self._kept:
            _ = self._index

    def take_fresh(self) -> dict[int, tuple[Relation, ...]]:
        """Return the relations computed since the last call, by position."""
        fresh, self._fresh = self._fresh, {}
        return fresh

    def add(self, found: dict[int, tuple[Relation, ...]]) -> None:
        """Add relations that another process computed."""
        self._found |= found

    def store(self) -> None:
        """Write the relations to the cache if all are known and none came from it."""
        count = len(self._catalog.entries)
        if not self._kept and len(self._found) == count:
            encode = msgspec.msgpack.encode
            store(self._path, _CachedRelations([encode(self._found[n]) for n in range(count)]), self._key)

    @cached_property
    def _kept(self) -> list[bytes] | None:
        cached = load(self._path, _CachedRelations, self._key)
        return cached.of_papers if cached else None

    @cached_property
    def _index(self) -> Index:
        return make_index(self._catalog)


_RELATIONS = msgspec.msgpack.Decoder(tuple[Relation, ...])


def make_index(catalog: Catalog) -> Index:
    """Index the words of all titles, and the tags."""
    titles = [_list_words(entry.title_text) for entry in catalog.entries]
    words = _index_by(titles, min(_RARE, max(2, len(titles) // 4)))
    tags = _index_by([[*map(fold, entry.paper.tags)] for entry in catalog.entries], _MOST)
    return Index([[word for word in title if word in words] for title in titles], words, tags)


def _list_words(title: str) -> list[str]:
    words = dict.fromkeys(fold(title).split())
    return [word for word in words if len(word) >= _SHORTEST and word not in _EMPTY]


def relate(catalog: Catalog, index: Index, position: int) -> tuple[Relation, ...]:
    """Return the relations of the paper at this position, best first."""
    scores: dict[int, float] = defaultdict(float)
    for author in catalog.authorships[position][:_MOST]:
        for other in catalog.authors[author].papers[:_MOST]:
            scores[other] += _AUTHOR
    for word in index.titles[position]:
        for other in index.words[word]:
            scores[other] += _WORD
    for tag in catalog.entries[position].paper.tags:
        for other in index.tags.get(fold(tag), ()):
            scores[other] += _TAG
    scores.pop(position, None)
    ranked = sorted([(-score, abs(other - position), other) for other, score in scores.items()])
    return tuple([_explain(catalog, index, position, other) for _, _, other in ranked[:_SHOWN]])


def _index_by(keys: list[list[str]], most: int) -> dict[str, list[int]]:
    """Return the positions by key, for keys with at least two and at most ``most`` positions."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, own in enumerate(keys):
        for key in own:
            found[key].append(position)
    return {key: positions for key, positions in found.items() if 1 < len(positions) <= most}


def _explain(catalog: Catalog, index: Index, position: int, other: int) -> Relation:
    """Return the relation with the reason that readers see: common authors, else tags and words."""
    mine, theirs = catalog.authorships[position], catalog.authorships[other]
    if common := set(mine).intersection(theirs):
        return Relation(other, tuple([author for author in mine if author in common]))
    tags = catalog.entries[position].paper.tags
    if tags:
        shared = {fold(tag) for tag in catalog.entries[other].paper.tags}
        tags = tuple([tag for tag in tags if fold(tag) in shared])
    return Relation(other, (), tags, tuple([word for word in index.titles[position] if other in index.words[word]]))
