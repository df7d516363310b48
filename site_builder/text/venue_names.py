"""Names of venues: which printed names are the same conference or journal in different years."""

from __future__ import annotations

import re
from functools import lru_cache

from site_builder.text.folding import collapse, make_key

#: 2024, '24 and ’24, also at the end of an abbreviation (ICML2024). Not a part of an identifier (2024.acl, 10.1/2024).
_YEAR = r"(?<![\d.:/])(?:19|20)\d\d(?![\w/]|\.\d)|(?<=[\w\s])['’]\d\d(?!\w)"
_UNITS = "first second third fourth fifth sixth seventh eighth ninth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_OTHERS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
    " twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"
)
_ORDINAL = (
    r"(?<![\w.])(?:\d+(?:st|nd|rd|th)"
    rf"|(?:(?:{_TENS.replace(' ', '|')})[\s-])?(?:{_UNITS.replace(' ', '|')})|{_OTHERS.replace(' ', '|')})(?!\w)"
)
_YEARS = re.compile(_YEAR)
_YEARS_AND_ORDINALS = re.compile(f"{_YEAR}|{_ORDINAL}", re.IGNORECASE)
#: An ordinal counts meetings. In other names it belongs to the name: First Monday, Second Language Research.
_MEETING = re.compile(
    r"\b(?:conf|conference|congress|meeting|proc|proceedings|school|symposium|workshop)\b", re.IGNORECASE
)
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_SPACE_BEFORE = re.compile(r"\s+(?=[,;:)\]])")


@lru_cache(maxsize=8192)
def name_series(printed: str) -> str:
    """Return a venue's printed name without its year and its number.

    ``NeurIPS 2024`` is ``NeurIPS``, and ``Proceedings of the 61st Annual Meeting of the ACL`` is ``Proceedings of the
    Annual Meeting of the ACL``. A name that is nothing but a year or a number stays.
    """
    edition = _YEARS_AND_ORDINALS if _MEETING.search(printed) else _YEARS
    name = _EMPTY_BRACKETS.sub(" ", edition.sub(" ", printed))
    name = _SPACE_BEFORE.sub("", collapse(name)).strip(" ,;:-–—/")
    return name if any(map(str.isalpha, name)) else collapse(printed)


@lru_cache(maxsize=8192)
def make_venue_key(printed: str) -> str:
    """Return the key of the venue that has this printed name; never empty, and fit for an address."""
    return make_key(name_series(printed), "venue")
