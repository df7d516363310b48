"""Volume, issue and pages, in the many ways in which references write them: ``12(3):45-67``, ``vol. 12, no. 3``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.text.folding import tidy_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.tokens import Token

_PAGES = re.compile(r"[A-Za-z]{0,3}\d+(?:\.\w+)?(?:\s?[-–—‐‑−]{1,2}\s?[A-Za-z]{0,2}\d+(?:\.\w+)?)?")
_PAGES_PREFIX = re.compile(r"^[^\W\d_]{1,6}[.:\s]\s?")
_VOLUME_ISSUE = re.compile(r"([A-Z]?\d+[A-Za-z]?)\s?\(([^)]*)\)\s?[:,]?\s?(.*)", re.DOTALL)
_VOLUME_PAGES = re.compile(r"(\d+[A-Za-z]?)\s?[:,]\s?(.+)", re.DOTALL)
_VOLUME_PREFIX = re.compile(r"(?:vol(?:ume)?|bd|band|tome|t|v|т)\.?\s?(?=[A-Z]?\d)", re.IGNORECASE)
_ISSUE_PREFIX = re.compile(r"(?:no|nr|num|number|iss|issue|n|n°|№|nº|h|heft|вып)\.?\s?(?=[A-Z]?\d)", re.IGNORECASE)
_ARTICLE_PREFIX = re.compile(
    r"(?:article(?: (?:no\.?|number|id))?|art\.?(?: no\.?)?|paper(?: no\.?)?)\s?:?\s?", re.IGNORECASE
)


class Locator(NamedTuple):
    """Where a paper stands in what it was published in."""

    volume: str = ""
    issue: str = ""
    pages: str = ""

    def join(self, other: Locator) -> Locator:
        """Return this with what it lacks from another one."""
        return Locator(self.volume or other.volume, self.issue or other.issue, self.pages or other.pages)


def read_locator(tokens: Sequence[Token]) -> Locator:
    """Return what the tokens that were read as volume, issue and pages say together."""
    found = Locator()
    numbers: list[Token] = []
    for token in tokens:
        text = token.text.strip()
        if token.kind == "locator":
            found = found.join(_read_prefixed(text))
        elif token.kind == "pages":
            pages = _PAGES.search(_PAGES_PREFIX.sub("", text))
            found = found.join(Locator(pages=pages[0] if pages else ""))
        elif token.kind == "volpages":
            found = found.join(_read_pair(text))
        elif token.kind == "range":
            bracketed = token.bracket == "(" and found.volume and not found.issue
            found = found.join(Locator(issue=text) if bracketed else Locator(pages=text))
        elif any(map(str.isdigit, text)) and len(text) < 20:
            numbers.append(token)
    found = _place_numbers(found, numbers)
    return found._replace(pages=tidy_range(found.pages))


def _read_prefixed(text: str) -> Locator:
    """Read ``Vol. 12(3)``, ``no. 3``, ``Article 77``."""
    if match := _VOLUME_PREFIX.match(text):
        return _read_pair(text[match.end() :])
    if match := _ISSUE_PREFIX.match(text):
        return Locator(issue=text[match.end() :])
    match = _ARTICLE_PREFIX.match(text)
    return Locator(pages=text[match.end() :] if match else text)


def _read_pair(text: str) -> Locator:
    """Read ``12(3):45-67``, ``12:45-67``, ``12``."""
    match = _VOLUME_ISSUE.fullmatch(text)
    if match:
        return Locator(match[1], match[2], match[3].strip())
    match = _VOLUME_PAGES.fullmatch(text)
    return Locator(match[1], pages=match[2].strip()) if match else Locator(text)


def _place_numbers(found: Locator, numbers: Sequence[Token]) -> Locator:
    """Give bare numbers their meaning by their order: volume, issue, pages."""
    for position, token in enumerate(numbers):
        text = token.text.strip()
        last = position == len(numbers) - 1
        if token.bracket and (found.volume or position) and not found.issue:
            found = found._replace(issue=text)
        elif not found.volume and not text[0].islower():
            found = found._replace(volume=text)
        elif found.pages or not last:
            found = found.join(Locator(issue=text))
        else:
            found = found._replace(pages=text)
    return found
