"""What the search page shows of what was found, and how a reader gets to it and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from small_sites import make_papers, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.search import pagefind_format

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: Shifts of the layout since the page was opened, as browsers score them.
SHIFTS = """() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 100);
})"""


def open_search(page: Page, site_url: str, address: str = "") -> None:
    page.goto(f"{site_url}search/{address}")
    expect(page.locator(".results [aria-busy=false]")).to_be_attached()


def test_a_person_stands_above_the_papers_with_the_number_of_them(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=t.+nakamura")
    tile = page.locator(".also a").first
    expect(tile).to_contain_text("Taishi Nakamura")
    expect(tile).to_contain_text("8 papers")
    expect(tile.locator("mark")).to_have_text("Nakamura")
    tile.click()
    expect(page.locator("h1")).to_have_text("Taishi Nakamura")


def test_a_list_is_found_by_its_name_and_says_what_it_is(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=colt")
    expect(page.locator(".also a").first).to_contain_text("Venues")


def test_the_box_of_a_page_names_people_first(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.locator("input[type=search]").fill("nakamura")
    option = page.get_by_role("option").first
    expect(option.locator("b")).to_have_text("Taishi Nakamura")
    expect(option.locator("span")).to_contain_text("papers")


def test_a_guess_says_that_it_is_one(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=sparse+mixtrue")
    expect(page.locator(".found [role=status]")).to_contain_text("Results for sparse mixture.")
    expect(page.locator(".found em")).to_have_text("mixture")
    page.goto(site_url)
    page.locator("input[type=search]").fill("mixtrue")
    expect(page.locator(".everything")).to_contain_text("Results for mixture.")


def test_where_nothing_is_left_the_page_says_which_choice_to_take_back(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=spectral&year=2025")
    expect(page.locator(".empty")).to_contain_text("Nothing matches “spectral”.")
    page.get_by_role("button", name="Without 2025 there would be 1.").click()
    expect(page.locator(".results h3")).to_have_count(1)
    expect(page.locator(".empty")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"\?q=spectral$"))


def test_a_few_presses_of_tab_lead_from_the_field_to_the_first_result(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=language")
    expect(page.locator("input[type=search]")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.results li') !== null"):
            return
    pytest.fail("five presses of Tab lead to no result")


def test_back_leads_to_the_same_place_among_results_that_were_shown_later(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=language")
    shown = page.locator(".results h3")
    page.locator(".results .more").click()
    expect(shown.nth(10)).to_be_visible()
    link = shown.nth(11).locator("a")
    link.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 37)")
    count, place = shown.count(), page.evaluate("scrollY")
    link.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    expect(shown).to_have_count(count)
    page.wait_for_function("(place) => Math.abs(scrollY - place) < 3", arg=place)


def test_results_don_t_move_what_is_there(own_page: Page, site_url: str) -> None:
    open_search(own_page, site_url, "?q=nakamura")
    own_page.wait_for_load_state("networkidle")
    assert own_page.evaluate(SHIFTS) <= 0.02


def test_how_much_was_found_is_told_to_screen_readers(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=spectral")
    status = page.locator(".found [role=status]")
    expect(status).to_have_text("Papers found: 1")
    page.locator("input[type=search]").fill("language")
    expect(status).to_have_text(re.compile(r"Papers found: \d\d"))


@pytest.mark.parametrize(
    "facet", ["category=cs.LG", "tag=closed-walks", "type=paper-conference", "member=taishi-nakamura"]
)
def test_an_address_sets_facets_alone(page: Page, site_url: str, facet: str) -> None:
    open_search(page, site_url, f"?{facet}")
    name, _, value = facet.partition("=")
    expect(page.locator(f"input[name='{name}'][value='{value}']")).to_be_checked()
    expect(page.locator(".results h3").first).to_be_visible()


def test_the_files_of_an_unknown_pagefind_are_searched_by_its_own_program(
    own_page: Page, served_folder: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, url = served_folder
    monkeypatch.setattr(pagefind_format, "_VERSIONS", "0.")
    site = write_site(tmp_path / "site", make_papers(40))
    build(BuildOptions(site_dir=site, out=root / "plain", base_url=f"{url}plain/"))
    with own_page.expect_request("**/pagefind/pagefind.js"):
        own_page.goto(f"{url}plain/search/?q=sparse")
    expect(own_page.locator(".results h3 mark").first).to_have_text(re.compile("^[Ss]parse$"))
    open_search(own_page, f"{url}plain/", "?q=lovelace&year=2024")
    expect(own_page.locator(".also a").first).to_contain_text("Lovelace")
    expect(own_page.locator(".results h3").first).to_be_visible()
