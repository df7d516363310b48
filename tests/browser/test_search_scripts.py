"""Searching in scripts without spaces, on a site in Japanese and on one in English: the same is found on both."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from built_site import build
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAPERS = {
    "pretraining": ("大規模言語モデルの継続事前学習", "佐々木 健太", "語彙の拡張を調べた。木の深さは問わない。"),
    "agents": ("強化学習エージェントの探索", "林 さくら", "提案手法はBERTモデルを基にし、環境から報酬を得る。"),
    "cancer": ("ニューラルネットによるがん画像診断", "木村 学", "ＧＰＵで学習した。猫の画像ではない。"),
    "cats": ("猫の行動認識", "佐々木花子", "ﾃﾞｰﾀは二千枚である。"),
    "thai": ("การประมวลผลภาษาธรรมชาติ", "สมชาย ใจดี", "เราศึกษาแบบจำลองภาษา"),
    "long": ("長い論文", "高橋 一郎", "前置きを述べる。" * 40 + "最終結果を示す。" + "後書きを述べる。" * 40),
    "english": ("Learned Tree Models", "Łukasz Kaiser", "We compare trees with language models."),
}
QUERIES = {
    "猫": {"cancer", "cats"},
    "学": {"pretraining", "agents", "cancer"},
    "語": {"pretraining"},
    "木": {"pretraining", "cancer", "cats"},
    "語彙": {"pretraining"},
    "学習": {"pretraining", "agents", "cancer"},
    "前学": {"pretraining"},
    "がん": {"cancer"},
    "かん": set(),
    "モデル": {"pretraining", "agents"},
    "データ": {"cats"},
    "エージェント": {"agents"},
    "大規模": {"pretraining"},
    "佐々木": {"pretraining", "cats"},
    "佐々木花子": {"cats"},
    "事前学習": {"pretraining"},
    "BERTモデル": {"agents"},
    "学習 BERT": {"agents"},
    "ＢＥＲＴ": {"agents"},
    "GPU": {"cancer"},
    "ภาษา": {"thai"},
    "แบบจำลอง": {"thai"},
    '"事前学習"': {"pretraining"},
    '"language models"': {"english"},
    '"models language"': set(),
    "Lukasz": {"english"},
    "learned tree": {"english"},
    "統計": {"english"},
}

#: Asks as the search page does, without waiting for what it shows: the addresses found, by query.
ASK = """async ([script, queries]) => {
    const { ask } = await import(script);
    const root = document.querySelector(".site-search").dataset.index;
    const found = {};
    for (const query of queries) {
        const { papers, read, instead } = await ask(root, query);
        found[query] = instead ? [] : (await Promise.all(papers.map(read))).map((paper) => paper.url);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def sites(served_folder: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The addresses of the sites by their languages."""
    root, url = served_folder
    for language in ("ja", "en"):
        site = tmp_path_factory.mktemp("scripts") / language
        (site / "content/papers").mkdir(parents=True)
        (site / "content/site.toml").write_text(f'title = "Lab"\nlanguage = "{language}"\n', "utf-8")
        for key, (title, name, abstract) in PAPERS.items():
            tags = "tags: [統計]\n" if key == "english" else ""
            text = f"---\ntitle: {title}\nauthors: [{name}]\ndate: 2024\n{tags}---\n{abstract}\n"
            (site / f"content/papers/{key}.md").write_text(text, "utf-8")
        build(site, root / f"scripts-{language}", f"{url}scripts-{language}/")
    return {language: f"{url}scripts-{language}/" for language in ("ja", "en")}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_whatever_part_of_a_text_is_found(page: Page, sites: dict[str, str], language: str) -> None:
    page.goto(f"{sites[language]}search/")
    found = page.evaluate(ASK, [f"{sites[language]}assets/search-query.js", list(QUERIES)])
    assert {query: {link.split("/")[-2] for link in links} for query, links in found.items()} == QUERIES


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("猫の", ["猫の"]),
        ("モデル", ["モデル", "モデル"]),
        ("佐々木花", ["佐々木花"]),
        ("BERTモデル", ["BERT", "モデル"]),
        ("GPU", ["ＧＰＵ"]),
    ],
)
def test_what_was_found_is_marked(
    page: Page, sites: dict[str, str], language: str, query: str, marked: list[str]
) -> None:
    page.goto(f"{sites[language]}search/?q={quote(query)}")
    expect(page.locator(".results mark").first).to_be_visible()
    marks = page.locator(".results mark").all_inner_texts()
    assert set(marks) == set(marked)
    assert len(marks) >= len(marked)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_results_appear_as_one_types(page: Page, sites: dict[str, str], language: str) -> None:
    page.goto(sites[language])
    page.locator("input[type=search]").fill("継続事前")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("佐々木 健太")
    expect(option.locator("mark")).to_have_text("継続事前")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_of_a_long_text_the_part_with_the_words_is_shown(page: Page, sites: dict[str, str], language: str) -> None:
    page.goto(f"{sites[language]}search/?q={quote('最終結果')}")
    excerpt = page.locator(".excerpt")
    expect(excerpt.locator("mark")).to_have_text("最終結果")
    assert excerpt.inner_text().startswith("… ")
    assert 60 <= len(excerpt.inner_text()) <= 80
