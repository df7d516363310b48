"""The team's page: who is on it, in which group and order, and what is said of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from small_sites import write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.model import Authorship, Paper

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Kurt Adler", "Ada Lovelace", "Grace Hopper", "Emmy Berg")
PAPER = Paper(id="one", title="On Counting", authors=tuple(map(Authorship, NAMES)))


def run(folder: Path, settings: str = "", **texts: str) -> dict[str, str]:
    """Build a site with people and texts, which are named by their paths below ``content/`` without an ending."""
    files = {f"content/{path}.md": text for path, text in texts.items()}
    site = write_site(folder / "site", [PAPER], settings, **files)
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    return {
        path.relative_to(site / "public").as_posix(): path.read_text("utf-8")
        for path in (site / "public").rglob("*.html")
    }


def write_person(name: str, *lines: str, text: str = "") -> str:
    return "\n".join(["---", f"name: {name}", *lines, "---", text, ""])


def list_groups(page: str) -> dict[str, list[str]]:
    """Return the names in each group of the team's page."""
    return {
        section.partition("</h2>")[0]: re.findall(r'class="member" href="[^"]+">([^<]+)', section)
        for section in page.split("<h2>")[1:]
    }


def test_members_stand_in_the_groups_of_the_settings_in_their_order(tmp_path: Path) -> None:
    settings = (
        "members = ['grace']\n"
        "roles = ['Principal investigators', 'Postdocs', {heading = 'Students', roles = ['PhD student', 'intern']}]\n"
    )
    people = {
        "authors/kurt": write_person("Kurt Adler", "role: Intern", "member: true"),
        "authors/ada": write_person("Ada Lovelace", "role: Senior postdoc", "member: true"),
        "authors/grace": write_person("Grace Hopper", "role: PhD Student", "member: true"),
        "authors/emmy": write_person("Emmy Berg", "role: principal investigator", "member: true"),
        "authors/otto": write_person("Otto Guest", "role: Gardener", "member: true"),
        "authors/lea": write_person("Lea Stranger", "role: Postdoc"),
    }
    page = run(tmp_path, settings, **people)["team/index.html"]
    assert list_groups(page) == {
        "Principal investigators": ["Emmy Berg"],
        "Postdocs": ["Ada Lovelace"],
        "Students": ["Grace Hopper", "Kurt Adler"],
        "Gardener": ["Otto Guest"],
    }
    assert "<bdi>Senior postdoc</bdi> · 1 paper" in page
    assert "<bdi>Gardener" not in page
    assert "5 people" in page


def test_without_groups_in_the_settings_roles_are_those_that_labs_have(tmp_path: Path) -> None:
    roles = {
        "Kurt Adler": "Assistant Professor of Biology",
        "Ada Lovelace": "PhD student of Professor Adler",
        "Grace Hopper": "博士研究員",
        "Emmy Berg": "Visiting student",
        "Otto Guest": "Research engineer",
        "Lea Guest": "Doktorandin",
        "Max Guest": "Juggler",
        "Ida Guest": "",
    }
    people = {
        f"authors/p{n}": write_person(name, f"role: '{role}'", "member: true")
        for n, (name, role) in enumerate(roles.items())
    }
    assert list_groups(run(tmp_path, **people)["team/index.html"]) == {
        "Leads": ["Kurt Adler"],
        "Postdocs": ["Grace Hopper"],
        "PhD students": ["Lea Guest", "Ada Lovelace"],
        "Students": ["Emmy Berg"],
        "Staff": ["Otto Guest"],
        "Juggler": ["Max Guest"],
        "Members": ["Ida Guest"],
    }


def test_who_has_left_is_folded_at_the_end_with_what_came_after(tmp_path: Path) -> None:
    page = run(
        tmp_path,
        **{
            "authors/ada": write_person("Ada Lovelace", "role: PhD 2026", "alumni: true", "now: analyst, London"),
            "authors/grace": write_person("Grace Hopper", "role: Alumna", "member: true"),
            "authors/emmy": write_person("Emmy Berg", "role: Professor", "member: true"),
        },
    )["team/index.html"]
    assert list(list_groups(page).values()) == [["Emmy Berg"], ["Grace Hopper", "Ada Lovelace"]]
    folded = page[page.index("<details>\n<summary>2 people") : page.index("</details>", page.index('id="alumni"'))]
    assert "<bdi>PhD 2026</bdi> · <bdi>now analyst, London</bdi>" in folded
    assert "Alumna" not in folded


def test_a_head_of_the_team_has_a_sentence(tmp_path: Path) -> None:
    page = run(
        tmp_path,
        **{
            "authors/ada": write_person(
                "Ada Lovelace", "role: Professor", "member: true", text="Dr. *Ada* counts. Yes."
            ),
            "authors/emmy": write_person("Emmy Berg", "role: Director", "member: true", "bio: Listens.", text="Much."),
            "authors/kurt": write_person("Kurt Adler", "role: Postdoc", "member: true", text="Nothing of me."),
        },
    )["team/index.html"]
    assert "<p>Dr. Ada counts. Yes.</p>" in page
    assert "<p>Listens.</p>" in page
    assert "Nothing of me" not in page


def test_members_without_files_make_a_team_and_an_owner_alone_makes_none(tmp_path: Path) -> None:
    files = run(tmp_path / "lab", "members = ['Grace Hopper', 'Ada Lovelace', 'Nobody']\n")
    assert list_groups(files["team/index.html"]) == {"Members": ["Grace Hopper", "Ada Lovelace"]}
    assert '<a href="/lab/team/">Team</a>' in files["index.html"]
    alone = run(tmp_path / "alone", "owner = 'Grace Hopper'\n")
    assert "team/index.html" not in alone
    assert "/team/" not in alone["index.html"]


def test_the_curators_words_open_the_page_and_name_it(tmp_path: Path) -> None:
    text = "# Our people\nWe have *two* open positions."
    files = run(tmp_path / "lab", "members = ['Grace Hopper']\n", **{"pages/team": text})
    assert "<em>two</em>" in files["team/index.html"]
    assert "<h1>Our people</h1>" in files["team/index.html"]
    assert '<a href="/lab/team/">Our people</a>' in files["index.html"]
    alone = run(tmp_path / "alone", **{"pages/team": text})
    assert "<em>two</em>" in alone["team/index.html"]
    assert 'class="page-page"' in alone["team/index.html"]


def test_a_persons_page_tells_interests_topics_and_all_coauthors(tmp_path: Path) -> None:
    crowd = tuple(Authorship(f"Co Worker{n}") for n in range(30))
    papers = [
        Paper(id="one", title="On Counting", authors=(Authorship("Ada Lovelace"), *crowd), tags=("engines", "looms")),
        Paper(id="two", title="On Adding", authors=(Authorship("Ada Lovelace"), *crowd[:1]), tags=("engines",)),
    ]
    person = write_person("Ada Lovelace", "interests: [engines, poetry]", "role: PhD 1843", "now: at home")
    settings = "repository = 'https://codeberg.org/lab/papers'\n"
    site = write_site(tmp_path / "site", papers, settings, **{"content/authors/ada.md": person})
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    page = (site / "public/authors/ada/index.html").read_text("utf-8")
    assert "Interests: engines, poetry" in page
    assert "now at home" in page
    assert 'href="https://codeberg.org/lab/papers/_edit/main/content/authors/ada.md"' in page
    rail = page[page.index('class="rail"') :]
    named = re.findall(r">(Co Worker\d+)</a> <i>(\d+)</i>", rail)
    assert named[0] == ("Co Worker0", "2")
    assert len(named) == len(dict.fromkeys(named)) == 30
    assert rail.index("18 more") > rail.index(named[11][0])
    topics = re.findall(r'<a href="/lab/tags/([^/]+)/">[^<]+</a> <i>(\d)</i>', rail)
    assert topics == [("engines", "2"), ("looms", "1")]


def test_a_long_index_of_authors_has_a_file_of_all_names(tmp_path: Path) -> None:
    crowd = tuple(Authorship(f"Co Worker{n}") for n in range(301))
    site = write_site(tmp_path / "site", [Paper(id="one", title="On Counting", authors=crowd)])
    build(BuildOptions(site_dir=site, out=site / "public", jobs=1, search=False))
    page = (site / "public/authors/index.html").read_text("utf-8")
    assert 'data-names="/lab/authors/names.json"' in page
    names = (site / "public/authors/names.json").read_text("utf-8")
    assert '["Co Worker300","/lab/authors/co-worker300/",1]' in names
