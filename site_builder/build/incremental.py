"""What there is to make, held against what there is: which outputs are stale, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location
from site_builder.entries.locations import read_again
from site_builder.entries.redirect_from import find_old_address
from site_builder.pages.files import UNLISTED, File, plan_files, plan_sitemap
from site_builder.pages.redirects import Redirect, plan_redirects
from site_builder.pages.registry import Page, plan_pages, plan_showing
from site_builder.storage.build_state import Record
from site_builder.urls import Route, address, output_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from site_builder.catalog.catalog import CachedPaper, Catalog
    from site_builder.pages.dependencies import Signer
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.storage.build_state import State
    from site_builder.urls import Kind


class Plan(msgspec.Struct, frozen=True):
    """Outputs of an edition: pages by their file's path, and all other files."""

    pages: dict[str, Page]
    files: list[File]


class Stale(msgspec.Struct, frozen=True):
    """The outputs that have to be made, and the records of those that are as they should be. ``signed`` holds the
    digests of stale pages, as far as they were worked out to find that."""

    pages: list[tuple[str, Page]]
    files: list[File]
    cached: dict[str, Record]
    signed: dict[str, bytes]


def plan_outputs(context: SiteContext, static: Mapping[str, str], pieces: FragmentCache) -> Plan:
    """Plan all outputs; see `plan_files` for the arguments."""
    pages = _find_places(plan_pages(context))
    listed = [path.removesuffix("index.html") for path, page in pages.items() if page.route.kind not in UNLISTED]
    files = [*plan_files(context, static, pieces), *plan_sitemap(context, listed), *plan_redirects(context)]
    return Plan(pages, files)


def plan_changed(context: SiteContext, texts: frozenset[int], static: Mapping[str, str], pieces: FragmentCache) -> Plan:
    """Plan the outputs that may have changed where nothing but these papers' running texts has: for one abstract three
    of 38,000 pages, which aren't even spelled out."""
    return Plan(_find_places(plan_showing(context, texts)), list(plan_files(context, static, pieces)))


def _find_places(pages: Iterable[Page]) -> dict[str, Page]:
    return {output_path(address(page.route)): page for page in pages}


def find_changed_texts(before: State, after: State) -> frozenset[int] | None:
    """Return the papers, by position, whose running texts are others than at the last build if nothing else is another
    one; None when something else may be."""
    if not before.structure or before.structure != after.structure or len(before.texts) != len(after.texts):
        return None
    pairs = enumerate(zip(before.texts, after.texts, strict=True))
    return frozenset(position for position, (old, new) in pairs if old != new)


def find_stale(plan: Plan, intact: Mapping[str, Record], signer: Signer) -> Stale:
    """Hold every planned output against the record of its file."""
    cached: dict[str, Record] = {}
    signed: dict[str, bytes] = {}
    pages = []
    files = []
    for path, page in plan.pages.items():
        if record := intact.get(path):
            depends = signer.sign(page)
            if record.depends == depends:
                cached[path] = record
                continue
            signed[path] = depends
        pages.append((path, page))
    for file in plan.files:
        record = intact.get(file.path)
        if record and record.depends == file.depends:
            cached[file.path] = record
        else:
            files.append(file)
    return Stale(pages, files, cached, signed)


def find_reason(
    page: Page | Redirect,
    context: SiteContext,
    fresh: Collection[str],
    *,
    known: bool,
    damaged: bool,
    site_digest: bool,
) -> str:
    """Return why a page is made again: it wasn't ``known``, its file was ``damaged``, or the ``site_digest`` of all
    pages is another one; else what it shows. ``fresh`` holds the ids of the papers whose files were read anew."""
    if not known:
        return "new"
    if damaged:
        return "its file was changed or removed"
    if site_digest:
        return "the settings, the theme or the program changed"
    if isinstance(page, Redirect):
        return f"{page.origin} changed"
    entries = context.catalog.entries
    changed = [entries[n].paper.id for n in page.shows if entries[n].paper.id in fresh]
    if changed:
        return f"{', '.join(changed[:3])} changed"
    return "a paper, an author or a number that it shows changed"


def list_paper_folders(papers: Iterable[CachedPaper]) -> list[str]:
    """Return the folders of all papers' pages."""
    return [address(Route("paper", paper.id))[:-1] for paper in papers]


def list_author_folders(catalog: Catalog) -> list[str]:
    """Return the folders of all authors' pages."""
    return [address(Route("author", author))[:-1] for author in catalog.authors]


def find_collisions(plan: Plan, site_dir: Path) -> list[Diagnostic]:
    """Return a fault for each two outputs that want one address, or of which one wants a folder where the other wants a
    file."""
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
    names = _name_origin(one), _name_origin(other)
    claim = next((output for output in (one, other) if isinstance(output, Redirect)), None)
    own = next((name for name in names if name.startswith("content/")), "")
    message = f"{names[0]} and {names[1]} {problem}"
    if claim:
        message = f"{own} is at this very address" if names[0] == names[1] else message
        location = find_old_address(claim.address, read_again(site_dir / claim.origin), claim.origin)
        return Diagnostic("address-taken", message, location, f"leave out '/{claim.address}'")
    return Diagnostic("address-taken", message, Location(own), f"rename {own}" if own else "rename one of them")


def _name_origin(output: File | Page) -> str:
    """Return whose an output is: the file that it comes from, if there is one."""
    if isinstance(output, File):
        return output.origin
    kind, key = output.route.kind, output.route.key
    if kind in _SOURCES:
        return f"content/{_SOURCES[kind]}/{key}.md"
    return f"the page of the {kind} '{key}'" if key else "a page of the site"


#: Where the files are that pages of their own are made from.
_SOURCES: dict[Kind, str] = {"paper": "papers", "page": "pages"}


def _list_folders(paths: Iterable[str]) -> set[str]:
    folders: set[str] = set()
    found = set(paths)
    while found := {path.rpartition("/")[0] for path in found} - folders - {""}:
        folders |= found
    return folders
