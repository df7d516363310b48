"""Social cards: what they say is drawn within their edges, with fonts that have its letters, and made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import decode, write_picture
from PIL import Image, ImageFont, features
from small_sites import read_tree, settle, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report
from site_builder.check.checker import check_site
from site_builder.diagnostics import describe
from site_builder.pictures.social_card import CardText, can_draw, draw_card, find_missing

LONG = "Wider or Deeper? Scaling LLM Inference-Time Compute with Adaptive Branching Tree Search and so on " * 3


def write_font(path: Path) -> Path:
    """Write the font that Pillow brings along, which has English letters only."""
    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(font.path.getvalue() if hasattr(font.path, "getvalue") else Path(font.path).read_bytes())
    return path


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_font(tmp_path_factory.mktemp("fonts") / "plain.ttf"))


def find_ink(data: bytes) -> tuple[int, int, int, int]:
    """Return the box of what is written, right of the stripe."""
    page = decode(data).convert("L").crop((20, 0, 1200, 630))
    return page.point(lambda shade: 255 if shade < 200 else 0).getbbox() or (0, 0, 0, 0)


@pytest.mark.parametrize("title", ["Looms", LONG, "x" * 300, "a " * 300])
def test_everything_stays_within_the_edges(font: str, title: str) -> None:
    text = CardText(title, "Ada Lovelace, " * 40, "A Lab", "NeurIPS 2025")
    data = draw_card(text, [font], "#006368")
    assert decode(data).size == (1200, 630)
    left, top, right, bottom = find_ink(data)
    assert left >= 50
    assert top >= 40
    assert right <= 1180 - 70
    assert bottom <= 630 - 30
    assert len(data) < 60_000


def test_the_same_card_has_the_same_bytes(font: str) -> None:
    text = CardText("Looms", "Ada Lovelace", "A Lab", "")
    assert draw_card(text, [font], "#006368") == draw_card(text, [font], "#006368")


def test_letters_that_no_font_has_are_named(font: str) -> None:
    text = CardText("Looms 相澤", "Ada", "A Lab", "2025")
    assert not can_draw(text, [font])
    assert find_missing(text, [font]) == "相澤"
    assert can_draw(CardText("Looms: a-b (c) 3", "Ada", "A Lab", ""), [font])


@settings(max_examples=40, deadline=None)
@given(title=st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=200))
def test_any_text_is_drawn(font: str, title: str) -> None:
    assert find_ink(draw_card(CardText(title, title, title, title), [font], "#000"))[2] <= 1180 - 60


@pytest.mark.skipif(not features.check("raqm"), reason="nothing here joins letters")
def test_letters_that_change_by_their_neighbours_need_a_font_that_has_them(font: str) -> None:
    assert not can_draw(CardText("مقدمة", "Ada", "A Lab", ""), [font])


PAPER = "---\ntitle: {title}\nauthors: [Ada Lovelace]\ndate: 2025-03\nvenue: NeurIPS 2025\n{keys}---\nText.\n"


def run(site: Path) -> Report:
    return build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    papers = {
        "looms": PAPER.format(title="Looms", keys=""),
        "pictured": PAPER.format(title="Pictured", keys="image: files/loom.png\n"),
        "foreign": PAPER.format(title="相澤", keys=""),
    }
    files = {f"content/papers/{name}.md": text for name, text in papers.items()}
    site = write_site(tmp_path / "site", [], 'social_card_fonts = ["fonts/plain.ttf"]\n', **files)
    write_font(site / "content/static/fonts/plain.ttf")
    write_picture(site / "content/static/files/loom.png", 40, 30)
    settle(site)
    return site


def read_head(site: Path, paper: str) -> str:
    return (site / f"public/papers/{paper}/index.html").read_text("utf-8").partition("</head>")[0]


def test_a_paper_without_a_picture_has_a_card_where_a_font_has_its_letters(site: Path) -> None:
    run(site)
    card = "https://example.org/lab/papers/looms/card.png"
    assert f'<meta property="og:image" content="{card}">' in read_head(site, "looms")
    assert "summary_large_image" in read_head(site, "looms")
    with Image.open(site / "public/papers/looms/card.png") as image:
        assert image.size == (1200, 630)
    assert "files/loom.png" in read_head(site, "pictured")
    assert "og:image" not in read_head(site, "foreign")
    assert [path.parent.name for path in site.glob("public/papers/*/card.png")] == ["looms"]
    told = [describe(found) for found in check_site(site).diagnostics if found.code == "social-card-letters"]
    assert len(told) == 1
    assert "no font of 'social_card_fonts' has 相澤" in told[0]


def test_a_card_is_made_again_only_if_what_it_says_changed(site: Path) -> None:
    run(site)
    kept = {path: path.stat().st_mtime_ns for path in (site / ".cache/pictures").rglob("*.png")}
    path = site / "content/papers/looms.md"
    path.write_text(path.read_text("utf-8").replace("Text.", "More text."), "utf-8")
    assert "papers/looms/card.png" not in dict(run(site).reasons)
    path.write_text(path.read_text("utf-8").replace("Looms", "Power Looms"), "utf-8")
    assert dict(run(site).reasons)["papers/looms/card.png"] == "the paper changed"
    after = {path: path.stat().st_mtime_ns for path in (site / ".cache/pictures").rglob("*.png")}
    assert len(after) == len(kept) + 1
    assert after.items() > kept.items()
    before = read_tree(site / "public")
    (site / ".cache").rename(site / "old-cache")
    (site / "public").rename(site / "old-public")
    run(site)
    assert read_tree(site / "public") == before


@pytest.mark.parametrize(("name", "told"), [("gone.ttf", "there is no file"), ("broken.ttf", "is no font")])
def test_what_is_no_font_is_told_and_leaves_papers_without_cards(site: Path, name: str, told: str) -> None:
    (site / "content/static/fonts/broken.ttf").write_bytes(b"A font.")
    settings = site / "content/site.toml"
    settings.write_text(settings.read_text("utf-8").replace("plain.ttf", name), "utf-8")
    (message,) = [describe(found) for found in run(site).diagnostics if found.code == "social-card-font"]
    assert message.startswith("content/site.toml:3:1: warning: ")
    assert told in message
    assert not list(site.glob("public/papers/*/card.png"))
