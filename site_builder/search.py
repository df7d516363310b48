"""Runs Pagefind over one small document a paper, and keeps beside its index what papers are chosen and ordered by.

The documents say only what can be searched: a tenth of the markup of the real pages, so the index is smaller and made
faster, and forms that only a search needs (names without accents, identifiers, Japanese cut into pairs of characters)
never reach a reader's page. Each stands for its paper's page, which is what a result links to.

Pagefind numbers documents as they come, and they come in the order of their dates. So that order needs no table, and
the tables of all others are lists of numbers.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import tempfile
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder import __version__
from site_builder.bundle import settle
from site_builder.cache import digest
from site_builder.diagnostics import Diagnostic, Fault
from site_builder.pages.cards import format_score
from site_builder.routes import Route, address
from site_builder.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.catalog import Entry
    from site_builder.pages.edition import Edition

#: Runs of the scripts that are written without spaces: Thai, Lao, Burmese, Khmer, Kana, Han. Hangul has spaces, and the
#: middle dot of Katakana is one. The search of the theme (search-index.js) has the same.
_UNSPACED = re.compile(
    r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
#: Counts the forms of the index within a version of the program: one of another form is made again.
_FORM = 4
#: Stands before and after the abstract: a result's excerpt is taken from between.
_FENCE = "⁂"
#: Stands in a paper without a word ("∀?"): Pagefind would leave it out, and all later ones would have another number.
_SOME = "ꙮ"
#: Pagefind adds its own interfaces to each bundle; the theme has one.
_INTERFACES = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")
#: The number of the message that ends a conversation with Pagefind.
_LAST = 0
_REMEDY = "build with --no-search to go without"


def sign_index(edition: Edition) -> bytes:
    """Return a digest of all that the index is made from."""
    months = [edition.words.date(f"2000-{month:02}") for month in range(1, 13)]
    site = (__version__, _FORM, edition.site.language, edition.words.text.et_al, months)
    return digest(repr(site).encode(), *[kept.key for kept in edition.catalog.kept])


def make_index(edition: Edition) -> dict[str, bytes]:
    """Return the files of an edition's index by their names below its folder.

    Raises Fault with Pagefind's own words when it fails.
    """
    entries = edition.catalog.entries[::-1]  # oldest first: a new paper changes no other's number
    documents = (
        (f"/{address(Route('paper', entry.paper.id))}", _compose_document(edition, entry)) for entry in entries
    )
    files = {name: data for name, data in run_pagefind(documents).items() if not _INTERFACES.match(name)}
    try:
        return settle(files, _compose_tables(entries), len(entries))
    except (ValueError, LookupError, TypeError) as error:
        reason = f"Pagefind's files aren't what this program knows: {error}"
        raise Fault(Diagnostic("search-failed", reason, remedy=_REMEDY)) from error


def _compose_document(edition: Edition, entry: Entry) -> str:
    """Return what Pagefind reads of a paper: title, names, abstract, and what is shown of a result."""
    paper = entry.paper
    names = ", ".join(byline.name for byline in paper.authors)
    abstract = entry.read_body().abstract_text
    metas = {
        "title": entry.title_text,
        "authors": names + (f" {edition.words.text.et_al}" if paper.et_al else ""),
        "date": edition.words.date(paper.date) if paper.date else "",
        "year": paper.date[:4],
        "categories": " ".join(paper.categories),
        "venue": paper.venue,
        "score": format_score(paper.score),
        "code": "yes" if paper.code else "",
        "language": paper.language,
    }
    shown = [f'<span data-pagefind-meta="{key}:{escape(value)}"></span>' for key, value in metas.items() if value]
    known = [word for word in (paper.arxiv, paper.doi, *paper.tags, *paper.affiliations) if word]
    if not any(map(str.isalnum, f"{entry.title_text}{names}{abstract}")):
        known.append(_SOME)
    return (
        f'<!doctype html><html lang="{escape(edition.site.language)}"><head><title>{escape(entry.title_text)}</title>'
        f"</head><body><main data-pagefind-body>{''.join(shown)}"
        f'<h1 data-pagefind-weight="5">{escape(entry.title_text)}</h1>'
        f'<p data-pagefind-weight="3">{escape(names)}</p>'
        f"<p>{_FENCE}</p><div>{escape(abstract)}</div><p>{_FENCE}</p>"
        f"{_hide(spell_forms(entry.title_text), 5)}{_hide(spell_forms(names), 3)}"
        f"{_hide([*known, *spell_forms(abstract)], 1)}</main></body></html>"
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


def _compose_tables(entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    """Return the table of what ``papers`` are chosen by and the one of their ``orders``, by the documents' numbers.

    A facet is a list of sets of values, and for each paper the place of its set in there. The order by score names only
    papers that have one.
    """
    papers = [entry.paper for entry in entries]
    facets = {
        "category": _number_values(paper.categories for paper in papers),
        "year": _number_values((paper.date[:4],) if paper.date else () for paper in papers),
        "venue": _number_values((paper.venue,) if paper.venue else () for paper in papers),
        "code": _number_values(("yes",) if paper.code else () for paper in papers),
    }
    scores = {number: paper.score for number, paper in enumerate(papers) if paper.score is not None}
    titles = [(fold(entry.title_text) or "~", -number) for number, entry in enumerate(entries)]
    orders = {
        "score": sorted(scores, key=lambda number: (-scores[number], -number)),
        "title": sorted(range(len(titles)), key=titles.__getitem__),
    }
    return {"papers": {"facets": facets}, "orders": orders}


def _number_values(values: Iterable[tuple[str, ...]]) -> list[list[Any]]:
    """Return the sets that occur, the most common first (small numbers are short), and the place of each paper's."""
    given = list(values)
    counted = Counter(given)
    places = {chosen: place for place, chosen in enumerate(sorted(counted, key=lambda one: (-counted[one], one)))}
    return [list(places), [places[chosen] for chosen in given]]


class _File(msgspec.Struct):
    """A file of the index."""

    path: str
    content: bytes


class _Said(msgspec.Struct):
    """What is told in an answer of Pagefind's; each kind of answer has some of it."""

    type: str
    message: str = ""
    files: list[_File] = []


class _Answer(msgspec.Struct):
    payload: _Said
    message_id: int | None = None


def run_pagefind(documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Index documents (address, HTML); return files by name. Raises Fault with Pagefind's own words when it fails.

    Pagefind is spoken to as its package for Python does: numbered messages, each JSON in base64 and ended by a comma,
    and each is answered. From a folder it takes documents in the order in which the file system lists them, and into a
    folder it hasn't always written everything when it says so.
    """
    from pagefind_bin import get_executable  # 10 ms that only a build with a changed index pays

    with tempfile.TemporaryFile() as complaints:
        try:
            command = [str(get_executable()), "--service"]
            quiet = {**os.environ, "RUST_BACKTRACE": "0"}
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, env=quiet
            )
        except OSError as error:
            raise Fault(Diagnostic("search-failed", f"Pagefind can't be started: {error}", remedy=_REMEDY)) from error
        try:
            answer = _converse(process, documents)
        finally:
            process.kill()
            process.communicate()
        if answer.type != "GetFiles":
            complaints.seek(0)
            lines = (answer.message or complaints.read().decode(errors="replace")).splitlines()
            said = [line for line in lines if line and not line.startswith("note:")] or ["it ended early"]
            raise Fault(Diagnostic("search-failed", f"Pagefind failed: {said[-1]}", remedy=_REMEDY))
    return {file.path.replace("\\", "/"): file.content for file in answer.files}


def _converse(process: subprocess.Popen[bytes], documents: Iterable[tuple[str, str]]) -> _Said:
    """Return the files, otherwise the first complaint, which says nothing when Pagefind ended without one."""
    assert process.stdin and process.stdout  # noqa: S101 (told to Popen)
    # Answers are heard while messages are sent: each of the two processes waits while the other doesn't read.
    with ThreadPoolExecutor(1) as listener:
        answer = listener.submit(_listen, process.stdout.fileno())
        try:
            for message in _phrase(documents):
                try:
                    process.stdin.write(base64.b64encode(message) + b",")
                    process.stdin.flush()
                except OSError:  # it has ended; why, it may have said
                    break
            return answer.result()
        finally:
            process.kill()


def _phrase(documents: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    yield _message(1, type="NewIndex", config={})
    for number, (url, html) in enumerate(documents, 2):
        yield _message(number, type="AddFile", index_id=0, url=url, file_path=None, file_contents=html)
    yield _message(_LAST, type="GetFiles", index_id=0)


def _message(number: int, **payload: Any) -> bytes:
    return json.dumps({"message_id": number, "payload": payload}).encode()


def _listen(answers: int) -> _Said:
    complaint = None
    heard = bytearray()
    while data := os.read(answers, 1 << 20):
        heard += data
        if b"," not in data:
            continue
        *whole, heard = heard.split(b",")
        for text in whole:
            answer = msgspec.json.decode(base64.b64decode(text), type=_Answer)
            if answer.payload.type == "Error":
                complaint = complaint or answer.payload
            if answer.message_id == _LAST:
                return complaint or answer.payload
    return complaint or _Said("Error")
