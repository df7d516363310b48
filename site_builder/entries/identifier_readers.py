"""Identifiers of front matter: of people, papers, journals and books, with the check digits that some of them have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from site_builder.entries.frontmatter import FieldDiagnostic
from site_builder.entries.value_readers import read_text, read_texts, refuse
from site_builder.text import identifiers
from site_builder.text.folding import collapse

if TYPE_CHECKING:
    from site_builder.entries.frontmatter import Raw, Where

_CODE = "entry-identifier"


class _Identifier(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of identifiers: what it is called with its article, how one is written, how it is read from a text (an
    empty text where it isn't one), and whether its check digit fits."""

    name: str
    example: str
    read: Callable[[str], str]
    is_valid: Callable[[str], bool] = lambda _: True


class _Number(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of numbers of which a text may hold several."""

    name: str
    find: Callable[[str], list[str]]
    is_valid: Callable[[str], bool]


_ORCID = _Identifier(
    name="an ORCID iD",
    example="0000-0002-1825-0097",
    read=identifiers.read_orcid,
    is_valid=identifiers.has_orcid_check_digit,
)
_ROR = _Identifier(
    name="a ROR id",
    example="https://ror.org/00f54p054",
    read=identifiers.read_ror,
    is_valid=identifiers.has_ror_checksum,
)
_DOI = _Identifier(name="a DOI", example="10.1000/182", read=identifiers.read_doi)
_ARXIV = _Identifier(name="an arXiv id", example="2503.04412 or hep-th/9901001", read=identifiers.read_arxiv)
_PMID = _Identifier(name="a number of PubMed", example="31978945", read=identifiers.read_pmid)
_PMCID = _Identifier(name="an id of PubMed Central", example="PMC7092803", read=identifiers.read_pmcid)
_ISSN = _Number(name="ISSN", find=identifiers.find_issns, is_valid=identifiers.has_issn_check_digit)
_ISBN = _Number(name="ISBN", find=identifiers.find_isbns, is_valid=identifiers.has_isbn_check_digit)


def read_orcid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an ORCID iD, bare or as an address. One with a wrong check digit is told, and nothing is read."""
    return _read_checked(_ORCID, value, where, found)


def read_ror(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read the ROR id of an institution, bare or as an address. One with a wrong checksum is told, nothing is read."""
    return _read_checked(_ROR, value, where, found)


def read_rors(value: Raw, where: Where, found: list[FieldDiagnostic]) -> dict[str, str]:
    """Read a mapping of institutions' names to their ROR ids."""
    if not isinstance(value, dict):
        suggestion = "write ror: {A University: 00f54p054}"
        refuse(where, found, "this should be a mapping", suggestion, severity="warning")
        return {}
    rors = {collapse(name): read_ror(item, (*where, name), found) for name, item in value.items() if item}
    return {name: ror for name, ror in rors.items() if name and ror}


def find_rors(affiliations: Raw, where: Where, found: list[FieldDiagnostic]) -> dict[str, str]:
    """Return the ROR ids that items of a list of affiliations state: ``{name: A University, ror: 00f54p054}``."""
    items = affiliations if isinstance(affiliations, list) else [affiliations]
    rors: dict[str, str] = {}
    for i, item in enumerate(items):
        if isinstance(item, dict) and item.get("ror") and isinstance(name := item.get("name"), str):
            place = (*where, i) if isinstance(affiliations, list) else where
            rors |= read_rors({name: item["ror"]}, place, found) if not isinstance(item["ror"], dict) else {}
    return rors


def read_doi(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a DOI, bare or as an address; what doesn't look like one is told and kept."""
    return _read_or_keep(_DOI, value, where, found)


def read_arxiv(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an arXiv id without its version, bare or as an address; what doesn't look like one is told and kept."""
    return _read_or_keep(_ARXIV, value, where, found)


def read_pmid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a number of PubMed, bare or as an address; what doesn't look like one is told and kept."""
    return _read_or_keep(_PMID, value, where, found)


def read_pmcid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an id of PubMed Central, bare or as an address; what doesn't look like one is told and kept."""
    return _read_or_keep(_PMCID, value, where, found)


def read_issn(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read one ISSN or several; one with a wrong check digit is told and left out."""
    return _read_numbers(_ISSN, value, where, found)


def read_isbn(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read one ISBN or several; one with a wrong check digit is told and left out."""
    return _read_numbers(_ISBN, value, where, found)


def _read_checked(kind: _Identifier, value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    text = read_text(value, where, found)
    identifier = kind.read(text)
    if text and not identifier:
        message, suggestion = f"this isn't {kind.name}: '{text}'", f"write it as {kind.example}"
        return refuse(where, found, message, suggestion, code=_CODE, severity="warning")
    if identifier and not kind.is_valid(identifier):
        message = f"{identifier} isn't {kind.name}: its last digit doesn't fit the others, so it isn't published"
        return refuse(where, found, message, "copy it again from its source", code=_CODE, severity="warning")
    return identifier


def _read_or_keep(kind: _Identifier, value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    text = read_text(value, where, found)
    identifier = kind.read(text)
    if text and not identifier:
        message = f"this doesn't look like {kind.name}: '{text}'"
        found.append(FieldDiagnostic(where, _CODE, message, f"write it as {kind.example}", "warning"))
    return identifier or text


def _read_numbers(kind: _Number, value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    text = ", ".join(read_texts(value, where, found))
    numbers = kind.find(text)
    if text and not numbers:
        message = f"this isn't an {kind.name}, so it isn't published: '{text}'"
        return refuse(where, found, message, "copy it again from the publication", code=_CODE, severity="warning")
    valid = [number for number in numbers if kind.is_valid(number)]
    for number in numbers:
        if number not in valid:
            message = f"{number} isn't an {kind.name}: its check digit doesn't fit, so it isn't published"
            refuse(where, found, message, "copy it again from the publication", code=_CODE, severity="warning")
    return text if len(valid) == len(numbers) else ", ".join(valid)
