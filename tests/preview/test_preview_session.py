"""What stands at an address while the site is being written, and what a saved file makes the preview do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from lab_site import compose_entry, read, read_prose, read_text, replace, start, write, write_site

from site_builder.diagnostics import UserError
from site_builder.preview.server import Change

if TYPE_CHECKING:
    from pathlib import Path

PAGES = Change(pages=True, files=("/assets/options.css",))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path)


def test_after_an_edit_of_an_abstract_one_entry_is_read_and_one_page_rendered(site: Path) -> None:
    session = start(site)
    read(session, "/papers/engines/")
    before = session.live.work.entries_read, session.live.work.catalogs_made, session.live.work.pages_rendered
    path = replace(site, "content/papers/engines.md", "On Analytical", "All about Analytical")
    session.refresh([path])
    assert "All about Analytical" in read(session, "/papers/engines/")
    read(session, "/papers/engines/")
    work = session.live.work
    assert (work.entries_read, work.catalogs_made, work.pages_rendered) == (before[0] + 1, before[1], before[2] + 1)


def test_starting_renders_nothing(site: Path) -> None:
    assert start(site).live.work.pages_rendered == 0


@pytest.mark.parametrize(
    "page", ["/papers/engines/", "/", "/authors/ada-lovelace/", "/categories/cs.CL/", "/years/2025/"]
)
def test_an_answer_is_never_older_than_the_entry_behind_it(site: Path, page: str) -> None:
    session = start(site)
    read(session, page)
    replace(site, "content/papers/engines.md", "'Analytical Engines'", "'Difference Engines'")
    assert "Difference Engines" in read(session, page)


def test_an_answer_is_never_older_than_the_settings(site: Path) -> None:
    session = start(site)
    replace(site, "content/site.toml", "The Lab", "Our Lab")
    assert "Our Lab" in read(session, "/")


def test_browsers_hear_of_a_change_that_a_request_has_seen_first(site: Path) -> None:
    session = start(site)
    path = replace(site, "content/papers/engines.md", "On Analytical", "All about Analytical")
    read(session, "/papers/engines/")
    assert session.refresh([path]) == PAGES
    assert session.refresh([path]) is None


def test_a_file_saved_without_a_change_is_no_news(site: Path) -> None:
    session = start(site)
    for name in ("content/papers/engines.md", "content/site.toml"):
        path = site / name
        path.write_bytes(path.read_bytes())
        assert session.refresh([path]) is None


def test_a_new_entry_a_removed_one_and_a_renamed_one_are_taken_in(site: Path) -> None:
    session = start(site)
    new = write(site, "content/papers/nets.md", compose_entry("Nets"))
    assert session.refresh([new]) == PAGES
    assert "Nets" in read(session, "/")
    renamed = new.rename(new.with_name("meshes.md"))
    session.refresh([new, renamed])
    assert session.respond("/papers/nets/").status == 404
    assert "Nets" in read(session, "/papers/meshes/")
    renamed.unlink()
    session.refresh([renamed])
    assert "Nets" not in read(session, "/")


def test_a_new_entry_and_a_removed_one_are_seen_when_their_page_is_asked_for(site: Path) -> None:
    session = start(site)
    path = write(site, "content/papers/nets.md", compose_entry("Nets"))
    assert "Nets" in read(session, "/papers/nets/")
    path.unlink()
    assert session.respond("/papers/nets/").status == 404


def test_a_paper_that_becomes_a_draft_is_gone(site: Path) -> None:
    session = start(site)
    replace(site, "content/papers/engines.md", "---\ntitle", "---\ndraft: true\ntitle")
    assert session.respond("/papers/engines/").status == 404


def test_a_change_of_authors_or_date_reaches_the_indexes(site: Path) -> None:
    session = start(site)
    path = replace(site, "content/papers/engines.md", "- Ada Lovelace", "- Ada Lovelace\n- Charles Babbage")
    session.refresh([path])
    assert "Analytical Engines" in read(session, "/authors/charles-babbage/")


def test_many_entries_at_once_are_taken_in_together(site: Path) -> None:
    session = start(site)
    paths = [write(site, f"content/papers/many-{n}.md", compose_entry(f"Number {n}")) for n in range(120)]
    session.refresh(paths)
    assert "Number 119" in read(session, "/papers/many-119/")
    assert session.live.work.catalogs_made == 2


def test_a_folder_in_the_news_is_looked_through(site: Path) -> None:
    session = start(site)
    write(site, "content/papers/nets.md", compose_entry("Nets"))
    replace(site, "content/papers/engines.md", "On Analytical", "All about Analytical")
    (site / "content/papers/looms.md").unlink()
    session.refresh([site / "content" / "papers"])
    home = read(session, "/")
    assert "Nets" in home
    assert "All about" in home
    assert "Looms" not in home


def test_pages_people_and_categories_are_taken_in(site: Path) -> None:
    session = start(site)
    session.refresh(
        [
            write(site, "content/pages/contact.md", "---\ntitle: Contact\n---\nKnock *twice*.\n"),
            write(site, "content/pages/home.md", "Welcome to the lab.\n"),
            write(site, "content/authors/ada.md", "---\nname: Ada Lovelace\n---\nThe first programmer.\n"),
            write(site, "content/categories/cs.CL.md", "---\ntitle: Words\n---\nAll about words.\n"),
        ]
    )
    assert "<em>twice</em>" in read(session, "/contact/")
    assert "Welcome to the lab" in read(session, "/")
    assert "The first programmer" in read(session, "/authors/ada/")
    assert "All about words" in read(session, "/categories/cs.CL/")
    assert session.respond("/authors/ada-lovelace/").status == 404


def test_macros_reach_the_papers(site: Path) -> None:
    replace(site, "content/papers/engines.md", "On Analytical", "With $\\speed$, on Analytical")
    session = start(site)
    assert "unknown command" in read(session, "/papers/engines/")
    replace(site, "content/site.toml", "\n", '\n[macros]\nspeed = "\\\\mathbf{v}"\n')
    assert "unknown command" not in read(session, "/papers/engines/")


# Themes and static files


def test_a_template_that_the_site_adds_changes_and_removes_is_taken_in(site: Path) -> None:
    session = start(site)
    manifest = write(site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n')
    template = write(site, "themes/default/templates/_footer.html", "<footer>Made by hand</footer>")
    change = session.refresh([manifest, template])
    assert change
    assert change.pages
    assert "/assets/style.css" in change.files
    assert "Made by hand" in read(session, "/papers/engines/")
    replace(site, "themes/default/templates/_footer.html", "by hand", "with care")
    session.refresh([template])
    assert "Made with care" in read(session, "/papers/engines/")
    shutil.rmtree(site / "themes")
    session.refresh([site / "themes"])
    assert "Made with care" not in read(session, "/papers/engines/")
    assert session.live.work.catalogs_made == 1


def test_a_style_sheet_is_news_of_its_own_and_served_as_it_is(site: Path) -> None:
    manifest = write(site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n')
    style = write(site, "themes/default/static/style.css", "body { color: red }")
    session = start(site)
    before = session.live.work.pages_rendered
    assert session.refresh([style]) == Change(files=("/assets/style.css",))
    style.write_text("body { color: blue }")
    assert read(session, "/assets/style.css") == "body { color: blue }"
    style.unlink()
    assert len(read(session, "/assets/style.css")) > 1000
    assert session.live.work.pages_rendered == before
    assert manifest.exists()


def test_static_files_are_served_as_they_are(site: Path) -> None:
    session = start(site)
    assert read(session, "/notes.txt") == "As pasted.\n"
    path = write(site, "content/static/figures/läufe 1.txt", "new")
    assert session.refresh([path]) == Change(files=("/figures/l%C3%A4ufe%201.txt",))
    assert read(session, "/figures/l%C3%A4ufe%201.txt") == "new"


def test_a_static_folder_can_have_an_index(site: Path) -> None:
    write(site, "content/static/slides/index.html", "<p>Slides")
    assert read(start(site), "/slides/") == "<p>Slides"


def test_the_options_of_the_theme_are_a_style_sheet_that_follows_the_settings(site: Path) -> None:
    session = start(site)
    assert "teal" not in read(session, "/assets/options.css")
    replace(site, "content/site.toml", "\n", '\n[options]\naccent = "teal"\n')
    assert "teal" in read(session, "/assets/options.css")


def test_feeds_sitemap_and_bibliographies_follow_the_entries(site: Path) -> None:
    session = start(site)
    path = write(site, "content/papers/nets.md", compose_entry("Nets", date="2025-08-01"))
    session.refresh([path])
    assert "Nets" in read(session, "/feed.xml")
    assert "Nets" in read(session, "/feed.json")
    assert "http://127.0.0.1:8000/papers/nets/" in read(session, "/sitemap.xml")
    assert "Nets" in read(session, "/papers.bib")


# Faults


def test_an_entry_that_cant_be_read_is_explained_on_its_page_and_shown_as_it_was_elsewhere(site: Path) -> None:
    session = start(site)
    path = replace(site, "content/papers/engines.md", "title: 'Analytical Engines'", "title: 'Analytical\nEngines: [")
    assert session.refresh([path]) == PAGES
    answer = session.respond("/papers/engines/")
    assert answer.status == 500
    assert "content/papers/engines.md:" in read_prose(answer)
    assert "Traceback" not in read_prose(answer)
    home = read(session, "/")
    assert "Analytical Engines" in home
    assert "content/papers/engines.md:" in home
    write(site, "content/papers/engines.md", compose_entry("Better Engines"))
    assert session.refresh([path]) == PAGES
    assert "Better Engines" in read(session, "/papers/engines/")
    assert "content/papers/engines.md:" not in read(session, "/")


def test_an_entry_that_is_broken_from_the_beginning_is_explained_and_can_be_mended(site: Path) -> None:
    write(site, "content/papers/nets.md", "---\ntitle: [\n---\n")
    session = start(site)
    assert session.respond("/papers/nets/").status == 500
    assert "Analytical Engines" in read(session, "/")
    write(site, "content/papers/nets.md", compose_entry("Nets"))
    assert "Nets" in read(session, "/papers/nets/")


def test_a_broken_entry_outlives_a_change_of_everything_else(site: Path) -> None:
    session = start(site)
    broken = write(site, "content/papers/engines.md", "---\ntitle: [\n---\n")
    session.refresh([broken, replace(site, "content/site.toml", "\n", '\n[macros]\nspeed = "v"\n')])
    assert session.respond("/papers/engines/").status == 500
    assert "Analytical Engines" in read(session, "/")


def test_the_lines_at_fault_are_shown_with_the_sentence_and_the_remedy(site: Path) -> None:
    write(site, "content/site.toml", 'title = "The Lab"\nper_page = "<many>"\nlanguage = "en"\n')
    text = read_text(start(site).respond("/papers/engines/"))
    assert "<code>content/site.toml:2:1</code>" in text
    assert "write a whole number from 1 to 1000" in text
    assert "per_page = &quot;&lt;many&gt;&quot;" in text.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("content/site.toml", 'title = "The Lab\n', "content/site.toml:1:"),
        ("content/site.toml", 'theme = "magnificent"\n', "magnificent"),
        ("themes/default/theme.toml", "name = 1\n", "theme.toml"),
        ("themes/default/templates/_card.html", "{% if %}", "_card.html:1"),
        ("themes/default/templates/_card.html", "\n{{ 1 / 0 }}", "_card.html:2"),
        ("themes/default/templates/home.html", "{{ page.surprise }}", "surprise"),
        ("themes/default/templates/home.html", '{% extends "nowhere.html" %}', "nowhere.html"),
    ],
)
def test_a_fault_of_settings_or_theme_is_a_page_until_it_is_mended(
    site: Path, name: str, text: str, message: str
) -> None:
    write(site, "themes/default/theme.toml", 'name = "ours"\nextends = "default"\n')
    session = start(site)
    read(session, "/")
    path = site / name
    good = path.read_text() if path.exists() else None
    write(site, name, text)
    assert session.refresh([path]) == PAGES
    answer = session.respond("/")
    assert answer.status == 500
    assert message in read_prose(answer)
    assert "Traceback" not in read_prose(answer)
    if good is None:
        path.unlink()
    else:
        path.write_text(good)
    assert session.refresh([path]) == PAGES
    assert "Analytical Engines" in read(session, "/")


def test_edits_under_a_fault_are_there_when_it_is_mended(site: Path) -> None:
    session = start(site)
    settings = write(site, "content/site.toml", "title = [\n")
    session.refresh([settings])
    session.refresh([replace(site, "content/papers/engines.md", "On Analytical", "All about Analytical")])
    assert session.respond("/papers/engines/").status == 500
    settings.write_text('title = "Our Lab"\n')
    session.refresh([settings])
    assert "All about Analytical" in read(session, "/papers/engines/")


def test_a_site_that_goes_and_comes_back_is_shown_again(site: Path) -> None:
    session = start(site)
    (site / "content").rename(site / "elsewhere")
    session.refresh([site / "content"])
    answer = session.respond("/")
    assert answer.status == 500
    assert "there is no folder" in read_prose(answer)
    (site / "elsewhere").rename(site / "content")
    session.refresh([site / "content"])
    assert "Analytical Engines" in read(session, "/")


def test_without_content_a_preview_doesnt_begin(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no folder"):
        start(tmp_path)


def test_warnings_stand_on_the_page_that_they_are_about(site: Path) -> None:
    replace(site, "content/papers/engines.md", "---\ntitle", "---\ntitel: x\ntitle")
    session = start(site)
    assert "titel" in read(session, "/papers/engines/")
    assert "titel" not in read(session, "/papers/looms/")
    replace(site, "content/site.toml", '"The Lab"', '"The Lab"\n[check]\nignore = ["entry-unknown-key"]')
    assert "titel" not in read(session, "/papers/engines/")


# Search


def test_the_search_index_is_made_when_it_is_asked_for_and_again_after_a_change(site: Path) -> None:
    session = start(site)
    try:
        first = read(session, "/pagefind/pagefind-entry.json")
        assert len(read(session, "/pagefind/pagefind.js")) > 1000
        assert read(session, "/pagefind/pagefind-entry.json") == first
        replace(site, "content/papers/engines.md", "On Analytical", "All about Analytical")
        read(session, "/papers/engines/")
        assert read(session, "/pagefind/pagefind-entry.json") != first
        assert session.respond("/pagefind/nothing.js").status == 404
    finally:
        session.close()


def test_a_style_sheet_that_comes_or_goes_settles_what_is_said_of_it(site: Path) -> None:
    write(site, "themes/lab/theme.toml", 'name = "lab"\nextends = "default"\nstyles = ["lab.css"]\n')
    replace(site, "content/site.toml", '"The Lab"', '"The Lab"\ntheme = "lab"')
    session = start(site)
    missed = "there is no style sheet static/lab.css"
    assert missed in read(session, "/")
    sheet = write(site, "themes/lab/static/lab.css", "h1 { color: teal }")
    assert session.refresh([sheet]) == Change(pages=True, files=("/assets/lab.css", "/assets/options.css"))
    assert missed not in read(session, "/")
    sheet.write_text("h1 { color: navy }", "utf-8")
    assert session.refresh([sheet]) == Change(files=("/assets/lab.css",))
    sheet.unlink()
    session.refresh([sheet])
    assert missed in read(session, "/")


def test_a_card_that_a_search_asks_for_is_as_new_as_the_entry(site: Path) -> None:
    session = start(site)
    assert "Analytical Engines" in read(session, "/papers/engines/card.json")
    session.refresh([replace(site, "content/papers/engines.md", "'Analytical Engines'", "'Difference Engines'")])
    assert "Difference Engines" in read(session, "/papers/engines/card.json")
    assert session.respond("/papers/nothing/card.json").status == 404
