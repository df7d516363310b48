"""Every kind of page against the rules of WCAG 2.2 AA that a program can check, light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_site import KINDS, build, make_site
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ALL_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": ["color-contrast"]}
#: A narrow page is laid out anew in the same colours.
NARROW_RULES = {**ALL_RULES, "rules": {"color-contrast": {"enabled": False}}}

#: Of four hundred authors that are alike the paper's own page shows enough.
SKIPPED = {"exclude": [[".names li:has(a[href*='/authors/member-'])"]]}

RUN = "async ([skipped, options]) => (await axe.run(skipped, { ...options, resultTypes: ['violations'] })).violations"


@pytest.fixture(scope="module")
def inspected(browser: Browser) -> Iterator[Page]:
    """A page for axe. Colours that are on their way from light to dark are no colours of the site: nothing moves."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def open_page(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(url)
    if "/search/" in url:
        expect(page.locator(".results [aria-busy=false]")).to_be_attached()
    page.evaluate(Axe().axe_script)


def list_faults(page: Page, scheme: str, options: dict[str, object]) -> list[str]:
    """Return what axe finds on an open page in light or dark, one line a fault."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    found = page.evaluate(RUN, [SKIPPED, options])
    return [f"{scheme} {fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


def list_faults_of_wide_page(page: Page, url: str) -> list[str]:
    """In the dark nothing but the colours is another."""
    open_page(page, url, 1280)
    return list_faults(page, "light", ALL_RULES) + list_faults(page, "dark", COLOURS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "paper of many"])
def test_axe_finds_nothing_on_any_kind_of_page(inspected: Page, site_url: str, kind: str) -> None:
    assert list_faults_of_wide_page(inspected, site_url + KINDS[kind]) == []
    open_page(inspected, site_url + KINDS[kind], 360)
    assert list_faults(inspected, "light", NARROW_RULES) == []


@pytest.mark.parametrize("accent", ["#ffe600", "black", "#e00000"])
def test_any_accent_leaves_text_readable(
    inspected: Page, served_folder: tuple[Path, str], tmp_path: Path, accent: str
) -> None:
    root, url = served_folder
    name = f"accent-{accent.strip('#')}"
    build(make_site(tmp_path / name, accent=accent), root / name, f"{url}{name}/", "--no-search")
    open_page(inspected, f"{url}{name}/{KINDS['paper']}", 1280)
    for scheme in ("light", "dark"):
        assert list_faults(inspected, scheme, COLOURS) == []


@pytest.fixture(scope="module", params=["compact", "proceedings"])
def themed_url(
    served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> str:
    root, url = served_folder
    site = make_site(tmp_path_factory.mktemp(request.param) / "lab", theme=request.param)
    build(site, root / request.param, f"{url}{request.param}/", "--no-search")
    return f"{url}{request.param}/"


@pytest.mark.parametrize("kind", ["home", "paper", "author"])
def test_the_other_bundled_themes_are_as_accessible(inspected: Page, themed_url: str, kind: str) -> None:
    assert list_faults_of_wide_page(inspected, themed_url + KINDS[kind]) == []
