"""Texts folded and slugged; addresses spelt and read."""

from __future__ import annotations

import os
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.catalog.people import name_key
from site_builder.pages.kinds import ADDRESSES
from site_builder.text.folding import collapse, cut, fold, slug
from site_builder.urls import Base, Route, fits, make_base, output_path

FOLDED = [
    ("Jörg Franke", "jorg franke"),
    ("Łukasz Kaiser", "lukasz kaiser"),
    ("Đặng Thị Ngọc", "dang thi ngoc"),
    ("Straße", "strasse"),
    ("O’Neil, O'Neil", "oneil oneil"),
    ("Fei-Fei Li", "fei fei li"),
    ("LLM-jp", "llm jp"),
    ("Σωκράτης", "sokratis"),
    ("Анна Каренина", "anna karenina"),
    ("相澤 彰子", "相澤 彰子"),
    ("ＬＬＭ", "llm"),
    ("김철수", "김철수"),
    ("ｶﾅ", "カナ"),
    ("𠮷田", "𠮷田"),
    ("Jörg 中村", "jorg 中村"),
    ("Café。", "cafe"),
    ("Muʿādh", "muadh"),
    ("محمد", "mhmd"),
    ("…!?", ""),
    ("", ""),
]

SLUGS = [
    ("CycleQD: Agent Skill Acquisition", "cycleqd-agent-skill-acquisition"),
    ("Attention in $O(n \\log n)$ time", "attention-in-time"),
    ("$k$", "k"),
    ("100% of C++", "100-of-c"),
    ("大規模言語モデル", "大規模言語モデル"),
    ("../../etc/passwd", "etc-passwd"),
    ("con", "con"),
    (".", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_texts_are_compared_without_accents_case_and_punctuation(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "expected"), SLUGS)
def test_a_slug_says_what_a_text_says(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_long_slug_ends_with_a_whole_word() -> None:
    assert slug("one two three", 9) == "one-two"
    assert slug("one two three", 7) == "one-two"
    assert slug("incomprehensibilities", 5) == "incom"


@given(st.text(), st.integers(1, 100))
def test_a_slug_fits_into_a_path_and_is_its_own_slug(text: str, longest: int) -> None:
    made = slug(text, longest)
    assert len(made) <= longest
    assert not made or fits(made)
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert slug(made, longest) == made


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_collapsed_text_has_single_spaces(text: str) -> None:
    assert collapse(text).split(" ") == (text.split() or [""])


@given(st.text(min_size=1))
def test_any_name_has_an_id_that_can_be_an_address(name: str) -> None:
    assert fits(name_key(name))
    assert fits(f"{name_key(name)}-unresolved")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "a\\b", "a\nb", "a\0b", "\udcff", "a\u2028b", "ü" * 128])
def test_what_cannot_be_one_part_of_an_address_is_told(name: str) -> None:
    assert not fits(name)


@pytest.mark.parametrize("name", ["cs.CL", "a b", "ü" * 127, "...", "#1?", "100%", "-"])
def test_what_can_be_one_part_of_an_address_is_left_alone(name: str) -> None:
    assert fits(name)


KEYED = ("paper", "author", "category", "venue", "year")
SINGLE = ("authors", "categories", "venues", "years", "search")
RESERVED = ADDRESSES.list_reserved(ADDRESSES.patterns)
KEYS = st.text(min_size=1, max_size=20).filter(fits)
NUMBERS = st.integers(1, 2000)
ROUTES = st.one_of(
    st.builds(Route, st.sampled_from(KEYED), KEYS, NUMBERS),
    st.builds(Route, st.sampled_from(SINGLE), st.just(""), NUMBERS),
    st.builds(Route, st.just("home"), st.just(""), NUMBERS),
    st.builds(Route, st.just("page"), KEYS.filter(lambda key: key not in RESERVED), st.just(1)),
    st.just(Route("404")),
)
BASES = st.sampled_from(("", "https://lab.github.io/", "https://lab.github.io/papers/", "https://e.org/a/b/"))


@given(ROUTES, BASES)
def test_every_page_is_found_at_its_address(route: Route, url: str) -> None:
    base = make_base(url)
    link = base.link(ADDRESSES.spell(route))
    assert link.startswith(base.path)
    assert ADDRESSES.parse(link.removeprefix(base.path)) == route


@given(ROUTES, ROUTES)
def test_no_two_pages_share_a_file(one: Route, other: Route) -> None:
    if one != other:
        assert output_path(ADDRESSES.spell(one)) != output_path(ADDRESSES.spell(other))


@given(ROUTES)
def test_a_page_s_file_is_below_the_output_folder(route: Route) -> None:
    path = output_path(ADDRESSES.spell(route))
    assert path.endswith(".html")
    assert os.path.normpath(path) == path


@given(ROUTES, BASES)
def test_a_link_is_plain_ascii_and_reads_back(route: Route, url: str) -> None:
    base = make_base(url)
    link = base.link(ADDRESSES.spell(route))
    assert link.isascii()
    assert not set(link) & set(" ?#\"'<>&")
    assert unquote(link) == base.path + ADDRESSES.spell(route)
    if url:
        assert urlsplit(base.absolute(ADDRESSES.spell(route))).path == link
    else:
        assert base.absolute(ADDRESSES.spell(route)) == ""


SPELT = [
    (Route("home"), "", "index.html"),
    (Route("home", "", 2), "page/2/", "page/2/index.html"),
    (Route("paper", "llm-jp"), "papers/llm-jp/", "papers/llm-jp/index.html"),
    (Route("authors"), "authors/", "authors/index.html"),
    (Route("author", "so-kuroki", 3), "authors/so-kuroki/page/3/", "authors/so-kuroki/page/3/index.html"),
    (Route("categories"), "categories/", "categories/index.html"),
    (Route("category", "cs.CL"), "categories/cs.CL/", "categories/cs.CL/index.html"),
    (Route("years"), "years/", "years/index.html"),
    (Route("year", "2025"), "years/2025/", "years/2025/index.html"),
    (Route("search"), "search/", "search/index.html"),
    (Route("page", "about"), "about/", "about/index.html"),
    (Route("404"), "404.html", "404.html"),
]


@pytest.mark.parametrize(("route", "path", "file"), SPELT)
def test_addresses_are_spelt_as_promised(route: Route, path: str, file: str) -> None:
    assert ADDRESSES.spell(route) == path
    assert output_path(path) == file
    assert ADDRESSES.parse(path) == route
    assert ADDRESSES.parse(file) == route


@pytest.mark.parametrize(
    "path", ["papers/a/b/", "papers/a", "page/1/", "page/0/", "page/x/", "about", "feed.xml", "a/b/", "//"]
)
def test_where_no_page_can_be_there_is_none(path: str) -> None:
    assert ADDRESSES.parse(path) is None


def test_a_base_without_an_address_links_from_the_root() -> None:
    assert Base().link("papers/ü/") == "/papers/%C3%BC/"
    assert make_base("https://lab.github.io/papers/").absolute("feed.xml") == "https://lab.github.io/papers/feed.xml"


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("/files/a.pdf", "/lab/files/a.pdf"),
        ("files/my paper ü.pdf", "/lab/files/my%20paper%20%C3%BC.pdf"),
        ("/files/slides%20one.pdf#page=3", "/lab/files/slides%20one.pdf#page=3"),
        ("/search/?q=100%", "/lab/search/?q=100%25"),
    ],
)
def test_a_place_on_the_site_is_spelled_as_it_was_written(written: str, link: str) -> None:
    assert make_base("https://example.org/lab/").refer(written) == link


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("some words here", "some words"),
        ("日本語の文が続いていくよ", "日本語の文が続いてい"),
        ("LLM を日本語の文で書く", "LLM を日本語の文"),
        ("short", "short"),
    ],
)
def test_a_text_is_cut_between_words_where_there_are_any(text: str, beginning: str) -> None:
    assert cut(text, 10, " ") == beginning
