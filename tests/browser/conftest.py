"""The built site, served below a path, for a browser with and without JavaScript, wide and narrow."""

from __future__ import annotations

import functools
import http.server
import threading
from typing import TYPE_CHECKING

import pytest
from built_site import build, make_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the tests' output clear."""


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder and the address at which its files are served."""
    root = tmp_path_factory.mktemp("served")
    handler = functools.partial(QuietHandler, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield root, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def site_url(served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The built site's address. It lies below a path, as a project's site on GitHub Pages does."""
    root, url = served_folder
    build(make_site(tmp_path_factory.mktemp("site") / "lab"), root / "lab", f"{url}lab/")
    return f"{url}lab/"


@pytest.fixture(scope="session")
def shared_plain_page(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript for all tests that need one."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(shared_plain_page: Page) -> Iterator[Page]:
    """A page without JavaScript. A test may change its size, which the next one doesn't see."""
    size = shared_plain_page.viewport_size
    yield shared_plain_page
    if size and shared_plain_page.viewport_size != size:
        shared_plain_page.set_viewport_size(size)


@pytest.fixture(scope="session")
def phone_page(browser: Browser) -> Iterator[Page]:
    """A page as narrow as the narrowest phone, which is also a laptop's at four times its size."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    yield context.new_page()
    context.close()
