"""The records' values → what an entry has for them: texts, lists, mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.entries.author_reader import reads_as_written

if TYPE_CHECKING:
    from site_builder.entries.yaml_scalars import Tree
    from site_builder.model import Authorship, Link


def express_value(value: Any) -> Tree:
    """Return a value as an entry has it: a record is a mapping of what it states, ``true`` where it states nothing."""
    if isinstance(value, tuple):
        return [express_value(item) for item in value]
    if isinstance(value, msgspec.Struct):
        return _express_record(value) or True
    tree: Tree = value
    return tree


def _express_record(record: msgspec.Struct) -> dict[str, Tree]:
    return {field: express_value(value) for field in record.__struct_fields__ if (value := getattr(record, field))}


def express_authors(authors: tuple[Authorship, ...]) -> list[Tree]:
    """Return the authors as items of a list."""
    return [express_authorship(authorship) for authorship in authors]


def express_authorship(authorship: Authorship) -> Tree:
    """Return an author: the name alone, or a mapping where there is more to state."""
    stated = _express_record(authorship)
    return authorship.name if len(stated) == 1 and reads_as_written(authorship.name) else stated


def express_link(link: Link) -> dict[str, Tree]:
    """Return a link as an item of ``links``."""
    return {"label": link.label, "url": link.url}
