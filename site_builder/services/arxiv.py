"""arXiv: https://info.arxiv.org/help/api/"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.services.service import Service
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    from collections.abc import Sequence


def _write_query(ids: Sequence[str]) -> str:
    return f"?id_list={','.join(map(quote, ids))}&max_results={len(ids)}"


SERVICE = Service(
    name="arXiv",
    address="https://export.arxiv.org/api/query",
    read_id=read_arxiv,
    write_query=_write_query,
    accept="application/atom+xml",
    formats=("arxiv_atom",),
    tell_id=lambda parsed: parsed.paper.arxiv,
    batch=50,  # with many more the address gets too long
)
