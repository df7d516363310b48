"""Templates that a site copies from a theme to change them, each with a note of what it was copied from.

The note is a comment in the first line. It holds a digest of the original, so that a site hears when the original
changes: a copy shows nothing of what a newer program adds.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.storage.cache import digest
from site_builder.theming.themes import read_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.model import Site

_NOTE = re.compile(
    r"\{# Copied from (?P<name>\S+) of the theme (?P<theme>\S+), site-builder (?P<version>\S+) \((?P<digest>\w+)\)"
)


class Template(msgspec.Struct, frozen=True):
    """A template of a theme: the folder of the theme that has it, and those whose own it is used instead of."""

    name: str
    folder: Path
    instead: tuple[Path, ...] = ()

    @property
    def path(self) -> Path:
        """The template's file."""
        return self.folder / "templates" / self.name


class Copied(msgspec.Struct, frozen=True):
    """A copied template: its file, where it is from, and the files that were written."""

    path: Path
    original: Path
    written: tuple[Path, ...]


def list_templates(chain: Sequence[Path]) -> dict[str, Template]:
    """Return the templates that a chain of theme folders (nearest first) has, by name."""
    found: dict[str, list[Path]] = {}
    for folder in chain:
        for path in sorted((folder / "templates").glob("*")):
            if path.is_file() and not path.name.startswith((".", "~")):
                found.setdefault(path.name, []).append(folder)
    return {name: Template(name, first, tuple(rest)) for name, (first, *rest) in sorted(found.items())}


def copy_template(name: str, site: Site, site_dir: Path) -> Copied:
    """Copy a template into the site's own theme, which is made if there is none.

    Raises UserError if there is no such template, if the site has one of its own, or if it can't be written.
    """
    chain, manifests = read_chain(site.theme, site_dir, site.locate("theme"))
    template = _find(name, list_templates(chain))
    folder = site_dir / "themes" / site.theme
    target = folder / "templates" / template.name
    if target.exists():
        suggestion = "change it there, or move it away and copy again"
        fault = Diagnostic(
            "template-exists", "the template is there already", Location(_show(target, site_dir)), suggestion
        )
        raise UserError(fault)
    files = {target: _compose_note(template) + template.path.read_bytes()}
    if not (folder / "theme.toml").exists():
        name = manifests[0].name
        files[folder / "theme.toml"] = f'name = "{name}"\nextends = "{site.theme}"\n'.encode()
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
    except OSError as error:
        message, location = f"the theme can't be written: {error.strerror}", Location(_show(folder, site_dir))
        raise UserError(Diagnostic("output-blocked", message, location, "check its permissions")) from error
    return Copied(target, template.path, tuple(sorted(files)))


def _find(name: str, templates: dict[str, Template]) -> Template:
    for spelled in (name, f"{name}.html", f"_{name}", f"_{name}.html"):
        if spelled in templates:
            return templates[spelled]
    near = guess_template(name, templates)
    suggestion = f"did you mean '{near}'?" if near else "'site-builder theme show' lists them"
    raise UserError(
        Diagnostic("theme-template", f"no theme of this site has a template '{name}'", suggestion=suggestion)
    )


def guess_template(name: str, templates: Iterable[str]) -> str:
    """Return the template that was probably meant by a name; empty if none is like it."""
    plain = {template.strip("_").partition(".")[0]: template for template in templates}
    near = get_close_matches(name.strip("_").partition(".")[0], plain, n=1)
    return plain[near[0]] if near else ""


def _compose_note(template: Template) -> bytes:
    source = f"{template.name} of the theme {template.folder.name}, site-builder {__version__}"
    return f"{{# Copied from {source} ({_digest(template.path)}). #}}\n".encode()


def _digest(path: Path) -> str:
    """Return what a note says of an original. Line ends, which version control changes, make no difference."""
    return digest(path.read_bytes().replace(b"\r\n", b"\n")).hex()[:8]


def check_copies(chain: Sequence[Path], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield a warning for each copied template whose original isn't what was copied."""
    for place, folder in enumerate(chain):
        originals = list_templates(chain[place + 1 :])
        for name, template in list_templates([folder]).items():
            with template.path.open("rb") as file:
                note = _NOTE.match(file.readline(300).decode("utf-8", "replace"))
            original = originals.get(name)
            if note is None or original is None or (now := _digest(original.path)) == note["digest"]:
                continue
            message = f"{name} was copied from {note['theme']} of version {note['version']}, which has another one now"
            suggestion = f"bring over what is new in {original.path}, and write {now} into the note"
            yield Diagnostic(
                "template-old", message, Location(_show(template.path, site_dir), 1, 1), suggestion, "warning"
            )


def _show(path: Path, site_dir: Path) -> str:
    """Return the path of a file of a theme as messages name it."""
    return path.relative_to(site_dir).as_posix() if path.is_relative_to(site_dir) else str(path)
