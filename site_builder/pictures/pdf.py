"""The first page of a PDF file as a picture, if the library that draws it (pypdfium2) is installed."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image
    from pypdfium2 import PdfPage

#: What a PDF file begins with, and its ending.
MARK = b"%PDF-"
ENDING = ".pdf"
#: What a page is drawn into, in pixels: twice what a card shows.
_WIDTH, _HEIGHT = 1472, 920


def is_pdf(path: str) -> bool:
    """Tell whether a path is that of a PDF file, by its ending."""
    return path.lower().endswith(ENDING)


@lru_cache(maxsize=1)
def can_draw() -> bool:
    """Tell whether pages can be drawn."""
    return find_spec("pypdfium2") is not None


def find_release() -> str:
    """Return the version of the library; empty if it isn't installed."""
    if not can_draw():
        return ""
    from importlib.metadata import version  # takes 15 ms

    return f"-{version('pypdfium2')}"


def measure(data: bytes) -> tuple[int, int]:
    """Return width and height, in pixels, of what `draw` draws. Raises whatever a broken file provokes."""
    with _open(data) as page:
        scale = _find_scale(page)
        width, height = page.get_size()
        return max(1, round(width * scale)), max(1, round(height * scale))


def draw(data: bytes) -> Image.Image:
    """Return the first page as a picture. Raises whatever a broken file provokes."""
    with _open(data) as page:
        image: Image.Image = page.render(scale=_find_scale(page)).to_pil().convert("RGB")
        return image


@contextmanager
def _open(data: bytes) -> Iterator[PdfPage]:
    from pypdfium2 import PdfDocument  # takes 50 ms

    document = PdfDocument(data)
    try:
        yield document[0]
    finally:
        document.close()


def _find_scale(page: PdfPage) -> float:
    width, height = page.get_size()
    return min(_WIDTH / float(width), _HEIGHT / float(height))
