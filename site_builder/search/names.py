"""The table of names: pages that a search finds by name, and the words with which it guesses what was meant.

People, venues, categories and free pages are no documents of Pagefind's: three of them to a paper would make its index
three times as long. They are in a table, each under every word of its name. The words of the table, and those of all
titles, are also what a mistyped word is compared with.

At 10,000 papers the table has 28,000 people. So it is cut into files by the beginnings of the words, and a query loads
one or two of them. ``names`` lists the files by their first words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from site_builder.pages.kinds import KINDS
from site_builder.pages.pictures import view_face
from site_builder.search.pagefind_format import make_name, pack
from site_builder.search.spelling import list_words
from site_builder.storage.cache import digest
from site_builder.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from site_builder.pages.site_context import SiteContext

#: The kinds of pages that are found by name; papers are found by more.
_KINDS = tuple([kind for kind in KINDS if "{key}" in kind.address and kind.name != "paper"])
#: Bytes of a file before it is compressed, to a third. A name is in it under each of its words.
_LONGEST = 14_000
#: Letters that words in one file have in common, so that whoever types a beginning needs one file.
_LETTERS = 2
#: Words that are corrected, and to which others are.
_CORRECTED = re.compile(r"[a-z]{4,24}")
#: Words that a full name's abbreviation leaves out.
_SMALL = frozenset(("a", "an", "and", "at", "de", "der", "des", "for", "für", "in", "of", "on", "the", "to", "und"))


class Name(NamedTuple):
    """A page that a search finds by its ``name``, or by one of ``others``: its kind and key, the number of its papers,
    what is known besides in a word or two (``note``), and a picture."""

    kind: str
    key: str
    name: str
    papers: int = 0
    others: tuple[str, ...] = ()
    note: str = ""
    image: str = ""


def list_names(context: SiteContext) -> Iterator[Name]:
    """Yield every page that a search finds by name: people, lists of papers, and texts with a title."""
    yield from _list_people(context)
    for kind in _KINDS:
        texts = context.texts.get(kind.source_folder, {})
        for key in kind.list_keys(context) if kind.name != "author" else ():
            text, found = texts.get(key), kind.list_papers(context, key)
            if name := found.title if found else text.page.title or key if text else "":
                short = _abbreviate(name) if kind.name == "venue" else ()
                others = (*(text.page.aliases if text else ()), *short, key)
                yield Name(kind.name, key, name, len(found.positions) if found else 0, others)


def _list_people(context: SiteContext) -> Iterator[Name]:
    for author in context.catalog.authors.values():
        person = author.person
        others = (*author.printed, *(person.aliases if person else ()), author.orcid)
        role, photo = (person.role, person.photo) if person else ("", "")
        face = view_face(context, photo)
        yield Name("author", author.id, author.name, len(author.papers), others, role, face.src if face else "")


def _abbreviate(name: str) -> Iterator[str]:
    """Yield the initials of a full name of three words or more, by which many venues are known: those of all words, and
    those of the last ones (``Conference on Computer Vision and Pattern Recognition`` is CVPR)."""
    words = [word for word in re.findall(r"\w+", name) if word.lower() not in _SMALL]
    initials = "".join([word[0] for word in words])
    for start in range(len(initials) - 2):
        yield initials[start:]
        if initials[start:] == "NIPS":  # whose name isn't made of initials any more
            yield "NeurIPS"


def digest_names(context: SiteContext) -> bytes:
    """Return a digest of all that the table is made from, beside the titles and tags of papers."""
    words = {key: word for key, word in vars(context.words.text).items() if not key.startswith("_")}
    return digest(repr((list(list_names(context)), words, context.words.counted["papers"])).encode())


def compose_names(context: SiteContext) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the table ``names``, and the files that it names.

    The table has the ``kinds`` (what their pages are called, and their address with ``{key}``), the forms of "3
    ``papers``" in the site's language, and the ``files``: the first word and the name of each. A file has ``words``,
    each with a digit for the number of its papers (the power of two), and ``names``: the kind, the name, the key where
    it can't be told from the name, the number of papers, other names, what is known besides, a picture; without what is
    empty at the end.
    """
    by_word: dict[str, dict[str, None]] = defaultdict(dict)
    kinds: dict[str, int] = {}
    for name in list_names(context):
        row = _make_row(name, kinds.setdefault(name.kind, len(kinds)))
        for text in dict.fromkeys((name.name, *name.others)):
            for word in list_words(text):
                by_word[word][row] = None
    words = _count_words(context)
    words.update({word: len(rows) for word, rows in by_word.items()})
    index: list[list[str]] = []
    files = {}
    for group in _cut(sorted(words), by_word):
        rows = dict.fromkeys(row for word in group for row in by_word.get(word, ()))
        known = [f"{word}{min(words[word].bit_length(), 9)}" for word in group if _CORRECTED.fullmatch(word)]
        data = pack(f'{{"words":"{" ".join(known)}","names":[{",".join(rows)}]}}'.encode())
        digested = make_name(data)
        files[f"names/{digested}.pf_table"] = data
        index.append([group[0], digested])
    described = [_describe_kind(context, kind) for kind in kinds]
    return {"kinds": described, "papers": context.words.counted["papers"], "files": index}, files


def _describe_kind(context: SiteContext, kind: str) -> list[str]:
    """Return what the pages of a kind are called, by the word of its index, and their address with ``{key}``."""
    address = context.addresses.patterns[kind]
    folder = address.partition("{")[0].strip("/") or "pages"
    return [getattr(context.words.text, folder), context.base.link("") + address]


def _make_row(name: Name, kind: int) -> str:
    key = "" if fold(name.name).replace(" ", "-") == name.key and name.name.isascii() else name.key
    others = [other for other in dict.fromkeys(name.others) if other and other not in {name.name, name.key}]
    row: list[Any] = [kind, name.name, key, name.papers, others, name.note, name.image]
    while not row[-1]:
        row.pop()
    return msgspec.json.encode(row).decode()


def _count_words(context: SiteContext) -> Counter[str]:
    """Return how many papers have each word in their titles and tags."""
    counted: Counter[str] = Counter()
    for entry in context.catalog.entries:
        counted.update({*fold(entry.title_text).split(), *fold(" ".join(entry.paper.tags)).split()})
    return counted


def _cut(words: Iterable[str], by_word: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield runs of words that make a file; words with the same first letters stay together."""
    group: list[str] = []
    length = 0
    for word in words:
        size = len(word) + 2 + sum(map(len, by_word.get(word, ())))
        if length + size > _LONGEST and group and (word[:_LETTERS] != group[-1][:_LETTERS] or length > 3 * _LONGEST):
            yield group
            group, length = [], 0
        group.append(word)
        length += size
    if group:
        yield group
