"""Why a file is made: the names of the inputs whose digests aren't as they were at the last build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.model import Paper, Person
from site_builder.pages.digests import DIGEST_SIZE
from site_builder.pages.kinds import BY_NAME
from site_builder.pages.page_kind import Changes
from site_builder.storage.cache import checksum_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import msgspec

    from site_builder.build.incremental import Outdated
    from site_builder.pages.files import File
    from site_builder.pages.page_kind import Page
    from site_builder.pages.site_context import SiteContext
    from site_builder.storage.build_state import Record, State

#: How many changes a reason names.
_MOST = 3
#: The fields of a paper that are its body text.
_BODY = frozenset({"abstract", "notes"})


def find_reasons(
    outdated: Outdated, before: State, intact: Mapping[str, Record], context: SiteContext
) -> Iterator[tuple[str, str]]:
    """Yield the path of each file that has to be made, and why; ``intact`` holds the records of unharmed files."""
    changes = _find_changes(before, context) if intact else None
    shared = _find_changed_names(before.shared, context.shared)
    for path, page in outdated.pages:
        if changes is None or path not in intact:
            yield path, _explain_missing(path, before)
        elif path not in outdated.digests:
            yield path, _join(f"{name} changed" for name in shared)
        else:
            yield path, _join(_explain_page(page, intact[path].inputs, outdated.digests[path], changes))
    for file in outdated.files:
        if file.path not in intact:
            yield file.path, _explain_missing(file.path, before)
        else:
            yield file.path, _join(_explain_file(file, intact[file.path].inputs))


def _explain_missing(path: str, before: State) -> str:
    return "its file was changed or removed" if path in before.files else "new"


def _explain_page(page: Page, old: bytes, new: bytes, changes: Changes) -> Iterator[str]:
    inputs = BY_NAME[page.route.kind].inputs
    for part, was, now in zip(inputs, _split(old), _split(new), strict=True):
        if was != now:
            yield from list(part.explain(changes, page)) or [f"{part.name} changed"]


def _explain_file(file: File, old: bytes) -> Iterator[str]:
    for (name, now), was in zip(file.inputs.items(), _split(old), strict=False):
        if was != now[:DIGEST_SIZE]:
            yield f"{name} changed"


def _split(digests: bytes) -> list[bytes]:
    return [digests[start : start + DIGEST_SIZE] for start in range(0, len(digests), DIGEST_SIZE)]


def _join(sentences: Iterable[str]) -> str:
    found = list(dict.fromkeys(sentences))
    more = f", and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return ", ".join(found[:_MOST]) + more


def _find_changed_names(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    return [name for name in {**new, **old} if old.get(name) != new.get(name)]


def _find_changes(before: State, context: SiteContext) -> Changes:
    """Return what is not as it was at the last build, in sentences."""
    catalog = context.catalog
    known = dict(zip(before.papers, before.checksums, strict=True))
    details: dict[int, tuple[str, ...]] = {}
    bodies: dict[int, tuple[str, ...]] = {}
    for position, cached in enumerate(catalog.cached):
        old = known.get(cached.id)
        if old is None:
            details[position] = (f"{cached.id} is new",)
        elif old != cached.checksums:
            fields = find_changed_fields(Paper, old, cached.checksums)
            named = [field for field in fields if field not in _BODY]
            details[position] = tuple([f"{field} of {cached.id} changed" for field in named])
            if len(named) < len(fields):
                bodies[position] = (f"the body text of {cached.id} changed",)
    people: dict[str, dict[str, str]] = {}
    for person in catalog.person_index.people.values():
        old = before.people.get(person.id)
        if old is None:
            people[person.id] = {"": f"content/authors/{person.id}.md is new"}
        elif old != (new := checksum_fields(person)):
            fields = find_changed_fields(Person, old, new)
            people[person.id] = {field: f"{field} of {person.name} changed" for field in fields}
    return Changes(details, bodies, people, catalog.authorships)


def find_changed_fields(record: type[msgspec.Struct], old: bytes, new: bytes) -> Sequence[str]:
    """Return the fields in which two records of a type differ, by their checksums."""
    pairs = enumerate(record.__struct_fields__)
    return [field for n, field in pairs if old[2 * n : 2 * n + 2] != new[2 * n : 2 * n + 2]]
