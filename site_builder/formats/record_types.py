"""The words by which sources name a work's type and its status, in the ways of programs and of people."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from site_builder.text.folding import fold
from site_builder.text.publication_status import find_status

#: A status is some words, never a sentence.
_LONGEST_STATUS = 60


class _Words(NamedTuple):
    types: dict[str, str]
    statuses: dict[str, str]


def spell(text: str) -> str:
    """Return a word or a name as it is compared here: no case, no accents, no spaces, no signs."""
    return fold(text).replace(" ", "")


def read_type(text: str) -> str:
    """Return CSL's name for a type that a source states, or nothing. Of several, the last one known is the most
    telling: ``Article; Proceedings Paper``."""
    known = _load().types
    if found := known.get(spell(text)):
        return found
    return next((kind for part in reversed(re.split(r"[;/|,]", text)) if (kind := known.get(spell(part)))), "")


def read_status(text: str) -> str:
    """Return the status that a text states, in English or in another language; empty for any other text."""
    if not text or len(text) > _LONGEST_STATUS:
        return ""
    return find_status(text) or _load().statuses.get(re.sub(r"\d{4}", "", spell(text)), "")


@cache
def _load() -> _Words:
    table = tomllib.loads(resources.files(__package__).joinpath("type_names.toml").read_text("utf-8"))
    return _Words(_index(table["types"]), _index(table["statuses"]))


def _index(table: dict[str, str]) -> dict[str, str]:
    return {spell(word): meant for meant, words in table.items() for word in words.split("|")}
