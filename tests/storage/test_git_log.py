"""What the history of a repository says of its files: when each was added, and when it last changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repositories import commit, run_git

from site_builder.storage.git_log import FileDates, look_at_repository, read_dates

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FIRST, SECOND, THIRD = "2025-01-01T00:00:00Z", "2025-02-01T12:00:00Z", "2025-03-01T00:00:00Z"


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return folder


def ask(folder: Path, name: str = "cache") -> dict[str, FileDates]:
    return read_dates(folder, folder.parent / name)


def test_a_file_has_the_time_of_its_first_commit_and_of_its_last(tmp_path: Path) -> None:
    content = write(tmp_path / "site/content", one="1", two="2")
    commit(tmp_path, FIRST)
    write(content, one="1 and more", three="3")
    commit(tmp_path, SECOND)
    expected = {
        "one.md": FileDates(FIRST, SECOND),
        "two.md": FileDates(FIRST, FIRST),
        "three.md": FileDates(SECOND, SECOND),
    }
    assert ask(content) == expected
    assert ask(content) == expected, "from the cache"
    write(content, four="4")  # which isn't committed
    assert ask(content) == expected
    commit(tmp_path, THIRD)
    assert ask(content)["four.md"] == FileDates(THIRD, THIRD)


def test_names_of_all_scripts_are_read_as_they_are(tmp_path: Path) -> None:
    content = write(tmp_path / "content", **{"päper ä": "1", "論文": "2"})
    commit(tmp_path, FIRST)
    assert sorted(ask(content)) == ["päper ä.md", "論文.md"]


def test_a_moved_file_keeps_its_dates_and_a_new_one_at_its_place_has_its_own(tmp_path: Path) -> None:
    content = write(tmp_path / "content", one="a text of some length")
    commit(tmp_path, FIRST)
    (content / "one.md").rename(content / "moved.md")
    commit(tmp_path, SECOND)
    write(content, one="something else altogether")
    commit(tmp_path, THIRD)
    assert ask(content) == {"moved.md": FileDates(FIRST, SECOND), "one.md": FileDates(THIRD, THIRD)}


def test_a_removed_file_has_no_dates_and_counts_from_its_first_addition_when_it_comes_back(tmp_path: Path) -> None:
    content = write(tmp_path / "content", one="1", two="2")
    commit(tmp_path, FIRST)
    (content / "one.md").unlink()
    commit(tmp_path, SECOND)
    assert list(ask(content)) == ["two.md"]
    write(content, one="1 again")
    commit(tmp_path, THIRD)
    assert ask(content)["one.md"] == FileDates(FIRST, THIRD)


def test_an_incomplete_clone_says_nothing_of_what_it_doesnt_know(tmp_path: Path) -> None:
    source = tmp_path / "source"
    content = write(source / "content", one="1", two="2")
    commit(source, FIRST)
    write(content, two="2 and more")
    commit(source, SECOND)
    write(content, three="3")
    commit(source, THIRD)
    address = source.as_uri()
    run_git(tmp_path, "clone", "--quiet", "--depth=1", address, "last")
    assert ask(tmp_path / "last/content") == {}
    run_git(tmp_path, "clone", "--quiet", "--depth=2", address, "two")
    assert ask(tmp_path / "two/content") == {"three.md": FileDates(THIRD, THIRD)}
    run_git(tmp_path / "two", "fetch", "--quiet", "--unshallow")
    assert ask(tmp_path / "two/content") == ask(content)


def test_a_clone_without_the_contents_of_old_files_has_all_dates(tmp_path: Path) -> None:
    source = tmp_path / "source"
    content = write(source / "content", one="a text")
    commit(source, FIRST)
    (content / "one.md").rename(content / "two.md")
    commit(source, SECOND)
    run_git(source, "config", "uploadpack.allowFilter", "true")
    run_git(tmp_path, "clone", "--quiet", "--filter=blob:none", source.as_uri(), "clone")
    assert ask(tmp_path / "clone/content") == {"two.md": FileDates(FIRST, SECOND)}


def test_outside_a_repository_and_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write(tmp_path / "content", one="1")
    assert ask(content) == {}
    assert look_at_repository(content) == ""
    run_git(tmp_path, "init", "--quiet")
    assert ask(content) == {}, "before the first commit"
    commit(tmp_path, FIRST)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ask(content) == {}


def test_a_commit_shows_in_what_a_build_looks_at(tmp_path: Path) -> None:
    content = write(tmp_path / "content", one="1")
    commit(tmp_path, FIRST)
    before = look_at_repository(content)
    run_git(tmp_path, "status")
    assert look_at_repository(content) == before
    commit(tmp_path, SECOND)
    assert look_at_repository(content) != before
    run_git(tmp_path, "worktree", "add", "--quiet", "other")
    assert look_at_repository(tmp_path / "other/content")
    assert ask(tmp_path / "other/content") == ask(content)
