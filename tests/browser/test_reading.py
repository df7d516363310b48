"""Reading the built site: with and without JavaScript, on a phone, in the dark, on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from built_site import KINDS
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_no_page_asks_another_host_or_breaks_its_own_policy(own_page: Page, site_url: str) -> None:
    complaints: list[str] = []
    own_page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    own_page.on("pageerror", lambda error: complaints.append(str(error)))
    own_page.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
    hosts: set[str] = set()
    own_page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in KINDS.values():
        own_page.goto(site_url + address, wait_until="networkidle")
    assert complaints == []
    assert hosts == {urlsplit(site_url).netloc}


@pytest.mark.parametrize("address", KINDS.values(), ids=KINDS)
def test_no_page_scrolls_sideways_on_a_phone(phone_page: Page, site_url: str, address: str) -> None:
    phone_page.goto(site_url + address)
    if "search" in address:
        expect(phone_page.locator(".results [aria-busy=false]")).to_be_attached()
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_card_shows_the_first_lines_of_its_abstract_and_unfolds_without_javascript(
    plain_page: Page, site_url: str
) -> None:
    plain_page.goto(site_url)
    card = plain_page.locator(".card").filter(has_text="Wider or Deeper?")
    text = card.locator(".abstract p")
    assert text.is_visible()
    folded = card.bounding_box()
    card.locator("summary").click()
    unfolded = card.bounding_box()
    assert folded
    assert unfolded
    assert unfolded["height"] > folded["height"] + 60
    card.locator("summary").click()
    again = card.bounding_box()
    assert again
    assert again["height"] == folded["height"]


def test_a_papers_page_shows_its_abstract_without_a_click(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}papers/spectral-gaps/")
    expect(plain_page.locator("#abstract math").first).to_be_visible()
    expect(plain_page.get_by_text("The proof counts closed walks")).to_be_visible()


def test_a_picture_stands_beside_its_paper_and_says_what_it_shows_on_the_papers_page(
    page: Page, phone_page: Page, site_url: str
) -> None:
    for reader in (page, phone_page):
        reader.goto(f"{site_url}categories/math.CO/")
        card = reader.locator(".card", has=reader.locator("img"))
        picture, title = card.locator("img").bounding_box(), card.locator("h3").bounding_box()
        assert picture and title
        assert picture["x"] >= title["x"] + title["width"]
    page.goto(f"{site_url}papers/spectral-gaps/")
    expect(page.get_by_role("img", name="A gap that opens")).to_be_visible()


def test_a_papers_page_tells_who_is_where_and_what_the_marks_mean(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}papers/spectral-gaps/")
    authorship = page.locator(".paper > header .byline")
    expect(authorship).to_contain_text("Łukasz Kowalski1*")
    expect(authorship).to_contain_text("Jörg Müller1,2*✉")
    expect(page.locator(".institutions li")).to_have_text(["University of Warsaw", "TU Berlin"])
    expect(page.get_by_text("* Equal contribution")).to_be_visible()
    expect(page.get_by_text("✉ Corresponding author")).to_be_visible()


def test_hundreds_of_authors_fold_and_are_all_there(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}papers/collaboration/")
    last = plain_page.get_by_role("link", name="Member 399 of Many", exact=True)
    expect(last).to_be_hidden()
    plain_page.locator(".more-authors > summary").click()
    expect(last).to_be_visible()
    assert plain_page.locator(".byline a").count() == 400


def test_a_citation_is_copied_as_it_is_shown(browser: Browser, site_url: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site_url}papers/spectral-gaps/")
    page.get_by_role("button", name="Copy: BibTeX").click()
    expect(page.locator("main > [role=status]")).to_have_text("Copied")
    expect(page.locator(".copy").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert copied.strip() == page.locator(".formats pre").first.inner_text().strip()
    page.get_by_text("RIS", exact=True).click()
    page.get_by_role("button", name="Copy: RIS").click()
    expect(page.locator(".copy").nth(1)).to_have_text("Copied")  # copying takes a moment
    assert page.evaluate("navigator.clipboard.readText()").startswith("TY  - ")
    context.close()


def test_a_citation_is_as_wide_as_its_box_under_tabs_at_the_start(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}papers/spectral-gaps/")
    box = page.locator(".formats").bounding_box()
    text = page.locator(".formats pre").first.bounding_box()
    tab = page.locator(".formats summary").first.bounding_box()
    assert box and text and tab
    assert text["width"] >= box["width"] - 2
    assert tab["x"] <= box["x"] + 2


def test_a_citation_is_copied_from_a_list_at_once(browser: Browser, site_url: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for address in ("years/2023/", "search/?q=spectral"):
        page.goto(site_url + address)
        card = page.locator(".card", has_text="Spectral Gaps")
        card.get_by_role("link", name="BibTeX").click()
        expect(page.locator("main > [role=status]")).to_have_text("Copied")
        expect(page).to_have_url(site_url + address)
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "Spectral Gaps of Sparse Graphs" in copied
        page.evaluate("navigator.clipboard.writeText('')")
    context.close()


def test_an_abstract_unfolds_in_a_list_that_is_built_without_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}years/2023/")
    card = page.locator(".card", has_text="Spectral Gaps")
    link = card.get_by_role("link", name="Abstract")
    for number in range(3):
        link.click()
        expect(link).to_have_attribute("aria-expanded", str(number % 2 == 0).lower())
        expect(card.get_by_text("The proof counts closed walks")).to_be_visible(visible=number % 2 == 0)
    expect(card.locator(".abstract")).to_have_count(1)
    expect(card.locator("h2")).to_have_count(0)


def test_a_list_leads_to_citations_and_abstracts_without_javascript(plain_page: Page, site_url: str) -> None:
    for name, part in (("BibTeX", "#cite"), ("Abstract", "#abstract")):
        plain_page.goto(f"{site_url}years/2023/")
        plain_page.locator(".card", has_text="Spectral Gaps").get_by_role("link", name=name).click()
        expect(plain_page).to_have_url(f"{site_url}papers/spectral-gaps/{part}")
        expect(plain_page.locator(part)).to_be_visible()


def test_a_page_that_cannot_be_loaded_is_opened(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}years/2023/")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('offline')) }")
    page.locator(".card", has_text="Spectral Gaps").get_by_role("link", name="Abstract").click()
    expect(page).to_have_url(f"{site_url}papers/spectral-gaps/#abstract")


def test_without_javascript_there_is_no_button_that_does_nothing(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}papers/spectral-gaps/")
    expect(plain_page.locator("button:visible")).to_have_count(0)
    expect(plain_page.locator(".formats pre").first).to_be_visible()


def test_the_page_follows_the_readers_choice_of_light_or_dark(own_page: Page, site_url: str) -> None:
    canvas = "document.createElement('canvas').getContext('2d')"
    for scheme, is_dark in (("light", False), ("dark", True)):
        own_page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        own_page.goto(site_url)
        lightness = own_page.evaluate(
            f"""() => {{ const paint = {canvas}; paint.fillStyle = getComputedStyle(document.body).backgroundColor;
            paint.fillRect(0, 0, 1, 1); return paint.getImageData(0, 0, 1, 1).data[0]; }}"""
        )
        assert (lightness < 60) == is_dark, scheme


def test_the_first_tab_leads_past_the_menu(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_marks_where_one_is(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/taishi-nakamura/")
    expect(page.locator("[aria-current]")).to_have_text(["Authors"])


def test_paper_prints_without_what_only_a_screen_needs(own_page: Page, site_url: str) -> None:
    own_page.goto(f"{site_url}papers/spectral-gaps/")
    own_page.emulate_media(media="print")
    for part in (".menu", ".site-search", ".related", ".site-footer"):
        expect(own_page.locator(part)).to_be_hidden()
    expect(own_page.locator("#abstract")).to_be_visible()
    expect(own_page.locator(".formats pre").first).to_be_visible()


def test_a_list_prints_as_publications_without_abstracts(own_page: Page, site_url: str) -> None:
    own_page.goto(site_url)
    own_page.emulate_media(media="print")
    card = own_page.locator(".card").first
    expect(card.locator("h3")).to_be_visible()
    expect(card.locator(".byline")).to_be_visible()
    expect(card.locator(".abstract")).to_be_hidden()


def test_each_bar_of_a_chart_says_its_year_and_number_and_leads_there(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/taishi-nakamura/")
    bars = page.locator(".chart a:has(rect)")
    names = bars.locator(".hidden").all_inner_texts()
    assert len(names) == bars.count() > 1
    assert all(re.fullmatch(r"20\d\d: \d+ papers?", name) for name in names)
    bars.last.click()
    expect(page).to_have_url(re.compile(names[-1][:4]))


def test_results_and_suggestions_are_in_their_papers_language(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}search/?q={quote('事前学習')}")
    expect(page.locator(".results h3").first).to_have_attribute("lang", "ja")
    expect(page.locator(".excerpt").first).to_have_attribute("lang", "ja")
    page.goto(site_url)
    page.locator("input[type=search]").fill("事前学習")
    expect(page.get_by_role("option").first.locator("b")).to_have_attribute("lang", "ja")


def test_the_foot_of_a_short_page_is_at_the_foot_of_the_window(own_page: Page, site_url: str) -> None:
    own_page.set_viewport_size({"width": 800, "height": 1400})
    own_page.goto(f"{site_url}404.html")
    foot = own_page.locator(".site-footer").bounding_box()
    assert foot
    assert foot["y"] + foot["height"] == pytest.approx(1400, abs=1)


def test_japanese_is_marked_as_japanese(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}papers/pretraining-ja/")
    expect(page.locator("h1")).to_have_attribute("lang", "ja")
    expect(page.locator("#abstract")).to_have_attribute("lang", "ja")
    expect(page.locator("#abstract h2")).to_have_attribute("lang", "en")
