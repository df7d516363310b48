"""Sources → entries: match, merge, ask, and write all or nothing.

`plan_import` works out what an import would do and writes nothing; `apply_plan` writes the plan's files. Hold
`lock_content` around both, so that no other import writes in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.content.transaction import lock_content, write_changes
from site_builder.importing.importer import Importer
from site_builder.importing.plan import Choice, Outcome, Plan, Question, Source, show_diff

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.importing.plan import Ask

__all__ = ["Choice", "Outcome", "Plan", "Question", "Source", "apply_plan", "lock_content", "plan_import", "show_diff"]


def plan_import(site_dir: Path, sources: Sequence[Source], ask: Ask | None = None, day: str = "") -> Plan:
    """Return what adding the sources would do to a site. Nothing is written.

    ``ask`` gets a question and returns the index of a choice, or None for "can't say"; without it, nothing is asked.
    An open question is answered by its best reading, with a ``review`` line. ``day`` (``2025-03-06``) is recorded as
    that of the import; without it, none is. Raises UserError if an entry or record can't be read.
    """
    importer = Importer(site_dir, ask, day)
    importer.take(sources)
    return importer.finish()


def apply_plan(plan: Plan) -> None:
    """Write the files of a plan.

    Raises UserError, with nothing changed, if a file has changed since or can't be written.
    """
    write_changes(plan.site_dir, plan.changes)
