"""Each command keeps what its help promises: what it does, what it says where, and the status it ends with."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from command_lines import CAPTURED, ENTRY, LISTING, TRUTH, make_site, read_files, run, start

from site_builder import __version__

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def test_parse_prints_one_object_a_paper_in_the_listings_order() -> None:
    result = run("parse", LISTING, *CAPTURED, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    truth = [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines()]
    parsed = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(parsed) == 16
    for paper, true in zip(parsed, truth, strict=True):
        assert {key: paper[key] for key in true} == true
        assert paper["uncertain"] is ("why" in paper)


def test_parse_away_from_a_terminal_prints_objects_and_nothing_else() -> None:
    result = run("parse", LISTING, *CAPTURED)
    assert result.stdout == run("parse", LISTING, *CAPTURED, "--format", "jsonl").stdout
    assert result.stderr == ""


def test_parse_shows_a_table_when_asked() -> None:
    result = run("parse", LISTING, *CAPTURED, "--format", "table")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert len([line for line in lines if re.search(r"20\d\d-\d\d-\d\d", line)]) == 16
    assert "LLM-jp" in result.stdout


def test_parse_reads_standard_input_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    piped = run("parse", "-", *CAPTURED, stdin=LISTING.read_bytes())
    assert piped.exit_code == 0
    assert piped.stdout == run("parse", LISTING, *CAPTURED).stdout
    assert list(tmp_path.iterdir()) == []


def test_parse_tells_what_it_lost_and_fails_but_prints_the_rest() -> None:
    result = run("parse", "-", *CAPTURED, stdin=LISTING.read_text("utf-8") + "\nLGMay 2, 2026\n")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 16
    assert re.search(r"^standard input:\d+(:\d+)?: error: .+ \[listing-\w+\]$", result.stderr, re.MULTILINE)


def test_a_date_without_a_year_is_of_the_year_of_the_copy() -> None:
    text = "CLJul 4\nSparse Mixtures of PatienceAda Lovelace, Kurt Gödel\nWe wait for sparse mixtures of patience."
    for year in ("2024", "2026"):
        result = run("parse", "-", "--captured", f"{year}-12-31", stdin=text)
        assert json.loads(result.stdout)["date"] == f"{year}-07-04"


def test_add_twice_changes_nothing(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    first = run("add", LISTING, "--site", site, *CAPTURED)
    assert first.exit_code == 0, first.stderr
    assert len(list((site / "content/papers").glob("*.md"))) == 17
    before = read_files(site)
    second = run("add", LISTING, "--site", site, *CAPTURED)
    assert second.exit_code == 0
    assert "16 unchanged" in second.stderr
    assert read_files(site) == before


def test_add_keeps_the_listing_as_a_source(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    run("add", LISTING, "--site", site, *CAPTURED)
    kept = list((site / "content/listings").glob("*.txt"))
    assert [path.read_bytes() for path in kept] == [LISTING.read_bytes()]


def test_a_dry_run_shows_a_diff_and_writes_nothing(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    before = read_files(site)
    result = run("add", LISTING, "--site", site, *CAPTURED, "--dry-run")
    assert result.exit_code == 0
    assert "+++ " in result.stdout
    assert "nothing was written" in result.stderr
    assert read_files(site) == before
    assert not (site / "content/listings").exists()


def test_add_records_the_day_of_the_import(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    days = [datetime.now(UTC).date().isoformat()]
    run("add", LISTING, "--site", site, *CAPTURED)
    days.append(datetime.now(UTC).date().isoformat())
    lines = (site / "content/listings/imported.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(line)["added"] for line in lines} <= set(days)


def test_why_a_paper_is_skipped_is_told_whole(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    run("add", LISTING, "--site", site, *CAPTURED)
    (site / "content/papers/agent-skill-acquisition-for-large-language-models-via-cycleqd.md").unlink()
    told = run("add", LISTING, "--site", site, *CAPTURED).stdout
    assert "its entry was removed; delete its lines in content/listings/imported.jsonl to import it again\n" in told


def test_what_add_cannot_know_is_marked_where_nobody_can_be_asked(tmp_path: Path) -> None:
    listing = "CLJul 4, 2024\nOn agents and toolsmaria lopez, wei zhang\nWe study how models may be merged at all.\n"
    site = make_site(tmp_path)
    result = run("add", "-", "--site", site, stdin=listing)
    written = [path for path in (site / "content/papers").glob("*.md") if "review:" in path.read_text("utf-8")]
    assert len(written) == 1, result.stderr
    checked = run("check", "--site", site)
    assert f"content/papers/{written[0].name}" in checked.stdout
    assert "[entry-review]" in checked.stdout


def test_build_makes_the_site_and_says_so_in_one_line_on_standard_error(site: Path) -> None:
    result = run("build", "--site", site, "--no-search")
    assert result.exit_code == 0
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("1 papers by 2 authors: ")
    assert (site / "public/papers/one/index.html").is_file()


def test_build_writes_where_it_is_told(site: Path, tmp_path: Path) -> None:
    run("build", "--site", site, "--no-search", "--out", tmp_path / "elsewhere")
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert not (site / "public").exists()


def test_build_takes_the_folder_it_is_started_in(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert run("build", "--no-search").exit_code == 0
    assert (site / "public/index.html").is_file()


@pytest.mark.parametrize("given", ["https://lab.github.io/papers", "https://lab.github.io/papers/"])
def test_build_takes_another_address(site: Path, given: str) -> None:
    run("build", "--site", site, "--no-search", "--base-url", given)
    home = (site / "public/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://lab.github.io/papers/">' in home
    assert 'href="/papers/authors/"' in home


def test_any_number_of_jobs_makes_the_same_site(site: Path) -> None:
    run("build", "--site", site, "--no-search", "--jobs", "1", "--out", site / "one")
    run("build", "--site", site, "--no-search", "--jobs", "2", "--out", site / "two")
    one, two = ({path: data for path, (data, _) in read_files(site / name).items()} for name in ("one", "two"))
    assert one == two


def test_build_reports_to_a_file(site: Path) -> None:
    run("build", "--site", site, "--no-search", "--report", site / "report.json")
    report = json.loads((site / "report.json").read_text("utf-8"))
    assert (report["papers"], report["authors"], report["index"]) == (1, 2, "none")
    assert len(report["reasons"]) >= report["rendered"] > 10
    assert report["written"] == report["files"] > report["rendered"]
    assert sum(report["seconds"].values()) > 0


def test_a_build_with_nothing_to_do_says_so_and_reports_the_same_site(site: Path) -> None:
    for path in site.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))
    run("build", "--site", site, "--no-search")
    again = run("build", "--site", site, "--no-search", "--report", site / "report.json")
    report = json.loads((site / "report.json").read_text("utf-8"))
    assert again.stderr.startswith("Nothing has changed; ")
    assert (report["current"], report["papers"], report["authors"]) == (True, 1, 2)
    assert (report["rendered"], report["written"], report["removed"]) == (0, 0, 0)


def test_quiet_says_nothing_and_verbose_says_why(site: Path) -> None:
    (site / "content/papers/two.md").write_text(ENTRY.replace("Patience", "Haste"), "utf-8")  # so there is a year
    (site / "content/papers/one.md").write_text(ENTRY.replace("date:", "dat:"), "utf-8")
    assert "did you mean" in run("build", "--site", site, "--no-search").stderr
    quiet = run("build", "--site", site, "--no-search", "--quiet", "--out", site / "out")
    assert (quiet.exit_code, quiet.output) == (0, "")
    (site / "content/papers/one.md").write_text(ENTRY, "utf-8")
    told = run("build", "--site", site, "--no-search", "--verbose").stderr
    assert "papers/one/index.html: date of one changed, extra of one changed" in told


def test_quiet_still_shows_errors(site: Path) -> None:
    (site / "content/papers/one.md").write_text("---\ntitle: [\n", "utf-8")
    result = run("build", "--site", site, "--quiet")
    assert result.exit_code == 1
    assert "content/papers/one.md:" in result.stderr


def test_a_build_that_fails_shows_its_errors_and_not_hundreds_of_remarks(site: Path) -> None:
    for number in range(30):
        (site / f"content/papers/p{number}.md").write_text(f"---\ntitle: T{number}\nmood{number}: good\n---\n", "utf-8")
    (site / "content/papers/z.md").write_text("---\ntitle: [\n---\n", "utf-8")
    failed = run("build", "--site", site)
    assert failed.exit_code == 1
    assert "content/papers/z.md:2:" in failed.stderr
    assert len(failed.stderr.splitlines()) == 22
    assert failed.stderr.endswith("... and 10 more; 'site-builder check' shows all.\n")
    (line,) = run("build", "--site", site, "--quiet").stderr.splitlines()
    assert line.startswith("content/papers/z.md:2:")
    assert run("build", "--site", site, "--verbose").stderr.count("hint:") == 30


FAULTY = ENTRY.replace("date: 2025-03", "date: soon").replace("cs.CL", "cs.XX") + "\n$\\nothing$"


def test_check_finds_nothing_in_a_good_site(site: Path) -> None:
    result = run("check", "--site", site)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 papers checked, nothing to look at.\n"


def test_check_prints_place_fault_and_remedy(site: Path) -> None:
    (site / "content/papers/one.md").write_text(FAULTY, "utf-8")
    result = run("check", "--site", site)
    assert result.exit_code == 1
    assert re.search(r"^content/papers/one\.md:4:7: error: .+; .+ \[entry-value\]$", result.stdout, re.MULTILINE)


def test_check_prints_json(site: Path) -> None:
    (site / "content/papers/one.md").write_text(FAULTY, "utf-8")
    found = json.loads(run("check", "--site", site, "--format", "json").stdout)
    fault = next(fault for fault in found if fault["code"] == "entry-value")
    assert fault["place"] == {"path": "content/papers/one.md", "line": 4, "column": 7}
    assert fault["severity"] == "error"
    assert fault["message"]
    assert fault["remedy"]


@pytest.mark.parametrize(("words", "below"), [((), ""), (("--site", "."), ""), (("--site", "docs/lab"), "docs/lab/")])
def test_check_marks_lines_for_github_wherever_in_the_repository_the_site_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], below: str
) -> None:
    theme = {"themes/lab/theme.toml": 'name = "lab"\nextends = "default"\nstyles = ["none.css"]\n'}
    settings = {"content/site.toml": 'theme = "lab"\nowner = "nobody"\n'}
    make_site(tmp_path / below, **settings, **theme, **{"content/papers/one.md": FAULTY})
    monkeypatch.chdir(tmp_path)
    marks = run("check", *words, "--format", "github").stdout.splitlines()
    start = f"::error file={below}content/papers/one.md,line=4,col=7,title=entry-value::"
    assert any(mark.startswith(start) for mark in marks)
    found = [re.match(r"::(?:error|warning|notice) file=([^,]+),", mark) for mark in marks]
    assert {f"{below}content/papers/one.md", f"{below}content/site.toml", f"{below}themes/lab/theme.toml"} == {
        match[1] for match in found if match
    }
    assert all(found)


@pytest.mark.parametrize("form", ["json", "github"])
def test_check_reports_an_unknown_theme_in_every_format_with_all_else(site: Path, form: str) -> None:
    (site / "content/site.toml").write_text('theme = "nowhere"\n', "utf-8")
    (site / "content/papers/one.md").write_text(FAULTY, "utf-8")
    result = run("check", "--site", site, "--format", form)
    assert result.exit_code == 1
    assert "theme-unknown" in result.stdout
    assert "entry-value" in result.stdout


def test_only_strict_fails_on_warnings(site: Path) -> None:
    (site / "content/papers/one.md").write_text(ENTRY.replace("title:", "titel: Two\ntitle:"), "utf-8")
    assert run("check", "--site", site).exit_code == 0
    assert run("check", "--site", site, "--strict").exit_code == 1


def test_check_and_build_agree_on_what_stops_a_build(site: Path) -> None:
    (site / "content/papers/one.md").write_text(FAULTY, "utf-8")
    errors = [line for line in run("check", "--site", site).stdout.splitlines() if ": error: " in line]
    stopped = [line for line in run("build", "--site", site).stderr.splitlines() if ": error: " in line]
    assert errors == stopped != []


def test_new_makes_a_site_that_builds(tmp_path: Path) -> None:
    result = run("new", tmp_path / "lab")
    assert result.exit_code == 0
    assert all((tmp_path / line.removeprefix(f"{tmp_path}/")).is_file() for line in result.stdout.splitlines())
    assert run("build", "--site", tmp_path / "lab").exit_code == 0


WRONG = {
    "no such command": ["biuld"],
    "no such option": ["build", "--serach"],
    "no source": ["parse"],
    "two sources": ["parse", "a", "b"],
    "no sources": ["add"],
    "a format that isn't": ["parse", "x", "--format", "yaml"],
    "a date that isn't": ["parse", "x", "--captured", "yesterday"],
    "no process at all": ["build", "--jobs", "0"],
    "jobs in words": ["build", "--jobs", "many"],
    "no such port": ["serve", "--port", "70000"],
    "a check format that isn't": ["check", "--format", "xml"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_command_line_ends_with_2_and_a_hint(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_help_and_version_are_results() -> None:
    for command in ([], ["build"], ["parse"], ["add"], ["serve"], ["check"], ["new"]):
        result = run(*command, "--help")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Usage: " in result.stdout
    assert run("--version").stdout == f"site-builder, version {__version__}\n"


def test_python_m_site_builder_is_the_same_program() -> None:
    words = ("parse", LISTING, *CAPTURED, "--format", "table")
    done = start(*words)
    assert (done.returncode, done.stdout) == (0, run(*words).stdout)
