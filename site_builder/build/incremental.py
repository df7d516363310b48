"""Which files of a site are out of date, found from the digests of their inputs at the last build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.pages.digests import DIGEST_SIZE
from site_builder.pages.files import File
from site_builder.pages.kinds import BY_NAME
from site_builder.pages.page_kind import Page
from site_builder.storage.build_state import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_builder.build.plan import Plan
    from site_builder.pages.digests import Digests
    from site_builder.storage.build_state import State


class Outdated(msgspec.Struct, frozen=True):
    """The files that have to be made, and the records of those that are up to date.

    ``digests`` holds the digests of the inputs of outdated pages by path, as far as they were needed to find that.
    """

    pages: list[tuple[str, Page]]
    files: list[File]
    current: dict[str, Record]
    digests: dict[str, bytes]


def find_changed_bodies(before: State, after: State) -> frozenset[int] | None:
    """Return the positions of papers whose body text changed since the last build.

    Return None if anything else changed too: then every page must be compared.
    """
    if not before.structure or before.structure != after.structure or len(before.bodies) != len(after.bodies):
        return None
    pairs = enumerate(zip(before.bodies, after.bodies, strict=True))
    return frozenset(position for position, (old, new) in pairs if old != new)


def find_outdated(plan: Plan, intact: Mapping[str, Record], digests: Digests, *, same_site: bool) -> Outdated:
    """Compare every planned file with the record of the last build.

    ``intact`` holds the records of the files that are still as they were written. ``same_site`` tells whether what
    shows on every page is as it was; if not, all pages are out of date.
    """
    current: dict[str, Record] = {}
    found: dict[str, bytes] = {}
    pages = []
    files = []
    for path, page in plan.pages.items():
        record = intact.get(path)
        if record and same_site:
            digest = BY_NAME[page.route.kind].digest_inputs(digests, page)
            if record.inputs == digest:
                current[path] = record
                continue
            found[path] = digest
        pages.append((path, page))
    for file in plan.files:
        record = intact.get(file.path)
        if record and record.inputs == join_inputs(file.inputs):
            current[file.path] = record
        else:
            files.append(file)
    return Outdated(pages, files, current, found)


def join_inputs(inputs: Mapping[str, bytes]) -> bytes:
    """Return the digests of a file's inputs as a record holds them."""
    return b"".join([digest[:DIGEST_SIZE] for digest in inputs.values()])
