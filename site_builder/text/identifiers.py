"""Identifiers of papers and people: arXiv ids, DOIs and ORCID iDs, in all spellings, and their web addresses."""

from __future__ import annotations

import re
from html import unescape
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
_DOI_PREFIX = re.compile(
    r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|(?:info:|urn:)doi[:/]|doi:\s*|doi\s+)", re.IGNORECASE
)
#: A registrant's number may have parts: ``10.1000.10/123`` (DOI Handbook, "Syntax of a DOI name").
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S*[^\s.,;:]")
_UNREGISTERED_DOI = re.compile(r"10\.\d{1,3}/[\w.-]+")
#: https://shortdoi.org: ``10/abcde``, or at doi.org without the ``10/``.
_SHORT_DOI = re.compile(
    r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/(?:10/)?|(?:doi:\s*|doi\s+)?10/)([a-z0-9]{3,10})", re.IGNORECASE
)
#: In a text a DOI may be part of an address, of a sentence, or in parentheses; some have parentheses themselves.
_DOI_MENTION = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/[^\s\"<>{}|\\^`]*[^\s\"<>{}|\\^`.,;:'’”»]")
#: What parts two DOIs.
_DOI_GAP = re.compile(r"[;,|](?=(?:https?://[a-z.]{1,12}/|doi:)?10\.\d{4,9}/)", re.IGNORECASE)
#: Signs that no DOI has encoded itself: ``<>()[]:;/`` and the space.
_ENCODED = re.compile(r"%(?:3[CEABceab]|2[89Ff]|5[BDbd])")
_DOI_END = re.compile(r"[?#&].*|/(?:full|pdf|abstract|epdf|html|meta)$|\.pdf$", re.IGNORECASE)
_PLAIN_IN_ADDRESS = "/:;().,!$&'*=@"
_PMID = re.compile(
    r"(?:(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)?([1-9]\d{0,8})/?",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles|pmc\.ncbi\.nlm\.nih\.gov/articles)/|pmcid:?\s*)?"
    r"(?:PMC)?([1-9]\d{0,8})(?:\.\d+)?/?",
    re.IGNORECASE,
)
_ISSN = re.compile(r"(?<![\w-])\d{4}-?\d{3}[\dXx](?![\w-])")
_ISBN = re.compile(r"(?<![\w-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\w-])")
#: https://ror.readme.io/docs/ror-identifier-pattern: nine signs of Crockford's base 32, the last two a checksum.
_ROR = re.compile(r"(?:(?:https?://)?(?:www\.)?ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}\d{2})/?", re.IGNORECASE)
_BASE_32 = "0123456789abcdefghjkmnpqrstvwxyz"
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

    Its characters may be percent-encoded, or escaped for HTML.
    """
    text = text.strip()
    if prefix := _DOI_PREFIX.match(text):
        text = text[prefix.end() :]
    if (prefix and prefix[0].endswith("/")) or _ENCODED.search(text):
        text = unquote(text)
    if "&" in text:
        text = unescape(text)
    match = _DOI.match(text)
    return match[0] if match and not text[match.end() :].strip(" .,;:") else ""


def find_doi(text: str) -> str:
    """Return the first DOI in a text, also within an address of a publisher's, or nothing."""
    match = _DOI_MENTION.search(text)
    return trim_doi(match[0]) if match else ""


def find_dois(text: str) -> list[str]:
    """Return the DOIs in a text, each once however it is spelled."""
    found: dict[str, str] = {}
    for match in _DOI_MENTION.finditer(_DOI_GAP.sub(" ", text)):
        doi = trim_doi(match[0])
        found.setdefault(doi.lower(), doi)
    return list(found.values())


def read_short_doi(text: str) -> str:
    """Return the letters and digits of the short DOI that the whole text is (``10/abcde``, an address), or nothing."""
    match = _SHORT_DOI.fullmatch(text.strip())
    return match[1].lower() if match else ""


def address_short_doi(short: str) -> str:
    """Return the address of a short DOI."""
    return f"https://doi.org/{short}"


def is_unregistered_doi(text: str) -> bool:
    """Tell whether a text has the form of a DOI, but a number in front that no agency gives out (``10.1/a``)."""
    return _UNREGISTERED_DOI.fullmatch(text.strip()) is not None


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


def address_pubmed(pmid: str) -> str:
    """Return the address of a paper's record at PubMed; empty for no number."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/" if pmid else ""


def address_pmc(pmcid: str) -> str:
    """Return the address of a paper's text at PubMed Central; empty for no id."""
    return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/" if pmcid else ""


def address_orcid(orcid: str) -> str:
    """Return the address of an ORCID iD; empty for none."""
    return f"https://orcid.org/{orcid}" if orcid else ""


def read_pmid(text: str) -> str:
    """Return the number of PubMed that the text is (bare, ``PMID: …``, an address), or nothing."""
    match = _PMID.fullmatch(text.strip())
    return match[1] if match else ""


def read_pmcid(text: str) -> str:
    """Return the id of PubMed Central that the text is (``PMC…``, a bare number, an address), or nothing."""
    match = _PMCID.fullmatch(text.strip())
    return f"PMC{match[1]}" if match else ""


def read_orcid(text: str) -> str:
    """Return the ORCID iD that the whole text is (bare or an address), or empty. The check digit isn't verified."""
    match = _ORCID.fullmatch(text.strip())
    return match[1].upper() if match else ""


def has_orcid_check_digit(orcid: str) -> bool:
    """Tell whether the last sign of an ORCID iD fits the others (ISO 7064 MOD 11-2)."""
    if not orcid:
        return False
    total = 0
    for digit in orcid.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    return orcid[-1] == "0123456789X"[(12 - total % 11) % 11]


def find_issns(text: str) -> list[str]:
    """Return what looks like an ISSN in a text, as it is written."""
    return _ISSN.findall(text)


def has_issn_check_digit(issn: str) -> bool:
    """Tell whether the last sign of an ISSN fits the others (ISO 3297, annex A)."""
    digits = issn.replace("-", "").upper()
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False))
    return digits[-1] == "0123456789X"[-total % 11]


def find_isbns(text: str) -> list[str]:
    """Return what looks like an ISBN in a text, as it is written."""
    return _ISBN.findall(text)


def has_isbn_check_digit(isbn: str) -> bool:
    """Tell whether the last sign of an ISBN of ten or thirteen digits fits the others (ISO 2108, annex C)."""
    digits = re.sub(r"[- ]", "", isbn).upper()
    if len(digits) == 13:
        return digits.isdigit() and sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    values = [10 if digit == "X" else int(digit) for digit in digits]
    weighted = (weight * value for weight, value in zip(range(10, 0, -1), values, strict=False))
    return len(values) == 10 and sum(weighted) % 11 == 0


def read_ror(text: str) -> str:
    """Return the ROR id that the text is (bare or an address), or nothing. Its checksum isn't looked at here."""
    match = _ROR.fullmatch(text.strip())
    return match[1].lower() if match else ""


def has_ror_checksum(ror: str) -> bool:
    """Tell whether the last two digits of a ROR id fit the others (ISO 7064 MOD 97-10)."""
    number = 0
    for sign in ror[1:7]:
        number = number * 32 + _BASE_32.index(sign)
    return 98 - number * 100 % 97 == int(ror[7:])


def address_ror(ror: str) -> str:
    """Return the address of an institution's record at ROR; empty for no id."""
    return f"https://ror.org/{ror}" if ror else ""
