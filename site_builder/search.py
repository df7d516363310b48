"""Runs Pagefind over one small document a paper.

The documents say only what can be searched: a tenth of the markup of the real pages, so the index is smaller and made
faster, and forms that only a search needs (names without accents, identifiers, Japanese cut into pairs of characters)
never reach a reader's page. Each document stands at the address of its paper's page, which is what a result links to.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from html import escape
from typing import TYPE_CHECKING

from site_builder import __version__, routes
from site_builder.bundle import settle_order
from site_builder.cache import digest
from site_builder.diagnostics import Diagnostic, Fault
from site_builder.pages.cards import format_score
from site_builder.routes import Route, address, output_path
from site_builder.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_builder.catalog import Entry
    from site_builder.pages.edition import Edition

#: Runs of Han and Kana. Pagefind cuts them into words by a dictionary only when the whole site is in that language, and
#: a browser cuts the query by another: pairs of characters are found whatever either does.
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
#: Stands before and after the abstract: a result's excerpt is taken from between.
_FENCE = "⁂"
#: A word of every paper. Pagefind answers a search for nothing by loading its whole index (5.9 MB at 10,000 papers, one
#: piece for this word), so whoever lists papers by filters alone asks for it. Nobody types this letter.
_EVERY = "ꙮ"
#: Undated papers and those without a score sort last; a document without the key would vanish when sorted by it.
_NO_DATE, _NO_SCORE = "0000-00-00", "-"


def sign_index(edition: Edition) -> bytes:
    """Return a digest of all that the index is made from."""
    months = [edition.words.date(f"2000-{month:02}") for month in range(1, 13)]
    site = (__version__, edition.site.language, edition.words.text.et_al, months)
    return digest(repr(site).encode(), *[kept.key for kept in edition.catalog.kept])


def write_documents(edition: Edition, folder: Path) -> None:
    """Write one document a paper below the folder."""
    for entry in edition.catalog.entries:
        path = folder / output_path(address(Route("paper", entry.paper.id)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(compose_document(edition, entry), "utf-8")


def compose_document(edition: Edition, entry: Entry) -> str:
    """Return what Pagefind reads of a paper: title, names and abstract, the filters, the sort keys."""
    paper = entry.paper
    names = [byline.name for byline in paper.authors]
    abstract = entry.read_body().abstract_text
    score = format_score(paper.score)
    metas = {
        "title": entry.title_text,
        "authors": ", ".join(names) + (f" {edition.words.text.et_al}" if paper.et_al else ""),
        "date": edition.words.date(paper.date) if paper.date else "",
        "year": paper.date[:4],
        "categories": " ".join(paper.categories),
        "venue": paper.venue,
        "score": score,
        "code": "yes" if paper.code else "",
    }
    filters = [("category", code) for code in paper.categories]
    filters += [(key, metas[key]) for key in ("year", "venue", "code") if metas[key]]
    sorts = {
        "date": (paper.date + "-00-00")[:10] if paper.date else _NO_DATE,
        "score": f"{paper.score:09.3f}" if paper.score is not None else _NO_SCORE,
        "title": fold(entry.title_text) or "~",
    }
    attributes = [
        *[f'<span data-pagefind-meta="{key}:{_quote(value)}"></span>' for key, value in metas.items() if value],
        *[f'<span data-pagefind-filter="{key}:{_quote(value)}"></span>' for key, value in filters],
        *[f'<span data-pagefind-sort="{key}:{_quote(value)}"></span>' for key, value in sorts.items()],
    ]
    return (
        f'<!doctype html><html lang="{escape(edition.site.language)}"><head><title>{escape(entry.title_text)}</title>'
        f"</head><body><main data-pagefind-body>{''.join(attributes)}"
        f'<h1 data-pagefind-weight="5">{escape(entry.title_text)}</h1>'
        f'<p data-pagefind-weight="3">{escape(", ".join(names))}</p>'
        f"<p>{_FENCE}</p><div>{escape(abstract)}</div><p>{_FENCE}</p>"
        f"<p>{_EVERY} {escape(' '.join(_hidden_words(entry, [*names, entry.title_text, abstract])))}</p>"
        "</main></body></html>"
    )


def _hidden_words(entry: Entry, texts: Iterable[str]) -> list[str]:
    """Return forms under which the paper should be found but isn't printed."""
    paper = entry.paper
    words = [paper.arxiv, paper.doi, *paper.tags, *paper.affiliations]
    for text in texts:
        if not text.isascii():
            words += [fold(word) for word in text.split() if not word.isascii()]
            words += [run[n : n + 2] for run in _CJK_RUN.findall(text) for n in range(len(run) - 1)]
    return [word for word in dict.fromkeys(words) if word]


def _quote(value: str) -> str:
    return escape(value, quote=True)


def run_pagefind(documents: Path, bundle: Path) -> None:
    """Index the documents into the bundle's folder. Raises Fault with Pagefind's own words when it fails."""
    from pagefind_bin_extended import get_executable  # 10 ms that only a build with a changed index pays

    command = [str(get_executable()), "--site", str(documents), "--output-path", str(bundle), "--silent"]
    try:
        done = subprocess.run(command, cwd=documents, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Fault(Diagnostic("search-failed", f"Pagefind can't be started: {error}", remedy=_REMEDY)) from error
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines()
        reason = words[-1] if words else f"exit status {done.returncode}"
        raise Fault(Diagnostic("search-failed", f"Pagefind failed: {reason}", remedy=_REMEDY))
    # a later Pagefind may write otherwise; its index is good as it is
    with contextlib.suppress(ValueError, LookupError, TypeError):
        settle_order(bundle)


_REMEDY = "build with --no-search to go without"
#: Pagefind adds its own interfaces to each bundle; the theme has one.
_INTERFACES = re.compile(r"pagefind-(?:ui|modular-ui|component-ui|highlight)\.")


def list_bundle(bundle: Path) -> dict[str, Path]:
    """Return the files of the index by their addresses in the site."""
    return {
        routes.SEARCH_BUNDLE + path.relative_to(bundle).as_posix(): path
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and not _INTERFACES.match(path.name)
    }
