"""Pictures of papers without a text for readers who can't see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.catalog.catalog import Catalog


def check_picture_texts(catalog: Catalog, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each paper with a picture and no words for it."""
    for cached, entry in zip(catalog.cached, catalog.entries, strict=True):
        if cached.image and (image := entry.paper.image) and not entry.paper.image_alt.strip():
            path = f"content/papers/{cached.id}.md"
            message = f"'{image}' has no text for readers who can't see it"
            suggestion = "say in a sentence what it shows: image_alt: A loom with two shafts"
            location = find_place(read_again(site_dir / path), path, "image")
            yield Diagnostic("picture-without-text", message, location, suggestion, "warning")
