"""Turns the papers of sources into changes of a site's entries, one paper after the other. Nothing is written yet."""

from __future__ import annotations

import os
import re
from itertools import chain, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.content.history import IMPORTS
from site_builder.content.paper_cache import is_entry
from site_builder.content.transaction import Change, read_pending
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.merge import merge
from site_builder.entries.reader import read_paper
from site_builder.entries.writer import compose_paper
from site_builder.importing.branches import LOST, find_lost, find_merged, mark_written
from site_builder.importing.entry_changes import OutcomeBuilder, change_entry
from site_builder.importing.history import (
    Record,
    find_last_applied,
    follow,
    key_of,
    list_changed,
    list_given_keys,
    make_record,
    mark_superseded,
    read_records,
    write_records,
)
from site_builder.importing.matching import Match, PaperMatcher, is_older
from site_builder.importing.messages import describe_conflict
from site_builder.importing.new_names import NewNames, number_names, slug_title
from site_builder.importing.plan import Plan
from site_builder.importing.questions import Questions
from site_builder.importing.statements import Statement, make_statements, put_newest_first
from site_builder.model import Paper, ParsedPaper
from site_builder.storage.file_stat import read_file
from site_builder.text.citation_keys import make_key
from site_builder.text.folding import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.importing.plan import Ask, Source

PAPERS = Path("content/papers")
LISTINGS = Path("content/listings")
_RECORDS = Path(IMPORTS)
#: The one format whose sources are kept with the site: nobody could paste the same page again.
_KEPT_FORMAT = "listing"
#: What tells apart the statements of a source that speaks of one paper several times.
_COUNTED = re.compile(r"#\d+$")


class _Entry(msgspec.Struct):
    """An entry under way: its text, what it states, and its bytes on disk (None when it is new)."""

    text: str
    paper: Paper
    before: bytes | None


class Importer:
    """A site's entries and records, as they are and as the papers taken so far would have them."""

    def __init__(self, site_dir: Path, ask: Ask | None, day: str = "") -> None:
        self._site_dir = site_dir
        self._day = day
        self._questions = Questions(ask)
        self._entries: dict[str, _Entry] = {}
        self._unreadable: dict[str, str] = {}
        self._records: dict[tuple[str, str], Record] = {}
        self._written: dict[tuple[str, str], Record] = {}
        self._sources: dict[str, set[str]] = {}
        self._said: dict[tuple[str, bytes], str] = {}
        self._spoken_of: dict[str, set[str]] = {}
        self._outcomes: dict[str, OutcomeBuilder] = {}
        self._kept: dict[str, bytes] = {}
        self._spoken: set[tuple[str, str]] = set()
        self._offered: set[tuple[str, bytes]] = set()
        self._names = NewNames(self._list_keys)
        self._alive = PaperMatcher()
        self._gone = PaperMatcher()
        self._pending = read_pending(site_dir)
        self._load()

    def take(self, sources: Sequence[Source]) -> None:
        """Work all papers of the sources in; a pasted listing is kept."""
        listed: list[Statement] = []
        for source in sources:
            papers = source.result.papers
            name = self._keep(source) if papers else ""
            listed += make_statements(papers, name, source.result.format)
        self._offered = {(statement.source, statement.key) for statement in listed}
        for statement in put_newest_first(listed):
            self._take_statement(statement)

    def finish(self) -> Plan:
        """Return what would be written, and what came of each paper."""
        changes = [
            Change(PAPERS / f"{id}.md", entry.before, after)
            for id, entry in sorted(self._entries.items())  # noqa: A001
            if (after := entry.text.encode()) != entry.before
        ]
        for name, data in self._kept.items():
            if self._read(LISTINGS / name) is None:
                changes.append(Change(LISTINGS / name, None, data))
        before = self._read(_RECORDS)
        after = write_records(mark_written(self._records.values(), self._written))
        if after != (before or b""):
            changes.append(Change(_RECORDS, before, after))
        outcomes = tuple(outcome.end() for outcome in self._outcomes.values())
        return Plan(self._site_dir, outcomes, tuple(changes))

    def _load(self) -> None:
        for path in self._list(PAPERS, ".md"):
            self._names.add_id(path.stem)
            if not is_entry(path.name):
                continue
            data = self._read(path) or b""
            try:
                text = data.decode()
            except UnicodeDecodeError:
                self._unreadable[path.stem] = "it isn't UTF-8 text"
                continue
            paper, faults = read_paper(text, path.stem, path.as_posix())
            if paper is None:
                self._unreadable[path.stem] = faults[0].message
            else:
                self._entries[path.stem] = _Entry(text, paper, data)
                self._alive.add(path.stem, paper)
        records = read_records(self._read(_RECORDS) or b"")
        for record in records:
            self._remember(record)
        merged = find_merged(records)
        self._written = {key: record for key, record in self._records.items() if record.id not in merged}
        for id, group in merged.items():  # noqa: A001
            self._restore(id, group)
        for path in self._list(LISTINGS, ".txt"):
            self._kept[path.name] = self._read(path) or b""

    def _restore(self, id: str, records: Sequence[Record]) -> None:  # noqa: A002
        """Give an entry back what a merge of branches lost; a lost abstract comes back with the source that has it."""
        if entry := self._entries.get(id):
            if not entry.paper.abstract:
                for record in records:
                    paper = msgspec.structs.replace(record.paper, abstract="")
                    self._remember(msgspec.structs.replace(record, paper=paper))
            outcome = OutcomeBuilder(id, entry.paper.title)
            lost = find_lost(entry.paper, records)
            entry.text, entry.paper = change_entry(entry.text, entry.paper, lost, outcome, LOST)
            if outcome.details:
                self._outcomes[id] = outcome

    def _list_keys(self) -> Iterator[str]:
        """Yield the citation keys of all entries, also of those that were removed: somebody may cite by them."""
        yield from (make_key(entry.paper) for entry in self._entries.values())
        yield from list_given_keys(self._records.values()).values()

    def _list(self, folder: Path, suffix: str) -> list[Path]:
        """Return the files of a folder of the site, those included that an import which was cut off will write."""
        pending = {path for path in self._pending if path.parent == folder and path.suffix == suffix}
        return sorted(pending | {folder / path.name for path in (self._site_dir / folder).glob(f"*{suffix}")})

    def _read(self, path: Path) -> bytes | None:
        """Return a file's bytes, as they are or will be once an import that was cut off is finished."""
        return self._pending.get(path) or _read(self._site_dir / path)

    def _remember(self, record: Record) -> None:
        self._records[record.id, record.source] = record
        self._sources.setdefault(record.id, set()).add(record.source)
        source = _COUNTED.sub("", record.source)
        self._said[source, key_of(record.paper)] = record.id
        self._spoken_of.setdefault(source, set()).add(record.id)
        self._names.add_id(record.id)
        there = record.id in self._entries or record.id in self._unreadable
        (self._alive if there else self._gone).add(record.id, record.paper)

    def _keep(self, source: Source) -> str:
        """Keep a pasted listing, once; return the name under which its papers are recorded."""
        name = os.fsencode(Path(source.name).name).decode("utf-8", "replace")
        if source.result.format != _KEPT_FORMAT or not source.data:
            return name
        for known, data in self._kept.items():
            if data == source.data:
                return known
        stem = slug(Path(name).stem) or "listing"
        free = next(name for name in number_names(f"{stem}.txt", f"{stem}-{{}}.txt") if name not in self._kept)
        self._kept[free] = source.data
        return free

    def _take_statement(self, statement: Statement) -> None:
        parsed, theirs = statement.parsed, statement.paper
        if theirs is None:
            self._skip(parsed, "", "it has no title")
            return
        match = self._match(statement, theirs)
        review = ""
        if match.kind == "near":
            entry = self._entries.get(match.id)
            answer = self._questions.ask_whether_same(parsed, match, entry.paper if entry else None)
            if answer == 0:
                match = Match("same", match.id)
            elif answer is None:
                removed = "" if match.id in self._entries else ", whose entry was removed"
                review = f"may be the same paper as '{match.id}'{removed}: {match.why}"
        name = slug_title(theirs.title)
        if match.kind != "same" and name in self._unreadable:
            match = Match("same", name)
        if match.kind != "same":
            self._create(statement, theirs, review)
        elif match.id in self._unreadable:
            self._skip(parsed, match.id, f"its entry can't be read: {self._unreadable[match.id]}")
        elif match.id not in self._entries:
            why = f"its entry was removed; delete its lines in {IMPORTS} to import it again"
            self._skip(parsed, match.id, why)
            self._note_removed(match.id, statement, theirs)
        else:
            self._update(match.id, statement, theirs)

    def _match(self, statement: Statement, theirs: Paper) -> Match:
        """Look where the source said the same before, then among the entries, then among those that are gone, removed
        or renamed."""
        known = self._said.get((statement.source, statement.key))
        if known in self._entries:
            return Match("same", known)
        match = self._alive.find(theirs, self._spoken_of.get(statement.source, ()))
        gone = self._gone.find(theirs)
        if match.kind == "same":
            if gone.kind == "same" and match.id not in self._sources:
                self._rename(gone.id, match.id)
            return match
        return gone if gone.kind == "same" or match.kind == "none" else match

    def _rename(self, old: str, new: str) -> None:
        """Follow an entry whose file was given another name."""
        for source in self._sources.pop(old, set()):
            record = self._records.pop((old, source))
            self._remember(msgspec.structs.replace(record, id=new))

    def _create(self, statement: Statement, theirs: Paper, review: str) -> None:
        parsed = statement.parsed
        paper, doubt = self._questions.choose_reading(statement, theirs)
        reasons = [reason for reason in (doubt, review) if reason]
        id = self._names.choose_id(paper)  # noqa: A001
        key = self._names.choose_key(msgspec.structs.replace(paper, id=id))
        text = compose_paper(msgspec.structs.replace(paper, key=key, review="; ".join(reasons)))
        written, _ = read_paper(text, id, "")
        if written is None:
            self._skip(parsed, "", "its title can't be written")
            return
        self._entries[id] = _Entry(text, written, None)
        self._alive.add(id, written)
        record = make_record(id, self._tell_apart(id, statement), statement.form, theirs, parsed)
        self._remember(msgspec.structs.replace(record, key=key, added=self._day))
        details = list(statement.left_out)
        self._outcomes[id] = OutcomeBuilder(id, written.title, created=True, details=details, doubts=reasons)

    def _update(self, id: str, statement: Statement, theirs: Paper) -> None:  # noqa: A002
        parsed, form, entry = statement.parsed, statement.form, self._entries[id]
        outcome = self._outcomes.setdefault(id, OutcomeBuilder(id, entry.paper.title))
        records = [self._records[id, name] for name in sorted(self._sources.get(id, ()))]
        source = self._tell_apart(id, statement)
        own = self._records.get((id, source))
        offered = theirs
        older = any(is_older(parsed, record) for record in records)
        if parsed.why or older:  # what the source doesn't settle, or what is outdated, changes nothing that is settled
            offered = _repeat(theirs, entry.paper, "abstract") if older else _repeat(theirs, entry.paper)
        if older and own:
            theirs = _repeat(theirs, own.paper, "abstract")
        base = own or _find_predecessor(records, form)
        bases = [base.paper] if base else []
        known = [record.paper for record in records]
        last_applied = [find_last_applied(record) for record in records]
        merged = merge(entry.paper, offered, bases, known, last_applied, first=own is None)
        before = entry.paper
        outcome.conflicts += [describe_conflict(conflict) for conflict in merged.conflicts]
        entry.text, entry.paper = change_entry(entry.text, before, merged.changes, outcome)
        self._alive.add(id, entry.paper)
        taken = list_changed(before, entry.paper)
        record = make_record(id, source, form, theirs, own if older and own else parsed)
        for other in records:
            if other.source != source:
                self._remember(mark_superseded(other, entry.paper, taken))
        record = follow(record, own, entry.paper, taken)
        self._remember(msgspec.structs.replace(record, changed=self._day) if self._day and taken else record)

    def _note_removed(self, id: str, statement: Statement, theirs: Paper) -> None:  # noqa: A002
        """Remember what is said of a paper whose entry was removed: under its next title it is known, too."""
        source = self._tell_apart(id, statement)
        own = self._records.get((id, source))
        record = make_record(id, source, statement.form, theirs, statement.parsed)
        if own:
            record = msgspec.structs.replace(record, superseded=own.superseded, key=own.key, added=own.added)
        self._remember(record)

    def _tell_apart(self, id: str, statement: Statement) -> str:  # noqa: A002
        """Return the name under which a paper is recorded. A source may speak of one paper several times: what it says
        again stays under its name, in whatever order, and what it says anew takes the place of what it says no more."""
        pattern = f"{statement.source}#{{}}"
        known = takewhile(lambda name: (id, name) in self._records, number_names(statement.source, pattern))
        said = {name: key_of(self._records[id, name].paper) for name in known}
        again = (name for name, key in said.items() if key == statement.key)
        anew = (
            name
            for name in number_names(statement.source, pattern)
            if (id, name) not in self._spoken and (statement.source, said.get(name, b"")) not in self._offered
        )
        found = next(chain(again, anew))
        self._spoken.add((id, found))
        return found

    def _skip(self, parsed: ParsedPaper, id: str, why: str) -> None:  # noqa: A002
        key = id or f"{parsed.location} {len(self._outcomes)}"
        title = parsed.paper.title or str(parsed.location)
        self._outcomes.setdefault(key, OutcomeBuilder(id, title, skipped=True, doubts=[why]))


def _find_predecessor(records: list[Record], form: str) -> Record | None:
    """Return what a source is compared with that speaks for the first time: of the sources in its format the one that
    the entry follows most, the last by name."""
    kin = [record for record in records if record.format == form]
    return min(reversed(kin), key=lambda record: len(record.superseded), default=None)


def _repeat(theirs: Paper, said: Paper, *fields: str) -> Paper:
    """Return a source's paper with the title and the authors, and these fields, as they were said elsewhere."""
    return msgspec.structs.replace(
        theirs, **{field: getattr(said, field) for field in ("title", "authors", "et_al", *fields)}
    )


def _read(path: Path) -> bytes | None:
    try:
        return read_file(path)[1]
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UserError(Diagnostic("file-unreadable", message, Location(str(path)))) from None
