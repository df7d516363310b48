"""Old addresses lead on to where a paper, a person or a page is now."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from small_sites import make_papers, read_tree, settle, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report
from site_builder.catalog import catalog
from site_builder.check.checker import check_site
from site_builder.diagnostics import UserError, describe

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/build/redirects.toml").read_text("utf-8"))
MOVED = CASES["moved"]
OLD = [path for case in MOVED.values() for path in case["files"]]
ROOT = "https://example.org/lab/"


def compose(title: str, keys: str = "") -> str:
    return f"---\ntitle: {title}\nauthors: [Ada Lovelace]\ndate: 2025-03\ncategories: [cs.CL]\n{keys}---\nText.\n"


def make_site(folder: Path, **files: str) -> Path:
    return write_site(folder, [], **{name: case["text"] for name, case in MOVED.items()}, **files)


def run(site: Path, base: str | None = None) -> Report:
    return build(BuildOptions(site_dir=site, out=site / "public", base_url=base, jobs=1, search=False))


@pytest.mark.parametrize("base", [ROOT, "https://example.org/", ""])
def test_an_old_address_leads_on_and_says_to_machines_where_to(tmp_path: Path, base: str) -> None:
    site = make_site(tmp_path / "site")
    run(site, base)
    assert not (site / "public/tags/none").exists()
    for case in MOVED.values():
        address, title = case["address"], case["title"]
        link = f"{'/lab/' if base == ROOT else '/'}{address}"
        for path in case["files"]:
            page = (site / "public" / path).read_text("utf-8")
            assert f'<meta http-equiv="refresh" content="0; url={link}">' in page
            assert f'<p><a href="{link}">{title}</a></p>' in page
            assert f"<title>{title}</title>" in page
            assert '<meta name="robots" content="noindex">' in page
            assert re.findall('rel="canonical" href="(.*)"', page) == ([base + address] if base else [])


def test_old_addresses_stand_in_no_list(tmp_path: Path) -> None:
    """Neither in the sitemap nor in feeds, pages or the index; but `check` knows that links to them lead somewhere."""
    links = "[a](/publication/one/) [b](/us.htm) [c](/cheese)"
    site = make_site(tmp_path / "site", **{"content/pages/links.md": links})
    assert [d for d in check_site(site).diagnostics if d.code == "link-nowhere"] == []
    (site / "content/pages/links.md").unlink()
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1))
    for path, data in read_tree(site / "public").items():
        if path not in OLD:
            assert not re.search(rb"publication/one|One-1\.5|old/one|cheese|people/ada|us\.htm|tags/words", data), path


def test_a_build_from_the_cache_follows_old_addresses_and_says_why(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    first = run(site)
    assert {path: reason for path, reason in first.reasons if path in OLD} == dict.fromkeys(OLD, "new")
    assert first.rendered == sum(path.endswith((".html", ".htm")) for path, _ in first.reasons)
    steps = (
        ("papers/one.md", "old/one.html", "older/one.html"),
        ("papers/one.md", "One & only", "One alone"),
        ("papers/one.md", "Text.", "Texts."),
        ("papers/käse.md", "aliases: /cheese/\n", ""),
        ("authors/ada.md", "/people/ada/", "/staff/ada/"),
        ("pages/about.md", "us.htm", "we.htm"),
        ("site.toml", "A Lab", "Another Lab"),
    )
    said = []
    for step, (name, old, new) in enumerate(steps):
        path = site / "content" / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
        report = run(site)
        kinds = ("papers/", "authors/", "categories/", "years/", "about/", "search/", "index", "404")
        old = {path for path in read_tree(site / "public") if not path.startswith(kinds)}
        said.append({reason for path, reason in report.reasons if path in old and path.endswith(("html", "htm"))})
        fresh = tmp_path / f"fresh-{step}"
        shutil.copytree(site / "content", fresh / "content")
        run(fresh)
        assert read_tree(site / "public") == read_tree(fresh / "public")
    assert said == [
        {"new", "content/papers/one.md changed"},
        {"content/papers/one.md changed"},
        set(),
        set(),
        {"new"},
        {"new"},
        {"the settings, the theme or the program changed"},
    ]
    (site / "public/we.htm").write_text("mine")
    assert run(site).reasons == [("we.htm", "its file was changed or removed")]


def test_after_an_edit_of_a_text_no_paper_is_decoded_for_its_old_addresses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[str] = []
    original = catalog.CachedPaper.read
    counts = []
    for name, keys in (("without", ""), ("with", "redirect_from: /old/{}/\n")):
        papers = {f"content/papers/p{n}.md": compose(f"P{n}", keys.replace("{}", str(n))) for n in range(40)}
        site = write_site(tmp_path / name, make_papers(30), 'exports = ["feeds"]\n', **papers)
        run(site)
        settle(site)
        run(site)
        entry = site / "content/papers/p7.md"
        entry.write_text(entry.read_text("utf-8").replace("Text.", "Texts."), "utf-8")
        with monkeypatch.context() as patched:
            patched.setattr(
                catalog.CachedPaper, "read", lambda cached: (decoded.append(cached.id), original(cached))[1]
            )
            run(site)
        counts.append(len(decoded))
        decoded.clear()
    assert counts[0] == counts[1] < 70


@pytest.mark.parametrize("case", CASES["taken"], ids=lambda case: case["said"].partition(";")[0])
def test_an_old_address_that_is_somebody_else_s_is_told_at_its_line(tmp_path: Path, case: dict[str, str]) -> None:
    files = {
        "content/papers/one.md": compose("One"),
        "content/papers/two.md": compose("Two", f"redirect_from:\n  - {case['address']}\n"),
    }
    if "file" in case:
        files[case["file"]] = case["text"]
    site = write_site(tmp_path / "site", [], **files)
    with pytest.raises(UserError) as caught:
        run(site)
    for diagnostics in (caught.value.diagnostics, check_site(site).diagnostics):
        (found,) = [d for d in diagnostics if d.severity == "error"]
        assert describe(found) == f"content/papers/two.md:7:5: error: {case['said']} [address-taken]"


def test_an_old_address_is_found_in_its_file_however_it_is_written(tmp_path: Path) -> None:
    toml = "+++\ntitle = 'Two'\nauthors = ['Ada Lovelace']\naliases = [\n  '/x/', '/papers/%6fne/',\n]\n+++\n"
    site = write_site(tmp_path / "site", [], **{"content/papers/one.md": compose("One"), "content/papers/two.md": toml})
    (found,) = [d for d in check_site(site).diagnostics if d.code == "address-taken"]
    assert (found.location.line, found.location.column) == (4, 1)
