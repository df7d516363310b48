"""The names that papers and people have everywhere: arXiv ids, DOIs and ORCID iDs, in the ways people write them."""

from __future__ import annotations

import re

# The schemes: https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_ID = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV_PLACE = (
    r"(?:https?://)?(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|format|src)/"
    r"|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.|(?:doi:\s*)?10\.48550/arxiv\.|arxiv:\s*|arxiv\s+|abs/"
)
_ARXIV = re.compile(rf"(?i:{_ARXIV_PLACE})?({_ARXIV_ID})(?:v\d+)?(?:\.pdf)?/?(?:[?#]\S*)?(?:\s*\[[\w.\-]+\])?")
_ARXIV_MENTION = re.compile(rf"(?<![\w/.])(?i:{_ARXIV_PLACE})({_ARXIV_ID})(?:v\d+)?(?!\w)")
_DOI_PREFIX = re.compile(r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*|doi\s+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S*[^\s.,;:]")
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?")


def read_arxiv(text: str) -> str:
    """Return the arXiv id that the text is, without its version: an id, ``arXiv:…``, an address or a DOI of arXiv's.

    Empty when the text is anything else.
    """
    match = _ARXIV.fullmatch(text.strip())
    return match[1] if match else ""


def find_arxiv(text: str) -> str:
    """Return the first arXiv id that a sentence names as one (``arXiv preprint arXiv:2503.04412``), or nothing."""
    match = _ARXIV_MENTION.search(text)
    return match[1] if match else ""


def read_doi(text: str) -> str:
    """Return the DOI that the text is (bare, ``doi:…``, an address), or nothing."""
    text = text.strip()
    prefix = _DOI_PREFIX.match(text)
    match = _DOI.match(text, prefix.end() if prefix else 0)
    return match[0] if match and not text[match.end() :].strip(" .,;:") else ""


def read_orcid(text: str) -> str:
    """Return the ORCID iD that the text is (bare or an address), or nothing. Its check digit isn't looked at here."""
    match = _ORCID.fullmatch(text.strip())
    return match[1].upper() if match else ""
