"""What Pagefind reads of a paper.

A document says only what can be searched: a tenth of the markup of the real page, so the index is smaller and made
faster, and forms that only a search needs (names without accents, identifiers, Japanese cut into pairs of characters)
never reach a reader's page.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from site_builder.storage.cache import digest
from site_builder.text.folding import fold
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.catalog.catalog import Entry
    from site_builder.pages.site_context import SiteContext

#: Runs of the scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Kana, Han. Hangul has spaces, and the
#: middle dot of Katakana is one. The search of the theme (search-index.js) has the same.
_UNSPACED = re.compile(
    r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
#: Stands before and after the abstract: a result's excerpt is taken from between.
_FENCE = "⁂"
#: Stands in a paper without a word ("∀?"): Pagefind would leave it out, and all later ones would have another number.
_SOME = "ꙮ"


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
    """Return what Pagefind reads of a paper: title, names, abstract, and what the box of a page shows of it."""
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
    known = [word for word in (paper.arxiv, paper.doi, *paper.tags, *paper.affiliations) if word]
    if not any(map(str.isalnum, f"{entry.title_text}{names}{abstract}")):
        known.append(_SOME)
    spoken = " ".join([*known, abstract])
    return (
        f'<!doctype html><html lang="{escape(context.site.language)}"><head><title>{escape(entry.title_text)}</title>'
        f"</head><body><main data-pagefind-body>{''.join(shown)}"
        f'<h1 data-pagefind-weight="5">{escape(entry.title_text)}</h1>'
        f'<p data-pagefind-weight="3">{escape(names)}</p>'
        f"<p>{_FENCE}</p><div>{escape(abstract)}</div><p>{_FENCE}</p>"
        f"{_hide(spell_forms(entry.title_text), 5)}{_hide(spell_forms(names), 3)}"
        f"{_hide([*known, *spell_forms(spoken)], 1)}</main></body></html>"
    )


def _hide(words: list[str], weight: int) -> str:
    return f'<p data-pagefind-weight="{weight}">{escape(" ".join(words))}</p>' if words else ""


def spell_forms(text: str) -> list[str]:
    """Return the forms under which a text should be found but isn't printed: no accents, and scripts without spaces.

    Of those, each pair of neighbours is a word, and each Han character. That finds whatever stands there, where cutting
    by a dictionary finds what the dictionary knows (of the site's language alone) if a browser's cuts the same way.
    """
    if text.isascii():
        return []
    text = unicodedata.normalize("NFKC", text)
    plain = set(text.split())
    forms = [fold(word) for word in _UNSPACED.sub(" ", text).split() if not word.isascii() or word not in plain]
    for run in _UNSPACED.findall(text):
        forms += [_encode(character) for character in run if character >= "\u3400"]
        forms += [_encode(run[at : at + 2]) for at in range(len(run) - 1)]
    return [form for form in dict.fromkeys(forms) if form]


def _encode(text: str) -> str:
    """Return characters as letters of Yi, two for each, by the upper and the lower half of its 18 bits.

    In a page that says it is Japanese, Pagefind cuts a query by a dictionary, through the middle of pairs; and it drops
    the marks that tell が from か. Nobody cuts letters of Yi, no accent is on them, nobody types them.
    """
    return "".join(chr(0xA000 + (ord(letter) >> 9)) + chr(0xA200 + (ord(letter) & 511)) for letter in text)
