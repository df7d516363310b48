"""The interface's words are found through all their files, and a fault in one names the file, the line and the key."""

from __future__ import annotations

import copy
import pickle
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import UserError
from site_builder.theming.i18n import Translations, list_forms, load
from site_builder.theming.themes import Theme, bundled_themes

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = bundled_themes() / "default" / "languages"
ENGLISH = LANGUAGES / "en.toml"


def write(folder: Path, text: str, name: str = "xx.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def find_faults(*paths: Path) -> list[tuple[str, int]]:
    with pytest.raises(UserError) as raised:
        load(paths)
    return [(fault.message, fault.location.line) for fault in raised.value.diagnostics]


@pytest.fixture(scope="module")
def english() -> Translations:
    return load([ENGLISH])


def find_places(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


def test_twelve_languages_come_with_the_program() -> None:
    assert {path.stem for path in LANGUAGES.glob("*.toml")} == {
        *("ar", "de", "en", "es", "fa", "fr", "it", "ja", "ko", "pt", "zh-Hans", "zh-Hant"),
    }


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_bundled_language_has_every_word_form_and_placeholder_and_no_other(
    path: Path, english: Translations
) -> None:
    words = load([path])
    said, known = (table["words"] for table in (tomllib.loads(file.read_text("utf-8")) for file in (path, ENGLISH)))
    assert said.keys() == known.keys()
    assert {key: find_places(text) for key, text in said.items()} == {
        key: find_places(text) for key, text in known.items()
    }
    assert not [key for key, text in said.items() if not text or text != text.strip()]
    assert words.counted.keys() == english.counted.keys()
    wanted = set(list_forms(path.stem))
    for key, forms in words.counted.items():
        assert set(forms) == wanted, key
        for form, text in forms.items():
            assert text
            assert find_places(text) == ["{n}"] or form in {"zero", "one", "two"}, (key, form)
    assert len(set(words.months)) == 12


@pytest.mark.parametrize("path", sorted(LANGUAGES.glob("*.toml")), ids=lambda path: path.stem)
def test_no_bundled_language_leaves_words_in_english(path: Path, english: Translations) -> None:
    """A few are the same in several languages: PDF, Project, Code."""
    words = vars(load([path]).text)
    same = [key for key, word in vars(english.text).items() if key != "_files" and words[key] == word]
    assert path == ENGLISH or len(same) < len(words) / 5, same


@pytest.mark.parametrize(
    ("language", "day", "first", "month"),
    [
        ("de", "6. März 2025", "1. März 2025", "März 2025"),
        ("fr", "6 mars 2025", "1er mars 2025", "mars 2025"),
        ("es", "6 de marzo de 2025", "1 de marzo de 2025", "marzo de 2025"),
        ("pt", "6 de março de 2025", "1 de março de 2025", "março de 2025"),
        ("it", "6 marzo 2025", "1º marzo 2025", "marzo 2025"),
        ("zh-Hans", "2025年3月6日", "2025年3月1日", "2025年3月"),
        ("zh-Hant", "2025年3月6日", "2025年3月1日", "2025年3月"),
        ("ko", "2025년 3월 6일", "2025년 3월 1일", "2025년 3월"),
        ("ar", "6 مارس 2025", "1 مارس 2025", "مارس 2025"),
        ("fa", "6 مارس 2025", "1 مارس 2025", "مارس 2025"),
    ],
)
def test_each_language_writes_dates_its_own_way(language: str, day: str, first: str, month: str) -> None:
    words = load([LANGUAGES / f"{language}.toml"])
    assert (words.date("2025-03-06"), words.date("2025-03-01"), words.date("2025-03")) == (day, first, month)


@pytest.mark.parametrize(
    ("language", "file"),
    [
        ("pt-br", "pt"),
        ("de-AT", "de"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-tw", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("nl", "en"),
    ],
)
def test_a_language_finds_its_words_by_script_and_region(language: str, file: str) -> None:
    theme = Theme("default", (str(LANGUAGES.parent),), (), {}, b"")
    assert theme.language_files(language)[-1].stem == file


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2025", "2025"),
        ("2025-03", "March 2025"),
        ("2025-03-06", "6 March 2025"),
        ("2025-12-31", "31 December 2025"),
        ("spring", "spring"),
        ("2025-13", "2025-13"),
        ("", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(english: Translations, date: str, text: str) -> None:
    assert english.date(date) == text


def test_japanese_writes_dates_and_counts_its_own_way() -> None:
    words = load([ENGLISH, LANGUAGES / "ja.toml"])
    assert words.date("2025-03-06") == "2025年3月6日"
    assert "1,234" in words.count("papers", 1234)
    assert words.count("papers", 1).replace("1", "2") == words.count("papers", 2)


def test_numbers_and_counts(english: Translations) -> None:
    assert english.number(1_234_567) == "1,234,567"
    assert (english.count("papers", 1), english.count("papers", 0), english.count("papers", 1024)) == (
        "1 paper",
        "0 papers",
        "1,024 papers",
    )


@given(st.integers(min_value=0, max_value=10**7))
def test_a_number_s_digits_stay(english: Translations, number: int) -> None:
    assert english.number(number).replace(",", "") == str(number)


def test_a_later_file_wins_key_by_key_and_the_rest_comes_from_under_it(tmp_path: Path) -> None:
    path = write(
        tmp_path, '[words]\nhome = "Start"\n[counted]\npapers = { other = "{n} Texte" }\n[numbers]\ngroup = "."'
    )
    words = load([ENGLISH, path])
    assert (words.text.home, words.text.search) == ("Start", "Search")
    assert words.count("papers", 1) == "1 Texte"
    assert words.number(1000) == "1.000"
    assert words.date("2025-03") == "March 2025"


@pytest.mark.parametrize(
    ("name", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("ur", "rtl"), ("en", "ltr"), ("ja", "ltr")]
)
def test_a_language_knows_its_direction(tmp_path: Path, name: str, direction: str) -> None:
    words = load([ENGLISH, write(tmp_path, "", f"{name}.toml")])
    assert (words.language, words.direction) == (name, direction)


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {0: "other", 1: "one", 2: "other"}),
        ("fr", {0: "one", 1: "one", 2: "other", 1_000_001: "other", 2_000_000: "many"}),
        ("pt-BR", {0: "one", 1: "one", 2: "other", 1_000_000: "many"}),
        ("es", {0: "other", 1: "one", 2: "other", 1_000_000: "many"}),
        ("it", {0: "other", 1: "one", 21: "other", 3_000_000: "many"}),
        ("fa", {0: "one", 1: "one", 2: "other"}),
        ("zh-Hans", {0: "other", 1: "other", 2: "other"}),
        ("ko", {0: "other", 1: "other"}),
        ("ru", {1: "one", 2: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few", 112: "many"}),
        ("pl", {1: "one", 2: "few", 5: "many", 12: "many", 21: "many", 22: "few"}),
        ("cs", {1: "one", 3: "few", 5: "other"}),
        ("ar", {0: "zero", 1: "one", 2: "two", 3: "few", 11: "many", 100: "other", 103: "few"}),
    ],
)
def test_plurals_take_the_form_of_their_language(tmp_path: Path, language: str, forms: dict[int, str]) -> None:
    kinds = ", ".join(f'{form} = "{form}"' for form in ("zero", "one", "two", "few", "many", "other"))
    words = load([ENGLISH, write(tmp_path, f"[counted]\npapers = {{ {kinds} }}", f"{language}.toml")])
    assert {number: words.count("papers", number) for number in forms} == forms


def test_a_missing_word_names_the_file_and_the_key(english: Translations) -> None:
    for ask in (lambda: english.text.no_such_word, lambda: english.count("no_such_word", 1)):
        with pytest.raises(UserError, match=r"en\.toml.*no_such_word"):
            ask()


def test_words_can_be_sent_to_another_process(english: Translations) -> None:
    assert pickle.loads(pickle.dumps(english)).text.home == english.text.home
    assert copy.deepcopy(english.text).home == english.text.home


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[words]\n\nhome = 3", ("'home' isn't what [words] holds", 3)),
        ('[words]\npage_n = "Page {number}"', ("'page_n' isn't what [words] holds", 2)),
        ('[words]\nrelated_by = "{"', ("'related_by' isn't what [words] holds", 2)),
        ('[words]\nand-more = "x"', ("'and-more' isn't what [words] holds", 2)),
        ('[words]\n_files = "x"', ("'_files' isn't what [words] holds", 2)),
        ('[counted]\npapers = "{n} papers"', ("'papers' isn't what [counted] holds", 2)),
        ('[counted]\npapers = { one = "{n} paper" }', ("'papers' isn't what [counted] holds", 2)),
        ('[counted]\npapers = { lots = "a", other = "b" }', ("'papers' isn't what [counted] holds", 2)),
        ('[dates]\nday = "{d}.{m}."', ("'day' isn't what [dates] holds", 2)),
        ('[dates]\nmonths = ["one"]', ("'months' isn't what [dates] holds", 2)),
        ("[numbers]\ngroup = 3", ("'group' isn't what [numbers] holds", 2)),
        ('\n[word]\nhome = "x"', ("'word' isn't a known section", 2)),
        ('words = "x"', ("'words' isn't a section", 1)),
        ('[words]\nhome = "x', ("this isn't TOML: the quotation marks don't close on this line", 2)),
    ],
)
def test_a_fault_in_a_file_is_reported_at_its_line(tmp_path: Path, text: str, fault: tuple[str, int]) -> None:
    found = find_faults(ENGLISH, write(tmp_path, text + "\n"))
    assert found == [fault]


def test_files_that_cannot_be_read_are_reported(tmp_path: Path) -> None:
    binary = tmp_path / "bin.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert find_faults(binary) == [("the file isn't UTF-8 text", 0)]
    assert find_faults(tmp_path / "none.toml")[0][0].startswith("the file can't be read")


def test_what_no_file_has_is_reported_before_a_page_needs_it(tmp_path: Path) -> None:
    messages = [message for message, _ in find_faults(write(tmp_path, '[words]\nhome = "x"'))]
    assert len(messages) == 5
    assert messages[0].startswith("[dates] has no 'day'")
