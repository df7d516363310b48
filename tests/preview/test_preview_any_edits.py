"""Whatever is edited in whatever order: what the preview shows is what one that begins now would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from lab_site import compose_entry, read, replace, start, write, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.catalog import related
from site_builder.pages.kinds import ADDRESSES, plan_pages

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from site_builder.preview.session import Session

EDITS = {
    "abstract": lambda site: append(site, "content/papers/engines.md", "More.\n"),
    "title": lambda site: swap(site, "content/papers/looms.md", "'Looms'", "'Looms for Everyone'"),
    "authors": lambda site: swap(site, "content/papers/looms.md", "- Grace Hopper", "- Yann LeCun"),
    "date": lambda site: swap(site, "content/papers/compilers.md", "2024-01", "2026-01"),
    "draft": lambda site: swap(site, "content/papers/compilers.md", "---\ntitle", "---\ndraft: true\ntitle"),
    "broken": lambda site: swap(site, "content/papers/compilers.md", "title: '", "title: ["),
    "add": lambda site: write(site, "content/papers/nets.md", compose_entry("Nets", "Yann LeCun")),
    "remove": lambda site: remove(site / "content/papers/nets.md"),
    "settings": lambda site: swap(site, "content/site.toml", "The Lab", "Our Lab"),
    "bad settings": lambda site: append(site, "content/site.toml", "per_page = 0\n"),
    "good settings": lambda site: write(site, "content/site.toml", 'title = "The Lab"\nper_page = 2\n'),
    "person": lambda site: write(
        site, "content/authors/ada.md", "---\nname: Ada Lovelace\naliases: [Yann LeCun]\n---\n"
    ),
    "nobody": lambda site: remove(site / "content/authors/ada.md"),
    "theme": lambda site: write(site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n'),
    "template": lambda site: write(site, "themes/default/templates/_line.html", "<i>{{ card.title }}</i>"),
    "bad template": lambda site: write(site, "themes/default/templates/_line.html", "<i>{{ card.titel }}</i>"),
}


def append(site: Path, name: str, text: str) -> Path:
    path = site / name
    return write(site, name, path.read_text("utf-8") + text)


def swap(site: Path, name: str, old: str, new: str) -> Path:
    """Exchange the old text for the new, or the new for the old."""
    text = (site / name).read_text("utf-8")
    return write(site, name, text.replace(new, old) if new in text else text.replace(old, new))


def remove(path: Path) -> Path:
    path.unlink(missing_ok=True)
    return path


def list_pages(session: Session) -> list[str]:
    context = session.live.context
    pages = [ADDRESSES.spell(page.route) for page in plan_pages(context)] if context else []
    return [*pages, "papers/nets/", "papers/compilers/", "feed.json", "assets/options.css"]


def show_alike(session: Session, other: Session) -> bool:
    """Tell whether both show the same at every address of the other one, and at some where there may be nothing."""
    return all(session.respond(f"/{page}") == other.respond(f"/{page}") for page in list_pages(other))


@settings(max_examples=12)
@given(edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.booleans()), max_size=8))
def test_after_any_edits_all_pages_are_those_of_a_preview_that_begins_now(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, bool]]
) -> None:
    """Whether each edit is told of or only seen when pages are asked for, nothing of what was remains."""
    site = write_site(tmp_path_factory.mktemp("site"))
    session = start(site)
    told = []
    for name, at_once in edits:
        told.append(EDITS[name](site))
        if at_once:
            session.refresh(told)
            session.respond("/papers/looms/")
            told.clear()
    session.refresh(told)
    if session.live.broken:
        session.refresh([swap(site, "content/papers/compilers.md", "title: '", "title: [")])
    session.settle()
    assert show_alike(session, start(site))


def test_related_papers_follow_a_title_when_all_is_quiet(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    write(site, "content/papers/nets.md", compose_entry("Weaving", "Yann LeCun", "2020"))
    write(site, "content/papers/cloths.md", compose_entry("Cloths", "Fei-Fei Li", "2019"))
    session = start(site)
    assert "/papers/cloths/" not in read(session, "/papers/nets/").split("<main", 1)[1].split("rel=")[0]
    replace(site, "content/papers/cloths.md", "'Cloths'", "'Cloths and Weaving'")
    read(session, "/papers/cloths/")
    session.refresh([])
    assert session.settle()
    assert session.settle() is None
    assert show_alike(session, start(site))


def test_papers_are_related_when_all_is_quiet_before_anybody_asks(tmp_path: Path) -> None:
    session = start(write_site(tmp_path))
    unrelated = session.live.get_unrelated()
    assert session.settle() is None, "no page has changed by it"
    assert unrelated and session.live.get_unrelated() is None
    write(tmp_path, "content/papers/more.md", compose_entry("More", "Yann LeCun", "2021"))
    session.refresh([tmp_path / "content/papers/more.md"])
    assert session.live.get_unrelated() is not unrelated


def test_what_a_build_found_of_related_papers_serves_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(tmp_path)
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    monkeypatch.delattr(related, "make_index")
    session = start(site)
    session.settle()
    assert "/papers/engines/" in read(session, "/papers/looms/")
