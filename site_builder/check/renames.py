"""Papers and people whose file was renamed: what leads to their old address should go on leading to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.build.reasons import find_changed_fields
from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again
from site_builder.entries.redirect_from import KEY
from site_builder.importing.history import load_records
from site_builder.importing.matching import PaperMatcher
from site_builder.model import Person
from site_builder.pages.kinds import find_source
from site_builder.storage.build_state import load_state
from site_builder.storage.cache import checksum_fields
from site_builder.urls import Route, output_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from site_builder.pages.site_context import SiteContext


def check_renames(context: SiteContext, paths: Container[str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each paper and person at whose old address there is nothing. ``paths`` are the site's files.

    What imports remember has the old ids of papers, what the last build into ``public/`` left those of people.
    """
    renamed = (*_find_papers(context, site_dir), *_find_people(context, site_dir))
    for kind, old, new in renamed:
        address = context.addresses.spell(Route(kind, old))
        if output_path(address) not in paths:
            source = find_source(Route(kind, new))
            message = (
                f"the {'paper' if kind == 'paper' else 'person'} was at /{address} before, and nothing is there now"
            )
            location = find_place(read_again(site_dir / source), source, KEY)
            yield Diagnostic("address-lost", message, location, f"add '/{address}' to '{KEY}'", "warning")


def _find_papers(context: SiteContext, site_dir: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the old id and the new id of each paper that was renamed."""
    ids = {cached.id for cached in context.catalog.cached}
    gone = {record.id: record.paper for record in load_records(site_dir) if record.id not in ids}
    matcher = PaperMatcher()
    for entry in context.catalog.entries if gone else ():
        matcher.add(entry.paper.id, entry.paper)
    for old, paper in gone.items():
        match = matcher.find(paper)
        if match.kind == "same":
            yield "paper", old, match.id


def _find_people(context: SiteContext, site_dir: Path) -> Iterator[tuple[str, str, str]]:
    before = load_state(site_dir / ".cache", site_dir / "public").people
    people = context.catalog.person_index.people
    fresh = [person for person in people.values() if person.id not in before]
    for old in before.keys() - people.keys():
        for person in fresh:
            if "name" not in find_changed_fields(Person, before[old], checksum_fields(person)):
                yield "author", old, person.id
