"""A build as a job: what it is asked to do, and the report of what it did."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator


class BuildOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a build. ``base_url`` overrides the site's; ``jobs`` None is for what pays."""

    site_dir: Path
    out: Path
    base_url: str | None = None
    jobs: int | None = None
    search: bool = True


def validate_output_dir(options: BuildOptions) -> str:
    """Return why the site can't go to the job's output folder, which is to hold nothing that somebody writes; an empty
    text when it can."""
    out, site = options.out.resolve(), options.site_dir.resolve()
    for name in ("content", "themes", ".cache"):
        if out.is_relative_to(folder := (site / name).resolve()):
            return f"{options.out} is inside {folder}, which is for other things"
    if site.is_relative_to(out):
        return f"{options.out} holds the site's own sources"
    return ""


class Report(msgspec.Struct, kw_only=True):
    """What a build did: numbers of files by what became of them, seconds by stage, and why each page was rendered.

    ``current`` says that nothing had changed since the last build. ``index`` says what became of the search index:
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
    def stage(self, name: str) -> Iterator[None]:
        """Add the time that the body takes to a stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
