"""Queries with what they must find, in a browser, with the index that Pagefind makes of a site of some 300 papers."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from built_site import build
from searched_site import CASES, write_searched_site

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

JUDGED: dict[str, dict[str, dict[str, Any]]] = tomllib.loads((CASES / "queries.toml").read_text("utf-8"))
#: The share of queries that must have what is sought among the first three, and as the first.
AMONG_THREE, FIRST = 0.95, 0.85
#: Asks as the search page does, without waiting for what it shows: the first addresses of papers and pages, by query.
ASK = """async (queries) => {
    const { ask } = await import(document.querySelector("[src$='search.js']").src.replace(".js", "-query.js"));
    const root = document.querySelector(".site-search").dataset.index;
    const found = {};
    for (const query of queries) {
        const { papers, pages, read, instead } = await ask(root, query);
        const first = await Promise.all(papers.slice(0, 3).map(read));
        found[query] = {
            papers: first.map((paper) => paper.url.split("/").at(-2)),
            pages: pages.slice(0, 3).map((page) => page.url),
            instead: Boolean(instead),
        };
    }
    return found;
}"""


@pytest.fixture(scope="module")
def address(served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the searched site."""
    root, url = served_folder
    build(write_searched_site(tmp_path_factory.mktemp("searched") / "site"), root / "searched", f"{url}searched/")
    return f"{url}searched/"


def rank(wanted: dict[str, Any], found: dict[str, Any]) -> list[int]:
    """Return the rank of each result that is wanted, 0 for the first; 9 for none of the first three, and for a guess
    that isn't told."""
    ranks = []
    for kind in ("paper", "page"):
        sought = wanted.get(kind, [])
        for end in [sought] if isinstance(sought, str) else sought:
            places = [place for place, url in enumerate(found[f"{kind}s"]) if url.endswith(end)]
            ranks.append(min(places, default=9))
    return ranks if found["instead"] or not wanted.get("instead") else [9]


def test_what_is_sought_stands_among_the_first_three_and_nonsense_finds_nothing(
    page: Page, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page.goto(f"{address}search/")
    queries = {query: wanted for group in JUDGED.values() for query, wanted in group.items()}
    found = page.evaluate(ASK, list(queries))
    ranks = {query: rank(wanted, found[query]) for query, wanted in queries.items() if wanted}
    # Where several are sought, the first of them may stand first.
    first = sum(min(places) == 0 for places in ranks.values()) / len(ranks)
    among = sum(max(places) < 3 for places in ranks.values()) / len(ranks)
    told = f"{len(ranks)} queries: {first:.1%} as the first, {among:.1%} among the first three"
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 (what a change of the search does to it)
    missed = [f"{query}: {found[query]}" for query, places in ranks.items() if max(places) == 9]
    assert among >= AMONG_THREE, "\n".join([told, *missed])
    assert first >= FIRST, told
    assert {query for query in JUDGED["nothing"] if found[query]["papers"] or found[query]["pages"]} == set()
