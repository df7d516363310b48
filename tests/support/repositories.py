"""Git repositories with commits of known times, for tests of what their history tells."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: No settings of the machine or its user.
_ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def run_git(folder: Path, *arguments: str, date: str = "") -> str:
    """Run git in a folder, and return what it prints."""
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")
    environment = {**os.environ, **_ALONE, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    if not date:
        del environment["GIT_AUTHOR_DATE"], environment["GIT_COMMITTER_DATE"]
    done = subprocess.run(
        ["git", *name, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path, date: str) -> None:
    """Commit everything in a folder at a time; the first commit makes the repository."""
    if not (folder / ".git").exists():
        run_git(folder, "init", "--quiet")
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message", "a change", date=date)
