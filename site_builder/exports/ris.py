"""A paper as RIS, which EndNote, Mendeley and Zotero read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import find_address, find_number, find_type, list_editors, split_pages
from site_builder.text.identifiers import address_arxiv
from site_builder.text.latex import to_unicode
from site_builder.text.person_names import invert_name, split_name

if TYPE_CHECKING:
    from site_builder.model import Paper

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


def compose(paper: Paper, url: str = "") -> str:
    """Return the reference; ``url`` as for BibTeX. A list of authors that goes on is noted as ``and others``."""
    lines = [f"TY  - {_TYPES.get(find_type(paper), 'GEN')}", f"TI  - {to_unicode(paper.title)}"]
    lines += [f"AU  - {_write_name(authorship.name, authorship.group)}" for authorship in paper.authors]
    if paper.et_al and paper.authors:
        lines.append("N1  - and others")
    if paper.date:
        year, month, day = (*paper.date.split("-"), "", "")[:3]
        lines += (f"PY  - {year}", f"DA  - {year}/{month}/{day}/")
    if paper.venue:
        lines.append(f"T2  - {to_unicode(paper.venue)}")
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


def _write_name(name: str, group: bool) -> str:
    return name if group else invert_name(*split_name(name))


def _write_container(paper: Paper) -> list[str]:
    container = {**paper.container, "issue": find_number(paper)}
    if institution := container.get("institution"):
        container["publisher"] = institution
    lines = [f"{tag}  - {container[name]}" for name, tag in _TAGS.items() if container.get(name)]
    first, last = split_pages(container.get("page", ""))
    lines += [f"{tag}  - {page}" for tag, page in (("SP", first), ("EP", last)) if page]
    return lines + [f"A2  - {_write_name(name, False)}" for name in list_editors(paper)]
