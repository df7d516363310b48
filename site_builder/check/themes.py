"""The site's own themes: templates and words that nothing uses, files that a style sheet names, copies that are old."""

from __future__ import annotations

import posixpath
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from site_builder import urls
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.entries.locations import read_again
from site_builder.pages.kinds import KINDS
from site_builder.pages.renderer import PARTS
from site_builder.storage.symlinks import list_published
from site_builder.theming import i18n
from site_builder.theming.copied_templates import check_copies, guess_template, list_templates
from site_builder.theming.themes import bundled_themes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from site_builder.pages.site_context import SiteContext

#: Templates that the program itself asks for.
_ASKED = frozenset({kind.template for kind in KINDS} | PARTS)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_WORD = re.compile(r"""(?<![\w.])t(?:\.([A-Za-z]\w*)|\[\s*["'](\w+)["'])""")
_COUNTED = re.compile(r"""(?<![\w.])counted\(\s*["'](\w+)["']""")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
#: What a style sheet names: the address in ``url(…)``, or the text after ``@import``.
_NAMED = re.compile(
    r"""url\(\s*(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^)\s"']+))\s*\)"""
    r"""|@import\s+(?:"(?P<import1>[^"\n]*)"|'(?P<import2>[^'\n]*)')""",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
#: Addresses that aren't files: places in the sheet's document, and what is written in full.
_NO_FILE = re.compile(r"(?:data:|#|$)", re.IGNORECASE)


def check_themes(context: SiteContext, paths: Collection[str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield what is wrong in the themes of the site's own; ``paths`` are the paths of all files of the site."""
    chain = [Path(folder) for folder in context.theme.chain]
    own = [folder for folder in chain if folder.parent != bundled_themes()]
    sources = {name: read_again(template.path) for name, template in list_templates(chain).items()}
    for folder in own:
        yield from _check_templates(folder, chain, sources, site_dir)
        yield from _check_words(folder, context, sources, site_dir)
        yield from _check_sheets(folder, context, paths, site_dir)
    yield from check_copies(chain, site_dir)


def _check_templates(
    folder: Path, chain: Sequence[Path], sources: dict[str, str], site_dir: Path
) -> Iterator[Diagnostic]:
    """Yield the templates that the program doesn't ask for, that override none, and that no other names."""
    others = {*list_templates([other for other in chain if other != folder]), *_ASKED}
    for name, template in list_templates([folder]).items():
        quoted = re.compile(rf"""["']{re.escape(name)}["']""")
        if name in others or any(quoted.search(text) for other, text in sources.items() if other != name):
            continue
        near = guess_template(name, sorted(others))
        message = f"nothing uses the template {name}"
        suggestion = f"did you mean {near}?" if near else "include it in another template, or remove it"
        yield Diagnostic("theme-unused", message, Location(_show(template.path, site_dir)), suggestion, "warning")


def _check_words(folder: Path, context: SiteContext, sources: dict[str, str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield the words that nothing shows, and those that a template shows and no file has."""
    text = "\n".join(sources.values())
    english = i18n.read_file(bundled_themes() / "default/languages/en.toml")
    known = {
        "words": {*english["words"], *(first or second for first, second in _WORD.findall(text))},
        "counted": {*english["counted"], *_COUNTED.findall(text)},
    }
    for path in sorted((folder / "languages").glob("*.toml")):
        try:
            source = i18n.read_file(path)
        except UserError as fault:
            yield from fault.diagnostics
            continue
        if faults := list(i18n.check_file(source, path)):
            yield from faults
            continue
        lines = read_again(path)
        for section, keys in known.items():
            for key in (key for key in source.get(section, ()) if key not in keys):
                match = re.search(rf"""^[ \t]*(["']?){re.escape(key)}\1\s*=""", lines, re.MULTILINE)
                location = _locate(path, lines, match.start() if match else 0, site_dir)
                yield _describe("theme-unused", f"no template shows the word '{key}'", location, key, keys)
    for name, template in list_templates([folder]).items():
        for tag in _TAG.finditer(sources[name]):
            for match in _WORD.finditer(tag[0]):
                key = match[1] or match[2]
                if key not in vars(context.words.text):
                    location = _locate(template.path, sources[name], tag.start() + match.start(), site_dir)
                    message = f"no file of words has '{key}'"
                    yield _describe("language-key", message, location, key, vars(context.words.text))


def _describe(code: str, message: str, location: Location, key: str, known: Collection[str]) -> Diagnostic:
    near = get_close_matches(key, known, n=1)
    suggestion = f"did you mean '{near[0]}'?" if near else "the words are in languages/en.toml of the default theme"
    return Diagnostic(code, message, location, suggestion, "warning")


def _check_sheets(folder: Path, context: SiteContext, paths: Collection[str], site_dir: Path) -> Iterator[Diagnostic]:
    """Yield what style sheets name that isn't there, or is on another host."""
    static = folder / "static"
    for path in list_published(static):
        if path.suffix != ".css":
            continue
        text = read_again(path)
        blank = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
        sheet = urls.ASSETS + path.relative_to(static).as_posix()
        for match in _NAMED.finditer(blank):
            named = next(filter(None, match.groups()), "")
            location = _locate(path, text, match.start(match.lastgroup or 0), site_dir)
            if _OUTSIDE.match(named):
                message = f"the style sheet asks another host for {named}, which the pages don't allow"
                suggestion = f"save the file to {_show(static, site_dir)}/ and write its name"
                yield Diagnostic("theme-file", message, location, suggestion, "warning")
            elif not _NO_FILE.match(named) and (target := _resolve(named, sheet, context)) not in paths:
                near = get_close_matches(target, paths, n=1, cutoff=0.8)
                message = f"the style sheet names a file that isn't there: {named}"
                suggestion = f"did you mean '/{near[0]}'?" if near else "add it, or take it out of the sheet"
                yield Diagnostic("theme-file", message, location, suggestion, "warning")


def _resolve(named: str, sheet: str, context: SiteContext) -> str:
    """Return the path, from the site's root, of a file that a style sheet names."""
    path = unquote(re.split(r"[?#]", named, maxsplit=1)[0])
    if path.startswith("/"):
        return path.removeprefix(context.base.path).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(sheet), path))


def _locate(path: Path, text: str, position: int, site_dir: Path) -> Location:
    line = text.count("\n", 0, position) + 1
    return Location(_show(path, site_dir), line, position - text.rfind("\n", 0, position))


def _show(path: Path, site_dir: Path) -> str:
    return path.relative_to(site_dir).as_posix() if path.is_relative_to(site_dir) else str(path)
