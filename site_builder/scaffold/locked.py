"""The libraries that the program needs → lines of a requirements file with one version each.

``dependencies.txt`` beside this module is the lock of this release: every library that it needs on any system, with the
version that the tests ran with and the digests of all its files, as ``make lock`` wrote it. What is installed may be
newer. What is installed is what the curator sees, so it is what the site locks; the digests of the files that other
systems need are known for the release's own versions only.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import Distribution

_LOCK = Path(__file__).with_name("dependencies.txt")
_ROW = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)(?: *; *([^\\\n]*[^\\\s]))?", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


class Locked(msgspec.Struct, frozen=True):
    """One version of a library: where it is needed (an environment marker, PEP 508), and the digests of its files."""

    name: str
    version: str
    marker: str = ""
    hashes: tuple[str, ...] = ()


def lock_dependencies(installed: Distribution) -> tuple[Locked, ...]:
    """Return the libraries to install, by name, in the versions that are installed here.

    A library that only another system needs has the version of the release's lock. A version that isn't the lock's has
    no digests.
    """
    released = {package.name: package for package in read_lock(_LOCK.read_text("utf-8"))}
    here = _list_installed(installed)
    for name, version in here.items():
        known = released.get(name)
        if not known or known.version != version:
            released[name] = Locked(name, version, known.marker if known else "")
    return tuple(released[name] for name in sorted(released))


def compose_lock(packages: Iterable[Locked], *, hashed: bool) -> str:
    """Return the lines of a requirements file, with the digests if ``hashed``."""
    lines = []
    for package in packages:
        marker = f" ; {package.marker}" if package.marker else ""
        line = f"{package.name}=={package.version}{marker}"
        lines.append(" \\\n    --hash=".join([line, *(package.hashes if hashed else ())]))
    return "\n".join([*lines, ""])


def read_lock(text: str) -> tuple[Locked, ...]:
    """Return the libraries of a lock, as ``uv pip compile --generate-hashes`` writes it."""
    rows = list(_ROW.finditer(text))
    ends = [row.start() for row in rows[1:]] + [len(text)]
    return tuple(
        Locked(normalize_name(row[1]), row[2], row[3] or "", tuple(re.findall(r"--hash=(\S+)", text[row.end() : end])))
        for row, end in zip(rows, ends, strict=True)
    )


def normalize_name(name: str) -> str:
    """Return a library's name in the one spelling of an index (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _list_installed(program: Distribution) -> dict[str, str]:
    """Return the versions of all libraries that the program needs here, and of those that they need."""
    found: dict[str, str] = {}
    waiting = [program]
    while waiting:
        for requirement in waiting.pop().requires or ():
            named = _NAME.match(requirement)
            # what an extra asks for isn't needed
            if not named or "extra ==" in requirement.partition(";")[2]:
                continue
            name = normalize_name(named[0])
            if name in found:
                continue
            try:
                library = distribution(name)
            except PackageNotFoundError:  # another system needs it
                continue
            found[name] = library.version
            waiting.append(library)
    return found
