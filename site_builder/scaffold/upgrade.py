"""A site of an older version → a site of the running one: the program it carries, its workflows, what changed.

Content is never touched. A file that the curator changed stays as it is, and the difference is shown.
"""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.scaffold.new_site import read_files
from site_builder.scaffold.record import (
    RECORD,
    Record,
    compose_record,
    digest_text,
    is_kept_current,
    read_formats,
    read_record,
)
from site_builder.scaffold.requirements import REQUIREMENTS, VENDOR, compose_requirements

if TYPE_CHECKING:
    from pathlib import Path


class Upgrade(msgspec.Struct, frozen=True):
    """What an upgrade did, by paths in the site.

    ``differences`` are the files that the curator changed, each as the lines that lead to the program's version of it.
    ``missing`` are files that new sites have and this one lacks. ``changes`` says what is new in settings and entries.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    differences: dict[str, str]
    missing: tuple[str, ...]
    changes: tuple[str, ...]


def upgrade_site(site_dir: Path, *, vendor: bool = False) -> Upgrade:
    """Move the site to the running program; ``vendor`` has it carry a wheel of it wherever that came from.

    Raises UserError when a newer program wrote the site, or when a file can't be written.
    """
    record = read_record(site_dir) or Record()
    newest = read_formats().newest
    if record.format > newest:
        message = f"version {record.version} wrote this site, in a format that this older program doesn't know"
        suggestion = f"install the version that {REQUIREMENTS} names, or a newer one"
        raise UserError(Diagnostic("site-version", message, Location(RECORD), suggestion))
    files = {name: data for name, data in read_files().items() if is_kept_current(name)}
    present = {name: data for name in files if (data := _read(site_dir / name)) is not None}
    wanted = {name: files[name] for name in present if _is_as_written(name, present[name], record)}
    wanted |= compose_requirements((_read(site_dir / REQUIREMENTS) or b"").decode("utf-8", "replace"), vendor=vendor)
    wanted |= compose_record({name: files[name] for name in present})
    written = tuple(name for name, data in wanted.items() if not _is_same(_read(site_dir / name), data))
    wheels = [f"{VENDOR}/{path.name}" for path in sorted((site_dir / VENDOR).glob("site_builder-*.whl"))]
    removed = tuple(name for name in wheels if name not in wanted)
    _write(site_dir, {name: wanted[name] for name in written}, removed)
    differences = {
        name: _show_difference(name, data, files[name])
        for name, data in present.items()
        if name not in wanted and record.files.get(name) != digest_text(files[name])
    }
    missing = tuple(name for name in files if name not in present)
    newer = [format_ for format_ in read_formats().formats if format_.number > record.format]
    return Upgrade(written, removed, differences, missing, tuple(change for each in newer for change in each.changes))


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _is_as_written(name: str, data: bytes, record: Record) -> bool:
    digest = digest_text(data)
    return digest == record.files.get(name) or digest in read_formats().unrecorded.get(name, ())


def _is_same(old: bytes | None, new: bytes) -> bool:
    """Tell whether a file is what it should be; git may have given it other line ends."""
    return old is not None and (old == new or digest_text(old) == digest_text(new))


def _write(site_dir: Path, files: dict[str, bytes], removed: tuple[str, ...]) -> None:
    root = site_dir.resolve()
    for name in (*files, *removed):
        if not (site_dir / name).resolve().is_relative_to(root):
            message, suggestion = "this path leads out of the site through a link", "put the file itself here"
            raise UserError(Diagnostic("link-refused", message, Location(name), suggestion))
    for name, data in files.items():
        (site_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (site_dir / name).write_bytes(data)
    # last, so that requirements.txt never names a wheel that isn't there
    for name in removed:
        (site_dir / name).unlink()


def _show_difference(name: str, old: bytes, new: bytes) -> str:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
    return "\n".join(unified_diff(before, after, name, f"{name} (as a new site has it)", lineterm=""))
