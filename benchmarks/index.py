"""Measures what the search index costs: a build with it, against one without and Pagefind's own command after it.

    python benchmarks/index.py [--papers 10000] [--site FOLDER] [--runs 1]

Pagefind's command reads one small page a paper: what a search shall find of it. Then one abstract is changed. All times
are wall times of whole processes in turn, with processor time beside them, which other work on the machine disturbs
less; memory is that of the largest process. ``--site`` measures a copy of a site's content instead of made-up papers.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from papers import write_site

from site_builder.content.loader import read_content
from site_builder.pages.assembly import make_site_context
from site_builder.pages.kinds import TEXT_READERS
from site_builder.search.documents import list_documents

_BUILD = [sys.executable, "-m", "site_builder", "build", "--quiet"]


class Cost(NamedTuple):
    """Seconds of wall time and of processor time, and megabytes of the largest process."""

    wall: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s, {self.processor:.2f} s of processors, {self.memory:.0f} MB"


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        site = folder / "site"
        if options.site:
            shutil.copytree(options.site / "content", site / "content")
        else:
            write_site(site, options.papers)
        write_small_pages(site, folder / "pages")
        for run in range(options.runs):
            measure(site, folder, run)


def measure(site: Path, folder: Path, run: int) -> None:
    """Print the costs of one run. Each writes into new folders, and nothing is deleted in between."""
    from pagefind_bin import get_executable

    out = folder / f"out-{run}"
    build = [*_BUILD, "--site", str(site), "--out", str(out)]
    set_aside(site, folder / f"cache-{run}-plain")
    plain = spend([*_BUILD, "--site", str(site), "--out", str(folder / f"plain-{run}"), "--no-search"])
    pagefind = [
        str(get_executable()),
        "--site",
        str(folder / "pages"),
        "--output-path",
        str(folder / f"pagefind-{run}"),
    ]
    command = spend(pagefind)
    set_aside(site, folder / f"cache-{run}")
    whole = spend(build)
    entry = sorted((site / "content/papers").glob("*.md"))[run * 7]
    entry.write_text(entry.read_text("utf-8").rstrip() + " And more.\n", "utf-8")
    time.sleep(0.1)  # a younger file would be read again at the next build
    edit = spend(build)
    for title, cost in (("without", plain), ("Pagefind", command), ("with", whole), ("edited", edit)):
        print(f"{title}: {cost}")
    print(
        f"with : (without + Pagefind) {whole.wall / (plain.wall + command.wall):.2f}, "
        f"of processors {whole.processor / (plain.processor + command.processor):.2f}; "
        f"edited : with {edit.wall / whole.wall:.3f}, of processors {edit.processor / whole.processor:.3f}"
    )


def spend(command: list[str]) -> Cost:
    """Run a command and return what it cost, with all processes that it started."""
    start, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    after = os.times()
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - start, processor, usage.ru_maxrss / 1024)


def set_aside(site: Path, place: Path) -> None:
    """Move the site's cache away."""
    if (site / ".cache").exists():
        (site / ".cache").rename(place)


def write_small_pages(site: Path, pages: Path) -> None:
    """Write what a search shall find of each paper as a page of its own."""
    context, _ = make_site_context(read_content(site, TEXT_READERS), site, searchable=True)
    for document in list_documents(context):
        page = pages / document.address.strip("/") / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(document.compose(), "utf-8")


if __name__ == "__main__":
    main()
