"""What is wrong with the pictures that papers, people and the settings name: damaged, or too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic
from site_builder.entries.locations import find_place, read_again
from site_builder.pictures.pdf import can_draw, is_pdf
from site_builder.pictures.picture import MOST_BYTES, MOST_PIXELS, find_address

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.content.loader import Content
    from site_builder.diagnostics import Severity
    from site_builder.pictures.picture import Picture

#: The bytes of a logo, which every page loads, and of a picture that is shown as it is, from which a hint tells of it.
_HEAVY_LOGO = 100_000
_HEAVY = 1_000_000


def find_picture_faults(content: Content, site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each picture that is shown as it is because no smaller copies can be made, and a hint for
    each that makes pages heavy."""
    for entry in content.entries:
        if entry.image:
            key = "pdf" if is_pdf(find_address(entry.image)) else "image"
            yield from _check(content, entry.image, f"content/papers/{entry.id}.md", key, site_dir)
    for person in content.people:
        if person.photo:
            yield from _check(content, person.photo, f"content/authors/{person.id}.md", "photo", site_dir)
    if content.site.pdf_thumbnails and not can_draw():
        message = "PDF files have no thumbnails, because the library that draws their pages isn't installed"
        suggestion = "install pypdfium2, or leave out 'pdf_thumbnails'"
        yield Diagnostic("pdf-not-drawn", message, content.site.locate("pdf_thumbnails"), suggestion, "warning")
    logo = content.pictures.get(find_address(content.site.logo))
    if logo and logo.size > _HEAVY_LOGO:
        message = f"every page loads the logo, which has {_spell(logo.size)}"
        suggestion = "save it smaller: a logo is 32 pixels high, 64 on dense screens"
        yield Diagnostic("picture-too-large", message, content.site.locate("logo"), suggestion, "hint")


def _check(content: Content, written: str, path: str, key: str, site_dir: Path) -> Iterator[Diagnostic]:
    picture = content.pictures.get(find_address(written))
    if picture is None or not (fault := _describe(picture, key)):
        return
    code, problem, suggestion = fault
    location = find_place(read_again(site_dir / path), path, key)
    severity: Severity = "warning" if picture.fault else "hint"
    yield Diagnostic(code, f"'{written}' {problem}", location, suggestion, severity)


def _describe(picture: Picture, key: str) -> tuple[str, str, str] | None:
    """Return the code of what is wrong with a picture, the rest of the sentence, and what to do; None if it is fine."""
    size, smaller, again = _spell(picture.size), "save it with at most 3000 pixels a side", "PNG, JPEG or WebP"
    if key == "pdf":
        problem = "can't be drawn" if picture.fault == "damaged" else f"has {size}, more than is read"
        export = "export it again, or name a picture under 'image'"
        return ("picture-damaged", f"{problem}, so it has no thumbnail", export) if picture.fault else None
    match picture.fault:
        case "damaged":
            return (
                "picture-damaged",
                "can't be decoded as a picture, and is shown as it is",
                f"save it again as {again}",
            )
        case "bytes":
            problem = f"has {size}, more than the {_spell(MOST_BYTES)} that are read; it is shown as it is"
            return "picture-too-large", problem, smaller
        case "pixels":
            problem = f"has more than the {MOST_PIXELS // 10**6} million pixels that are decoded; it is shown as it is"
            return "picture-too-large", problem, smaller
    if not picture.scalable and picture.size > _HEAVY:
        problem = f"has {size}, and is shown as it is: no smaller copies are made of SVG or of what moves"
        return "picture-too-large", problem, "make it smaller, or give a still picture in PNG, JPEG or WebP"
    return None


def _spell(size: int) -> str:
    return f"{size / 10**6:.1f} MB" if size >= 10**6 else f"{round(size / 1000)} KB"
