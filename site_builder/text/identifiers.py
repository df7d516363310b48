"""Identifiers of papers and people: arXiv ids, DOIs and ORCID iDs, in all spellings, and their web addresses."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# The schemes: https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_ID = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
#: Old ids were printed with a subject class; the canonical id has none: ``math.GT/0309136`` is math/0309136.
_SUBJECT_CLASS = re.compile(r"\.[A-Z]{2}(?=/)")
_ARXIV_PLACE = (
    r"(?:https?://)?(?:www\.|export\.|browse\.)?arxiv\.org/(?:abs|pdf|html|format|src)/"
    r"|(?:https?://)?(?:dx\.)?doi\.org/10\.48550/arxiv\.|(?:doi:\s*)?10\.48550/arxiv\.|arxiv:\s*|arxiv\s+|abs/"
)
_ARXIV = re.compile(rf"(?i:{_ARXIV_PLACE})?({_ARXIV_ID})(?:v(\d{{1,3}}))?(?:\.pdf)?/?(?:[?#]\S*)?(?:\s*\[[\w.\-]+\])?")
_ARXIV_MENTION = re.compile(rf"(?<![\w/.])(?i:{_ARXIV_PLACE})({_ARXIV_ID})(?:v\d+)?(?!\w)")
_DOI_PREFIX = re.compile(r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|doi:\s*|doi\s+)", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/\S*[^\s.,;:]")
#: In a text a DOI may be part of an address, of a sentence, or in parentheses; some have parentheses themselves.
_DOI_MENTION = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s\"<>{}|\\^`]*[^\s\"<>{}|\\^`.,;:'’”»]")
_DOI_END = re.compile(r"[?#&].*|/(?:full|pdf|abstract|epdf|html|meta)$|\.pdf$", re.IGNORECASE)
_PLAIN_IN_ADDRESS = "/:;().,!$&'*=@"
_ORCID = re.compile(r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])/?")


def read_arxiv(text: str) -> str:
    """Return the arXiv id that the whole text is, without its version; empty for any other text.

    Understood: a bare id, ``arXiv:…``, an address of arxiv.org, a DOI of arXiv's.
    """
    match = _ARXIV.fullmatch(text.strip())
    return _SUBJECT_CLASS.sub("", match[1]) if match else ""


def read_arxiv_version(text: str) -> int:
    """Return the version that an arXiv id names (``2503.04412v2``), or 0."""
    match = _ARXIV.fullmatch(text.strip())
    return int(match[2] or 0) if match else 0


def find_arxiv(text: str) -> str:
    """Return the first arXiv id in a sentence that is marked as one (``arXiv preprint arXiv:2503.04412``), or empty."""
    match = _ARXIV_MENTION.search(text)
    return _SUBJECT_CLASS.sub("", match[1]) if match else ""


def read_doi(text: str) -> str:
    """Return the DOI that the whole text is (bare, ``doi:…`` or an address), or empty.

    Characters of an address may be percent-encoded.
    """
    text = text.strip()
    if prefix := _DOI_PREFIX.match(text):
        text = text[prefix.end() :]
        if prefix[0].endswith("/"):
            text = unquote(text)
    match = _DOI.match(text)
    return match[0] if match and not text[match.end() :].strip(" .,;:") else ""


def find_doi(text: str) -> str:
    """Return the first DOI in a text, also within an address of a publisher's, or nothing."""
    match = _DOI_MENTION.search(text)
    return trim_doi(match[0]) if match else ""


def trim_doi(doi: str) -> str:
    """Return a DOI without what an address or a sentence put behind it: ``?query``, ``/pdf``, a parenthesis."""
    doi = _DOI_END.sub("", unquote(doi) if "%" in doi else doi)
    for opening, closing in ("()", "[]"):
        while doi.endswith(closing) and doi.count(closing) > doi.count(opening):
            doi = doi[:-1].rstrip(".,;:")
    return doi


def address_doi(doi: str) -> str:
    """Return the address of a DOI; empty for no DOI.

    The DOI Handbook, "Encoding of DOI names", says which characters must be encoded in an address.
    """
    return f"https://doi.org/{quote(doi, _PLAIN_IN_ADDRESS)}" if doi else ""


def address_arxiv(arxiv: str) -> str:
    """Return the address of a paper's page at arXiv; empty for no id."""
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""


def address_arxiv_pdf(arxiv: str) -> str:
    """Return the address of a paper's PDF at arXiv; empty for no id."""
    return f"https://arxiv.org/pdf/{arxiv}" if arxiv else ""


def address_orcid(orcid: str) -> str:
    """Return the address of an ORCID iD; empty for none."""
    return f"https://orcid.org/{orcid}" if orcid else ""


def read_orcid(text: str) -> str:
    """Return the ORCID iD that the whole text is (bare or an address), or empty. The check digit isn't verified."""
    match = _ORCID.fullmatch(text.strip())
    return match[1].upper() if match else ""
