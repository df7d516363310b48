"""Entries of BibTeX among other text: in a README, a page, a letter."""

from __future__ import annotations

from site_builder.formats.bibtex.reader import has_entries
from site_builder.formats.bibtex.tokenizer import cut


def split_entries(text: str) -> tuple[str, str]:
    """Return a text without its BibTeX entries, and the entries alone; both keep the numbers of the lines."""
    if not has_entries(text):
        return text, ""
    blocks = [(bool(block.kind), text[block.start : block.end]) for block in cut(text)]
    words = "".join(_blank(part) if is_entry else part for is_entry, part in blocks)
    entries = "".join(part if is_entry else _blank(part) for is_entry, part in blocks)
    return words, entries


def _blank(text: str) -> str:
    return "\n" * text.count("\n")
