"""Watches folders and yields the sets of changed paths."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from site_builder.content.paper_cache import LEFTOVER

if TYPE_CHECKING:
    from asyncio import Event
    from collections.abc import AsyncIterator, Iterable, Iterator

#: Milliseconds without a further change before a change is yielded; also the watcher's step.
_STEP = 10
#: Milliseconds after which a change is yielded even if more follow.
_LONGEST = 100
#: Milliseconds between checks whether a watched folder was removed, made or replaced, which the system doesn't report.
_LOOK = 1000


def is_noise(path: Path, roots: Iterable[Path]) -> bool:
    """Tell whether a path is outside of the roots, or has a hidden or temporary name."""
    for root in roots:
        if path.is_relative_to(root):
            return any(LEFTOVER.fullmatch(part) for part in path.relative_to(root).parts)
    return True


async def watch_folders(folders: Iterable[Path], stop: Event) -> AsyncIterator[frozenset[Path]]:
    """Yield sets of files and folders that were written, made, moved or removed below the folders, until ``stop``.

    The folders needn't exist; one that appears or disappears is itself in a set. A new folder is yielded twice, because
    files may have been put into it before it was watched. So all folders are in the first set, within a second. A link
    to a file is in a set when that file changes, wherever it is.
    """
    roots = [folder.resolve() for folder in folders]
    links: dict[Path, set[Path]] = defaultdict(set)
    _add_links(links, chain.from_iterable(root.rglob("*") for root in roots))
    there = dict(_identify([*roots, *links]))
    again = set(roots)
    while not stop.is_set():
        async for paths in _watch_existing(list(there), stop):
            found = {path for path in paths if not is_noise(path, roots)}
            _add_links(links, found)
            now = dict(_identify([*roots, *links]))
            replaced = {path for path in (*roots, *links) if there.get(path) != now.get(path)}
            changed = found | (replaced & set(roots)) | again
            changed.update(*[links[path] for path in (paths | replaced) & links.keys()])
            again = (replaced & set(roots)) | {path for path in found if path.is_dir()}
            if changed:
                yield frozenset(changed)
            if replaced:
                there = now
                break


def _add_links(links: dict[Path, set[Path]], paths: Iterable[Path]) -> None:
    """Add the links to files among the paths, by the file that each leads to."""
    for path in paths:
        if path.is_symlink() and path.is_file():
            links[path.resolve()].add(path)


async def _watch_existing(there: list[Path], stop: Event) -> AsyncIterator[set[Path]]:
    """Yield the changes of the files and below the folders that exist, and regularly an empty set."""
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
                yield {Path(name) for _, name in changes}
            return
        except FileNotFoundError:  # a folder was removed while the watch began
            yield set()
            return
        except OSError:  # the system has no free watches
            continue


def _identify(paths: Iterable[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    for path in paths:
        with suppress(OSError):
            stat = path.stat()
            yield path, (stat.st_dev, stat.st_ino)
