"""The entries of a BibTeX file: macros resolved, fields inherited, broken entries mended where it can be told how.

The splitting is bibtexparser's, which goes on after a fault; its faults become diagnostics here.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import msgspec
from bibtexparser import model as parsed
from bibtexparser.splitter import Splitter

from site_builder.diagnostics import Diagnostic, Place
from site_builder.text import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.diagnostics import Severity

# What it logs is reported here; without a handler of its own, logging would print it as well.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

#: What an entry takes from the one that its ``crossref`` names; the parent's title is its ``booktitle``.
_INHERITED = (
    "year", "month", "date", "publisher", "organization", "editor", "series", "volume", "address", "location", "isbn",
    "issn", "booktitle",
)  # fmt: skip
#: Fields whose name at the start of a line, within a value, shows that the value wasn't closed.
_TELLING = frozenset(
    (
        "title",
        "author",
        "abstract",
        "doi",
        "eprint",
        "url",
        "number",
        "note",
        "keywords",
        "journal",
        "pages",
        *_INHERITED,
    )
)
_HEAD = re.compile(r"\s*@\s*(\w+)\s*[{(]\s*([^\s,{}=]*)\s*,?")
_FIELD = re.compile(r"(?:^|(?<=[}\"])|(?<=[}\"],))[ \t]*([A-Za-z][\w+-]*)[ \t]*=\s*(?=[{\"\w])", re.MULTILINE)
_FIELD_LINE = re.compile(r"\n[ \t]*([A-Za-z][\w+-]*)[ \t]*=\s*[{\"\d]")
_BARE = re.compile(r"[^\s#{}\",=]+")
_DELIMITER = re.compile(r"\\.|[{}\"]", re.DOTALL)
_GAP = re.compile(r"\s*")
_FORGOTTEN_AT = re.compile(r"^[ \t]*[A-Za-z]+[ \t]*\{[^\s,{}]+,\s*\w+\s*=", re.MULTILINE)


class Entry(msgspec.Struct, frozen=True):
    """One ``@kind{key, …}`` with its first and last line; fields by name in lower case, values resolved but LaTeX."""

    kind: str
    key: str
    fields: dict[str, str]
    first: int
    last: int


class Bibliography(msgspec.Struct, frozen=True):
    """What a file holds, and what was wrong with it."""

    entries: list[Entry]
    diagnostics: list[Diagnostic]


def read_entries(text: str, path: str) -> Bibliography:
    """Read every entry that can be read. Never raises; what couldn't be read is among the diagnostics."""
    reader = _Reader(path)
    for block in Splitter(text).split().blocks:
        reader.read(block)
    return Bibliography(_inherit(reader.entries), reader.diagnostics)


class _Reader:
    """Reads blocks in the file's order, because macros count from where they are defined."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.macros: dict[str, str] = {month: month for month in MONTHS}
        self.entries: list[Entry] = []
        self.diagnostics: list[Diagnostic] = []
        self.seen: dict[str, str] = {}

    def read(self, block: parsed.Block) -> None:
        if isinstance(block, parsed.Entry):
            self.read_entry(block)
        elif isinstance(block, parsed.String):
            value, _, _ = _evaluate(block.value, self.macros)
            self.macros[block.key.lower()] = value
        elif isinstance(block, parsed.ImplicitComment):
            self.read_comment(block)
        elif isinstance(block, parsed.ParsingFailedBlock):
            self.read_failed(block)

    def read_entry(self, block: parsed.Entry) -> None:
        first = (block.start_line or 0) + 1
        fields: dict[str, str] = {}
        for field in block.fields:
            value, rest, unknown = _evaluate(field.value, self.macros)
            if rest or _is_unclosed(value):
                self.mend(block.raw or "", first, "a comma or a closing brace is missing")
                return
            for macro in unknown:
                self.report(
                    "reference-doubtful",
                    f"the abbreviation '{macro}' is not defined; its name was taken for the value of '{field.key}'",
                    field.start_line + 1,
                    f"define it with @string{{{macro} = {{...}}}}, or put the value in braces",
                    "warning",
                )
            self.add(fields, field.key, value, field.start_line + 1)
        self.keep(block.entry_type, block.key, fields, first, block.raw or "")

    def add(self, fields: dict[str, str], name: str, value: str, line: int) -> None:
        """Add a field; of two with one name the first counts, as in BibTeX."""
        name = name.lower()
        if name not in fields:
            fields[name] = value
        elif fields[name] != value:
            message = f"the field '{name}' stands here for the second time; the first one counts"
            self.report("reference-doubtful", message, line, "delete one of the two", "warning")

    def keep(self, kind: str, key: str, fields: dict[str, str], first: int, raw: str) -> None:
        """Keep an entry; one that stands in the file twice, letter by letter, is kept once."""
        if key and key in self.seen:
            same = self.seen[key] == raw
            message = f"the key '{key}' is used twice" + (
                ", for the same entry" if same else "; both entries were read"
            )
            self.report("reference-duplicate", message, first, "delete one of them or rename it", "warning")
            if same:
                return
        self.seen[key] = raw
        self.entries.append(Entry(kind.lower(), key, fields, first, first + raw.count("\n")))

    def read_failed(self, block: parsed.ParsingFailedBlock) -> None:
        inner = block.ignore_error_block
        if isinstance(inner, (parsed.Entry, parsed.String)):
            self.read(inner)
            return
        self.mend(
            block.raw or "", (block.start_line or 0) + 1, "a brace, a quotation mark or an equals sign is missing"
        )

    def mend(self, raw: str, first: int, reason: str) -> None:
        """Read a broken entry by its lines: a field reaches to the line on which the next one begins."""
        head = _HEAD.match(raw)
        fields: dict[str, str] = {}
        for name, value in _cut_fields(raw[head.end() if head else 0 :]):
            self.add(fields, name, _evaluate(value, self.macros)[0], first)
        if not head or not fields.get("title"):
            message = f"this entry can't be read: {reason}"
            self.report("reference-broken", message, first, "look for a brace, quote or comma that is missing")
            return
        message = f"the entry '{head[2]}' is broken ({reason}); it was read by its lines"
        self.report("reference-doubtful", message, first, "look at the result, and mend the entry's braces", "warning")
        self.keep(head[1], head[2], fields, first, raw)

    def read_comment(self, block: parsed.ImplicitComment) -> None:
        for match in _FORGOTTEN_AT.finditer(block.comment):
            line = (block.start_line or 0) + 1 + block.comment.count("\n", 0, match.start())
            message = f"'{match[0].split('{')[0].strip()}{{…' begins no entry, because there is no @ before it"
            self.report("reference-broken", message, line, "write @ before it")

    def report(self, code: str, message: str, line: int, remedy: str, severity: Severity = "error") -> None:
        self.diagnostics.append(Diagnostic(code, message, Place(self.path, line), remedy, severity))


def _evaluate(source: str, macros: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Return what ``{a} # macro # "b"`` stands for, the rest that doesn't belong to it, and the unknown macros."""
    pieces: list[str] = []
    unknown: list[str] = []
    position = 0
    while position < len(source):
        sign = source[position]
        if sign in '{"':
            end = _find_end(source, position)
            pieces.append(source[position + 1 : end])
            position = end + 1
        elif bare := _BARE.match(source, position):
            name = bare[0]
            if not name.isdigit() and name.lower() not in macros:
                unknown.append(name)
            pieces.append(macros.get(name.lower(), name))
            position = bare.end()
        else:
            break
        position = _skip(source, position)
        if position >= len(source) or source[position] != "#":
            break
        position = _skip(source, position + 1)
    return "".join(pieces), source[position:], unknown


def _skip(source: str, position: int) -> int:
    gap = _GAP.match(source, position)
    return gap.end() if gap else position


def _find_end(source: str, start: int) -> int:
    """Return where the brace or the quotation mark at ``start`` is closed, or the end of the text."""
    closing = "}" if source[start] == "{" else '"'
    depth = 0
    for mark in _DELIMITER.finditer(source, start + 1):
        sign = mark[0]
        if sign == closing and depth == 0:
            return mark.start()
        depth += (sign == "{") - (sign == "}")
    return len(source)


def _is_unclosed(value: str) -> bool:
    return "\n" in value and any(match[1].lower() in _TELLING for match in _FIELD_LINE.finditer(value))


def _cut_fields(raw: str) -> Iterator[tuple[str, str]]:
    """Cut an entry at the fields' names; a value reaches to the next name or to the end."""
    matches = list(_FIELD.finditer(raw))
    ends = (*(match.start() for match in matches), len(raw))[1:]
    for match, end in zip(matches, ends, strict=True):
        yield match[1], raw[match.end() : end].strip().rstrip(", \t\n")


def _inherit(entries: list[Entry]) -> list[Entry]:
    """Complete the entries with what their ``crossref`` has; collections that others refer to are no papers."""
    by_key = {entry.key.lower(): entry for entry in entries if entry.key}
    parents = {entry.fields["crossref"].strip().lower() for entry in entries if "crossref" in entry.fields}
    completed = []
    for entry in entries:
        parent = by_key.get(entry.fields.get("crossref", "").strip().lower())
        if parent and parent is not entry:
            gift = {name: parent.fields[name] for name in _INHERITED if name in parent.fields}
            gift.setdefault("booktitle", parent.fields.get("title", ""))
            entry = msgspec.structs.replace(entry, fields=gift | entry.fields)
        if entry.key.lower() not in parents or entry.kind not in ("proceedings", "collection", "book"):
            completed.append(entry)
    return completed
