"""The frame of every page: one row of header at every width, light or dark as the reader chose, and keys."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built_site import build
from playwright.sync_api import expect
from test_accessibility import ALL_RULES, COLOURS, NARROW_RULES, list_faults, open_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LAB = Path(__file__).parents[1] / "cases" / "browser" / "lab"
#: Pages of the lab's site, which has members, pictures, news, and papers with much and with little to say.
PAGES = ("", "news/", "news/2026-07-01-petr/", "papers/heavy/", "papers/thin/", "years/2026/", "authors/", "join/")


@pytest.fixture(scope="module")
def lab_url(served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    root, url = served_folder
    site = tmp_path_factory.mktemp("lab")
    (site / "content").symlink_to(LAB / "content")
    build(site, root / "harbour", f"{url}harbour/")
    return f"{url}harbour/"


@pytest.fixture
def sized_page(browser: Browser) -> Iterator[Page]:
    """A page whose size, scheme and storage a test may change."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1000, 1440])
def test_no_page_is_wider_than_the_window_and_the_header_is_one_row(sized_page: Page, lab_url: str, width: int) -> None:
    sized_page.set_viewport_size({"width": width, "height": 800})
    for address in PAGES:
        sized_page.goto(lab_url + address)
        assert sized_page.evaluate("document.documentElement.scrollWidth") <= width, address
        height = sized_page.evaluate("document.querySelector('.site-header').offsetHeight")
        assert height == (60 if width >= 992 else 56), address
    parts = ".site-title, .menu a, .menu summary, .site-search, .search-link, .scheme"
    boxes = sized_page.locator(f".site-header :is({parts}):visible").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])"
    )
    assert len(boxes) >= 4
    assert min(top for top, _ in boxes) >= 0
    assert max(bottom for _, bottom in boxes) <= 60


def test_a_menu_of_long_words_leaves_room_for_the_search(
    sized_page: Page, served_folder: tuple[Path, str], tmp_path: Path
) -> None:
    root, url = served_folder
    shutil.copytree(LAB, tmp_path / "lab")
    settings = tmp_path / "lab/content/site.toml"
    settings.write_text(settings.read_text("utf-8").replace('language = "en"', 'language = "fr"'), "utf-8")
    build(tmp_path / "lab", root / "french", f"{url}french/")
    for width in (992, 1152, 1440):
        sized_page.set_viewport_size({"width": width, "height": 800})
        sized_page.goto(f"{url}french/")
        assert sized_page.evaluate("document.documentElement.scrollWidth") <= width
        expect(sized_page.locator(".site-header :is(.site-search, .search-link):visible")).to_have_count(1)


@pytest.mark.parametrize("theme", ["compact", "proceedings"])
def test_no_page_of_another_theme_is_wider_than_a_phone(
    sized_page: Page, served_folder: tuple[Path, str], tmp_path: Path, theme: str
) -> None:
    root, url = served_folder
    shutil.copytree(LAB, tmp_path / "lab")
    settings = tmp_path / "lab/content/site.toml"
    settings.write_text(f'theme = "{theme}"\n{settings.read_text("utf-8")}', "utf-8")
    build(tmp_path / "lab", root / f"{theme}-lab", f"{url}{theme}-lab/", "--no-search")
    sized_page.set_viewport_size({"width": 320, "height": 640})
    for address in PAGES:
        sized_page.goto(f"{url}{theme}-lab/{address}")
        assert sized_page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("width", [360, 1440])
def test_everything_to_press_is_large_enough(sized_page: Page, lab_url: str, width: int) -> None:
    """24 pixels, but for links within a line of text (WCAG 2.2, 2.5.8)."""
    sized_page.set_viewport_size({"width": width, "height": 800})
    sized_page.goto(lab_url)
    small = sized_page.locator("a:visible, button:visible, summary:visible, input:visible").evaluate_all(
        """parts => parts.filter(part => !part.closest("p, h3, .prose, .skip, .introduction")).filter((part) => {
          const { width, height } = part.getBoundingClientRect();
          return Math.min(width, height) < 23.5;
        }).map(part => part.outerHTML)"""
    )
    assert small == []


def test_the_reader_switches_between_light_and_dark_and_the_choice_is_kept(sized_page: Page, lab_url: str) -> None:
    sized_page.emulate_media(color_scheme="light")
    sized_page.goto(lab_url)
    white = "rgb(255, 255, 255)"
    colour = "getComputedStyle(document.body).backgroundColor"
    assert sized_page.evaluate(colour) == white
    sized_page.locator(".scheme").click()
    assert sized_page.evaluate(colour) != white
    sized_page.goto(f"{lab_url}news/")
    assert sized_page.evaluate(colour) != white
    sized_page.locator(".scheme").click()
    sized_page.reload()
    assert sized_page.evaluate(colour) == white
    sized_page.emulate_media(color_scheme="dark")  # which the page follows again
    assert sized_page.evaluate(colour) != white


def test_the_choice_is_there_before_the_page_is_painted(sized_page: Page, lab_url: str) -> None:
    """The script is no module and stands before the style sheets, so the first frame is as chosen."""
    sized_page.goto(lab_url)
    sized_page.evaluate("localStorage.scheme = 'dark'")
    sized_page.add_init_script(
        """new MutationObserver(() => {
          if (document.body && window.first === undefined) window.first = document.documentElement.dataset.scheme ?? "";
        }).observe(document, { childList: true, subtree: true });"""
    )
    sized_page.reload()
    assert sized_page.evaluate("window.first") == "dark"


def test_the_menu_of_a_phone_opens_by_the_keyboard_and_closes_by_escape(sized_page: Page, lab_url: str) -> None:
    sized_page.set_viewport_size({"width": 360, "height": 800})
    sized_page.goto(lab_url)
    entry = sized_page.locator(".menu a", has_text="News")
    expect(entry).to_be_hidden()
    sized_page.locator(".menu > summary").focus()
    sized_page.keyboard.press("Enter")
    expect(entry).to_be_visible()
    sized_page.keyboard.press("Tab")
    expect(sized_page.locator(".menu a").first).to_be_focused()
    sized_page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(sized_page.locator(".menu > summary")).to_be_focused()


def test_the_menu_of_a_phone_works_without_javascript(browser: Browser, lab_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(lab_url)
    expect(page.locator(".scheme")).to_be_hidden()
    page.locator(".menu > summary").click()
    page.locator(".menu a", has_text="News").click()
    expect(page).to_have_url(f"{lab_url}news/")
    context.close()


def test_keys_lead_from_paper_to_paper_and_can_be_switched_off(sized_page: Page, lab_url: str) -> None:
    sized_page.goto(f"{lab_url}years/2026/")
    links = sized_page.locator(".card h3 a")
    sized_page.keyboard.press("j")
    expect(links.first).to_be_focused()
    sized_page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    sized_page.keyboard.press("k")
    expect(links.first).to_be_focused()
    dialog = sized_page.get_by_role("dialog", name="Keyboard")
    sized_page.keyboard.press("?")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use single keys").uncheck()
    sized_page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    sized_page.reload()
    sized_page.keyboard.press("?")
    sized_page.keyboard.press("j")
    expect(dialog).to_be_hidden()
    expect(links.first).not_to_be_focused()
    sized_page.get_by_role("button", name="Keyboard").click()  # the way back
    dialog.get_by_label("Use single keys").check()
    dialog.get_by_role("button", name="Close").click()
    sized_page.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_a_key_copies_the_citation_of_the_paper_on_which_one_is(browser: Browser, lab_url: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    told = page.locator("main > [role=status]")
    page.goto(f"{lab_url}years/2026/")
    page.keyboard.press("c")
    expect(told).to_be_empty()
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(told).to_have_text("Copied")
    assert "Two Centuries of Tides" in page.evaluate("navigator.clipboard.readText()")
    page.goto(f"{lab_url}papers/thin/")
    page.keyboard.press("c")
    expect(told).to_have_text("Copied")
    assert "Bollards" in page.evaluate("navigator.clipboard.readText()")
    context.close()


def test_slash_leads_to_the_search_page_where_the_header_has_no_field(sized_page: Page, lab_url: str) -> None:
    sized_page.set_viewport_size({"width": 360, "height": 800})
    sized_page.goto(lab_url)
    sized_page.keyboard.press("/")
    expect(sized_page).to_have_url(f"{lab_url}search/")


def test_the_first_screen_shows_who_this_is_the_selected_papers_and_the_news(sized_page: Page, lab_url: str) -> None:
    sized_page.set_viewport_size({"width": 1440, "height": 900})
    sized_page.goto(lab_url)
    for part in (".hero h1", ".hero .first", ".faces .all", ".news time"):
        box = sized_page.locator(part).first.bounding_box()
        assert box and box["y"] + box["height"] < 900, part
    expect(sized_page.locator(".picture-card h3")).to_have_count(3)


def test_what_belongs_to_a_list_stands_beside_it_where_there_is_room(sized_page: Page, lab_url: str) -> None:
    sized_page.goto(f"{lab_url}authors/olu-adeyemi/")
    for width, beside in ((1440, True), (800, False)):
        sized_page.set_viewport_size({"width": width, "height": 900})
        papers, rail = (sized_page.locator(part).bounding_box() for part in (".list", ".rail"))
        assert papers and rail
        assert (rail["x"] >= papers["x"] + papers["width"]) == beside
        assert (rail["y"] >= papers["y"] + papers["height"]) != beside


@pytest.mark.parametrize("address", ["", "news/", "papers/heavy/", "years/2026/"])
def test_axe_finds_nothing_on_a_site_with_everything(sized_page: Page, lab_url: str, address: str) -> None:
    open_page(sized_page, lab_url + address, 1280)
    assert list_faults(sized_page, "light", ALL_RULES) + list_faults(sized_page, "dark", COLOURS) == []
    open_page(sized_page, lab_url + address, 360)
    assert list_faults(sized_page, "light", NARROW_RULES) == []


def test_a_list_prints_as_a_list_of_publications(sized_page: Page, lab_url: str) -> None:
    sized_page.goto(lab_url)
    sized_page.emulate_media(media="print")
    for part in (".card .row", ".hero-row", ".thumb", ".menu", ".news"):
        expect(sized_page.locator(part).first).to_be_hidden()
    card = sized_page.locator(".card", has_text="When Are Wave Fields")
    for part in ("h3", ".byline", ".venue", "time"):
        expect(card.locator(part)).to_be_visible()
