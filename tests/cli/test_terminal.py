"""At a terminal: colours unless they aren't wanted, a bar for long work, and Ctrl-C at any time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from command_lines import ENTRY, make_site, read_files, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its terminals are others")


def show(site: Path, *options: str, **environment: str) -> str:
    """Return what a build writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "site_builder", "build", "--site", str(site), "--no-search", *options]
    kept = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(command, stderr=theirs, stdin=theirs, check=True, timeout=60, env={**kept, **environment})
    os.close(theirs)
    said = b""
    while part := _read(ours):
        said += part
    os.close(ours)
    return said.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's word for the end
        return b""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", **{"content/papers/one.md": ENTRY.replace("title:", "titel: Two\ntitle:")})


def test_a_terminal_sees_colours_and_a_bar(site: Path) -> None:
    said = show(site)
    assert "\x1b[33mcontent/papers/one.md:2:1: warning" in said
    assert "\rRendering █" in said
    assert said.endswith(").\r\n")


def test_no_color_is_obeyed(site: Path) -> None:
    assert "\x1b[33m" not in show(site, NO_COLOR="1")
    assert "\x1b[33m" in show(site, "--out", str(site / "out"), NO_COLOR="")


def test_quiet_draws_no_bar(site: Path) -> None:
    assert show(site, "--quiet") == ""


def test_away_from_a_terminal_there_is_neither_colour_nor_bar(site: Path) -> None:
    said = run("build", "--site", site, "--no-search").stderr
    assert "warning" in said
    assert "\x1b" not in said
    assert "█" not in said


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_a_build_with_130_and_leaves_the_old_site(site: Path, jobs: str) -> None:
    run("build", "--site", site, "--no-search")
    before = read_files(site / "public")
    compiled = site / ".cache/templates/paper.html"
    old = compiled.stat().st_mtime_ns
    theme = site / "themes/default"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.toml").write_text('name = "default"\nextends = "default"\n', "utf-8")
    (theme / "templates/paper.html").write_text("{% for n in range(10 ** 10) %}{% endfor %}", "utf-8")
    command = [sys.executable, "-m", "site_builder", "build", "--site", str(site), "--no-search", "--jobs", jobs]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + 20
        while compiled.stat().st_mtime_ns == old and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)  # until its processes are at work; were they not, the test would be easier to pass
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr
        said = process.stderr.read()
        assert process.wait(timeout=30) == 130
    assert said.strip() == "Interrupted."
    assert read_files(site / "public") == before
