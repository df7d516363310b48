"""OpenReview, its second API: https://docs.openreview.net/reference/api-v2"""

from __future__ import annotations

import re

from site_builder.services.service import Service, tell_key

_NAME = re.compile(r"https?://(?:www\.)?openreview\.net/(?:forum|pdf)\?id=([\w-]{6,20})(?:[&#]\S*)?")


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1] if match else ""


SERVICE = Service(
    name="OpenReview",
    address="https://api2.openreview.net/notes",
    read_id=_read_id,
    write_query=lambda ids: f"?id={ids[0]}",
    formats=("answers.openreview",),
    tell_id=tell_key,
)
