"""What a page says of papers for programs: Google Scholar's tags on a paper's own page, COinS in a list, JSON-LD.

The tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing. COinS is an OpenURL in an element's
``title``: https://groups.niso.org/higherlogic/ws/public/download/14833 (Z39.88-2004, KEV format).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from site_builder.diagnostics import Location
from site_builder.formats import own_json
from site_builder.formats.author_lists import gather
from site_builder.formats.join_results import join_results
from site_builder.formats.lists.html_tags import Tag, read_attributes
from site_builder.formats.reference import (
    Reference,
    make_date,
    make_parsed,
    make_result,
    tidy_plain_title,
    tidy_plain_words,
    tidy_prose,
)
from site_builder.text.identifiers import read_doi

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult

_META = re.compile(r"<meta\s[^<>]*citation_[^<>]*>", re.IGNORECASE)
_COINS = re.compile(r"<\w+\s[^<>]*\bZ3988\b[^<>]*>")
_LINKED_DATA = re.compile(
    r"<script\b[^<>]*\bapplication/ld\+json\b[^<>]*>([^<]*(?:<(?!/script)[^<]*)*)</script", re.IGNORECASE
)
#: Kinds of works, of which a page may show one.
_SCHOLARLY = re.compile(
    r'"@type"\s*:\s*(?:\[\s*)?"(?:\w+ScholarlyArticle|ScholarlyArticle|Thesis|Report|Chapter|Book|Dataset)"'
)
_NOT_NUMBER = re.compile(r"\D+")
#: The names of fields, by those of Google Scholar's tags and of OpenURL.
_TAGS = {
    "title": ("citation_title",),
    "author": ("citation_author", "citation_authors"),
    "date": ("citation_publication_date", "citation_date", "citation_year", "citation_online_date"),
    "venue": ("citation_journal_title", "citation_conference_title", "citation_inbook_title"),
    "volume": ("citation_volume",),
    "issue": ("citation_issue",),
    "first": ("citation_firstpage",),
    "last": ("citation_lastpage",),
    "doi": ("citation_doi",),
    "arxiv": ("citation_arxiv_id",),
    "publisher": ("citation_publisher",),
    "pdf": ("citation_pdf_url",),
    "abstract": ("citation_abstract",),
}
_OPEN_URL = {
    "title": ("rft.atitle", "rft.btitle", "rft.title"),
    "author": ("rft.au",),
    "date": ("rft.date",),
    "venue": ("rft.jtitle", "rft.stitle", "rft.btitle"),
    "volume": ("rft.volume",),
    "issue": ("rft.issue",),
    "pages": ("rft.pages",),
    "first": ("rft.spage",),
    "last": ("rft.epage",),
    "doi": ("rft_id",),
    "publisher": ("rft.pub",),
}


def read_page_tags(text: str, path: str) -> ParseResult | None:
    """Return the paper that a page is about, from its tags for Google Scholar; None when it has no such tags."""
    values: dict[str, list[str]] = {}
    diagnostics: list[Diagnostic] = []
    lines: list[int] = []
    line = counted = 0
    for match in _META.finditer(text):
        attributes = read_attributes(text, Tag("meta", match.start(), match.end()))
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        lines.append(line + 1)
        name = attributes.get("name") or attributes.get("property", "")
        values.setdefault(name.lower(), []).append(attributes.get("content", ""))
    find = _make_find(_take(values, _TAGS), path, (lines[0], lines[-1]), diagnostics) if lines else None
    return make_result("page tags", path, [find], diagnostics) if find else None


def read_coins(text: str, path: str) -> ParseResult | None:
    """Return the papers that a page describes by COinS; None when there are none."""
    found: list[Find] = []
    diagnostics: list[Diagnostic] = []
    line, counted = 1, 0
    for match in _COINS.finditer(text):
        query = read_attributes(text, Tag("span", match.start(), match.end())).get("title", "")
        line, counted = line + text.count("\n", counted, match.start()), match.start()
        if find := _make_find(_take(parse_qs(query), _OPEN_URL), path, (line, line), diagnostics):
            found.append(find)
    return make_result("COinS", path, found, diagnostics) if found else None


def read_linked_data(text: str, path: str, captured: datetime.date) -> ParseResult | None:
    """Return the papers that a page describes in JSON-LD (https://schema.org/ScholarlyArticle); None when there are
    none."""
    results: list[ParseResult] = []
    for match in _LINKED_DATA.finditer(text):
        if _SCHOLARLY.search(match[1]):
            above = "\n" * text.count("\n", 0, match.start(1))  # so that its lines are those of the page
            results.append(own_json.read(above + match[1], path, captured))
    papers = [result for result in results if result.papers]
    return join_results(papers, "JSON-LD") if papers else None


def _take(values: Mapping[str, Sequence[str]], names: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the values under our names for them; the first of several names that is there counts."""
    taken: dict[str, list[str]] = {}
    for field, spellings in names.items():
        shown = next((values[spelling] for spelling in spellings if values.get(spelling)), ())
        taken[field] = [value.strip() for value in shown if value.strip()]
    return taken


def _make_find(
    values: Mapping[str, Sequence[str]], path: str, span: tuple[int, int], diagnostics: list[Diagnostic]
) -> Find | None:
    def first(field: str) -> str:
        return next(iter(values.get(field, ())), "")

    if not first("title"):
        return None
    names = [name for value in values["author"] for name in value.split(";")]
    authors = gather(name.strip() for name in names if name.strip())
    venue = "" if first("venue") == first("title") else tidy_plain_words(first("venue"))
    pages = first("pages") or "-".join(filter(None, (first("first"), first("last"))))
    container = {"volume": first("volume"), "issue": first("issue"), "page": pages, "publisher": first("publisher")}
    reference = Reference(
        title=tidy_plain_title(first("title")),
        authors=authors.authors,
        et_al=authors.et_al,
        date=make_date(*_NOT_NUMBER.split(first("date"))[:3]),
        venue=venue,
        doi=next(filter(read_doi, values["doi"]), ""),
        arxiv=first("arxiv"),
        container={name: value for name, value in container.items() if value},
        pdf=first("pdf"),
        abstract=tidy_prose(first("abstract")),
    )
    return make_parsed(reference, Location(path, span[0]), diagnostics), span
