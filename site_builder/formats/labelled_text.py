"""Records whose lines begin with the name of a field and a colon: ``Title: …``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.field_names import find_field, list_names
from site_builder.formats.keyed_records import is_paper, read_items
from site_builder.formats.named_fields import UnknownNames, make_paper
from site_builder.formats.reference import make_result

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.keyed_records import Item
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult

NAME = "labelled text"

#: A label at the margin, maybe in bold or in a list, and what it says.
_LINE = re.compile(
    r"(?:[*>•·-] )?(?:\*\*|__)?([^\W\d_][\w .()/'-]{0,38}?)(?:\*\*|__)?[ \t]*[:：](?:\*\*|__)?(?:[ \t]+|$)(.*)"
)
#: Signs of which rules between records are made; records may be numbered as well.
_RULE = "-=*_# \t"
_NUMBER = re.compile(r"\d{0,4}[.)]?")
#: YAML's lists and nested keys.
_NESTED = re.compile(r"^[ ]+(?:- |[\w-]{1,40}:(?:\s|$))", re.MULTILINE)
#: What begins a format of its own.
_OTHERS = re.compile(r"(?:---|%YAML|cff-version:)")
_MOSTLY = 0.6
_SAMPLE = 20_000
#: Longer texts before a colon are part of a sentence.
_WORDS_OF_A_LABEL = 4


def recognise(text: str) -> bool:
    """Tell whether most lines begin with a known label, among them titles."""
    if _OTHERS.match(text) or _NESTED.search(text[:_SAMPLE]):
        return False
    lines = [line for line in text.split("\n", 400)[:400] if not _is_between(line)]
    labels = [match[1] for line in lines if (match := _LINE.match(line)) and find_field(match[1])]
    titles = sum(_means_title(label) for label in labels)
    return titles > 0 and len(labels) > titles and len(labels) >= _MOSTLY * len(lines)


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every record; each begins with the label that begins the first one, or with a second title."""
    diagnostics: list[Diagnostic] = []
    records = _cut(text, path, diagnostics)
    papers = [record for record in records if is_paper(record[0])]
    unknown = UnknownNames("label")
    read = read_items([(item, Location(path, first)) for item, first, _ in papers], unknown)
    found: list[Find] = [
        (make_paper(fields, diagnostics), (first, last)) for fields, (_, first, last) in zip(read, papers, strict=True)
    ]
    for item, first, last in records:
        if not is_paper(item):
            message = (
                f"these labels, up to line {last}, are no paper: there is no title with authors, a journal or a DOI"
            )
            location = Location(path, first)
            diagnostics.append(Diagnostic("reference-broken", message, location, "add what it lacks", "warning"))
    return make_result(NAME, path, found, diagnostics + unknown.tell(list_names()))


def _cut(text: str, path: str, diagnostics: list[Diagnostic]) -> list[tuple[Item, int, int]]:
    """Return the records with their first and last lines; a line without a label goes on with the one before it."""
    records: list[tuple[dict[str, list[str]], int, int]] = []
    opening = last = ""
    for number, line in enumerate(text.split("\n"), 1):
        if _is_between(line):
            continue
        match = _LINE.match(line)
        label = match[1].strip() if match else ""
        if match and (find_field(label) or not last):
            current = records[-1][0] if records else {}
            opening = opening or label
            if not records or (label in current and (label == opening or _means_title(label))):
                records.append(({}, number, number))
            last, said = label, match[2].strip()
        elif match and line[:1].isalpha() and len(label.split()) < _WORDS_OF_A_LABEL:
            last, said = label, match[2].strip()
        else:
            said = line.strip()
        if not records:
            message = f"'{said[:40]}' stands before the first record and was left out"
            diagnostics.append(Diagnostic("listing-furniture", message, Location(path, number), "", "hint"))
            continue
        values, first, _ = records[-1]
        values.setdefault(last, [])
        if match:
            values[last].append(said)
        else:
            values[last][-1:] = [f"{values[last][-1]} {said}" if values[last] else said]
        records[-1] = (values, first, number)
    return [
        ({label: texts[0] if len(texts) == 1 else texts for label, texts in values.items()}, first, end)
        for values, first, end in records
    ]


def _is_between(line: str) -> bool:
    """Tell whether a line stands between records and says nothing."""
    return bool(_NUMBER.fullmatch(line.strip(_RULE)))


def _means_title(label: str) -> bool:
    meaning = find_field(label)
    return meaning is not None and meaning.field == "title"
