"""The entries of a BibTeX file: abbreviations resolved, fields inherited, broken entries mended where it can be told
how. How a file is cut, `bibsyntax` knows."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.bibtex.macros import Macros
from site_builder.formats.bibtex.notation import spell_notation
from site_builder.formats.bibtex.tokenizer import Block, cut, cut_lines
from site_builder.text.folding import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.diagnostics import Severity
    from site_builder.formats.bibtex.tokenizer import Piece

#: What an entry takes from the one that its ``crossref`` names; the parent's title is its ``booktitle``.
_INHERITED = (
    "publisher", "organization", "editor", "series", "volume", "address", "location", "isbn", "issn", "booktitle",
    "month", "day",
)  # fmt: skip
#: Fields that LaTeX doesn't typeset.
_VERBATIM = frozenset(("doi", "url", "eprint", "file", "pdf"))
_HEAD_WITHOUT_AT = re.compile(r"^[ \t]*([A-Za-z]+)[ \t]*\{([^\s,{}=]+)(?=,\s*\w+\s*=)", re.MULTILINE)
_FIELD_LINE = re.compile(r"^[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d]", re.MULTILINE)


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
    reader = _Reader(text, path)
    for block in reader.blocks:
        reader.read(block)
    entries = _inherit_data(reader)
    _tell_lost_parents(reader, entries)
    return Bibliography(_inherit(entries), reader.diagnostics)


class _Reader:
    """Reads blocks in the file's order, because abbreviations count from where they are defined."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.blocks = list(cut(text))
        self.line_ends = [match.start() for match in re.finditer("\n", text)]
        self.abbreviations: dict[str, str] = {month: month for month in MONTHS}
        self.macros = Macros(
            self.join(field.pieces) for block in self.blocks if block.kind == "preamble" for field in block.fields
        )
        self.entries: list[Entry] = []
        self.diagnostics: list[Diagnostic] = []
        self.seen: dict[str, str] = {}

    def read(self, block: Block) -> None:
        if not block.kind:
            self.read_comment(block)
        elif block.error:
            self.mend(block)
        elif block.kind == "string":
            self.abbreviations |= {field.name: self.join(field.pieces) for field in block.fields}
        elif block.kind != "preamble":
            self.read_entry(block)

    def read_entry(self, block: Block) -> None:
        fields: dict[str, str] = {}
        if block.key and block.fields and not self.text.startswith(",", block.body):
            self.miss_comma(f"the key '{block.key}'", self.find_line(block.start))
        for field in block.fields:
            line = self.find_line(field.start)
            for bare, word in field.pieces:
                if bare and not word.isdigit() and word.lower() not in self.abbreviations:
                    self.report(
                        "reference-doubtful",
                        f"the abbreviation '{word}' is not defined; its name was taken for the value of '{field.name}'",
                        line,
                        f"define it with @string{{{word} = {{...}}}}, or put the value in braces",
                        "warning",
                    )
            if not field.comma:
                self.miss_comma(f"the field '{field.name}'", line)
            self.add(fields, field.name, self.join(field.pieces), line)
        self.keep(block, fields)

    def miss_comma(self, what: str, line: int) -> None:
        message = f"a comma is missing behind {what}"
        self.report("reference-doubtful", message, line, "write one; what it belongs to was read", "warning")

    def join(self, pieces: Iterable[Piece]) -> str:
        """Return what the pieces of a value stand for; an abbreviation that nobody defined stands for itself."""
        return "".join(self.abbreviations.get(word.lower(), word) if bare else word for bare, word in pieces)

    def add(self, fields: dict[str, str], name: str, value: str, line: int) -> None:
        """Add a field; of two with one name the first counts, as in BibTeX."""
        if name not in fields:
            fields[name] = value if name in _VERBATIM else spell_notation(self.macros.expand(value))
        elif fields[name] != value:
            message = f"the field '{name}' stands here for the second time; the first one counts"
            self.report("reference-doubtful", message, line, "delete one of the two", "warning")

    def keep(self, block: Block, fields: dict[str, str]) -> None:
        """Keep an entry; one that stands in the file twice, letter by letter, is kept once."""
        key, raw = block.key, self.text[block.start : block.end].rstrip()
        first = self.find_line(block.start)
        if key and key in self.seen:
            same = self.seen[key] == raw
            message = f"the key '{key}' is used twice" + (
                ", for the same entry" if same else "; both entries were read"
            )
            self.report("reference-duplicate", message, first, "delete one of them or rename it", "warning")
            if same:
                return
        self.seen[key] = raw
        self.entries.append(Entry(block.kind, key, fields, first, first + raw.count("\n")))

    def mend(self, block: Block) -> None:
        """Read a broken entry by its lines: a field reaches to the line on which the next one begins."""
        first = self.find_line(block.start)
        fields: dict[str, str] = {}
        for name, pieces in cut_lines(self.text[block.body : block.end]):
            self.add(fields, name.lower(), self.join(pieces), first)
        if not fields.get("title"):
            message = f"this entry can't be read: {block.error}"
            self.report("reference-broken", message, first, "look for a brace, quote or comma that is missing")
            return
        message = f"the entry '{block.key}' is broken ({block.error}); it was read by its lines"
        self.report("reference-doubtful", message, first, "look at the result, and mend the entry's braces", "warning")
        self.keep(block, fields)

    def read_comment(self, block: Block) -> None:
        """Read what stands between two entries, where it is an entry that lost its first line or a part of that."""
        text = self.text
        heads = list(_HEAD_WITHOUT_AT.finditer(text, block.start, block.end))
        first = _FIELD_LINE.search(text, block.start, heads[0].start() if heads else block.end)
        if first:
            start = text.rfind("\n", block.start, first.start() + 1) + 1 or block.start
            end = heads[0].start() if heads else block.end
            self.mend(Block("misc", start, end, first.start(), error="the line that begins it is missing or damaged"))
        ends = (*(match.start() for match in heads), block.end)[1:]
        for match, end in zip(heads, ends, strict=True):
            error = "there is no @ before it"
            self.mend(Block(match[1].lower(), match.start(), end, match.end(), match[2].strip(), error=error))

    def find_line(self, offset: int) -> int:
        return bisect_left(self.line_ends, offset) + 1

    def report(self, code: str, message: str, line: int, suggestion: str, severity: Severity = "error") -> None:
        self.diagnostics.append(Diagnostic(code, message, Location(self.path, line), suggestion, severity))


def _inherit_data(reader: _Reader) -> list[Entry]:
    """Complete the entries with the fields of the ``@xdata`` that they name, which is no paper itself."""
    data = {entry.key.lower(): entry.fields for entry in reader.entries if entry.kind == "xdata"}
    completed = []
    for entry in reader.entries:
        if entry.kind == "xdata":
            continue
        fields = entry.fields
        for key in _list_keys(fields.get("xdata", "")):
            inherited = dict(data.get(key.lower(), {}))
            for further in _list_keys(inherited.pop("xdata", "")):  # an @xdata may name others
                inherited = data.get(further.lower(), {}) | inherited
            if key.lower() not in data:
                _tell_missing(reader, entry, "xdata", key)
            fields = inherited | fields
        completed.append(msgspec.structs.replace(entry, fields=fields))
    return completed


def _list_keys(value: str) -> list[str]:
    return [key for part in value.split(",") if (key := part.strip())]


def _tell_lost_parents(reader: _Reader, entries: list[Entry]) -> None:
    keys = {entry.key.lower() for entry in entries}
    for entry in entries:
        parent = entry.fields.get("crossref", "").strip()
        if parent and parent.lower() not in keys:
            _tell_missing(reader, entry, "crossref", parent)


def _tell_missing(reader: _Reader, entry: Entry, field: str, key: str) -> None:
    message = f"the {field} of '{entry.key}' names '{key}', which isn't in this file; nothing was taken from it"
    reader.report("reference-doubtful", message, entry.first, "read both from one file", "warning")


def _inherit(entries: list[Entry]) -> list[Entry]:
    """Complete the entries with what their ``crossref`` has; collections that others refer to are no papers, unless
    they have authors."""
    by_key = {entry.key.lower(): entry for entry in entries if entry.key}
    parents = {entry.fields["crossref"].strip().lower() for entry in entries if "crossref" in entry.fields}
    completed = []
    for entry in entries:
        parent = by_key.get(entry.fields.get("crossref", "").strip().lower())
        if parent and parent is not entry:
            entry = msgspec.structs.replace(entry, fields=_take(parent.fields, entry.fields) | entry.fields)
        collection = entry.kind in ("proceedings", "collection", "book") and "author" not in entry.fields
        if entry.key.lower() not in parents or not collection:
            completed.append(entry)
    return completed


def _take(parent: dict[str, str], child: dict[str, str]) -> dict[str, str]:
    """Return what a child may take from its parent: no part of a date when it has a year of its own."""
    names: tuple[str, ...] = _INHERITED
    if "date" not in child and "year" not in child:
        names = (*names, "date", "year")
    elif child.get("year") != parent.get("year"):
        names = names[:-2]
    return {"booktitle": parent.get("title", "")} | {name: parent[name] for name in names if name in parent}
