"""How far a paper is on its way to publication, in the words that people and programs write for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.text.folding import fold

if TYPE_CHECKING:
    from site_builder.model import Paper

#: The values of the field ``status``: from the first draft to publication, then what can happen afterwards.
STATUSES: tuple[str, ...] = (
    "in preparation", "submitted", "under review", "accepted", "in press", "published", "withdrawn", "retracted",
)  # fmt: skip
#: The paper isn't accepted, so no citation may name the venue as the place of publication.
UNACCEPTED = frozenset({"in preparation", "submitted", "under review"})

#: How people, programs and journals write each status in English. BibLaTeX's ``pubstate`` has some of the words (its
#: manual, section 4.9.2.11).
_SPELLINGS = {
    "in preparation": "in prep|draft|working paper",
    "submitted": "under submission|in submission",
    "under review": "in review|under revision|in revision|minor revision|major revision",
    "accepted": "accepted for publication|conditionally accepted|to appear|forthcoming",
    "in press": (
        "in print|article in press|in production|online first|early access|ahead of print|epub ahead of print"
        "|online ahead of print|prepublished"
    ),
    "published": "",
    "withdrawn": "withdrawal|withdrawn publication",
    "retracted": "retraction|retracted publication|retracted article",
}
#: A status is a word or two, never a sentence.
_LONGEST = 40


def _spell(text: str) -> str:
    """Return a text as it is compared here: no case, no accents, no spaces, no signs."""
    return fold(text).replace(" ", "")


_KNOWN = {_spell(word): status for status in STATUSES for word in (status, *_SPELLINGS[status].split("|")) if word}
_PHRASES = (
    r"to appear|forthcoming|in press|in print|(?:epub |online )?ahead of print|in preparation|submitted|"
    r"under (?:submission|review|revision)|in (?:submission|review|revision)|"
    r"(?:conditionally )?accepted(?=[\s)\].,:;!]*$|\s+(?:to|in|at|by|for|as)\b)|"
    r"withdrawn|retracted"
)
#: A phrase that opens a note or stands alone in it, in parentheses or not: ``To appear in ICML``, ``(in press)``.
_OPENING = re.compile(rf"[\s(\[]*({_PHRASES})\b(?:[\s)\].,:;!]|$)", re.IGNORECASE)
#: What follows the phrase where a venue is named: ``Submitted to Nature``, ``to appear in``.
_VENUE = re.compile(
    rf"[\s(\[]*(?:{_PHRASES})(?:\s+for\s+publication)?(?:\s+(?:to|in|at|by)(?:\s+the)?(?=\s))?[\s)\].,:;]*",
    re.IGNORECASE,
)


def read_status(text: str) -> str:
    """Return the value of `STATUSES` that a text is, in any usual spelling, with or without a year; else nothing."""
    if not text or len(text) > _LONGEST:
        return ""
    spelt = _spell(text)
    return _KNOWN.get(spelt) or _KNOWN.get(re.sub(r"\d{4}", "", spelt), "")


def find_status(text: str) -> str:
    """Return the status that a note, a venue or the place of a year begins with; empty when it doesn't begin so."""
    match = _OPENING.match(text)
    return read_status(match[1]) if match else read_status(text)


def drop_status(venue: str) -> str:
    """Return a venue without the status that it begins with: ``Submitted to Nature`` gives ``Nature``."""
    if read_status(venue):
        return ""
    return _VENUE.sub("", venue, count=1).strip(" )]") if _OPENING.match(venue) else venue


def advances(earlier: str, later: str) -> bool:
    """Tell whether a paper of one status comes to have the other one later."""
    if earlier not in STATUSES or later not in STATUSES:
        return False
    return STATUSES.index(earlier) < STATUSES.index(later)


def find_venue(paper: Paper) -> str:
    """Return where the paper was published, or is certain to be; empty for one that isn't accepted yet."""
    return "" if paper.status in UNACCEPTED else paper.venue
