"""Front matter written for Hugo, Jekyll, HugoBlox, Quarto or PMLR, under the keys of an entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from site_builder.entries.fields import ALIASES
from site_builder.entries.frontmatter import FieldDiagnostic, Raw, Where
from site_builder.entries.schema_names import IGNORED, TYPES, guess
from site_builder.text.folding import collapse, find_month
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from site_builder.model import Authorship

_RANK = {key: rank for rank, key in enumerate(ALIASES)}
#: Mappings in which other generators keep what stands at the top of our entries.
_NESTED: dict[str, tuple[str, ...]] = {"hugoblox": ("ids",), "citation": (), "pub-info": ()}
#: Keys without a use here that aren't worth a word.
_EXPECTED = IGNORED | ALIASES.keys() | _NESTED.keys() | {"author_notes"}


#: Keys that other generators write beside another one of the same meaning.
_BESIDE = frozenset({"publication_short", "abbr", "year", "publishDate", "issued", "container-title", "url", "html"})


_MARK = re.compile("equal|correspond", re.IGNORECASE)


class Value(msgspec.Struct, frozen=True):
    """A value under our key, and where in the file it stands."""

    key: str
    raw: Raw
    where: Where


def understand(
    raw: dict[str, Raw], known: Collection[str], found: list[FieldDiagnostic]
) -> tuple[list[Value], dict[str, Raw]]:
    """Return the values under our keys, and what stays unknown.

    Our own key wins over another generator's, a key at the top over a nested one. Each foreign key that is used is
    reported with a hint that names ours; an unknown key with the one that was probably meant.
    """
    values = [Value(key, value, (key,)) for key, value in raw.items() if key in known and value]
    taken = {value.key for value in values}
    foreign = sorted((key for key in raw if key in _RANK and key not in known), key=_RANK.__getitem__)
    adapted = (Value(_translate(key, value), value, (key,)) for key in foreign if (value := _adapt(key, raw)))
    for theirs in (*adapted, *_unnest(raw, known, found)):
        if theirs.key in taken and theirs.key != "links":
            if theirs.where[-1] not in _BESIDE:
                message = f"'{theirs.where[-1]}' isn't used, because the entry states '{theirs.key}' already"
                found.append(FieldDiagnostic(theirs.where, "entry-neighbour-key", message, "", "hint", on_key=True))
            continue
        taken.add(theirs.key)
        values.append(theirs)
        name = ".".join(str(step) for step in theirs.where)
        message, suggestion = f"'{name}' is read as '{theirs.key}'", f"write '{theirs.key}'"
        found.append(FieldDiagnostic(theirs.where, "entry-neighbour-key", message, suggestion, "hint", on_key=True))
    used = {value.where[0] for value in values}
    extra = {key: value for key, value in raw.items() if key not in used and key not in known}
    found.extend(_report(key, known) for key in extra if key not in _EXPECTED)
    order = {key: position for position, key in enumerate(raw)}
    return sorted(values, key=lambda value: order[str(value.where[0])]), extra


def apply_notes(
    authorships: tuple[Authorship, ...], notes: Raw, found: list[FieldDiagnostic]
) -> tuple[Authorship, ...]:
    """Return the authors with HugoBlox's ``author_notes``, a list that runs beside them."""
    if not isinstance(notes, list):
        return authorships
    for i, note in enumerate(notes):
        if note and not (i < len(authorships) and isinstance(note, str) and _MARK.search(note)):
            message = "this note on an author isn't used"
            found.append(FieldDiagnostic(("author_notes", i), "entry-unknown-key", message, "", "hint"))
    marked = []
    for authorship, note in zip(authorships, [*notes, *[""] * len(authorships)], strict=False):
        lowered = note.lower() if isinstance(note, str) else ""
        marked.append(
            msgspec.structs.replace(
                authorship,
                equal=authorship.equal or "equal" in lowered,
                corresponding=authorship.corresponding or "correspond" in lowered,
            )
        )
    return tuple(marked)


def name_affiliations(authorships: tuple[Authorship, ...], affiliations: Raw) -> tuple[Authorship, ...]:
    """Return the authors with names in place of Quarto's references to ``affiliations: [{id, name}]``."""
    if not isinstance(affiliations, list):
        return authorships
    names = {
        str(item["id"]): str(item["name"])
        for item in affiliations
        if isinstance(item, dict) and {"id", "name"} <= item.keys()
    }
    if not names:
        return authorships
    return tuple(
        msgspec.structs.replace(b, affiliations=tuple(names.get(name, name) for name in b.affiliations))
        if b.affiliations
        else b
        for b in authorships
    )


def _report(key: str, known: Collection[str]) -> FieldDiagnostic:
    near = guess(key, [*known, *ALIASES])
    if near:
        ours = ALIASES.get(near, near)
        return FieldDiagnostic(
            (key,), "entry-unknown-key", f"'{key}' isn't a key of an entry", f"did you mean '{ours}'?", "warning", True
        )
    message = f"'{key}' isn't a key of an entry; themes find it under 'extra'"
    return FieldDiagnostic((key,), "entry-unknown-key", message, "", "hint", True)


def _translate(key: str, value: Raw) -> str:
    """Return our key for another generator's, which in academicpages depends on the value."""
    if isinstance(value, str):
        if key == "category" and value.lower() in TYPES:
            return "type"
        if key == "paperurl" and (kind := _tell_address(value)):
            return kind
    return ALIASES[key]


def _tell_address(address: str) -> str:
    """Return our key for what an address leads to, where it can be seen."""
    if read_arxiv(address):
        return "arxiv"
    if read_doi(address):
        return "doi"
    return "pdf" if re.search(r"\.pdf$|/pdf/", address) else ""


def _adapt(key: str, raw: dict[str, Raw]) -> Raw:
    """Return another generator's value in the form of ours, or nothing when it means something else here."""
    value = raw[key]
    if not isinstance(value, str):
        return value
    if key in {"publication", "publication_short"}:
        return re.sub(r"[*_]", "", collapse(value)).removeprefix("In ")
    if key in {"url", "html"} and not value.startswith(("http://", "https://")):
        return ""
    if key == "github" and re.fullmatch(r"[\w.-]+/[\w.-]+", value):
        return f"https://github.com/{value}"
    if key == "year" and (month := _read_month(raw.get("month", ""))):
        return f"{value}-{month:02}"
    return value


def _read_month(month: Raw) -> int:
    text = month.strip().lower() if isinstance(month, str) else ""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else 0
    return find_month(text)


def _unnest(raw: dict[str, Raw], known: Collection[str], found: list[FieldDiagnostic]) -> Iterator[Value]:
    for outer, steps in _NESTED.items():
        where: Where = (outer, *steps)
        inner: Raw = raw.get(outer, "")
        for step in steps:
            inner = inner.get(step, "") if isinstance(inner, dict) else ""
        if not isinstance(inner, dict):
            continue
        for key, value in inner.items():
            ours = key if key in known else ALIASES.get(key, "")
            if ours and value:
                yield Value(ours, value, (*where, key))
            elif value and key not in IGNORED:
                message = f"'{outer}.{key}' isn't used here"
                found.append(FieldDiagnostic((*where, key), "entry-unknown-key", message, "", "hint", on_key=True))
