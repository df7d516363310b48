"""``vendor/site-builder.json``: which version wrote a site, and digests of its files, for ``upgrade`` to compare."""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Location
from site_builder.scaffold.requirements import REQUIREMENTS, VENDOR, names_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RECORD = f"{VENDOR}/site-builder.json"
_FORMATS = Path(__file__).with_name("formats.toml")


class Record(msgspec.Struct, frozen=True):
    """The version and the site format that a site was written in, and the digest of each file as it was written."""

    # it is shown in messages, so that it may not hold what a terminal or GitHub's runner takes for a command
    version: Annotated[str, msgspec.Meta(pattern=r"^[\w.+]{1,40}\Z")] = "0.1.0"
    format: int = 1
    files: dict[str, str] = {}


class Format(msgspec.Struct, frozen=True):
    """A format of sites: its number, and what it changed in settings and entries, a sentence each."""

    number: int
    changes: tuple[str, ...]


class Formats(msgspec.Struct, frozen=True):
    """All formats of sites, and the digests of the files that the first one wrote and kept no record of."""

    formats: tuple[Format, ...]
    unrecorded: dict[str, tuple[str, ...]]

    @property
    def newest(self) -> int:
        """The number of the format that this program writes."""
        return self.formats[-1].number


@cache
def read_formats() -> Formats:
    """Return what the program knows of the formats of sites."""
    return msgspec.convert(tomllib.loads(_FORMATS.read_text("utf-8")), Formats)


def compose_record(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the record of a site with these files, by its path; files that are there to be edited are left out."""
    digests = {name: digest_text(data) for name, data in files.items() if is_kept_current(name)}
    record = Record(__version__, read_formats().newest, digests)
    return {RECORD: msgspec.json.format(msgspec.json.encode(record)) + b"\n"}


def is_kept_current(name: str) -> bool:
    """Tell whether a file of a new site is one that ``upgrade`` brings up to date."""
    return "/" not in name.removeprefix(".github/workflows/")


def digest_text(data: bytes) -> str:
    """Return the digest of a file, the same whatever line ends git gave it."""
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def read_record(site_dir: Path) -> Record | None:
    """Return the record of a site. None for a folder that ``new`` didn't make.

    A record that can't be read counts as the one that the first format would have.
    """
    try:
        return msgspec.json.decode((site_dir / RECORD).read_bytes(), type=Record)
    except msgspec.DecodeError:
        return Record()
    except OSError:
        pass
    try:
        made = names_program((site_dir / REQUIREMENTS).read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        made = False
    return Record() if made else None


def check_record(site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a hint if another version of the program than the running one wrote the site's files."""
    record = read_record(site_dir)
    newest = read_formats().newest
    if not record or (record.version, record.format) == (__version__, newest):
        return
    location = RECORD if (site_dir / RECORD).exists() else REQUIREMENTS
    message = f"version {record.version} (format {record.format}) wrote the site, and this is version {__version__}"
    if record.format <= newest:
        suggestion = "'site-builder upgrade' moves it to this version"
    else:
        suggestion = f"install the version that {REQUIREMENTS} names"
    yield Diagnostic("site-version", f"{message} (format {newest})", Location(location), suggestion, "hint")
