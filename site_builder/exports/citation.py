"""What every citation format needs of a paper: its type, its venue, its status, the parts of its date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.bibtex.csl_names import NUMBERED
from site_builder.model import Authorship
from site_builder.text.csl_variables import RENAMED
from site_builder.text.name_lists import is_organization
from site_builder.text.publication_status import UNACCEPTED, find_venue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.model import Paper

_PREPOSITIONS = {"submitted": "to", "under review": "at"}
_PAGE = r"[A-Za-z]{0,3}\d[\d.:]*(?:[A-Za-z]\d*)?|[ivxlc]+"
#: A range of pages: ``1-20``, ``12:1-12:20``, ``e12–e15``, ``1044-1061.e18``, ``iv-xii``; not an article's number
#: (``art-12``).
PAGES = re.compile(rf"\b({_PAGE})\s*[-‐-―]+\s*({_PAGE})\b")


def is_retracted(paper: Paper) -> bool:
    """Tell whether the paper was retracted."""
    return paper.retracted is not None or paper.status == "retracted"


def name_withdrawal(paper: Paper) -> str:
    """Return ``Retracted`` or ``Withdrawn``, without which nobody should cite the paper; empty for most papers."""
    if is_retracted(paper):
        return "Retracted"
    return "Withdrawn" if paper.status == "withdrawn" else ""


def describe_status(paper: Paper) -> str:
    """Return what a citation says about a paper's status, as a sentence without its full stop; mostly empty."""
    if is_retracted(paper):
        notice = paper.retracted
        date = f" {notice.date}" if notice and notice.date else ""
        address = f" ({notice.notice})" if notice and notice.notice else ""
        return f"Retracted{date}{address}"
    if paper.status in UNACCEPTED and paper.venue and paper.status != "in preparation":
        return f"{paper.status.capitalize()} {_PREPOSITIONS[paper.status]} {paper.venue}"
    return paper.status.capitalize() if paper.status != "published" else ""


def warn_of_status(paper: Paper) -> str:
    """Return the status as `describe_status` does, where a citation without it would mislead; else nothing."""
    misleading = is_retracted(paper) or paper.status == "withdrawn" or find_venue(paper) != paper.venue
    return describe_status(paper) if misleading else ""


def split_date(date: str) -> tuple[int, ...]:
    """Return a date's year, month and day, as many as are known."""
    return tuple(int(part) for part in date.split("-")) if date else ()


def find_number(paper: Paper) -> str:
    """Return the number for formats with one field for all: the work's own, the issue, or that in a series."""
    names = ["issue", "number", "collection-number"]
    if paper.type in NUMBERED:
        names = ["number", "issue"]
    return next((text for name in names if (text := paper.container.get(name))), "")


def list_names(text: str) -> list[Authorship]:
    """Return the people whom an entry names in one text (``editor``, ``translator``); an organization is a group."""
    return [Authorship(name, group=is_organization(name)) for name in text.split(" and ") if name]


def rename_variables(container: Mapping[str, str]) -> dict[str, str]:
    """Return the other bibliographic fields under the names that CSL has now."""
    return {RENAMED.get(name, name): text for name, text in container.items()}


def find_license(paper: Paper) -> str:
    """Return the paper's license: an SPDX identifier or an address."""
    return paper.license or paper.container.get("license", "")


def split_pages(page: str) -> tuple[str, str]:
    """Return the first page and the last. What isn't a single range (an article's number, a list) is the first page."""
    match = PAGES.fullmatch(page.strip())
    return (match[1], match[2]) if match else (page, "")


def find_address(paper: Paper, url: str) -> str:
    """Return the address that a citation gives beside DOI and arXiv id: the paper's website, or else, where it has
    no identifier, ``url``."""
    for link in paper.links:
        if link.label == "website":
            return link.url
    return "" if paper.doi or paper.arxiv else url
