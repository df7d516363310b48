"""Which files have changed: a stream of sets of paths."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from site_builder.content.paper_cache import LEFTOVER

if TYPE_CHECKING:
    from asyncio import Event
    from collections.abc import AsyncIterator, Iterable, Iterator

#: Milliseconds in which nothing more may come before a change is told; the watcher looks as often.
_STEP = 10
#: Milliseconds after which a change is told even if more keep coming.
_LONGEST = 100
#: Milliseconds between looks at whether a watched folder was removed, made or replaced, which the system doesn't tell.
_LOOK = 1000


def is_noise(path: Path, roots: Iterable[Path]) -> bool:
    """Tell whether a path is nobody's writing: below no root, or under a hidden or temporary name."""
    for root in roots:
        if path.is_relative_to(root):
            return any(LEFTOVER.fullmatch(part) for part in path.relative_to(root).parts)
    return True


async def watch_folders(folders: Iterable[Path], stop: Event) -> AsyncIterator[frozenset[Path]]:
    """Yield sets of files and folders that were written, made, moved or removed below the folders, until ``stop``.

    The folders needn't exist; one that comes or goes is itself in a set. Folders are told twice: what was put into a
    new one before it was watched is found at the second time. So all folders are in the first set, within a second.
    """
    roots = [folder.resolve() for folder in folders]
    there = dict(_identify(roots))
    again = set(roots)
    while not stop.is_set():
        async for paths in _watch_existing(list(there), roots, stop):
            now = dict(_identify(roots))
            replaced = {root for root in roots if there.get(root) != now.get(root)}
            found, again = paths | replaced | again, replaced | {path for path in paths if path.is_dir()}
            if found:
                yield frozenset(found)
            if replaced:
                there = now
                break


async def _watch_existing(there: list[Path], roots: list[Path], stop: Event) -> AsyncIterator[set[Path]]:
    """Yield what changes below the folders that are there; an empty set now and then when nothing does."""
    for polling in (None, True):
        try:
            async for changes in awatch(
                *there,
                watch_filter=None,
                step=_STEP,
                debounce=_LONGEST,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
                stop_event=stop,
                force_polling=polling,
                ignore_permission_denied=True,
            ):
                yield {path for path in (Path(name) for _, name in changes) if not is_noise(path, roots)}
            return
        except FileNotFoundError:  # a folder went while the watch began
            yield set()
            return
        except OSError:  # the system has no watches left to give
            continue


def _identify(folders: Iterable[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    for folder in folders:
        with suppress(OSError):
            stat = folder.stat()
            yield folder, (stat.st_dev, stat.st_ino)
