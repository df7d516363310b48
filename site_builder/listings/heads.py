"""The head of a paper in a pasted listing: score, category, date and ``Code``, with or without spaces between."""

from __future__ import annotations

import datetime
import re

import msgspec

from site_builder import taxonomy

#: A line longer than this is no head.
LONGEST = 80

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?P<month>{_MONTH})[ ]?(?P<day>\d{{1,2}})(?:,?[ ]?(?P<year>\d{{4}}))?"
    rf"|(?P<day2>\d{{1,2}})[ ](?P<month2>{_MONTH})(?:,?[ ](?P<year2>\d{{4}}))?"
    r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})"
)
_LABEL = r"[A-Za-z]{1,10}?(?:-[A-Za-z]{2,6}?)?(?:\.[A-Za-z]{2,5}?(?:-[a-z]{2,4}?)?)?"
_HEAD = re.compile(
    rf"(?P<score>\d{{1,3}}(?:\.\d+)?)?[ ]?(?P<label>(?:{_LABEL})??)[ ·|]{{0,3}}(?:{_DATE})[ ·|]{{0,3}}(?P<code>Code)?"
)
_UNDATED = re.compile(rf"(?P<score>\d{{1,3}}(?:\.\d+)?)?[ ]?(?P<label>(?:{_LABEL})??)[ ·|]{{0,3}}(?P<code>Code)?")
#: What an unknown category must look like where it is glued to the date.
_PLAUSIBLE = re.compile(r"[A-Z]{2}|[a-z]{1,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2}|\.[a-z]{2,5}(?:-[a-z]{2,4})?)?")


class Head(msgspec.Struct, frozen=True):
    """A paper's head: ``date`` is ISO or empty, ``impossible`` a date as printed that no calendar has."""

    score: float | None
    label: str
    date: str
    code: bool
    impossible: str = ""

    @property
    def category(self) -> str:
        """The label's full code, or nothing when no subject has it."""
        code = taxonomy.from_label(self.label)
        return code if self.known else ""

    @property
    def known(self) -> bool:
        """Whether the label stands for a subject of arXiv."""
        return taxonomy.lookup(taxonomy.from_label(self.label)) is not None


def read_head(text: str, year: int) -> Head | None:
    """Read a line as the head of a paper, or return None; a date without a year is of ``year``."""
    if not 3 <= len(text) <= LONGEST:
        return None
    found = _HEAD.fullmatch(text)
    if found is None:
        return None
    label = found["label"]
    if not label:
        if not (found["score"] or found["code"]):
            return None
    elif not _fits(label, glued=" " not in text[: found.end("label") + 1]):
        return None
    date, impossible = _date(found, year)
    score = float(found["score"]) if found["score"] else None
    return Head(score, label, date, found["code"] is not None, impossible)


def read_undated_head(text: str) -> Head | None:
    """Read a line as a head without a date, which takes a category of arXiv as it is printed there."""
    if not 2 <= len(text) <= LONGEST:
        return None
    found = _UNDATED.fullmatch(text)
    if found is None or not found["label"]:
        return None
    head = Head(float(found["score"]) if found["score"] else None, found["label"], "", found["code"] is not None)
    return head if head.known and taxonomy.to_label(head.category) == head.label else None


def _fits(label: str, *, glued: bool) -> bool:
    return taxonomy.lookup(taxonomy.from_label(label)) is not None or (
        glued and _PLAUSIBLE.fullmatch(label) is not None
    )


def _date(found: re.Match[str], year: int) -> tuple[str, str]:
    """Return the date in ISO form, or else the text of a date that doesn't exist."""
    if found["year3"]:
        parts = found["year3"], found["month3"], found["day3"]
        spelled = "-".join(parts)
        numbers = tuple(map(int, parts))
    else:
        month, day = found["month"] or found["month2"], found["day"] or found["day2"]
        printed = found["year"] or found["year2"]
        spelled = f"{month} {day}" + (f", {printed}" if printed else "")
        numbers = (int(printed) if printed else year, _MONTHS.index(month[:3].lower()) + 1, int(day))
    try:
        return datetime.date(*numbers).isoformat(), ""
    except ValueError:
        return "", spelled
