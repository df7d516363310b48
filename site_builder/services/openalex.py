"""OpenAlex: https://developers.openalex.org"""

from __future__ import annotations

import re

from site_builder.services.service import Service, tell_key

_NAME = re.compile(r"(?:https?://(?:api\.)?openalex\.org/(?:works/)?|openalex:\s*)(W\d{4,12})/?", re.IGNORECASE)


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1].upper() if match else ""


SERVICE = Service(
    name="OpenAlex",
    address="https://api.openalex.org/works/",
    read_id=_read_id,
    write_query=lambda ids: ids[0],
    formats=("answers.openalex",),
    tell_id=tell_key,
)
