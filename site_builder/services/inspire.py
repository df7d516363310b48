"""INSPIRE: https://github.com/inspirehep/rest-api-doc"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.services.service import Service

if TYPE_CHECKING:
    from site_builder.model import ParsedPaper

_NAME = re.compile(r"https?://(?:www\.|labs\.)?inspirehep\.net/(?:api/)?(?:literature|record)/(\d{1,9})(?:[/?#]\S*)?")


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1] if match else ""


def _tell_id(parsed: ParsedPaper) -> str:
    pages = (link.url for link in parsed.paper.links if link.label == "inspire")
    return next(pages, "").rpartition("/")[2]


SERVICE = Service(
    name="INSPIRE",
    address="https://inspirehep.net/api/literature/",
    read_id=_read_id,
    write_query=lambda ids: ids[0],
    formats=("answers.inspire",),
    tell_id=_tell_id,
)
