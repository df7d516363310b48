"""Sources → entries: recognise, merge, ask, and write all or nothing.

`plan_import` works out what an import would do and writes nothing; `carry_out` writes the plan's files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.importing.importer import Importer
from site_builder.importing.plan import Change, Choice, Outcome, Plan, Question, Source, show_diff
from site_builder.importing.transaction import carry_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.importing.plan import Ask

__all__ = ["Change", "Choice", "Outcome", "Plan", "Question", "Source", "carry_out", "plan_import", "show_diff"]


def plan_import(site_dir: Path, sources: Sequence[Source], ask: Ask | None = None) -> Plan:
    """Work out what adding the sources does to a site, without writing anything.

    ``ask`` gets a question and returns the index of a choice, or None for "can't say"; without it, nothing is asked.
    What stays open will be written in its best reading, with a ``review`` line. Raises Fault when what is there can't
    be read.
    """
    importer = Importer(site_dir, ask)
    importer.take(sources)
    return importer.finish()
