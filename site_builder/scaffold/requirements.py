"""The installed program → what a site installs to be built by that very program.

An installer notes where a package came from (``direct_url.json``, PEP 610): from a commit of a repository, or from a
file or folder. Without a note it chose the package by its name, and doesn't say where it found it. A name on an index
may belong to somebody else, so it is written only with the digest of the very files that are installed; in every other
case the site carries a wheel of the program.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, UserError
from site_builder.scaffold.locked import compose_lock, lock_dependencies
from site_builder.scaffold.wheel import list_package_files, make_wheel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.metadata import Distribution

REQUIREMENTS = "requirements.txt"
VENDOR = "vendor"
_DEPENDENCIES = f"{VENDOR}/dependencies.txt"
_HEADER = "# The program that builds this site. 'site-builder upgrade' writes this line and the next two.\n"
#: A line of requirements.txt that names the program, or that this module wrote beside it.
_OWN_LINE = re.compile(
    rf"# The program that builds this site\.|site[-_.]builder\b|\./{VENDOR}/site_builder-|-r {_DEPENDENCIES}\s*$",
    re.IGNORECASE,
)
#: Settings of pip that reach an index. Others say where to look besides, which a fresh machine doesn't.
_PIP_SETTINGS = frozenset({"PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY"})


def compose_requirements(old: str = "", *, vendor: bool = False) -> dict[str, bytes]:
    """Return the files that say what builds the site, by their path in the site.

    ``old`` is the text of the present requirements.txt: its lines about other packages are kept. ``vendor`` asks for a
    wheel wherever the program came from. Raises UserError when the program isn't installed: nothing says then what it
    needs.
    """
    try:
        installed = distribution("site-builder")
    except PackageNotFoundError:
        message, suggestion = "the program isn't installed", "install it with 'pip install', followed by its folder"
        raise UserError(Diagnostic("program-not-installed", message, suggestion=suggestion)) from None
    others = [line for line in _split_lines(old) if not _OWN_LINE.match(line)]
    locked = lock_dependencies(installed)
    # an installer wants a digest for everything or for nothing
    hashed = all(package.hashes for package in locked) and not any(map(_lacks_digest, others))
    origin = _read_origin(installed)
    files = {}
    if not vendor and (commit := name_commit(origin)):
        line, hashed = commit, False
    elif not vendor and not origin and hashed and (release := name_release(installed)):
        line = release
    else:
        wheel = make_wheel(installed)
        files[f"{VENDOR}/{wheel.name}"] = wheel.data
        line = f"./{VENDOR}/{wheel.name}" + (f" --hash=sha256:{wheel.sha256}" if hashed else "")
    lines = [f"{_HEADER}{line}\n-r {_DEPENDENCIES}\n", *others]
    files[REQUIREMENTS] = "".join(lines).encode()
    files[_DEPENDENCIES] = compose_lock(locked, hashed=hashed).encode()
    return files


def names_program(text: str) -> bool:
    """Tell whether a requirements file names the program."""
    return any(map(_OWN_LINE.match, _split_lines(text)))


def _split_lines(text: str) -> list[str]:
    """Return the lines of a requirements file, those that a backslash continues as one; each ends with a line end."""
    return re.findall(r"(?:[^\\\n]|\\.|\\\n)*\n", f"{text}\n" if text and not text.endswith("\n") else text)


def _lacks_digest(line: str) -> bool:
    """Tell whether a line asks for a package without the digest of its file, or names a file with such lines."""
    return not re.match(r"\s*(?:#|--(?!requirement|editable)|$)", line) and "--hash=" not in line


class _Revision(msgspec.Struct, frozen=True):
    vcs: str
    commit_id: str


class Origin(msgspec.Struct, frozen=True):
    """Where an installer got a package that it didn't choose by name; ``vcs_info`` is missing for a file or folder."""

    url: str
    vcs_info: _Revision | None = None
    subdirectory: str = ""


def _read_origin(installed: Distribution) -> Origin | None:
    text = installed.read_text("direct_url.json")
    return msgspec.json.decode(text, type=Origin) if text else None


def name_commit(origin: Origin | None) -> str:
    """Return the requirement of a commit in a repository that others reach; empty if the program has another origin."""
    if not origin or not origin.vcs_info or not urlsplit(origin.url).netloc:  # one of this machine has no host
        return ""
    folder = f"#subdirectory={origin.subdirectory}" if origin.subdirectory else ""
    return f"site-builder @ {origin.vcs_info.vcs}+{origin.url}@{origin.vcs_info.commit_id}{folder}"


def name_release(installed: Distribution, options: Sequence[str] = ()) -> str:
    """Return the requirement of the release on pip's own index, with the digest of its wheel.

    Empty if the program wasn't chosen by name, if the index can't be asked, or if it has no wheel with the very files
    that are installed: the name may belong to somebody else there. ``options`` are options of pip.
    """
    if not installed.read_text("INSTALLER") or installed.read_text("direct_url.json"):
        return ""
    requirement = f"site-builder=={__version__}"
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("PIP_") or key in _PIP_SETTINGS
    }
    with tempfile.TemporaryDirectory() as folder:
        asked = ["--quiet", "--no-deps", "--only-binary", ":all:", "--retries", "0", "--timeout", "5", *options]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", *asked, "--dest", folder, requirement],
            env={**environment, "PIP_CONFIG_FILE": os.devnull},
            capture_output=True,
            check=False,
        )
        found = sorted(Path(folder).glob("*.whl"))
        if done.returncode or not found or not _holds_program(found[0]):
            return ""
        return f"{requirement} --hash=sha256:{sha256(found[0].read_bytes()).hexdigest()}"


def _holds_program(wheel: Path) -> bool:
    """Tell whether the wheel holds the files of the running program, and no others. It may be anybody's."""
    ours = dict(list_package_files())
    try:
        with zipfile.ZipFile(wheel) as archive:
            theirs = {entry.filename: entry for entry in archive.infolist() if ".dist-info/" not in entry.filename}
            # sizes first: nothing is unpacked that is larger than ours
            return theirs.keys() == ours.keys() and all(
                theirs[name].file_size == path.stat().st_size and archive.read(name) == path.read_bytes()
                for name, path in ours.items()
            )
    except zipfile.BadZipFile:
        return False
