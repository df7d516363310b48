"""The page for curators says what is true: the examples of docs/markup.md become what stands beside them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.markup import typeset, typeset_prose
from site_builder.markup.mathematics import COMMON, to_mathml

PAGE = (Path(__file__).parents[2] / "docs" / "markup.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`.+?`) \| (`.+?`)(?:,[^`|]*)? \|$", re.MULTILINE)
CODE = re.compile(r"(?<!`)(`+)(?!`) ?(.+?) ?(?<!`)\1(?!`)")


def examples() -> list[tuple[str, str]]:
    cells = [[[code for _, code in CODE.findall(cell)] for cell in row] for row in ROW.findall(PAGE)]
    return [pair for left, right in cells if len(left) == len(right) for pair in zip(left, right, strict=True)]


@pytest.mark.parametrize(("written", "seen"), examples())
def test_an_example_becomes_what_stands_beside_it(written: str, seen: str) -> None:
    assert typeset_prose(written, {}, "", 1).text.replace("\xa0", " ") == seen


def test_the_examples_are_there() -> None:
    assert len(examples()) >= 5


def test_what_stays_as_it_is_written_does() -> None:
    (line,) = re.findall(r"^    (a \* b.+)$", PAGE, re.MULTILINE)
    for text in line.split(", "):
        assert typeset_prose(text, {}, "", 1).text == text


def test_macros_said_to_be_defined_are() -> None:
    (names,) = re.findall(r"defined already: `([^`]+)`", PAGE)
    for name in re.findall(r"\\(\w+)", names):
        argument = "{x}" * ("#1" in COMMON.get(name, ""))
        assert to_mathml(f"\\{name}{argument}", {}, display=False)


@pytest.mark.parametrize("image", re.findall(r"`(!\[[^`]+)`", PAGE))
def test_images_of_the_site_are_images(image: str) -> None:
    assert "<img " in typeset(image, {}, "", 1).html
