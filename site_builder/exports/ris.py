"""A paper as RIS, which EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import (
    describe_status,
    find_address,
    find_license,
    find_number,
    list_names,
    split_pages,
)
from site_builder.formats.ris_names import NUMBERED, TYPES, VARIABLES
from site_builder.markup import split_title
from site_builder.text.citation_keys import make_key
from site_builder.text.identifiers import address_arxiv
from site_builder.text.latex import to_unicode
from site_builder.text.person_names import find_parts, invert_name
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Authorship, Paper

#: Types whose editors are ``A3``: there ``A2`` are the editors of the series.
_EDITED = frozenset({"book", "collection"})


def compose(paper: Paper, url: str = "", key: str = "") -> str:
    """Return the reference; ``url`` and ``key`` as for BibTeX. A list of authors that goes on has ``and others``."""
    kind = find_type(paper)
    tag, genre = TYPES.get(kind, ("GEN", ""))
    lines = [f"TY  - {tag}", f"TI  - {_write_title(paper.title)}", f"ID  - {key or make_key(paper)}"]
    lines += [f"AU  - {_write_name(authorship)}" for authorship in paper.authors]
    if paper.et_al and paper.authors:
        lines.append("N1  - and others")
    if status := describe_status(paper):
        lines.append(f"N1  - {status}")
    if paper.date:
        year, month, day = (*paper.date.split("-"), "", "")[:3]
        lines += (f"PY  - {year}", f"DA  - {year}/{month}/{day}/")
    if venue := find_venue(paper):
        lines.append(f"T2  - {to_unicode(venue)}")
    if paper.container:
        lines += _write_container(paper, kind)
    if genre and not paper.container.get("genre"):
        lines.append(f"M3  - {genre}")
    lines += [f"{name}  - {text}" for name, text in _list_identifiers(paper, url) if text]
    lines += [f"KW  - {keyword}" for keyword in paper.tags]
    if paper.language:
        lines.append(f"LA  - {paper.language}")
    lines.append("ER  - \n")
    return "\n".join(lines)


def _list_identifiers(paper: Paper, url: str) -> Iterator[tuple[str, str]]:
    container = paper.container
    yield "AN", f"arXiv:{paper.arxiv}" if paper.arxiv else ""
    yield "DO", paper.doi
    for name in ("PMID", "PMCID", "note"):
        yield "N1", f"{name}: {container[name]}" if container.get(name) else ""
    yield "UR", find_address(paper, url) or address_arxiv(paper.arxiv)
    yield "CR", find_license(paper)


def _write_title(title: str) -> str:
    """Write a title as text. Formulas keep their dollars."""
    shown = ("text", "escape", "math", "address")
    return "".join(value for kind, value in split_title(title) if kind in shown)


def _write_name(authorship: Authorship) -> str:
    return authorship.name if authorship.group else invert_name(*find_parts(authorship))


def _write_container(paper: Paper, kind: str) -> Iterator[str]:
    container = paper.container
    values = {tags[0]: container.get(name, "") for name, tags in VARIABLES.items()}
    values["PB"] = container.get("institution") or values["PB"]
    values["SN" if kind in NUMBERED else "IS"] = find_number(paper)
    values["ET"] = container.get("edition") or container.get("version", "")
    values["SP"], values["EP"] = split_pages(container.get("page", ""))
    yield from (f"{tag}  - {text}" for tag, text in values.items() if text)
    yield from (f"SN  - {text}" for name in ("ISSN", "ISBN") if (text := container.get(name)))
    for name, tag in (("editor", "A3" if kind in _EDITED else "A2"), ("translator", "A4")):
        yield from (f"{tag}  - {_write_name(person)}" for person in list_names(container.get(name, "")))
