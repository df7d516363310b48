"""What sources write where a DOI belongs: one, several, a short DOI, or words."""

from __future__ import annotations

import re
from typing import NamedTuple

from site_builder.text.folding import collapse
from site_builder.text.identifiers import address_short_doi, find_dois, is_unregistered_doi, read_doi, read_short_doi

_LINE_END = re.compile(r"\s*\n\s*")
_PREFIX = re.compile(r"https?://|(?:www\.|dx\.)?doi\.org|doi|html")
#: What says that there is none.
_NOTHING = re.compile(r"(?:doi:?\s*)?(?:n\.?/?a\.?|none|null|nan|no doi|unknown|not available|[-–—.]*)", re.IGNORECASE)


class StatedDoi(NamedTuple):
    """The DOI of a paper; ``address`` is that of a short DOI; ``doubts`` are sentences on what was not read."""

    doi: str = ""
    address: str = ""
    doubts: tuple[str, ...] = ()


def read_stated_doi(text: str) -> StatedDoi:
    """Read a text that should be a DOI. Of several the first counts. A short DOI is an address and no DOI, because
    only doi.org knows what it stands for (https://shortdoi.org)."""
    shown = collapse(text)
    found = find_dois(text)
    whole = read_doi(_LINE_END.sub("", text) if len(found) < 2 else text)
    if whole:
        return StatedDoi(whole)
    if short := read_short_doi(text):
        doubt = f"'{shown}' is a short DOI; it was kept as a link, because only doi.org knows the whole DOI"
        return StatedDoi(address=address_short_doi(short), doubts=(doubt,))
    if found:
        rest = _PREFIX.sub(" ", shown.lower().replace(found[0].lower(), " "))
        doubt = f"'{shown}' isn't one DOI; it was read as {found[0]}"
        return StatedDoi(found[0], doubts=(doubt,) if re.search(r"\w", rest) else ())
    if is_unregistered_doi(text):
        doubt = f"'{shown}' begins like no DOI that an agency gives out; look whether a part of it is missing"
        return StatedDoi(text.strip(), doubts=(doubt,))
    return StatedDoi(doubts=() if _NOTHING.fullmatch(shown) else (f"'{shown}' isn't a DOI; it was left out",))
