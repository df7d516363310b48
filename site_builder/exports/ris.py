"""A paper as RIS, which EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import (
    describe_status,
    find_address,
    find_number,
    find_type,
    find_venue,
    list_editors,
    split_pages,
)
from site_builder.text.citation_keys import make_key
from site_builder.text.identifiers import address_arxiv
from site_builder.text.latex import to_unicode
from site_builder.text.person_names import find_parts, invert_name

if TYPE_CHECKING:
    from site_builder.model import Authorship, Paper

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "paper-conference": "CONF",
    "chapter": "CHAP",
    "book": "BOOK",
    "thesis": "THES",
    "report": "RPRT",
    "manuscript": "UNPB",
    "dataset": "DATA",
    "software": "COMP",
    "webpage": "ELEC",
    "post-weblog": "BLOG",
    "patent": "PAT",
    "speech": "SLIDE",
}
_TAGS = {
    "volume": "VL",
    "issue": "IS",
    "collection-title": "T3",
    "edition": "ET",
    "publisher": "PB",
    "publisher-place": "CY",
    "ISSN": "SN",
    "ISBN": "SN",
}


def compose(paper: Paper, url: str = "", key: str = "") -> str:
    """Return the reference; ``url`` and ``key`` as for BibTeX. A list of authors that goes on has ``and others``."""
    lines = [f"TY  - {_TYPES.get(find_type(paper), 'GEN')}", f"TI  - {to_unicode(paper.title)}"]
    lines.append(f"ID  - {key or make_key(paper)}")
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
        lines += _write_container(paper)
    if paper.arxiv:
        lines.append(f"AN  - arXiv:{paper.arxiv}")
    if paper.doi:
        lines.append(f"DO  - {paper.doi}")
    if address := find_address(paper, url) or address_arxiv(paper.arxiv):
        lines.append(f"UR  - {address}")
    lines += [f"KW  - {tag}" for tag in paper.tags]
    if paper.language:
        lines.append(f"LA  - {paper.language}")
    lines.append("ER  - \n")
    return "\n".join(lines)


def _write_name(authorship: Authorship) -> str:
    return authorship.name if authorship.group else invert_name(*find_parts(authorship))


def _write_container(paper: Paper) -> list[str]:
    container = {**paper.container, "issue": find_number(paper)}
    if institution := container.get("institution"):
        container["publisher"] = institution
    lines = [f"{tag}  - {container[name]}" for name, tag in _TAGS.items() if container.get(name)]
    first, last = split_pages(container.get("page", ""))
    lines += [f"{tag}  - {page}" for tag, page in (("SP", first), ("EP", last)) if page]
    return lines + [f"A2  - {_write_name(editor)}" for editor in list_editors(paper)]
