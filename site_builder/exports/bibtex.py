"""A paper as BibTeX, for BibTeX and for BibLaTeX. The entry states what the paper's entry states, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.exports.citation import (
    PAGES,
    describe_status,
    find_address,
    find_license,
    find_number,
    list_names,
    rename_variables,
    warn_of_status,
)
from site_builder.exports.escaping import escape
from site_builder.formats.bibtex.capitals import CAPITALS
from site_builder.formats.bibtex.csl_names import DATES, NAMES, TYPES, VARIABLES
from site_builder.markup import split_title
from site_builder.text.citation_keys import make_key
from site_builder.text.folding import MONTHS
from site_builder.text.identifiers import address_arxiv, address_doi
from site_builder.text.latex import split
from site_builder.text.person_names import find_parts, is_regnal
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.model import Authorship, Paper

#: The field that names where the paper appeared, by the type of the entry.
_VENUES = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "book": "booktitle"}
#: The field for the institution, without which BibTeX's styles warn.
_INSTITUTIONS = {"phdthesis": "school", "mastersthesis": "school", "techreport": "institution"}
#: Types of entries of which BibTeX's oldest styles (plain, abbrv, alpha, apalike) print neither DOI, address nor
#: version: ``howpublished`` and ``note`` repeat them.
_UNPRINTED = frozenset({"misc", "online", "patent", "software"})
#: Types of entries that BibTeX sorts by their editors.
_EDITED = frozenset({"book", "proceedings"})
#: Types of entries that do without a year. For all others pybtex refuses an entry that has none.
_UNDATED = _UNPRINTED | {"unpublished"}
#: Statuses → BibLaTeX's keys for them, which it translates; others stay as they are.
_PUBSTATES = {
    "in preparation": "inpreparation",
    "submitted": "submitted",
    "under review": "submitted",
    "accepted": "forthcoming",
    "in press": "inpress",
}
#: A capital inside a word or a word of one letter. Most titles have none: this search takes an eighth of the time.
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ](?:(?<=[^\W_].)|(?![^\W_]))")
#: A text that is the same in LaTeX and in Unicode.
_PLAIN = re.compile(r"[A-Za-z0-9 \-.,:;!?'()/+@=\[\]\"]*")


def compose(paper: Paper, url: str = "", key: str = "") -> str:
    """Return the entry.

    ``url`` is the address of the paper's page, for a paper without a better one. ``key`` replaces the paper's own key
    where another paper of the file has that (see `citation_keys.make_distinct`).
    """
    kind, subtype = _find_kind(paper)
    lines = [f"@{kind}{{{key or make_key(paper)}", f"title = {{{_write_title(paper.title)}}}"]
    lines += _write_authors(paper, kind)
    venue = find_venue(paper)
    if venue and kind not in _UNPRINTED:
        lines.append(f"{_VENUES.get(kind, 'howpublished')} = {{{_write(venue)}}}")
    if paper.date:
        lines += _write_date(paper.date)
    elif kind not in _UNDATED:
        lines.append("year = {n.d.}")
    if paper.container:
        lines += _write_container(paper, kind)
    if subtype:
        lines.append(f"entrysubtype = {{{subtype}}}")
    address = _find_address(paper, url)
    lines += _write_identifiers(paper, address)
    lines += _write_notes(paper, kind, venue, address)
    if paper.tags:
        lines.append(f"keywords = {{{escape(', '.join(paper.tags))}}}")
    if paper.language:
        lines.append(f"language = {{{paper.language}}}")
    if license_ := find_license(paper):
        lines.append(f"copyright = {{{_write_verbatim(license_)}}}")
    return ",\n  ".join(lines) + "\n}\n"


def _write_authors(paper: Paper, kind: str) -> Iterator[str]:
    """Write the authors, or else what BibTeX sorts the entry by: its title, if it has no editors either."""
    if paper.authors:
        yield f"author = {{{_join_names(paper.authors, more=paper.et_al)}}}"
    elif not (kind in _EDITED and paper.container.get("editor")):
        yield f"key = {{{_write_title(paper.title)}}}"


def _find_kind(paper: Paper) -> tuple[str, str]:
    """Return the type of the entry and its subtype."""
    kind, subtype = TYPES.get(find_type(paper), ("misc", ""))
    if kind == "phdthesis" and paper.container.get("genre", "").lower().startswith("master"):
        kind = "mastersthesis"
    return kind, "" if subtype == "preprint" and paper.arxiv else subtype


def _find_address(paper: Paper, url: str) -> str:
    """Return the address of the entry; of a preprint its address at arXiv, as Zotero knows no other field for it."""
    return find_address(paper, url) or ("" if find_venue(paper) or paper.doi else address_arxiv(paper.arxiv))


def _write_notes(paper: Paper, kind: str, venue: str, address: str) -> list[str]:
    """Write the status for BibLaTeX, and the fields of free text.

    The note names a status without which a citation would mislead, and what a style wouldn't print. An entry
    ``unpublished`` can't do without a note.
    """
    lines = [f"pubstate = {{{pubstate}}}"] if (pubstate := _PUBSTATES.get(paper.status, "")) else []
    notes = [warn_of_status(paper), paper.container.get("note", "")]
    if kind in _UNPRINTED:
        place = f"arXiv:{paper.arxiv}" if paper.arxiv else address_doi(paper.doi) or address
        if venue or place:
            lines.append(f"howpublished = {{{_write(venue or place)}}}")
        notes += [f"Version {version}" if (version := paper.container.get("version", "")) else "", venue and place]
    if kind == "unpublished" and not any(notes):
        notes = [describe_status(paper) or "Unpublished"]
    note = ". ".join(text.removesuffix(".") for text in notes if text)
    return [*lines, f"note = {{{_write(note)}}}"] if note else lines


def _write_identifiers(paper: Paper, address: str) -> list[str]:
    lines = []
    if paper.arxiv:
        lines += [f"eprint = {{{paper.arxiv}}}", "archivePrefix = {arXiv}"]
        if paper.categories:
            lines.append(f"primaryClass = {{{paper.categories[0]}}}")
    if paper.doi:
        lines.append(f"doi = {{{_write_verbatim(paper.doi)}}}")
    if address:
        lines.append(f"url = {{{_write_verbatim(address)}}}")
    return lines


def _write_title(title: str) -> str:
    """Write a title in which words keep the capitals that they need.

    BibTeX's styles put into lower case what isn't in braces, formulas as well. Braces that the title has protect what
    they enclose.
    """
    if title.isupper() and " " in title:
        return _write(title)
    if _PLAIN.fullmatch(title):
        return CAPITALS.sub(_embrace, title) if _CAPITAL.search(title) else title
    pieces: list[str] = []
    depth = 0
    for kind, value in split_title(title):
        if kind == "brace":
            depth += 1 if value == "{" else -1
            pieces.append(value)
        elif depth:
            pieces.append(_write_token(kind, value))
        elif kind == "text":
            pieces.append(_protect(value))
        else:
            written = _write_token(kind, value)
            pieces.append(f"{{{written}}}" if kind == "math" else written)
    return "".join(pieces)


def _embrace(match: re.Match[str]) -> str:
    return f"{{{match[0]}}}"


def _protect(text: str) -> str:
    pieces: list[str] = []
    end = 0
    for match in CAPITALS.finditer(text):
        pieces += (escape(text[end : match.start()]), "{", escape(match[0]), "}")
        end = match.end()
    return "".join((*pieces, escape(text[end:])))


def _write(text: str) -> str:
    """Write a text that may contain LaTeX already."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_write_token(*token) for token in split(text) if token[0] != "brace")


def _write_token(kind: str, value: str) -> str:
    if kind == "math":
        # BibTeX counts braces, escaped or not: a formula in which they don't match would take in the rest of the file.
        return value if value.count("{") == value.count("}") else escape(value)
    if kind == "open":
        return f"\\{value}{{"
    if kind == "link":
        return f"\\href{{{value}}}{{"
    return "}" if kind == "close" else escape(value)


def _write_verbatim(text: str) -> str:
    """Write a DOI or an address. BibLaTeX reads these fields as they are, so only braces are escaped."""
    return text.replace("{", "%7B").replace("}", "%7D")


def _join_names(names: Iterable[Authorship], *, more: bool = False) -> str:
    return " and ".join([*map(_write_name, names), *(["others"] if more else [])])


def _write_name(authorship: Authorship) -> str:
    name = authorship.name
    if authorship.group or " and " in name or name == "others":
        return f"{{{escape(name)}}}"
    given, particle, family, suffix = find_parts(authorship)
    # BibTeX takes all words up to the last in lower case for the particle, unless they are in braces.
    braced = is_regnal(family) or (given and any(word[0].islower() for word in family.split()))
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
    container = rename_variables(paper.container)
    values = {fields[0]: _write(text) for name, fields in VARIABLES.items() if (text := container.get(name))}
    if "pages" in values:
        values["pages"] = PAGES.sub(r"\1--\2", values["pages"])
    if number := find_number(paper):
        values["number"] = _write(number)
    genre = container.get("genre")
    if genre and not (kind == "mastersthesis" and genre == "Master's thesis"):
        values["type"] = _write(genre)
    if (field := _INSTITUTIONS.get(kind)) and (name := next(filter(values.get, ("institution", "publisher")), "")):
        values[field] = values.pop(name)
    lines = [f"{field} = {{{value}}}" for field, value in values.items()]
    lines += [f"{field} = {{{_write(container[name])}}}" for name, field in DATES.items() if container.get(name)]
    for name, field in NAMES.items():
        if text := container.get(name):
            lines.append(f"{field} = {{{_join_names(list_names(text))}}}")
    return lines
