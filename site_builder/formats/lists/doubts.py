"""What a reader of a list could not know: why a person should look at a record, in one sentence."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.labeling import AUTHORS, CORE, DATE, TITLE, VENUE, classify_separator
from site_builder.model import Reading
from site_builder.text.person_names import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.formats.lists.items import Item
    from site_builder.formats.lists.labeling import Labeling
    from site_builder.formats.lists.names import Names
    from site_builder.formats.lists.tokens import Token

#: A reading less probable than this (a natural logarithm) is for a person to look at.
SURE = -0.35
#: The same where the list's layout changed what the record alone seemed to be.
SURE_OF_CHANGED = -0.12
#: A share of a list's records that have a field from which on one without it is strange.
_USUAL = 0.75
#: What parts a title from its neighbour in so small a share of a list's records is strange.
_RARE = 0.1
_IN = re.compile(r"[.,!?] [Ii]n:? (?=\S)")
_SENTENCE = re.compile(r"(?:(?<=[^\W_]{3})|(?<=[)\]”’»]))[?!]?\. (?=[^\W\d_a-zß-ÿ])")
_STRANGE_NAME = re.compile(r"\d|[^\W\d_]{3}\. [^\W\d_]{3}|[:!?\"“”()\[\]]| [–—-] |(?:^|\s)[^\W\d_]\.$")
#: A title that begins with something in brackets.
_BRACKET_FIRST = re.compile(r"[(\[][^)\]]*[)\]] \S")
#: A venue that begins so is the end of a title.
_GOES_ON = re.compile(
    r"(?:vol(?:ume|\.)?|part|band|teil|tome|tomo)\.? (?:[ivx]+|\d+)\b|(?:and|or|und|et|y) ", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")

_LAID_OUT = {AUTHORS: "authors", TITLE: "title", VENUE: "venue", DATE: "date"}

#: Where a title begins or ends: the labels before and behind, and the number of what parts them.
_Edge = tuple[int, int, int]


class Habits(NamedTuple):
    """What most records of a list have. ``rare`` is how its titles begin or end in a few records only."""

    labels: frozenset[int]
    full_names: bool
    rare: frozenset[_Edge]


def find_habits(items: Sequence[Item]) -> Habits:
    """Return what most records of a list have."""
    count = len(items)
    usual = frozenset(
        label
        for label in (AUTHORS, DATE, VENUE)
        if count > 2 and sum(label in item.labeling.labels for item in items) >= _USUAL * count
    )
    every = [name for item in items for name in item.names.names]
    edges = Counter(edge for item in items for edge in _find_edges(item))
    beside: Counter[tuple[int, int]] = Counter()
    for (before, behind, _), often in edges.items():
        beside[before, behind] += often
    rare = frozenset(edge for edge, often in edges.items() if often <= _RARE * beside[edge[:2]])
    full = bool(every) and 2 * sum(" " in name for name in every) >= len(every)
    return Habits(usual, full, rare)


def find_doubt(item: Item, habits: Habits) -> str:
    """Return why a person should look at a record, or nothing."""
    return _doubt_presence(item, habits) or _doubt_title(item, habits) or _doubt_names(item, habits) or _doubt_all(item)


def _doubt_presence(item: Item, habits: Habits) -> str:
    if not item.fields.title:
        return "no title was found"
    if AUTHORS in habits.labels and not item.names.names:
        return "no authors were found, though the other papers have some"
    if DATE in habits.labels and not item.date:
        return "no year was found, though the other papers have one"
    return ""


def _doubt_title(item: Item, habits: Habits) -> str:
    title, venue = item.fields.title, item.fields.venue
    if _IN.search(title) and not venue:
        return "the title may end earlier, before what it was published in"
    if _SENTENCE.search(title) and not venue and not _is_title_closed(item):
        return "the title may end earlier; nothing says where the paper was published"
    if any(edge in habits.rare for edge in _find_edges(item)) or _is_title_strange(item):
        return "the title may begin or end elsewhere"
    return ""


def _doubt_names(item: Item, habits: Habits) -> str:
    names = item.names.names
    if strange := next((name for name in names if _is_name_strange(name)), ""):
        return f"'{strange}' may be no name"
    if habits.full_names and (lone := next((name for name in names if " " not in name and len(name) < 12), "")):
        return f"'{lone}' may be a part of a name"
    return ""


def _doubt_all(item: Item) -> str:
    if item.fields.other_dois:
        return f"two DOIs stand here; the other one, {item.fields.other_dois[0]}, was left out"
    if _has_year_line(item):
        return "which of its years is the paper's can be read in several ways"
    changed = _core(item.first) != _core(item.labeling)
    if item.labeling.confidence < (SURE_OF_CHANGED if changed else SURE):
        return "where the title, the names and the date begin and end can be read in several ways"
    return ""


def _is_title_strange(item: Item) -> bool:
    """Tell whether a title looks as if it had a piece too much or too little."""
    title, fields = item.fields.title, item.fields
    if len(title) < 4 or title.count("“") != title.count("”") or _BRACKET_FIRST.match(title) or " //" in title:
        return True
    if any(_GOES_ON.match(text) for text in (fields.venue, fields.publisher, fields.series)):
        return True
    return _is_half_quoted(item) or _has_year_behind_title(item)


def _is_half_quoted(item: Item) -> bool:
    """Tell whether quotes hold a part of a title that a comma or full stop cuts off."""
    return any(
        bool(one.quoted) != bool(other.quoted) and any(sign in other.before for sign in ".,")
        for (_, one), (_, other) in pairwise(_title_tokens(item))
    )


def _has_year_behind_title(item: Item) -> bool:
    """Tell whether a year in brackets may be the title's last word, as the record has another."""
    labels, tokens = item.labeling.labels, item.tokens
    dates = sum(label == DATE and bool(_YEAR.search(token.text)) for label, token in zip(labels, tokens, strict=True))
    behind = any(
        pair == (TITLE, DATE) and token.bracket for pair, token in zip(pairwise(labels), tokens[1:], strict=True)
    )
    return dates > 1 and behind


def _has_year_line(item: Item) -> bool:
    """Tell whether a line of a record is a year alone, and another of its years differs."""
    tokens, labels = item.tokens, item.labeling.labels
    years, alone = set(), False
    for index, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        match = _YEAR.search(token.text) if label == DATE else None
        if match:
            years.add(match[0])
            first = not index or "¶" in token.before
            last = index + 1 == len(tokens) or "¶" in tokens[index + 1].before
            alone = alone or (first and last and len(match[0]) == len(token.text))
    return alone and len(years) > 1


def _is_name_strange(name: str) -> bool:
    last = name.rpartition(" ")[2]
    return (
        bool(_STRANGE_NAME.search(name))
        or name.count(" ") > 5
        or (len(last) < len(name) and len(last) > 3 and last.islower() and last not in PARTICLES)
    )


def _is_title_closed(item: Item) -> bool:
    """Tell whether quotes or the ends of lines show where a title begins and ends."""
    tokens = _title_tokens(item)
    if all(token.quoted for _, token in tokens):
        return True
    (first, token), (last, _) = tokens[0], tokens[-1]
    begins = not first or "¶" in token.before
    return begins and last + 1 < len(item.tokens) and "¶" in item.tokens[last + 1].before


def _title_tokens(item: Item) -> list[tuple[int, Token]]:
    """Return the tokens of a title with their numbers."""
    return [(index, item.tokens[index]) for index, label in enumerate(item.labeling.labels) if label == TITLE]


def _find_edges(item: Item) -> Iterator[_Edge]:
    """Yield where a record's title begins and ends."""
    labels = item.labeling.labels
    for index, (before, behind) in enumerate(pairwise(labels), 1):
        if before != behind and TITLE in (before, behind):
            token = item.tokens[index]
            yield before, behind, classify_separator(token.before, token.bracket)


def describe_layout(labeling: Labeling) -> str:
    """Return in which order a record has its fields: ``authors, title, venue, date``."""
    order = dict.fromkeys(label for label in labeling.labels if label in _LAID_OUT)
    return ", ".join(_LAID_OUT[label] for label in order)


def describe_beginning(labeling: Labeling) -> str:
    """Return whether a record's names or its title come first; nothing where it lacks one of them."""
    labels = labeling.labels
    if AUTHORS not in labels or TITLE not in labels:
        return ""
    return "authors first" if labels.index(AUTHORS) < labels.index(TITLE) else "title first"


def find_alternatives(item: Item, other_title: str, other_names: Names) -> tuple[Reading, ...]:
    """Return the other ways to read a record: what it seems to be without the list's layout, a shorter title.

    The first of them has a layout where it begins with the other one of title and names: that is so in a whole list.
    """
    title, names = item.fields.title, item.names
    found: list[Reading] = []
    if other_title and (other_title, other_names.names) != (title, names.names):
        beginning = describe_beginning(item.first)
        layout = beginning if describe_beginning(item.labeling) not in ("", beginning) else ""
        found.append(Reading(other_title, other_names.names, layout))
    match = _IN.search(title) or _SENTENCE.search(title)
    if match:
        shorter = Reading(title[: match.start() + 1].rstrip("., "), names.names)
        if shorter not in found:
            found.append(shorter)
    return tuple(found)


def _core(labeling: Labeling) -> list[int]:
    return [label if label in CORE else -1 for label in labeling.labels]
