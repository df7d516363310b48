"""What the formats of tagged text share: their records as papers, by a table of what each tag means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from site_builder.diagnostics import Location
from site_builder.formats.author_lists import AuthorList, gather, read_names
from site_builder.formats.named_fields import Fields, UnknownNames, make_paper
from site_builder.formats.pasted.title_author_split import is_group
from site_builder.formats.reference import make_result, tidy_plain
from site_builder.formats.tagged.records import cut_records
from site_builder.text.name_lists import is_full_name, is_organization

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from site_builder.diagnostics import Diagnostic
    from site_builder.formats.reference import Find
    from site_builder.formats.result import ParseResult
    from site_builder.formats.tagged.records import Syntax, TaggedRecord

#: The fields of which every tag counts; of another field, the values of the first tag that has any.
_MANY = frozenset(("note", "url", "keyword", "date", "issn", "isbn"))
_PEOPLE = frozenset(("author", "editor", "group"))
_AND = re.compile(r",?\s+(?:and|&)\s+", re.IGNORECASE)


def _leave(fields: Fields, record: TaggedRecord) -> None:
    """Change nothing."""


class TaggedFormat(NamedTuple):
    """A format of tagged text.

    ``mark`` is found in a text of this format only. ``tags`` gives for each of our fields the tags that state it, the
    best one first; ``group`` stands for authors that are no persons. ``idle`` names the tags that a paper doesn't need,
    with bars in between.
    ``adapt`` does what a table can't.
    """

    name: str
    mark: re.Pattern[str]
    syntax: Syntax
    tags: dict[str, tuple[str, ...]]
    idle: str = ""
    adapt: Callable[[Fields, TaggedRecord], None] = _leave

    def recognise(self, text: str) -> bool:
        """Tell whether the text is in this format."""
        return bool(self.mark.search(text))

    def read(self, text: str, path: str, captured: datetime.date) -> ParseResult:  # noqa: ARG002 - dates have years
        """Read every record; tags that mean nothing are told once."""
        diagnostics: list[Diagnostic] = []
        unknown = UnknownNames("tag")
        known = (
            {tag for tags in self.tags.values() for tag in tags}
            | {name.strip() for name in self.idle.split("|")}
            | self.syntax.starts
            | self.syntax.ends
        )
        found: list[Find] = []
        for record in cut_records(text, self.syntax, path, diagnostics):
            fields = self._read_fields(record, Location(path, record.first))
            for tag in record.values:
                if tag not in known:
                    unknown.meet(tag, fields.location)
            found.append((make_paper(fields, diagnostics), (record.first, record.last)))
        return make_result(self.name, path, found, diagnostics + unknown.tell(known))

    def _read_fields(self, record: TaggedRecord, location: Location) -> Fields:
        fields = Fields(location)
        for field, tags in self.tags.items():
            if field not in _PEOPLE:
                for text in _choose(record, field, tags):
                    fields.add(field, text)
        groups = [f"{{{name}}}" for name in record.all(*self.tags.get("group", ()))]
        fields.authors = read_people([*_choose(record, "author", self.tags["author"]), *groups])
        fields.editors = read_people(_choose(record, "editor", self.tags.get("editor", ())))
        self.adapt(fields, record)
        return fields


def read_people(names: Iterable[str]) -> AuthorList:
    """Read names, each a value, of which some have several; a name that ends in a comma, or says so, is a group's."""
    parts = [part.strip() for name in names for part in (name if "{" in name else tidy_plain(name)).split(";")]
    if not any(map(_is_list, parts)):
        return gather(map(_mark_group, parts))
    lists = [read_names(part) if _is_list(part) else gather([_mark_group(part)]) for part in parts]
    doubts = [f"several authors stand in one value, '{part}'; they were parted" for part in parts if _is_list(part)]
    return AuthorList(
        tuple(author for listed in lists for author in listed.authors),
        any(listed.et_al for listed in lists),
        (*doubts, *(doubt for listed in lists for doubt in listed.doubts)),
    )


def _is_list(name: str) -> bool:
    """Tell whether a value that should be one name is a list of them: ``Doe, J., Roe, M., and Poe, A.``."""
    if "{" in name or name.endswith(",") or is_group(name) or is_organization(name):
        return False
    sides, parts = _AND.split(name), [part.strip() for part in name.split(",")]
    if len(parts) > 3 or (len(parts) == 3 and all(map(is_full_name, parts))):
        return True
    return len(sides) > 1 and ("," in name or all(map(is_full_name, sides)))


def _mark_group(name: str) -> str:
    if name.endswith(","):
        return f"{{{name.rstrip(', ')}}}"
    return f"{{{name}}}" if "," not in name and (is_group(name) or is_organization(name)) else name


def _choose(record: TaggedRecord, field: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return a field's values: of all its tags, or of the first that has any."""
    if field in _MANY:
        return record.all(*tags)
    return next((values for tag in tags if (values := record.all(tag))), ())
