"""DBLP: https://dblp.org/faq/13501473.html"""

from __future__ import annotations

import re
from urllib.parse import quote

from site_builder.services.service import Service, tell_key

_NAME = re.compile(
    r"(?:https?://(?:www\.)?dblp\.(?:org|uni-trier\.de)/rec/(?:(?:html|bibtex|xml)/)?|DBLP:)"
    r"((?:journals|conf|books|phd|series|reference|data|tr)/[\w+-]+/[\w.+-]*?\w)(?:\.(?:html|xml|bib|rdf))?(?:[?#]\S*)?"
)


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1] if match else ""


SERVICE = Service(
    name="DBLP",
    address="https://dblp.org/rec/",
    read_id=_read_id,
    write_query=lambda ids: f"{quote(ids[0])}.xml",
    accept="application/xml",
    formats=("xml.dblp",),
    tell_id=tell_key,
)
