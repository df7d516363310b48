"""One way to cut a document into records: which blocks belong to which record, and what the headings say of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from site_builder.formats.lists.features import fold_digits
from site_builder.formats.lists.markers import (
    Marker,
    find_only_year,
    is_list_heading,
    read_heading,
    read_marker,
    read_type,
    read_year,
)
from site_builder.formats.lists.wrapping import measure_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.lists.document import Block

_WORDS = re.compile(r"[^\W\d_]+")
#: No heading is longer than this.
_LONGEST_HEADING = 70


class Unit(NamedTuple):
    """A block with what says where records begin: its first line, the same with digits folded, its number or bullet."""

    text: str
    folded: str
    marker: Marker | None
    block: Block


class Group(NamedTuple):
    """The blocks of one record, by number; ``skip`` is the width of its number or bullet.

    ``year`` and ``type`` are what the headings above it say.
    """

    blocks: tuple[int, ...]
    skip: int = 0
    year: str = ""
    type: str = ""


class Cut(NamedTuple):
    """How a document is cut into records: ``left`` are the blocks of none, ``width`` as in `measure_width`."""

    groups: tuple[Group, ...]
    left: tuple[int, ...]
    width: int


class _List(NamedTuple):
    """What all lines of a list say together.

    ``total`` is the number of records, ``dated`` that of lines that are a year, ``spaced`` whether blank lines part the
    records, ``common`` the lines that recur, ``marker`` the kind of number or bullet that most records have.
    """

    total: int
    dated: int
    spaced: bool
    common: frozenset[str]
    marker: str


def read_unit(block: Block) -> Unit:
    """Return a block with what says where records begin."""
    text = "".join(span.text for span in block.lines[0])
    marker = read_marker(text) if block.kind in ("line", "paragraph") else None
    return Unit(text, fold_digits(text), marker, block)


def find_common(units: Sequence[Unit]) -> frozenset[str]:
    """Return the lines, digits folded, that recur so often that they are part of the page and not of one paper."""
    counts = Counter(unit.folded for unit in units)
    return frozenset(folded for folded, count in counts.items() if count > 2 and count * 20 > len(units))


def make_cut(units: Sequence[Unit], starts: Sequence[bool]) -> Cut:
    """Return the records of a document, given the blocks at which they begin."""
    whole = _survey(units, starts)
    groups: list[Group] = []
    left: list[int] = []
    current: list[int] = []
    year = kind = ""
    begins = False
    for index, unit in enumerate(units):
        if _is_heading(units, starts, index, whole):
            _close(current, groups, units, whole, year, kind)
            year, kind = _read_heading(unit, year, kind)
            left.append(index)
            begins = starts[index]
        elif starts[index] or begins or current:
            if starts[index] or begins:
                _close(current, groups, units, whole, year, kind)
            current.append(index)
            begins = False
        else:
            left.append(index)
    _close(current, groups, units, whole, year, kind)
    width = measure_width([[units[index].block for index in group.blocks] for group in groups])
    return Cut(tuple(groups), tuple(left), width)


def _survey(units: Sequence[Unit], starts: Sequence[bool]) -> _List:
    first = [unit for unit, start in zip(units, starts, strict=True) if start]
    markers = Counter(unit.marker.kind for unit in first if unit.marker)
    kind, often = markers.most_common(1)[0] if markers else ("", 0)
    return _List(
        total=len(first),
        dated=sum(bool(read_year(unit.text)) for unit in units),
        spaced=sum(unit.block.blank_before for unit in first) > 0.8 * len(first),
        common=find_common(units),
        marker=kind if often * 2 >= len(first) else "",
    )


def _close(current: list[int], groups: list[Group], units: Sequence[Unit], whole: _List, year: str, kind: str) -> None:
    """Make a group of the blocks of the current record."""
    if not current:
        return
    marker = units[current[0]].marker
    skip = marker.width if marker is not None and marker.kind == whole.marker else 0
    groups.append(Group(tuple(current), skip, year, kind))
    current.clear()


def _read_heading(unit: Unit, year: str, kind: str) -> tuple[str, str]:
    """Return the year and type that hold below a heading, given those above it."""
    heading = read_heading(unit.text)
    if read_year(unit.text):
        return heading.year, kind
    if unit.block.kind == "heading" or heading.type or is_list_heading(unit.text):
        is_element = unit.block.kind == "heading"
        top = is_element and unit.block.level <= 1
        named = find_only_year(unit.text) if is_element else ""
        return named or ("" if top else year), heading.type
    return year, kind


def _is_heading(units: Sequence[Unit], starts: Sequence[bool], index: int, whole: _List) -> bool:
    """Tell whether a block stands over records rather than in one."""
    unit = units[index]
    block = unit.block
    if block.kind == "heading":
        return True
    if block.kind in ("item", "row") or len(unit.text) > _LONGEST_HEADING:
        return False
    year = bool(read_year(unit.text))
    last = index + 1 >= len(units)
    gap = not last and units[index + 1].block.blank_before
    alone = (gap or starts[index]) and block.blank_before and year
    if not (last or starts[index + 1] or alone) or (unit.folded in whole.common and not year):
        return False
    if year:
        crowd = whole.spaced or gap or whole.dated >= 0.8 * whole.total
        return unit.text[-1] not in ".;," and (block.blank_before or not crowd)
    return not (unit.marker and starts[index]) and _is_title(unit, starts[index])


def _is_title(unit: Unit, starts: bool) -> bool:
    """Tell whether a line before a record reads like a heading."""
    blank = unit.block.blank_before
    if is_list_heading(unit.text):
        return True
    words = len(_WORDS.findall(unit.text))
    if not blank or not 0 < words <= 6:
        return False
    if read_type(unit.text) and not unit.text.endswith((".", ",")):
        return True
    return not starts and not any(map(str.isdigit, unit.text)) and words <= 5
