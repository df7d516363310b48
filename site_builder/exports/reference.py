"""A paper as one line of a list of references, in the manner of the APA's seventh edition, as plain text.

The examples of the manual (https://apastyle.apa.org/style-grammar-guidelines/references/examples) are the source of the
rules. Titles keep the capitals that they have, and nothing is set in italics.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.exports.citation import PAGES, describe_status, find_address, find_number, list_names
from site_builder.text.citation_keys import strip_latex
from site_builder.text.identifiers import address_arxiv, address_doi
from site_builder.text.person_names import CJK, abbreviate, find_parts, invert_name
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.model import Authorship, Paper

#: More names than this are cut to the first nineteen, an ellipsis and the last.
_MOST_NAMES = 20
#: What stands in place of a year that isn't known.
_DATES = {"in press": "in press", "accepted": "in press"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: Types that are dated to the day.
_DATED = frozenset({
    "article-magazine", "article-newspaper", "document", "post", "post-weblog", "speech", "webpage",
})  # fmt: skip
_SERIAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
#: Types that are a part of a book.
_PARTS = frozenset({"paper-conference", "chapter", "entry-encyclopedia"})
_DESCRIPTIONS = {"dataset": "Data set", "post": "Online post", "software": "Computer software"}
_ORDINAL = re.compile(r"\d+")


def compose(paper: Paper, title: str, url: str = "") -> str:
    """Return the line; ``title`` is the title as plain text, ``url`` as for BibTeX."""
    kind = find_type(paper)
    edited = not paper.authors and kind not in _PARTS
    authors = _list_editors(paper) if edited else _list_authors(paper)
    date = _write_date(paper, kind)
    heading = _end(_write_heading(paper, kind, title))
    start = f"{authors} ({date}). {heading}" if authors else f"{heading} ({date})."
    status = describe_status(paper)
    mark = f"({status})." if status and status.lower() != date else ""
    return " ".join(part for part in (start, mark, _name_source(paper, kind), _find_link(paper, url)) if part)


def _list_authors(paper: Paper) -> str:
    names = [_invert(authorship) for authorship in paper.authors]
    if paper.et_al:
        return f"{', '.join(names)}, et al." if names else ""
    if len(names) > _MOST_NAMES:
        return _end(f"{', '.join(names[: _MOST_NAMES - 1])}, … {names[-1]}")
    if len(names) > 1:
        return _end(f"{', '.join(names[:-1])}, & {names[-1]}")
    return _end(names[0]) if names else ""


def _list_editors(paper: Paper) -> str:
    """Return the editors in the place of the authors."""
    editors = list_names(paper.container.get("editor", ""))
    names = _join(list(map(_invert, editors)), comma=True)
    return f"{names} ({'Eds' if len(editors) > 1 else 'Ed'}.)." if editors else ""


def _join(names: Sequence[str], *, comma: bool = False) -> str:
    """Join names. Two have a comma between them where the family name is first."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if comma or len(names) > 2 else ''} & {names[-1]}"


def _invert(authorship: Authorship) -> str:
    if authorship.group or CJK.fullmatch(authorship.name):  # where the family name is first in any case
        return authorship.name
    given, particle, family, suffix = find_parts(authorship)
    return invert_name(abbreviate(given), particle, family, suffix)


def _print_name(authorship: Authorship) -> str:
    """Return a name in its printed order with initials, as that of an editor."""
    if authorship.group:
        return authorship.name
    given, particle, family, suffix = find_parts(authorship)
    return " ".join(filter(None, (abbreviate(given), particle, family, suffix)))


def _write_date(paper: Paper, kind: str) -> str:
    if not paper.date:
        return _DATES.get(paper.status, "n.d.")
    year, month, day = (*paper.date.split("-"), "", "")[:3]
    if not month or kind not in _DATED:
        return year
    return f"{year}, {_MONTHS[int(month) - 1]}{f' {int(day)}' if day else ''}"


def _write_heading(paper: Paper, kind: str, title: str) -> str:
    """Return the title with what identifies the work in parentheses, and its description in brackets."""
    container = paper.container
    number, genre, version = find_number(paper), container.get("genre", ""), container.get("version", "")
    stated: list[str] = []
    makers: list[str] = []
    if kind in ("report", "patent") and number:
        stated = [f"{genre or ('Patent' if kind == 'patent' else '')} No. {number}".strip()]
    elif kind == "standard":
        stated = [number]
    elif kind in ("book", "collection"):
        stated = _list_volumes(container)
        makers = _list_makers(container, edited=bool(paper.authors))
    elif kind in _DESCRIPTIONS and version:
        stated = [f"Version {version}"]
    elif kind == "article" and paper.arxiv:
        stated = [f"arXiv:{paper.arxiv}"]
    described = _DESCRIPTIONS.get(kind, "")
    if kind == "thesis":
        described = ", ".join(filter(None, (genre or "Thesis", container.get("institution", ""))))
    identified = "; ".join([*makers, *([", ".join(stated)] if any(stated) else [])])
    parts = (title, f"({identified})" if identified else "", f"[{described}]" if described else "")
    return " ".join(filter(None, parts))


def _list_makers(container: Mapping[str, str], *, edited: bool) -> list[str]:
    """Return the editors of a book that has authors, and its translators."""
    editors = list_names(container.get("editor", "")) if edited else []
    translators = list_names(container.get("translator", ""))
    groups = ((editors, "Eds." if len(editors) > 1 else "Ed."), (translators, "Trans."))
    return [f"{_join(list(map(_print_name, names)))}, {role}" for names, role in groups if names]


def _list_volumes(container: dict[str, str]) -> list[str]:
    edition, volume = container.get("edition", ""), container.get("volume", "")
    return [f"{_count(edition)} ed."] * bool(edition) + [f"Vol. {volume}"] * bool(volume)


def _count(edition: str) -> str:
    """Return ``2nd`` for ``2``; an edition in words stays."""
    if not _ORDINAL.fullmatch(edition):
        return edition.removesuffix(" ed.").removesuffix(" edition")
    ending = "th" if edition[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return f"{edition}{ending}"


def _name_source(paper: Paper, kind: str) -> str:
    """Return where the paper appeared: a journal with volume and pages, a book with editors, a publisher, arXiv."""
    container = paper.container
    if page := container.get("page", ""):
        page = PAGES.sub(r"\1–\2", page)
    venue = strip_latex(find_venue(paper))
    publisher = container.get("publisher", "")
    if kind in _SERIAL and venue:
        volume, issue = container.get("volume", ""), container.get("issue", "")
        return _end(", ".join(filter(None, (venue, f"{volume}({issue})" if issue else volume, page))))
    if kind in _PARTS and venue:
        return " ".join(map(_end, filter(None, (_name_book(paper, venue, page), publisher))))
    if venue:
        return _end(f"{venue} ({_write_pages(page)})" if page else venue)
    if kind == "article" and paper.arxiv:
        return "arXiv."
    if kind == "thesis":
        return ""
    institution = container.get("institution") or publisher
    return _end(institution) if institution and not _is_author(institution, paper.authors) else ""


def _name_book(paper: Paper, venue: str, page: str) -> str:
    """Return the book in which a part appeared, with its editors, edition, volume and pages."""
    container = paper.container
    editors = list_names(container.get("editor", ""))
    names = f"{_join(list(map(_print_name, editors)))} ({'Eds' if len(editors) > 1 else 'Ed'}.), " if editors else ""
    stated = [*_list_volumes(container), *([_write_pages(page)] if page else [])]
    details = f" ({', '.join(stated)})" if stated else ""
    return f"In {names}{venue}{details}"


def _write_pages(page: str) -> str:
    return f"{'pp.' if '–' in page or ',' in page else 'p.'} {page}"


def _is_author(name: str, authors: Iterable[Authorship]) -> bool:
    """Tell whether a publisher is an author, too: then it isn't named twice."""
    return any(authorship.name == name for authorship in authors)


def _find_link(paper: Paper, url: str) -> str:
    return address_doi(paper.doi) or address_arxiv(paper.arxiv) or find_address(paper, url)


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."
