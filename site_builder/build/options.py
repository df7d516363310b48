"""What a build is asked to do, and the report of what it did."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from site_builder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_builder.storage.workers import Workers


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a build. ``base_url`` overrides the site's own; with ``jobs`` None, the build chooses how many
    processes work."""

    site_dir: Path
    out: Path
    base_url: str | None = None
    jobs: int | None = None
    search: bool = True


class Rendering(NamedTuple):
    """Who does the work of a build, and who is told of it: ``progress`` gets the number of pages that are rendered and
    of all pages to render. Without ``workers``, processes of this machine do it."""

    workers: Workers | None = None
    progress: Callable[[int, int], None] | None = None

    def tell(self, done: int, total: int) -> None:
        """Tell how far the rendering is."""
        if self.progress:
            self.progress(done, total)


def validate_output_dir(options: BuildOptions) -> str:
    """Return why the site can't be written to this output folder, which may hold no sources; empty if it can."""
    out, site = options.out.resolve(), options.site_dir.resolve()
    for name in ("content", "themes", ".cache"):
        if out.is_relative_to(folder := (site / name).resolve()):
            return f"{options.out} is inside {folder}, which is for other things"
    if site.is_relative_to(out):
        return f"{options.out} holds the site's own sources"
    return ""


class Report(msgspec.Struct, kw_only=True):
    """What a build did: numbers of files, seconds by phase, and pairs of a file and the reason why it was made.

    ``current`` says that nothing had changed since the last build. ``index`` says what was done with the search index:
    ``built``, ``kept`` or ``none``.
    """

    current: bool = False
    papers: int = 0
    authors: int = 0
    files: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    index: str = "none"
    seconds: dict[str, float] = {}
    reasons: list[tuple[str, str]] = []
    diagnostics: list[Diagnostic] = []

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the time that the body takes to a phase."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
