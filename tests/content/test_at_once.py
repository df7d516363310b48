"""Two commands on one site at once: each does its whole work, or says why not."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from imports import bib
from small_sites import make_papers, read_tree, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions

if TYPE_CHECKING:
    from pathlib import Path


def start(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "site_builder", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_builds_at_once_make_one_whole_site_and_who_comes_second_is_told(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", make_papers(80))
    running = [start("build", "--site", site, "--no-search") for _ in range(3)]
    ends = [(process.communicate()[1], process.returncode) for process in running]
    assert 0 in {status for _, status in ends}
    for told, status in ends:
        assert status == 0 or (status == 1 and "another build is writing" in told), told
    build(BuildOptions(site_dir=site, out=tmp_path / "alone", search=False))
    assert read_tree(site / "public") == read_tree(tmp_path / "alone")


def read_page(address: str) -> str:
    try:
        with urlopen(address, timeout=10) as answer:
            text: str = answer.read().decode()
            return text
    except URLError:
        return ""


def test_a_preview_shows_what_is_added_meanwhile_and_a_build_beside_it_is_whole(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", make_papers(5))
    source = tmp_path / "a.bib"
    entries = (bib(title=f"Dunes number {n}", author="Kaya, Deniz", year="2022", doi=f"10.1000/{n}") for n in range(20))
    source.write_text("".join(entries), "utf-8")
    preview = start("serve", "--site", site, "--port", 0)
    try:
        assert preview.stderr
        address = re.search(r"http://\S+", preview.stderr.readline())
        assert address
        commands = [start("add", "--quiet", "--site", site, source), start("build", "--site", site, "--no-search")]
        for process in commands:
            told = process.communicate()[1]
            assert process.returncode == 0, told
        until = time.monotonic() + 30
        while any(f"Dunes number {n}" not in read_page(f"{address[0]}papers/dunes-number-{n}/") for n in range(20)):
            assert time.monotonic() < until
            time.sleep(0.2)
        assert preview.poll() is None
    finally:
        preview.terminate()
        preview.communicate()
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    assert (site / "public/papers/dunes-number-19/index.html").exists()
