"""Changes to an entry under way, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.diagnostics import UserError
from site_builder.entries.editor import amend
from site_builder.entries.reader import read_paper
from site_builder.importing.messages import describe_changes
from site_builder.importing.plan import Kind, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Paper


class OutcomeBuilder(msgspec.Struct):
    """What has happened to one paper so far."""

    id: str
    title: str
    created: bool = False
    skipped: bool = False
    details: list[str] = []
    conflicts: list[str] = []
    doubts: list[str] = []

    def end(self) -> Outcome:
        """Return what came of it."""
        kind: Kind = "updated" if self.details else "unchanged"
        if self.created:
            kind = "created"
        if self.doubts:
            kind = "skipped" if self.skipped else "doubtful"
        unique = [tuple(dict.fromkeys(lines)) for lines in (self.details, self.conflicts, self.doubts)]
        return Outcome(kind, self.id, self.title, unique[0], unique[1], "; ".join(unique[2]))


def change_entry(
    text: str, paper: Paper, changes: dict[str, Any], outcome: OutcomeBuilder, note: str = ""
) -> tuple[str, Paper]:
    """Change fields of an entry as far as they can be changed; return its text and what it states then.

    The outcome tells each change, with a ``note`` behind it.
    """
    for fields in _group(changes):
        try:
            text = amend(text, fields)
        except UserError as fault:
            outcome.conflicts += [f"{', '.join(fields)}: kept; {d.message}" for d in fault.diagnostics]
        else:
            outcome.details += [line + note for line in describe_changes(paper, fields)]
    return text, (read_paper(text, outcome.id, "")[0] or paper) if changes else paper


def _group(changes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the changes that only make sense together: the authors and their et al., else each alone."""
    authorship = {field: value for field, value in changes.items() if field in {"authors", "et_al"}}
    if authorship:
        yield authorship
    for field, value in changes.items():
        if field not in authorship:
            yield {field: value}
