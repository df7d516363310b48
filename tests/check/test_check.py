"""What `check` finds: all that would stop a build, links within the site that lead nowhere, files that nobody reads."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_sites import make_papers, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.check import links
from site_builder.check.checker import check_site
from site_builder.check.unread_files import find_unread_files
from site_builder.diagnostics import UserError

if TYPE_CHECKING:
    from site_builder.diagnostics import Diagnostic

CASES = Path(__file__).parents[1] / "cases" / "check"
LINKS = tomllib.loads((CASES / "links.toml").read_text("utf-8"))
UNREAD_FILES = tomllib.loads((CASES / "unread_files.toml").read_text("utf-8"))
OWN_THEME = 'name = "default"\nextends = "default"\n'
BASES = ("", "https://lab.example/", "https://lab.example/lab/")


@pytest.fixture(scope="module")
def linked_sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site that `links.toml` describes at each of the addresses, looked through once, templates compiled."""
    pages = ("pages/about.md", "static/files/paper.pdf", "static/files/läufe 1.png", "static/figure.svg")
    files = {
        **{f"content/papers/{name}.md": compose(name) for name in ("one", "käse", "all-we-know")},
        **dict.fromkeys((f"content/{name}" for name in pages), "Text"),
        "content/static/slides/index.html": "<p>Slides",
    }
    sites = {}
    for base in BASES:
        sites[base] = write_site(tmp_path_factory.mktemp("linked") / "site", [], f'base_url = "{base}"\n', **files)
        assert not find(sites[base], "link-nowhere")
    return sites


def compose(title: str, keys: str = "", notes: str = "") -> str:
    head = f"title: {title}\nauthors: [Ada Lovelace]\ndate: 2025-03\ncategories: [cs.CL]\n{keys}"
    return f"---\n{head}---\nAbout {title}.\n\n## Notes\n{notes}\n"


def find(site: Path, code: str) -> list[Diagnostic]:
    return [diagnostic for diagnostic in check_site(site).diagnostics if diagnostic.code == code]


@pytest.mark.parametrize("base", BASES)
def test_links_that_lead_somewhere_are_left_alone(linked_sites: dict[str, Path], tmp_path: Path, base: str) -> None:
    site = shutil.copytree(linked_sites[base], tmp_path / "site")
    everywhere = "\n".join(f"[a](<{link}>), ![b](<{link}>)" for link in LINKS["right"])
    keys = "links:\n" + "".join(f"  - {{label: a, url: '{link}'}}\n" for link in LINKS["right"] if link[0] == "/")
    own = "\n".join(f"[a](<{link}>)" for link in LINKS["right_from_the_page"])
    texts = {
        "papers/one.md": compose("One", f"pdf: /files/paper.pdf\ncode: figure.svg\n{keys}", f"{everywhere}\n{own}"),
        "authors/ada-lovelace.md": f"---\nname: Ada Lovelace\nphoto: figure.svg\n{keys}---\n{everywhere}",
        "pages/home.md": f"{everywhere}\n[a](about/) [a](figure.svg)",
        "pages/about.md": f"---\ntitle: About\n---\n{everywhere}\n[a](../figure.svg) [a](../../)",
        "categories/cs.CL.md": f"---\ntitle: Language\n---\n{everywhere}",
        "site.toml": f'base_url = "{base}"\nicon = "/figure.svg"\nimage = "figure.svg"\n'
        '[links]\na = "/about/"\nb = "files/paper.pdf"\n',
    }
    for name, text in texts.items():
        path = site / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert find(site, "link-nowhere") == []


def test_what_a_text_says_of_links_is_none(tmp_path: Path) -> None:
    texts = ('{{< figure src="none.png" >}}', 'a tag <a href="none"> is shown', '<img src="none.svg">')
    papers = {
        f"content/papers/{n}.md": compose(f"Of {n}", notes=text).replace("About", f"{text} about")
        for n, text in enumerate(texts)
    }
    site = write_site(tmp_path, [], **papers, **{"content/pages/about.md": " ".join(texts)})
    assert find(site, "link-nowhere") == []


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(("link", "suggestion"), LINKS["wrong"].items(), ids=LINKS["wrong"])
def test_a_link_in_a_text_that_leads_nowhere_is_told_with_its_place(
    linked_sites: dict[str, Path], tmp_path: Path, base: str, link: str, suggestion: str
) -> None:
    site = shutil.copytree(linked_sites[base], tmp_path / "site")
    entry = site / "content/papers/one.md"
    entry.write_text(compose("One", notes=f"First `a`,\nthen [a link](<{link}>)."), "utf-8")
    (found,) = find(site, "link-nowhere")
    line = entry.read_text("utf-8").split("\n").index(f"then [a link](<{link}>).") + 1
    assert (found.location.path, found.location.line, found.location.column) == ("content/papers/one.md", line, 16)
    assert found.severity == "warning"
    assert found.suggestion == suggestion


@pytest.mark.parametrize("base", BASES)
def test_whole_addresses_of_the_site_s_own_are_looked_at_and_no_others(
    linked_sites: dict[str, Path], tmp_path: Path, base: str
) -> None:
    """In texts and under keys, with the address as it is written."""
    site = shutil.copytree(linked_sites[base], tmp_path / "site")
    whole = LINKS["whole"][base]
    keys = "links:\n" + "".join(f"  - {{label: a, url: '{link}'}}\n" for link in whole)
    (site / "content/papers/one.md").write_text(compose("One", keys), "utf-8")
    (site / "content/pages/about.md").write_text("".join(f"[a](<{link}>)\n" for link in whole), "utf-8")
    said = {(f"'{link}'", suggestion) for link, suggestion in whole.items() if suggestion}
    found = find(site, "link-nowhere")
    assert {(re.findall("'http.*?'", d.message)[0], d.suggestion) for d in found} == said
    assert len(found) == 2 * len(said)
    assert all(d.location.line for d in found)


def test_of_thousands_of_links_into_pages_a_thousand_pages_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "_MOST_PAGES_READ", 5)
    files = {f"content/papers/p{n}.md": compose(f"P{n}", notes="[a](#x) [b](#cite)") for n in range(9)}
    site = write_site(tmp_path / "site", [], **files)
    assert len(find(site, "link-nowhere")) == 5


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(("link", "suggestion"), LINKS["wrong_under_keys"].items(), ids=[*LINKS["wrong_under_keys"]])
def test_an_address_under_a_key_that_leads_nowhere_is_told_with_its_place(
    linked_sites: dict[str, Path], tmp_path: Path, base: str, link: str, suggestion: str
) -> None:
    site = shutil.copytree(linked_sites[base], tmp_path / "site")
    texts = {
        "papers/one.md": compose("One", f"pdf: {link}\n"),
        "papers/käse.md": compose("Käse", f"image: {link}\nimage_alt: x\n"),
        "papers/all-we-know.md": compose("All", f"links:\n  - {{label: x, url: '{link}'}}\n"),
        "authors/ada-lovelace.md": f"---\nname: Ada Lovelace\nphoto: {link}\n---\n",
        "site.toml": f'base_url = "{base}"\nlogo = "{link}"\nlinks = [{{label = "a", url = "{link}"}}]\n',
    }
    if link.startswith("../"):
        del texts["site.toml"]  # refused there already
    (site / "content/authors").mkdir()
    for name, text in texts.items():
        (site / "content" / name).write_text(text, "utf-8")
    found = find(site, "link-nowhere")
    assert [d.suggestion for d in found] == [suggestion] * len(texts)
    for diagnostic in found:
        text = texts[diagnostic.location.path.removeprefix("content/")].split("\n")
        assert text[diagnostic.location.line - 1][diagnostic.location.column - 1 :].startswith(link)


def test_thousands_of_links_that_lead_nowhere_are_told_in_time(tmp_path: Path) -> None:
    """Each is told; guessing what was meant is for the first few."""
    files = {f"content/papers/p{n}.md": compose(f"P{n}", f"pdf: files/p{n}x.pdf\n") for n in range(1000)}
    site = write_site(tmp_path / "site", [], **files)
    assert len(find(site, "link-nowhere")) == 1000


@pytest.mark.parametrize("case", UNREAD_FILES.values(), ids=UNREAD_FILES.keys())
def test_a_file_that_nobody_reads_is_told_with_what_to_do(tmp_path: Path, case: dict[str, str]) -> None:
    site = write_site(tmp_path / "site", make_papers(1), **{case["file"]: "x"})
    found = [f"{d.location}: {d.severity}: {d.message}; {d.suggestion}" for d in find_unread_files(site)]
    assert found == ([case["said"]] if "said" in case else [])


#: Files in the place of something of the site's.
TAKEN = (
    "content/static/papers/one/index.html",
    "content/static/index.html",
    "content/static/feed.xml",
    "content/static/papers.bib",
    "content/static/assets/style.css",
    "content/static/search/index.html",
    "content/static/papers",
    "content/static/feed.xml/a.txt",
    "content/static/pagefind/x.js",
    "content/pages/feed.xml.md",
    "content/pages/search.md",
    "themes/default/static/options.css",
)


@pytest.mark.parametrize("taken", TAKEN)
def test_check_finds_every_collision_that_a_build_refuses(
    linked_sites: dict[str, Path], tmp_path: Path, taken: str
) -> None:
    site = shutil.copytree(linked_sites["https://lab.example/"], tmp_path / "site")
    files = {taken: "Mine", **({"themes/default/theme.toml": OWN_THEME} if taken.startswith("themes/") else {})}
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        build(BuildOptions(site_dir=site, out=site / "public", search=False))
    for diagnostics in (caught.value.diagnostics, check_site(site).diagnostics):
        (found,) = [d for d in diagnostics if d.severity == "error"]
        assert found.code == "address-taken"
        assert found.location.path == (taken if taken.startswith("content/") else "")
        assert re.match("rename|give the f", found.suggestion)


@pytest.mark.parametrize(
    "template", ["base.html", "paper.html", "_card.html", "404.html", "options.css", "_footer.html"]
)
def test_check_finds_a_template_that_a_build_refuses(tmp_path: Path, template: str) -> None:
    theme = {
        "themes/default/theme.toml": OWN_THEME,
        f"themes/default/templates/{template}": "one\n{% if %}",
    }
    site = write_site(tmp_path / "site", make_papers(3), **theme)
    (found,) = [d for d in check_site(site).diagnostics if d.severity == "error"]
    assert found.code == "theme-template"
    assert re.search(rf"themes/default/templates/{template}:2$", str(found.location))


def compose_person(name: str, keys: str = "") -> str:
    return f"---\nname: {name}\n{keys}---\n"


def find_people(site: Path) -> list[tuple[str, str]]:
    """Return what is said of people, with where."""
    found = [d for d in check_site(site).diagnostics if d.code.startswith("person-")]
    return [(str(d.location), f"{d.severity}: {d.message}; {d.suggestion}") for d in found]


def test_an_author_written_as_the_person_s_file_is_called_is_told_with_the_name_to_write(tmp_path: Path) -> None:
    paper = compose("One").replace("Ada Lovelace", "admin")
    person = {"content/papers/one.md": paper, "content/authors/admin.md": compose_person("Ada Lovelace")}
    message = "warning: 'admin' is no name of Ada Lovelace, only of the file content/authors/admin.md (1 paper)"
    assert find_people(write_site(tmp_path, [], **person)) == [
        ("content/papers/one.md:3:11", f"{message}; write 'Ada Lovelace' in the papers' authors")
    ]


def test_a_printed_name_that_only_looks_like_the_person_s_file_is_asked_about(tmp_path: Path) -> None:
    person = {
        "content/papers/one.md": compose("One"),
        "content/authors/ada-lovelace.md": compose_person("Augusta Ada King"),
    }
    ((place, said),) = find_people(write_site(tmp_path, [], **person))
    assert place == "content/papers/one.md:3:11"
    assert said.endswith("; add 'aliases: [Ada Lovelace]' to that file if that is who it is")


def test_somebody_without_papers_is_told_of_a_similar_author_but_never_of_people_with_files(tmp_path: Path) -> None:
    files = {
        "content/papers/one.md": compose("One").replace("Ada Lovelace", "Ada Lovelace, Ada Lovlace"),
        "content/authors/ada.md": compose_person("Ada Lovelace"),
        "content/authors/ada-2.md": compose_person("Adah Lovelace"),
        "content/authors/kurt.md": compose_person("Kurt Gödel"),
    }
    assert find_people(write_site(tmp_path, [], **files)) == [
        (
            "content/authors/ada-2.md",
            "hint: no paper is by Adah Lovelace; add 'aliases: [Ada Lovlace]' if that is who it is",
        ),
        ("content/authors/kurt.md", "hint: no paper is by Kurt Gödel; add aliases"),
    ]


def test_people_of_one_name_are_told_once_and_not_as_people_without_papers(tmp_path: Path) -> None:
    files = {f"content/authors/ada-{n}.md": compose_person("Ada Lovelace") for n in (1, 2)}
    paper = compose("One").replace("[Ada Lovelace]", "\n- Kurt Gödel\n- Ada Lovelace")
    site = write_site(tmp_path, [], **files, **{"content/papers/one.md": paper})
    ((place, said),) = find_people(site)
    assert place == "content/papers/one.md:5:3"
    assert said.startswith("warning: 'Ada Lovelace' may be ada-1 or ada-2 (1 paper); write {name: ")


def test_two_files_of_one_orcid_are_told(tmp_path: Path) -> None:
    orcid = "orcid: 0000-0002-1825-0097\n"
    files = {
        "content/papers/one.md": compose("One").replace("Ada Lovelace", "Ada Lovelace, Augusta King"),
        "content/authors/ada.md": compose_person("Ada Lovelace", orcid),
        "content/authors/king.md": compose_person("Augusta King", orcid),
    }
    ((place, said),) = find_people(write_site(tmp_path, [], **files))
    assert place == "content/authors/king.md"
    assert said.startswith("warning: this person has the same ORCID iD as content/authors/ada.md; make one file of ")


@pytest.mark.parametrize(
    ("line", "code", "suggestion"),
    [
        ("<<<<<<< ours", "file-conflict", "keep those of both sides"),
        ("not a record", "import-record", "restore the line"),
    ],
)
def test_what_imports_remember_is_looked_at_before_the_next_import_needs_it(
    tmp_path: Path, line: str, code: str, suggestion: str
) -> None:
    site = write_site(tmp_path / "site", [], **{"content/listings/imported.jsonl": f"{line}\n"})
    (found,) = find(site, code)
    assert str(found.location) == "content/listings/imported.jsonl:1:1"
    assert suggestion in found.suggestion


def test_proofreading_tells_of_files_that_nobody_reads(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", make_papers(1), **{"content/papers/old/one.md": "x"})
    (found,) = find(site, "file-unread")
    assert found.location.path == "content/papers/old"


@pytest.mark.parametrize(
    ("keys", "code", "place"),
    [
        ("review: 'the names'\n", "entry-review", "two.md:6:1"),
        ("arxiv: 2503.04412\n", "entry-repeated", "two.md:6:1"),
        ("eprint: 2503.04412\n", "entry-repeated", "two.md:6:1"),
        ("hugoblox:\n  ids:\n    doi: 10.1000/182\n", "entry-repeated", "two.md:8:5"),
        ("links: [{url: 'https://doi.org/10.1000/182', type: doi}]\n", "entry-repeated", "two.md:2:1"),
    ],
)
def test_what_is_found_out_beside_other_papers_stands_at_its_key(
    tmp_path: Path, keys: str, code: str, place: str
) -> None:
    papers = {
        "content/papers/one.md": compose("One", "arxiv: 2503.04412\ndoi: 10.1000/182\n"),
        "content/papers/two.md": compose("Two", keys).replace("date: 2025-03", "date: 2025-02"),
    }
    (found,) = find(write_site(tmp_path / "site", [], **papers), code)
    assert str(found.location) == f"content/papers/{place}"


IGNORING = '[check]\nignore = ["entry-neighbour-key", "entry-value"]\n'


def test_a_site_may_ignore_warnings_and_hints_but_no_error(tmp_path: Path) -> None:
    paper = compose("One", "author: [Kurt Gödel]\nscore: high\npublication_types: [article, book]\n")
    site = write_site(tmp_path / "site", [], **{"content/papers/one.md": paper})
    loud = check_site(site)
    assert loud.ignored == 0
    (site / "content/site.toml").write_text(IGNORING, "utf-8")
    quiet = check_site(site)
    assert [(d.code, d.severity) for d in quiet.diagnostics] == [("entry-value", "error")]
    assert quiet.ignored == len(loud.diagnostics) - 1 >= 3


def test_what_a_site_ignores_a_build_doesn_t_tell_and_no_page_is_made_again_for_it(tmp_path: Path) -> None:
    paper = compose("One", "author: [Kurt Gödel]\n")
    site = write_site(tmp_path / "site", [], **{"content/papers/one.md": paper})
    build_options = BuildOptions(site_dir=site, out=site / "public", search=False)
    assert [d.code for d in build(build_options).diagnostics] == ["entry-neighbour-key"]
    with (site / "content/site.toml").open("a", encoding="utf-8") as file:
        file.write(IGNORING)
    report = build(build_options)
    assert (report.current, report.rendered, report.diagnostics) == (False, 0, [])


def test_only_a_build_tells_that_it_doesn_t_know_its_address(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", [], 'base_url = ""\n', **{"content/papers/one.md": compose("One")})
    assert not find(site, "site-no-address")
    build_options = BuildOptions(site_dir=site, out=site / "public", search=False)
    assert [d.code for d in build(build_options).diagnostics] == ["site-no-address"]


@pytest.mark.parametrize(
    "name", ["papers/one.md", "authors/ada.md", "pages/about.md", "site.toml", "listings/imported.jsonl"]
)
def test_a_pipe_or_a_device_in_a_file_s_place_is_refused(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path / "site", [])
    for pipe in (True, False):
        path = site / "content" / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if pipe:
            os.mkfifo(path)
        else:
            path.symlink_to("/dev/zero")
        (found,) = find(site, "file-unreadable")
        assert (found.location.path, found.severity) == (f"content/{name}", "error")
        assert found.suggestion == "put a file in its place"
