"""A picture's file → its size, and whether smaller copies of it can be made.

Only the head of the file is decoded here. Pillow is imported for the first picture that isn't SVG.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import unquote

import msgspec

from site_builder.pictures import pdf
from site_builder.storage.cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

#: The most bytes of a file that is read, and the most pixels that are decoded: 64 million take 256 MB of memory.
MOST_BYTES = 30_000_000
MOST_PIXELS = 64_000_000
#: Endings of files that are looked at.
ENDINGS = frozenset((".avif", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"))
#: The formats that Pillow may try. Others of its readers run programs (EPS) or are seldom used, so less tested.
_FORMATS = ("AVIF", "BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
#: TIFF files have several pages, and MPO files several views; those don't move.
_STILL = frozenset(("MPO", "TIFF"))
#: EXIF's tag for how a camera was held, and the values for a quarter turn, which swap width and height.
_ORIENTATION = 0x0112
_TURNED = frozenset((5, 6, 7, 8))
_SVG = re.compile(rb"<svg\b[^<>]*>")
_SVG_HEAD = 20_000
_NUMBER = r"""\s*["']\s*([0-9]*\.?[0-9]+)(?:px)?\s*["']"""
_SVG_SIDES = tuple(re.compile(rf"""\s{side}\s*={_NUMBER}""") for side in ("width", "height"))
_SVG_BOX = re.compile(r"""\sviewBox\s*=\s*["']\s*[-+.\deE]+[\s,]+[-+.\deE]+[\s,]+([.\deE+]+)[\s,]+([.\deE+]+)\s*["']""")

#: Why no copy of a picture can be made: it has too many bytes or pixels, or it can't be decoded. Empty where nothing
#: is wrong.
Fault: TypeAlias = Literal["", "bytes", "pixels", "damaged"]


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a picture's file.

    ``name`` stands for its bytes (a digest in hexadecimal) and names the copies. ``size`` counts its bytes. ``width``
    and ``height`` are those of the picture as it is shown, in pixels; 0 where they aren't known. ``scalable`` tells
    whether smaller copies can be made: not of SVG, which needs none, nor of what moves.
    """

    name: str
    size: int
    width: int = 0
    height: int = 0
    scalable: bool = False
    fault: Fault = ""


def find_address(written: str) -> str:
    """Return the address of a static file, as pictures go by it, from what a curator wrote."""
    return unquote(written.partition("?")[0].partition("#")[0]).lstrip("/")


def read_picture(data: bytes) -> Picture:
    """Return what the head of a picture's file says."""
    picture = Picture(name_bytes(data), len(data))
    if svg := _SVG.search(data, 0, _SVG_HEAD):
        width, height = _measure_svg(svg[0].decode("utf-8", "replace"))
        return msgspec.structs.replace(picture, width=width, height=height)
    if data.startswith(pdf.MARK):
        try:
            width, height = pdf.measure(data)
        except Exception:
            return msgspec.structs.replace(picture, fault="damaged")
        return msgspec.structs.replace(picture, width=width, height=height, scalable=True)
    try:
        with silence():
            return _describe(picture, open_image(data))
    except Oversized:
        return msgspec.structs.replace(picture, fault="pixels")
    except Exception:  # Pillow's readers raise whatever broken files provoke
        return msgspec.structs.replace(picture, fault="damaged")


def _describe(picture: Picture, image: Image.Image) -> Picture:
    width, height = image.size
    if image.getexif().get(_ORIENTATION) in _TURNED:
        width, height = height, width
    moves = image.format not in _STILL and getattr(image, "is_animated", False)
    known = msgspec.structs.replace(picture, width=width, height=height)
    if width * height > MOST_PIXELS:
        return msgspec.structs.replace(known, fault="pixels")
    return msgspec.structs.replace(known, scalable=not moves)


def name_bytes(data: bytes) -> str:
    """Return the name of a picture whose file has these bytes."""
    return digest(data).hex()[:16]


class Unreadable(Exception):
    """The bytes are no picture that can be decoded."""


class Oversized(Exception):
    """The picture has far more pixels than are decoded."""


@contextmanager
def silence() -> Iterator[None]:
    """Hear no warnings of Pillow's: of many pixels, which are counted here, and of faults that do no harm."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def open_image(data: bytes) -> Image.Image:
    """Return a picture of which nothing but the head is decoded. Raises Unreadable and Oversized."""
    # Together they take 60 ms to load. The readers of all formats but the oldest aren't loaded with the first line.
    from PIL import AvifImagePlugin, Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

    if data.startswith(pdf.MARK):
        return pdf.draw(data)
    try:
        return Image.open(BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise Oversized from error
    except UnidentifiedImageError as error:
        raise Unreadable from error


def _measure_svg(tag: str) -> tuple[int, int]:
    """Return width and height that the first tag of an SVG file states; zeros where it states none in pixels."""
    sides = [match and float(match[1]) for match in (pattern.search(tag) for pattern in _SVG_SIDES)]
    if (box := _SVG_BOX.search(tag)) and not all(sides):
        try:
            sides = [float(side) for side in box.groups()]
        except ValueError:
            return 0, 0
    if not all(sides):
        return 0, 0
    width, height = (min(round(side or 0), 100_000) for side in sides)
    return (width, height) if width > 0 and height > 0 else (0, 0)
