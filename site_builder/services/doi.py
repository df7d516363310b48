"""doi.org, which passes the question on to whoever has registered the DOI: https://citation.doi.org"""

from __future__ import annotations

from urllib.parse import quote

from site_builder.services.service import Service
from site_builder.text.identifiers import read_doi

SERVICE = Service(
    name="doi.org",
    address="https://doi.org/",
    read_id=read_doi,
    write_query=lambda ids: quote(ids[0]),
    accept="application/vnd.citationstyles.csl+json",
    formats=("answers.crossref", "csl_json"),
    tell_id=lambda parsed: parsed.paper.doi,
)
