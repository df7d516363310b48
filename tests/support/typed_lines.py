"""Command lines as a reader of a page types them, and as a host runs them: in a shell, on what git was given."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SHELL_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def read_shell_blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each shell block of a Markdown page."""
    for indent, block in SHELL_BLOCK.findall(text):
        yield [line.removeprefix(indent) for line in block.splitlines()]


class Shell:
    """A shell that is typed into: the folder and the variables stay from line to line.

    ``https://github.com/`` is a folder of bare repositories, which git makes when it is told to push there.
    """

    def __init__(self, folder: Path, remotes: Path) -> None:
        self._folder = str(folder)
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}},
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_COUNT": "3",
            "GIT_CONFIG_KEY_0": f"url.{remotes.as_uri()}/.insteadOf",
            "GIT_CONFIG_VALUE_0": "https://github.com/",
            "GIT_CONFIG_KEY_1": "user.name",
            "GIT_CONFIG_VALUE_1": "Ada",
            "GIT_CONFIG_KEY_2": "user.email",
            "GIT_CONFIG_VALUE_2": "ada@example.org",
            "BROWSER": "true",
        }

    def type(self, line: str, variables: Mapping[str, str] = {}) -> str:
        """Run a line as bash does on GitHub's runners; return what it printed, or fail with it."""
        if " serve " in f"{line} ":
            return self._serve(line)
        # where it ended and with which variables: what the next line finds
        script = f"{line}\nprintf '\\0%s\\0' \"$PWD\"; env -0"
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=self._folder,
            env={**self._environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{line}\n{done.stdout}{done.stderr}")
        output, self._folder, rest = done.stdout.split("\0", 2)
        kept = dict(entry.split("=", 1) for entry in rest.split("\0") if "=" in entry)
        self._environment = {name: value for name, value in kept.items() if name not in variables}
        return output + done.stderr

    def _serve(self, line: str) -> str:
        """Start a preview, wait until it says where it is, and stop it as Ctrl-C does."""
        process = subprocess.Popen(
            ["bash", "-c", f"exec {line} --port 0"],
            cwd=self._folder,
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        impatience = threading.Timer(60, process.kill)
        impatience.start()
        said = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.wait()
        impatience.cancel()
        assert "The site is at http://127.0.0.1:" in said
        return said
