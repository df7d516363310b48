"""JSON, cut into records: a list of them, one alone, one a line, or nested in other objects, each with its lines."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

from site_builder.diagnostics import Diagnostic, Location

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

#: An object of the JSON. What its fields hold is checked where they are read, because anybody may have written it.
Item = dict[str, Any]

_BEGINNING = re.compile(r"""\s*(?:\{\s*["'}]|\[\s*(?:[{"]|\[\s*[{"\[\d]|\]\s*$))""")
_BETWEEN = re.compile(r"[\s,\]}]*")
_SPACE = re.compile(r"[\s,]*")
_COLON = re.compile(r"\s*:\s*")
_OPENS_LIST = re.compile(r"\[\s*[\[{]")
_FIRST_KEY = re.compile(r'\{\s*"[^"\\]*"\s*:')
_BRACKET = re.compile(r"^[ \t]*[\[{]", re.MULTILINE)
_COMMA_TOO_MANY = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])')
#: How deep records may be nested. Each level costs one more look at what is in it.
_DEEPEST = 8
_KEYS_NAMED = 6
#: A text with more errors is read no further: each costs a look at all of the rest.
_MOST_ERRORS = 200


#: Stands among the keys for a list.
_LISTED = ""


class Record(NamedTuple):
    """An object that is a record: its first and last line, the keys under which it was found, and whether it stands in
    a list."""

    item: Item
    first: int
    last: int
    keys: tuple[str, ...]
    listed: bool


def begins_json(text: str) -> bool:
    """Tell whether a text begins as JSON does: with an object, or with a list of objects, lists or texts."""
    return bool(_BEGINNING.match(text))


def find_records(
    text: str, path: str, is_record: Callable[[Item], bool], diagnostics: list[Diagnostic]
) -> Iterator[Record]:
    """Yield every object that ``is_record`` accepts, in the text's order; objects within a record are its own.

    A record that is no JSON is reported with its lines, and reading goes on at the next one beside it.
    """
    yield from _Walk(text, path, is_record, diagnostics).run()


class _Walk:
    def __init__(self, text: str, path: str, is_record: Callable[[Item], bool], diagnostics: list[Diagnostic]) -> None:
        self.text = text
        self.path = path
        self.is_record = is_record
        self.diagnostics = diagnostics
        self.decode = json.JSONDecoder().raw_decode
        self.errors = 0
        self.records = 0
        self.others: list[tuple[Item, int]] = []
        self.first_key = ""
        self.line_ends = [match.start() for match in re.finditer("\n", text)]

    def run(self) -> Iterator[Record]:
        position = self._skip(_BETWEEN, 0)
        while position < len(self.text) and self.errors < _MOST_ERRORS:
            end = yield from self._read(position, (), 0)
            position = self._skip(_BETWEEN, max(end, position + 1))
        self._tell_others(0, 0)
        if self.errors >= _MOST_ERRORS:
            line = self._count(min(position, len(self.text)))
            message = f"after {self.errors} errors, the rest of this file was not read, from line {line} on"
            self.diagnostics.append(
                Diagnostic("reference-broken", message, Location(self.path, line), "export the list again")
            )

    def _read(self, position: int, keys: tuple[str, ...], depth: int) -> Generator[Record, None, int]:
        """Yield the records of the value at a position, and return where it ends."""
        try:
            value, end = self.decode(self.text, position)
        except (ValueError, RecursionError) as error:
            return (yield from self._mend(position, keys, depth, error))
        if isinstance(value, dict) and self.is_record(value):
            yield self._record(value, position, end, keys)
        elif depth < _DEEPEST and self._holds(value, depth):
            yield from self._enter(position, keys, depth)
        elif isinstance(value, dict) and (not keys or keys[-1] == _LISTED):
            self.others.append((value, position))
        return end

    def _holds(self, value: object, depth: int) -> bool:
        """Tell whether there is a record in a value."""
        if isinstance(value, dict):
            return self.is_record(value) or (
                depth < _DEEPEST and any(self._holds(v, depth + 1) for v in value.values())
            )
        return isinstance(value, list) and depth < _DEEPEST and any(self._holds(v, depth + 1) for v in value)

    def _enter(self, position: int, keys: tuple[str, ...], depth: int) -> Generator[Record, None, int]:
        """Yield the records in the list or object at a position, and return where that ends."""
        text, closing = self.text, "]" if self.text[position] == "[" else "}"
        position = self._skip(_SPACE, position + 1)
        inner = (*keys, _LISTED)
        before = self.records, len(self.others)
        while position < len(text) and text[position] != closing:
            if closing == "}":
                key, position = self.decode(text, position)
                inner = (*keys, key)
                position = self._skip(_COLON, position)
            position = self._skip(_SPACE, (yield from self._read(position, inner, depth + 1)))
        self._tell_others(*before)
        return position + 1

    def _mend(self, position: int, keys: tuple[str, ...], depth: int, error: Exception) -> Generator[Record, None, int]:
        """Yield the records in a list or an object that is damaged somewhere, and return where reading may go on."""
        sign = self.text[position]
        if depth < _DEEPEST and not isinstance(error, RecursionError):
            if _OPENS_LIST.match(self.text, position):
                return (yield from self._mend_list(position, keys, depth))
            if sign == "{":
                return (yield from self._mend_object(position, keys, depth, error))
        end = self._find_sibling(position, position) if sign == "{" else self._find_bracket(position)
        self._report(error, position, end)
        return end

    def _mend_list(self, position: int, keys: tuple[str, ...], depth: int) -> Generator[Record, None, int]:
        text, before = self.text, (self.records, len(self.others))
        position = last = self._skip(_SPACE, position + 1)
        while position < len(text) and text[position] != "]" and self.errors < _MOST_ERRORS:
            if text[position] in "[{":
                last = position
                end = yield from self._read(position, (*keys, _LISTED), depth + 1)
            else:
                end = self._find_sibling(position, last)
                self._report(ValueError(), position, end)
            position = self._skip(_SPACE, max(end, position + 1))
        self._tell_others(*before)
        return position + 1 if text[position : position + 1] == "]" else position

    def _mend_object(
        self, start: int, keys: tuple[str, ...], depth: int, error: Exception
    ) -> Generator[Record, None, int]:
        """Go through the keys: records may stand below a damaged one, unless the object is a record itself."""
        text, item, is_wrapper = self.text, Item(), False
        position = self._skip(_SPACE, start + 1)
        while text[position : position + 1] == '"':
            try:
                key, position = self.decode(text, position)
                position = self._skip(_COLON, position)
                value, end = self.decode(text, position)
            except (ValueError, RecursionError):
                if text[position : position + 1] not in ("[", "{") or item.keys() & _TITLES:
                    break
                is_wrapper = True
                end = yield from self._read(position, (*keys, key), depth + 1)
            else:
                item[key] = value
                if self._holds(value, depth):
                    is_wrapper = True
                    yield from self._enter(position, (*keys, key), depth)
            position = self._skip(_SPACE, end)
        if is_wrapper:
            return position + 1 if text[position : position + 1] == "}" else position
        end = self._find_sibling(start, start)
        if mended := self._drop_commas(start, end):
            location = Location(self.path, self._count(start))
            message = "a comma stands before a closing bracket; it was passed over"
            self.diagnostics.append(Diagnostic("reference-doubtful", message, location, "take it out", "warning"))
            if self.is_record(mended):
                yield self._record(mended, start, end, keys)
            return end
        self._report(error, start, end)
        return end

    def _drop_commas(self, start: int, end: int) -> Item | None:
        """Return an object whose only error is a comma before a closing bracket."""
        source = _COMMA_TOO_MANY.sub(lambda match: match[1] or "", self.text[start:end])
        try:
            value, _ = self.decode(source)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def _find_sibling(self, position: int, start: int) -> int:
        """Return where behind a position the next object begins that is written like the one at ``start``, on a line of
        its own with the same indent or with the same first key; or where the list ends in which it stands, if that
        comes before."""
        text = self.text
        indent = text[text.rfind("\n", 0, start) + 1 : start]
        first = _FIRST_KEY.match(text, start)
        keys = {re.escape(key) for key in (first[0] if first else "", self.first_key) if key}
        if not indent.strip():
            outer = rf"|^[ \t]{{0,{len(indent) - 1}}}(?=\S)" if indent else ""
            pattern = re.compile(rf"^{indent}(?=\{{){outer}", re.MULTILINE)
        elif keys:
            pattern = re.compile(rf'(?:"[^"\\]{{1,80}}"\s{{0,9}}:\s{{0,9}}\[\s{{0,9}})?(?={"|".join(keys)})')
        else:
            return self._find_bracket(position)
        match = pattern.search(text, position + 1)
        if not match:
            return len(text)
        return match.start() if indent.strip() else match.end()

    def _find_bracket(self, start: int) -> int:
        """Return where the next line begins an object or a list, or the end of the text."""
        match = _BRACKET.search(self.text, start + 1)
        return match.end() - 1 if match else len(self.text)

    def _record(self, item: Item, start: int, end: int, keys: tuple[str, ...]) -> Record:
        self.records += 1
        first = _FIRST_KEY.match(self.text, start)
        self.first_key = first[0] if first else ""
        named = tuple(key for key in keys if key)
        last = self._count(start + len(self.text[start:end].rstrip(", \n\t")))
        return Record(item, self._count(start), last, named, bool(keys) and keys[-1] == _LISTED)

    def _tell_others(self, records: int, others: int) -> None:
        """Report the objects of a list that are no records, where others of it are."""
        for item, start in self.others[others:] if self.records > records else ():
            keys = ", ".join(f"'{key}'" for key in list(item)[:_KEYS_NAMED])
            message = f"this object is no paper; it has the keys {keys}" if keys else "this object is empty"
            location = Location(self.path, self._count(start))
            self.diagnostics.append(
                Diagnostic("reference-broken", message, location, "look at its keys, or take it out", "warning")
            )
        del self.others[others:]

    def _report(self, error: Exception, start: int, end: int) -> None:
        self.errors += 1
        first = self._count(start)
        last = self._count(start + len(self.text[start:end].rstrip()))
        line, column, reason = first, 1, "it belongs to no record"
        if isinstance(error, RecursionError):
            reason = "it is nested too deeply"
        if isinstance(error, json.JSONDecodeError):
            line, column, reason = error.lineno, error.colno, error.msg.lower().removesuffix(" at")
        beyond = f"; what can't be read begins on line {first} and goes on to line {last}" if last > first else ""
        location = Location(self.path, line if first <= line <= last else first, column)
        self.diagnostics.append(
            Diagnostic(
                "reference-broken", f"this is not JSON: {reason}{beyond}", location, "mend it, or export it again"
            )
        )

    def _count(self, position: int) -> int:
        """Return the line of a position."""
        return bisect_left(self.line_ends, position) + 1

    def _skip(self, pattern: re.Pattern[str], position: int) -> int:
        match = pattern.match(self.text, position)
        return match.end() if match else position


#: An object with one of these keys is a paper itself: what stands below damage in it is no other paper.
_TITLES = frozenset(("title", "Title", "titles", "display_name", "bibcode", "halId_s", "metadata", "DOI", "doi"))
