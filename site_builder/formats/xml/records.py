"""XML, cut into records before it is read: one that is damaged leaves the others alone, and no entity is expanded."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.author_lists import AuthorList
from site_builder.formats.named_fields import Fields, UnknownNames, make_paper
from site_builder.formats.reference import make_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.model import Link

_HEAD = 20_000
_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]{0,40}:(?=[A-Za-z_])")
_ATTRIBUTE_PREFIX = re.compile(r"(?<=\s)[A-Za-z_][\w.-]{0,40}:(?=[A-Za-z_][\w.-]{0,40}\s?=)")
_NAMESPACE = re.compile(r"\sxmlns(?::[\w.-]{1,40})?\s?=\s?(?:\"[^\"<]*\"|'[^'<]*')")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{3,}")
#: Elements whose texts say of what kind something is.
_KINDS = frozenset(("ArticleId", "PublicationType", "genre"))
_INNER = re.compile(r"<[^<>]*>(.*)</[^<>]*>\s*", re.DOTALL)


class Entry(NamedTuple):
    """A record in XML on its way to a paper: its element, without prefixes, what it says, and links with labels."""

    element: Element
    fields: Fields
    links: list[Link]
    unknown: UnknownNames

    def add(self, field: str, *paths: str) -> None:
        """Add the texts at the first of the paths that has any."""
        for path in paths:
            if texts := [text for child in self.element.iterfind(path) if (text := read_markup(child))]:
                for text in texts:
                    self.fields.add(field, text)
                return


class _UnreadElements:
    """Elements of which a source has others that are read: these stand where they mean nothing."""

    def __init__(self) -> None:
        """Begin with none."""
        self._read: set[str] = set()
        self._unread: list[tuple[str, Location]] = []

    def meet(self, entry: Entry) -> None:
        """Look which elements of a record are read."""
        fields = entry.fields
        people = [*(fields.authors or AuthorList(())).authors, *(fields.editors or AuthorList(())).authors]
        said = [text for texts in fields.values.values() for text in texts]
        said += [text for person in people for text in (person.name, person.family, *person.affiliations)]
        said += [text for link in entry.links for text in (link.label, link.url)]
        said += [text for funding in fields.funding for text in (funding.funder, funding.award)]
        known = set(_find_words("\n".join(said)))
        for element in entry.element.iter():
            words = _find_words(element.text or "") if element.tag not in _KINDS else []
            found = sum(word in known for word in words)
            if words and 2 * found > len(words):
                self._read.add(element.tag)
            elif words:
                self._unread.append((element.tag, fields.location))

    def add_to(self, unknown: UnknownNames) -> None:
        """Add them to the names that mean nothing."""
        for tag, location in self._unread:
            if tag in self._read:
                unknown.meet(tag, location)


def _find_words(text: str) -> list[str]:
    return _WORD.findall(html.unescape(text).lower())


#: What reads an element into fields, and returns why it is no paper, if it isn't.
Fill = "Callable[[Entry], str]"


def begins_xml(text: str, *marks: str) -> bool:
    """Tell whether a text begins as XML does, though its first tag may be damaged, and holds one of the marks near its
    beginning."""
    head = text[:_HEAD].lstrip()
    return "<" in head[:60] and any(mark in head for mark in marks)


def read_records(
    name: str, text: str, path: str, tags: str, fill: Callable[[Entry], str], aside: tuple[str, ...] = ()
) -> ParseResult:
    """Read every element with one of the ``tags`` (a pattern); elements ``aside`` may stand between two of them."""
    diagnostics: list[Diagnostic] = []
    found: list[Find] = []
    unknown = UnknownNames("element")
    unread = _UnreadElements()
    for source, first, last in _cut(text, path, tags, aside, diagnostics):
        location = Location(path, first)
        try:
            element = ElementTree.fromstring(_simplify(source))  # noqa: S314 - entities of its own were left out
        except (ElementTree.ParseError, ValueError, RecursionError) as error:
            reason = str(error).partition(":")[0]
            message = f"this record is cut off or no XML ({reason}); it goes on to line {last}"
            diagnostics.append(Diagnostic("reference-broken", message, location, "mend it, or export it again"))
            continue
        entry = Entry(element, Fields(location, {}), [], unknown)
        if refusal := fill(entry):
            diagnostics.append(Diagnostic("reference-broken", refusal, location, severity="hint"))
            continue
        unread.meet(entry)
        parsed = make_paper(entry.fields, diagnostics)
        if parsed and entry.links:
            parsed = replace(parsed, paper=replace(parsed.paper, links=(*parsed.paper.links, *entry.links)))
        found.append((parsed, (first, last)))
    unread.add_to(unknown)
    return make_result(name, path, found, diagnostics + unknown.tell(()))


def read_text(element: Element | None) -> str:
    """Return the text of an element and of all in it, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def read_markup(element: Element | None) -> str:
    """Return what an element holds, with its tags and entities as they are written."""
    if element is None:
        return ""
    if not len(element):
        return html.escape(element.text or "", quote=False).strip()
    match = _INNER.match(ElementTree.tostring(element, encoding="unicode"))
    return match[1].strip() if match else ""


def find_text(element: Element, *paths: str) -> str:
    """Return the first text at the first of the paths that has one."""
    return next((text for path in paths for child in element.iterfind(path) if (text := read_text(child))), "")


def _cut(
    text: str, path: str, tags: str, aside: tuple[str, ...], diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, int, int]]:
    """Yield each record with its first and last line. A start within a record ends the one before it."""
    edge = re.compile(rf"<(/?)(?:[A-Za-z_][\w.-]{{0,40}}:)?(?:{tags})(?=[\s>/])[^<>]*>")
    start, before, line, counted = -1, 0, 1, 0
    for match in (*edge.finditer(text), None):
        position = match.start() if match else len(text)
        if start >= 0:
            end = match.end() if match and match[1] else position
            first = line + text.count("\n", counted, start)
            line, counted = first, start
            source = text[start:end].rstrip() if not (match and match[1]) else text[start:end]
            yield source, first, first + source.count("\n")
            before = end
        elif before >= 0 and (stray := find_stray(text[before:position], aside)):
            first = text.count("\n", 0, before) + 1
            message = f"what stands here belongs to no record: '{' '.join(stray.split())[:80]}'"
            diagnostics.append(
                Diagnostic("reference-broken", message, Location(path, first), "look for a missing tag before it")
            )
        if match and match[1] and start < 0:
            before = match.end()
        start = position if match and not match[1] else -1


def find_stray(text: str, aside: tuple[str, ...] = ()) -> str:
    """Return the words between two records that stand in no element that may be there."""
    for tag in aside:
        start = text.find(f"<{tag}")
        while start >= 0 and (end := text.find(f"</{tag}>", start)) >= 0:
            text = text[:start] + text[end:]
            start = text.find(f"<{tag}", start + 1)
    stray = _TAG.sub(" ", text).strip()
    return stray if _WORD.search(stray) else ""


def _simplify(source: str) -> str:
    """Return a record without prefixes and namespaces, its HTML entities as characters."""
    source = _ATTRIBUTE_PREFIX.sub("", _NAMESPACE.sub("", _PREFIX.sub(r"\1", source)))
    return _ENTITY.sub(lambda match: match[0] if match[1] in _XML_ENTITIES else _read_entity(match[0]), source)


def _read_entity(entity: str) -> str:
    character = html.unescape(entity)
    return html.escape(character) if character != entity else html.escape(entity)
