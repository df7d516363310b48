"""Which papers are one: by identifier, by title with authors and year, and which only look so."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from site_builder.entries.comparison import is_digest, is_preprint
from site_builder.entries.merge_authors import is_same_name
from site_builder.text.folding import fold
from site_builder.text.identifiers import read_arxiv
from site_builder.text.latex import to_unicode
from site_builder.text.person_names import split_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from site_builder.importing.history import Record
    from site_builder.model import Paper, ParsedPaper

#: Years between a preprint and its publication that raise no doubt.
_YEARS_APART = 2
#: Share of words that two titles must have in common to be worth a question, by Jaccard.
_SIMILAR = 0.7
#: The least share of words that two titles under one DOI have in common.
_RELATED = 0.25
#: The least share of words that two abstracts of a paper have in common, and how many words make one.
_SAME_ABSTRACT = 0.6
_LEAST_WORDS = 15
#: A word in more titles than this says little, and looking at them all would take long.
_COMMON = 40
#: What numbers the parts of a work: titles that differ in these alone are two papers.
_NUMBERING = re.compile(r"\d+|[ivx]+|one|two|three|first|second|third|part|volume|version|v\d+")


class Match(msgspec.Struct, frozen=True):
    """What the index knows of a paper: ``same`` with its id, ``near`` with the id and the reason, or ``none``."""

    kind: Literal["same", "near", "none"]
    id: str = ""
    why: str = ""


class PaperMatcher:
    """Papers by what identifies them; one id may have several papers (an entry, and what sources said of it)."""

    def __init__(self) -> None:
        self._papers: dict[str, list[Paper]] = {}
        self._keys: dict[str, dict[str, None]] = {}
        self._words: dict[str, dict[str, None]] = {}

    def add(self, id: str, paper: Paper) -> None:  # noqa: A002
        """Enter what is said of a paper under its id."""
        papers = self._papers.setdefault(id, [])
        if paper in papers:
            return
        papers.append(paper)
        for key in (*_list_identifiers(paper), *_list_titles(paper), _key_of_abstract(paper)):
            if key:
                self._keys.setdefault(key, {})[id] = None
        for word in fold_title(paper).split():
            self._words.setdefault(word, {})[id] = None

    def find(self, paper: Paper, likely: Collection[str] = ()) -> Match:
        """Look for the paper: by identifier, by title, then for a title that is only similar.

        Of several that it may be, one of those that are ``likely`` counts.
        """
        same: dict[str, None] = {}
        near: Match | None = None
        for key in (*_list_identifiers(paper), *_list_titles(paper)):
            for name in self._keys.get(key, ()):
                doubts = [self._doubt(key, paper, other) for other in self._papers[name]]
                if "" in doubts:
                    same[name] = None
                near = near or Match("near", name, next(filter(None, doubts), ""))
        if same:
            return Match("same", next((name for name in same if name in likely), next(iter(same))))
        return near or self._find_similar(paper) or self._find_retitled(paper) or Match("none")

    @staticmethod
    def _doubt(key: str, paper: Paper, other: Paper) -> str | None:
        """Return what speaks against two papers with a key in common being one; None when the other hasn't the key."""
        if key in _list_identifiers(other):
            return find_doubt_of_identifier(key, paper, other)
        return find_doubt(paper, other) if key in _list_titles(other) else None

    def _find_similar(self, paper: Paper) -> Match | None:
        words = set(fold_title(paper).split())
        if len(words) < 3:
            return None
        rare = sorted(words, key=lambda word: len(self._words.get(word, ())))
        postings = [ids for word in rare if 0 < len(ids := self._words.get(word, {})) <= _COMMON]
        shared = Counter(name for ids in postings[:6] for name in ids)
        for name, _ in shared.most_common(10):
            for other in self._papers[name]:
                if looks_similar(paper, other):
                    return Match("near", name, "a similar title by some of the same authors")
        return None

    def _find_retitled(self, paper: Paper) -> Match | None:
        for name in self._keys.get(_key_of_abstract(paper), ()):
            if any(is_retitled(paper, other) for other in self._papers[name]):
                return Match("near", name, "another title, but the same authors and nearly the same abstract")
        return None


def is_older(one: ParsedPaper, other: ParsedPaper | Record) -> bool:
    """Tell whether a source shows an older version of a preprint than another one did."""
    if one.paper.arxiv != other.paper.arxiv:
        return False
    if one.version and other.version:
        return one.version < other.version
    return bool(one.updated and other.updated and one.updated < other.updated)


def fold_title(paper: Paper) -> str:
    """Return a paper's title in the form in which titles are compared."""
    return _fold_title(paper.title)


def find_doubt_of_identifier(key: str, one: Paper, other: Paper) -> str:
    """Return what speaks against an identifier that two papers share, or an empty text.

    A preprint may change its title, but the DOI of a whole volume is often given for each paper in it.
    """
    kind, _, identifier = key.partition(":")
    first, second = set(fold_title(one).split()), set(fold_title(other).split())
    alike = kind == "arxiv" or len(first & second) >= _RELATED * len(first | second)
    if alike and share_author(one, other):
        return ""
    return f"the same identifier ({identifier}), but another title or other authors"


def find_doubt(one: Paper, other: Paper) -> str:
    """Return what speaks against two papers of one title being the same, or an empty text."""
    if one.arxiv and other.arxiv and one.arxiv != other.arxiv:
        return f"the same title, but arXiv:{one.arxiv} here and arXiv:{other.arxiv} there"
    dois = [paper.doi.casefold() for paper in (one, other) if paper.doi and not read_arxiv(paper.doi)]
    if len(dois) == 2 and dois[0] != dois[1]:
        return f"the same title, but the DOI is {one.doi} here and {other.doi} there"
    if not share_author(one, other):
        return "the same title, but by other authors"
    years = [int(paper.date[:4]) for paper in (one, other) if paper.date]
    if len(years) == 2 and abs(years[0] - years[1]) > _YEARS_APART:
        return f"the same title, but of {years[0]} here and of {years[1]} there"
    venues = [fold(paper.venue) for paper in (one, other) if paper.venue and not is_preprint(paper.venue)]
    if len(venues) == 2 and venues[0] != venues[1] and len(set(years)) == 2:
        return f"the same title, but in {one.venue} here and in {other.venue} there"
    return ""


def share_author(one: Paper, other: Paper) -> bool:
    """Tell whether two papers have an author in common; one without authors may be anyone's."""
    if not one.authors or not other.authors:
        return True
    if is_same_name(one.authors[0].name, other.authors[0].name):
        return True
    return any(is_same_name(a.name, b.name) for a in one.authors[:50] for b in other.authors[:50])


def looks_similar(one: Paper, other: Paper) -> bool:
    """Tell whether two papers of different titles may be one: most words in common, an author too, nothing against."""
    first, second = set(fold_title(one).split()), set(fold_title(other).split())
    common, differing = first & second, first ^ second
    if len(common) < 3 or not differing or all(_NUMBERING.fullmatch(word) for word in differing):
        return False
    contained = min(len(first), len(second)) == len(common) and len(common) >= 4
    if len(common) / len(first | second) < _SIMILAR and not contained:
        return False
    return bool(one.authors and other.authors) and not find_doubt(one, other)


def is_retitled(one: Paper, other: Paper) -> bool:
    """Tell whether two papers of different titles may be one: the same authors, nearly the same abstract, nothing
    against it."""
    if not other.abstract or len(one.authors) != len(other.authors) or one.et_al != other.et_al:
        return False
    if not all(is_same_name(a.name, b.name) for a, b in zip(one.authors, other.authors, strict=True)):
        return False
    first, second = (frozenset(fold(paper.abstract).split()) for paper in (one, other))
    alike = len(first & second) >= _SAME_ABSTRACT * len(first | second)
    return alike and min(len(first), len(second)) >= _LEAST_WORDS and not find_doubt(one, other)


@lru_cache(maxsize=65536)
def _fold_title(title: str) -> str:
    return fold(to_unicode(title)) or title


def _list_identifiers(paper: Paper) -> Iterable[str]:
    """Return a paper's identifiers; arXiv's DOIs count as arXiv ids."""
    arxiv = read_arxiv(paper.arxiv) or paper.arxiv or read_arxiv(paper.doi)
    found = [f"arxiv:{arxiv}"] if arxiv else []
    if paper.doi and not read_arxiv(paper.doi):
        found.append(f"doi:{paper.doi.casefold()}")
    return found


def _list_titles(paper: Paper) -> Iterable[str]:
    return f"title:{fold_title(paper)}", f"whole:{_glue(paper)}"


def _key_of_abstract(paper: Paper) -> str:
    """Return what papers with an abstract are looked up by: their first and last authors' family names, and how many
    there are."""
    if not paper.abstract or is_digest(paper.abstract) or not paper.authors:
        return ""
    first, last = (fold(split_name(paper.authors[at].name).family) for at in (0, -1))
    return f"abstract:{len(paper.authors)}:{first}:{last}"


def _glue(paper: Paper) -> str:
    """Return title and first authors without a border: the same for all ways to read where the names begin."""
    names = "".join(authorship.name for authorship in paper.authors[:3])
    return fold(to_unicode(paper.title) + names).replace(" ", "")
