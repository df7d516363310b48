"""Pictures of a built site: which copies it has, where they are shown, and when they are made."""

from __future__ import annotations

import os
import re
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from picture_files import decode, draw, encode, write_picture
from small_sites import read_tree, settle, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report

if TYPE_CHECKING:
    from pathlib import Path

ADA = "---\nname: Ada Lovelace\nphoto: /files/ada.jpg\nmember: true\n---\nText.\n"
FEATURED = "featured: true\n"


def run(site: Path, jobs: int = 1) -> Report:
    return build(BuildOptions(site_dir=site, out=site / "public", jobs=jobs, search=False))


def compose(title: str, keys: str = "") -> str:
    return f"---\ntitle: {title}\nauthors: [Ada Lovelace]\ndate: 2025-03\n{keys}---\nAbout {title}.\n"


def write(folder: Path) -> Path:
    site = write_site(
        folder,
        [],
        **{
            "content/papers/looms.md": compose("Looms", "image: files/looms.png\nimage_alt: A loom\n"),
            "content/papers/punch-cards.md": compose("Punch Cards", "image: /files/a%20b.jpg\n"),
            "content/papers/plain.md": compose("Plain"),
            "content/papers/drawn.md": compose("Drawn", "image: files/drawn.svg\n"),
            "content/papers/missing.md": compose("Missing", "image: files/missing.png\n"),
            "content/authors/ada.md": ADA,
            "content/static/files/drawn.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 412"></svg>',
        },
    )
    files = site / "content/static/files"
    write_picture(files / "looms.png", 1600, 1000)
    write_picture(files / "a b.jpg", 400, 900, "JPEG")
    write_picture(files / "ada.jpg", 600, 800, "JPEG")
    write_picture(files / "unused.png", 900, 900)
    settle(site)
    return site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write(tmp_path_factory.mktemp("pictures") / "site")
    run(site)
    return site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = write(tmp_path / "site")
    run(site)
    return site


class Images(HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append(dict(attributes))


def find_images(site: Path, page: str) -> list[dict[str, str | None]]:
    return Images(site / "public" / page / "index.html").found


def find_figure(site: Path, page: str) -> dict[str, str | None]:
    """Return the picture of a paper on its own page: it has a text, and is loaded at once."""
    (figure,) = [image for image in find_images(site, page) if image["alt"] and image.get("loading") != "lazy"]
    return figure


def list_copies(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((site / "public/assets/pictures").glob("*"))}


def test_every_size_that_an_image_states_is_that_of_its_file(built: Path) -> None:
    seen = 0
    for page in ("", "papers/looms", "papers/punch-cards", "authors/ada", "authors"):
        for image in find_images(built, page):
            sources = [(str(image["src"]), "")]
            sources += re.findall(r"(\S+) (\d+)w", image.get("srcset") or "")
            for source, width in sources:
                assert source.startswith("/lab/")
                path = built / "public" / source.removeprefix("/lab/").replace("%20", " ")
                assert path.is_file() or "missing" in source
                if path.suffix == ".webp":
                    made = decode(path.read_bytes())
                    assert not width or made.width == int(width)
                    if not width and "face" not in path.name:
                        assert (str(made.width), str(made.height)) == (image["width"], image["height"])
                    seen += 1
    assert seen > 15


def test_lists_load_small_copies_late_and_a_paper_its_own_at_once(built: Path) -> None:
    figure = find_figure(built, "papers/looms")
    assert (figure["alt"], figure["width"], figure["height"]) == ("A loom", "736", "460")
    assert "loading" not in figure
    assert str(figure["srcset"]).count("w") and "1472w" in str(figure["srcset"])
    in_list = [image for image in find_images(built, "years/2025") if "webp" in str(image["src"])]
    assert in_list
    assert all(image["loading"] == "lazy" and int(str(image["width"])) <= 330 for image in in_list)


def test_a_drawing_is_shown_as_it_is_with_its_proportions_and_a_missing_one_without(built: Path) -> None:
    images = {str(image["src"]): image for image in find_images(built, "years/2025")}
    assert (images["/lab/files/drawn.svg"]["width"], images["/lab/files/drawn.svg"]["height"]) == ("330", "206")
    assert "width" not in images["/lab/files/missing.png"]


def test_only_pictures_that_pages_show_have_copies_and_every_original_stays(built: Path) -> None:
    assert len(list_copies(built)) == 3 + 3 + 3  # of the looms, of the tall one, and the faces
    for name in ("looms.png", "a b.jpg", "ada.jpg", "unused.png", "drawn.svg"):
        original = built / "content/static/files" / name
        assert (built / "public/files" / name).read_bytes() == original.read_bytes()


def test_faces_are_offered_in_three_sizes(built: Path) -> None:
    (face,) = [image for image in find_images(built, "authors/ada") if "face" in str(image["src"])]
    assert re.findall(r" (\d+w)", str(face["srcset"])) == ["48w", "144w", "288w"]
    assert face["width"] == face["height"]


def test_a_site_without_its_cache_and_in_several_processes_is_the_same(site: Path) -> None:
    before = read_tree(site / "public")
    for name in (".cache", "public"):
        (site / name).rename(site / f"old-{name}")
    run(site, jobs=2)
    assert read_tree(site / "public") == before


def test_a_picture_that_did_not_change_is_not_made_again(site: Path) -> None:
    kept = site / ".cache/pictures"
    times = {path: path.stat().st_mtime_ns for path in kept.rglob("*.webp")}
    long_ago = time.time_ns() - 30_000_000_000
    os.utime(site / "content/static/files/looms.png", ns=(long_ago, long_ago))  # the same bytes
    (site / "public/assets/pictures").rename(site / "public/assets/moved")
    assert run(site).written > 0
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("*.webp")} == times


def test_a_changed_picture_changes_the_pages_that_show_it_and_no_other(site: Path) -> None:
    old = list_copies(site)
    write_picture(site / "content/static/files/looms.png", 1280, 800)
    made = dict(run(site).reasons)
    pages = {path for path in made if path.endswith("index.html")}
    assert {"index.html", "papers/looms/index.html", "years/2025/index.html"} <= pages
    assert "404.html" not in made
    assert len(list_copies(site).keys() - old.keys()) == 3
    assert len(old.keys() - list_copies(site).keys()) == 3
    again = read_tree(site / "public")
    for name in (".cache", "public"):
        (site / name).rename(site / f"old-{name}")
    run(site)
    assert read_tree(site / "public") == again


def test_a_changed_photo_changes_every_page_that_may_show_it(site: Path) -> None:
    write_picture(site / "content/static/files/ada.jpg", 300, 300, "JPEG")
    reasons = dict(run(site).reasons)
    assert reasons["authors/ada/index.html"] == "a photo of a person changed"


def test_a_damaged_picture_is_shown_as_it_is_and_the_rest_is_built(site: Path) -> None:
    picture = site / "content/static/files/looms.png"
    picture.write_bytes(picture.read_bytes()[:500] + bytes(50))
    for _ in range(2):  # found while copies are made, then known from the cache
        run(site)
        figure = find_figure(site, "papers/looms")
        assert figure["src"] == "/lab/files/looms.png"
        assert "srcset" not in figure


def test_two_papers_with_one_picture_and_two_files_with_the_same_bytes_share_copies(site: Path) -> None:
    count = len(list_copies(site))
    (site / "content/papers/plain.md").write_text(compose("Plain", "image: files/looms.png\n"), "utf-8")
    (site / "content/static/files/twin.png").write_bytes((site / "content/static/files/looms.png").read_bytes())
    (site / "content/papers/drawn.md").write_text(compose("Drawn", "image: files/twin.png\n"), "utf-8")
    run(site)
    assert len(list_copies(site)) == count


def test_a_picture_of_many_bytes_is_not_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from site_builder.pictures import store

    monkeypatch.setattr(store, "MOST_BYTES", 100)
    (site / "content/static/files/looms.png").write_bytes(encode(draw(1600, 1001), "PNG"))
    run(site)
    figure = find_figure(site, "papers/looms")
    assert figure["src"] == "/lab/files/looms.png"


def draw_pdf(width: int, height: int) -> bytes:
    """Return a PDF file of one page, half of it red."""
    page = f"1 0 0 rg 0 0 {width / 2} {height} re f".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 5\n0000000000 65535 f \n" + rows + b"trailer\n<< /Size 5 /Root 1 0 R >>\n"
    return out + table + b"startxref\n%d\n%%%%EOF\n" % len(out)


def test_the_first_page_of_a_pdf_is_shown_in_lists_where_a_setting_asks_for_it(site: Path) -> None:
    (site / "content/static/files/plain.pdf").write_bytes(draw_pdf(595, 842))
    (site / "content/static/files/broken.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (site / "content/papers/plain.md").write_text(compose("Plain", "pdf: files/plain.pdf\n"), "utf-8")
    (site / "content/papers/missing.md").write_text(compose("Missing", "pdf: /files/broken.pdf\n"), "utf-8")
    (site / "content/papers/drawn.md").write_text(compose("Drawn", "pdf: https://example.org/x.pdf\n"), "utf-8")
    run(site)
    count = len(find_images(site, "years/2025"))
    with (site / "content/site.toml").open("a") as settings:
        settings.write("pdf_thumbnails = true\n")
    for _ in range(2):
        told = [found.message for found in run(site).diagnostics if found.code.startswith("picture")]
        assert told == ["'/files/broken.pdf' can't be drawn, so it has no thumbnail"]
        (site / "content/papers/looms.md").touch()
    images = find_images(site, "years/2025")
    assert len(images) == count + 1
    (page,) = [image for image in images if image["height"] == "206" and image["width"] == "146"]
    made = decode((site / "public" / str(page["src"]).removeprefix("/lab/")).read_bytes()).convert("RGB")
    assert made.getpixel((10, 100))[1] < 40 < 200 < made.getpixel((130, 100))[1]
    assert not [image for image in find_images(site, "papers/plain") if image.get("loading") != "lazy"]


def test_without_the_library_that_draws_pages_a_build_says_so(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from site_builder.pages import picture_faults
    from site_builder.pictures import pdf

    for module in (pdf, picture_faults):
        monkeypatch.setattr(module, "can_draw", lambda: False)
    with (site / "content/site.toml").open("a") as settings:
        settings.write("pdf_thumbnails = true\n")
    assert "pdf-not-drawn" in {found.code for found in run(site).diagnostics}


def test_the_cache_keeps_no_copies_of_pictures_that_are_gone(site: Path) -> None:
    kept = site / ".cache/pictures"
    old = {path.name for path in kept.rglob("*.webp")}
    stray = kept / "copies-1.0" / "0123456789abcdef-330.webp"
    stray.parent.mkdir()
    stray.write_bytes(b"")
    write_picture(site / "content/static/files/looms.png", 1280, 800)
    run(site)
    now = {path.name for path in kept.rglob("*.webp")}
    assert now == list_copies(site).keys()
    assert len(old - now) == 3
    assert not stray.exists()


def test_a_logo_is_shown_as_it_is_with_its_size(site: Path) -> None:
    with (site / "content/site.toml").open("a") as settings:
        settings.write('logo = "files/drawn.svg"\n')
    run(site)
    logo = find_images(site, "papers/plain")[0]
    assert (logo["src"], logo["width"], logo["height"], logo["alt"]) == ("/lab/files/drawn.svg", "660", "412", "")
    (site / "content/static/files/drawn.svg").write_text("<svg viewBox='0 0 40 20'>", "utf-8")
    assert dict(run(site).reasons)["404.html"] == "the logo changed"


def test_every_copy_that_a_page_names_is_there_whatever_the_picture_s_proportions(site: Path) -> None:
    sizes = [(1000, 640), (735, 459), (737, 461), (1100, 700), (880, 550), (3000, 300), (2, 900), (1, 1), (400, 400)]
    for number, size in enumerate(sizes):
        write_picture(site / f"content/static/files/p{number}.png", *size)
        text = compose(f"P{number}", f"image: files/p{number}.png\nfeatured: true\n")
        (site / f"content/papers/p{number}.md").write_text(text, "utf-8")
    run(site)
    named = set()
    for page in (site / "public").rglob("index.html"):
        named |= set(re.findall(r"/lab/assets/pictures/([\w.-]+)", page.read_text("utf-8")))
    made = list_copies(site).keys()
    assert named <= made
    assert len(made - named) <= 1  # the card of a paper that isn't featured
