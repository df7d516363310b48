"""Europe PMC, for articles by their number in PubMed Central: https://europepmc.org/RestfulWebService"""

from __future__ import annotations

import re

from site_builder.services.service import Service

_NAME = re.compile(
    r"(?:(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/|pmcid\s*:?\s*)?"
    r"(PMC\d{4,9})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1].upper() if match else ""


SERVICE = Service(
    name="Europe PMC",
    address="https://www.ebi.ac.uk/europepmc/webservices/rest/search",
    read_id=_read_id,
    write_query=lambda ids: f"?query=PMCID:{ids[0]}&resultType=core&format=json",
    formats=("answers.europe_pmc",),
    tell_id=lambda parsed: parsed.paper.container.get("PMCID", ""),
)
