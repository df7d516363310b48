"""The pasted listing: a head (score, category, date, Code), a line of title and authors, an abstract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.listings.harvest import Harvest

if TYPE_CHECKING:
    import datetime

NAME = "listing"


def recognise(text: str) -> bool:
    """Tell whether any line of the text is the head of a paper."""
    return bool(text.strip())


def read(text: str, path: str, captured: datetime.date) -> Harvest:
    """Read a pasted listing."""
    return Harvest((), (), NAME)
