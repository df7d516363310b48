"""``content/`` → ``public/``, and a report of what was done and why.

This module checks quickly whether the site is up to date. The modules that build are imported only if it isn't: most of
the time of a build with nothing to do is the start of the program.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

from site_builder.build.options import Rendering, Report
from site_builder.content.transaction import recover
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage import build_state
from site_builder.storage.git_log import look_at_repository
from site_builder.storage.workers import Workers
from site_builder.theming.themes import bundled_themes
from site_builder.urls import SEARCH_BUNDLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor
    from pathlib import Path

    from site_builder.build.options import BuildOptions


def build(
    build_options: BuildOptions,
    workers: Executor | Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Build the site. ``workers`` read, render and index instead of this machine's own processes; ``progress`` is
    called with the number of pages rendered so far and of all pages to render.

    Raises UserError with every fault of the content if the site can't be built; the output folder is then as it was.
    """
    there = workers if isinstance(workers, Workers | None) else Workers(workers)
    if there:  # workers may be anywhere: paths must mean the same to all
        build_options = msgspec.structs.replace(
            build_options, site_dir=build_options.site_dir.resolve(), out=build_options.out.resolve()
        )
    report = Report()
    cache_dir = build_options.site_dir / ".cache"
    if recover(build_options.site_dir):
        message = "an import was interrupted; its entries are written now"
        report.diagnostics.append(Diagnostic("import-interrupted", message, severity="hint"))
    with report.phase("check"):
        before = build_state.load_state(cache_dir, build_options.out)
        commit = look_at_repository(build_options.site_dir / "content")
        flags = repr((build_options.base_url, build_options.search, str(build_options.out), commit))
        inputs = build_state.look_at_inputs([*_list_folders(build_options.site_dir), bundled_themes()], flags)
        if build_state.is_current(before, inputs.signature, build_options.out):
            report.current = True
            report.papers, report.authors, report.files = len(before.papers), before.authors, len(before.files)
            report.index = "kept" if any(path.startswith(SEARCH_BUNDLE) for path in before.files) else "none"
            return report
    _refuse_missing(build_options.site_dir, before)
    from site_builder.build.run import run

    after = run(build_options, report, before, inputs, Rendering(there, progress))
    with report.phase("commit"):
        after = msgspec.structs.replace(after, folders=_list_sources(build_options.site_dir, inputs.files))
        build_state.store_state(cache_dir, build_options.out, after)
    return report


def _list_sources(site_dir: Path, files: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the folders of the content in which there are files."""
    start = f"{site_dir / 'content'}{os.sep}"
    parts = (path.removeprefix(start).partition(os.sep) for path in files if path.startswith(start))
    return tuple(dict.fromkeys(folder for folder, inside, _ in parts if inside))


def _refuse_missing(site_dir: Path, before: build_state.State) -> None:
    """Raise UserError if a folder of the content is gone since the last build, and all its pages with it.

    It may be on a disk that isn't there, or not be checked out.
    """
    faults = []
    for name in before.folders:
        if not (folder := site_dir / "content" / name).exists() and (site_dir / "content").is_dir():
            message, suggestion = "this folder was there at the last build", f"restore it, or run 'mkdir {folder}'"
            faults.append(Diagnostic("folder-missing", message, Location(f"content/{name}"), suggestion))
    if faults:
        raise UserError(*faults)


def _list_folders(site_dir: Path) -> Iterator[Path]:
    """Yield the folders with the sources of a site; among them links to folders, where one of its own may be a link.

    A link to a folder that holds the site itself is left out: looking through it would never end.
    """
    yield from (site_dir / "content", site_dir / "themes")
    home = site_dir.resolve()
    for pattern in ("content/*", "themes/*", "themes/*/*"):
        for path in site_dir.glob(pattern):
            if path.is_symlink() and path.is_dir() and not home.is_relative_to(path.resolve()):
                yield path
