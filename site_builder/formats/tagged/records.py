"""Tagged text, cut into records: a record that lost its first or its last line stays apart from its neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from site_builder.diagnostics import Severity

_NOTHING = re.compile(r"(?!)")
_NUMBER = re.compile(r"[\d/:.\s-]+")
#: No program breaks a value after fewer characters.
_SHORTEST_WRAPPED = 40


class Syntax(msgspec.Struct, frozen=True, kw_only=True):
    """How a format's lines are written.

    ``line`` matches a line with a tag: the first group that matched is the tag, ``value`` the value. ``starts`` and
    ``ends`` are the tags that begin and end a record; ``titles`` those that give its title, of which it has one.
    ``headers`` are tags outside of records. ``between`` matches lines that stand between records and say nothing.
    ``listed`` are tags whose further lines are values of their own; other values go on, with ``joint`` in between.
    ``glued`` matches a tag behind a value of the same line, where a line end was lost. ``prose`` are tags with texts
    that may have short lines. ``below``: a value stands on the lines below its tag.
    """

    line: re.Pattern[str]
    starts: frozenset[str]
    ends: frozenset[str] = frozenset()
    titles: frozenset[str]
    headers: frozenset[str] = frozenset()
    between: re.Pattern[str] = _NOTHING
    listed: frozenset[str] = frozenset()
    glued: re.Pattern[str] = _NOTHING
    prose: frozenset[str] = frozenset()
    joint: str = "\n"
    below: bool = False

    def split(self, line: str) -> tuple[str, str]:
        """Return a line's tag and value; a line without a tag is all value."""
        match = self.line.match(line)
        if not match:
            return "", line.strip()
        return next(group for group in match.groups() if group), (match["value"] or "").strip()


class TaggedRecord(msgspec.Struct):
    """One record: its values by tag, in the text's order, and its first and last line. ``begun`` is false where the
    line that begins a record is missing; ``ended`` tells whether there was one that ends it."""

    first: int
    last: int
    begun: bool
    ended: bool = False
    values: dict[str, list[str]] = {}
    lines: list[tuple[str, str]] = []

    def all(self, *tags: str) -> tuple[str, ...]:
        """Return the values of several tags, those of the first one first; a blank one says nothing."""
        return tuple(value for tag in tags for value in self.values.get(tag, ()) if value)

    def first_of(self, *tags: str) -> str:
        """Return the first value of the first of the tags that has any."""
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")

    def goes_on_oddly(self, syntax: Syntax) -> bool:
        """Tell whether the last value is so short that a line without a tag is hardly its second one."""
        before, said = self.lines[-1] if self.lines else ("", "")
        flowing = syntax.below or before in syntax.listed | syntax.prose | syntax.titles
        return not flowing and len(said) < _SHORTEST_WRAPPED

    def take(self, tag: str, value: str, number: int, syntax: Syntax) -> None:
        """Take a line of the record; one without a tag goes on with the value before it, unless that is a number."""
        self.last = number
        before, said = self.lines[-1] if self.lines else ("", "")
        if tag or before in syntax.listed:
            self.values.setdefault(tag or before, []).append(value)
            self.lines.append((tag or before, value))
        elif before and not _NUMBER.fullmatch(said):
            longer = f"{said}{syntax.joint}{value}" if said else value
            self.lines[-1] = (before, longer)
            self.values[before][-1] = longer


def cut_records(text: str, syntax: Syntax, path: str, diagnostics: list[Diagnostic]) -> list[TaggedRecord]:
    """Cut a text into records, and report what belongs to none.

    Where the line that begins a record was lost or has a mistyped tag, the record begins after the blank line behind
    which another title stands.
    """
    lines = _part_lines(text, syntax, path, diagnostics)
    records: list[TaggedRecord] = []
    is_open = blank = apart = reported = False
    for index, (number, line) in enumerate(lines):
        tag, value = syntax.split(line)
        if not (tag or value):
            blank = apart = True
            continue
        if tag in syntax.headers or (not tag and syntax.between.fullmatch(value)):
            continue
        if tag in syntax.ends:
            if is_open:
                records[-1].last, records[-1].ended = number, True
            is_open = False
            continue
        begins, current = tag in syntax.starts, records[-1:] if is_open else []
        if begins or (tag and (apart or not current) and _brings_title(lines, index, syntax, current)):
            records.append(TaggedRecord(number, number, begun=begins))
            is_open, reported = True, False
        if is_open:
            # A blank line within a value parts two paragraphs.
            parted = blank and not tag and syntax.joint == "\n"
            if not tag and records[-1].goes_on_oddly(syntax):
                diagnostics.append(_report_untagged(Location(path, number), value, records[-1]))
            records[-1].take(tag, f"\n{value}" if parted else value, number, syntax)
        elif not reported:
            diagnostics.append(_report_stray(Location(path, number), value, tagged=bool(tag)))
            reported = True
        blank, apart = False, apart and not tag
    return _report_unclear(records, syntax, path, diagnostics)


def _part_lines(text: str, syntax: Syntax, path: str, diagnostics: list[Diagnostic]) -> list[tuple[int, str]]:
    """Return the lines with their numbers; one in which a second tag stands is two, and is reported."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), 1):
        start = 0
        for match in syntax.glued.finditer(line):
            message = f"a line end is missing before '{match[0].strip()}'; it was read as a line of its own"
            location = Location(path, number, match.start() + 1)
            diagnostics.append(
                Diagnostic("reference-doubtful", message, location, "write it on the next line", "warning")
            )
            lines.append((number, line[start : match.start()]))
            start = match.start()
        lines.append((number, line[start:]))
    return lines


def _brings_title(lines: list[tuple[int, str]], index: int, syntax: Syntax, current: list[TaggedRecord]) -> bool:
    """Tell whether a title that isn't the open record's stands before the next blank line or record."""
    known = {record.first_of(*syntax.titles) for record in current} - {""}
    if current and not known:
        return False
    for position in range(index, len(lines)):
        tag, value = syntax.split(lines[position][1])
        if tag in syntax.titles:
            return value not in known
        if not (tag or value) or tag in syntax.starts or tag in syntax.ends:
            return False
    return False


def _report_unclear(
    records: list[TaggedRecord], syntax: Syntax, path: str, diagnostics: list[Diagnostic]
) -> list[TaggedRecord]:
    """Report the records whose first line is missing, and those without an end, unless none has one; return all."""
    ends = any(record.ended for record in records)
    for record in records:
        location = Location(path, record.first)
        if not record.begun:
            message = "the line that begins this record is missing; it was read as one of its own"
            suggestion = f"begin it with a line '{min(syntax.starts)}'"
            diagnostics.append(Diagnostic("reference-doubtful", message, location, suggestion, "warning"))
        elif syntax.ends and not record.ended and ends:
            message = f"this record has no end; it was taken to end on line {record.last}"
            suggestion = f"write '{min(syntax.ends)}' after its last line"
            diagnostics.append(Diagnostic("reference-doubtful", message, location, suggestion, "warning"))
    return records


def _report_untagged(location: Location, value: str, record: TaggedRecord) -> Diagnostic:
    tag = record.lines[-1][0] if record.lines else ""
    shown = _shorten(value)
    message = f"'{shown}' has no tag; it stands behind '{tag}'" if tag else f"'{shown}' has no tag"
    return Diagnostic("reference-doubtful", message, location, "look whether a tag is missing or mistyped", "warning")


def _shorten(value: str) -> str:
    return value if len(value) <= 40 else value[:40].rstrip() + "…"


def _report_stray(location: Location, value: str, *, tagged: bool) -> Diagnostic:
    message = f"'{_shorten(value)}' and what follows it up to the next record belong to none and were left out"
    severity: Severity = "error" if tagged else "hint"
    return Diagnostic("reference-broken", message, location, "look whether a record lost its first line", severity)
