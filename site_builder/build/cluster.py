"""The workers of a Dask cluster (https://distributed.dask.org), reached by the address of its scheduler."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, UserError
from site_builder.storage.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds to wait for the scheduler.
_PATIENCE = 10


@contextmanager
def connect(address: str) -> Iterator[Workers]:
    """Yield the workers of the cluster whose scheduler is at this address (``tcp://host:8786``).

    Raises UserError if there are none, if they have another version of the program, or if they get lost.
    """
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        raise _describe("a cluster needs Dask", "run pip install 'site-builder[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # the error tells what is wrong
    try:
        client = dask.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise _describe(f"no scheduler answers at {address}", "start one with 'dask scheduler'") from error
    with client:
        try:
            _check_versions(address, client.run(_tell_version, on_error="return"))
            hand = partial(client.scatter, broadcast=True, hash=False)
            with client.get_executor(pure=False) as executor:
                yield Workers(executor, sum(client.nthreads().values()), hand)
        except (dask.KilledWorker, dask.comm.CommClosedError, CancelledError) as error:
            message = f"the cluster at {address} was lost: {error or type(error).__name__}"
            raise _describe(message, "start it again") from error


def _tell_version() -> str:
    return __version__


def _check_versions(address: str, versions: dict[str, object]) -> None:
    if not versions:
        raise _describe(f"the scheduler at {address} has no workers", f"start some with 'dask worker {address}'")
    for worker, version in versions.items():
        if version != __version__:
            found = version if isinstance(version, str) else "no"
            message = f"the worker {worker} has {found} site-builder, not {__version__}"
            raise _describe(message, "install the same version there")


def _describe(message: str, suggestion: str) -> UserError:
    return UserError(Diagnostic("cluster-failed", message, suggestion=suggestion))
