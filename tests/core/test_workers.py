"""Shares of work: every item once and in order, whoever does it; a fault comes back as it was."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.diagnostics import Diagnostic, Fault, Place
from site_builder.workers import InlineExecutor, count_jobs, open_executor, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FAULT = Fault(Diagnostic("theme-template", "a message", Place("a.html", 3, 1), "a remedy"), Diagnostic("formula", "b"))

prepared = 0


def double(share: Sequence[int], more: int = 0) -> list[int]:
    return [2 * item + more for item in share]


def fail_at_seven(share: Sequence[int]) -> list[int]:
    if 7 in share:
        raise FAULT
    return list(share)


def set_up(value: int) -> None:
    global prepared
    prepared = value


def ask(share: Sequence[int]) -> tuple[int, int]:
    return prepared, os.getpid()


@given(st.lists(st.integers(), max_size=60), st.integers(1, 9), st.integers(1, 4))
def test_every_item_is_worked_on_once_and_in_order(items: list[int], size: int, jobs: int) -> None:
    with ThreadPoolExecutor(jobs) as executor:
        shares = list(spread(executor, double, items, size, jobs, 1))
    assert [item for share, _ in shares for item in share] == items
    assert [result for _, results in shares for result in results] == double(items, 1)
    assert all(len(share) <= size for share, _ in shares)


def test_no_more_shares_are_under_way_than_keep_the_workers_busy() -> None:
    waiting = 0
    most = 0

    class Counting(InlineExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            nonlocal waiting, most
            waiting += 1
            most = max(most, waiting)
            return super().submit(fn, *args, **kwargs)

    for _ in spread(Counting(), double, list(range(1000)), 1, 2):
        waiting -= 1
    assert 2 <= most <= 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_process_is_prepared_before_it_works(jobs: int) -> None:
    with open_executor(jobs, set_up, 42) as executor:
        answers = [answer for _, answer in spread(executor, ask, list(range(8)), 1, jobs)]
    assert {value for value, _ in answers} == {42}
    assert (os.getpid() in {process for _, process in answers}) == (jobs == 1)
    set_up(0)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_comes_back_whole_and_ends_the_work(jobs: int) -> None:
    done = []
    with pytest.raises(Fault) as caught, open_executor(jobs) as executor:
        for share, _ in spread(executor, fail_at_seven, list(range(100)), 2, jobs):
            done += share
    assert caught.value.diagnostics == FAULT.diagnostics
    assert done == list(range(6))


@pytest.mark.parametrize(
    ("wanted", "items", "expected"), [(None, 5, 1), (3, 5, 3), (1, 5000, 1), (None, 5000, os.cpu_count())]
)
def test_processes_are_used_when_asked_for_or_when_they_pay(wanted: int | None, items: int, expected: int) -> None:
    assert count_jobs(wanted, items, 600) == expected
