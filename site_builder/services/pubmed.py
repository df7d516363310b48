"""PubMed: https://www.ncbi.nlm.nih.gov/books/NBK25499/#chapter4.EFetch"""

from __future__ import annotations

import re

from site_builder.services.service import Service, tell_key

_NAME = re.compile(
    r"(?:pmid|pubmed)\s*:?\s*(\d{1,8})"
    r"|(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return (match[1] or match[2]).lstrip("0") if match else ""


SERVICE = Service(
    name="PubMed",
    address="https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi",
    read_id=_read_id,
    write_query=lambda ids: f"?db=pubmed&retmode=xml&tool=site-builder&id={','.join(ids)}",
    accept="application/xml",
    formats=("xml.pubmed",),
    tell_id=tell_key,
    batch=100,
)
