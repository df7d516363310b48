"""What all tests share: the machine's own browser, and property tests without a stopwatch."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

BROWSERS = (
    os.environ.get("CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

#: A slow machine is not a fault. Where a change is judged, the same examples are tried each time: luck has no say.
hypothesis.settings.register_profile("untimed", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium or Chrome of this machine, without the calls home that it makes on its own.

    Playwright's own download isn't asked for; the sandbox is left out because it can't be had as root or in containers.
    """
    found = next(filter(None, map(shutil.which, filter(None, BROWSERS))), None)
    if not found:
        pytest.fail("no Chromium or Google Chrome was found: run 'make chromium', or name one in CHROMIUM")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}


@pytest.fixture(scope="session")
def page(browser: Browser) -> Iterator[Page]:
    """The page that tests open one address after the other in: a new one costs more than what most tests do in it.

    What a test does to the page itself (its size, its media, who listens to it) would outlast the test and belongs to
    ``own_page``.
    """
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """A page for one test, with nothing kept of an earlier one."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give tests that wait for a browser, a server or a watched file two more tries: a busy machine may starve them for
    seconds. What fails three times is a fault."""
    for item in items:
        if item.get_closest_marker("browser") or "preview" in item.path.parts or item.path.name == "test_terminal.py":
            item.add_marker(pytest.mark.flaky(reruns=2))
