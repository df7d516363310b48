"""Pictures in the preview: copies are made when a browser asks for them, and a changed picture is shown at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from lab_site import read, replace, start, write_site
from picture_files import decode, write_picture

from site_builder.preview.server import Change

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.preview.session import Session

PICTURE = "content/static/files/engine.png"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = write_site(tmp_path)
    replace(site, "content/papers/engines.md", "date:", "image: files/engine.png\nimage_alt: An engine\ndate:")
    write_picture(site / PICTURE, 800, 500)
    return site


def find_picture(session: Session) -> str:
    (address,) = re.findall(r'<img [^>]*src="([^"]+)"[^>]* alt="An engine"', read(session, "/papers/engines/"))
    return str(address)


def test_a_copy_is_made_when_it_is_asked_for(site: Path) -> None:
    session = start(site)
    address = find_picture(session)
    assert not list((site / ".cache/pictures").rglob("*.webp"))
    answer = session.respond(address)
    assert (answer.media_type, answer.status) == ("image/webp", 200)
    assert isinstance(answer.body, bytes)
    assert decode(answer.body).size == (736, 460)
    assert session.respond("/assets/pictures/0123456789abcdef-330.webp").status == 404


def test_a_changed_picture_is_shown_at_once(site: Path) -> None:
    session = start(site)
    before = find_picture(session)
    changed = session.refresh([write_picture(site / PICTURE, 900, 300)])
    assert isinstance(changed, Change)
    assert changed.pages
    after = find_picture(session)
    assert after != before
    answer = session.respond(after)
    assert isinstance(answer.body, bytes)
    assert decode(answer.body).size == (736, 245)


def test_a_picture_that_came_after_its_entry_is_shown_then(site: Path) -> None:
    (site / PICTURE).unlink()
    session = start(site)
    assert find_picture(session) == "/files/engine.png"
    session.refresh([write_picture(site / PICTURE)])
    assert find_picture(session).endswith("-736x460.webp")


def test_a_damaged_picture_is_sent_as_it_is(site: Path) -> None:
    path = site / PICTURE
    path.write_bytes(path.read_bytes()[:300])
    session = start(site)
    answer = session.respond(find_picture(session))
    assert (answer.body, answer.media_type) == (path, "image/png")
