"""Measures what a browser downloads to search a built site.

    python benchmarks/search.py FOLDER [--query WORDS]

The folder is a built site. It is served as GitHub Pages does, texts compressed and all else as it is, and a browser
that has nothing yet asks: in the box of a page, on the search page, and there by a filter alone. What is told is the
bytes of scripts, index and tables; the page itself and its style sheets don't count.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import shutil
import threading
from collections import Counter
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, Page, sync_playwright

_TEXTS = (".html", ".js", ".css", ".json", ".svg")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Host(http.server.SimpleHTTPRequestHandler):
    """Compresses texts, and counts what it sends."""

    sent: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        """Answer with a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in _TEXTS:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.sent[self.path.partition("?")[0]] += len(data)

    def log_message(self, *_: object) -> None:
        """Keep the output clear."""


def main() -> None:
    """Search in three ways and print what each loads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--query", default="neural")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(options.folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}/"
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for name, ask in (
            ("a query in the box of a page", lambda page: ask_box(page, site, options.query)),
            ("a query on the search page", lambda page: ask_page(page, f"{site}search/?q={options.query}")),
            ("a list by a filter alone", lambda page: ask_page(page, f"{site}search/?year=2001")),
        ):
            measure(browser, name, ask)
        browser.close()
    server.shutdown()


def measure(browser: Browser, name: str, ask: functools.partial[None]) -> None:
    """Print what one way of asking loads, by kinds of files."""
    Host.sent.clear()
    page = browser.new_page()
    ask(page)
    page.wait_for_load_state("networkidle")
    page.close()
    kinds: Counter[str] = Counter()
    for path, size in Host.sent.items():
        if not path.endswith((".css", ".html", ".svg", "/")):
            kinds[Path(path).suffix if "/pagefind/" in path else "the theme's scripts"] += size
    print(f"{name}: {sum(kinds.values()):,} bytes")
    for kind, size in kinds.most_common():
        print(f"    {kind:24} {size:8,}")


def ask_box(page: Page, site: str, query: str) -> None:
    """Type into the box of the home page."""
    page.goto(site)
    page.locator("input[type=search]").fill(query)
    page.get_by_role("option").first.wait_for()


def ask_page(page: Page, address: str) -> None:
    """Open the search page with a question in its address."""
    page.goto(address)
    page.locator(".results [aria-busy=false] h3").first.wait_for()


if __name__ == "__main__":
    main()
