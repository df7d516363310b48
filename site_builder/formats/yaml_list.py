"""YAML and TOML lists of papers: al-folio's, the Lab Website Template's, CSL's, and those with keys of their own."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.field_names import find_field, list_names
from site_builder.formats.keyed_records import is_paper, read_items
from site_builder.formats.named_fields import UnknownNames, make_paper
from site_builder.formats.record_types import read_type
from site_builder.formats.reference import make_result
from site_builder.formats.result import ParseResult
from site_builder.formats.yaml_text import compose, find_span, to_object
from site_builder.text.toml_errors import TOML_ERRORS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    import yaml

    from site_builder.formats.keyed_records import Item
    from site_builder.formats.reference import Find

NAME = "YAML or TOML"

_KEY = re.compile(r"^[ ]*(?:- )*([\w\"'.-]{1,30}(?: [\w\"'.-]{1,20}){0,2}):(?=\s|$)", re.MULTILINE)
_LINE = re.compile(r"^[ ]*\S", re.MULTILINE)
_TOML_TABLE = re.compile(r"^\[\[?[\w. \"'-]+\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_TOML_ITEM = re.compile(r"^\[\[[\w-]+\]\]", re.MULTILINE)
_TOML_KEY = re.compile(r"^[\w-]+[ \t]*=[ \t]*[\"'\[{\dtf]", re.MULTILINE)
#: An item at the left margin, or as far in as the first one.
_ITEM = re.compile(r"^([ ]*)-(?=[ ])", re.MULTILINE)
#: A key with its value, an item of a list, a remark, or nothing.
_WHOLE_LINE = re.compile(r"\s*(?:- +)*(?:[\w.\"'-]+(?: [\w.\"'-]+){0,3}:(?:\s|$)|[\"'\[{])|\s*-(?:\s|$)|\s*#|\s*$")
_VALUE = re.compile(r"^([ ]*(?:- )?[\w-]+:[ ]+)(?![\[{|>&*]|\"[^\"\n]*\"\s*$|'[^'\n]*'\s*$)(\S.*)$", re.MULTILINE)
#: What begins a format of its own.
_CITATION_FILE = re.compile(r"^cff-version:", re.MULTILINE)
#: The head of a mail (RFC 5322).
_MAIL = re.compile(r"\s*(?:(?:From|To|Cc|Date|Reply-To|Sent):[ ].*\n(?:[ \t].*\n)*)*Subject:[ ]", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
#: An object with its first and last line.
_Found = tuple["Item", int, int]
_SAMPLE = 20_000
_DEEPEST = 6


def recognise(text: str) -> bool:
    """Tell whether the text is YAML or TOML: most of its lines begin with a key."""
    sample = text[:_SAMPLE]
    if _is_toml(sample):
        return True
    if _CITATION_FILE.search(sample) or _MAIL.match(sample):
        return False
    lines, keys = len(_LINE.findall(sample)), _KEY.findall(sample)
    told = len(set(keys)) > 1 and len(keys) >= 0.4 * lines and any(map(find_field, set(keys)))
    return told and bool(_ITEM.search(sample) or _opens(sample))


def _opens(text: str) -> bool:
    return bool(re.match(r"(?:---|%YAML|\s*#)?[^\n]*\n?[\w-]+:\s", text))


def _is_toml(text: str) -> bool:
    return bool(_TOML_TABLE.search(text)) and len(_TOML_KEY.findall(text)) > 1


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read every object that is a paper, wherever it is nested; what holds none is told in one sentence.

    Where the text as a whole is broken, each of its items is read on its own.
    """
    diagnostics: list[Diagnostic] = []
    if _is_toml(text[:_SAMPLE]):
        items = list(_find_toml_items(text, path, diagnostics))
    else:
        items = list(_find_items(text, path, diagnostics))
    papers = [
        found for found in items if is_paper(found[0], alone=len(items) == 1 and not text.lstrip().startswith("-"))
    ]
    if not papers:
        message = "this is a file of settings or data, but no list of papers: no titles with authors, a year or a DOI"
        suggestion = "name the keys 'title', 'authors', 'year', 'journal', 'doi'"
        return ParseResult((), (*diagnostics, Diagnostic("listing-none", message, Location(path, 1), suggestion)), NAME)
    unknown = UnknownNames("key")
    read = read_items([(item, Location(path, first)) for item, first, _ in papers], unknown)
    found: list[Find] = [
        (make_paper(fields, diagnostics, "this item"), (first, last))
        for fields, (_, first, last) in zip(read, papers, strict=True)
    ]
    left = [(first, last) for item, first, last in items if not is_paper(item)]
    diagnostics += [_report_stray(Location(path, first), first, last) for first, last in left]
    diagnostics += unknown.tell(list_names())
    return make_result(NAME, path, found, diagnostics)


def _report_stray(location: Location, first: int, last: int) -> Diagnostic:
    upto = f"; it goes on to line {last}" if last > first else ""
    message = f"this item is no paper: it has no title with authors, a year or a DOI{upto}"
    return Diagnostic("reference-broken", message, location, "add what it lacks, or leave it out", "warning")


def _find_items(text: str, path: str, diagnostics: list[Diagnostic]) -> Iterator[_Found]:
    """Yield the objects of YAML that are papers, and those beside them; a broken text is cut into its items."""
    import yaml

    lines = text.split("\n")
    try:
        roots = compose(text)
    except yaml.YAMLError as error:
        whole = error
    else:
        for root in roots:
            diagnostics += _report_repeated(root, 0, path)
            yield from _walk(root, lines, 0, {}, 0)
        return
    starts = _find_starts(text)
    if not starts:
        diagnostics.append(_report_broken(whole, 0, path, last=len(lines)))
    for first, last in zip(starts, [*starts[1:], len(lines)], strict=False):
        chunk = "\n".join(lines[first:last])
        try:
            roots = compose(chunk)
        except yaml.YAMLError as error:
            roots, left = _mend(chunk)
            diagnostics.append(_report_broken(error, first, path, left, last if not roots else 0))
        for root in roots:
            diagnostics += _report_repeated(root, first, path)
            yield from _walk(root, lines, first, {}, 0)


def _report_repeated(node: yaml.Node, offset: int, path: str, depth: int = 0) -> Iterator[Diagnostic]:
    """Report the keys that stand twice in one object."""
    import yaml

    if isinstance(node, yaml.SequenceNode) and depth < _DEEPEST:
        for child in node.value:
            yield from _report_repeated(child, offset, path, depth + 1)
    elif isinstance(node, yaml.MappingNode) and depth < _DEEPEST:
        keys: set[str] = set()
        for key, value in node.value:
            if str(key.value) in keys:
                message = f"the key '{key.value}' stands here for the second time; the first one counts"
                location = Location(path, offset + key.start_mark.line + 1, key.start_mark.column + 1)
                yield Diagnostic("reference-doubtful", message, location, "delete one of the two", "warning")
            keys.add(str(key.value))
            yield from _report_repeated(value, offset, path, depth + 1)


def _find_starts(text: str) -> list[int]:
    """Return the lines, counted from 0, on which the items of the first list begin."""
    first = _ITEM.search(text)
    if not first:
        return []
    return [number for number, line in enumerate(text.split("\n")) if line.startswith(f"{first[1]}- ")]


def _mend(chunk: str) -> tuple[list[yaml.Node], list[str]]:
    """Return what can be read of a broken item, and the lines that had to be left out for it: values get quotation
    marks, else lines go that are neither a key nor an item of a list."""
    import yaml

    lines = chunk.split("\n")
    whole = [line if _WHOLE_LINE.match(line) else "" for line in lines]
    left = [line.strip() for line, kept in zip(lines, whole, strict=True) if line and not kept]
    for text, lost in ((_quote_values(chunk), []), ("\n".join(whole), left), (_quote_values("\n".join(whole)), left)):
        try:
            return compose(text), lost
        except yaml.YAMLError:
            continue
    return [], []


def _quote_values(text: str) -> str:
    """Return YAML with quotation marks around values that stand on one line: a colon in one breaks it."""
    return _VALUE.sub(lambda match: match[1] + json.dumps(match[2].strip(), ensure_ascii=False), text.expandtabs(2))


def _report_broken(error: Exception, offset: int, path: str, left: Sequence[str] = (), last: int = 0) -> Diagnostic:
    """Report an error; ``left`` are the lines that were left out, and up to ``last`` everything was."""
    mark = getattr(error, "problem_mark", None)
    location = Location(path, offset + mark.line + 1, mark.column + 1) if mark else Location(path, offset + 1)
    problem = getattr(error, "problem", None) or "it can't be read"
    message = f"this is not YAML: {problem}; "
    if last:
        message += f"what can't be read begins on line {offset + 1} and goes on to line {last}"
    elif left:
        message += f"it was read without {', '.join(map(repr, left))}"
    else:
        message += "what could be read of it was read"
    return Diagnostic("reference-broken", message, location, "put quotation marks around the value", "warning")


def _walk(node: yaml.Node, lines: list[str], offset: int, said: Item, depth: int) -> Iterator[_Found]:
    """Yield the papers below a node; ``said`` is what the keys above them say of all: a year, a type."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        item = to_object(node)
        first, last = find_span(node, lines, offset)
        if isinstance(item, dict) and is_paper(said | item):
            yield said | item, first, last
            return
        said = said | _read_shared(item)
        below = 0
        for key, value in node.value if depth < _DEEPEST else ():
            if not isinstance(value, yaml.ScalarNode):
                for found in _walk(value, lines, offset, said | _read_heading(str(key.value)), depth + 1):
                    below += is_paper(found[0])
                    yield found
        if not below and isinstance(item, dict):
            yield item, first, last
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _walk(child, lines, offset, said, depth + 1)


def _read_shared(item: object) -> Item:
    """Return what an object that is no paper says of the papers below it: ``year: 2024``."""
    if not isinstance(item, dict):
        return {}
    meanings = ((key, value, find_field(key)) for key, value in item.items() if isinstance(value, str) and value)
    return {key: value for key, value, meaning in meanings if meaning and meaning.field in ("year", "type", "venue")}


def _read_heading(key: str) -> Item:
    """Return what the key over a list says of its items: ``2024:``, ``journal articles:``."""
    if _YEAR.fullmatch(key):
        return {"year": key}
    return {"type": key} if read_type(key) else {}


def _find_toml_items(text: str, path: str, diagnostics: list[Diagnostic]) -> Iterator[_Found]:
    """Yield the tables of TOML's lists, each with the lines from its heading to the next one's; a broken one is
    reported and costs no other."""
    starts = [match.start() for match in _TOML_ITEM.finditer(text)]
    line = 1 + text.count("\n", 0, starts[0] if starts else 0)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        chunk = text[start:end]
        first, line = line, line + chunk.count("\n")
        try:
            tables = next(iter(tomllib.loads(chunk).values()))
        except TOML_ERRORS as error:
            message = f"this table is not TOML: {error}"
            location = Location(path, first)
            diagnostics.append(Diagnostic("reference-broken", message, location, "put quotation marks around texts"))
            continue
        yield from ((table, first, first + chunk.rstrip().count("\n")) for table in tables[:1])
