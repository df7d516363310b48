"""What a built site says of time: which papers are new, when pages changed. The clock of the build says nothing."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from repositories import commit
from small_sites import read_tree, settle, write_paper, write_site

from site_builder.build import builder
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from pathlib import Path

ATOM = "{http://www.w3.org/2005/Atom}"
JANUARY, FEBRUARY, MARCH = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"
ADA = (Authorship("Ada Lovelace"),)


def make_paper(name: str, date: str, **fields: str | tuple[str, ...]) -> Paper:
    return Paper(id=name, title=f"The {name} one", authors=ADA, date=date, **fields)  # type: ignore[arg-type]


def build(site: Path) -> dict[str, bytes]:
    settle(site / "content")
    builder.build(BuildOptions(site_dir=site, out=site / "public", search=False, jobs=1))
    return read_tree(site / "public")


def read_feed(files: dict[str, bytes], path: str = "feed.xml") -> list[tuple[str, str]]:
    """Return the title and the update of each entry, and check that the JSON feed says the same."""
    entries = ET.fromstring(files[path]).findall(f"{ATOM}entry")
    atom = [(e.findtext(f"{ATOM}title", ""), e.findtext(f"{ATOM}updated", "")) for e in entries]
    items = json.loads(files[path.replace(".xml", ".json")])["items"]
    assert [item["title"] for item in items] == [title for title, _ in atom]
    assert all(item.get("date_modified", update) == update for item, (_, update) in zip(items, atom, strict=True))
    return atom


def read_sitemap(files: dict[str, bytes]) -> dict[str, str]:
    found = re.findall(
        r"<loc>https://example.org/lab/(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", files["sitemap.xml"].decode()
    )
    return dict(found)


def read_id(files: dict[str, bytes], path: str = "feed.xml") -> list[str]:
    return re.findall(r"<id>(.*?)</id>", files[path].decode())


def test_an_old_paper_that_is_added_today_stands_first_in_the_feed(tmp_path: Path) -> None:
    site = write_site(tmp_path, [make_paper("young", "2025-05-05"), make_paper("middle", "2020")])
    commit(tmp_path, JANUARY)
    assert read_feed(build(site)) == [("The young one", JANUARY), ("The middle one", JANUARY)]
    write_paper(site, make_paper("old", "1999"))
    commit(tmp_path, FEBRUARY)
    expected = [("The old one", FEBRUARY), ("The young one", JANUARY), ("The middle one", JANUARY)]
    files = build(site)
    assert read_feed(files) == expected
    assert ET.fromstring(files["feed.xml"]).findtext(f"{ATOM}updated") == FEBRUARY
    write_paper(site, make_paper("middle", "2021"))
    commit(tmp_path, MARCH)
    assert read_feed(build(site)) == [*expected[:2], ("The middle one", MARCH)]


def test_of_many_papers_the_feed_has_those_that_came_last(tmp_path: Path) -> None:
    site = write_site(tmp_path, [make_paper(f"p{n:02}", f"20{n:02}") for n in range(10, 40)])
    commit(tmp_path, JANUARY)
    write_paper(site, make_paper("old", "1999"))
    commit(tmp_path, FEBRUARY)
    titles = [title for title, _ in read_feed(build(site))]
    assert titles == ["The old one", *[f"The p{n} one" for n in range(39, 20, -1)]]


def test_the_record_of_imports_knows_the_days_where_there_is_no_history(tmp_path: Path) -> None:
    lines = [
        {"id": "one", "source": "a.bib", "format": "BibTeX", "paper": {"title": "x"}, "added": "2026-01-05"},
        {"id": "two", "source": "a.bib", "format": "BibTeX", "paper": {"title": "y"}, "added": "2026-01-06"},
        {"id": "two", "source": "b.bib", "format": "BibTeX", "paper": {"title": "y"}, "changed": "2026-02-07"},
    ]
    record = "".join(f"{json.dumps(line)}\n".replace(": ", ":") for line in lines) + "broken, which check tells\n"
    papers = [make_paper("one", "2025-05-05"), make_paper("two", "2000"), make_paper("three", "2024-01-02")]
    site = write_site(tmp_path, papers, **{"content/listings/imported.jsonl": record})
    files = build(site)
    assert read_feed(files) == [
        ("The two one", "2026-02-07T00:00:00Z"),
        ("The one one", "2026-01-05T00:00:00Z"),
        ("The three one", "2024-01-02T00:00:00Z"),
    ]
    assert read_sitemap(files) == {
        "papers/one/": "2026-01-05T00:00:00Z",
        "papers/two/": "2026-02-07T00:00:00Z",
        "papers/three/": "",
    } | {path: found for path, found in read_sitemap(files).items() if not path.startswith("papers/")}


def test_a_site_of_which_nobody_knows_the_history_has_only_the_dates_of_papers(tmp_path: Path) -> None:
    site = write_site(tmp_path, [make_paper("one", "2025-05-05"), make_paper("two", "")])
    files = build(site)
    assert read_feed({**files, "feed.json": b'{"items": [{"title": "The one one"}]}'}) == [
        ("The one one", "2025-05-05T00:00:00Z")
    ]
    assert set(read_sitemap(files).values()) == {""}


def test_the_sitemap_says_when_what_a_page_shows_last_changed(tmp_path: Path) -> None:
    papers = [make_paper("one", "2025", venue="ICML"), make_paper("two", "2024", venue="NeurIPS")]
    site = write_site(tmp_path, papers, **{"content/pages/about.md": "---\ntitle: About\n---\nWe."})
    commit(tmp_path, JANUARY)
    write_paper(site, make_paper("two", "2024", venue="NeurIPS", award="Best"))
    commit(tmp_path, FEBRUARY)
    (site / "content/authors").mkdir()
    (site / "content/authors/ada-lovelace.md").write_text("---\nname: Ada Lovelace\n---\n", "utf-8")
    commit(tmp_path, MARCH)
    found = read_sitemap(build(site))
    assert (found["papers/one/"], found["papers/two/"], found["about/"]) == (JANUARY, FEBRUARY, JANUARY)
    assert (found["venues/icml/"], found["venues/neurips/"], found["years/2025/"]) == (JANUARY, FEBRUARY, JANUARY)
    assert (found[""], found["authors/ada-lovelace/"]) == (FEBRUARY, MARCH)
    assert found["venues/"] == "", "nobody knows it"


@pytest.mark.parametrize("edited", ["papers/one.md", "papers/two.md", "pages/about.md"])
def test_after_a_commit_a_warm_build_gives_the_bytes_of_a_cold_one(tmp_path: Path, edited: str) -> None:
    site = write_site(
        tmp_path / "site",
        [make_paper("one", "2025"), make_paper("two", "2024")],
        **{"content/pages/about.md": "---\ntitle: About\n---\nWe."},
    )
    commit(site, JANUARY)
    before = build(site)
    path = site / "content" / edited
    path.write_text(f"{path.read_text('utf-8')}\nMore.\n", "utf-8")
    build(site)
    shutil.move(site / "public", tmp_path / "public")  # what git would take for a part of the site
    shutil.move(site / ".cache", tmp_path / "cache")
    commit(site, FEBRUARY)
    shutil.move(tmp_path / "public", site / "public")
    shutil.move(tmp_path / "cache", site / ".cache")
    warm = build(site)
    assert warm != before
    shutil.rmtree(site / "public")
    shutil.rmtree(site / ".cache")
    assert build(site) == warm


def test_renamed_papers_and_people_keep_their_identifiers_in_feeds(tmp_path: Path) -> None:
    person = {"content/authors/ada-lovelace.md": "---\nname: Ada Lovelace\n---\n"}
    site = write_site(tmp_path, [make_paper("one", "2025-05-05")], **person)
    before = build(site)
    (site / "content/papers/one.md").unlink()
    (site / "content/authors/ada-lovelace.md").unlink()
    write_paper(site, make_paper("first", "2025-05-05", redirect_from=("papers/one/",)))
    text = "---\nname: Ada Lovelace\nredirect_from: /authors/ada-lovelace/\n---\n"
    (site / "content/authors/ada.md").write_text(text, "utf-8")
    (site / "content/site.toml").write_text('title = "Other"\nbase_url = "https://other.example/"\n', "utf-8")
    after = build(site)
    assert read_id(after) == read_id(before)
    assert read_id(after, "authors/ada/feed.xml") == read_id(before, "authors/ada-lovelace/feed.xml")
