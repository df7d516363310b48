"""Kill commands at random moments and damage cache files: the next build always makes the site that a fresh one makes.

    python tests/campaigns/kills.py [ROUNDS] [SEED]

A round (of 1000; some seconds each) kills a first build, one after an edit, one with nothing to do and an import, and
flips bytes in the cache. What fails is told with its seed; ``kills.py 1 SEED`` does that round again, as far as the
moment of a kill can be repeated. Exit status 1 if something failed.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from imports import bib
from small_sites import make_papers, read_tree, settle, write_paper, write_site

#: Papers of a site, and papers that an import adds.
PAPERS, ADDED = 40, 30


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "site_builder", *map(str, words)]


def run(*words: object) -> str:
    """Run a command and return what it says if it fails or shows a traceback."""
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False)
    return done.stderr if done.returncode or "Traceback" in done.stderr else ""


def kill(delay: float, *words: object) -> bool:
    """Start a command and kill it after some seconds; tell whether it was still running."""
    process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.kill()
    return process.wait() < 0


def build(site: Path, out: Path) -> tuple[str, ...]:
    return "build", "--site", str(site), "--out", str(out), "--jobs", "2"


def compare(site: Path, out: Path, step: str) -> list[str]:
    """Build, build the same site afresh elsewhere, and return what differs."""
    faults = [f"{step}: {told}"] if (told := run(*build(site, out))) else []
    fresh = site.parent / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site / "content", fresh / "content")
    run(*build(fresh, fresh / "public"))
    if read_tree(out) != read_tree(fresh / "public"):
        faults.append(f"{step}: the site isn't what a fresh build makes")
    if left := [path.name for path in (site / "content").rglob(".*")]:
        faults.append(f"{step}: left behind: {left}")
    return faults


def flip(draw: random.Random, cache: Path) -> None:
    for path in sorted(path for path in cache.rglob("*") if path.is_file() and path.stat().st_size):
        if draw.random() < 0.4:
            data = bytearray(path.read_bytes())
            for _ in range(draw.choice((1, 5, 100))):
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            path.write_bytes(bytes(data[: draw.choice((len(data), len(data), draw.randrange(len(data))))]))


def play(seed: int, folder: Path) -> list[str]:
    draw = random.Random(seed)
    papers = make_papers(PAPERS, seed)
    site, out = write_site(folder / "site", papers), folder / "site/public"
    kill(draw.uniform(0.1, 3.0), *build(site, out))
    faults = compare(site, out, "first build")
    changed = papers[draw.randrange(PAPERS)]
    write_paper(site, msgspec.structs.replace(changed, title="A New Title", abstract="Another text."))
    kill(draw.uniform(0.1, 2.0), *build(site, out))
    faults += compare(site, out, "edit")
    settle(site / "content")
    run(*build(site, out))
    kill(draw.uniform(0.05, 0.5), *build(site, out))
    faults += compare(site, out, "nothing to do")
    source = folder / "a.bib"
    source.write_text("".join(bib(title=f"Kelp forest {n}", author="Kaya, D.", year="2022") for n in range(ADDED)))
    kill(draw.uniform(0.2, 2.0), "add", "--quiet", "--site", site, source)
    there = len(list((site / "content/papers").glob("kelp-*.md")))
    faults += compare(site, out, f"import with {there} entries written")
    whole = len(list((site / "content/papers").glob("kelp-*.md")))
    if whole not in (0, ADDED):
        faults.append(f"import: {whole} of {ADDED} entries")
    for _ in range(3):
        flip(draw, site / ".cache")
        faults += compare(site, out, "damaged cache")
    return faults


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    failed = 0
    for seed in range(first, first + rounds):
        with tempfile.TemporaryDirectory() as folder:
            for fault in play(seed, Path(folder)):
                failed += 1
                print(f"seed {seed}: {fault}", flush=True)
    print(f"{rounds} rounds, {failed} faults")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
