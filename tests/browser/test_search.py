"""Searching the built site, as a reader does it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

pytestmark = pytest.mark.browser


def box(page: Page) -> Locator:
    return page.locator(".site-search input")


def titles(page: Page) -> list[str]:
    unfold(page)
    return page.locator(".results h3").all_inner_texts()


def unfold(page: Page) -> None:
    """Have all results shown."""
    shown, more = page.locator(".results h3"), page.locator(".results .more")
    while more.is_visible():
        before = shown.count()
        more.click()
        expect(shown.nth(before)).to_be_attached()


def open_search(page: Page, site_url: str, address: str = "") -> None:
    page.goto(f"{site_url}search/{address}")
    expect(page.locator(".results [aria-busy=false]")).to_be_attached()


def test_results_appear_as_one_types_with_the_matching_words_marked(page: Page, site_url: str) -> None:
    page.goto(site_url)
    box(page).press_sequentially("sparse mixture naka")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Taishi Nakamura")
    expect(first.locator("mark").filter(has_text="Nakamura")).to_have_count(1)
    expect(first.locator("mark").filter(has_text=re.compile("^Spars")).first).to_be_visible()
    expect(page.locator(".site-search [role=status]")).to_contain_text("Papers found")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("branching tree", "Wider or Deeper?"),
        ("Imajuku", "Wider or Deeper?"),
        ("monte carlo tree", "Wider or Deeper?"),
        ("Lukasz", "Spectral Gaps"),
        ("Jorg Muller", "Spectral Gaps"),
        ("Jörg Müller", "Spectral Gaps"),
        ("2307.01234", "Spectral Gaps"),
        ("10.1000/spectral.2023", "Spectral Gaps"),
        ("事前学習", "大規模言語モデル"),
        ("山田太郎", "大規模言語モデル"),
        ("語彙", "大規模言語モデル"),
    ],
)
def test_a_paper_is_found_by_what_a_reader_remembers(page: Page, site_url: str, query: str, title: str) -> None:
    open_search(page, site_url, f"?q={query}")
    assert any(found.startswith(title) for found in titles(page))


def test_slash_and_ctrl_k_lead_to_the_box_but_not_while_typing(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("a/b")
    expect(box(page)).to_have_value("a/b")
    page.locator("body").click(position={"x": 2, "y": 400})
    page.keyboard.press("Control+k")
    expect(box(page)).to_be_focused()


def test_the_keyboard_alone_opens_a_paper(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    page.keyboard.type("cycleqd")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("CycleQD")


def test_escape_closes_the_list_and_keeps_the_words(page: Page, site_url: str) -> None:
    page.goto(site_url)
    box(page).press_sequentially("language")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box(page)).to_have_value("language")
    expect(box(page)).to_have_attribute("aria-expanded", "false")


def test_enter_leads_to_the_search_page_with_the_words_in_the_address(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/")
    box(page).fill("japanese corpus")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=japanese+corpus")
    expect(page.locator(".results h3").first).to_contain_text("Japanese Web Corpus")


def test_facets_need_no_words_and_tell_how_many_papers_they_bring(page: Page, site_url: str) -> None:
    for facet, value in (("category", "cs.LG"), ("year", "2025"), ("code", "yes")):
        open_search(page, site_url)
        choice = page.locator(f"label:has(input[name={facet}][value='{value}'])")
        count = int(choice.locator("i").inner_text())
        choice.click()
        expect(page.locator(".found [role=status]")).to_have_text(f"Papers found: {count}")
        expect(page).to_have_url(re.compile(rf"\?{facet}={value}$"))


def test_values_of_one_facet_widen_and_facets_narrow_each_other(page: Page, site_url: str) -> None:
    def count(address: str) -> int:
        open_search(page, site_url, address)
        return len(titles(page))

    lg, ai = count("?category=cs.LG"), count("?category=cs.AI")
    assert max(lg, ai) < count("?category=cs.LG&category=cs.AI") <= lg + ai
    assert count("?category=cs.LG&year=2026") < lg


def test_an_address_brings_back_words_facets_and_order(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=language&category=cs.CL&code=yes&sort=title")
    expect(box(page)).to_have_value("language")
    expect(page.locator("input[value='cs.CL']")).to_be_checked()
    expect(page.locator("input[name='code']")).to_be_checked()
    expect(page.locator("select")).to_have_value("title")
    found = titles(page)
    assert found == sorted(found, key=str.casefold)
    assert len(found) > 1


def test_the_back_button_undoes_a_choice(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=language")
    told = page.locator(".found [role=status]").inner_text()
    before = titles(page)
    page.locator("label:has(input[value='cs.LG'])").click()
    expect(page).to_have_url(re.compile("category=cs.LG"))
    expect(page.locator(".chips button").first).to_contain_text("Machine Learning")
    page.go_back()
    expect(page.locator("input[value='cs.LG']")).not_to_be_checked()
    expect(page.locator(".found [role=status]")).to_have_text(told)
    assert titles(page) == before


def test_a_chip_takes_its_choice_away(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?category=cs.LG&year=2025")
    page.get_by_role("button", name="Remove Machine Learning").first.click()
    expect(page).to_have_url(re.compile(r"\?year=2025$"))
    expect(page.locator("input[value='cs.LG']")).not_to_be_checked()


def test_more_results_come_by_a_button_and_the_keyboard_goes_on_with_the_first_of_them(
    page: Page, site_url: str
) -> None:
    open_search(page, site_url)
    shown = page.locator(".results h3")
    count = int(re.findall(r"\d+", page.locator(".found [role=status]").inner_text())[0])
    expect(shown).to_have_count(10)
    page.locator(".results .more").press("Enter")
    expect(shown.nth(10).locator("a")).to_be_focused()
    assert len(titles(page)) == count


def test_no_paper_is_lost_in_another_order(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=language")
    expected = sorted(titles(page))
    for order in ("date", "score", "title"):
        open_search(page, site_url, f"?q=language&sort={order}")
        assert sorted(titles(page)) == expected, order


def test_without_words_papers_stand_as_in_the_site_s_own_lists(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}years/2025/")
    listed = page.locator("main article h3 a").evaluate_all("links => links.map((link) => link.href)")
    open_search(page, site_url, "?year=2025")
    unfold(page)
    assert page.locator(".results h3 a").evaluate_all("links => links.map((link) => link.href)") == listed
    assert len(listed) > 2


def test_best_scores_come_first(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?sort=score")
    first, second = titles(page)[:2]
    assert first.startswith("Spectral Gaps of Sparse Graphs")
    assert second == "Feedback-to-Rubrics: Can We Learn Expert Criteria from Inline Comments?"


def test_a_keyword_leads_to_the_papers_that_have_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}papers/spectral-gaps/")
    page.get_by_role("link", name="closed walks").click()
    expect(page.locator("main h3").first).to_contain_text("Spectral Gaps")


def test_a_result_looks_like_the_paper_in_a_list(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}years/2023/")
    listed = page.locator(".card", has_text="Spectral Gaps").inner_text()
    open_search(page, site_url, "?q=spectral")
    card = page.locator(".card", has_text="Spectral Gaps")
    excerpt = card.locator(".excerpt").inner_text()
    assert "closed walks" in excerpt
    assert card.inner_text().replace(f"{excerpt}\n", "").split() == listed.split()
    expect(card.locator("h3 mark")).to_have_text("Spectral")
    expect(card.locator("img")).to_be_visible()


def test_a_paper_that_is_gone_since_it_was_indexed_is_no_result(own_page: Page, site_url: str) -> None:
    own_page.route("**/papers/spectral-gaps/card.json", lambda route: route.fulfill(status=404))
    open_search(own_page, site_url, "?q=sparse")
    assert not [title for title in titles(own_page) if title.startswith("Spectral Gaps")]
    assert titles(own_page)


def test_nothing_found_says_what_to_do(page: Page, site_url: str) -> None:
    open_search(page, site_url, "?q=zzzzqqqq")
    expect(page.locator(".empty")).to_contain_text("Nothing matches “zzzzqqqq”. Try fewer words")


def test_the_index_is_loaded_when_it_is_used_and_not_before(own_page: Page, site_url: str) -> None:
    asked: list[str] = []
    own_page.on("request", lambda request: asked.append(request.url))
    own_page.goto(site_url, wait_until="networkidle")
    assert not [url for url in asked if "/pagefind/" in url]
    with own_page.expect_request("**/pagefind/*.pf_meta"):
        box(own_page).focus()


def test_a_list_by_facets_loads_no_index(own_page: Page, site_url: str) -> None:
    asked: list[str] = []
    own_page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    open_search(own_page, site_url, "?year=2025")
    assert not [name for name in asked if name.startswith(("pagefind.", "orders"))]
    own_page.locator(".sort select").select_option("title")
    expect(own_page).to_have_url(re.compile("sort=title"))
    expect(own_page.locator(".results [aria-busy=false]")).to_be_attached()
    assert [name for name in asked if name.startswith("orders")]
    box(own_page).press_sequentially("language")
    expect(own_page).to_have_url(re.compile("q=language"))
    assert [name for name in asked if name.startswith("pagefind.")]


def test_a_site_published_anew_is_searched_by_pages_that_were_open(own_page: Page, site_url: str) -> None:
    """The files that an open page knows of are gone: it asks anew which there are."""
    entries: list[str] = []

    def forget(route: Route) -> None:
        entries.append(route.request.url)
        if len(entries) > 1:
            route.continue_()
        else:
            answer = route.fetch().json()
            old = {language: {**known, "hash": "unknown_old"} for language, known in answer["languages"].items()}
            route.fulfill(json={**answer, "languages": old})

    own_page.route("**/pagefind-entry.json", forget)
    open_search(own_page, site_url, "?q=language")
    expect(own_page.locator(".results h3").first).to_be_visible()
    assert len(entries) == 2


def test_without_javascript_the_search_page_leads_to_the_lists(plain_page: Page, site_url: str) -> None:
    plain_page.goto(site_url)
    box(plain_page).fill("tree")
    plain_page.keyboard.press("Enter")
    plain_page.wait_for_url("**/search/?q=tree")
    expect(plain_page.get_by_text("Searching needs JavaScript")).to_be_visible()
    plain_page.locator("main").get_by_role("link", name="Authors").click()
    expect(plain_page.locator("h1")).to_have_text("Authors")
