"""The program as a user starts it, in this process where that is enough."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from site_builder.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

ROOT = Path(__file__).parents[2]
LISTING = ROOT / "tests/cases/formats/pasted/seed.txt"
TRUTH = ROOT / "tests/cases/formats/pasted/seed.jsonl"
CAPTURED = ("--captured", "2026-05-31")

ENTRY = """---
title: Sparse Mixtures of Patience
authors: [Ada Lovelace, Kurt Gödel]
date: 2025-03
categories: [cs.CL]
---
We wait.
"""


def run(*words: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run a command; neither its input nor its output is a terminal."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def start(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    command = [sys.executable, "-m", "site_builder", *map(str, words)]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "timeout": 60, **options}
    return subprocess.run(command, check=False, **settings)  # type: ignore[call-overload,no-any-return]


def make_site(folder: Path, **files: str) -> Path:
    """Write a site of one paper, with further files by their path."""
    texts = {
        "content/site.toml": 'title = "Lab"\nbase_url = "https://example.org/"\n',
        "content/papers/one.md": ENTRY,
        **files,
    }
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def read_files(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return all files below a folder but the cache's, with when they were written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def put(name: str, text: str | bytes) -> Callable[[Path], None]:
    """Return what writes a file into a site."""

    def write(site: Path) -> None:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def link(name: str, target: str) -> Callable[[Path], None]:
    """Return what puts a symbolic link into a site."""

    def put_link(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).symlink_to(target)

    return put_link


def folder(name: str) -> Callable[[Path], None]:
    """Return what makes a folder in a site."""
    return lambda site: (site / name).mkdir(parents=True)


def remove(name: str) -> Callable[[Path], None]:
    """Return what takes a file out of a site."""
    return lambda site: (site / name).unlink()


def each(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what makes several changes to a site, in turn."""

    def change_all(site: Path) -> None:
        for change in changes:
            change(site)

    return change_all
