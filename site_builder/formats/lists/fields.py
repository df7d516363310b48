"""A labelled record's fields, as an entry keeps them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.date_texts import read_date
from site_builder.formats.lists.labeling import (
    ABSTRACT,
    AUTHORS,
    DATE,
    EDITORS,
    IDENTIFIER,
    LOCATOR,
    NOTE,
    PUBLISHER,
    TITLE,
    VENUE,
)
from site_builder.formats.lists.locators import Locator, read_locator
from site_builder.formats.record_types import read_status, read_type
from site_builder.text.folding import collapse
from site_builder.text.identifiers import find_arxiv, read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.record_text import RecordText
    from site_builder.formats.lists.tokens import Token

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]\d\d|20\d\d)(?!\d)")
_IN = re.compile(
    r"(?:in|en|dans|em|presented at|appeared in|to appear in|published in|accepted (?:at|by|to))(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:press|publish\w*|verlag|springer|wiley|elsevier|routledge|university|sage|ieee|acm|books?|editions?|librairie"
    r"|company|co\.|inc|ltd|association|society|institut\w*|kluwer|birkhäuser|blackwell|macmillan|mcgraw|hall|harper"
    r"|penguin|norton|gruyter|academic|scientific)\b",
    re.IGNORECASE,
)
_AWARD = re.compile(
    r"\b(?:award|prize|best|outstanding|honou?rable|distinguished|nominee|runner[- ]up|finalist)\b|🏆|🏅", re.IGNORECASE
)
_NUMBER = re.compile(r"\D")
_INITIAL_LAST = re.compile(r"(?:\b[^\W\d_a-zß-ÿ]|\b[JS]r|[-.][^\W\d_])$")
_SIGNS = " ,;:()[]"
_PAIRS = {"(": ")", "[": "]", "“": "”", "„": "“", "«": "»", "‘": "’"}
_QUOTES = frozenset(('""', "''", "“”", "„“", "«»", "‘’", "‚‘", "””", "「」", "『』", "《》"))


class Run(msgspec.Struct, frozen=True):
    """A stretch of a record's text that has one label; ``first`` and ``last`` are its tokens' numbers."""

    label: int
    first: int
    last: int


class Fields(msgspec.Struct):
    """A record's fields, as printed; ``authors`` and ``editors`` are whole lists of names. ``links`` are addresses
    with the words that lead there."""

    title: str = ""
    authors: str = ""
    editors: str = ""
    venue: str = ""
    series: str = ""
    date: str = ""
    locator: Locator = Locator()
    publisher: str = ""
    place: str = ""
    doi: str = ""
    other_dois: list[str] = []
    arxiv: str = ""
    pmid: str = ""
    pmcid: str = ""
    isbn: str = ""
    links: dict[str, str] = {}
    notes: list[str] = []
    status: str = ""
    award: str = ""
    type: str = ""
    abstract: str = ""


def read_fields(record: RecordText, tokens: Sequence[Token], labels: Sequence[int]) -> Fields:
    """Return the fields of a labelled record."""
    fields = Fields()
    for run in find_runs(tokens, labels):
        text = _take_text(record, tokens, run)
        if run.label == PUBLISHER:
            _add_publisher(fields, text, any(":" in token.before for token in tokens[run.first + 1 : run.last + 1]))
        else:
            _add_text(fields, run.label, text)
    pairs = list(zip(tokens, labels, strict=True))
    fields.locator = read_locator([token for token, label in pairs if label == LOCATOR])
    for token, label in pairs:
        if label not in (TITLE, ABSTRACT) or token.kind == "doi":
            _read_identifier(fields, token, label)
    for words, address in record.links(0, len(record.text)):
        _add_link(fields, address, collapse(words).strip("[]()<>|,.: "))
    return fields


def find_year(venue: str) -> str:
    """Return the last year in the name of a venue, or nothing."""
    years = _YEAR.findall(venue)
    return years[-1] if years else ""


def find_runs(tokens: Sequence[Token], labels: Sequence[int]) -> list[Run]:
    """Return the runs of tokens with one label. Notes stand alone where brackets or lines part them."""
    runs: list[Run] = []
    for index, label in enumerate(labels):
        alone = label == NOTE and any(sign in tokens[index].before for sign in "¶⇥|)].;")
        if runs and runs[-1].label == label and not alone:
            runs[-1] = Run(label, runs[-1].first, index)
        else:
            runs.append(Run(label, index, index))
    return runs


def _take_text(record: RecordText, tokens: Sequence[Token], run: Run) -> str:
    """Return a run's text with the brackets and signs at its ends that belong to it."""
    text = record.text
    first, last = tokens[run.first], tokens[run.last]
    start, end = first.start, last.end
    for opening, closing in _PAIRS.items():
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and closing in last.after:
            end = text.index(closing, end) + 1
        elif inside.count(closing) > inside.count(opening) and opening in first.before:
            start = text.rindex(opening, 0, start)
    if run.label in (TITLE, NOTE):
        while text[end : end + 1] and text[end] in "?!…":
            end += 1
    if text[end : end + 1] == "." and _needs_stop(run.label, text[start:end], text[end : end + 3]):
        end += 3 if text[end : end + 3] == "..." else 1
    taken = collapse(text[start:end])
    quoted = len(taken) > 2 and taken[0] + taken[-1] in _QUOTES and taken[0] not in taken[1:-1]
    return taken[1:-1] if quoted else taken


def _needs_stop(label: int, text: str, behind: str) -> bool:
    """Tell whether the full stop behind a text is a part of it and not the sentence's."""
    if label == TITLE:
        return behind == "..."
    if label == AUTHORS:
        return _INITIAL_LAST.search(text) is not None
    last = text.rpartition(" ")[2]
    return label in (VENUE, PUBLISHER) and len(last) <= 5 and last.isalpha() and last[0].isupper() and ". " in text


def _add_text(fields: Fields, label: int, text: str) -> None:
    if label == TITLE:
        fields.title = fields.title or text
    elif label == AUTHORS:
        fields.authors = f"{fields.authors}, {text}" if fields.authors else text
    elif label == EDITORS:
        fields.editors = fields.editors or text
    elif label == VENUE:
        _add_venue(fields, text)
    elif label == DATE:
        date = read_date(text)
        if not fields.date or date.startswith(fields.date):  # the more exact of two dates; of two years the first
            fields.date = date
    elif label == NOTE:
        _add_note(fields, text.strip(_SIGNS))
    elif label == ABSTRACT:
        fields.abstract = f"{fields.abstract} {text}".strip()


def _add_venue(fields: Fields, text: str) -> None:
    text = _IN.sub("", text, count=1) if _IN.match(text) else text
    text = text.strip(_SIGNS if text.count("(") != text.count(")") else " ,;:")
    if not any(map(str.isalpha, text)):
        return
    if not fields.venue:
        fields.venue = text
    elif len(text) > 3 and text.lower() not in fields.venue.lower():
        if len(text) > 2 * len(fields.venue):
            fields.venue, text = text, fields.venue
        fields.series = fields.series or text


def _add_publisher(fields: Fields, text: str, colon: bool) -> None:
    """Add a publisher with its place: ``Place: Publisher``, ``Publisher, Place``, in two runs or one."""
    text = text.strip(_SIGNS)
    place = ""
    if colon:
        place, _, text = (part.strip() for part in text.partition(":"))
    elif "," in text and (named := next((part for part in text.split(",") if _PRESS.search(part)), "")):
        before, _, behind = text.partition(named)
        place, text = (behind if text.startswith(named) else before).strip(_SIGNS), named.strip()
    if fields.publisher and _PRESS.search(text) and not _PRESS.search(fields.publisher):
        fields.publisher, text = text, fields.publisher
    if fields.publisher:
        place = place or text
    else:
        fields.publisher = text
    fields.place = fields.place or place


def _add_note(fields: Fields, text: str) -> None:
    if not text:
        return
    fields.notes.append(text)
    status, kind = read_status(text), read_type(text)
    fields.status = fields.status or status
    if _AWARD.search(text):
        fields.award = fields.award or text
    elif not status:
        fields.type = fields.type or kind


def _read_identifier(fields: Fields, token: Token, label: int) -> None:
    text, kind = token.text, token.kind
    if kind == "doi":
        _add_doi(fields, text)
    elif kind == "pmid" and "PMC" in text:
        fields.pmcid = fields.pmcid or f"PMC{_NUMBER.sub('', text)}"
    elif kind == "pmid":
        fields.pmid = fields.pmid or _NUMBER.sub("", text)
    elif kind == "isbn":
        fields.isbn = fields.isbn or re.sub(r"[^\dXx-]", "", text)
    elif kind == "url":
        _add_link(fields, text if "://" in text else f"https://{text}", "")
    elif kind == "arxiv" or label == IDENTIFIER or (kind == "words" and "/" in text):
        fields.arxiv = fields.arxiv or find_arxiv(text) or (read_arxiv(text) if label == IDENTIFIER else "")


def _add_doi(fields: Fields, text: str) -> None:
    start = text.find("10.")
    if start < 0:  # a short one
        fields.doi = fields.doi or text
        return
    doi = text[start:].rstrip("}")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1]
    fields.arxiv = fields.arxiv or read_arxiv(doi)
    _keep_doi(fields, read_doi(doi) or doi)


def _keep_doi(fields: Fields, doi: str) -> None:
    if fields.doi and fields.doi.lower() != doi.lower():
        fields.other_dois.append(doi)
    fields.doi = fields.doi or doi


def _add_link(fields: Fields, address: str, words: str) -> None:
    """Add an address; the first words that lead there are its label, unless they are the title or an address."""
    if doi := read_doi(address):
        _keep_doi(fields, doi)
        return
    fields.arxiv = fields.arxiv or read_arxiv(address)
    whole = "://" in words or (fields.title and (words in fields.title or fields.title in words))
    fields.links.setdefault(address, "" if whole else words)
