"""Shares of work for several processes of this machine, or for any ``concurrent.futures.Executor``."""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")

#: How many shares are under way for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 4
#: Tickets that fit into a pipe at once, which holds 64 KiB or more.
_TICKETS = 8192
_TICKET = 4


def count_jobs(wanted: int | None, items: int, worth: int) -> int:
    """Return how many processes to use: what is wanted, else one a core when there are enough items to pay."""
    if wanted or items < worth:
        return wanted or 1
    # A batch system or a container may grant fewer cores than there are.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Tell whether new processes begin with all that this one has made."""
    return hasattr(os, "fork")


def parallel_map(
    task: Callable[[int], R], count: int, jobs: int, progress: Callable[[int], None] | None = None
) -> list[R]:
    """Return ``[task(0), …, task(count - 1)]``, worked off by this process and ``jobs - 1`` that are forked from it.

    Whoever is free takes the next number, so the processes end together. They share all memory that is there already,
    and send back what the task returns. ``progress`` hears how many numbers are taken. Where processes can't be forked,
    this one does it all. Raises whatever the task raises first; the others are then stopped.
    """
    if jobs <= 1 or count <= 1 or not can_fork():
        return [result for _, result in _work_off(task, iter(range(count)), progress)]
    step = -(-count // _TICKETS)
    with ExitStack() as stack:
        tickets = _issue_tickets(-(-count // step))
        stack.callback(os.close, tickets)
        numbers = _take_numbers(tickets, step, count)
        helpers = [stack.enter_context(_fork(lambda: list(_work_off(task, numbers, None)))) for _ in range(jobs - 1)]
        results = dict(_work_off(task, numbers, progress))
        for helper in helpers:
            results |= helper()
    return [results[number] for number in range(count)]


@contextmanager
def run_in_child(task: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Let another process do the task meanwhile; yield what waits for it, and returns or raises what it did.

    The process is stopped where nobody waits for it. Where there can be none, the task is done when it is asked for.
    """
    if can_fork():
        with _fork(task) as join:
            yield join
    else:
        yield task


def _work_off(
    task: Callable[[int], R], numbers: Iterator[int], progress: Callable[[int], None] | None
) -> Iterator[tuple[int, R]]:
    try:
        for number in numbers:
            yield number, task(number)
            if progress:
                progress(number + 1)
    except BaseException:
        for _ in numbers:  # nobody need go on
            pass
        raise


def _issue_tickets(count: int) -> int:
    """Return a pipe from which every process that reads it takes the next number, until there are none."""
    tickets, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_TICKET, "little") for number in range(count)))
    os.close(writer)
    return tickets


def _take_numbers(tickets: int, step: int, count: int) -> Iterator[int]:
    while ticket := os.read(tickets, _TICKET):
        start = int.from_bytes(ticket, "little") * step
        yield from range(start, min(start + step, count))


@contextmanager
def _fork(task: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Start a process that does the task; yield what waits for it and returns or raises what the task did. At the end
    the process is stopped, if it hasn't ended."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        _do_and_end(task, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as answers:

            def join() -> R:
                try:
                    done, outcome = pickle.load(answers)  # noqa: S301 - from our own process
                except EOFError:
                    raise ChildProcessError("a process that helped was ended from outside") from None
                if not done:
                    raise outcome
                result: R = outcome
                return result

            yield join
    finally:
        os.kill(process, signal.SIGKILL)  # which is nothing to one that has ended
        os.waitpid(process, 0)


def _do_and_end(task: Callable[[], Any], writer: int) -> NoReturn:
    """Do the task in a forked process, tell how it ended, and end the process without what ends a program.

    Ctrl-C reaches every process of a terminal: this one ends at once and in silence.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            outcome = (True, task())
        except BaseException as error:
            outcome = (False, error)
        try:
            answer = pickle.dumps(outcome)
            if not outcome[0]:  # many an error can be sent, but not made anew from what was sent
                pickle.loads(answer)  # noqa: S301 - our own
        except Exception as error:
            answer = pickle.dumps((False, RuntimeError(f"{outcome[1]!r} can't be sent: {error}")))
        with os.fdopen(writer, "wb") as answers:
            answers.write(answer)
    finally:
        os._exit(0)


def spread(
    executor: Executor, task: Callable[..., R], items: Sequence[T], size: int, jobs: int, *context: Any
) -> Iterator[R]:
    """Yield ``task(share, *context)`` for each share of the items, in order, keeping all workers busy."""
    pending: deque[Future[R]] = deque()
    for start in range(0, len(items), size):
        pending.append(executor.submit(task, items[start : start + size], *context))
        if len(pending) > _AHEAD * jobs:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()
