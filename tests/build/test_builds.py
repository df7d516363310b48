"""What holds of every build: same bytes by every way, no work that isn't needed, whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from small_sites import make_papers, read_tree, settle, write_paper, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions, Report
from site_builder.catalog import catalog, related
from site_builder.content import paper_cache
from site_builder.diagnostics import UserError
from site_builder.model import Authorship, Paper
from site_builder.pages.page_kind import PageKind
from site_builder.pages.renderer import Renderer
from site_builder.storage import output_dir
from site_builder.storage.output_dir import OutputTransaction
from site_builder.theming.templates.compiler import Templates

if TYPE_CHECKING:
    from pathlib import Path


def run(site: Path, out: Path | None = None, *, jobs: int | None = 1, search: bool = False) -> Report:
    return build(BuildOptions(site_dir=site, out=out or site / "public", jobs=jobs, search=search))


def write_lab(folder: Path, papers: int = 60) -> Path:
    return write_site(
        folder,
        make_papers(papers),
        "per_page = 10\nowner = 'Ada Lovelace'\n",
        **{
            "content/authors/ada.md": "---\nname: Ada Lovelace\naliases: [A. Lovelace]\n---\nCounts.\n",
            "content/pages/about.md": "---\ntitle: About\n---\nA page.\n",
            "content/pages/home.md": "Welcome.\n",
            "content/static/files/paper.pdf": "%PDF-1.4",
        },
    )


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The templates of the site as an earlier build compiled them, which is a third of a small site's first build."""
    site = write_lab(tmp_path_factory.mktemp("compiled") / "site", 12)
    run(site)
    return site / ".cache" / "templates"


@pytest.fixture
def site(tmp_path: Path, compiled: Path) -> Path:
    folder = write_lab(tmp_path / "site")
    settle(folder)
    shutil.copytree(compiled, folder / ".cache" / "templates")
    return folder


def touch_up(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_one_process_several_and_a_foreign_executor_make_the_same_bytes(site: Path, tmp_path: Path) -> None:
    run(site, tmp_path / "one")
    shutil.rmtree(site / ".cache")
    run(site, tmp_path / "two", jobs=2)
    shutil.rmtree(site / ".cache")
    run(site, tmp_path / "five", jobs=5)
    shutil.rmtree(site / ".cache")
    with ThreadPoolExecutor(1) as executor:
        build(BuildOptions(site_dir=site, out=tmp_path / "three", search=False), executor)
    trees = [read_tree(tmp_path / name) for name in ("one", "two", "three", "five")]
    assert all(tree == trees[0] for tree in trees)


def test_a_second_build_reads_renders_and_writes_nothing(site: Path) -> None:
    run(site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    report = run(site)
    assert (report.rendered, report.written, report.removed) == (0, 0, 0)
    assert set(report.seconds) == {"check"}
    after = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert after == before


class Work:
    """Counts calls of what a build should do rarely."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.counts: Counter[str] = Counter()
        self.watch(monkeypatch, paper_cache, "parse_and_typeset", "entries understood")
        self.watch(monkeypatch, paper_cache, "typeset_prose", "abstracts set")
        self.watch(monkeypatch, catalog, "make_catalog", "catalogs made")
        self.watch(monkeypatch, catalog.CachedPaper, "read", "entries decoded")
        self.watch(monkeypatch, related, "relate", "papers related")
        self.watch(monkeypatch, related, "make_index", "titles indexed")
        self.watch(monkeypatch, PageKind, "digest_inputs", "pages compared")
        self.watch(monkeypatch, Renderer, "render", "pages rendered")
        self.watch(monkeypatch, Templates, "_translate", "templates compiled")
        self.watch(monkeypatch, OutputTransaction, "_write", "files written")

    def watch(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, label: str) -> None:
        original = getattr(owner, name)

        def count(*arguments: Any, **named: Any) -> Any:
            self.counts[label] += 1
            return original(*arguments, **named)

        monkeypatch.setattr(owner, name, count)


def test_a_changed_abstract_is_little_work(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry is understood, only pages that show its text are looked at and rendered, and what the last build has
    worked out (who is who, what is related, compiled templates) is taken from there. The site isn't written as JSON, in
    which all papers stand in one file."""
    with (site / "content/site.toml").open("a", encoding="utf-8") as settings:
        settings.write('exports = ["papers", "lists", "feeds", "coins"]\n')
    run(site)
    settle(site)
    run(site)
    touch_up(site / "content/papers/paper-0005.md", "We study", "We now study")
    work = Work(monkeypatch)
    report = run(site)
    assert work.counts["entries understood"] == work.counts["abstracts set"] == 1
    assert work.counts["pages rendered"] == report.rendered <= 4
    assert work.counts["pages compared"] == report.rendered  # others needn't be looked at
    feeds = 2 * 3  # of the site, of the paper's category and of its venue
    assert work.counts["files written"] <= report.rendered + feeds
    assert work.counts["entries decoded"] <= 50
    for idle in ("catalogs made", "papers related", "titles indexed", "templates compiled"):
        assert work.counts[idle] == 0, idle


def test_what_a_crash_left_is_put_right_before_anybody_looks(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build is killed when it has begun to change the folder, and its edit is taken back: the next build must not
    take the pages that the first one finishes for those of before."""
    run(site)
    whole = read_tree(site / "public")
    entry = site / "content/papers/paper-0005.md"
    touch_up(entry, "We study", "We now study")
    with monkeypatch.context() as patched:
        patched.setattr(output_dir, "_carry_out", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(site)
    touch_up(entry, "We now study", "We study")
    run(site)
    assert read_tree(site / "public") == whole


def test_a_changed_title_makes_the_catalog_again_and_compiles_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(site)
    touch_up(site / "content/papers/paper-0005.md", "title: '", "title: 'Very ")
    work = Work(monkeypatch)
    report = run(site)
    assert work.counts["entries understood"] == work.counts["catalogs made"] == work.counts["titles indexed"] == 1
    assert work.counts["templates compiled"] == 0
    assert work.counts["pages rendered"] == report.rendered < report.files / 2


@pytest.mark.parametrize("theme", ["default", "compact", "proceedings"])
def test_pages_of_a_bundled_theme_need_no_jinja_once_its_templates_are_compiled(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    touch_up(site / "content/site.toml", "per_page", f'theme = "{theme}"\nper_page')
    files = run(site).files
    monkeypatch.setattr(Renderer, "_open_environment", lambda _: pytest.fail("Jinja2 was asked for"))
    assert run(site, tmp_path / "elsewhere").written == files


def test_a_changed_setting_reads_no_entry(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(site)
    touch_up(site / "content/site.toml", "A Lab", "Another Lab")
    work = Work(monkeypatch)
    run(site)
    assert work.counts["entries understood"] == work.counts["catalogs made"] == 0


def test_an_edit_beside_an_abstract_is_not_overlooked(site: Path, tmp_path: Path) -> None:
    """Two kinds of change at once: what is known of the one must not hide the other."""
    run(site)
    touch_up(site / "content/papers/paper-0005.md", "We study", "We now study")
    touch_up(site / "content/pages/about.md", "A page.", "One page.")
    (site / "public/authors/ada/index.html").write_text("broken")
    (site / "content/static/new.txt").write_text("new")
    run(site)
    shutil.copytree(site / "content", tmp_path / "fresh" / "content")
    run(tmp_path / "fresh")
    assert read_tree(site / "public") == read_tree(tmp_path / "fresh" / "public")


def test_without_the_cache_nothing_is_written_anew(site: Path) -> None:
    run(site)
    shutil.rmtree(site / ".cache")
    report = run(site)
    assert report.rendered > 0
    assert report.written == 0


def test_a_changed_abstract_renders_its_page_and_the_lists_that_show_it(site: Path) -> None:
    run(site)
    touch_up(site / "content/papers/paper-0005.md", "We study", "We now study")
    report = run(site)
    pages = [path for path, _ in report.reasons if path.endswith(".html")]
    kinds = sorted(path.split("/")[0] for path in pages)
    assert set(kinds) <= {"papers", "page", "categories", "index.html"}
    assert kinds.count("papers") == 1
    assert report.rendered <= 4
    assert {reason for path, reason in report.reasons if path in pages} == {"the body text of paper-0005 changed"}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/papers/paper-0005.md", "We study", "We doubt"),
        ("content/papers/paper-0007.md", "title: '", "title: 'Very "),
        ("content/papers/paper-0008.md", "---\ntitle", "---\nfeatured: true\ntitle"),
        ("content/site.toml", "A Lab", "Another Lab"),
        ("content/site.toml", "per_page = 10", "per_page = 7"),
        ("content/authors/ada.md", "Counts.", "Programs."),
        ("content/authors/ada.md", "aliases:", "photo: files/ada.jpg\naliases:"),
        ("content/authors/ada.md", "A. Lovelace", "Grace Hopper"),
        ("content/pages/about.md", "A page.", "One page."),
        ("content/pages/about.md", "About", "Contact"),
    ],
)
def test_a_build_from_the_cache_is_a_build_from_nothing(
    site: Path, tmp_path: Path, path: str, old: str, new: str
) -> None:
    run(site)
    touch_up(site / path, old, new)
    run(site)
    shutil.copytree(site / "content", tmp_path / "fresh" / "content")
    run(tmp_path / "fresh")
    assert read_tree(site / "public") == read_tree(tmp_path / "fresh" / "public")


def test_many_random_changes_leave_no_stale_page(site: Path, tmp_path: Path, compiled: Path) -> None:
    """Papers come, go and change; after each change the site is as one built from nothing but compiled templates."""
    run(site)
    for step, paper in enumerate(make_papers(12, seed=99)):
        number = (step * 7) % 70
        changed = msgspec.structs.replace(paper, id=f"paper-{number:04}")
        if step % 4 == 3:
            (site / f"content/papers/paper-{number:04}.md").unlink(missing_ok=True)
        else:
            write_paper(site, changed)
        run(site)
        fresh = tmp_path / f"fresh-{step}"
        shutil.copytree(site / "content", fresh / "content")
        shutil.copytree(compiled, fresh / ".cache" / "templates")
        run(fresh)
        assert read_tree(site / "public") == read_tree(fresh / "public"), f"after step {step}"


def test_a_removed_paper_takes_its_pages_along_and_nothing_else(site: Path) -> None:
    run(site)
    (site / "public" / "CNAME").write_text("papers.example.org")
    (site / "content/papers/paper-0001.md").unlink()
    run(site)
    assert not (site / "public/papers/paper-0001").exists()
    assert (site / "public" / "CNAME").read_text() == "papers.example.org"


def test_a_damaged_output_file_is_made_anew(site: Path) -> None:
    run(site)
    whole = read_tree(site / "public")
    (site / "public/papers/paper-0001/index.html").write_text("broken")
    (site / "public/feed.xml").unlink()
    run(site)
    assert read_tree(site / "public") == whole


def test_a_fault_in_the_content_leaves_the_old_site_as_it_was(site: Path) -> None:
    run(site)
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")}
    (site / "content/papers/broken.md").write_text("---\ntitle: [\n---\n")
    with pytest.raises(UserError) as fault:
        run(site)
    assert any(d.location.path == "content/papers/broken.md" and d.location.line for d in fault.value.diagnostics)
    assert {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*")} == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_in_a_template_leaves_the_old_site_as_it_was(site: Path, jobs: int) -> None:
    run(site)
    before = read_tree(site / "public")
    theme = site / "themes" / "default"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "default"\nextends = "default"\n')
    (theme / "templates" / "author.html").write_text("{{ page.nothing }}")
    with pytest.raises(UserError) as fault:
        run(site, jobs=jobs)
    (diagnostic,) = fault.value.diagnostics
    assert diagnostic.location.path.endswith("author.html")
    assert diagnostic.location.line == 1
    assert read_tree(site / "public") == before


def test_two_outputs_on_one_address_are_a_fault_that_names_both(site: Path) -> None:
    (site / "content/static/papers/paper-0001").mkdir(parents=True)
    (site / "content/static/papers/paper-0001/index.html").write_text("mine")
    with pytest.raises(
        UserError, match=r"content/static/papers/paper-0001/index\.html and content/papers/paper-0001\.md"
    ):
        run(site)


def test_a_nojekyll_of_the_sites_own_is_in_nobodys_way(site: Path) -> None:
    (site / "content/static/.nojekyll").touch()
    run(site)
    assert (site / "public/.nojekyll").exists()


def test_all_faults_of_a_site_are_told_at_once(site: Path) -> None:
    for name in ("one", "two"):
        (site / f"content/papers/{name}.md").write_text("---\ntitle: [\n---\n")
    with pytest.raises(UserError) as fault:
        run(site)
    assert {d.location.path for d in fault.value.diagnostics} >= {"content/papers/one.md", "content/papers/two.md"}


def test_a_file_that_took_another_s_place_is_copied_though_size_and_time_are_the_same(site: Path) -> None:
    """As with ``cp --preserve``, or by a program that sets a picture's time to when it was taken."""
    file = site / "content/static/files/paper.pdf"
    run(site)
    before = file.stat()
    file.write_text("%PDF-1.5")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    run(site)
    assert (site / "public/files/paper.pdf").read_text() == "%PDF-1.5"


def test_a_draft_has_no_page(site: Path) -> None:
    touch_up(site / "content/papers/paper-0002.md", "---\ntitle", "---\ndraft: true\ntitle")
    run(site)
    assert not (site / "public/papers/paper-0002").exists()


def test_a_reason_follows_what_has_become_common(tmp_path: Path) -> None:
    """A word of a title says something only while few titles have it."""
    rare = [Paper(id=f"p{n}", title=f"Zebra Quokka Number{n}", authors=(Authorship(f"A B{n}"),)) for n in range(6)]
    others = [Paper(id=f"o{n}", title=f"Other{n}", authors=(Authorship(f"C D{n}"),)) for n in range(20)]
    site = write_site(tmp_path / "site", [*rare, *others])
    run(site)
    write_paper(site, Paper(id="p9", title="Zebra Alone", authors=(Authorship("E F"),)))
    run(site)
    shutil.copytree(site / "content", tmp_path / "fresh" / "content")
    run(tmp_path / "fresh")
    assert read_tree(site / "public") == read_tree(tmp_path / "fresh" / "public")
