"""Shares of work for one process or several: any ``concurrent.futures.Executor`` fits."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

#: How many shares are under way for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 4


class InlineExecutor(Executor):
    """Runs each call at once, in the caller's own process."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Run the call and return its outcome as a future that is already done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def count_jobs(wanted: int | None, items: int, worth: int) -> int:
    """Return how many processes to use: what is wanted, else one a core when there are enough items to pay."""
    if wanted:
        return wanted
    return (os.cpu_count() or 1) if items >= worth else 1


def can_fork() -> bool:
    """Tell whether new processes begin with all that this one has made."""
    return "fork" in multiprocessing.get_all_start_methods()


@contextmanager
def open_executor(jobs: int, prepare: Callable[..., None] | None = None, *context: Any) -> Iterator[Executor]:
    """Yield an executor with that many processes (with one: the caller's own), each prepared with the context.

    Where processes can be forked, the context reaches them without being copied.
    """
    if jobs <= 1:
        if prepare:
            prepare(*context)
        with InlineExecutor() as executor:
            yield executor
        return
    method = "fork" if can_fork() else "spawn"
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(method), _start, (prepare, context))
    with pool as executor:
        try:
            yield executor
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start(prepare: Callable[..., None] | None, context: tuple[Any, ...]) -> None:
    """Begin a process's work. Ctrl-C reaches every process of a terminal: this one ends at once and in silence, where
    an exception would leave the first waiting for what this one never sends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if prepare:
        prepare(*context)


def spread(
    executor: Executor, task: Callable[..., R], items: Sequence[T], size: int, jobs: int, *context: Any
) -> Iterator[tuple[Sequence[T], R]]:
    """Yield each share of the items with ``task(share, *context)``, in order, keeping all workers busy."""
    pending: deque[tuple[Sequence[T], Future[R]]] = deque()
    for start in range(0, len(items), size):
        share = items[start : start + size]
        pending.append((share, executor.submit(task, share, *context)))
        if len(pending) > _AHEAD * jobs:
            done, future = pending.popleft()
            yield done, future.result()
    while pending:
        done, future = pending.popleft()
        yield done, future.result()
