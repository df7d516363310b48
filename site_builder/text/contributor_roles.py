"""Contributor roles: the fourteen terms of CRediT (https://credit.niso.org), in the ways people write them."""

from __future__ import annotations

import re

ROLES: tuple[str, ...] = (
    "Conceptualization", "Data curation", "Formal analysis", "Funding acquisition", "Investigation", "Methodology",
    "Project administration", "Resources", "Software", "Supervision", "Validation", "Visualization",
    "Writing – original draft", "Writing – review & editing",
)  # fmt: skip
_ADDRESS = re.compile(r"https?://(?:www\.)?credit\.niso\.org/contributor-roles/([a-z-]+)/?")


def _simplify(text: str) -> str:
    return "".join(re.findall(r"[a-z]+", text.lower().replace("isation", "ization"))).replace("and", "")


_KNOWN = {_simplify(role): role for role in ROLES}


def read_role(text: str) -> str:
    """Return the term of CRediT that a text or an address of credit.niso.org stands for; empty for any other text."""
    match = _ADDRESS.fullmatch(text.strip())
    return _KNOWN.get(_simplify(match[1] if match else text), "")
