"""What is known of a picture's file, and the smaller copies that are made of it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from picture_files import decode, draw, encode, encode_turned
from PIL import Image, ImageCms

from site_builder.pictures import picture as pictures
from site_builder.pictures.copies import (
    CARD,
    FIGURES,
    THUMBNAIL,
    Box,
    Copy,
    list_copies,
    list_faces,
    make_copies,
)
from site_builder.pictures.picture import Picture, Unreadable, read_picture

RASTERS = {
    form: encode(draw(64, 40, mode), form)
    for form, mode in {"PNG": "P", "JPEG": "CMYK", "WEBP": "RGBA", "GIF": "P", "BMP": "RGB", "TIFF": "I;16"}.items()
}


def copy(data: bytes, width: int, height: int, *, square: bool = False) -> Image.Image:
    (made,) = make_copies(data, [Copy(width, height, square)])
    return decode(made[1])


@pytest.mark.parametrize("form", RASTERS)
def test_pictures_of_every_form_become_webp(form: str) -> None:
    picture = read_picture(RASTERS[form])
    assert (picture.width, picture.height, picture.scalable, picture.fault) == (64, 40, True, "")
    made = copy(RASTERS[form], 32, 20)
    assert (made.format, made.size) == ("WEBP", (32, 20))


def test_sixteen_bits_a_pixel_keep_their_brightness() -> None:
    grey = encode(draw(8, 8, "I").point(lambda value: value * 0 + 32768).convert("I;16"), "PNG")
    assert copy(grey, 4, 4).convert("L").getpixel((2, 2)) == pytest.approx(128, abs=3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_as_the_camera_was_held_and_keeps_no_note_of_it(orientation: int) -> None:
    data = encode_turned(64, 32, orientation)
    picture = read_picture(data)
    assert (picture.width, picture.height) == ((32, 64) if orientation >= 5 else (64, 32))
    made = copy(data, picture.width // 2, picture.height // 2)
    corners = {(1, 1): {1, 5}, (-2, 1): {2, 6}, (-2, -2): {3, 7}, (1, -2): {4, 8}}
    (red,) = [place for place, held in corners.items() if orientation in held]
    shade = made.convert("RGB").getpixel((red[0] % made.width, red[1] % made.height))
    assert shade[0] > 150 > shade[2]
    assert not made.getexif()
    assert "icc_profile" not in made.info


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_clear_stays_clear(mode: str) -> None:
    image = draw(40, 40, "RGBA")
    image.putpixel((39, 39), (0, 0, 0, 0))
    image.paste((0, 0, 0, 0), (20, 20, 40, 40))
    made = copy(encode(image.convert(mode) if mode != "P" else image.quantize(), "PNG"), 20, 20)
    assert made.mode == "RGBA"
    assert made.getpixel((15, 15))[3] < 20


def test_colours_of_another_profile_become_those_of_every_screen() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()  # fits no RGB picture
    assert copy(encode(draw(40, 40), "PNG", icc_profile=profile), 20, 20).size == (20, 20)


@pytest.mark.parametrize(
    ("size", "boxes", "widths"),
    [
        ((3000, 2000), (THUMBNAIL, CARD), [309, 690]),
        ((3000, 2000), FIGURES, [736, 1472]),
        ((800, 1200), (THUMBNAIL, CARD), [137, 307]),
        ((800, 1200), FIGURES, [736]),
        ((3000, 400), FIGURES, [736, 1472]),
        ((90, 60), (THUMBNAIL, CARD), [90]),
        ((2, 3000), (THUMBNAIL, CARD), [1]),
    ],
)
def test_a_picture_never_grows_and_no_two_copies_are_nearly_alike(
    size: tuple[int, int], boxes: tuple[Box, ...], widths: list[int]
) -> None:
    copies = list_copies(Picture("", 0, *size, scalable=True), boxes)
    assert [made.width for made in copies] == widths
    assert all(made.width <= size[0] and made.height <= size[1] for made in copies)


@pytest.mark.parametrize(
    ("size", "sides"), [((900, 700), [48, 144, 288]), ((200, 400), [48, 144, 200]), ((30, 90), [30])]
)
def test_faces_are_squares_that_never_grow(size: tuple[int, int], sides: list[int]) -> None:
    assert [face.width for face in list_faces(Picture("", 0, *size, scalable=True))] == sides
    face = copy(encode(draw(*size), "PNG"), 24, 24, square=True)
    assert face.size == (24, 24)


def test_what_moves_and_what_needs_no_copy_stays_as_it_is() -> None:
    frames = [draw(20, 20, "P"), draw(20, 20).rotate(90).convert("P")]
    for form in ("GIF", "WEBP", "PNG"):
        moving = encode(frames[0].convert("RGB"), form, save_all=True, append_images=[frames[1].convert("RGB")])
        assert (read_picture(moving).scalable, read_picture(moving).width) == (False, 20)
    drawing = read_picture(b'<?xml version="1.0"?><!-- a --><svg xmlns="a" viewBox="0 0 24.4 16"><path/></svg>')
    assert (drawing.width, drawing.height, drawing.scalable, drawing.fault) == (24, 16, False, "")
    assert read_picture(b"<svg width='10px' height=\"5\" viewBox='0 0 1 1'>").width == 10
    assert read_picture(b"<svg width='100%' viewBox='0 0 0 1e999'>").width == 0


def test_a_copy_is_small_even_of_a_picture_full_of_detail() -> None:
    detail = Image.merge("RGB", [Image.effect_noise((660, 412), 25) for _ in range(3)])
    ((_, best),) = make_copies(encode(detail, "JPEG"), [Copy(330, 206)])
    assert len(best) <= Copy(330, 206).most_bytes < 12_000
    assert Copy(736, 460).most_bytes <= 31_000


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_damaged_picture_is_known_as_such_before_or_while_it_is_decoded(form: str) -> None:
    whole = encode(draw(300, 300), form)
    for data in (whole[: len(whole) // 2], b"no picture", b"", whole[:20]):
        picture = read_picture(data)
        if not picture.fault:
            with pytest.raises(Unreadable):
                list(make_copies(data, [Copy(20, 20)]))
        else:
            assert picture.fault == "damaged"


def test_a_small_file_with_too_many_pixels_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encode(Image.new("1", (9000, 9000)), "PNG")
    assert len(bomb) < 100_000
    assert read_picture(bomb).fault == "pixels"
    huge = bomb.replace((9000).to_bytes(4, "big"), (60000).to_bytes(4, "big"), 2)  # in the head, with a wrong checksum
    assert read_picture(huge).fault in {"pixels", "damaged"}
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    assert read_picture(encode(draw(11, 10), "PNG")).fault == "pixels"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(form=st.sampled_from(sorted(RASTERS)), at=st.integers(0, 400), put=st.binary(max_size=6))
def test_no_bytes_make_anything_but_a_picture_or_a_fault(form: str, at: int, put: bytes) -> None:
    data = RASTERS[form][:at] + put + RASTERS[form][at + len(put) :]
    if read_picture(data).scalable:
        with suppress(Unreadable):
            assert len(list(make_copies(data, [Copy(8, 5)]))) == 1
