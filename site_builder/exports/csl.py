"""A paper as CSL-JSON, which Zotero, Pandoc and citeproc read. Every item is valid by CSL's schema for data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from site_builder.entries.fields import CSL_TEXTS
from site_builder.entries.value_writers import express_value
from site_builder.exports.citation import (
    find_address,
    find_license,
    is_retracted,
    list_names,
    rename_variables,
    split_date,
    warn_of_status,
)
from site_builder.markup import split_title
from site_builder.text.citation_keys import make_key
from site_builder.text.csl_variables import DATES, NAMES, REPLACED_TYPES, TEXTS
from site_builder.text.identifiers import address_arxiv
from site_builder.text.latex import STYLES, to_unicode
from site_builder.text.person_names import find_parts
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.model import Authorship, Paper

#: The styles that CSL-JSON's rich text has.
_TAGS = {
    "emphasis": ("<i>", "</i>"),
    "strong": ("<b>", "</b>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "capitals": ('<span style="font-variant: small-caps;">', "</span>"),
}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def describe(paper: Paper, url: str = "", key: str = "") -> dict[str, Any]:
    """Return the item, ready for a JSON encoder; ``url`` and ``key`` as for BibTeX.

    A list of authors that goes on ends with ``{"literal": "others"}``, as Pandoc writes it. What CSL has no variable
    for is under ``custom``.
    """
    kind = find_type(paper)
    item: dict[str, Any] = {"id": key or make_key(paper), "type": kind or "document", "title": _write(paper.title)}
    custom: dict[str, Any] = {"license": find_license(paper), "funding": list(map(express_value, paper.funding))}
    if kind in REPLACED_TYPES:
        item["type"], genre = REPLACED_TYPES[kind]
        item["genre"] = paper.container.get("genre") or genre
    if kind and item["type"] == "document":
        custom["type"] = kind
    if paper.authors:
        item["author"] = list(map(_describe_name, paper.authors))
        if paper.et_al:
            item["author"].append({"literal": "others"})
    if paper.date:
        item["issued"] = {"date-parts": [list(split_date(paper.date))]}
    if venue := find_venue(paper):
        item["container-title"] = to_unicode(venue)
    if paper.container:
        described, unknown = _describe_container(paper.container)
        item = described | item
        custom = unknown | custom
    item |= {name: text for name, text in _list_texts(paper, url, kind).items() if text}
    if custom := {name: value for name, value in custom.items() if value}:
        item["custom"] = custom
    return item


def _list_texts(paper: Paper, url: str, kind: str) -> dict[str, str]:
    """Return the variables that come from other fields than ``container``, by CSL's names."""
    arxiv = f"arXiv:{paper.arxiv}" if paper.arxiv else ""
    noted = "" if kind == "article" else arxiv
    texts = {csl: getattr(paper, field) for field, csl in CSL_TEXTS.items()}
    return texts | {
        "number": arxiv if kind == "article" else "",
        "URL": find_address(paper, url) or address_arxiv(paper.arxiv),
        "keyword": ", ".join(paper.tags),
        "note": "\n".join(filter(None, (noted, warn_of_status(paper), paper.container.get("note", "")))),
        "status": "retracted" if is_retracted(paper) else paper.status,
    }


def _describe_container(container: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return CSL's variables, each in the form that the schema asks for, and the fields that CSL doesn't know."""
    described: dict[str, Any] = {}
    unknown: dict[str, str] = {}
    for name, text in rename_variables(container).items():
        if name in NAMES:
            described[name] = list(map(_describe_name, list_names(text)))
        elif name in DATES:
            described[name] = _describe_date(text)
        elif name in TEXTS:
            described[name] = text
        elif name != "institution":
            unknown[name] = text
    if institution := container.get("institution"):
        described["publisher"] = institution
    return described, unknown


def _describe_date(text: str) -> dict[str, Any]:
    """Return a date or a range of two; any other text stays as it is written."""
    dates = text.split("/")
    if len(dates) <= 2 and all(map(_DATE.fullmatch, dates)):
        return {"date-parts": [list(split_date(date)) for date in dates]}
    return {"literal": text}


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
    """Write a title as CSL's rich text. Formulas keep their dollars, which most programs show as they are.

    Braces that protect capitals become ``nocase``.
    """
    pieces: list[str] = []
    closing: list[str] = []
    for kind, value in split_title(text):
        if kind in ("open", "link"):
            start, end = _TAGS.get(STYLES.get(value, "plain"), ("", ""))
            pieces.append(start)
            closing.append(end)
        elif kind == "close":
            pieces.append(closing.pop())
        elif kind == "brace":
            pieces.append('<span class="nocase">' if value == "{" else "</span>")
        else:
            pieces.append(value)
    return "".join(pieces)
