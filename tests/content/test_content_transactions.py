"""All files of an import are written or none, whatever stops it, and one import writes at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from imports import CYCLEQD, CYCLEQD_BIB, SEED, add, bib, read, snapshot

from site_builder.build.builder import build
from site_builder.build.options import BuildOptions
from site_builder.content import transaction
from site_builder.content.transaction import JOURNAL, Change, check_pending, lock_content
from site_builder.diagnostics import UserError
from site_builder.importing import Plan, apply_plan, plan_import


def test_a_failure_on_the_way_puts_everything_back(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    before = snapshot(tmp_path)
    (tmp_path / "content/blocked.md").mkdir()
    plan = Plan(
        tmp_path,
        (),
        (
            Change(Path(f"content/papers/{CYCLEQD}.md"), before[f"content/papers/{CYCLEQD}.md"], b"new"),
            Change(Path("content/papers/fresh.md"), None, b"new"),
            Change(Path("content/papers/fresh.md/impossible.md"), None, b"new"),
        ),
    )
    with pytest.raises(UserError, match="nothing was changed"):
        apply_plan(plan)
    assert snapshot(tmp_path) == before


def test_a_file_changed_meanwhile_stops_the_import(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    plan = plan_import(tmp_path, [read("lab.bib", CYCLEQD_BIB.encode())])
    entry = tmp_path / f"content/papers/{CYCLEQD}.md"
    entry.write_text(entry.read_text("utf-8") + "\n## Meanwhile\n", "utf-8")
    before = snapshot(tmp_path)
    with pytest.raises(UserError, match="changed while"):
        apply_plan(plan)
    assert snapshot(tmp_path) == before


KILLED = """
import os, sys
from pathlib import Path
from site_builder import importing
from site_builder.content import transaction
written = transaction._replace
def stop(path, data, left=[int(sys.argv[2])]):
    left[0] -= path.name != ".import-journal"
    if left[0] < 0:
        os._exit(9)
    written(path, data)
transaction._replace = stop
from imports import CYCLEQD_BIB, SEED, read
sources = [read("seed.txt", SEED.read_bytes()), read("lab.bib", CYCLEQD_BIB.encode())]
importing.apply_plan(importing.plan_import(Path(sys.argv[1]), sources))
"""


@pytest.mark.parametrize("written", [0, 1, 9])
def test_an_import_that_was_killed_is_finished_by_the_next(tmp_path: Path, written: int) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    sources = [read("seed.txt", SEED.read_bytes()), read("lab.bib", CYCLEQD_BIB.encode())]
    apply_plan(plan_import(whole, sources))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "support")}
    command = [sys.executable, "-c", KILLED, str(cut), str(written)]
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert (cut / JOURNAL).exists()
    left = snapshot(cut)
    plan = plan_import(cut, sources)
    assert snapshot(cut) == left, "planning writes nothing"
    assert {o.kind for o in plan.outcomes} == {"unchanged"}
    apply_plan(plan)
    assert snapshot(cut) == snapshot(whole)


def test_finishing_a_killed_import_leaves_alone_what_was_edited_since(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "support")}
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "3"], env=environment, check=False)
    entry = min((tmp_path / "content/papers").glob("*.md"))
    entry.write_text(entry.read_text("utf-8") + "\n## Mine\n", "utf-8")
    apply_plan(plan_import(tmp_path, []))
    assert entry.read_text("utf-8").endswith("## Mine\n")
    assert len(list((tmp_path / "content/papers").glob("*.md"))) == 16


def test_permissions_of_an_entry_stay(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    entry = tmp_path / f"content/papers/{CYCLEQD}.md"
    entry.chmod(0o664)
    add(tmp_path, "lab.bib", CYCLEQD_BIB)
    assert entry.stat().st_mode & 0o777 == 0o664


def test_a_record_that_a_merge_of_branches_broke_is_told_at_its_line(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    records = tmp_path / "content/listings/imported.jsonl"
    lines = records.read_bytes().split(b"\n")
    records.write_bytes(b"\n".join([lines[0], b"<<<<<<< HEAD", *lines[1:]]))
    with pytest.raises(UserError, match=r"imported\.jsonl:2:1: error"):
        plan_import(tmp_path, [read("seed.txt", SEED.read_bytes())])


def test_what_was_imported_is_kept_in_few_ordered_lines(tmp_path: Path) -> None:
    add(tmp_path, "seed.txt", SEED.read_bytes())
    records = tmp_path / "content/listings/imported.jsonl"
    before = records.read_bytes().splitlines()
    assert before == sorted(before)
    add(tmp_path, "lab.bib", CYCLEQD_BIB)
    after = records.read_bytes().splitlines()
    assert len(after) == len(before) + 1
    assert len(set(before) - set(after)) == 1, "only the record of the same paper knows of the new one beside it"


def test_a_journal_that_names_other_files_than_imports_write_is_refused(tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "evil.txt"
    (site / JOURNAL).parent.mkdir(parents=True)
    for path in ("../evil.txt", str(outside), "content/site.toml", "content/papers/../../../evil.txt"):
        (site / JOURNAL).write_bytes(msgspec.msgpack.encode([[path, b"", b"x"]]))
        with pytest.raises(UserError, match="can't be finished"):
            add(site, "a.bib", CYCLEQD_BIB)
    assert not outside.exists()


@pytest.mark.parametrize("stuck", [False, True])
def test_an_import_that_a_full_disk_stops_is_undone_or_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stuck: bool
) -> None:
    """Old bytes may find no room until the new files are gone, or none at all."""
    add(tmp_path, "a.bib", CYCLEQD_BIB)
    before = snapshot(tmp_path)
    written = transaction._replace
    room = [3]

    def replace(path: Path, data: bytes) -> None:
        fresh = len(list((tmp_path / "content/papers").glob("*.md"))) > 1
        room[0] -= 1
        if room[0] == 0 or (room[0] < 0 and (stuck or fresh)):
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        written(path, data)

    more = CYCLEQD_BIB.replace("Proceedings of ICLR", "ICLR") + bib(title="Another", author="A B", year="2024")
    monkeypatch.setattr(transaction, "_replace", replace)
    with pytest.raises(UserError, match="finishes what was begun" if stuck else "nothing was changed"):
        add(tmp_path, "a.bib", more)
    assert (tmp_path / JOURNAL).exists() == stuck
    if not stuck:
        assert snapshot(tmp_path) == before


def test_a_record_with_a_date_that_is_none_is_told_at_its_line(tmp_path: Path) -> None:
    add(tmp_path, "lab.bib", CYCLEQD_BIB)
    records = tmp_path / "content/listings/imported.jsonl"
    records.write_text(records.read_text("utf-8").replace('"date":"2025"', '"date":"soon"'), "utf-8")
    with pytest.raises(UserError, match=r"imported\.jsonl:1:1: error: this line isn't what an import wrote"):
        plan_import(tmp_path, [read("lab.bib", CYCLEQD_BIB.encode())])


def start_add(site: Path, source: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "site_builder", "add", "--quiet", "--site", str(site), str(source)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def write_bibliography(path: Path, word: str, count: int) -> Path:
    entries = (
        bib(title=f"{word} number {n}", author="Lee, Ann", year="2020", doi=f"10.1000/{word}.{n}") for n in range(count)
    )
    path.write_text("\n".join(entries), "utf-8")
    return path


def test_two_imports_at_once_lose_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    words = ("alpha", "beta", "gamma")
    running = [start_add(site, write_bibliography(tmp_path / f"{word}.bib", word, 30)) for word in words]
    assert [process.wait() for process in running] == [0, 0, 0], [process.stderr for process in running]
    for word in words:
        assert len(list((site / "content/papers").glob(f"{word}-*.md"))) == 30
    records = (site / "content/listings/imported.jsonl").read_text("utf-8").splitlines()
    assert len(records) == 90


def test_an_import_that_can_t_get_the_lock_says_who_has_it_and_writes_nothing(tmp_path: Path) -> None:
    with (
        lock_content(tmp_path),
        pytest.raises(UserError, match="another import is writing"),
        lock_content(tmp_path, 0.1),
    ):
        pytest.fail("the lock was given twice")


def leave_half_an_import(site: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "support")}
    subprocess.run([sys.executable, "-c", KILLED, str(site), "5"], env=environment, check=False)
    (site / "content/papers/.123.new").write_bytes(b"cut off")


def test_a_build_finishes_a_killed_import_and_says_so(tmp_path: Path) -> None:
    leave_half_an_import(tmp_path)
    (told,) = check_pending(tmp_path)
    assert told.code == "import-interrupted"
    report = build(BuildOptions(site_dir=tmp_path, out=tmp_path / "public", search=False))
    assert report.papers == 16
    assert [d.severity for d in report.diagnostics if d.code == "import-interrupted"] == ["hint"]
    assert not list(check_pending(tmp_path))
    assert not list((tmp_path / "content").rglob(".*"))


def test_builds_beside_an_import_fail_never_and_the_next_one_has_all_of_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    running = start_add(site, write_bibliography(tmp_path / "a.bib", "alpha", 40))
    while running.poll() is None:
        build(BuildOptions(site_dir=site, out=site / "public", search=False))
    assert build(BuildOptions(site_dir=site, out=site / "public", search=False)).papers == 40
    assert running.returncode == 0
