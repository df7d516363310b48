"""Shares of work: every number once and in order, whoever does it; a fault comes back as it was."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.frontmatter import Unreadable
from site_builder.storage.workers import Workers, count_jobs, parallel_map, run_in_child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FAULT = UserError(
    Diagnostic("theme-template", "a message", Location("a.html", 3, 1), "a remedy"), Diagnostic("formula", "b")
)


def double(share: Sequence[int], more: int = 0) -> list[int]:
    return [2 * item + more for item in share]


@given(st.integers(0, 40), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_every_number_is_worked_on_once_and_in_order(count: int, jobs: int) -> None:
    assert parallel_map(lambda number: 2 * number, count, jobs) == [2 * number for number in range(count)]


def test_more_numbers_than_a_pipe_holds_are_handed_out() -> None:
    assert parallel_map(lambda number: number, 50_000, 2) == list(range(50_000))


def test_the_work_is_shared_with_processes_that_know_all_this_one_does() -> None:
    known = {"answer": 42}

    def ask(number: int) -> tuple[int, int]:
        time.sleep(0.01)
        return known["answer"], os.getpid()

    answers = parallel_map(ask, 80, 2)
    assert {answer for answer, _ in answers} == {42}
    assert len({process for _, process in answers}) == 2
    assert os.getpid() in {process for _, process in answers}


def test_progress_hears_rising_numbers() -> None:
    heard: list[int] = []
    parallel_map(lambda number: number, 30, 2, heard.append)
    assert heard == sorted(heard)
    assert all(1 <= number <= 30 for number in heard)


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_fault_comes_back_whole_and_ends_the_work(jobs: int, tmp_path: Path) -> None:
    def work(number: int) -> None:
        if number == 7:
            raise FAULT
        time.sleep(0.001)
        (tmp_path / str(number)).touch()

    with pytest.raises(UserError) as caught:
        parallel_map(work, 5000, jobs)
    assert caught.value.diagnostics == FAULT.diagnostics
    assert len(list(tmp_path.iterdir())) < 2500


def test_a_helper_that_is_killed_is_told() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number

    with pytest.raises(ChildProcessError):
        parallel_map(work, 50, 2)


def test_what_cannot_be_sent_back_is_told() -> None:
    def work(number: int) -> Any:
        time.sleep(0.01)
        return lambda: number

    with pytest.raises(RuntimeError, match="can't be sent"):
        parallel_map(work, 20, 2)


class Demanding(Exception):
    """Like many an error of other people's: made of two values, known by one."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def test_an_error_that_cannot_be_made_anew_is_told_by_what_it_says() -> None:
    """Or comes back as it was, where Dask's libraries are loaded, which teach pickle how."""

    def work(number: int) -> Any:
        time.sleep(0.01)
        raise Demanding("out of ink", number)

    with run_in_child(lambda: work(3)) as join, pytest.raises((RuntimeError, Demanding), match="out of ink"):
        join()


@pytest.mark.parametrize("error", [FAULT, Unreadable(FAULT.diagnostics[0])], ids=["fault", "unreadable"])
def test_an_error_that_carries_diagnostics_arrives_with_them(error: Exception) -> None:
    def work() -> None:
        raise error

    with run_in_child(work) as join, pytest.raises(type(error)) as caught:
        join()
    assert vars(caught.value) == vars(error)


def test_a_task_aside_is_waited_for_when_it_is_asked_for(tmp_path: Path) -> None:
    def work() -> int:
        time.sleep(0.05)
        (tmp_path / "done").touch()
        return 42

    with run_in_child(work) as join:
        assert not (tmp_path / "done").exists()
        assert join() == 42
    assert (tmp_path / "done").exists()


def test_a_fault_of_a_task_aside_comes_back() -> None:
    def work() -> None:
        raise FAULT

    with run_in_child(work) as join, pytest.raises(UserError) as caught:
        join()
    assert caught.value.diagnostics == FAULT.diagnostics


@pytest.mark.parametrize("fails", [True, False])
def test_a_task_aside_that_nobody_waits_for_is_stopped(tmp_path: Path, fails: bool) -> None:
    def work() -> None:
        time.sleep(5)
        (tmp_path / "done").touch()

    began = time.monotonic()
    with contextlib.suppress(UserError), run_in_child(work):
        if fails:
            raise FAULT
    assert time.monotonic() - began < 4
    assert not (tmp_path / "done").exists()


@given(st.lists(st.lists(st.integers(), max_size=9), max_size=30), st.integers(1, 4))
def test_workers_do_every_share_once_and_in_order(shares: list[list[int]], size: int) -> None:
    with ThreadPoolExecutor(size) as executor:
        results = list(Workers(executor, size).map(double, shares, 1))
    assert results == [double(share, 1) for share in shares]


def test_no_more_shares_are_under_way_than_keep_the_workers_busy() -> None:
    waiting = 0
    most = 0

    class Counting(ThreadPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            nonlocal waiting, most
            waiting += 1
            most = max(most, waiting)
            return super().submit(fn, *args, **kwargs)

    with Counting(1) as executor:
        for _ in Workers(executor, 2).map(double, [[number] for number in range(1000)], 1):
            waiting -= 1
    assert 2 <= most <= 20


@pytest.mark.parametrize(
    ("wanted", "items", "expected"), [(None, 5, 1), (3, 5, 3), (1, 5000, 1), (None, 5000, os.cpu_count())]
)
def test_processes_are_used_when_asked_for_or_when_they_pay(wanted: int | None, items: int, expected: int) -> None:
    assert count_jobs(wanted, items, 600) == expected
