"""A system that lacks something, or has it otherwise, gets the same site or one plain sentence, never a traceback."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from command_lines import make_site, start
from small_sites import make_papers, read_tree, write_paper, write_site

if TYPE_CHECKING:
    from pathlib import Path

#: What Python runs at its start: it takes away what Windows lacks.
WITHOUT_FORK = """
import multiprocessing.context as context
import os

del os.fork
for method in ("fork", "forkserver"):
    context._concrete_contexts.pop(method, None)
"""
#: A system whose file names are ASCII.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def build(site: Path, out: Path, **options: object) -> str:
    """Build a site with two processes and return what the command says, after ensuring that it succeeds."""
    done = start("build", "--site", site, "--out", out, "--jobs", "2", "--no-search", **options)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_a_system_without_fork_makes_the_same_site(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", make_papers(20))
    (tmp_path / "start").mkdir()
    (tmp_path / "start/sitecustomize.py").write_text(WITHOUT_FORK, "utf-8")
    build(site, tmp_path / "usual")
    shutil.rmtree(site / ".cache")
    build(site, tmp_path / "without", env={**os.environ, "PYTHONPATH": str(tmp_path / "start")})
    assert read_tree(tmp_path / "without") == read_tree(tmp_path / "usual")


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_system_whose_file_names_are_ascii_is_told_what_to_set(tmp_path: Path, command: str) -> None:
    site = make_site(tmp_path, **{"content/papers/nové.md": "---\ntitle: A\nauthors: [B C]\n---\n"})
    done = start(command, "--site", site, env={**os.environ, **ASCII})
    assert done.returncode == 1
    assert "set PYTHONUTF8=1" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_whose_name_such_a_system_cant_write_is_told_too(tmp_path: Path) -> None:
    site = make_site(tmp_path, **{"content/papers/two.md": "---\ntitle: A\nauthors: [相澤 秋子]\n---\n"})
    done = start("build", "--site", site, env={**os.environ, **ASCII})
    assert done.returncode == 1
    assert "set PYTHONUTF8=1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="the test needs users")
def test_a_cache_of_somebody_else_is_read_and_not_needed(tmp_path: Path) -> None:
    site, out = write_site(tmp_path / "site", make_papers(5)), tmp_path / "out"
    build(site, out)
    usual = read_tree(out)
    shutil.rmtree(out)
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    for folder in (site / ".cache", *(path for path in (site / ".cache").rglob("*") if path.is_dir())):
        folder.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents):  # an ordinary user has to get there
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o555)
    write_paper(site, make_papers(6)[5])
    build(site, out, **({"user": 65534} if os.geteuid() == 0 else {}))
    assert set(usual) < set(read_tree(out))


def test_a_clock_that_went_back_hides_no_edit(tmp_path: Path) -> None:
    papers = make_papers(4)
    site, out = write_site(tmp_path / "site", papers), tmp_path / "out"
    later = time.time() + 30 * 86_400
    for path in (site / "content").rglob("*"):
        os.utime(path, (later, later))
    build(site, out)
    entry = site / "content/papers/paper-0000.md"
    entry.write_text(entry.read_text("utf-8").replace("We study", "We measure"), "utf-8")
    build(site, out)
    assert "We measure" in (out / "papers/paper-0000/index.html").read_text("utf-8")
