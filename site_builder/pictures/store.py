"""What is known of a site's pictures, and their copies, kept in the cache until the files change."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder.pictures import pdf
from site_builder.pictures.copies import Copy, make_copies
from site_builder.pictures.picture import ENDINGS, MOST_BYTES, Picture, Unreadable, name_bytes, read_picture
from site_builder.pictures.social_card import CardText, draw_card, name_card
from site_builder.storage import cache
from site_builder.storage.file_stat import UNSETTLED_NS, FileStat, read_file, stat_file
from site_builder.storage.workers import count_jobs, parallel_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


#: The fewest pictures whose heads, and of which copies, are made by several processes.
_WORTH_A_PROCESS = 100
_WORTH_COPIES = 4
_SHARE = 50


class _Row(msgspec.Struct, frozen=True, array_like=True):
    file_stat: FileStat
    picture: Picture


class _Known(msgspec.Struct, frozen=True, array_like=True):
    """The rows of all pictures by their files' paths. ``written`` is a time in nanoseconds."""

    written: int
    rows: dict[str, _Row]


class Order(msgspec.Struct, frozen=True):
    """Copies to be made: of which picture, where its file is, and the name of that file in messages."""

    picture: Picture
    path: str
    source: str
    copies: tuple[Copy, ...]


@lru_cache(maxsize=1)
def find_release() -> str:
    """Return the versions of the libraries on which the bytes of a copy depend."""
    import PIL  # of which nothing but the version is loaded

    return f"{PIL.__version__}{pdf.find_release()}"


def read_pictures(
    static: Mapping[str, str],
    cache_dir: Path,
    seen: Mapping[str, FileStat] | None = None,
    jobs: int | None = None,
    *,
    pages: bool = False,
) -> dict[str, Picture]:
    """Return what is known of each picture among the static files, by its address.

    ``static`` holds the path of each file by its address; ``seen`` what the file system says of files by their paths,
    if the caller knows it already. With ``pages``, the first pages of PDF files are pictures too.
    """
    endings = {*ENDINGS, pdf.ENDING} if pages and pdf.can_draw() else ENDINGS
    paths = {address: path for address, path in static.items() if Path(path).suffix.lower() in endings}
    if not paths:
        return {}
    began = time.time_ns()
    known = _load(cache_dir)
    rows: dict[str, _Row] = {}
    unknown = []
    for path in dict.fromkeys(paths.values()):
        file_stat = (seen or {}).get(path) or _stat(path)
        row = known.rows.get(path)
        if row and row.file_stat == file_stat and file_stat.modified < known.written - UNSETTLED_NS:
            rows[path] = row
        else:
            unknown.append(path)
    shares = [unknown[start : start + _SHARE] for start in range(0, len(unknown), _SHARE)]
    processes = count_jobs(jobs, len(unknown), _WORTH_A_PROCESS)
    for data in parallel_map(lambda number: _read_share(shares[number]), len(shares), processes):
        rows |= _ROWS.decode(data)
    if unknown or len(rows) != len(known.rows):
        _store(cache_dir, _Known(began, rows))
    return {address: rows[path].picture for address, path in paths.items() if path in rows}


def _load(cache_dir: Path) -> _Known:
    return cache.load(cache_dir / "pictures" / "known", _Known, find_release()) or _Known(0, {})


def _store(cache_dir: Path, known: _Known) -> None:
    cache.store(cache_dir / "pictures" / "known", known, find_release())


def _stat(path: str) -> FileStat:
    try:
        return stat_file(Path(path).stat())
    except OSError:  # it is gone since the folder was listed
        return FileStat(0, 0, 0, 0)


def _read_share(paths: Sequence[str]) -> bytes:
    rows = {}
    for path in paths:
        try:
            if (file_stat := _stat(path)).size > MOST_BYTES:
                rows[path] = _Row(file_stat, Picture("", file_stat.size, fault="bytes"))
            else:
                file_stat, data = read_file(path)
                rows[path] = _Row(file_stat, read_picture(data))
        except OSError:  # whoever copies the file says so
            continue
    return msgspec.msgpack.encode(rows)


_ROWS = msgspec.msgpack.Decoder(dict[str, _Row])


def fill_cache(orders: Iterable[Order], cache_dir: Path, jobs: int | None) -> frozenset[str]:
    """Make the copies that aren't in the cache; return the names of pictures that can't be decoded.

    What is found so is kept with what else is known of these pictures.
    """
    due = [order for order in orders if not all(map(Path.is_file, _list_paths(order, cache_dir)))]
    processes = count_jobs(jobs, len(due), _WORTH_COPIES)
    made = parallel_map(lambda number: _make(due[number], cache_dir), len(due), processes)
    damaged = frozenset(order.picture.name for order, fine in zip(due, made, strict=True) if not fine)
    known = _load(cache_dir)
    if due:
        _remove_old(cache_dir, known)
    if damaged:
        rows = {path: _Row(row.file_stat, mark_damaged(row.picture, damaged)) for path, row in known.rows.items()}
        _store(cache_dir, _Known(known.written, rows))
    return damaged


def _remove_old(cache_dir: Path, known: _Known) -> None:
    """Remove copies of pictures that aren't there any more, and those that other releases of the libraries made."""
    names = {row.picture.name for row in known.rows.values()}
    current = _find_folder(cache_dir)
    with suppress(OSError):  # what can't be removed does no harm
        for folder in (cache_dir / "pictures").glob("copies-*"):
            for path in folder.glob("*.webp"):
                if folder != current or path.name.partition("-")[0] not in names:
                    path.unlink()


def mark_damaged(picture: Picture, damaged: frozenset[str]) -> Picture:
    """Return a picture, marked if it is one of those that can't be decoded."""
    if picture.name not in damaged:
        return picture
    return msgspec.structs.replace(picture, scalable=False, fault="damaged")


def _make(order: Order, cache_dir: Path) -> bool:
    """Make the copies of a picture; return False if it can't be decoded."""
    try:
        for copy, data in make_copies(_read_source(order), order.copies):
            _keep(cache_dir, copy.name(order.picture), data)
    except (OSError, Unreadable):
        return False
    return True


def _read_source(order: Order) -> bytes:
    data = read_file(order.path)[1]
    if name_bytes(data) != order.picture.name:
        raise Unreadable  # it was saved again since, and isn't the picture that the copies are named for
    return data


def read_copy(order: Order, cache_dir: Path) -> bytes:
    """Return the bytes of the one copy that is ordered. Raises OSError and Unreadable."""
    (path,) = _list_paths(order, cache_dir)
    try:
        return path.read_bytes()
    except OSError:
        _, data = next(make_copies(_read_source(order), order.copies))
        _keep(cache_dir, path.name, data)
        return data


def read_card(text: CardText, fonts: Sequence[str], accent: str, cache_dir: Path) -> bytes:
    """Return the bytes of a social card."""
    name = f"{name_card(text, fonts, accent)}.png"
    try:
        return (_find_folder(cache_dir) / name).read_bytes()
    except OSError:
        data = draw_card(text, fonts, accent)
        _keep(cache_dir, name, data)
        return data


def _keep(cache_dir: Path, name: str, data: bytes) -> None:
    try:
        cache.replace(_find_folder(cache_dir) / name, data)
    except OSError:  # a read-only folder, a full disk: it is made again when it is needed
        return


def _list_paths(order: Order, cache_dir: Path) -> list[Path]:
    folder = _find_folder(cache_dir)
    return [folder / copy.name(order.picture) for copy in order.copies]


def _find_folder(cache_dir: Path) -> Path:
    return cache_dir / "pictures" / f"copies-{find_release()}"
