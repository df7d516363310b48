"""A paper as BibTeX: only what its entry states, readable by BibTeX and BibLaTeX alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.exports.citation import (
    PAGES,
    describe_status,
    find_address,
    find_number,
    find_type,
    find_venue,
    list_editors,
    warn_of_status,
)
from site_builder.exports.escaping import escape
from site_builder.text.citation_keys import make_key
from site_builder.text.folding import MONTHS
from site_builder.text.latex import split
from site_builder.text.person_names import find_parts

if TYPE_CHECKING:
    from site_builder.model import Authorship, Paper

#: CSL's types → BibTeX's, and the field that says where the paper appeared. The last four are BibLaTeX's.
_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "booktitle"),
    "thesis": ("phdthesis", "booktitle"),
    "report": ("techreport", "booktitle"),
    "manuscript": ("unpublished", "booktitle"),
    "dataset": ("dataset", "booktitle"),
    "software": ("software", "booktitle"),
    "webpage": ("online", "booktitle"),
    "patent": ("patent", "booktitle"),
}
_FIELDS = {
    "collection-title": "series",
    "volume": "volume",
    "issue": "number",
    "edition": "edition",
    "publisher": "publisher",
    "institution": "institution",
    "publisher-place": "address",
    "ISSN": "issn",
    "ISBN": "isbn",
}
#: Statuses → BibLaTeX's localized words for them; others stay as they are.
_PUBSTATES = {
    "in preparation": "inpreparation",
    "submitted": "submitted",
    "under review": "submitted",
    "accepted": "forthcoming",
    "in press": "inpress",
}
#: Words that must keep a capital: one inside (``MapReduce``, ``LLM``, ``3D``), or all there is (``Vitamin C``).
_CAPITALS = re.compile(r"(?<![^\W_])(?:[^\W_][^\W_A-ZÀ-ÖØ-Þ]*+[A-ZÀ-ÖØ-Þ][^\W_]*|[B-HJ-Z](?![^\W_]))")
#: A capital in or behind a word, without which there is none of these: most titles are told at an eighth of the cost.
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ](?:(?<=[^\W_].)|(?![^\W_]))")
#: What LaTeX and Unicode write alike.
_PLAIN = re.compile(r"[A-Za-z0-9 \-.,:;!?'()/+*@=\[\]\"]*")


def compose(paper: Paper, url: str = "", key: str = "") -> str:
    """Return the entry; ``url`` is given as the paper's address when nothing better is known, ``key`` when the paper's
    own key is taken (see `citation_keys.make_distinct`)."""
    kind, container = _TYPES.get(find_type(paper), ("misc", "howpublished"))
    genre = paper.container.get("genre", "")
    if kind == "phdthesis" and genre.lower().startswith("master"):
        kind = "mastersthesis"
    lines = [f"@{kind}{{{key or make_key(paper)}", f"title = {{{_write_title(paper.title)}}}"]
    if paper.authors:
        names = [_write_name(authorship) for authorship in paper.authors]
        lines.append(f"author = {{{' and '.join([*names, 'others'] if paper.et_al else names)}}}")
    if venue := find_venue(paper):
        lines.append(f"{container} = {{{_write(venue)}}}")
    if paper.date:
        lines += _write_date(paper.date)
    if paper.container:
        lines += _write_container(paper, kind)
    lines += _write_identifiers(paper, url)
    lines += _write_status(paper, kind)
    if paper.tags:
        lines.append(f"keywords = {{{escape(', '.join(paper.tags))}}}")
    if paper.language:
        lines.append(f"language = {{{paper.language}}}")
    return ",\n  ".join(lines) + "\n}\n"


def _write_status(paper: Paper, kind: str) -> list[str]:
    """Write the status for BibLaTeX, and for BibTeX a note where a citation without it would mislead.

    ``unpublished`` can't do without a note.
    """
    lines = [f"pubstate = {{{pubstate}}}"] if (pubstate := _PUBSTATES.get(paper.status, "")) else []
    note = ". ".join(filter(None, (warn_of_status(paper), paper.container.get("note", ""))))
    if kind == "unpublished" and not note:
        note = describe_status(paper) or "Unpublished"
    return [*lines, f"note = {{{_write(note.removesuffix('.'))}}}"] if note else lines


def _write_identifiers(paper: Paper, url: str) -> list[str]:
    lines = []
    if paper.arxiv:
        lines += [f"eprint = {{{paper.arxiv}}}", "archivePrefix = {arXiv}"]
        if paper.categories:
            lines.append(f"primaryClass = {{{paper.categories[0]}}}")
    if paper.doi:
        lines.append(f"doi = {{{_write_verbatim(paper.doi)}}}")
    if address := find_address(paper, url):
        lines.append(f"url = {{{_write_verbatim(address)}}}")
    return lines


def _write_title(title: str) -> str:
    if title.isupper() and " " in title:
        return _write(title)
    if _PLAIN.fullmatch(title):
        return _CAPITALS.sub(_embrace, title) if _CAPITAL.search(title) else title
    return "".join(_protect_token(kind, value) for kind, value in split(title))


def _embrace(match: re.Match[str]) -> str:
    return f"{{{match[0]}}}"


def _protect_token(kind: str, value: str) -> str:
    """Write a part of a title. BibTeX's styles put whatever isn't in braces into lower case, formulas as well."""
    if kind == "text":
        return _protect(value)
    written = _write_token(kind, value)
    return f"{{{written}}}" if kind == "math" else written


def _protect(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in _CAPITALS.finditer(text):
        pieces += (escape(text[end : match.start()]), "{", escape(match[0]), "}")
        end = match.end()
    return "".join((*pieces, escape(text[end:])))


def _write(text: str) -> str:
    """Write words that may have LaTeX in them already."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_write_token(kind, value) for kind, value in split(text))


def _write_token(kind: str, value: str) -> str:
    if kind == "math":
        # BibTeX counts braces, escaped or not; a formula in which they don't match would swallow the file.
        return value if value.count("{") == value.count("}") else escape(value)
    if kind == "open":
        return f"\\{value}{{"
    if kind == "link":
        return f"\\href{{{value}}}{{"
    if kind == "close":
        return "}"
    return "" if kind == "brace" else escape(value)


def _write_verbatim(text: str) -> str:
    """Write a DOI or an address: BibLaTeX reads these fields as they are, so nothing is escaped but braces."""
    return text.replace("{", "%7B").replace("}", "%7D")


def _write_name(authorship: Authorship) -> str:
    name = authorship.name
    if authorship.group or " and " in name or name == "others":
        return f"{{{escape(name)}}}"
    given, particle, family, suffix = find_parts(authorship)
    # BibTeX takes all words up to the last in lower case for the particle, unless they are in braces.
    braced = given and any(word[0].islower() for word in family.split())
    written = f"{{{escape(family)}}}" if braced else escape(family)
    if particle:
        written = f"{escape(particle)} {written}"
    if suffix:
        written = f"{written}, {suffix}"
    return f"{written}, {escape(given)}" if given else written


def _write_date(date: str) -> list[str]:
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    lines = [f"year = {{{year}}}"]
    if month:
        lines.append(f"month = {MONTHS[int(month) - 1]}")
    if day:
        lines.append(f"day = {{{int(day)}}}")
    return lines


def _write_container(paper: Paper, kind: str) -> list[str]:
    container = {**paper.container, "issue": find_number(paper)}
    lines = [f"{field} = {{{_write(container[name])}}}" for name, field in _FIELDS.items() if container.get(name)]
    if kind.endswith("thesis"):
        lines = [line.replace("institution = ", "school = ", 1) for line in lines]
    if page := container.get("page"):
        pages = PAGES.sub(r"\1--\2", _write(page))
        lines.append(f"pages = {{{pages}}}")
    if editors := list_editors(paper):
        lines.append(f"editor = {{{' and '.join(map(_write_name, editors))}}}")
    return lines
