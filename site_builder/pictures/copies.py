"""Smaller copies of pictures, as WebP: which a picture gets, and how they are made.

All browsers of the last five years show WebP, so there is no second format. What a camera noted (where, when, by whom)
isn't in a copy.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from site_builder.pictures.picture import Oversized, Picture, Unreadable, open_image, silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image

_LEAST_BYTES = 5000
#: The qualities that are tried until a copy is small enough; the last one stands in any case.
_QUALITIES = (82, 70, 58, 46)
#: Where the middle of a square that is cut out of a photo lies, as parts of what is cut away: heads are far up.
_CENTRE = (0.5, 0.35)
#: The formats of drawings, which may be smaller when nothing is lost of them, and the most pixels for which that is
#: tried: it takes three times as long.
_DRAWN = frozenset(("BMP", "GIF", "PNG", "TIFF"))
_MOST_DRAWN = 400_000
#: How many times as wide as another a copy is at least.
_WIDER = 1.2


class Box(NamedTuple):
    """What a copy fits into, in pixels."""

    width: int
    height: int


#: Beside a paper in lists, on its card, and twice on its page: for plain and for dense screens.
THUMBNAIL = Box(330, 206)
CARD = Box(736, 460)
FIGURES = (Box(736, 1472), Box(1472, 2944))
#: The sides of faces, which are square: in a byline, on a card, on a person's page or a dense screen.
FACES = (48, 144, 288)


class Copy(NamedTuple):
    """A copy of a picture with these sides in pixels. A ``square`` is cut out of its middle."""

    width: int
    height: int
    square: bool = False

    @property
    def most_bytes(self) -> int:
        """The bytes that the copy should have at most: 10 KB for a full thumbnail, 30 KB for a card."""
        return _LEAST_BYTES + self.width * self.height * 3 // 40

    def name(self, picture: Picture) -> str:
        """Return the name of the copy's file."""
        return f"{picture.name}-{f'face-{self.width}' if self.square else f'{self.width}x{self.height}'}.webp"


def fit(picture: Picture, box: Box) -> tuple[int, int]:
    """Return the size that a picture has inside a box. It never grows."""
    scale = min(1, box.width / picture.width, box.height / picture.height)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def list_copies(picture: Picture, boxes: Iterable[Box]) -> list[Copy]:
    """Return the copies of a picture for these boxes, the narrowest first, none nearly as wide as the one before."""
    copies: list[Copy] = []
    if picture.scalable:
        for width, height in sorted(fit(picture, box) for box in boxes):
            if not copies or width > _WIDER * copies[-1].width:
                copies.append(Copy(width, height))
    return copies


def list_faces(picture: Picture) -> list[Copy]:
    """Return the square copies of a photo, the smallest first."""
    if not picture.scalable:
        return []
    whole = min(picture.width, picture.height)
    return [Copy(side, side, square=True) for side in sorted({min(side, whole) for side in FACES})]


def make_copies(data: bytes, copies: Iterable[Copy]) -> Iterator[tuple[Copy, bytes]]:
    """Yield copies of the picture in a file, each with its bytes. Raises Unreadable if it can't be decoded."""
    wanted = sorted(copies, key=lambda copy: copy.width, reverse=True)
    try:
        with silence():
            image = open_image(data)
            drawn = image.format in _DRAWN
            longest = max(max(copy.width, copy.height) for copy in wanted)
            image.draft("RGB", (longest, longest))  # of a JPEG file only as many pixels are decoded as are needed
            image = _turn(image)
        for copy in wanted:
            yield copy, _encode(_resize(image, copy), copy.most_bytes, drawn=drawn)
    except (Oversized, Unreadable):
        raise Unreadable from None
    except Exception as error:  # Pillow's readers raise whatever broken files provoke
        raise Unreadable from error


def _turn(image: Image.Image) -> Image.Image:
    """Return a picture upright, decoded, in a mode that can be resized."""
    from PIL import ImageOps

    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I"):  # 16 bits a pixel
        turned = turned.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if turned.mode not in {"L", "RGB", "RGBA"}:
        clear = turned.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in turned.info
        turned = turned.convert("RGBA" if clear else "RGB")
    turned.info = {"icc_profile": profile} if profile else {}
    return turned


def _resize(image: Image.Image, copy: Copy) -> Image.Image:
    from PIL import Image, ImageOps

    size = (copy.width, copy.height)
    if copy.square:
        resized = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=_CENTRE)
    else:
        resized = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _match_colours(resized, image.info.get("icc_profile"))


def _match_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture with the colours of sRGB, which a file without a profile is taken for."""
    if not profile or image.mode == "L":
        return image
    from PIL import ImageCms

    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB")) or image
    except (ImageCms.PyCMSError, OSError):  # a profile for another kind of picture, or a broken one
        return image


def _encode(image: Image.Image, most_bytes: int, *, drawn: bool) -> bytes:
    image.info = {}  # no profile and no notes are written
    made = b""
    for quality in _QUALITIES:
        made = _write(image, quality=quality)
        if len(made) <= most_bytes:
            break
    small = image.width * image.height <= _MOST_DRAWN
    exact = _write(image, lossless=True, quality=60) if drawn and small else b""
    return exact if exact and len(exact) <= max(len(made), most_bytes // 3) else made


def _write(image: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", method=4, **options)
    return out.getvalue()
