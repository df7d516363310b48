"""Which addresses the preview answers to, and that none makes it fail or tell what isn't the site's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lab_site import BASE, read, read_text, replace, start, write, write_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site")


@pytest.mark.parametrize(
    "path",
    [
        "/../site.toml",
        "/%2e%2e/site.toml",
        "/assets/..%2f..%2ftheme.toml",
        "/pagefind/../../x",
        "/a%00b",
        "/..%5cx",
        "/C:/x",
        "//etc/passwd",
        "/assets//etc/passwd",
        "/pagefind/%2fetc/passwd",
    ],
)
def test_nothing_outside_the_site_is_served(site: Path, path: str) -> None:
    assert start(site).respond(path).status == 400


def test_an_address_without_its_slash_leads_on_and_an_unknown_one_is_not_found(site: Path) -> None:
    session = start(site)
    answer = session.respond("/papers/looms")
    assert (answer.status, answer.location) == (302, "/papers/looms/")
    assert read(session, "/papers/looms/index.html") == read(session, "/papers/looms/")
    for path in (
        "/papers/nowhere/",
        "/papers/nowhere",
        "/nowhere.png",
        "/page/9/x",
        "/page/9/",
        "/papers/looms/page/2/",
        "/authors/page/2/",
        "/years/page/2/",
        "/assets/nowhere.css",
    ):
        assert session.respond(path).status == 404


def test_a_site_can_be_shown_below_a_path(site: Path) -> None:
    session = start(site, "http://127.0.0.1:8000/lab/")
    assert 'href="/lab/papers/engines/"' in read(session, "/lab/")
    assert session.respond("/").location == "/lab/"


def test_what_a_build_doesnt_publish_isnt_served(site: Path) -> None:
    static = site / "content/static"
    (static / "same.txt").symlink_to("notes.txt")
    (static / "secret.txt").symlink_to(write(site.parent / "elsewhere", "secret.txt", "mine"))
    (static / "git.txt").symlink_to(write(site, ".git/config", "mine"))
    (static / "folder").symlink_to(site / "content/papers")
    (site / "content/papers/secret.md").symlink_to(
        write(site.parent / "elsewhere", "secret.md", "---\ntitle: x\n---\nmine")
    )
    session = start(site)
    assert "put the file itself here" in (answer := read_text(session.respond("/papers/secret/")))
    assert "mine" not in answer
    assert read(session, "/same.txt") == "As pasted.\n"
    for path in ("/secret.txt", "/git.txt", "/folder/engines.md"):
        assert session.respond(path).status == 404


def test_an_address_that_nothing_can_have_is_not_found(site: Path) -> None:
    """Too long for a file system, bytes that aren't text, numbers that no machine reads."""
    session = start(site)
    for path in (
        f"/{'x' * 300}",
        f"/papers/{'x' * 300}/",
        f"/assets/{'x' * 300}.css",
        f"/pagefind/{'x' * 300}",
        f"/sitemap-{'x' * 300}.xml",
        "/" + "x/" * 5000,
        "/%ff%fe/",
        "/%ed%a0%80/",
        "/papers/%ff/",
        "/%zz/",
        "/papers/engines/%",
        "/categories/cs.CL/page/99999999999999999999/",
        f"/page/{'9' * 5000}/",
        "/page/%EF%BC%91/",
    ):
        assert session.respond(path).status == 404


def test_an_old_address_leads_on_as_it_will_when_it_is_published(site: Path) -> None:
    """Also after an edit of the entry that claims it, at which nothing else is read again."""
    entry = replace(site, "content/papers/looms.md", "date:", "redirect_from: /publication/l%C3%B6ms\ndate:")
    session = start(site, f"{BASE}lab/")
    for path in ("/publication/l%C3%B6ms/", "/publication/l%C3%B6ms", "/publication/löms/index.html"):
        assert 'content="0; url=/lab/papers/looms/"' in read(session, f"/lab{path}")
    session.refresh([replace(site, "content/papers/looms.md", "/publication/l%C3%B6ms", "looms.html")])
    assert 'content="0; url=/lab/papers/looms/"' in read(session, "/lab/looms.html")
    assert session.respond("/lab/publication/löms/").status == 404
    entry.unlink()
    session.refresh([entry])
    assert session.respond("/lab/looms.html").status == 404
