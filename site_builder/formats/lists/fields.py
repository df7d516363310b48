"""A labelled record's fields: dates, volumes, pages, identifiers, links and notes as an entry keeps them."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.lists.labeling import (
    ABSTRACT,
    AUTHORS,
    DATE,
    EDITORS,
    IDENTIFIER,
    LINK,
    LOCATOR,
    NOTE,
    PUBLISHER,
    TITLE,
    VENUE,
)
from site_builder.text.folding import collapse, tidy_range
from site_builder.text.identifiers import find_arxiv, read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.record_text import RecordText
    from site_builder.formats.lists.tokens import Token

_MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan janv januar enero janeiro januari", "feb févr février februar febrero fevereiro", "mar mars märz marzo março maart",
            "apr avr avril abril", "may mai mayo maio mei", "jun juin juni junio junho", "jul juil juillet juli julio julho",
            "aug août agosto", "sep sept septembre septiembre setembro", "oct okt octobre oktober octubre outubro",
            "nov novembre noviembre novembro", "dec dez déc décembre dezember diciembre dezembro",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_ISO = re.compile(r"((?:1[5-9]|20)\d\d)[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./]((?:1[5-9]|20)\d\d)")
_HAN = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_MONTH_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_PAGES = re.compile(r"[A-Za-z]{0,3}\d+(?:\.\w+)?(?:\s?[-–—‐‑−]{1,2}\s?[A-Za-z]{0,2}\d+(?:\.\w+)?)?")  # noqa: RUF001
_VOLUME_ISSUE = re.compile(r"([A-Z]?\d+[A-Za-z]?)\s?\(([^)]*)\)\s?[:,]?\s?(.*)", re.DOTALL)
_VOLUME_PAGES = re.compile(r"(\d+[A-Za-z]?)\s?:\s?(.+)", re.DOTALL)
_ISSUE_PREFIX = re.compile(r"(?:no|nr|num|number|iss|issue|n|n°|№|nº|h|heft|вып)\.?\s?(?=[A-Z]?\d)", re.IGNORECASE)
_ARTICLE_PREFIX = re.compile(
    r"(?:article(?: (?:no\.?|number|id))?|art\.?(?: no\.?)?|paper(?: no\.?)?)\s?:?\s?", re.IGNORECASE
)
_VOLUME_PREFIX = re.compile(r"(?:vol(?:ume)?|bd|band|tome|t|v|т)\.?\s?(?=[A-Z]?\d)", re.IGNORECASE)
_IN = re.compile(
    r"(?:in|en|dans|em|presented at|appeared in|to appear in|published in|accepted (?:at|by|to))(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_PRESS = re.compile(
    r"\b(?:press|publish\w*|verlag|springer|wiley|elsevier|routledge|university|sage|ieee|acm|books?|editions?|librairie|company|co\.|inc|ltd|association|society|institut\w*|kluwer|birkhäuser|blackwell|macmillan|mcgraw|hall|harper|penguin|norton|gruyter|academic|scientific)\b",
    re.IGNORECASE,
)
_STATUS = (
    ("in press", re.compile(r"\bin press\b|im druck|sous presse|en prensa|no prelo", re.IGNORECASE)),
    ("forthcoming", re.compile(r"to appear|forthcoming|erscheint|à paraître|por aparecer", re.IGNORECASE)),
    ("accepted", re.compile(r"\baccepted\b|angenommen|accepté|aceptado|aceito", re.IGNORECASE)),
    ("submitted", re.compile(r"\bsubmitted\b|under review|in review|eingereicht|soumis|enviado|submetido", re.IGNORECASE)),
    ("in preparation", re.compile(r"in preparation|in progress|work in progress|in vorbereitung", re.IGNORECASE)),
    ("withdrawn", re.compile(r"\bwithdrawn\b", re.IGNORECASE)),
    ("retracted", re.compile(r"\bretracted\b", re.IGNORECASE)),
    ("advance online publication", re.compile(r"ahead of print|advance online|online first|published online", re.IGNORECASE)),
)  # fmt: skip
_AWARD = re.compile(
    r"\b(?:award|prize|best|outstanding|honou?rable|distinguished|nominee|runner[- ]up|finalist)\b|🏆|🏅", re.IGNORECASE
)
_TYPES = (
    ("thesis", re.compile(r"thesis|dissertation|diplom", re.IGNORECASE)),
    ("chapter", re.compile(r"book chapter|book section|chapter|buchkapitel", re.IGNORECASE)),
    ("article", re.compile(r"preprint|working paper", re.IGNORECASE)),
    ("report", re.compile(r"\breport\b", re.IGNORECASE)),
    ("paper-conference", re.compile(r"conference|proceedings|workshop|\[c\]", re.IGNORECASE)),
    ("article-journal", re.compile(r"journal|^article$|research article|\[j\]", re.IGNORECASE)),
    ("book", re.compile(r"\bbook\b|monograph", re.IGNORECASE)),
    ("dataset", re.compile(r"\bdata ?set\b", re.IGNORECASE)),
    ("software", re.compile(r"\bsoftware\b", re.IGNORECASE)),
)
_INITIAL_LAST = re.compile(r"(?:\b[^\W\d_a-zß-ÿ]|\b[JS]r|[-.][^\W\d_])$")
_PAIRS = {"(": ")", "[": "]", "“": "”", "„": "“", "«": "»", "‘": "’"}  # noqa: RUF001
_WHOLE = ('""', "''", "“”", "„“", "«»", "‘’", "‚‘", "””", "「」", "『』", "《》")  # noqa: RUF001


class Fields(msgspec.Struct):
    """A record's fields, as printed; ``runs`` are the stretches of text that they were read from."""

    title: str = ""
    authors: str = ""
    editors: str = ""
    venue: str = ""
    series: str = ""
    date: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    arxiv: str = ""
    pmid: str = ""
    pmcid: str = ""
    isbn: str = ""
    urls: list[str] = []
    links: list[tuple[str, str]] = []
    notes: list[str] = []
    status: str = ""
    award: str = ""
    type: str = ""
    abstract: str = ""
    runs: list[tuple[int, int, int]] = []


def read_fields(record: RecordText, tokens: Sequence[Token], labels: Sequence[int]) -> Fields:
    """Return the fields of a labelled record."""
    fields = Fields()
    runs = _find_runs(tokens, labels)
    for label, a, b in runs:
        text = _take(record, tokens, a, b, label)
        fields.runs.append((label, tokens[a].start, tokens[b - 1].end))
        if label == TITLE and not fields.title:
            fields.title = text
        elif label == AUTHORS:
            fields.authors = f"{fields.authors}, {text}" if fields.authors else text
        elif label == EDITORS:
            fields.editors = fields.editors or text
        elif label == VENUE:
            _add_venue(fields, text)
        elif label == DATE:
            fields.date = _better_date(fields.date, read_date(text))
        elif label == PUBLISHER:
            _add_publisher(fields, tokens, a, b, text)
        elif label == NOTE:
            _add_note(fields, text)
        elif label == ABSTRACT:
            fields.abstract = f"{fields.abstract} {text}".strip()
    _read_locators(fields, tokens, labels)
    _read_identifiers(fields, tokens, labels)
    _read_links(fields, record)
    if not fields.date and (found := _YEAR.findall(fields.venue)):
        fields.date = found[-1]
    return fields


def _find_runs(tokens: Sequence[Token], labels: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return runs of tokens with one label: label, first token, token behind the last."""
    runs: list[tuple[int, int, int]] = []
    for index, label in enumerate(labels):
        if runs and runs[-1][0] == label and (label != NOTE or not _parts_notes(tokens[index].before)):
            runs[-1] = (label, runs[-1][1], index + 1)
        else:
            runs.append((label, index, index + 1))
    return runs


def _parts_notes(before: str) -> bool:
    return any(sign in before for sign in "¶⇥|)].;")


def _take(record: RecordText, tokens: Sequence[Token], a: int, b: int, label: int) -> str:
    """Return a run's text with the brackets and signs at its ends that belong to it."""
    text = record.text
    start, end = tokens[a].start, tokens[b - 1].end
    taken = text[start:end]
    after, before = tokens[b - 1].after, tokens[a].before
    for opening, closing in _PAIRS.items():
        if taken.count(opening) > taken.count(closing) and closing in after:
            end = text.index(closing, end) + 1
            taken = text[start:end]
        elif taken.count(closing) > taken.count(opening) and opening in before:
            start = text.rindex(opening, 0, start)
            taken = text[start:end]
    tail = text[end : end + 1]
    if label in (TITLE, NOTE) and tail and tail in "?!…":
        end += 1
        while text[end : end + 1] and text[end] in "?!.":
            end += 1
        taken = text[start:end]
    elif tail == "." and (
        (label == TITLE and text[end : end + 3] == "...")
        or (label in (VENUE, PUBLISHER) and _is_cut(taken))
        or (label == AUTHORS and _INITIAL_LAST.search(taken))
    ):
        taken += "..." if text[end : end + 3] == "..." else "."
    taken = collapse(taken.replace("\t", " "))
    for opening, closing in _WHOLE:
        if len(taken) > 2 and taken[0] == opening and taken[-1] == closing and opening not in taken[1:-1]:
            taken = taken[1:-1]
    return taken


def _is_cut(text: str) -> bool:
    """Tell whether a venue's or publisher's last word is abbreviated, as the words before it are."""
    last = text.rpartition(" ")[2]
    return len(last) <= 5 and last.isalpha() and last[0].isupper() and ". " in text


def _add_venue(fields: Fields, text: str) -> None:
    text = _IN.sub("", text, count=1) if _IN.match(text) else text
    text = text.strip(" ,;:()[]") if text.count("(") != text.count(")") else text.strip(" ,;:")
    if not any(map(str.isalpha, text)):
        return
    if not fields.venue:
        fields.venue = text
    elif len(text) > 3 and text.lower() not in fields.venue.lower():
        if len(text) > 2 * len(fields.venue):
            fields.venue, text = text, fields.venue
        fields.series = fields.series or text


def _add_publisher(fields: Fields, tokens: Sequence[Token], a: int, b: int, text: str) -> None:
    text = text.strip(" ,;:()[]")
    for index in range(a + 1, b):
        if ":" in tokens[index].before:
            at = text.find(":")
            fields.place = fields.place or text[:at].strip()
            fields.publisher = fields.publisher or text[at + 1 :].strip()
            return
    parts = [part.strip() for part in text.split(",") if part.strip()]
    named = [part for part in parts if _PRESS.search(part)]
    if len(parts) > 1 and named and named[0] == parts[0]:
        fields.publisher, fields.place = fields.publisher or parts[0], fields.place or ", ".join(parts[1:])
    elif len(parts) > 1 and named:
        at = text.index(named[0])
        fields.place, fields.publisher = fields.place or text[:at].strip(" ,"), fields.publisher or text[at:]
    elif not fields.publisher:
        fields.publisher = text
    elif not fields.place:
        if _PRESS.search(text) and not _PRESS.search(fields.publisher):
            fields.publisher, fields.place = text, fields.publisher
        else:
            fields.place = text


def _add_note(fields: Fields, text: str) -> None:
    text = text.strip(" ,;:()[]")
    if not text:
        return
    fields.notes.append(text)
    if not fields.status:
        fields.status = next((status for status, pattern in _STATUS if pattern.search(text)), "")
    if not fields.award and _AWARD.search(text):
        fields.award = text
    elif not fields.type and not (fields.status and len(text) < 20):
        fields.type = next((kind for kind, pattern in _TYPES if pattern.search(text)), "")


def read_date(text: str) -> str:
    """Return a printed date in ISO's form, as exact as it is printed; empty if it names no year."""
    if match := _HAN.search(text):
        return _make_date(match[1], int(match[2] or 0), match[3] or "")
    if match := _ISO.search(text):
        return _make_date(match[1], int(match[2]), match[3] or "")
    if match := _DAY_FIRST.search(text):
        day, month = int(match[1]), int(match[2])
        if month > 12 >= day:
            day, month = month, day
        return _make_date(match[3], month, str(day))
    year = _YEAR.search(text)
    if not year:
        return ""
    month = 0
    for word in _MONTH_WORD.findall(text):
        low = word.lower()
        month = _MONTHS.get(low) or _MONTHS.get(low[:3], 0) if low[:3] in _MONTHS or low in _MONTHS else 0
        if month:
            break
    day = _DAY.search(text) if month else None
    return _make_date(year[0], month, day[0] if day else "")


def _make_date(year: str, month: int, day: str) -> str:
    if not 1 <= month <= 12:
        return year
    if day:
        with suppress(ValueError):
            return datetime.date(int(year), month, int(day)).isoformat()
    return f"{year}-{month:02}"


def _better_date(known: str, found: str) -> str:
    """Return the more exact of two dates of one year; the first one where they differ."""
    if not known:
        return found
    return found if found.startswith(known) else known


def _read_locators(fields: Fields, tokens: Sequence[Token], labels: Sequence[int]) -> None:
    numbers: list[tuple[str, str]] = []
    for token, label in zip(tokens, labels, strict=True):
        if label != LOCATOR:
            continue
        text, kind = token.text.strip(), token.kind
        if kind == "locator":
            if match := _VOLUME_PREFIX.match(text):
                rest = text[match.end() :]
                found = _VOLUME_ISSUE.fullmatch(rest)
                volume, sign, pages = rest.partition(":") if ":" in rest else rest.partition(",")
                if found:
                    fields.volume, fields.issue = fields.volume or found[1], fields.issue or found[2]
                    fields.pages = fields.pages or found[3].strip()
                else:
                    fields.volume = fields.volume or volume.strip()
                    fields.pages = fields.pages or (pages.strip() if sign else "")
            elif match := _ISSUE_PREFIX.match(text):
                fields.issue = fields.issue or text[match.end() :]
            elif match := _ARTICLE_PREFIX.match(text):
                fields.pages = fields.pages or text[match.end() :]
        elif kind == "pages":
            found_pages = _PAGES.search(re.sub(r"^[^\W\d_]{1,6}[.:\s]\s?", "", text))
            if found_pages:
                fields.pages = fields.pages or found_pages[0]
        elif kind == "volpages":
            if match := _VOLUME_ISSUE.fullmatch(text):
                fields.volume, fields.issue = fields.volume or match[1], fields.issue or match[2]
                fields.pages = fields.pages or match[3].strip()
            elif match := _VOLUME_PAGES.fullmatch(text):
                if fields.volume:
                    fields.issue = fields.issue or match[1]
                fields.volume = fields.volume or match[1]
                fields.pages = fields.pages or match[2].strip()
        elif kind == "range":
            if fields.pages and not fields.volume:
                fields.volume = text
            elif token.bracket == "(" and fields.volume and not fields.issue and "–" not in text[:1]:
                fields.issue = text
            else:
                fields.pages = fields.pages or text
        elif any(map(str.isdigit, text)) and len(text) < 20:
            numbers.append((text, token.bracket))
    _place_numbers(fields, numbers)
    fields.pages = tidy_range(fields.pages)


def _place_numbers(fields: Fields, numbers: Sequence[tuple[str, str]]) -> None:
    """Give bare numbers their meaning by their order: volume, issue, pages."""
    for position, (text, bracket) in enumerate(numbers):
        left = len(numbers) - position - 1
        if bracket and (fields.volume or position) and not fields.issue:
            fields.issue = text
        elif not fields.volume and not (text[0].isalpha() and text[0].islower()):
            fields.volume = text
        elif fields.pages or left:
            fields.issue = fields.issue or text
        else:
            fields.pages = text


def _read_identifiers(fields: Fields, tokens: Sequence[Token], labels: Sequence[int]) -> None:
    for token, label in zip(tokens, labels, strict=True):
        text, kind = token.text, token.kind
        if label in (TITLE, ABSTRACT) and kind not in ("doi",):
            continue
        if kind == "doi":
            _set_doi(fields, text)
        elif kind == "arxiv":
            fields.arxiv = fields.arxiv or find_arxiv(text) or read_arxiv(text.split(" [")[0])
        elif kind == "pmid":
            number = re.sub(r"\D", "", text)
            if "PMC" in text:
                fields.pmcid = fields.pmcid or f"PMC{number}"
            else:
                fields.pmid = fields.pmid or number
        elif kind == "isbn":
            fields.isbn = fields.isbn or re.sub(r"[^\dXx-]", "", text)
        elif kind == "url":
            _add_url(fields, text)
        elif label == IDENTIFIER and (found := find_arxiv(text) or read_arxiv(text)):
            fields.arxiv = fields.arxiv or found
        elif kind == "words" and not fields.arxiv and "/" in text and (found := find_arxiv(text)):
            fields.arxiv = found


def _set_doi(fields: Fields, text: str) -> None:
    doi = text[text.index("10.") :]
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1]
    doi = read_doi(doi) or doi
    if arxiv := read_arxiv(doi):
        fields.arxiv = fields.arxiv or arxiv
    fields.doi = fields.doi or doi


def _add_url(fields: Fields, url: str) -> None:
    url = url if "://" in url else f"https://{url}"
    if doi := read_doi(url):
        fields.doi = fields.doi or doi
    elif arxiv := read_arxiv(url):
        fields.arxiv = fields.arxiv or arxiv
    if url not in fields.urls and not read_doi(url):
        fields.urls.append(url)


def _read_links(fields: Fields, record: RecordText) -> None:
    """Collect what leads somewhere, each address with the words that stand for it."""
    for text, url in record.links(0, len(record.text)):
        label = collapse(text).strip("[]()<>|,.: ")
        if doi := read_doi(url):
            fields.doi = fields.doi or doi
        elif arxiv := read_arxiv(url):
            fields.arxiv = fields.arxiv or arxiv
        if url not in [address for _, address in fields.links]:
            whole = label and fields.title and (label in fields.title or fields.title in label)
            fields.links.append(("" if whole or "://" in label else label, url))


def find_links(fields: Fields) -> list[tuple[str, str]]:
    """Return the links of a record that no identifier stands for, with their labels."""
    known = {url for _, url in fields.links}
    links = [(label, url) for label, url in fields.links if not read_doi(url)]
    return links + [("", url) for url in fields.urls if url not in known]
