"""The filters of a list narrow it in place, and lead to pages without JavaScript and to the search from a long list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from built_site import build
from playwright.sync_api import expect
from small_sites import write_site

from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

VENUES = ("ICML", "NeurIPS", "Annals of Mathematics")
PAPERS = [
    Paper(
        id=f"p{number:02}",
        title=f"{'ZYXWVUTSRQPO'[number]} paper",
        date=f"{2024 - number // 4}-0{4 - number % 4}",
        venue=VENUES[number % 3],
        tags=("C++",) if number % 2 else ("theory",),
        code="https://example.org/code" if number < 3 else False,
        score=float(number),
        citations=100 - number,
        authors=(Authorship("Ada Lovelace"), Authorship(f"Guest {number}")),
    )
    for number in range(12)
]


@pytest.fixture(scope="module")
def lists_url(served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site whose list of all papers is on one page, and below ``long/`` one where it isn't."""
    root, url = served_folder
    folder = tmp_path_factory.mktemp("lists")
    for name, settings in (("lists/", ""), ("lists/long/", "per_page = 5\n")):
        site = write_site(folder / name, PAPERS, f'{settings}members = ["Ada Lovelace"]\n')
        build(site, root / name, f"{url}{name}")
    return f"{url}lists/"


def list_shown(page: Page) -> list[str]:
    links = page.locator(".list .papers > li:visible h3 a")
    return [re.sub(r".*/papers/(.*)/", r"\1", str(link.get_attribute("href"))) for link in links.all()]


def choose(page: Page, facet: str, label: str) -> None:
    page.locator(f".filters [data-facet={facet}] summary").click()
    page.locator(f".filters [data-facet={facet}] a", has_text=label).click()
    page.keyboard.press("Escape")


def test_choices_of_one_filter_widen_and_those_of_two_narrow(own_page: Page, lists_url: str) -> None:
    own_page.set_viewport_size({"width": 800, "height": 800})
    own_page.goto(lists_url)
    choose(own_page, "venue", "ICML")
    assert list_shown(own_page) == ["p00", "p03", "p06", "p09"]
    choose(own_page, "venue", "NeurIPS")
    assert len(list_shown(own_page)) == 8
    choose(own_page, "tag", "theory")
    assert list_shown(own_page) == ["p00", "p04", "p06", "p10"]
    assert own_page.url == f"{lists_url}?venue=icml&venue=neurips&tag=theory"
    expect(own_page.locator(".found")).to_have_text("Papers found: 4")
    expect(own_page.locator(".filters [data-facet=tag] [data-value=c-plus-plus] i")).to_have_text("4")
    expect(own_page.locator("#year-2023")).to_be_visible()
    own_page.locator(".chips button", has_text="theory").click()
    assert len(list_shown(own_page)) == 8
    own_page.locator(".chips .clear").click()
    assert len(list_shown(own_page)) == 12
    assert own_page.url == lists_url


def test_an_address_holds_what_is_chosen_and_the_way_back_undoes_it(own_page: Page, lists_url: str) -> None:
    own_page.set_viewport_size({"width": 800, "height": 800})
    own_page.goto(f"{lists_url}?code=yes&sort=title")
    assert list_shown(own_page) == ["p02", "p01", "p00"]
    own_page.locator(".chart a[data-value='2024']").click()
    expect(own_page.locator(".chart a[data-value='2024']")).to_have_attribute("aria-current", "true")
    choose(own_page, "sort", "Score")
    choose(own_page, "venue", "Annals")
    assert list_shown(own_page) == ["p02"]
    own_page.go_back()
    assert list_shown(own_page) == ["p02", "p01", "p00"]
    choose(own_page, "sort", "Newest")
    assert list_shown(own_page) == ["p00", "p01", "p02"]
    expect(own_page.locator("#year-2024 > h2")).to_be_visible()


def test_without_javascript_choices_are_links_to_pages(plain_page: Page, lists_url: str) -> None:
    plain_page.set_viewport_size({"width": 800, "height": 800})
    plain_page.goto(f"{lists_url}long/")
    plain_page.locator(".filters [data-facet=venue] summary").click()
    plain_page.locator(".filters a", has_text="NeurIPS").click()
    assert plain_page.url == f"{lists_url}long/venues/neurips/"
    plain_page.goto(f"{lists_url}long/")
    expect(plain_page.locator(".filters [data-facet=sort]")).to_be_hidden()
    plain_page.locator(".chart a").last.click()
    assert plain_page.url == f"{lists_url}long/years/2024/"


def test_the_chart_of_a_long_list_leads_to_the_year_in_it(plain_page: Page, lists_url: str) -> None:
    plain_page.set_viewport_size({"width": 800, "height": 800})
    plain_page.goto(f"{lists_url}long/authors/ada-lovelace/")
    plain_page.locator(".chart a").first.click()
    assert plain_page.url == f"{lists_url}long/authors/ada-lovelace/page/2/#year-2022"
    expect(plain_page.locator("#year-2022")).to_be_visible()


def test_a_choice_leads_from_a_long_list_to_the_search_with_both_set(own_page: Page, lists_url: str) -> None:
    own_page.set_viewport_size({"width": 800, "height": 800})
    own_page.goto(f"{lists_url}long/types/paper-conference/")
    own_page.locator(".filters [data-facet=tag] summary").click()
    own_page.locator(".filters a", has_text="theory").click()
    own_page.wait_for_url(f"{lists_url}long/search/?type=paper-conference&tag=theory")


@pytest.mark.parametrize("address", ["", "tags/theory/", "venues/icml/"])
def test_short_lists_have_no_filters(page: Page, lists_url: str, address: str) -> None:
    page.goto(lists_url + address)
    expect(page.locator(".filters")).to_have_count(1 if address == "" else 0)
