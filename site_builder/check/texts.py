"""Texts in the content folder that no page shows: about a category, a venue or a tag that no paper has."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.pages.collection import COLLECTIONS
from site_builder.pages.kinds import KINDS, TEXT_SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.pages.site_context import SiteContext


def check_texts(context: SiteContext) -> Iterator[Diagnostic]:
    """Yield a hint for each text of `SiteContext.texts` that is on no page."""
    for folder in TEXT_SOURCES:
        if folder == COLLECTIONS.name:  # what is wrong with these is told when a site is assembled
            continue
        kinds = [kind for kind in KINDS if kind.source_folder == folder]
        shown = {kind.source.replace("{key}", key) for kind in kinds for key in kind.list_keys(context)}
        for text in context.texts[folder].values():
            if text.source not in shown:
                near = get_close_matches(text.source, shown, n=1)
                suggestion = f"did you mean {near[0]}?" if near else "remove it, or name it by the key of a page"
                yield Diagnostic("text-unseen", "no page shows this text", Location(text.source), suggestion, "hint")
