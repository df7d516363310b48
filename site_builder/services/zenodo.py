"""Zenodo: https://developers.zenodo.org"""

from __future__ import annotations

import re

from site_builder.services.service import Service, tell_key

_NAME = re.compile(r"https?://(?:www\.)?zenodo\.org/(?:api/)?records?/(\d{3,10})(?:[/?#]\S*)?")


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1] if match else ""


SERVICE = Service(
    name="Zenodo",
    address="https://zenodo.org/api/records/",
    read_id=_read_id,
    write_query=lambda ids: ids[0],
    formats=("answers.zenodo",),
    tell_id=tell_key,
)
