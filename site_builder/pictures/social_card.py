"""The picture that stands for a paper where it is shared: its title, its authors, the site's name.

It is drawn with the fonts that the site gives. The one font that Pillow brings along has English letters only, and a
font with all scripts would be larger than the program. A line is drawn with the first font that has all its letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.storage.cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_STRIPE = 20
_PAGE, _INK, _QUIET = "#ffffff", "#101818", "#535d5d"
#: The sizes that are tried for the title, in pixels, how tall it is at most, and the most lines of authors.
_SIZES = (76, 66, 58, 50, 44)
_TALLEST = 270
_MOST_AUTHORS = 2
_SMALL = 32
_SPACING = 1.2
#: A word with the spaces behind it; a letter of a script without spaces is a word, with the punctuation behind it.
_SPACELESS = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_CLOSING = r"、。，．：；！？）」』】〉》”’ー々"
_WORDS = re.compile(rf"[{_SPACELESS}][{_CLOSING}]*\s*|[^\s{_SPACELESS}]+\s*|\s+")
#: Classes of letters that are written from right to left, and the beginnings of scripts whose letters change by their
#: neighbours.
_BACKWARD = frozenset(("R", "AL"))
_SHAPED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff]")


class CardText(NamedTuple):
    """What a card says. ``note`` is a line below: where and when the paper was published."""

    title: str
    authors: str
    site: str
    note: str


def name_card(text: CardText, fonts: Sequence[str], accent: str) -> str:
    """Return a name of a card that stands for all that it is made from."""
    return digest(repr((text, accent)).encode(), *map(_digest_font, fonts)).hex()[:16]


def can_draw(text: CardText, fonts: Sequence[str]) -> bool:
    """Tell whether there is a font for each line of a card."""
    return all(_find_font(line, tuple(fonts)) for line in text)


def find_missing(text: CardText, fonts: Sequence[str]) -> str:
    """Return the letters, at most five, that no font has; empty if it is only that none has all of a line."""
    missing = [letter for letter in dict.fromkeys("".join(text)) if not _find_font(letter, tuple(fonts))]
    return "".join(missing[:5])


def draw_card(text: CardText, fonts: Sequence[str], accent: str) -> bytes:
    """Return the card as PNG, which every service shows."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), _PAGE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, _STRIPE - 1, HEIGHT), fill=accent)
    writer = _Writer(draw, tuple(fonts))
    writer.write([text.site], _SMALL, _QUIET, _MARGIN - 16)
    lines, size = writer.fit(text.title)
    bottom = writer.write(lines, size, _INK, 150)
    writer.write(writer.wrap(text.authors, _SMALL, _MOST_AUTHORS), _SMALL, _INK, bottom + 28)
    writer.write([text.note], _SMALL, accent, HEIGHT - _MARGIN - 8)
    return _encode(image)


def _encode(image: Image.Image) -> bytes:
    out = BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Writer:
    """Writes lines on a card. Not a value: it draws."""

    def __init__(self, draw: ImageDraw.ImageDraw, fonts: tuple[str, ...]) -> None:
        self._draw = draw
        self._fonts = fonts

    def fit(self, text: str) -> tuple[list[str], int]:
        """Return the lines of a title, and the largest size at which there are few enough of them."""
        for size in _SIZES:
            most = int(_TALLEST / (size * _SPACING))
            if len(lines := self.wrap(text, size, most + 1)) <= most:
                return lines, size
        return self.wrap(text, size, most), size

    def wrap(self, text: str, size: int, most: int) -> list[str]:
        """Return the text in lines, at most so many; what is too long ends in an ellipsis."""
        lines = [""]
        for word in self._list_words(text, size):
            if self._measure(lines[-1] + word.rstrip(), size) <= WIDTH - 2 * _MARGIN:
                lines[-1] += word
            elif len(lines) == most:
                lines[-1] = self._cut(lines[-1].rstrip(), size)
                break
            else:
                lines.append(word)
        return [line.rstrip() for line in lines]

    def _list_words(self, text: str, size: int) -> Iterator[str]:
        """Yield the words, and of one that is wider than a line its letters."""
        for word in _WORDS.findall(text):
            if self._measure(word.rstrip(), size) <= WIDTH - 2 * _MARGIN:
                yield word
            else:
                yield from word

    def _cut(self, line: str, size: int) -> str:
        mark = "…" if _find_font(f"{line}…", self._fonts) else "..."
        while line and self._measure(f"{line} {mark}", size) > WIDTH - 2 * _MARGIN:
            line = line[:-1]
        return f"{line.rstrip()} {mark}"

    def _measure(self, text: str, size: int) -> float:
        return self._open(text, size).getlength(text)

    def write(self, lines: list[str], size: int, colour: str, top: float) -> float:
        """Write lines from this height on; return where they end."""
        for line in lines:
            backward = any(unicodedata.bidirectional(letter) in _BACKWARD for letter in line)
            x, anchor = (WIDTH - _MARGIN, "ra") if backward else (_MARGIN, "la")
            self._draw.text((x, top), line, font=self._open(line, size), fill=colour, anchor=anchor)
            top += size * _SPACING
        return top

    def _open(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        return _open_font(_find_font(text, self._fonts) or self._fonts[0], size, bool(_SHAPED.search(text)))


@lru_cache(maxsize=64)
def _open_font(path: str, size: int, shaped: bool = False) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    layout = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, layout_engine=layout)


def is_font(path: str) -> bool:
    """Tell whether a file is a font that can be drawn with."""
    try:
        _open_font(path, _SMALL)
    except OSError:
        return False
    return True


@lru_cache(maxsize=4096)
def _find_font(text: str, fonts: tuple[str, ...]) -> str:
    """Return the first font that has all letters of a text; empty if none has, or if nothing here can join them."""
    from PIL import features

    if _SHAPED.search(text) and not features.check("raqm"):
        return ""
    letters = {letter for letter in text if not letter.isspace()}
    return next((font for font in fonts if all(_has(font, letter) for letter in letters)), "")


@lru_cache(maxsize=65536)
def _has(font: str, letter: str) -> bool:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:  # what has no shape of its own
        return True
    drawn = _open_font(font, _SMALL).getmask(letter)
    return drawn.getbbox() is not None and bytes(drawn) != _draw_missing(font)


@lru_cache(maxsize=16)
def _draw_missing(font: str) -> bytes:
    """Return what a font shows for a letter that it hasn't got."""
    return bytes(_open_font(font, _SMALL).getmask("\U0010ffff"))


@lru_cache(maxsize=16)
def _digest_font(path: str) -> bytes:
    return digest(Path(path).read_bytes())
