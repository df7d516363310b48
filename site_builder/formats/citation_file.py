"""Citation files (``CITATION.cff``): https://github.com/citation-file-format/citation-file-format, version 1.2.0"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.keyed_records import read_items
from site_builder.formats.named_fields import UnknownNames, make_paper
from site_builder.formats.reference import make_result
from site_builder.formats.yaml_text import compose, find_span, to_object

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    import yaml

    from site_builder.formats.keyed_records import Item
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult

NAME = "CFF"

_MARK = re.compile(r"^cff-version:", re.MULTILINE)
#: Its keys whose names mean something else elsewhere, and what they are here.
_KEYS = {
    "start": "start page",
    "end": "end page",
    "conference": "event",
    "repository-code": "code",
    "repository": "website",
    "repository-artifact": "website",
    "number": "number",
    "issue-date": "date",
    "date-published": "date",
    "date-released": "date",
    "thesis-type": "genre",
    "collection-title": "book title",
}
#: Keys that a paper doesn't need; ``pages`` is how many a work has.
_IDLE = frozenset({
    "cff-version", "message", "contact", "commit", "pages", "scope", "preferred-citation", "references", "senders",
    "date-accessed", "date-downloaded", "format", "medium", "section", "loc-start", "loc-end", "license-url",
    "copyright", "identifiers",
})  # fmt: skip
#: Keys below which there are other works.
_OTHERS = ("preferred-citation", "references")


def recognise(text: str) -> bool:
    """Tell whether the text is a citation file."""
    return bool(_MARK.search(text))


def read(text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG001 - dates here have their years
    """Read the work that the file describes, the one that it prefers to be cited, and those to which it refers."""
    import yaml

    diagnostics: list[Diagnostic] = []
    try:
        roots = compose(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this citation file is not YAML: {getattr(error, 'problem', None) or error}"
        location = Location(path, mark.line + 1 if mark else 1)
        diagnostics.append(Diagnostic("reference-broken", message, location, "put quotation marks around the value"))
        return make_result(NAME, path, [], diagnostics)
    lines = text.split("\n")
    works = [(_translate(node), *_find_lines(node, lines)) for root in roots for node in _find_works(root)]
    unknown = UnknownNames("key")
    read = read_items([(item, Location(path, first)) for item, first, _ in works], unknown)
    found: list[Find] = [
        (make_paper(fields, diagnostics, "this work"), (first, last))
        for fields, (_, first, last) in zip(read, works, strict=True)
    ]
    return make_result(NAME, path, found, diagnostics + unknown.tell(()))


def _find_works(root: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the nodes of works: the file's own, and those below its keys for others."""
    import yaml

    if not isinstance(root, yaml.MappingNode):
        return
    yield root
    for key, value in root.value:
        if key.value == "preferred-citation" and isinstance(value, yaml.MappingNode):
            yield value
        elif key.value == "references" and isinstance(value, yaml.SequenceNode):
            yield from (node for node in value.value if isinstance(node, yaml.MappingNode))


def _find_lines(node: yaml.Node, lines: list[str]) -> tuple[int, int]:
    """Return a work's lines, up to those of the first work below it."""
    first, last = find_span(node, lines)
    below = [key.start_mark.line for key, _ in node.value if key.value in _OTHERS]
    return first, min([last, *(number for number in below if number >= first)])


def _translate(node: yaml.Node) -> Item:
    """Return a work with the keys that lists of papers have."""
    work = to_object(node)
    item: Item = {}
    for key, value in work.items() if isinstance(work, dict) else ():
        if key in ("authors", "editors", "editors-series") and isinstance(value, list):
            item[key] = [{"literal": person["name"]} if _is_entity(person) else person for person in value]
        elif key not in _IDLE:
            item.setdefault(_KEYS.get(str(key), str(key)), value)
    identifiers = work.get("identifiers") if isinstance(work, dict) else None
    for entry in identifiers if isinstance(identifiers, list) else ():
        if isinstance(entry, dict):
            item.setdefault(str(entry.get("type")), entry.get("value"))
    return {"type": "software"} | item


def _is_entity(person: object) -> bool:
    return isinstance(person, dict) and bool(person.get("name")) and not person.get("family-names")
