"""What an import asks a person, each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from site_builder.importing.messages import shorten
from site_builder.importing.plan import Choice, Question
from site_builder.importing.statements import express
from site_builder.model import Authorship, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.importing.matching import Match
    from site_builder.importing.plan import Ask
    from site_builder.importing.statements import Statement
    from site_builder.model import Paper, ParsedPaper


class Questions:
    """The questions of one import. Where nobody can be asked, each stays open."""

    def __init__(self, ask: Ask | None) -> None:
        self._ask = ask
        #: What was said of the layouts that a source may have; empty where nothing could be said.
        self._layouts: dict[tuple[str, ...], str] = {}

    def choose_reading(self, statement: Statement, paper: Paper) -> tuple[Paper, str]:
        """Return a source's paper as a person reads it; where that stays open, as it is, with the doubt."""
        parsed = statement.parsed
        if not parsed.why or not parsed.alternatives or self._ask is None:
            return paper, parsed.why
        best = Reading(paper.title, tuple(authorship.name for authorship in paper.authors), parsed.layout)
        readings = (best, *parsed.alternatives)
        answer = self._ask_for_reading(self._ask, readings, statement)
        if answer is None:
            return paper, parsed.why
        chosen = readings[answer]
        authorships = {authorship.name: authorship for authorship in paper.authors}
        authors = tuple(authorships.get(name, Authorship(name)) for name in chosen.authors)
        return express(msgspec.structs.replace(paper, title=chosen.title, authors=authors)) or paper, ""

    def _ask_for_reading(self, ask: Ask, readings: Sequence[Reading], statement: Statement) -> int | None:
        """Ask which reading is right. Where each follows a layout, the answer holds for the whole source."""
        layouts = [reading.layout for reading in readings]
        is_layout = all(layouts)
        asked = (statement.source, *sorted(layouts))
        if is_layout and asked in self._layouts:
            layout = self._layouts[asked]
            return layouts.index(layout) if layout else None
        kind: Literal["reading", "layout"] = "layout" if is_layout else "reading"
        choices = tuple(Choice(_describe(reading), reading.title, reading.authors) for reading in readings)
        parsed = statement.parsed
        answer = ask(Question(kind, readings[0].title, parsed.why, parsed.location, choices))
        if is_layout:
            self._layouts[asked] = "" if answer is None else layouts[answer]
        return answer

    def ask_whether_same(self, parsed: ParsedPaper, match: Match, entry: Paper | None) -> int | None:
        """Ask whether a paper is the one with a similar entry; ``entry`` is None where that was removed."""
        if self._ask is None:
            return None
        same = f"the same paper as '{match.id}'"
        choices = (
            Choice(
                f"{same} ({shorten(entry.title)}): bring that entry up to date"
                if entry
                else f"{same}, whose entry was removed: leave it out"
            ),
            Choice("another paper: make a new entry"),
        )
        return self._ask(Question("same", parsed.paper.title, match.why, parsed.location, choices))


def _describe(reading: Reading) -> str:
    words = f"{reading.title} — {', '.join(reading.authors)}"
    return f"{reading.layout}: {words}" if reading.layout else words
