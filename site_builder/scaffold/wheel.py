"""The running program → a wheel of it, made from the files that are installed.

A wheel is a ZIP file with the package and a folder of metadata:
https://packaging.python.org/en/latest/specifications/binary-distribution-format/. The program is plain Python, so one
wheel serves every system. An editable installation has its files in a repository; they are taken from there.
"""

from __future__ import annotations

import re
import zipfile
from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__
from site_builder.theming.themes import bundled_themes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import Distribution

_PACKAGE = Path(__file__).parent.parent
_WHEEL = "Wheel-Version: 1.0\nGenerator: site-builder\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
#: The time that every file of the wheel bears, so that equal files make an equal wheel.
_TIME = (2020, 2, 2, 0, 0, 0)


class Wheel(msgspec.Struct, frozen=True):
    """A wheel: its file name and its bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest by which an installer recognises the wheel."""
        return sha256(self.data).hexdigest()


def make_wheel(installed: Distribution) -> Wheel:
    """Return a wheel of the running program. ``installed`` is its distribution, which has the metadata.

    The version is the program's with a digest of the content as its local part (PEP 440): two states of a program under
    development differ in it, so an installer never takes one for the other, nor for a release of the same number.
    """
    # sorted, because the themes lie elsewhere in a repository
    files = {path: file.read_bytes() for path, file in sorted(list_package_files())}
    # without the text for an index's page, which the README gives
    metadata = (installed.read_text("METADATA") or "").partition("\n\n")[0].rstrip() + "\n"
    unversioned = _set_version(metadata, "")
    entry_points = installed.read_text("entry_points.txt") or ""
    version = f"{__version__}+h{_digest(files, unversioned + entry_points)}"
    folder = f"site_builder-{version}.dist-info"
    files[f"{folder}/METADATA"] = _set_version(metadata, version).encode()
    files[f"{folder}/WHEEL"] = _WHEEL.encode()
    files[f"{folder}/entry_points.txt"] = entry_points.encode()
    for name in re.findall(r"^License-File: (.+)$", metadata, re.MULTILINE):
        files[f"{folder}/licenses/{name}"] = (installed.read_text(f"licenses/{name}") or "").encode()
    files[f"{folder}/RECORD"] = _list_record(files, f"{folder}/RECORD").encode()
    return Wheel(f"site_builder-{version}-py3-none-any.whl", _pack(files))


def list_package_files() -> Iterator[tuple[str, Path]]:
    """Yield the files of the running program, themes included, each with its path in a wheel."""
    for path in _list_files(_PACKAGE):
        yield f"{_PACKAGE.name}/{path.relative_to(_PACKAGE).as_posix()}", path
    themes = bundled_themes()
    if not themes.is_relative_to(_PACKAGE):  # beside the sources, in a repository
        for path in _list_files(themes):
            yield f"{_PACKAGE.name}/_themes/{path.relative_to(themes).as_posix()}", path


def _list_files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def _set_version(metadata: str, version: str) -> str:
    return re.sub(r"^Version: .*$", f"Version: {version}", metadata, count=1, flags=re.MULTILINE)


def _digest(files: dict[str, bytes], metadata: str) -> str:
    total = sha256(metadata.encode())
    for path, data in files.items():
        total.update(f"\0{path}\0{len(data)}\0".encode() + data)
    return total.hexdigest()[:10]


def _list_record(files: dict[str, bytes], record: str) -> str:
    rows = [f"{path},sha256={_hash(data)},{len(data)}\n" for path, data in files.items()]
    return "".join([*rows, f"{record},,\n"])


def _hash(data: bytes) -> str:
    """Return the digest of a file as RECORD has it: base64 for URLs, without padding."""
    return urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()


def _pack(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, _TIME)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()
