"""What every citation format needs to know of a paper: its type, its key, the parts of its date and names."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from itertools import count, product
from typing import TYPE_CHECKING

from site_builder.text.folding import fold
from site_builder.text.latex import split
from site_builder.text.person_names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.model import Paper

_CONFERENCE = re.compile(r"\b(?:proc|proceedings|conference|conf|workshop|symposium|meeting)\b", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|annals|annual review|magazine|bulletin|archives|plos|nature"
    r"|jmlr|tmlr|tacl|j\.)(?!\w)",
    re.IGNORECASE,
)
#: Where preprints are: no journals and no conferences, whatever their names look like.
_PREPRINTS = re.compile(r"\b(?:\w+rxiv|ssrn|osf|research square|preprints(?:\.org)?|zenodo|hal)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_PAGE = r"[A-Za-z]{0,3}\d[\d.:]*[A-Za-z]?|[ivxlc]+"
#: A range of pages: ``1-20``, ``12:1-12:20``, ``e12–e15``, ``iv-xii``; not the number of an article (``art-12``).
PAGES = re.compile(rf"\b({_PAGE})\s*[-‐-―]+\s*({_PAGE})\b")
#: Characters of a title among which its first word is looked for at first.
_BEGINNING = 24
_ARTICLES = frozenset(("a", "an", "the"))


def find_type(paper: Paper) -> str:
    """Return the paper's CSL type: what the entry says, or what its venue shows; empty when nothing does."""
    if paper.type:
        return paper.type
    if not paper.venue:
        return "article" if paper.arxiv else ""
    return _judge_venue(paper.venue, bool(paper.container.get("volume") or paper.container.get("ISSN")))


@lru_cache(maxsize=4096)
def _judge_venue(venue: str, numbered: bool) -> str:
    if _PREPRINTS.search(venue):
        return "article"
    if _CONFERENCE.search(venue):
        return "paper-conference"
    return "article-journal" if numbered or _JOURNAL.search(venue) else "paper-conference"


def make_key(paper: Paper) -> str:
    """Return the key to cite a paper by: first author's family name, year, first word of the title (`inoue2025wider`).

    Lower case, ASCII, and the same as long as these three stay; where one of the first and last has no ASCII form, the
    paper's id takes their place.
    """
    if paper.authors:
        first = paper.authors[0]
        family = _make_ascii(first.name if first.group else split_name(first.name).family)
        if family and (word := _find_word(strip_latex(paper.title))):
            return f"{family}{paper.date[:4]}{word}"
    return "-".join(_WORD.findall(paper.id.lower())) or f"paper-{blake2b(paper.id.encode(), digest_size=4).hexdigest()}"


def _find_word(title: str) -> str:
    """Return the first word of a title that says something, in ASCII; empty when there is none."""
    beginning = title[:_BEGINNING].rpartition(" ")[0]
    for text in (beginning, title):  # folding all of a title for its first word takes four times as long
        words: list[str] = _WORD.findall(fold(text))
        if found := next((word for word in words if len(word) > 1 and word not in _ARTICLES), ""):
            return found
    return ""


def make_distinct(keys: Iterable[str], papers: Sequence[Paper]) -> list[str]:
    """Return the papers' ``keys`` for one file, in which no two may be alike: of papers that share a key the earliest
    keeps it, as later ones come later, and the others get ``b``, ``c`` and so on."""
    keys = list(keys)
    alike: dict[str, list[int]] = {}
    for position, key in enumerate(keys):
        alike.setdefault(key, []).append(position)
    taken = set(keys)
    for key, positions in alike.items():
        free = (name for name in _extend(key) if name not in taken)
        for position in sorted(positions, key=lambda position: (papers[position].date, papers[position].id))[1:]:
            keys[position] = next(free)
            taken.add(keys[position])
    return keys


def _extend(key: str) -> Iterator[str]:
    for length in count(1):
        for letters in product("abcdefghijklmnopqrstuvwxyz", repeat=length):
            if letters != ("a",):
                yield key + "".join(letters)


def _make_ascii(name: str) -> str:
    return "".join(_WORD.findall(fold(name)))


def split_date(date: str) -> tuple[int, ...]:
    """Return a date's year, month and day, as many as are known."""
    return tuple(int(part) for part in date.split("-")) if date else ()


def find_number(paper: Paper) -> str:
    """Return what formats with one field for both call the number: a report's own, or the issue of a journal."""
    names = ("number", "issue") if paper.type in ("report", "patent") else ("issue", "number")
    return next((text for name in names if (text := paper.container.get(name))), "")


def list_editors(paper: Paper) -> list[str]:
    """Return the names of a collection's editors, whom an entry names in one text."""
    editors = paper.container.get("editor")
    return editors.split(" and ") if editors else []


def split_pages(page: str) -> tuple[str, str]:
    """Return the first page and the last; what is no single range (an article's number, a list) whole, as the first."""
    match = PAGES.fullmatch(page.strip())
    return (match[1], match[2]) if match else (page, "")


def find_address(paper: Paper, url: str) -> str:
    """Return the address that a citation gives beside DOI and arXiv id: the paper's website, or else, where it has
    no identifier, ``url``."""
    for link in paper.links:
        if link.label == "website":
            return link.url
    return "" if paper.doi or paper.arxiv else url


def strip_latex(text: str) -> str:
    """Return a title as plain text: no styles, and formulas without their dollars."""
    pieces = ((kind, value) for kind, value in split(text) if kind in ("text", "escape", "address", "math"))
    return "".join(value.strip("$") if kind == "math" else value for kind, value in pieces)
