"""In a real browser: a saved file shows by itself, where one was reading, and a fault until it is mended."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from lab_site import compose_entry, replace, write, write_site
from playwright.sync_api import Error, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


class Preview:
    """A running ``site-builder serve``; ``start`` after ``stop`` takes the same port."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        port = self.url.rstrip("/").rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "site_builder", "serve", "--site", str(self.site), "--port", port]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr
        self.url = re.search(r"http://\S+", self._process.stderr.readline())[0]  # type: ignore[index]

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.communicate(timeout=10)
            self._process = None


@pytest.fixture
def preview(tmp_path: Path, page: Page) -> Iterator[Preview]:
    preview = Preview(write_site(tmp_path))
    preview.start()
    yield preview
    page.goto("about:blank")  # a preview's page looks for its server as long as it is open
    preview.stop()


@pytest.fixture
def loads(own_page: Page) -> list[str]:
    """The addresses of all pages loaded, in order."""
    addresses: list[str] = []
    own_page.on("load", lambda loaded: addresses.append(loaded.url))
    return addresses


def wait_until(page: Page, met: Callable[[], bool]) -> None:
    """Wait for what can only be asked for; a page's policy forbids the expressions that Playwright could wait for."""
    for _ in range(100):
        with suppress(Error):  # the page was being loaded
            if met():
                return
        page.wait_for_timeout(50)
    pytest.fail("it didn't come to pass")


def open_page(page: Page, address: str) -> None:
    """Open a page and wait until it hears of changes."""
    with page.expect_response(re.compile("/__preview/events")):
        page.goto(address)


def test_an_edit_shows_by_itself_once_and_in_the_same_place(own_page: Page, preview: Preview, loads: list[str]) -> None:
    long = "\n\n".join(f"Paragraph {n} of the notes." for n in range(200))
    write(
        preview.site, "content/papers/engines.md", compose_entry("Engines", text=f"An abstract.\n\n## Notes\n\n{long}")
    )
    open_page(own_page, f"{preview.url}papers/engines/")
    own_page.evaluate("scrollTo(0, 2500)")
    replace(preview.site, "content/papers/engines.md", "Paragraph 7 of", "Paragraph seven of")
    expect(own_page.get_by_text("Paragraph seven of the notes.")).to_be_attached()
    wait_until(own_page, lambda: own_page.evaluate("scrollY") == 2500)
    own_page.wait_for_timeout(300)
    assert len(loads) == 2


def test_a_page_that_an_edit_doesnt_touch_stays_as_it_is(own_page: Page, preview: Preview, loads: list[str]) -> None:
    open_page(own_page, f"{preview.url}years/")
    with own_page.expect_response(f"{preview.url}years/") as asked:
        replace(preview.site, "content/papers/engines.md", "On Analytical", "All about Analytical")
    assert asked.value.request.method == "HEAD"
    own_page.wait_for_timeout(200)
    assert len(loads) == 1


def test_a_template_shows_by_itself(page: Page, preview: Preview) -> None:
    open_page(page, preview.url)
    write(preview.site, "themes/default/templates/_footer.html", "<footer>Made with care</footer>")
    write(preview.site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n')
    expect(page.get_by_text("Made with care")).to_be_visible()
    replace(preview.site, "themes/default/templates/_footer.html", "with care", "by hand")
    expect(page.get_by_text("Made by hand")).to_be_visible()


def test_a_style_sheet_shows_without_a_reload(own_page: Page, preview: Preview, loads: list[str]) -> None:
    write(preview.site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n')
    write(preview.site, "themes/default/static/style.css", "h1 { color: rgb(1, 2, 3) }")
    heading = own_page.locator("h1")
    own_page.goto(f"{preview.url}papers/engines/")
    expect(heading).to_have_css("color", "rgb(1, 2, 3)")
    open_page(own_page, f"{preview.url}papers/looms/")
    before = len(loads)
    for colour in ("rgb(4, 5, 6)", "rgb(7, 8, 9)"):
        write(preview.site, "themes/default/static/style.css", f"h1 {{ color: {colour} }}")
        expect(heading).to_have_css("color", colour)
    assert len(loads) == before
    expect(own_page.locator("link[href*='style.css']")).to_have_count(1)


def test_the_settings_show_by_themselves(page: Page, preview: Preview) -> None:
    open_page(page, preview.url)
    replace(preview.site, "content/site.toml", "The Lab", "Our Lab")
    expect(page).to_have_title("Our Lab")
    replace(preview.site, "content/site.toml", "\n", '\n[options]\naccent = "rgb(9, 8, 7)"\n')
    accent = "getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()"
    wait_until(page, lambda: page.evaluate(accent) == "rgb(9, 8, 7)")


def test_a_fault_is_shown_in_the_page_and_goes_when_it_is_mended(page: Page, preview: Preview) -> None:
    open_page(page, f"{preview.url}papers/engines/")
    write(preview.site, "content/papers/engines.md", "---\ntitle: [\n---\n")
    expect(page.get_by_text("content/papers/engines.md:2")).to_be_visible()
    write(preview.site, "content/papers/engines.md", compose_entry("Better Engines"))
    expect(page.get_by_role("heading", name="Better Engines")).to_be_visible()


def test_a_note_says_on_other_pages_what_is_wrong_and_can_be_folded(page: Page, preview: Preview) -> None:
    open_page(page, preview.url)
    write(preview.site, "content/papers/engines.md", "---\ntitle: [\n---\n")
    note = page.get_by_text("content/papers/engines.md:2")
    expect(note).to_be_visible()
    page.get_by_text("1 error").click()
    expect(note).to_be_hidden()
    page.reload()
    expect(page.get_by_text("1 error")).to_be_visible()
    expect(note).to_be_hidden()
    write(preview.site, "content/papers/engines.md", compose_entry("Better Engines"))
    expect(page.get_by_role("link", name="Better Engines")).to_be_visible()
    expect(page.get_by_text("1 error")).to_have_count(0)


def test_a_page_finds_its_server_again_and_shows_what_it_missed(page: Page, preview: Preview) -> None:
    open_page(page, f"{preview.url}papers/engines/")
    preview.stop()
    write(preview.site, "content/papers/engines.md", compose_entry("Better Engines"))
    preview.start()
    expect(page.get_by_role("heading", name="Better Engines")).to_be_visible(timeout=15_000)


def test_search_finds_what_was_just_written(page: Page, preview: Preview) -> None:
    write(preview.site, "content/papers/engines.md", compose_entry("Engines", text="With a zeugmatic abstract."))
    page.goto(f"{preview.url}search/?q=zeugmatic")
    expect(page.locator("main").get_by_role("link", name="Engines")).to_be_visible(timeout=15_000)
    page.goto(f"{preview.url}search/?q=lovelcae")  # a guess, and a person, as on the built site
    expect(page.locator(".found em")).to_have_text("lovelace")
    expect(page.locator(".also a").first).to_contain_text("Ada Lovelace")


def test_the_preview_breaks_no_rule_of_the_page(own_page: Page, preview: Preview) -> None:
    """The page's own policy on scripts and styles admits the preview's, and nothing else goes wrong."""
    wrong: list[str] = []
    own_page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    own_page.on("pageerror", lambda error: wrong.append(str(error)))
    replace(preview.site, "content/papers/engines.md", "---\ntitle", "---\ntitel: x\ntitle")
    open_page(own_page, f"{preview.url}papers/engines/")
    expect(own_page.get_by_text("1 warning")).to_be_visible()
    assert wrong == []
