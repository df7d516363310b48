"""Takes the pictures of README.md and docs/themes.md from the built site: ``make pictures``.

The project's own content and the example of `site-builder new` are built once a theme and looked at in the machine's
Chromium; the serif and sans-serif that a picture shows are this machine's.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: A page needs few colours; with so many, a picture takes a third of the bytes.
_COLOURS = 128
SIZE = {"width": 1280, "height": 800}


class Picture(NamedTuple):
    """One picture: its file, site, theme and page, light or dark, and what to have ready before it is taken."""

    name: str
    site: str
    theme: str
    address: str
    scheme: str
    ready: str = "main"


PAPER = "papers/wider-or-deeper-scaling-llm-inference-time-compute-with-adaptive-branching-tree/"
PICTURES = (
    Picture("home", "example", "default", "", "light"),
    Picture("list", "content", "default", "", "light"),
    Picture("paper", "content", "default", PAPER, "dark"),
    Picture("search", "content", "default", "search/?q=language+model&category=cs.LG", "light", ".results article"),
    Picture("compact", "example", "compact", "", "light"),
    Picture("proceedings", "example", "proceedings", "", "light"),
)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def run(*words: str) -> None:
    """Run a command of the program."""
    subprocess.run([sys.executable, "-m", "site_builder", *words], check=True)


def build_site(name: str, theme: str, folder: Path, base_url: str) -> None:
    """Build the example or the project's content with a theme into a folder."""
    site = folder / f"site-{name}-{theme}"
    if name == "example":
        run("new", "--example", "--title", "The Tideline Group", str(site))
    else:
        shutil.copytree(ROOT / "content", site / "content")
    settings = site / "content" / "site.toml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("theme")]
    settings.write_text("\n".join([f'theme = "{theme}"', *kept]), "utf-8")
    out = f"{name}-{theme}"
    run("build", "--site", str(site), "--out", str(folder / out), "--base-url", f"{base_url}{out}/")


def take(browser: Browser, picture: Picture, base_url: str) -> None:
    """Take one picture and write it beside this file."""
    page = browser.new_page(viewport=SIZE, color_scheme=picture.scheme)  # type: ignore[arg-type]
    page.goto(f"{base_url}{picture.site}-{picture.theme}/{picture.address}")
    page.wait_for_selector(picture.ready)
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    taken.quantize(_COLOURS, dither=Image.Dither.NONE).save(HERE / f"{picture.name}.png", optimize=True)
    page.close()


def main() -> None:
    """Build a site for each theme, and take all pictures."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        serve = functools.partial(QuietHandler, directory=name)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base_url = f"http://127.0.0.1:{server.server_port}/"
        for site, theme in sorted({(picture.site, picture.theme) for picture in PICTURES}):
            build_site(site, theme, Path(name), base_url)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, picture, base_url)
        browser.close()


if __name__ == "__main__":
    main()
