"""Content that can't be read never takes pages out of a site: a build stops, and says what to do."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from small_sites import make_papers, read_tree, settle, write_site

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.content.loader import find_folder
from site_builder.diagnostics import UserError

if TYPE_CHECKING:
    from pathlib import Path

ABOUT = {"content/pages/about.md": "---\ntitle: About\n---\nText.\n", "content/static/figures/one.txt": "one"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built."""
    folder = write_site(tmp_path / "site", make_papers(3), **ABOUT)
    settle(folder)
    run(folder)
    return folder


def run(site: Path) -> dict[str, bytes]:
    build(BuildOptions(site_dir=site, out=site / "public", search=False))
    return read_tree(site / "public")


@pytest.mark.parametrize("name", ["papers", "pages", "static"])
def test_a_folder_that_is_gone_since_the_last_build_stops_the_build_until_it_is_made(site: Path, name: str) -> None:
    before = read_tree(site / "public")
    (site / "content" / name).rename(site / "elsewhere")
    for _ in range(2):
        with pytest.raises(UserError, match=rf"content/{name}: error: .*was there at the last build.*mkdir"):
            run(site)
    assert read_tree(site / "public") == before
    (site / "content" / name).mkdir()
    assert len(run(site)) < len(before)
    (site / "content" / name).rmdir()
    run(site)


@pytest.mark.parametrize("name", ["papers", "authors", "pages", "categories", "static", "listings"])
def test_a_file_in_the_place_of_a_folder_stops_the_build(site: Path, name: str) -> None:
    before = read_tree(site / "public")
    shutil.rmtree(site / "content" / name, ignore_errors=True)
    (site / "content" / name).write_text("../elsewhere\n")  # as git writes a link where it can't make one
    with pytest.raises(UserError, match=f"content/{name}: error: a file is in the place of a folder"):
        run(site)
    assert read_tree(site / "public") == before


def test_a_link_to_a_folder_that_isn_t_there_stops_a_first_build(site: Path) -> None:
    shutil.rmtree(site / "content/papers")
    (site / "content/papers").symlink_to(site / "nowhere")
    shutil.rmtree(site / ".cache")
    with pytest.raises(UserError, match="content/papers: error: the folder can't be read"):
        run(site)


@pytest.mark.skipif(sys.platform == "win32", reason="a process with the rights of another user is made by forking")
@pytest.mark.parametrize("name", ["papers", "authors", "static/figures"])
def test_a_folder_that_may_not_be_read_is_told(site: Path, name: str) -> None:
    (site / "content" / name).mkdir(exist_ok=True)
    child = os.fork()
    if not child:
        (site / "content" / name).chmod(0)
        if os.geteuid() == 0:
            for folder in (site / "content" / name).parents:  # an ordinary user has to get there
                folder.chmod(folder.stat().st_mode | 0o555)
            os.setuid(65534)
        try:
            find_folder(site)
        except UserError as fault:
            os._exit(f"content/{name}: error: the folder can't be read: Permission denied" in str(fault))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    (site / "content" / name).chmod(0o755)
