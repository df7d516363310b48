"""Files in the content folder that aren't read: in a wrong folder, or with a wrong ending or name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from site_builder.content.paper_cache import LEFTOVER, is_entry
from site_builder.content.site_config import NAME as SITE_FILE
from site_builder.diagnostics import Diagnostic, Location
from site_builder.pages.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.diagnostics import Severity

#: Folders of texts, whose own files are read, and folders whose files aren't read as texts.
_TEXTS = tuple(dict.fromkeys(kind.source_folder for kind in KINDS if kind.source))
_OTHERS = ("listings", "static")
#: Other names of these folders, in other generators or in English.
_SYNONYMS = {
    "papers": "article articles entry entries post posts _posts publication publications",
    "authors": "members people person profiles team",
    "categories": "subjects topics",
    "venues": "conferences journals",
    "news": "announcements _news updates",
    "static": "assets css files images img js media pdf pdfs public",
}
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
_LISTINGS = frozenset({".txt", ".bib", ".ris", ".json", ".xml", ".atom", ".csl", ".html"})
#: Files for people who look into a folder, and files of desktops.
_FOR_PEOPLE = re.compile(r"(?:readme|licen[cs]e|changelog)(?:\.\w+)?|thumbs\.db|desktop\.ini", re.IGNORECASE)


def find_unread_files(site_dir: Path) -> Iterator[Diagnostic]:
    """Yield files of the content folder that aren't read, but not those that programs leave, nor a README."""
    content = site_dir / "content"
    if (site_dir / SITE_FILE).is_file() and not (content / SITE_FILE).exists():
        yield _describe(SITE_FILE, "this file isn't read", f"move it to content/{SITE_FILE}")
    for path in _list(content):
        location = f"content/{path.name}"
        if not path.is_dir():
            if path.name != SITE_FILE:
                yield _describe(location, "this file isn't read", _advise_at_top(path))
        elif path.name in _TEXTS:
            yield from _look_into(path, location)
        elif path.name not in _OTHERS:
            yield from _describe_folder(path, location, _guess_folder(path.name))


def _list(folder: Path) -> Iterator[Path]:
    return (
        path
        for path in sorted(folder.iterdir())
        if not LEFTOVER.fullmatch(path.name) and not _FOR_PEOPLE.fullmatch(path.name)
    )


def _look_into(folder: Path, location: str) -> Iterator[Diagnostic]:
    for path in _list(folder):
        here = f"{location}/{path.name}"
        if is_entry(path.name):
            continue
        if path.is_dir():
            yield from _describe_folder(path, here, _advise_inside(path, location))
        elif path.suffix == ".md":
            suggestion = f"name it {path.name.lstrip('_')} when it should be shown"
            yield _describe(here, "a file whose name begins with '_' is set aside", suggestion, "hint")
        else:
            yield _describe(here, "this file isn't read", _advise(path, here))


def _describe_folder(folder: Path, location: str, suggestion: str) -> Iterator[Diagnostic]:
    if folder.is_symlink():  # to who knows how much
        yield _describe(location, "this link to a folder isn't followed", suggestion)
        return
    count = sum(1 for path in folder.rglob("*") if path.is_file() and not LEFTOVER.fullmatch(path.name))
    if count:
        files = "1 file" if count == 1 else f"{count} files"
        yield _describe(location, f"nothing in this folder is read ({files})", suggestion)


def _advise_inside(folder: Path, location: str) -> str:
    """Return what to do with a folder among texts. In Hugo, it holds one text and its files."""
    for name in ("index.md", "_index.md"):
        if (folder / name).is_file():
            return f"move its {name} to {location}/{folder.name}.md, and other files in it below content/static/"
    return f"move the entries in it up to {location}/"


def _guess_folder(name: str) -> str:
    named = name.lower()
    near = next((folder for folder, others in _SYNONYMS.items() if named in others.split()), "")
    if near := near or next(iter(get_close_matches(named, (*_TEXTS, *_OTHERS), n=1)), ""):
        return f"did you mean content/{near}/?"
    return "move entries to content/papers/, and files that the site should have to content/static/"


def _advise(path: Path, location: str) -> str:
    suffix = path.suffix.lower()
    if suffix in _MARKDOWN:
        return f"name it {path.stem}.md"
    if suffix in _LISTINGS and path.parent.name == "papers":
        return f"bring its papers in with 'site-builder add {location}', and keep it in content/listings/"
    return "move it to content/static/ if the site should have it"


def _advise_at_top(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in {".toml", ".yml", ".yaml"}:
        return f"settings are in content/{SITE_FILE}"
    if suffix in _MARKDOWN:
        return f"move it to content/pages/{path.stem}.md, or to content/papers/ if it is a paper's"
    if suffix in _LISTINGS:
        return f"bring its papers in with 'site-builder add content/{path.name}', and keep it in content/listings/"
    return "move it to content/static/ if the site should have it"


def _describe(location: str, message: str, suggestion: str, severity: Severity = "warning") -> Diagnostic:
    return Diagnostic("file-unread", message, Location(location), suggestion, severity)
