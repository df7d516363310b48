"""Every kind of page against the rules of WCAG 2.2 AA that a program can check, light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_site import KINDS, build, make_site
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ALL_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: In the dark nothing but the colours is another.
RULES = {"light": ALL_RULES, "dark": ("color-contrast",)}


def list_faults(
    browser: Browser, scheme: str, width: int, urls: Iterable[str], rules: Sequence[str] = ALL_RULES
) -> list[str]:
    """Return what axe finds on the pages, one line a fault."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    faults = []
    for url in urls:
        page.goto(url)
        if "/search/" in url:
            expect(page.locator(".results [aria-busy=false]")).to_be_attached()
        found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
        faults += [f"{url} {fault['id']}: {fault['nodes'][0]['html']}" for fault in found]
    context.close()
    return faults


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, site_url: str, scheme: str, width: int) -> None:
    urls = [site_url + address for kind, address in KINDS.items() if kind != "paper of many"]
    assert list_faults(browser, scheme, width, urls, RULES[scheme]) == []


@pytest.mark.parametrize("accent", ["#ffe600", "black", "#e00000"])
def test_any_accent_leaves_text_readable(
    browser: Browser, served_folder: tuple[Path, str], tmp_path: Path, accent: str
) -> None:
    root, url = served_folder
    name = f"accent-{accent.strip('#')}"
    build(make_site(tmp_path / name, accent=accent), root / name, f"{url}{name}/", "--no-search")
    for scheme in ("light", "dark"):
        assert list_faults(browser, scheme, 1280, [f"{url}{name}/{KINDS['paper']}"], ["color-contrast"]) == []


def test_the_compact_theme_is_as_accessible(browser: Browser, served_folder: tuple[Path, str], tmp_path: Path) -> None:
    root, url = served_folder
    build(make_site(tmp_path / "compact", theme="compact"), root / "compact", f"{url}compact/", "--no-search")
    urls = [f"{url}compact/{KINDS[kind]}" for kind in ("home", "paper", "author")]
    for scheme, rules in RULES.items():
        assert list_faults(browser, scheme, 1280, urls, rules) == []
