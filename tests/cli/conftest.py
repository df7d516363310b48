"""The site that commands are run on, as it was written and as it was built."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from command_lines import make_site, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of one paper that was never built."""
    return make_site(tmp_path / "site")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_site(tmp_path_factory.mktemp("built") / "site")
    assert run("build", "--site", folder, "--no-search").exit_code == 0
    return folder


@pytest.fixture
def built_site(tmp_path: Path, built_once: Path) -> Path:
    """The same site, with what a build made of it and remembers."""
    return shutil.copytree(built_once, tmp_path / "site")
