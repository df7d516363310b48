"""``content/`` → all that a curator should look at: whatever would stop a build, and what it would show wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.incremental import find_collisions, plan_outputs
from site_builder.check.catalog import check_catalog
from site_builder.check.links import check_links
from site_builder.check.unread_files import find_strays
from site_builder.content.loader import read_content
from site_builder.diagnostics import Diagnostic, Fault, keep_wanted
from site_builder.importing.history import check_records
from site_builder.pages.assembly import make_edition
from site_builder.pages.renderer import Press

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_builder.build.incremental import Plan
    from site_builder.content.loader import Content


class Proof(msgspec.Struct, frozen=True):
    """What was found in a site's content, how many papers were looked at, and how many findings the site ignores."""

    papers: int
    diagnostics: tuple[Diagnostic, ...]
    ignored: int


def proofread(site_dir: Path) -> Proof:
    """Look through the content. Raises Fault when there is none."""
    content = read_content(site_dir, site_dir / ".cache")
    found = [*content.diagnostics, *check_records(site_dir), *find_strays(site_dir)]
    try:
        found += _read_edition(content, site_dir)
    except Fault as fault:  # a theme without which nothing more can be said
        found += fault.diagnostics
    wanted = keep_wanted(found, content.site.check.ignore)
    return Proof(len(content.entries), tuple(wanted), len(found) - len(wanted))


def _read_edition(content: Content, site_dir: Path) -> Iterable[Diagnostic]:
    edition, faults = make_edition(content, site_dir, searchable=True)
    press = Press(edition, lambda _: (), site_dir / ".cache" / "templates")
    plan = plan_outputs(edition, content.static, press)
    paths = plan.pages.keys() | {file.path for file in plan.files}
    return [
        *faults,
        *check_catalog(content, edition.catalog, site_dir),
        *find_collisions(plan, site_dir),
        *check_links(content, edition.catalog, paths, site_dir, partial(_read_page, plan, press)),
        *_try_templates(plan, press),
    ]


def _read_page(plan: Plan, press: Press, path: str) -> str:
    """Return a page by its file's path; empty where there is none, or none that can be made, of which others tell."""
    page = plan.pages.get(path)
    try:
        return press.render(page.route).decode() if page else ""
    except Fault:
        return ""


def _try_templates(plan: Plan, press: Press) -> Iterator[Diagnostic]:
    """Make a page of each kind: a template that can't be used is so for the first as well."""
    firsts = {page.route.kind: page.route for page in reversed(plan.pages.values())}
    found: dict[Diagnostic, None] = {}
    for make in (press.style, *[lambda route=route: press.render(route) for route in firsts.values()]):
        try:
            make()
        except Fault as fault:
            found |= dict.fromkeys(fault.diagnostics)
    yield from found
