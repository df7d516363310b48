"""What was imported: the base of every merge, kept with the site so that a whole team merges against the same.

``content/listings/imported.jsonl`` holds a line for each paper and source, in the order of ids: what that source said
of it the last time. The bytes depend on nothing but what was said, and a change touches only its own lines.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.content.history import IMPORTS
from site_builder.content.paper_cache import describe_unreadable
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.comparison import digest_abstract, is_empty
from site_builder.entries.fields import MERGED
from site_builder.model import Paper
from site_builder.storage.file_stat import read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from site_builder.model import ParsedPaper

_MARKS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_DATE = re.compile(r"(?:[0-9]{4}(?:-[0-9]{2}){0,2})?")
_FIELDS = (*MERGED, "authors")
#: How a part of the bibliographic record is named among the fields that are superseded.
_PART = "container."
_NOTHING = Paper(title="")


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a source (a file's name) in some format said of the paper with this id.

    The abstract is kept as a digest: a merge only asks whether it changed, and the file stays short. ``version`` and
    ``updated`` are the paper's. ``superseded`` names the fields whose value in the entry no longer comes from this
    source: if the entry later has this source's value again, a curator wrote it. ``key`` is the citation key that the
    entry got when it was made from this source. ``added`` is the day on which that was, and ``changed`` the last day on
    which an import of this source changed the entry; `content.history` reads both. ``beside`` is a checksum of the
    paper's other records when this one was written (see `branches`).
    """

    id: str
    source: str
    format: str
    paper: Paper
    version: int = 0
    updated: str = ""
    superseded: tuple[str, ...] = msgspec.field(default=(), name="outdone")
    key: str = ""
    added: str = ""
    changed: str = ""
    beside: str = ""


def make_record(id: str, source: str, form: str, paper: Paper, shown: ParsedPaper | Record) -> Record:  # noqa: A002
    """Return what a source says now as a record: an entry's paper, and which version is ``shown``."""
    signed = msgspec.structs.replace(paper, abstract=digest_abstract(paper.abstract))
    return Record(id, source, form, signed, shown.version, shown.updated)


def list_given_keys(records: Iterable[Record]) -> dict[str, str]:
    """Return the citation keys that entries got when they were made, by id."""
    return {record.id: record.key for record in records if record.key}


def key_of(paper: Paper) -> bytes:
    """Return what tells whether two papers say the same; the abstract of either may be a digest."""
    return msgspec.json.encode(msgspec.structs.replace(paper, abstract=digest_abstract(paper.abstract)))


def list_changed(before: Paper, after: Paper) -> set[str]:
    """Return the fields in which two papers differ, each part of ``container`` by itself."""
    fields = {field for field in _FIELDS if getattr(before, field) != getattr(after, field)}
    parts = (_PART + name for name in before.container | after.container)
    return fields | {part for part in parts if _differ(before, after, part)}


def mark_superseded(record: Record, entry: Paper, taken: Collection[str]) -> Record:
    """Return the record of a source after the entry took these fields from another one."""
    still = [field for field in record.superseded if field not in taken]
    return _mark(record, still, _find_differing(record, entry, taken))


def follow(record: Record, former: Record | None, entry: Paper, taken: Collection[str]) -> Record:
    """Return the record of a source after its import: what it says anew and the entry doesn't state is superseded."""
    changed = list_changed(former.paper if former else _NOTHING, record.paper)
    still = [field for field in former.superseded if field not in changed.union(taken)] if former else []
    if former:
        record = msgspec.structs.replace(record, key=former.key, added=former.added, changed=former.changed)
    return _mark(record, still, _find_differing(record, entry, changed))


def _mark(record: Record, *fields: Iterable[str]) -> Record:
    superseded = tuple(sorted({*chain.from_iterable(fields)}))
    return record if superseded == record.superseded else msgspec.structs.replace(record, superseded=superseded)


def _find_differing(record: Record, entry: Paper, fields: Iterable[str]) -> Iterator[str]:
    """Yield those of the fields in which source and entry say different things.

    A list of authors that goes on is completed, not superseded.
    """
    said, says = record.paper, msgspec.structs.replace(entry, abstract=digest_abstract(entry.abstract))
    for field in fields:
        completed = field == "authors" and said.et_al
        if not is_empty(_get(said, field)) and _differ(said, says, field) and not completed:
            yield field


def _differ(one: Paper, other: Paper, field: str) -> bool:
    return bool(_get(one, field) != _get(other, field))


def _get(paper: Paper, field: str) -> Any:
    return paper.container.get(field.removeprefix(_PART), "") if field.startswith(_PART) else getattr(paper, field)


def find_last_applied(record: Record) -> Paper:
    """Return what a source said without the fields in which the entry doesn't follow it."""
    if not record.superseded:
        return record.paper
    empty = {field: getattr(_NOTHING, field) for field in record.superseded if not field.startswith(_PART)}
    parts = {name: text for name, text in record.paper.container.items() if _PART + name not in record.superseded}
    return msgspec.structs.replace(record.paper, **empty, container=parts)


def read_records(data: bytes) -> list[Record]:
    """Read the file. Raises UserError at a line that isn't a record, such as a mark that a merge of branches left."""
    records = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=Record)
            if not _DATE.fullmatch(record.paper.date):
                raise msgspec.ValidationError
            records.append(record)
        except msgspec.DecodeError:
            raise UserError(_describe_line(line, Location(IMPORTS, number, 1))) from None
    return _join_repeated(records)


def _join_repeated(records: Iterable[Record]) -> list[Record]:
    """Join records that differ in nothing but the days: two branches imported the same, and git merged them."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        group = found.setdefault((record.id, record.source), [])
        for n, other in enumerate(group):
            if msgspec.structs.replace(other, added=record.added, changed=record.changed) == record:
                added = min(filter(None, (other.added, record.added)), default="")
                group[n] = msgspec.structs.replace(other, added=added, changed=max(other.changed, record.changed))
                break
        else:
            group.append(record)
    return list(chain.from_iterable(found.values()))


def load_records(site_dir: Path) -> list[Record]:
    """Return what is remembered of a site's imports; nothing if it can't be read, which `check_records` tells."""
    try:
        return read_records(read_file(site_dir / IMPORTS)[1])
    except (OSError, UserError):
        return []


def check_records(site_dir: Path) -> tuple[Diagnostic, ...]:
    """Return what is wrong with what is remembered of a site's imports."""
    try:
        read_records(read_file(site_dir / IMPORTS)[1])
    except FileNotFoundError:
        return ()
    except OSError as error:
        return (describe_unreadable(IMPORTS, error),)
    except UserError as fault:
        return fault.diagnostics
    return ()


def _describe_line(line: bytes, location: Location) -> Diagnostic:
    if line.startswith(_MARKS):
        suggestion = "delete the lines that begin with <<<<<<<, ======= and >>>>>>>, and keep those of both sides"
        return Diagnostic("file-conflict", f"unresolved merge conflict at line {location.line}", location, suggestion)
    suggestion = "restore the line from the repository's history, or delete it: then nothing is known of its import"
    return Diagnostic("import-record", "this line isn't what an import wrote", location, suggestion)


def write_records(records: Iterable[Record]) -> bytes:
    """Return the file's bytes."""
    ordered = sorted(records, key=lambda record: (record.id, record.source))
    return b"".join(msgspec.json.encode(record) + b"\n" for record in ordered)
