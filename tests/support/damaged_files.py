"""Files of three records in every format, damages to them, and what is lost when a damaged one is read.

Each value begins with the name of its record, so that a value in a wrong record can be told.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.formats import registry

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from site_builder.diagnostics import Diagnostic

CAPTURED = datetime.date(2026, 6, 1)
RECORDS = ("Alder", "Birch", "Cedar")
NAMES = tuple(name.lower() for name in RECORDS)
#: What the values of a record are: unlike any other record's, unlike one another.
_VALUES = {
    "title": "{0} tides of quiet harbours",
    "given": "{0}anna",
    "family": "{0}berg",
    "second": "{0}carl {0}dorf",
    "venue": "{0} Review of Harbours",
    "volume": "{1}7",
    "pages": "{1}20-{1}28",
    "year": "20{1}",
    "doi": "10.5555/{2}.1",
    "abstract": "{0}estuary water is measured.",
    "publisher": "{0} Press",
    "keyword": "{0}keyword",
}

_RECORDS_FILE = Path(__file__).parents[1] / "cases" / "damaged_files" / "records.toml"
_WRITTEN: dict[str, dict[str, str]] = tomllib.loads(_RECORDS_FILE.read_text("utf-8"))
FORMATS = tuple(_WRITTEN)


_SIGNS = "{}\"'<>[],;:=-&%$\\#@ x\té"
_TAG = re.compile(r"</?\w[^<>]*>|^[A-Z%][A-Z0-9]{0,3} *- |^%\w ", re.MULTILINE)


class Value(NamedTuple):
    """A value of a record as it stands in the file."""

    record: str
    field: str
    text: str


def fill(number: int) -> dict[str, str]:
    """Return the values of a record."""
    name = RECORDS[number]
    return {field: text.format(name, 10 + number, name.lower()) for field, text in _VALUES.items()}


def write(name: str, numbers: Sequence[int] = (0, 1, 2)) -> str:
    """Return a file of a format with these records."""
    written = _WRITTEN[name]
    records = [written["record"].format(key=RECORDS[n].lower(), **fill(n)) for n in numbers]
    return written.get("head", "") + written.get("between", "").join(records) + written.get("tail", "")


def list_values(text: str) -> list[Value]:
    """Return the values that stand whole in a text."""
    values = (Value(RECORDS[n], field, value) for n in range(len(RECORDS)) for field, value in fill(n).items())
    return [value for value in values if value.text in text]


def damage(draw: random.Random, text: str) -> str:
    """Return a text with one small fault of the kinds that editors, mail and programs make."""
    return draw.choice((_damage_sign, _damage_sign, _damage_line, _damage_tag))(draw, text)


def _damage_sign(draw: random.Random, text: str) -> str:
    """Leave out, double or change one sign, most often one that means something."""
    marks = [match.start() for match in re.finditer(r"[^\w\s]", text)]
    place = draw.choice(marks) if draw.random() < 0.7 else draw.randrange(len(text))
    sign = draw.choice(("", "", text[place] * 2, draw.choice(_SIGNS)))
    return text[:place] + sign + text[place + 1 :]


def _damage_tag(draw: random.Random, text: str) -> str:
    """Leave out a tag, or all from a place in the last third on."""
    tags = [match.span() for match in _TAG.finditer(text)]
    if not tags or draw.random() < 0.3:
        return text[: draw.randrange(2 * len(text) // 3, len(text))]
    start, end = draw.choice(tags)
    return text[:start] + text[end:]


def _damage_line(draw: random.Random, text: str) -> str:
    """Leave out, double, join or part lines, or exchange two of one record."""
    lines = text.split("\n")
    at = draw.randrange(1, len(lines))
    above, line = lines[at - 1], lines[at]
    neighbours = any(name in above.lower() and name in line.lower() for name in NAMES)
    changed = draw.choice(
        (
            [line],
            [above + line],
            [above, "", line],
            [above, line, line],
            [line, above] if neighbours else [above, above, line],
        )
    )
    return "\n".join([*lines[: at - 1], *changed, *lines[at + 1 :]])


def find_losses(name: str, text: str) -> list[str]:
    """Read a text, and return a sentence for each value that is in no paper and in no diagnostic, and for each that is
    in a paper of another record."""
    result = registry.read(text.encode("utf-8", "surrogatepass"), name, CAPTURED)
    values = list_values(text)
    held = [_fold(msgspec.json.encode(parsed.paper).decode() + repr(parsed.alternatives)) for parsed in result.papers]
    certain = [paper for paper, parsed in zip(held, result.papers, strict=True) if not parsed.why]
    told = _fold(" ".join(f"{diagnostic.message} {diagnostic.suggestion}" for diagnostic in result.diagnostics))
    lines = list(_list_told_lines(text, result.diagnostics, result.spans))
    lines += [span for parsed, span in zip(result.papers, result.spans, strict=True) if parsed.why]
    losses = []
    for value in values:
        parts = [part for part in _fold(value.text).split() if part]
        if any(all(part in paper for part in parts) for paper in held) or all(part in told for part in parts):
            continue
        places = [text[: match.start()].count("\n") + 1 for match in re.finditer(re.escape(value.text), text)]
        if not any(first <= place <= last for place in places for first, last in lines):
            losses.append(f"{value.record}'s {value.field} is lost: {value.text}")
    for paper in certain:
        names = [record for record in RECORDS if f"{record.lower()} tides" in paper]
        owners = names or [record for record in RECORDS if record.lower() in paper]
        strangers = [
            value
            for value in values
            if len(owners) == 1
            and value.record != owners[0]
            and value.record.lower() in _fold(value.text)
            and _fold(value.text) in paper
        ]
        losses += [f"{owners[0]} has {value.record}'s {value.field}: {value.text}" for value in strangers]
    return losses


def _fold(text: str) -> str:
    return re.sub(r"[^\w/.]+", " ", text).lower().replace(".", " ")


def _list_told_lines(
    text: str, diagnostics: Sequence[Diagnostic], spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the lines that diagnostics of faults speak of: up to the next record."""
    starts = sorted({first for first, _ in spans} | {text.count("\n") + 2})
    for diagnostic in diagnostics:
        line = diagnostic.location.line
        if diagnostic.code == "reference-unknown-field" and "the column" in diagnostic.message:
            yield 1, starts[-1]  # told once for all rows
        if diagnostic.code == "listing-furniture":
            yield line, line
            continue
        behind = next((start for start in starts if start > line), starts[-1])
        first, last = (
            re.search(pattern, diagnostic.message) for pattern in (r"begins on line (\d+)", r"to line (\d+)")
        )
        yield int(first[1]) if first else line, int(last[1]) if last else behind - 1
