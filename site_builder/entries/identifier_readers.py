"""Identifiers of front matter: of people, papers, journals and books, with the check digits that some of them have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.entries.frontmatter import FieldDiagnostic
from site_builder.entries.value_readers import read_text, read_texts, refuse
from site_builder.text import identifiers

if TYPE_CHECKING:
    from collections.abc import Callable

    from site_builder.entries.frontmatter import Raw, Where

_CODE = "entry-identifier"


def read_orcid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an ORCID iD, bare or as an address. One with a wrong check digit is told, and nothing is read."""
    return _read_checked(
        value, where, found, identifiers.read_orcid, identifiers.has_orcid_check_digit, "an ORCID iD", "orcid.org"
    )


def read_ror(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read the ROR id of an institution, bare or as an address. One with a wrong checksum is told, nothing is read."""
    return _read_checked(value, where, found, identifiers.read_ror, identifiers.has_ror_checksum, "a ROR id", "ror.org")


def _read_checked(
    value: Raw,
    where: Where,
    found: list[FieldDiagnostic],
    read: Callable[[str], str],
    is_valid: Callable[[str], bool],
    kind: str,
    origin: str,
) -> str:
    text = read_text(value, where, found)
    identifier = read(text)
    if text and not identifier:
        example = {"orcid.org": "0000-0002-1825-0097", "ror.org": "https://ror.org/00f54p054"}[origin]
        message, suggestion = f"this isn't {kind}: '{text}'", f"write it as {example}"
        return refuse(where, found, message, suggestion, code=_CODE, severity="warning")
    if identifier and not is_valid(identifier):
        message = f"{identifier} isn't {kind}: its last digit doesn't fit the others, so it isn't published"
        return refuse(where, found, message, f"copy it from {origin} again", code=_CODE, severity="warning")
    return identifier


def read_doi(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a DOI, bare or as an address; what doesn't look like one is told and kept."""
    return _read_identifier(value, where, found, identifiers.read_doi, "a DOI", "10.1000/182")


def read_arxiv(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an arXiv id without its version, bare or as an address; what doesn't look like one is told and kept."""
    return _read_identifier(value, where, found, identifiers.read_arxiv, "an arXiv id", "2503.04412 or hep-th/9901001")


def read_pmid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read a number of PubMed, bare or as an address; what doesn't look like one is told and kept."""
    return _read_identifier(value, where, found, identifiers.read_pmid, "a number of PubMed", "31978945")


def read_pmcid(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read an id of PubMed Central, bare or as an address; what doesn't look like one is told and kept."""
    return _read_identifier(value, where, found, identifiers.read_pmcid, "an id of PubMed Central", "PMC7092803")


def _read_identifier(
    value: Raw, where: Where, found: list[FieldDiagnostic], read: Callable[[str], str], kind: str, example: str
) -> str:
    text = read_text(value, where, found)
    identifier = read(text)
    if text and not identifier:
        message = f"this doesn't look like {kind}: '{text}'"
        found.append(FieldDiagnostic(where, _CODE, message, f"write it as {example}", "warning"))
    return identifier or text


def read_issn(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read one ISSN or several; one with a wrong check digit is told and left out."""
    return _read_numbers(value, where, found, identifiers.find_issns, identifiers.has_issn_check_digit, "ISSN")


def read_isbn(value: Raw, where: Where, found: list[FieldDiagnostic]) -> str:
    """Read one ISBN or several; one with a wrong check digit is told and left out."""
    return _read_numbers(value, where, found, identifiers.find_isbns, identifiers.has_isbn_check_digit, "ISBN")


def _read_numbers(
    value: Raw,
    where: Where,
    found: list[FieldDiagnostic],
    find: Callable[[str], list[str]],
    is_valid: Callable[[str], bool],
    kind: str,
) -> str:
    text = ", ".join(read_texts(value, where, found))
    numbers = find(text)
    if text and not numbers:
        message = f"this isn't an {kind}, so it isn't published: '{text}'"
        return refuse(where, found, message, "copy it from the publication again", code=_CODE, severity="warning")
    valid = [number for number in numbers if is_valid(number)]
    for number in numbers:
        if number not in valid:
            message = f"{number} isn't an {kind}: its check digit doesn't fit, so it isn't published"
            refuse(where, found, message, "copy it from the publication again", code=_CODE, severity="warning")
    return text if len(valid) == len(numbers) else ", ".join(valid)
