"""Measures the preview: from its start to the first page, and from saving a file to the page with the new text.

    python benchmarks/preview.py [--papers 10000] [--edits 15]

Each figure is what somebody with a browser waits for: a page is asked for over HTTP until it is answered, or until the
answer has the text that was just saved. The cache is warm, as after a build.
"""

from __future__ import annotations

import argparse
import contextlib
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from papers import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROGRAM = [sys.executable, "-m", "site_builder"]
_SETTLED = 0.3


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10000)
    parser.add_argument("--edits", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site = Path(folder)
        write_site(site, options.papers)
        began = time.perf_counter()
        subprocess.run([*_PROGRAM, "build", "--no-search", "--quiet", "--site", folder], check=True)
        print(f"build from nothing: {time.perf_counter() - began:.2f} s")
        for _ in range(2):  # the first run makes what only a preview keeps: pages know that they are one
            with serve(site) as (_, seconds):
                pass
        print(f"start to the first page: {seconds:.2f} s")
        with serve(site) as (address, _):
            waits = [edit(site, address, number) for number in range(options.edits)]
        print(f"saved to answered: median {1000 * statistics.median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms")


@contextlib.contextmanager
def serve(site: Path) -> Iterator[tuple[str, float]]:
    """Run the preview; yield its address and the seconds until its first page was answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    began = time.perf_counter()
    preview = subprocess.Popen([*_PROGRAM, "serve", "--quiet", "--site", str(site), "--port", str(port)])
    try:
        while True:
            with contextlib.suppress(OSError):
                ask(address)
                break
            time.sleep(0.005)
        yield address, time.perf_counter() - began
    finally:
        preview.terminate()
        preview.wait()


def edit(site: Path, address: str, number: int) -> float:
    """Change an abstract; return the seconds until its page is answered with the new text."""
    paper = f"paper-{number * 7:06}"
    entry = site / "content" / "papers" / f"{paper}.md"
    text = entry.read_text("utf-8").rstrip()
    mark = f"mark{time.time_ns()}"
    time.sleep(_SETTLED)
    began = time.perf_counter()
    entry.write_text(f"{text} {mark}\n", "utf-8")
    while mark not in ask(f"{address}papers/{paper}/"):
        pass
    return time.perf_counter() - began


def ask(address: str) -> str:
    """Return a page. Raises OSError when nobody answers."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own preview
        text: str = answer.read().decode()
    return text


if __name__ == "__main__":
    main()
