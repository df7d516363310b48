"""What an import would do, as values: questions to a person, what happens to each paper, and which files change."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from site_builder.content.transaction import Change
from site_builder.diagnostics import Location, show
from site_builder.formats.registry import ParseResult

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Gets a question and returns the index of a choice, or None for "can't say".
    Ask: TypeAlias = Callable[["Question"], int | None]

Kind = Literal["created", "updated", "unchanged", "doubtful", "skipped"]


class Source(msgspec.Struct, frozen=True):
    """One source of an import: its name (a file's; the folder doesn't matter), what was read from it, and its bytes."""

    name: str
    result: ParseResult
    data: bytes = b""


class Choice(msgspec.Struct, frozen=True):
    """One answer to a question: the words to show, and the title and authors that it stands for where it has some."""

    label: str
    title: str = ""
    authors: tuple[str, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """What only a person can settle: ``reading`` (which words are the names), ``layout`` (how a whole list is read;
    one of its papers is the example) or ``same`` (one paper or two).

    The first choice is the best reading, or that the two are one.
    """

    kind: Literal["reading", "layout", "same"]
    title: str
    why: str
    location: Location
    choices: tuple[Choice, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What an import does to one paper.

    ``details`` are what is taken from the source (``venue: NeurIPS 2025``); ``conflicts`` say where the entry stays
    although the source says something else; ``why`` is the reason to look again, or for skipping it. A ``doubtful``
    paper is written all the same, with a ``review`` line. ``id`` is empty when a skipped paper has no entry.
    """

    kind: Kind
    id: str
    title: str
    details: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    why: str = ""


class Plan(msgspec.Struct, frozen=True):
    """What an import would do: to each paper, in the order of the sources, and to which files."""

    site_dir: Path
    outcomes: tuple[Outcome, ...]
    changes: tuple[Change, ...]


def show_diff(plan: Plan) -> str:
    """Return the plan's changes to entries as unified diffs; the other files only by name and size."""
    pieces = []
    for change in plan.changes:
        if change.path.suffix != ".md":
            pieces.append(
                f"=== {change.path.as_posix()}: {len(change.before or b''):,} → {len(change.after):,} bytes\n"
            )
            continue
        old = (change.before or b"").decode("utf-8", "replace").splitlines(keepends=True)
        new = change.after.decode("utf-8", "replace").splitlines(keepends=True)
        name = change.path.as_posix()
        lines = difflib.unified_diff(old, new, "/dev/null" if change.before is None else name, name)
        pieces += [
            f"{show(line[:-1])}\n" if line.endswith("\n") else f"{show(line)}\n\\ No newline at end of file\n"
            for line in lines
        ]
    return "".join(pieces)
