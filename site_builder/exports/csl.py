"""A paper as CSL-JSON, which Zotero, Pandoc and citeproc read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.entries.fields import CSL_TEXTS
from site_builder.entries.value_writers import express_value
from site_builder.exports.citation import (
    find_address,
    find_type,
    find_venue,
    is_retracted,
    list_editors,
    split_date,
    warn_of_status,
)
from site_builder.text.citation_keys import make_key
from site_builder.text.identifiers import address_arxiv
from site_builder.text.latex import STYLES, split
from site_builder.text.person_names import find_parts

if TYPE_CHECKING:
    from site_builder.model import Authorship, Paper

#: The styles that CSL-JSON's rich text has.
_TAGS = {
    "emphasis": ("<i>", "</i>"),
    "strong": ("<b>", "</b>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "capitals": ('<span style="font-variant: small-caps;">', "</span>"),
}
#: Parts of an entry's container that aren't texts under the same name in CSL.
_SPECIAL = frozenset(("institution", "editor"))


def describe(paper: Paper, url: str = "", key: str = "") -> dict[str, Any]:
    """Return the item, ready for a JSON encoder; ``url`` and ``key`` as for BibTeX.

    A list of authors that goes on ends with ``{"literal": "others"}``, as Pandoc writes it.
    """
    item: dict[str, Any] = {"id": key or make_key(paper), "type": find_type(paper) or "document"}
    item["title"] = _write(paper.title)
    if paper.authors:
        item["author"] = [_describe_name(authorship) for authorship in paper.authors]
        if paper.et_al:
            item["author"].append({"literal": "others"})
    if paper.date:
        item["issued"] = {"date-parts": [list(split_date(paper.date))]}
    if venue := find_venue(paper):
        item["container-title"] = _write(venue)
    if paper.container:
        item |= _describe_container(paper)
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else ""
    if arxiv and item["type"] == "article":
        item["number"], arxiv = arxiv, ""
    rest = {csl: getattr(paper, field) for field, csl in CSL_TEXTS.items()} | {
        "URL": find_address(paper, url) or address_arxiv(paper.arxiv),
        "keyword": ", ".join(paper.tags),
        "note": "\n".join(filter(None, (arxiv, warn_of_status(paper), paper.container.get("note", "")))),
    }
    if is_retracted(paper):
        rest["status"] = "retracted"
    item |= {name: text for name, text in rest.items() if text}
    custom = {"license": paper.license, "funding": [express_value(grant) for grant in paper.funding]}
    return item | ({"custom": {name: value for name, value in custom.items() if value}} if any(custom.values()) else {})


def _describe_container(paper: Paper) -> dict[str, Any]:
    container = paper.container
    described: dict[str, Any] = {name: text for name, text in container.items() if text and name not in _SPECIAL}
    if container.get("institution"):
        described["publisher"] = container["institution"]
    if editors := list_editors(paper):
        described["editor"] = [_describe_name(editor) for editor in editors]
    return described


def _describe_name(authorship: Authorship) -> dict[str, str]:
    if authorship.group:
        return {"literal": authorship.name}
    given, particle, family, suffix = find_parts(authorship)
    described = {"family": family, "given": given} if given else {"family": family}
    if particle:
        described["non-dropping-particle"] = particle
    if suffix:
        described["suffix"] = suffix
    return described


def _write(text: str) -> str:
    """Write a source as CSL's rich text; formulas keep their dollars, which most programs show as they are."""
    pieces: list[str] = []
    closing: list[str] = []
    for kind, value in split(text):
        if kind in ("open", "link"):
            start, end = _TAGS.get(STYLES.get(value, "plain"), ("", ""))
            pieces.append(start)
            closing.append(end)
        elif kind == "close":
            pieces.append(closing.pop())
        elif kind != "brace":
            pieces.append(value)
    return "".join(pieces)
