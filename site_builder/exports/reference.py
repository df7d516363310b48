"""A paper as one line of a list of references, in the manner of the APA's seventh edition, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import PAGES, describe_status, find_address, find_type
from site_builder.text.citation_keys import strip_latex
from site_builder.text.identifiers import address_arxiv, address_doi
from site_builder.text.person_names import abbreviate, find_parts, invert_name
from site_builder.text.publication_status import find_venue

if TYPE_CHECKING:
    from site_builder.model import Authorship, Paper

#: More names than this are cut to the first nineteen, an ellipsis and the last.
_MOST_NAMES = 20
#: What stands in place of a year that isn't known.
_DATES = {"in press": "in press", "accepted": "in press"}


def compose(paper: Paper, title: str, url: str = "") -> str:
    """Return the line; ``title`` is the title as plain text, ``url`` as for BibTeX."""
    authors = _list_authors(paper)
    heading = _end(title)
    status = describe_status(paper)
    date = f"({paper.date[:4] or _DATES.get(paper.status, 'n.d.')})."
    start = f"{authors} {date} {heading}" if authors else f"{heading} {date}"
    mark = f"({status})." if status and status.lower() != date[1:-2] else ""
    return " ".join(part for part in (start, mark, _name_source(paper), _find_link(paper, url)) if part)


def _list_authors(paper: Paper) -> str:
    names = [_invert(authorship) for authorship in paper.authors]
    if paper.et_al:
        return f"{', '.join(names)}, et al." if names else ""
    if len(names) > _MOST_NAMES:
        return _end(f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}")
    if len(names) > 1:
        return _end(f"{', '.join(names[:-1])}, & {names[-1]}")
    return _end(names[0]) if names else ""


def _invert(authorship: Authorship) -> str:
    if authorship.group:
        return authorship.name
    given, particle, family, suffix = find_parts(authorship)
    return invert_name(abbreviate(given), particle, family, suffix)


def _name_source(paper: Paper) -> str:
    """Return where the paper appeared: journal with volume and pages, proceedings, university, or arXiv."""
    container = paper.container
    if page := container.get("page", ""):
        page = PAGES.sub(r"\1–\2", page)
    venue = strip_latex(find_venue(paper))
    kind = find_type(paper)
    if kind == "article-journal" and venue:
        volume, issue = container.get("volume", ""), container.get("issue", "")
        number = f"{volume}({issue})" if issue else volume
        return _end(", ".join(part for part in (venue, number, page) if part))
    if venue:
        place = f"In {venue}" if kind in ("paper-conference", "chapter") else venue
        return _end(f"{place} ({'pp.' if '–' in page else 'p.'} {page})" if page else place)
    publisher = container.get("institution") or container.get("publisher", "")
    if publisher:
        return _end(publisher)
    return f"arXiv:{paper.arxiv}." if paper.arxiv else ""


def _find_link(paper: Paper, url: str) -> str:
    return address_doi(paper.doi) or address_arxiv(paper.arxiv) or find_address(paper, url)


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."
