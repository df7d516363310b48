"""The header line of a paper in a pasted listing: score, category, date and ``Code``, with or without spaces between.

There are three parsers: for a complete header line; for a header with an unreadable rest; and for a header at the end
of another line, where a line end was lost.
"""

from __future__ import annotations

import datetime
import re

import msgspec

from site_builder.text import arxiv_taxonomy
from site_builder.text.folding import find_month

#: A longer line isn't a header line.
LONGEST = 80

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?P<month>{_MONTH})[ ]?(?P<day>\d{{1,2}}(?!\d))(?:st|nd|rd|th)?(?:,?[ ]?(?P<year>\d{{4}}(?!\d)))?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[ ](?P<month2>{_MONTH})(?:,?[ ](?P<year2>\d{{4}}(?!\d)))?"
    r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2}(?!\d))"
)
_LABEL = r"[A-Za-z]{1,10}?(?:-[A-Za-z]{2,6}?)?(?:\.[A-Za-z]{2,5}?(?:-[a-z]{2,4}?)?)?"
_SCORE = r"(?P<score>\d{1,3}(?:\.\d+)?)?"
#: Bullets and numbers of list items.
_ITEM = r"(?:(?:[-–—*+•·‣▪◦]|\(?\d{1,3}[.)]|\[\d{1,3}\])[ ])?"
#: Labels that pages add to a date.
_REMARK = r"[\[(]?(?i:v\d{1,2}|new|updated|revised|pdf|html|arxiv|abs|paper|preprint|project|data(?:set)?|video)[\])]?"
_HEAD = re.compile(
    rf"{_ITEM}{_SCORE}[ ]?(?P<label>(?:{_LABEL})??)[ ·|]{{0,3}}(?:{_DATE})"
    rf"(?:[ ·|,]{{0,3}}(?:(?P<code>Code)|{_REMARK})){{0,4}}[ ·|]{{0,3}}"
)
#: The beginning of a header line, up to something like a date.
_BEGINNING = re.compile(
    rf"{_ITEM}{_SCORE}[ ]?(?P<label>{_LABEL})[ ·|]{{0,3}}(?P<date>(?:{_MONTH}[ ]?(?=\d)|\d{{1,2}}[ ]{_MONTH}(?![a-z])"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}).*)"
)
#: The end of a line that may end in a header.
_ENDING = re.compile(rf"(?:{_DATE})[ ·|]{{0,3}}(?:Code)?$")
#: The greatest length of a header at the end of another line, and of its date.
_LONGEST_GLUED, _LONGEST_DATE = 52, 24
#: The end of a sentence (not a decimal point).
_FULL_STOP = re.compile(r"[^\d\s][.!?][)\]”\"’']?[ ]?$")
_UNDATED = re.compile(rf"{_ITEM}{_SCORE}[ ]?(?P<label>(?:{_LABEL})??)[ ·|]{{0,3}}(?P<code>Code)?")
#: The form of an unknown category that touches the date.
_PLAUSIBLE = re.compile(r"[A-Z]{2}|[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2}|\.[a-z]{2,5}(?:-[a-z]{2,4})?)?")


class HeaderLine(msgspec.Struct, frozen=True):
    """A header line. ``date`` is ISO or empty; ``impossible`` is a printed date that doesn't exist.

    ``unread`` is the rest of a broken header, from its date on.
    """

    score: float | None
    label: str
    date: str
    code: bool
    impossible: str = ""
    unread: str = ""

    @property
    def category(self) -> str:
        """The full code of the label; empty if arXiv has no such subject."""
        code = arxiv_taxonomy.from_label(self.label)
        return code if self.known else ""

    @property
    def known(self) -> bool:
        """Whether the label stands for a subject of arXiv."""
        return arxiv_taxonomy.lookup(arxiv_taxonomy.from_label(self.label)) is not None


def read_header(text: str, year: int) -> HeaderLine | None:
    """Read a line as a header line, or return None. A date without a year is of ``year``."""
    if not 3 <= len(text) <= LONGEST:
        return None
    found = _HEAD.fullmatch(text)
    if found is None:
        return None
    label = found["label"]
    if not label:
        if not (found["score"] or found["code"]):
            return None
    elif not _fits(label, glued=" " not in text[found.start("label") : found.end("label") + 1]):
        return None
    date, impossible = _date(found, year)
    return HeaderLine(_score(found), label, date, found["code"] is not None, impossible)


def read_broken_header(text: str, year: int) -> HeaderLine | None:
    """Read a line that begins like a header line with a category of arXiv, whatever follows.

    Only a date with a year is taken, because the unreadable rest may hold another year.
    """
    if not 3 <= len(text) <= LONGEST:
        return None
    found = _BEGINNING.fullmatch(text)
    if found is None:
        return None
    glued = found.end("label") == found.start("date")
    label = found["label"]
    if not (glued or label.isupper()) or arxiv_taxonomy.lookup(arxiv_taxonomy.from_label(label)) is None:
        return None
    whole = _HEAD.match(text)
    date = _date(whole, year)[0] if whole and (whole["year"] or whole["year2"] or whole["year3"]) else ""
    return HeaderLine(_score(found), label, date, text.endswith("Code"), unread=found["date"])


def find_glued_title(text: str) -> int:
    """Return the start of a title that follows a header on the same line; 0 if there is no such header."""
    found = _HEAD.match(text)
    if found is None or not found["label"] or text[found.end("label")] == " ":
        return 0
    known = arxiv_taxonomy.lookup(arxiv_taxonomy.from_label(found["label"])) is not None
    return found.end() if known and len(text) > found.end() and text[found.end()].isalpha() else 0


def find_glued_header(text: str, year: int) -> tuple[int, bool]:
    """Return the start of a header at the end of another line, and whether it is certain; 0 if there is none.

    It is certain behind the end of a sentence. Elsewhere its score may be a part of a number.
    """
    ending = (
        _ENDING.search(text, max(0, len(text) - _LONGEST_DATE)) if text[-1:].isdigit() or text[-1:] == "e" else None
    )
    if ending is None:
        return 0, False
    begins = range(max(2, len(text) - _LONGEST_GLUED), ending.start())
    heads = [at for at in begins if not text[at].isspace() and _is_whole(text[at:], ending.start() - at, year)]
    for at in heads:
        if _FULL_STOP.search(text, max(0, at - 4), at):
            return at, True
    return (heads[0], False) if heads else (0, False)


def _is_whole(text: str, date: int, year: int) -> bool:
    """Tell whether a text is a header with a category of arXiv right before the date."""
    head = read_header(text, year)
    return head is not None and bool(head.label) and head.known and text[:date].endswith(head.label)


def read_undated_header(text: str) -> HeaderLine | None:
    """Read a line as a header without a date. It needs a category of arXiv in its printed form."""
    if not 2 <= len(text) <= LONGEST:
        return None
    found = _UNDATED.fullmatch(text)
    if found is None or not found["label"]:
        return None
    head = HeaderLine(_score(found), found["label"], "", found["code"] is not None)
    return head if head.known and arxiv_taxonomy.to_label(head.category) == head.label else None


def _score(found: re.Match[str]) -> float | None:
    return float(found["score"]) if found["score"] else None


def _fits(label: str, *, glued: bool) -> bool:
    return arxiv_taxonomy.lookup(arxiv_taxonomy.from_label(label)) is not None or (
        glued and _PLAUSIBLE.fullmatch(label) is not None
    )


def _date(found: re.Match[str], year: int) -> tuple[str, str]:
    """Return the date in ISO form and an empty text, or an empty text and the text of a date that doesn't exist."""
    if found["year3"]:
        parts = found["year3"], found["month3"], found["day3"]
        spelled = "-".join(parts)
        numbers = tuple(map(int, parts))
    else:
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        printed = found["year"] or found["year2"]
        spelled = f"{month} {day}" + (f", {printed}" if printed else "")
        numbers = (int(printed) if printed else year, find_month(month), int(day))
    try:
        return datetime.date(*numbers).isoformat(), ""
    except ValueError:
        return "", spelled
