"""The search index of a build that had one before, of one that was killed, and of a Pagefind that nobody knows yet."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import msgspec
import pytest
from small_sites import make_papers, read_tree, write_paper, write_site

from site_builder.build import run as build_run
from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.search import pagefind_format as form
from site_builder.search import shares
from site_builder.search.pagefind import run_pagefind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from site_builder.model import Paper

PAPERS = [msgspec.structs.replace(paper, date=f"{1900 + number}") for number, paper in enumerate(make_papers(70))]


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a handful of papers make several shares, and several processes pay."""
    for name, value in {"_FEWEST": 10, "_MOST": 40, "_ONE_OF": 10}.items():
        monkeypatch.setattr(shares, name, value)
    monkeypatch.setattr(build_run, "_WORTH_A_PROCESS", 1)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents Pagefind was given each time."""
    counted: list[int] = []

    def count(documents: Iterable[tuple[str, str]]) -> dict[str, bytes]:
        given = list(documents)
        counted.append(len(given))
        return run_pagefind(given)

    monkeypatch.setattr(shares, "run_pagefind", count)
    return counted


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site", PAPERS)


def index(site: Path, out: Path, jobs: int = 1) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=out, jobs=jobs))
    return read_tree(out)


def index_anew(tmp_path: Path, papers: Sequence[Paper]) -> dict[str, bytes]:
    return index(write_site(tmp_path / "anew", papers), tmp_path / "anew/public")


def test_several_processes_make_the_same_index(site: Path, tmp_path: Path) -> None:
    assert index(site, site / "public", jobs=3) == index_anew(tmp_path, PAPERS)


def test_an_edit_makes_one_share_again(site: Path, tmp_path: Path, runs: list[int]) -> None:
    index(site, site / "public")
    assert len(runs) > 3
    assert sum(runs) == len(PAPERS)
    runs.clear()
    edited = msgspec.structs.replace(PAPERS[30], abstract="Zebras graze.")
    write_paper(site, edited)
    made = index(site, site / "public")
    assert len(runs) == 1
    assert made == index_anew(tmp_path, [*PAPERS[:30], edited, *PAPERS[31:]])


@pytest.mark.parametrize("place", [0, 35])
def test_a_paper_removed_or_added_makes_few_shares_again(
    site: Path, tmp_path: Path, runs: list[int], place: int
) -> None:
    before = index(site, site / "public")
    count = len(runs)
    runs.clear()
    (site / f"content/papers/{PAPERS[place].id}.md").unlink()
    assert index(site, site / "public") == index_anew(tmp_path, [*PAPERS[:place], *PAPERS[place + 1 :]])
    assert len(runs) - count <= 3
    write_paper(site, PAPERS[place])
    assert index(site, site / "public") == before


def test_another_folder_is_filled_without_pagefind(site: Path, tmp_path: Path, runs: list[int]) -> None:
    made = index(site, site / "public")
    runs.clear()
    assert index(site, tmp_path / "other") == made
    assert runs == []


def test_damaged_files_of_the_cache_and_the_site_are_made_again(site: Path) -> None:
    made = index(site, site / "public")
    for path in [*(site / ".cache/search").iterdir()][::2]:
        path.write_bytes(path.read_bytes()[:-1])
    for path in [*(site / "public/pagefind").rglob("*.pf_*")][::5]:
        path.unlink()
    assert index(site, site / "public") == made


def test_the_cache_holds_the_shares_of_the_last_index_alone(site: Path) -> None:
    index(site, site / "public")
    held = len(list((site / ".cache/search").iterdir()))
    for number in range(3):
        write_paper(site, msgspec.structs.replace(PAPERS[30], abstract=f"Version {number}."))
        index(site, site / "public")
    assert len(list((site / ".cache/search").iterdir())) == held


def test_a_build_killed_between_two_shares_goes_on_where_it_was(site: Path, tmp_path: Path, runs: list[int]) -> None:
    code = (
        "from pathlib import Path\n"
        "from site_builder.build.builder import build\n"
        "from site_builder.build.options import BuildOptions\n"
        "from site_builder.search import shares\n"
        "shares._FEWEST, shares._MOST, shares._ONE_OF = 10, 40, 10\n"
        f"site = Path({str(site)!r})\n"
        "build(BuildOptions(site_dir=site, out=site / 'public', jobs=1))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    deadline = time.monotonic() + 30
    while len(list((site / ".cache").glob("search/*.words"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    kept = len(list((site / ".cache").glob("search/*.words")))
    assert kept >= 2
    made = index(site, site / "public")
    again = len(runs)
    runs.clear()
    assert made == index_anew(tmp_path, PAPERS)
    assert again == len(runs) - kept


def test_an_unknown_pagefind_s_files_are_published_as_they_are(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "_VERSIONS", "0.")
    build(BuildOptions(site_dir=site, out=site / "public"))
    bundle = site / "public/pagefind"
    entry = json.loads((bundle / "pagefind-entry.json").read_text("utf-8"))
    names, firsts = json.loads(form.unpack((bundle / f"groups.{entry['tables']['groups']}.pf_table").read_bytes()))
    fragments = [gzip.decompress((bundle / f"fragment/{name}.pf_fragment").read_bytes()) for name in names]
    assert [json.loads(data[12:])["url"] for data in fragments] == [f"/papers/{paper.id}/" for paper in PAPERS]
    assert firsts == []
    assert not (bundle / "pagefind-ui.js").exists()
