"""The live preview: pages in the browser follow each saved file."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from site_builder.content.transaction import recover
from site_builder.preview.server import EventStream, Server, locate, make_app, open_socket
from site_builder.preview.session import Session
from site_builder.preview.watch import watch_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from socket import socket

_log = logging.getLogger(__name__)

#: Seconds without a saved file before work is done that no edit waits for.
_QUIET = 1.0


def run(site_dir: Path, host: str, port: int, on_ready: Callable[[str], None], base_url: str | None = None) -> None:
    """Serve the site until Ctrl-C. ``on_ready`` is given the address when the first page can be asked for.

    Port 0 is any free one. ``base_url`` is where the site will be seen when that isn't the address listened on; the
    site then stands below its path. Raises UserError when the port is taken or there is no content folder.
    """
    recover(site_dir)
    listening = open_socket(host, port)
    address = locate(listening, host)
    with closing(listening), closing(Session(site_dir, base_url or address)) as session:
        session.load()
        gc.freeze()  # what is loaded stays: with this, 10,000 papers are put in order again in half of the time
        gc.enable()
        asyncio.run(_serve(session, listening, host, lambda: on_ready(address)))


async def _serve(session: Session, listening: socket, host: str, on_ready: Callable[[], None]) -> None:
    channel, stop = EventStream(), asyncio.Event()
    following = asyncio.create_task(_follow(session, channel, stop))
    try:
        server = Server(make_app(session.respond, channel, host), channel)
        on_ready()
        await server.serve([listening])
    finally:
        session.close()
        stop.set()
        with suppress(asyncio.CancelledError):
            await following


async def _follow(session: Session, channel: EventStream, stop: asyncio.Event) -> None:
    """Apply every change until ``stop``, and tell the browsers."""
    settling: asyncio.Task[None] | None = None
    async for paths in watch_folders(session.folders, stop):
        if settling:
            settling.cancel()
        try:
            change = await run_in_threadpool(session.refresh, paths)
        except Exception:  # an error must not hide the next change
            _log.exception("a change can't be taken in")
            continue
        if change:
            channel.publish(change)
        settling = asyncio.create_task(_settle(session, channel))


async def _settle(session: Session, channel: EventStream) -> None:
    await asyncio.sleep(_QUIET)
    if change := await run_in_threadpool(session.settle):
        channel.publish(change)
