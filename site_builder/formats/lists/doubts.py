"""What a reader of a list could not know: why a person should look at a record, in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.labeling import AUTHORS, DATE, TITLE, VENUE
from site_builder.model import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.fields import Fields
    from site_builder.formats.lists.labeling import Labeling
    from site_builder.formats.lists.names import Names

#: A reading less probable than this (a natural logarithm) is for a person to look at.
SURE = -0.35
#: The same where the list's layout changed what the record alone seemed to be.
SURE_OF_CHANGED = -0.12
#: A share of a list's records that have a field from which on one without it is strange.
_USUAL = 0.75
_IN = re.compile(r"[.,!?] [Ii]n:? (?=\S)")
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?] (?=[^\W\d_a-zß-ÿ])")
_STRANGE_NAME = re.compile(r"\d|[^\W\d_]{3}\. [^\W\d_]{3}|[:!?\"“”()\[\]]")


class Habits(NamedTuple):
    """What most records of a list have."""

    labels: frozenset[int]
    full_names: bool


def find_habits(labelings: Sequence[Labeling], names: Sequence[Names]) -> Habits:
    """Return what most records of a list have."""
    count = len(labelings)
    usual = frozenset(
        label
        for label in (AUTHORS, DATE, VENUE)
        if count > 2 and sum(label in labeling.labels for labeling in labelings) >= _USUAL * count
    )
    every = [name for found in names for name in found.names]
    return Habits(usual, bool(every) and sum(" " in name for name in every) >= 0.9 * len(every))


def find_doubt(first: Labeling, labeling: Labeling, fields: Fields, names: Names, habits: Habits, date: str) -> str:
    """Return why a person should look at a record, or nothing.

    ``first`` is how it was read without the list's layout, ``date`` what is known of its date from wherever.
    """
    if not fields.title:
        return "no title was found"
    if AUTHORS in habits.labels and not names.names:
        return "no authors were found, though the other papers have some"
    if DATE in habits.labels and not date:
        return "no year was found, though the other papers have one"
    title = fields.title
    if _IN.search(title) and not fields.venue:
        return "the title may end earlier, before what it was published in"
    if VENUE in habits.labels and not fields.venue and not fields.publisher and _SENTENCE.search(title):
        return "the title may end earlier; nothing says where the paper was published"
    if len(title) < 4 or title.count("“") != title.count("”"):
        return "the title may begin or end elsewhere"
    strange = next((name for name in names.names if _STRANGE_NAME.search(name) or name.count(" ") > 5), "")
    if strange:
        return f"'{strange}' may be no name"
    if habits.full_names and (lone := next((name for name in names.names if " " not in name and len(name) < 12), "")):
        return f"'{lone}' may be a part of a name"
    if labeling.confidence < SURE or (_core(first) != _core(labeling) and labeling.confidence < SURE_OF_CHANGED):
        return "where the title, the names and the date begin and end can be read in several ways"
    return ""


def find_alternatives(title: str, names: Names, other_title: str, other_names: Names) -> tuple[Reading, ...]:
    """Return the other ways to read a record: what it seems to be without the list's layout, a shorter title."""
    found: list[Reading] = []
    if other_title and (other_title, other_names.names) != (title, names.names):
        found.append(Reading(other_title, other_names.names))
    match = _IN.search(title) or _SENTENCE.search(title)
    if match:
        shorter = Reading(title[: match.start() + 1].rstrip("., "), names.names)
        if shorter not in found:
            found.append(shorter)
    return tuple(found)


def _core(labeling: Labeling) -> list[int]:
    return [label if label in (AUTHORS, TITLE, DATE) else -1 for label in labeling.labels]
