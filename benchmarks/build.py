"""Measures builds: cold, unchanged, after one edit; against a plain loop that writes the same files, and against Hugo.

    python benchmarks/build.py [--papers 1000 10000] [--pairs 3] [--json FILE]

Each figure is the wall time of a whole process, as a person at a terminal waits for it. Machines are noisy: builds
and what they are compared with run in turn, and of the ratios of such pairs the median is told. Each build writes into
a new folder and nothing is deleted in between, since on ext4 files written right after a large deletion take many
times longer. Hugo is compared with where it is on the path.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from papers import write_hugo_site, write_site

_BUILD = [sys.executable, "-m", "site_builder", "build", "--no-search", "--quiet"]


def main() -> None:
    """Measure each size and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    print(f"{platform.platform()}, {platform.python_implementation()} {platform.python_version()}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        results = [measure(count, options.pairs, Path(folder)) for count in options.papers]
    for small, large in itertools.pairwise(results):
        exponent = math.log(large["cold"] / small["cold"]) / math.log(large["papers"] / small["papers"])
        print(f"growth from {small['papers']:,} to {large['papers']:,} papers: exponent {exponent:.2f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1))


def measure(count: int, pairs: int, folder: Path) -> dict[str, Any]:
    """Measure sites of so many papers; times are in seconds."""
    site = folder / f"site-{count}"
    write_site(site, count)
    hugo = shutil.which("hugo")
    ways = {"hugo": False, "hugo with adapter": True} if hugo else {}
    for name, adapter in ways.items():
        write_hugo_site(folder / f"{name}-{count}", Path(__file__).parent / "hugo", count, adapter=adapter)
    cold, plain = [], []
    others: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(pairs):
        out = folder / f"out-{count}-{number}"
        if (site / ".cache").exists():
            (site / ".cache").rename(folder / f"cache-{count}-{number}")
        cold.append(run([*_BUILD, "--site", str(site), "--out", str(out)]))
        plain.append(write_plainly(out, folder / f"plain-{count}-{number}"))
        for name, seconds in others.items():
            target = str(folder / f"{name}-out-{count}-{number}")
            seconds.append(
                run(["hugo", "--quiet", "--source", str(folder / f"{name}-{count}"), "--destination", target])
            )
    again = [*_BUILD, "--site", str(site), "--out", str(out)]
    unchanged = [run(again) for _ in range(pairs)]
    edited = [edit(site, number, again) for number in range(pairs)]
    middle = statistics.median
    figures = {
        "papers": count,
        "files": sum(path.is_file() for path in out.rglob("*")),
        "cold": middle(cold),
        "plain": middle(plain),
        "unchanged": middle(unchanged),
        "edited": middle(edited),
        "cold/plain": middle(map(ratio, cold, plain)),
        "unchanged/cold": middle(unchanged) / middle(cold),
        "edited/cold": middle(edited) / middle(cold),
    }
    for name, seconds in others.items():
        figures |= {name: middle(seconds), f"cold/{name}": middle(map(ratio, cold, seconds))}
    told = (f"{key} {value:,.3f}" if isinstance(value, float) else f"{key} {value:,}" for key, value in figures.items())
    print("  ".join(told))
    return figures


def run(command: list[str]) -> float:
    """Return the seconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def edit(site: Path, number: int, build: list[str]) -> float:
    """Change one abstract and return the seconds that the next build takes."""
    entry = site / "content" / "papers" / f"paper-{number * 7:06}.md"
    entry.write_text(entry.read_text("utf-8").rstrip() + " And more.\n", "utf-8")
    return run(build)


def write_plainly(source: Path, target: Path) -> float:
    """Return the seconds that a plain loop takes to write the same files."""
    files = [(path.relative_to(source), path.read_bytes()) for path in source.rglob("*") if path.is_file()]
    start = time.perf_counter()
    for path, data in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)
    return time.perf_counter() - start


def ratio(mine: float, other: float) -> float:
    """Return how many times as long mine took."""
    return mine / other


if __name__ == "__main__":
    main()
