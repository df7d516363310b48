"""Words that pages and references use again and again, of ``page_words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class PageWords(NamedTuple):
    """Words of links (``PDF``), of notes (``to appear``), of pages (``Cited``), and those that tell much where they
    begin or end a text; ``keys`` are what names a line's field (``Authors``), with that field."""

    labels: frozenset[str]
    notes: frozenset[str]
    boilerplate: frozenset[str]
    telling: frozenset[str]
    keys: dict[str, str]


@cache
def load_words() -> PageWords:
    """Return the words that come with the program."""
    table = tomllib.loads(resources.files(__package__).joinpath("page_words.toml").read_text("utf-8"))
    sets = {name: frozenset(words.split()) for name, words in table["words"].items()}
    keys = {word: field for field, words in table["keys"].items() for word in words.split()}
    return PageWords(**sets, keys=keys)
