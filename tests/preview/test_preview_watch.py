"""Which files are told of as changed, on the real file system."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING

import pytest
from lab_site import run_aside

from site_builder.preview.watch import is_noise, watch_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def collect(root: Path, change: Callable[[], object], awaited: set[Path]) -> set[Path]:
    """Return all paths told of after the change, until the awaited ones are among them."""

    async def run() -> set[Path]:
        stop = asyncio.Event()
        told: set[Path] = set()
        begun = False
        async for paths in watch_folders([root], stop):
            if not begun:
                begun = True
                assert paths == {root}
                change()
                continue
            told |= paths
            if awaited <= told:
                stop.set()
        return told

    return run_aside(asyncio.wait_for(run(), 20))


def test_a_saved_file_is_told_of_and_what_an_editor_leaves_beside_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "entry.md"
    path.write_text("old")

    def save() -> None:
        """Save as Vim and others do: a test, a swap file, a backup copy, a new file in the place of the old one."""
        for name in ("4913", ".entry.md.swp", "entry.md~", "#entry.md#", ".#entry.md", "entry.md.tmp"):
            (tmp_path / name).write_text("x")
        (tmp_path / ".git").mkdir()
        (tmp_path / ".git" / "index.md").write_text("x")
        new = tmp_path / ".entry.md.new"
        new.write_text("new")
        new.replace(path)

    assert collect(tmp_path, save, {path}) == {path}


@pytest.mark.parametrize("how", ["written", "replaced"])
def test_a_link_is_told_of_when_the_file_changes_to_which_it_leads(tmp_path: Path, how: str) -> None:
    root, target, link = tmp_path / "content", tmp_path / "texts" / "linked.md", tmp_path / "content" / "linked.md"
    root.mkdir()
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to("../texts/linked.md")

    def save() -> None:
        (target.parent / "other.md").write_text("nothing to us")
        if how == "written":
            target.write_text("new")
            return
        new = target.parent / ".linked.md.new"
        new.write_text("new")
        new.replace(target)

    assert collect(root, save, {link}) == {link}


def test_a_link_that_is_made_while_the_folder_is_watched_is_followed(tmp_path: Path) -> None:
    root, target, link = tmp_path / "content", tmp_path / "linked.md", tmp_path / "content" / "linked.md"
    root.mkdir()
    target.write_text("old")

    async def run() -> list[frozenset[Path]]:
        stop, told = asyncio.Event(), []
        async for paths in watch_folders([root], stop):
            told.append(paths)
            if paths == {root}:
                link.symlink_to(target)
            elif len(told) == 2:
                await asyncio.sleep(0)
                asyncio.get_running_loop().call_later(0.2, target.write_text, "new and longer")
            else:
                stop.set()
        return told

    assert run_aside(asyncio.wait_for(run(), 20))[-1] == {link}


def test_files_in_a_new_folder_are_told_of_by_themselves_or_by_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "papers"

    def make() -> None:
        folder.mkdir()
        (folder / "one.md").write_text("x")

    assert collect(tmp_path, make, {folder}) <= {folder, folder / "one.md"}


def test_a_folder_that_is_replaced_is_told_of_and_watched_again(tmp_path: Path) -> None:
    root = tmp_path / "content"
    root.mkdir()
    told: list[set[Path]] = []

    async def run() -> None:
        stop = asyncio.Event()
        async for paths in watch_folders([root], stop):
            told.append(set(paths))
            if len(told) == 1:
                shutil.rmtree(root)
            elif not root.exists():
                root.mkdir()
            elif (root / "entry.md") in paths:
                stop.set()
            else:
                (root / "entry.md").write_text(str(len(told)))

    run_aside(asyncio.wait_for(run(), 30))
    assert root in set().union(*told[1:])


@pytest.mark.parametrize("name", ["a.md", "papers/x.y.md", "static/data.csv", "templates/_card.html", "a/b.c/d"])
def test_what_people_write_is_no_noise(tmp_path: Path, name: str) -> None:
    assert not is_noise(tmp_path / name, [tmp_path])


@pytest.mark.parametrize("name", [".git/x.md", "a.md~", "x/.a.md.swp", "a.md.bak", "__pycache__/x", "../elsewhere.md"])
def test_what_programs_leave_is_noise(tmp_path: Path, name: str) -> None:
    assert is_noise((tmp_path / "root" / name).resolve(), [tmp_path / "root"])
