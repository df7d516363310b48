"""What a paper's page, the team's page and the index of authors do in a browser, with and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PLAYER = "https://www.youtube-nocookie.com/"


def test_a_video_plays_in_its_place_and_its_host_is_asked_only_then(own_page: Page, site_url: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    own_page.on("request", lambda request: asked.append(request.url))
    own_page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    own_page.route(f"{PLAYER}**", lambda route: route.fulfill(body="<p>It plays.</p>", content_type="text/html"))
    own_page.goto(f"{site_url}papers/everything/", wait_until="networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site_url).netloc}
    own_page.get_by_role("link", name="Play the video").click()
    expect(own_page.frame_locator("iframe").get_by_text("It plays.")).to_be_visible()
    expect(own_page.locator("iframe")).to_be_focused()
    players = [url for url in asked if url.startswith(PLAYER)]
    assert [urlsplit(url).path for url in players] == ["/embed/abcDEF_-123"]
    assert own_page.locator("iframe").get_attribute("title") == own_page.locator("h1").inner_text()
    assert complaints == []


def test_a_page_without_a_video_allows_no_frame(own_page: Page, site_url: str) -> None:
    own_page.route(f"{PLAYER}**", lambda route: route.fulfill(body="<p>It plays.</p>", content_type="text/html"))
    with own_page.expect_console_message(lambda message: "frame-src" in message.text or "default-src" in message.text):
        own_page.goto(f"{site_url}papers/spectral-gaps/")
        own_page.evaluate(
            "url => document.body.append(Object.assign(document.createElement('iframe'), { src: url }))",
            f"{PLAYER}embed/abcDEF_-123",
        )


def test_a_video_is_a_link_without_javascript(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}papers/everything/")
    link = plain_page.get_by_role("link", name="Play the video")
    expect(link).to_have_attribute("href", "https://youtu.be/abcDEF_-123")
    expect(plain_page.get_by_role("img", name="A gap that opens")).to_be_visible()


def test_a_heavy_paper_has_six_buttons_and_the_rest_behind_the_last(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}papers/everything/")
    buttons = plain_page.locator(".paper > header .buttons > li > *:not(details), .buttons > li > details > summary")
    expect(buttons).to_have_text(["PDF", "Code", "Project", "Video", "Cite", "More"])
    slides = plain_page.get_by_role("link", name="Slides")
    expect(slides.first).to_be_hidden()
    buttons.last.click()
    expect(slides.first).to_be_visible()
    expect(plain_page.locator(".tags > a")).to_have_count(8)
    twelfth = plain_page.locator(".tags").get_by_text("twelve", exact=True)
    expect(twelfth).to_be_hidden()
    plain_page.locator(".tags summary").click()
    expect(twelfth).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("address", ["papers/everything/", "authors/lukasz/", "team/", "authors/"])
def test_no_page_of_people_or_papers_is_wider_than_the_window(
    own_page: Page, site_url: str, address: str, width: int
) -> None:
    own_page.set_viewport_size({"width": width, "height": 800})
    own_page.goto(site_url + address)
    for summary in own_page.locator("main summary").all():
        if summary.is_visible():
            summary.click()
    assert own_page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_one_sees_on_a_phone_is_in_the_order_of_the_keyboard(own_page: Page, site_url: str) -> None:
    own_page.set_viewport_size({"width": 360, "height": 800})
    own_page.goto(f"{site_url}papers/everything/")
    parts = own_page.locator(".paper-body > *")
    tops = [box["y"] for part in parts.all() if (box := part.bounding_box())]
    assert len(tops) == 5
    assert tops == sorted(tops)


def test_facts_stand_beside_the_abstract_where_there_is_room(own_page: Page, site_url: str) -> None:
    own_page.set_viewport_size({"width": 1440, "height": 900})
    own_page.goto(f"{site_url}papers/everything/")
    abstract, facts, cite = (own_page.locator(part).bounding_box() for part in ("#abstract", "#facts", "#cite"))
    assert abstract and facts and cite
    assert facts["x"] > abstract["x"] + abstract["width"]
    assert cite["y"] < abstract["y"] + abstract["height"] + 60


def test_links_behind_the_last_button_print_above_the_abstract(own_page: Page, site_url: str) -> None:
    own_page.goto(f"{site_url}papers/everything/")
    own_page.emulate_media(media="print")
    last, abstract = own_page.locator(".panel a").last.bounding_box(), own_page.locator("#abstract").bounding_box()
    assert last and abstract
    assert last["y"] + last["height"] <= abstract["y"]


def test_alumni_are_folded_and_unfold_without_javascript(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}team/")
    past = plain_page.get_by_text("now lecturer, TU Berlin")
    expect(past).to_be_hidden()
    plain_page.locator("#alumni summary").click()
    expect(past).to_be_visible()


def test_a_typed_name_finds_its_author(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/")
    field = page.get_by_label("Find an author")
    field.fill("kowal")
    expect(page.locator(".found-authors a")).to_have_text(["Łukasz Kowalski"])
    expect(page.locator(".letter").first).to_be_hidden()
    field.fill("zzz")
    expect(page.locator(".found-authors")).to_have_text("No author has this name")
    field.fill("")
    expect(page.locator(".letter").first).to_be_visible()


def test_a_typed_name_is_found_on_every_page_of_a_long_index(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}authors/")
    page.get_by_label("Find an author").fill("399 many")
    link = page.locator(".found-authors a")
    expect(link).to_have_text(["Member 399 of Many"])
    link.click()
    expect(page.locator("h1")).to_have_text("Member 399 of Many")


def test_without_javascript_letters_lead_through_the_index(plain_page: Page, site_url: str) -> None:
    plain_page.goto(f"{site_url}authors/")
    expect(plain_page.locator(".find-author")).to_be_hidden()
    plain_page.locator(".jumps").get_by_role("link", name="K", exact=True).click()
    expect(plain_page.locator("#letter-K").get_by_role("link", name="Łukasz Kowalski")).to_be_visible()
