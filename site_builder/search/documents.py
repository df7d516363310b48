"""What Pagefind reads of a paper.

A document says only what can be searched: a tenth of the markup of the real page, so the index is smaller and made
faster, and forms that only a search needs (names without accents, identifiers, Japanese cut into pairs of characters)
never reach a reader's page.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from site_builder.search.spelling import UNSPACED, spell_forms
from site_builder.storage.cache import digest
from site_builder.text.identifiers import read_arxiv
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.catalog.catalog import Entry
    from site_builder.model import Paper
    from site_builder.pages.site_context import SiteContext

#: Stands before and after the abstract: a result's excerpt is taken from between.
_FENCE = "⁂"
#: Stands in a paper without a word ("∀?"): Pagefind would leave it out, and all later ones would have another number.
_SOME = "ꙮ"
#: What a word counts in a title, in a name, in what the paper is filed under, and in the rest. The search of the theme
#: (search-index.js) tells by it where a word stands.
_TITLE, _NAMES, _LABELS, _TEXT = 5, 4, 3, 1
#: A space between characters of scripts without spaces.
_SPACE = re.compile(rf"(?<={UNSPACED.pattern[:-1]})\s+(?={UNSPACED.pattern[:-1]})")
#: Identifiers among the bibliographic fields.
_NUMBERS = ("PMID", "PMCID")
#: Bibliographic fields whose words a paper is found by.
_DESCRIBED = ("genre", "institution", "publisher")


class Document(NamedTuple):
    """Something that can be found: the address of its page, a digest of what the text is made from besides the words of
    the interface, and what makes the text."""

    address: str
    inputs: bytes
    compose: Callable[[], str]


def list_documents(context: SiteContext) -> list[Document]:
    """Return all documents in the order of their numbers: papers first, the oldest 0, so that a new one changes no
    other's number and the numbers are an order by date."""
    catalog, spell = context.catalog, context.addresses.spell
    return [
        Document(
            f"/{spell(Route('paper', cached.id))}",
            digest(cached.details, cached.body),
            partial(_compose_at, context, position),
        )
        for position, cached in reversed(list(enumerate(catalog.cached)))
    ]


def _compose_at(context: SiteContext, position: int) -> str:
    return compose_document(context, context.catalog.entries[position])


def compose_document(context: SiteContext, entry: Entry) -> str:
    """Return what Pagefind reads of a paper: title, names, abstract, and what the box of a page shows of it.

    It has no language. Pagefind would keep the stems of that language's words only: then nobody can tell ``learning``
    from ``learned``, or guess which word was meant.
    """
    paper = entry.paper
    names = ", ".join(authorship.name for authorship in paper.authors)
    abstract = entry.read_body().abstract_text
    metas = {
        "title": entry.title_text,
        "authors": names + (f" {context.words.text.et_al}" if paper.et_al else ""),
        "year": paper.date[:4],
        "language": paper.language,
    }
    shown = [f'<span data-pagefind-meta="{key}:{escape(value)}"></span>' for key, value in metas.items() if value]
    labels = [paper.venue, paper.award and f"{paper.award} award", *paper.tags, *paper.categories]
    places = [*paper.affiliations, *[place for author in paper.authors for place in author.affiliations]]
    places += [paper.container[field] for field in _DESCRIBED if field in paper.container]
    known = [*_list_identifiers(paper), *filter(None, labels)]
    if not any(map(str.isalnum, f"{entry.title_text}{names}{abstract}")):
        known.append(_SOME)
    return (
        f"<!doctype html><html><head><title>{escape(entry.title_text)}</title>"
        f"</head><body><main data-pagefind-body>{''.join(shown)}"
        f'<h1 data-pagefind-weight="{_TITLE}">{escape(entry.title_text)}</h1>'
        f'<p data-pagefind-weight="{_NAMES}">{escape(names)}</p>'
        f"<p>{_FENCE}</p><div>{escape(abstract)}</div><p>{_FENCE}</p>"
        f"{_hide(spell_forms(entry.title_text), _TITLE)}{_hide(_spell_names(names), _NAMES)}"
        f"{_hide([*known, *spell_forms(' '.join(known))], _LABELS)}"
        f"{_hide([*dict.fromkeys(places), *spell_forms(abstract)], _TEXT)}</main></body></html>"
    )


def _hide(words: Iterable[str], weight: int) -> str:
    text = " ".join(words)
    return f'<p data-pagefind-weight="{weight}">{escape(text)}</p>' if text else ""


def _spell_names(names: str) -> list[str]:
    """Return the other forms of names; those in scripts without spaces are printed with one and typed without."""
    return spell_forms(names if names.isascii() else f"{names}, {_SPACE.sub('', names)}")


def _list_identifiers(paper: Paper) -> Iterator[str]:
    """Yield the identifiers of a paper, letters and digits alone: in one piece, no part of them is a word.

    What a DOI ends in is the last part of the address at many publishers.
    """
    numbers = [paper.container.get(name, "") for name in _NUMBERS]
    known = (paper.arxiv, paper.doi, paper.doi.partition("/")[2], read_arxiv(paper.doi), *numbers)
    for identifier in dict.fromkeys(known):
        if identifier:
            yield "".join(filter(str.isalnum, identifier)).lower()
