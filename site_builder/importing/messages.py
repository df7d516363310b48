"""What an import says about values: short, for a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.entries.merge import Conflict
    from site_builder.model import Paper

_LONGEST = 60


def describe_changes(mine: Paper, changes: Mapping[str, Any]) -> list[str]:
    """Return a line for each field that an entry takes from a source."""
    lines = []
    for field, value in changes.items():
        if field == "et_al":
            continue
        if field == "authors":
            before, after = len(mine.authors), len(value)
            completed = mine.et_al and not changes.get("et_al", True)
            lines.append(
                f"authors: {'completed, ' if completed else ''}{before} → {after}" if before != after else "authors"
            )
        else:
            lines.append(f"{field}: {show(value)}" if field != "abstract" else field)
    return lines or ["authors: complete"] * ("et_al" in changes)


def describe_conflict(conflict: Conflict) -> str:
    """Return a field's two values on one line."""
    if conflict.field == "abstract":
        return "abstract: kept; the source's differs"
    return f"{conflict.field}: kept {show(conflict.mine) or 'empty'}; the source says {show(conflict.theirs)}"


def show(value: Any) -> str:
    """Return a value in few words."""
    if value is None or value is False:
        return ""
    if isinstance(value, dict):
        return shorten(", ".join(f"{key} {item}" for key, item in value.items()))
    if isinstance(value, tuple):
        return shorten(", ".join(str(getattr(item, "name", "") or getattr(item, "url", "") or item) for item in value))
    return "yes" if value is True else shorten(str(value))


def shorten(text: str) -> str:
    """Return a text that fits into a table's cell."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
