"""Small picture files of every form, made by Pillow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageCms, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path

#: EXIF's tags for how a camera was held, and for the one who held it.
ORIENTATION, ARTIST = 0x0112, 0x013B


def draw(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture whose upper left quarter is red, and the rest of which is blue."""
    image = Image.new("RGB", (width, height), "blue")
    ImageDraw.Draw(image).rectangle((0, 0, max(width // 2 - 1, 0), max(height // 2 - 1, 0)), fill="red")
    return image.convert(mode)


def encode(image: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def encode_turned(width: int, height: int, orientation: int) -> bytes:
    """Return a JPEG file with the notes of a camera that was held so, with a profile of colours."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, "Ada Lovelace"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encode(draw(width, height), "JPEG", exif=exif, icc_profile=profile, quality=95)


def write_picture(path: Path, width: int = 1600, height: int = 1000, form: str = "PNG", **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(encode(draw(width, height), form, **options))
    return path


def decode(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image
