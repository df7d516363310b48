"""Parallel work in forked processes of this machine, or in any ``concurrent.futures.Executor``."""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

R = TypeVar("R")

#: Shares submitted at once for each worker: enough to keep it busy, few enough to bound memory.
_AHEAD = 4
#: Numbers that fit into a pipe at once (it holds 64 KiB or more), and the bytes of one.
_QUEUED = 8192
_NUMBER = 4


def count_jobs(wanted: int | None, items: int, worth: int) -> int:
    """Return the number of processes to use: ``wanted``, else one for each core if there are at least ``worth``
    items.
    """
    if wanted or items < worth:
        return wanted or 1
    # A batch system or a container may allow fewer cores than the machine has.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Tell whether this system can fork, so that a child process starts with a copy of all memory."""
    return hasattr(os, "fork")


def parallel_map(
    task: Callable[[int], R], count: int, jobs: int, progress: Callable[[int], None] | None = None
) -> list[R]:
    """Return ``[task(0), …, task(count - 1)]``, computed by this process and ``jobs - 1`` forked children.

    Each process takes the next number from a queue when it is free, so all end at about the same time. Children share
    the memory that exists already and send back the task's result. ``progress`` is called with the number of tasks
    taken. Without fork, this process does everything. Raises the first exception of a task and stops the others.
    """
    if jobs <= 1 or count <= 1 or not can_fork():
        return [result for _, result in _run_tasks(task, iter(range(count)), progress)]
    step = -(-count // _QUEUED)
    with ExitStack() as stack:
        queue = _make_queue(-(-count // step))
        stack.callback(os.close, queue)
        numbers = _take_numbers(queue, step, count)
        children = [
            stack.enter_context(_fork(lambda: list(_run_tasks(task, _stop_alone(numbers), None))))
            for _ in range(jobs - 1)
        ]
        results = dict(_run_tasks(task, numbers, progress))
        for wait in children:
            results |= wait()
    return [results[number] for number in range(count)]


@contextmanager
def run_in_child(task: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Run the task in a forked child. Yield a function that waits for it and returns its result or raises its error.

    A child for which nobody waits is stopped at the end. Without fork, the task runs when the function is called.
    """
    if can_fork():
        with _fork(task) as join:
            yield join
    else:
        yield task


def _run_tasks(
    task: Callable[[int], R], numbers: Iterator[int], progress: Callable[[int], None] | None
) -> Iterator[tuple[int, R]]:
    try:
        for number in numbers:
            yield number, task(number)
            if progress:
                progress(number + 1)
    except BaseException:
        for _ in numbers:  # empty the queue, so that the other processes stop
            pass
        raise


def _make_queue(count: int) -> int:
    """Return a pipe that holds the numbers from 0; each process that reads it takes the next one."""
    queue, writer = os.pipe()
    os.write(writer, b"".join(number.to_bytes(_NUMBER, "little") for number in range(count)))
    os.close(writer)
    return queue


def _take_numbers(queue: int, step: int, count: int) -> Iterator[int]:
    while number := os.read(queue, _NUMBER):
        start = int.from_bytes(number, "little") * step
        yield from range(start, min(start + step, count))


def _stop_alone(numbers: Iterator[int]) -> Iterator[int]:
    """Yield a child's numbers as long as its parent lives: without it, nobody wants the results."""
    parent = os.getppid()
    for number in numbers:
        if os.getppid() != parent:
            return
        yield number


@contextmanager
def _fork(task: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Run the task in a forked child. Yield a function that waits for its result. At the end, stop the child."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        _run_and_exit(task, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as answers:

            def join() -> R:
                try:
                    done, outcome = pickle.load(answers)  # noqa: S301 - from our own process
                except EOFError:
                    raise ChildProcessError("a worker process was killed") from None
                if not done:
                    raise outcome
                result: R = outcome
                return result

            yield join
    finally:
        os.kill(process, signal.SIGKILL)  # has no effect on a process that has ended
        os.waitpid(process, 0)


def _run_and_exit(task: Callable[[], Any], writer: int) -> NoReturn:
    """Run the task in a forked child, send its result, and exit without the cleanup of the parent program.

    Ctrl-C reaches every process of a terminal; this one then ends at once without a message.
    """
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            outcome = (True, task())
        except BaseException as error:
            outcome = (False, error)
        try:
            answer = pickle.dumps(outcome)
            if not outcome[0]:  # some exceptions can be pickled but not unpickled
                pickle.loads(answer)  # noqa: S301 - our own
        except Exception as error:
            answer = pickle.dumps((False, RuntimeError(f"{outcome[1]!r} can't be sent: {error}")))
        with os.fdopen(writer, "wb") as answers:
            answers.write(answer)
    finally:
        os._exit(0)


class Workers(NamedTuple):
    """Processes that share no memory with this one, behind an executor: those of a cluster, for one.

    ``size`` is how many there are; ``hand`` turns a large value into what tasks may be given instead, so that it
    travels once to each worker and not with each task.
    """

    executor: Executor
    size: int = 4
    hand: Callable[[Any], Any] = lambda value: value

    def map(self, task: Callable[..., R], shares: Iterable[Any], *context: Any) -> Iterator[R]:
        """Yield ``task(share, *context)`` for each share, in order, while all workers stay busy."""
        pending: deque[Future[R]] = deque()
        for share in shares:
            pending.append(self.executor.submit(task, share, *context))
            if len(pending) > _AHEAD * self.size:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
