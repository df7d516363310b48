"""``content/`` → everything a curator should look at: what would stop a build, and what the site would show wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.plan import find_collisions, plan_site
from site_builder.check.catalog import check_catalog
from site_builder.check.citation_keys import check_citation_keys
from site_builder.check.file_names import check_file_names
from site_builder.check.hosted_pdfs import check_hosted_pdfs
from site_builder.check.links import check_links
from site_builder.check.pictures import check_picture_texts
from site_builder.check.renames import check_renames
from site_builder.check.texts import check_texts
from site_builder.check.themes import check_themes
from site_builder.check.unread_files import find_unread_files
from site_builder.content.loader import read_content
from site_builder.content.transaction import check_pending
from site_builder.diagnostics import Diagnostic, UserError, keep_wanted
from site_builder.importing.history import check_records
from site_builder.pages.assembly import make_site_context
from site_builder.pages.kinds import TEXT_READERS
from site_builder.pages.pictures import prepare_pictures
from site_builder.pages.renderer import Renderer
from site_builder.pages.social_cards import check_cards
from site_builder.scaffold.record import check_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from site_builder.build.plan import Plan
    from site_builder.content.loader import Content


class CheckReport(msgspec.Struct, frozen=True):
    """What was found in a site's content, the number of papers checked, and the number of findings left out."""

    papers: int
    diagnostics: tuple[Diagnostic, ...]
    ignored: int


def check_site(site_dir: Path) -> CheckReport:
    """Check the content of a site. Raises UserError if there is none."""
    content = prepare_pictures(read_content(site_dir, TEXT_READERS), site_dir, None)
    found = [
        *check_pending(site_dir),
        *content.diagnostics,
        *check_records(site_dir),
        *find_unread_files(site_dir),
        *check_record(site_dir),
    ]
    try:
        found += _check_site(content, site_dir)
    except UserError as fault:  # a theme without which nothing more can be said
        found += fault.diagnostics
    wanted = keep_wanted(found, content.site.check.ignore)
    return CheckReport(len(content.entries), tuple(wanted), len(found) - len(wanted))


def _check_site(content: Content, site_dir: Path) -> Iterable[Diagnostic]:
    context, faults = make_site_context(content, site_dir, searchable=True)
    page_renderer = Renderer(context, lambda _: (), site_dir / ".cache")
    plan = plan_site(context, content.static, page_renderer)
    paths = plan.pages.keys() | {file.path for file in plan.files}
    return [
        *faults,
        *check_catalog(content, context.catalog, site_dir),
        *check_citation_keys(context.catalog, site_dir),
        *check_texts(context),
        *check_cards(context),
        *check_themes(context, paths, site_dir),
        *check_picture_texts(context.catalog, site_dir),
        *check_hosted_pdfs(context, content.static, site_dir),
        *find_collisions(plan, site_dir),
        *check_file_names(plan, site_dir),
        *check_renames(context, paths, site_dir),
        *check_links(content, context, paths, site_dir, partial(_read_page, plan, page_renderer)),
        *_try_templates(plan, page_renderer),
    ]


def _read_page(plan: Plan, page_renderer: Renderer, path: str) -> str:
    """Return a page by the path of its file; empty if there is none or if it can't be rendered."""
    page = plan.pages.get(path)
    try:
        return page_renderer.render(page.route).decode() if page else ""
    except UserError:
        return ""


def _try_templates(plan: Plan, page_renderer: Renderer) -> Iterator[Diagnostic]:
    """Render one page of each kind, and yield the faults of their templates."""
    firsts = {page.route.kind: page.route for page in reversed(plan.pages.values())}
    found: dict[Diagnostic, None] = {}
    for make in (page_renderer.style, *[lambda route=route: page_renderer.render(route) for route in firsts.values()]):
        try:
            make()
        except UserError as fault:
            found |= dict.fromkeys(fault.diagnostics)
    yield from found
