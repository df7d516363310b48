"""The plan of a site: every file that it consists of, and which two want one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries.locations import read_again
from site_builder.entries.redirect_from import find_old_address
from site_builder.pages.api_files import plan_api
from site_builder.pages.card_files import plan_cards
from site_builder.pages.dates import find_last_change, list_paper_dates
from site_builder.pages.files import File, plan_files, plan_sitemap
from site_builder.pages.kinds import BY_NAME, find_source, plan_pages, plan_showing
from site_builder.pages.oai_file import plan_oai
from site_builder.pages.page_kind import Page
from site_builder.pages.redirects import Redirect, plan_redirects
from site_builder.urls import output_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext


class Plan(msgspec.Struct, frozen=True):
    """The files of a site: pages by the path of their file, and all others."""

    pages: dict[str, Page]
    files: list[File]


def plan_site(context: SiteContext, static: Mapping[str, str], fragments: FragmentCache) -> Plan:
    """Plan all files of a site; see `plan_files` for the arguments."""
    pages = _find_paths(plan_pages(context), context)
    files = [
        *plan_files(context, static, fragments),
        *plan_sitemap(context, list_for_sitemap(context, pages)),
        *plan_redirects(context),
        *plan_cards(context, fragments),
        *plan_api(context),
        *plan_oai(context, fragments),
    ]
    return Plan(pages, files)


def plan_changed(
    context: SiteContext, changed: frozenset[int], static: Mapping[str, str], fragments: FragmentCache
) -> Plan:
    """Plan the files that may be out of date if nothing changed but the body texts of the papers at these positions.

    After an edit of one abstract these are three of 38,000 pages. The addresses of the others aren't even made.
    """
    files = [*plan_files(context, static, fragments), *plan_api(context), *plan_oai(context, fragments)]
    return Plan(_find_paths(plan_showing(context, changed), context), files)


def list_for_sitemap(context: SiteContext, pages: Mapping[str, Page]) -> list[tuple[str, str]]:
    """Return the addresses of the pages that search engines shall find, each with the time of its last change;
    ``pages`` go by the paths of their files."""
    unlisted = {kind.name for kind in BY_NAME.values() if not kind.in_sitemap}
    dates = list_paper_dates(context)
    return [
        (path.removesuffix("index.html"), find_last_change(context, dates, page))
        for path, page in pages.items()
        if page.route.kind not in unlisted
    ]


def _find_paths(pages: Iterable[Page], context: SiteContext) -> dict[str, Page]:
    spell = context.addresses.spell
    return {output_path(spell(page.route)): page for page in pages}


def find_collisions(plan: Plan, site_dir: Path) -> list[Diagnostic]:
    """Return an error for each two files that want one address, or of which one wants a folder where the other wants to
    be a file."""
    taken: dict[str, File | Page] = {**plan.pages}
    faults = []
    for file in plan.files:
        other = taken.setdefault(file.path, file)
        if other is not file:
            faults.append(_describe_collision(file, other, f"both want the address /{file.path}", site_dir))
    for folder in sorted(_list_folders(taken) & taken.keys()):
        inside = next(path for path in taken if path.startswith(f"{folder}/"))
        problem = f"want to be the file /{folder} and the file /{inside} in a folder"
        faults.append(_describe_collision(taken[folder], taken[inside], problem, site_dir))
    return faults


def _describe_collision(one: File | Page, other: File | Page, problem: str, site_dir: Path) -> Diagnostic:
    names = name_origin(one, site_dir), name_origin(other, site_dir)
    claim = next((output for output in (one, other) if isinstance(output, Redirect)), None)
    own = next((name for name in names if name.startswith("content/")), "")
    message = f"{names[0]} and {names[1]} {problem}"
    if claim:
        message = f"{own} is at this very address" if names[0] == names[1] else message
        return Diagnostic("address-taken", message, locate(claim, site_dir), f"leave out '/{claim.address}'")
    return Diagnostic("address-taken", message, Location(own), f"rename {own}" if own else "rename one of them")


def name_origin(output: File | Page, site_dir: Path) -> str:
    """Return whose a file is: the content file that it comes from, if there is one."""
    if isinstance(output, File):
        return output.origin
    source, route = find_source(output.route), output.route
    if source and (site_dir / source).is_file():
        return source
    return f"the page of the {route.kind} '{route.key}'" if route.key else "a page of the site"


def locate(output: File | Page, site_dir: Path) -> Location:
    """Return where the content says that there is this file."""
    origin = name_origin(output, site_dir)
    if isinstance(output, Redirect):
        return find_old_address(output.address, read_again(site_dir / origin), origin)
    return Location(origin if origin.startswith("content/") else "")


def _list_folders(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    found = set(paths)
    while found := {path.rpartition("/")[0] for path in found} - folders - {""}:
        folders |= found
    return folders
