"""Pictures as pages show them: the original file's address, and those of smaller copies of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder import urls
from site_builder.content.paper_cache import find_image
from site_builder.pages.picture_faults import find_picture_faults
from site_builder.pages.site_context import resolve_url
from site_builder.pages.views import PictureView
from site_builder.pictures.copies import CARD, FACES, FIGURES, THUMBNAIL, fit, list_copies, list_faces
from site_builder.pictures.pdf import is_pdf
from site_builder.pictures.picture import find_address
from site_builder.pictures.store import Order, fill_cache, mark_damaged
from site_builder.storage.cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from site_builder.content.loader import Content
    from site_builder.model import Paper
    from site_builder.pages.site_context import SiteContext
    from site_builder.pictures.copies import Box, Copy
    from site_builder.pictures.picture import Picture

#: Below this address are the copies.
FOLDER = f"{urls.ASSETS}pictures/"


def view_thumbnail(context: SiteContext, paper: Paper) -> PictureView | None:
    """Return a paper's picture as it stands beside it in lists; None if it has none."""
    return _view(context, find_image(paper), [THUMBNAIL])


def view_card_picture(context: SiteContext, paper: Paper) -> PictureView | None:
    """Return a paper's picture for a card that shows it large; None if it has none."""
    return _view(context, find_image(paper), [THUMBNAIL, CARD])


def view_figure(context: SiteContext, paper: Paper) -> PictureView | None:
    """Return a paper's picture for its own page; None if it has none."""
    return _view(context, paper.image, FIGURES, paper.image_alt)


def view_face(context: SiteContext, photo: str) -> PictureView | None:
    """Return a person's photo, cut to a square; None if there is none."""
    if not photo:
        return None
    picture = context.pictures.get(find_address(photo))
    if not (picture and (faces := list_faces(picture))):
        side = min(FACES[1], picture.width, picture.height) if picture else 0
        return PictureView(resolve_url(context, photo), side, side)
    shown = next((face for face in reversed(faces) if face.width <= FACES[1]), faces[0])
    return PictureView(_link(context, picture, shown), shown.width, shown.height, _join(context, picture, faces))


def _view(context: SiteContext, written: str, boxes: Sequence[Box], alt: str = "") -> PictureView | None:
    picture = context.pictures.get(find_address(written))
    copies = list_copies(picture, boxes) if picture else []
    if not copies and (not written or is_pdf(written)):
        return None
    if picture is None:
        return PictureView(resolve_url(context, written), alt=alt)
    if not copies:
        size = fit(picture, boxes[0]) if picture.width else (0, 0)
        return PictureView(resolve_url(context, written), *size, alt=alt)
    first = copies[0]
    srcset = _join(context, picture, copies) if len(copies) > 1 else ""
    return PictureView(_link(context, picture, first), first.width, first.height, srcset, alt)


def _join(context: SiteContext, picture: Picture, copies: Iterable[Copy]) -> str:
    return ", ".join(f"{_link(context, picture, copy)} {copy.width}w" for copy in copies)


def _link(context: SiteContext, picture: Picture, copy: Copy) -> str:
    return context.base.link(FOLDER + copy.name(picture))


def list_orders(
    images: Iterable[str], photos: Iterable[str], pictures: Mapping[str, Picture], static: Mapping[str, str]
) -> Iterator[Order]:
    """Yield the copies that pages show of papers' images and people's photos, those of each file once."""
    wanted: dict[str, list[Copy]] = {}
    for image in filter(pictures.__contains__, dict.fromkeys(map(find_address, images))):
        shown = [(THUMBNAIL, CARD)] if is_pdf(image) else [(THUMBNAIL, CARD), FIGURES]
        wanted[image] = [copy for boxes in shown for copy in list_copies(pictures[image], boxes)]
    for photo in filter(pictures.__contains__, dict.fromkeys(map(find_address, photos))):
        wanted[photo] = [*wanted.get(photo, ()), *list_faces(pictures[photo])]
    for address, copies in wanted.items():
        if copies:
            distinct = tuple(dict.fromkeys(copies))
            yield Order(pictures[address], static[address], f"content/static/{address}", distinct)


def prepare_pictures(content: Content, site_dir: Path, jobs: int | None) -> Content:
    """Make the copies of all pictures, and return the content with what was found thereby: what is wrong with them.

    From then on the digest of a paper's details stands for its picture too.
    """
    if not content.pictures and not content.site.pdf_thumbnails:
        return content
    images = [entry.image for entry in content.entries if entry.image]
    photos = [person.photo for person in content.people if person.photo]
    orders = list_orders(images, photos, content.pictures, content.static)
    damaged = fill_cache(orders, site_dir / ".cache", jobs)
    pictures = {address: mark_damaged(picture, damaged) for address, picture in content.pictures.items()}
    marks = {address: msgspec.msgpack.encode(picture) for address, picture in pictures.items()}
    entries = tuple(
        [
            msgspec.structs.replace(entry, details=digest(entry.details, mark))
            if entry.image and (mark := marks.get(find_address(entry.image)))
            else entry
            for entry in content.entries
        ]
    )
    content = msgspec.structs.replace(content, entries=entries, pictures=pictures)
    faults = find_picture_faults(content, site_dir)
    return msgspec.structs.replace(content, diagnostics=(*content.diagnostics, *faults))
