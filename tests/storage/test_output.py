"""The output folder: whole or untouched, wherever a build stops; and nothing in it that isn't ours is touched."""

from __future__ import annotations

import errno
import os
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_sites import read_tree

from site_builder.diagnostics import UserError
from site_builder.storage.output_dir import list_written, open_transaction, read_fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Plan = Mapping[str, bytes]

#: Each call by which a build changes the disk; in a process of its own it may be the last that the process makes.
CALLS = ("mkdir", "open", "rename", "replace", "rmdir", "unlink")
needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="a process is ended in the middle by forking one")


def write(out: Path, plan: Plan) -> int:
    """Write the plan as a build does; return how many files had to be written."""
    with open_transaction(out) as stage:
        for path, data in plan.items():
            stage.offer(path, data)
        stage.commit(plan)
        return stage.written


def reopen(out: Path) -> None:
    """What the next build begins with."""
    with open_transaction(out):
        pass


def write_until(out: Path, plan: Plan, last: int) -> bool:
    """Write the plan in a process that ends before its call number ``last``; tell whether it came to its end."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    calls = 0

    def stop_at(call: Any) -> Any:
        def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                os._exit(1)
            return call(*args, **kwargs)

        return counted

    for name in CALLS:
        setattr(os, name, stop_at(getattr(os, name)))
    write(out, plan)
    os._exit(0)


OLD = {
    "index.html": b"old",
    "same.html": b"same",
    "gone/index.html": b"gone",
    "file-to-folder": b"a file",
    "folder-to-file/deep/index.html": b"deep",
    "papers/one/index.html": b"one",
}
NEW = {
    "index.html": b"new",
    "same.html": b"same",
    "file-to-folder/index.html": b"a folder",
    "folder-to-file": b"a file",
    "papers/one/index.html": b"one, changed",
    "papers/two/index.html": b"two",
    "papers/two/figures/1.svg": b"<svg/>",
}


@needs_fork
def test_wherever_a_build_is_killed_the_folder_is_wholly_old_or_becomes_wholly_new(tmp_path: Path) -> None:
    outcomes = []
    for last in range(1, 1000):
        out = tmp_path / str(last)
        write(out, OLD)
        (out / "papers" / "CNAME").write_bytes(b"mine")
        finished = write_until(out, NEW, last)
        if not (out / ".site-builder" / "journal").exists() and not finished:
            before = read_tree(out)
            outcomes.append(before == OLD | {"papers/CNAME": b"mine"})
        reopen(out)
        tree = read_tree(out)
        assert tree.pop("papers/CNAME") == b"mine"
        assert tree in (OLD, NEW), f"killed before call {last}"
        write(out, NEW)
        assert read_tree(out) == NEW | {"papers/CNAME": b"mine"}
        assert not (out / "gone").exists()
        if finished:
            break
    assert tree == NEW
    assert outcomes[0], "until the journal is there, nothing is touched"
    assert len(outcomes) > 10


@pytest.mark.parametrize("kind", [errno.ENOSPC, errno.EACCES])
def test_wherever_a_call_fails_the_folder_is_wholly_old_or_the_message_says_that_the_next_build_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: int
) -> None:
    half = 0
    for last in count(1):
        out = tmp_path / str(last)
        write(out, OLD)
        calls = 0

        def fail_from(call: Any) -> Any:
            def failing(*args: Any, **kwargs: Any) -> Any:
                nonlocal calls
                calls += 1
                if calls >= last:  # noqa: B023
                    raise OSError(kind, os.strerror(kind), str(args[0]))
                return call(*args, **kwargs)

            return failing

        with monkeypatch.context() as patch:
            for name in ("mkdir", "rename", "replace"):
                patch.setattr(os, name, fail_from(getattr(os, name)))
            try:
                write(out, NEW)
            except UserError as fault:
                told = str(fault)
            else:
                break
        if "the next build finishes the change" in told:
            half += 1
            assert (out / ".site-builder" / "journal").exists()
            reopen(out)
            assert read_tree(out) == NEW
        else:
            assert read_tree(out) == OLD, told
    assert half > 3


@needs_fork
@pytest.mark.parametrize("blocked", [".", "papers/one", "gone"])
def test_a_read_only_folder_is_told_before_anything_is_changed(tmp_path: Path, blocked: str) -> None:
    write(tmp_path, OLD)
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o777)
    (tmp_path / blocked).chmod(0o555)
    child = os.fork()
    if not child:
        if os.geteuid() == 0:
            for folder in tmp_path.parents:  # an ordinary user has to get there
                folder.chmod(folder.stat().st_mode | 0o555)
            os.setuid(65534)
        try:
            write(tmp_path, NEW)
        except UserError as fault:
            os._exit("Permission denied; name another folder" in str(fault))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert read_tree(tmp_path) == OLD


def test_a_file_that_gets_in_the_way_meanwhile_stays_and_the_next_build_finishes(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    with pytest.raises(UserError, match="the next build finishes"), open_transaction(tmp_path) as stage:
        for path, data in NEW.items():
            stage.offer(path, data)
        (tmp_path / "papers/two/index.html").mkdir(parents=True)
        (tmp_path / "papers/two/index.html/mine").write_bytes(b"mine")
        stage.commit(NEW)
    with pytest.raises(UserError, match="the next build finishes"):
        reopen(tmp_path)
    (tmp_path / "papers/two/index.html/mine").rename(tmp_path / "mine")
    reopen(tmp_path)
    assert read_tree(tmp_path) == NEW | {"mine": b"mine"}


def make_plans() -> st.SearchStrategy[Plan]:
    paths = ("a", "a/b", "a/b/c", "b", "b/c", "c/d/e", "c/d/f", "d.html", "é/ü.html", "a b/#?%41.html")
    contents = st.sampled_from((b"", b"1", b"22", b"33"))
    return st.dictionaries(st.sampled_from(paths), contents, max_size=6).filter(is_possible)


def is_possible(plan: Plan) -> bool:
    """Tell whether no path of the plan is a folder of another."""
    return not any(other.startswith(f"{path}/") for path in plan for other in plan)


@needs_fork
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(make_plans(), st.none() | st.integers(1, 60)), max_size=5))
def test_after_any_builds_with_any_crashes_the_folder_is_one_of_the_plans(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Plan, int | None]]
) -> None:
    out = tmp_path_factory.mktemp("out")
    (out / "c").mkdir()
    (out / "c" / "mine.txt").write_bytes(b"mine")
    tree: Plan = {}
    for plan, last in steps:
        finished = write_until(out, plan, last or 10_000)
        reopen(out)
        found = read_tree(out)
        assert found.pop("c/mine.txt") == b"mine"
        assert found == plan or (not finished and found == tree)
        tree = found
        if finished:
            assert list_written(out) == sorted(plan)


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    assert write(tmp_path, NEW) == len(NEW)
    seals = list(read_fingerprints(tmp_path, NEW))
    assert write(tmp_path, NEW) == 0
    assert list(read_fingerprints(tmp_path, NEW)) == seals


def test_a_stage_that_is_left_without_a_commit_leaves_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    with pytest.raises(RuntimeError), open_transaction(tmp_path) as stage:
        stage.offer("index.html", b"half")
        raise RuntimeError
    assert read_tree(tmp_path) == OLD
    assert not (tmp_path / ".site-builder" / "tree").exists()


def test_of_two_builds_at_once_the_second_is_told_so(tmp_path: Path) -> None:
    with open_transaction(tmp_path) as stage:
        stage.offer("index.html", b"first")
        with (
            pytest.raises(UserError, match=r"another build is writing .*; let it finish first"),
            open_transaction(tmp_path),
        ):
            pass
        stage.commit(["index.html"])
    assert read_tree(tmp_path) == {"index.html": b"first"}


#: Beside a foreign file, for a first build into a folder with others' files in it.
BESIDE = {".nojekyll": b"", "assets/style.css": b"{}"}

OBSTACLES = {
    "a file where a file should be": ("index.html", "index.html"),
    "a deep file where a file should be": ("papers/one/index.html", "papers/one/index.html"),
    "a hidden file where a file should be": (".nojekyll", ".nojekyll"),
    "a file where a folder should be": ("papers", "papers"),
    "a file far above": ("papers/one", "papers/one"),
    "a folder where a file should be": ("feed.xml/mine.txt", "feed.xml"),
    "a deep folder where a file should be": ("feed.xml/a/b/mine.txt", "feed.xml"),
}


@pytest.mark.parametrize(("foreign", "named"), OBSTACLES.values(), ids=OBSTACLES.keys())
def test_what_stands_in_the_way_is_named_and_nothing_is_touched(tmp_path: Path, foreign: str, named: str) -> None:
    (tmp_path / foreign).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / foreign).write_bytes(b"mine")
    with pytest.raises(UserError) as caught:
        write(tmp_path, {**BESIDE, "feed.xml": b"<feed/>", "papers/one/index.html": b"one", "index.html": b"home"})
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.location.path) == ("output-blocked", str(tmp_path / named))
    assert read_tree(tmp_path) == {foreign: b"mine"}
    (tmp_path / foreign).unlink()
    write(tmp_path, {"index.html": b"home"})
    assert read_tree(tmp_path) == {"index.html": b"home"}


def test_a_file_of_the_very_bytes_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"home")
    assert write(tmp_path, {"index.html": b"home", "404.html": b"nothing"}) == 1
    assert list_written(tmp_path) == ["404.html", "index.html"]


@needs_fork
@pytest.mark.parametrize("target", ["precious", "nowhere"])
@pytest.mark.parametrize("name", ["index.html", ".nojekyll"])
def test_a_link_that_no_build_made_is_in_the_way_and_what_it_leads_to_stays(
    tmp_path: Path, name: str, target: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "precious").write_bytes(b"mine")
    (out / name).symlink_to(tmp_path / target)
    with pytest.raises(UserError, match="no build wrote it"):
        write(out, {name: b"home", "404.html": b"nothing"})
    assert (out / name).readlink() == tmp_path / target
    assert (tmp_path / "precious").read_bytes() == b"mine"


def test_where_upper_and_lower_case_are_one_a_renamed_page_is_still_ours(tmp_path: Path) -> None:
    write(tmp_path, {"Index.html": b"old"})
    os.link(tmp_path / "Index.html", tmp_path / "index.html")  # one file by two names, as such a file system has it
    write(tmp_path, {"index.html": b"new"})
    assert read_tree(tmp_path) == {"index.html": b"new"}


def test_what_was_changed_by_hand_after_it_was_written_is_still_ours(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "index.html").write_bytes(b"edited")
    (tmp_path / "same.html").unlink()
    (tmp_path / "same.html").symlink_to("index.html")
    write(tmp_path, NEW)
    assert read_tree(tmp_path) == NEW


def test_an_empty_folder_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "feed.xml" / "empty").mkdir(parents=True)
    write(tmp_path, {"feed.xml": b"<feed/>"})
    assert read_tree(tmp_path) == {"feed.xml": b"<feed/>"}


def test_a_file_in_place_of_the_output_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "public").write_bytes(b"mine")
    with pytest.raises(UserError, match="can't be written"):
        write(tmp_path / "public", OLD)
    assert (tmp_path / "public").read_bytes() == b"mine"


@pytest.fixture(params=[b"", b"{", b'{"wanted": 3}', b"\xff"])
def broken(request: pytest.FixtureRequest) -> Iterator[bytes]:
    """What may be left of a journal when the power fails."""
    yield request.param


def test_a_journal_that_was_never_wholly_on_the_disk_is_dropped(tmp_path: Path, broken: bytes) -> None:
    write(tmp_path, OLD)
    (tmp_path / ".site-builder" / "journal").write_bytes(broken)
    write(tmp_path, NEW)
    assert read_tree(tmp_path) == NEW


def test_a_lost_list_of_what_was_written_is_made_again(tmp_path: Path) -> None:
    write(tmp_path, NEW)
    (tmp_path / ".site-builder" / "written").unlink()
    assert write(tmp_path, NEW) == 0
    assert list_written(tmp_path) == sorted(NEW)


def test_what_the_records_name_outside_the_folder_stays(tmp_path: Path) -> None:
    """They lie in the folder, where anybody can write them."""
    precious, out = tmp_path / "precious", tmp_path / "out"
    precious.write_text("mine")
    write(out, OLD)
    written = out / ".site-builder" / "written"
    foreign = ["../precious", str(precious), "a/../../precious"]
    written.write_text("\n".join([*foreign, *sorted(OLD), ""]), "utf-8")
    write(out, NEW)
    (out / ".site-builder" / "journal").write_bytes(msgspec.json.encode({"removed": foreign, "wanted": None}))
    reopen(out)
    assert precious.read_text() == "mine"
    assert read_tree(out) == NEW
