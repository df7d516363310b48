"""A theme with the themes that it extends: templates, static files, languages, options and a fingerprint.

A theme is a folder with ``theme.toml``, ``templates/``, ``static/`` and ``languages/``. The site's own
``themes/<name>`` wins over the bundled theme of the same name, and may extend it: ``themes/default`` with ``extends =
"default"`` overrides single templates of the bundled default.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.model import Site
from site_builder.storage.cache import digest
from site_builder.storage.symlinks import list_published, list_refused
from site_builder.text.colors import explain_colour
from site_builder.text.toml_errors import TOML_ERRORS, explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PACKAGE = Path(__file__).parent.parent
#: What names the folder of a theme: nothing that leads elsewhere, and nothing too long for a disk.
_NAME = re.compile(r"\w[\w. -]{0,99}")


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An option that a theme offers to ``[options]`` in ``site.toml``."""

    type: Literal["string", "boolean", "integer", "colour", "choice"]
    default: str | bool | int = ""
    description: str = ""
    choices: tuple[str, ...] = ()


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of ``theme.toml``.

    ``styles`` are style sheets below ``static/``. Every page links them after those of the extended theme.
    """

    name: str
    description: str = ""
    extends: str = ""
    styles: tuple[str, ...] = ()
    options: dict[str, Option] = {}


class Theme(msgspec.Struct, frozen=True):
    """A theme with its chain of extended themes.

    ``chain`` holds the theme folders, nearest first. ``options`` holds the site's choices, else the defaults.
    ``fingerprint`` changes with any template, option or word. Static files are outputs of their own and not part of it.
    """

    name: str
    chain: tuple[str, ...]
    styles: tuple[str, ...]
    options: dict[str, Any]
    fingerprint: bytes

    def template_folders(self) -> list[Path]:
        """Return the template folders in the order of search."""
        return [Path(folder, "templates") for folder in self.chain]

    def static_files(self) -> dict[str, Path]:
        """Return the static files by their path below ``static/``. The file of the nearest theme wins."""
        found: dict[str, Path] = {}
        for folder in reversed(self.chain):
            root = Path(folder, "static")
            found |= {path.relative_to(root).as_posix(): path for path in list_published(root) if _is_meant(path)}
        return found

    def language_files(self, language: str) -> list[Path]:
        """Return the language files, the weakest first: English before the language, far themes before near ones."""
        tags = dict.fromkeys(["en", *_list_tags(language), language])
        paths = [Path(folder, "languages", f"{tag}.toml") for tag in tags for folder in reversed(self.chain)]
        return [path for path in paths if path.is_file()]


def _list_tags(language: str) -> list[str]:
    """Return the tags under which the words of a language may be, the widest first: for ``zh-tw`` also ``zh-Hant``.

    Letters are as usual in tags: ``pt-BR`` for ``pt-br`` (RFC 5646, 2.1.1).
    """
    first, *rest = language.lower().split("-")
    parts = [part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in rest]
    script = next((part for part in parts if len(part) == 4), "")
    if first == "zh" and not script:  # the scripts that CLDR takes for likely
        script = "Hant" if {"TW", "HK", "MO"} & set(parts) else "Hans"
    return [first, *([f"{first}-{script}"] if script else []), "-".join([first, *parts])]


def bundled_themes() -> Path:
    """Return the folder of the bundled themes: inside an installed wheel, or beside the sources."""
    packed = _PACKAGE / "_themes"
    return packed if packed.is_dir() else _PACKAGE.parent / "themes"


def find_theme(site: Site, site_dir: Path) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """Return the site's theme and the problems of its options and files.

    Raises UserError if the theme, or one that it extends, is missing or can't be read.
    """
    chain, manifests = read_chain(site.theme, site_dir, site.locate("theme"))
    offers = gather_options(manifests)
    styles = tuple(style for manifest in reversed(manifests) for style in manifest.styles)
    chosen, faults = _choose_options(offers, site)
    faults += tuple(_check_styles(chain, manifests))
    faults += tuple(fault for folder in chain for fault in list_refused(folder / "static", f"{folder}/static"))
    return Theme(site.theme, tuple(map(str, chain)), styles, chosen, _fingerprint(chain, styles, chosen)), faults


def read_chain(name: str, site_dir: Path, asking: Location) -> tuple[list[Path], list[Manifest]]:
    """Return the folders of a theme and of those that it extends, nearest first, and their manifests.

    Raises UserError, at ``asking``, if one is missing or can't be read.
    """
    chain: list[Path] = []
    manifests: list[Manifest] = []
    while name:
        folder = _find_folder(name, site_dir, chain, Location(str(chain[-1] / "theme.toml")) if chain else asking)
        _refuse_links(folder)
        chain.append(folder)
        manifests.append(read_manifest(folder))
        name = manifests[-1].extends
    return chain, manifests


def gather_options(manifests: Sequence[Manifest]) -> dict[str, Option]:
    """Return the options that a chain of themes offers; those of a near theme go before those of a far one."""
    return {key: option for manifest in reversed(manifests) for key, option in manifest.options.items()}


def list_themes(site_dir: Path) -> dict[str, Path]:
    """Return the folder of each theme that a site can name, by name; the site's own go before bundled ones."""
    folders = [path.parent for root in (bundled_themes(), site_dir / "themes") for path in root.glob("*/theme.toml")]
    found = {folder.name: folder for folder in folders}
    return {name: found[name] for name in sorted(found)}


def _check_styles(chain: list[Path], manifests: list[Manifest]) -> Iterator[Diagnostic]:
    for folder, manifest in zip(chain, manifests, strict=True):
        for style in manifest.styles:
            if not any((near / "static" / style).is_file() for near in chain):
                message, suggestion = f"there is no style sheet static/{style}", "add it, or take it out of 'styles'"
                yield Diagnostic("theme-config", message, Location(str(folder / "theme.toml")), suggestion, "warning")


def _find_folder(name: str, site_dir: Path, used: list[Path], asking: Location) -> Path:
    roots = (site_dir / "themes", bundled_themes())
    candidates = [root / name for root in roots if _NAME.fullmatch(name) and (root / name / "theme.toml").is_file()]
    taken = {path.resolve() for path in used}
    unused = next((folder for folder in candidates if folder.resolve() not in taken), None)
    if unused:
        return unused
    if candidates:
        raise UserError(Diagnostic("theme-config", f"the theme '{name}' extends itself", asking, "remove 'extends'"))
    suggestion = f"choose one of: {', '.join(list_themes(site_dir))}"
    raise UserError(Diagnostic("theme-unknown", f"there is no theme '{name}'", asking, suggestion))


def _refuse_links(folder: Path) -> None:
    """Raise UserError if a template or language file of a theme is a link that leads out of the site.

    Its text would be published: a stranger's theme could read any file of the person who builds the site.
    """
    found = [d for part in ("templates", "languages") for d in list_refused(folder / part, f"{folder}/{part}")]
    if refused := [diagnostic for diagnostic in found if diagnostic.severity == "error"]:
        raise UserError(*refused)


def read_manifest(folder: Path) -> Manifest:
    """Return what ``theme.toml`` says. Raises UserError if it can't be understood."""
    path = folder / "theme.toml"
    location, suggestion, text = Location(str(path)), "", ""
    try:
        text = path.read_text("utf-8")
        return msgspec.convert(tomllib.loads(text), Manifest)
    except msgspec.ValidationError as error:
        reason = _spell_mismatch(str(error))
    except (OSError, UnicodeDecodeError) as error:
        reason = str(error)
    except TOML_ERRORS as error:
        reason, suggestion, line, column = explain(error, text)
        location = Location(str(path), line, column)
    raise UserError(Diagnostic("theme-config", f"the theme can't be understood: {reason}", location, suggestion))


def _spell_mismatch(problem: str) -> str:
    """Return msgspec's message with the words of TOML: ``Expected `array`, got `str` - at `$.styles```."""
    names = {"array": "a list", "object": "a table", "str": "a text", "int": "a number", "bool": "true or false"}
    problem = re.sub(r" - at `\$\.?(.*)`$", r" in '\1'", problem)
    return re.sub(r"`(\w+)`", lambda match: names.get(match[1], f"'{match[1]}'"), problem)


def _choose_options(offers: Mapping[str, Option], site: Site) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    chosen = {key: option.default for key, option in offers.items()}
    faults = []
    for key, wish in site.options.items():
        option = offers.get(key)
        suggestion = _refuse(option, wish) if option else _explain_unknown(key, offers)
        if suggestion:
            message = f"the option '{key}' doesn't fit the theme"
            faults.append(Diagnostic("theme-option", message, site.locate(f"options.{key}"), suggestion))
        else:
            chosen[key] = wish
    return chosen, tuple(faults)


def _explain_unknown(key: str, offers: Mapping[str, Option]) -> str:
    if key in Site.__struct_fields__:
        return "it is a setting of the site: write it above [options]"
    return f"its options are: {', '.join(sorted(offers)) or 'none'}"


def _refuse(option: Option, wish: Any) -> str:
    match option.type:
        case "boolean":
            return "" if isinstance(wish, bool) else "write true or false"
        case "integer":
            whole = isinstance(wish, int) and not isinstance(wish, bool) and abs(wish) < 2**53
            return "" if whole else "write a whole number"
        case "choice":
            return "" if wish in option.choices else f"choose one of: {', '.join(option.choices)}"
        case "colour":
            return "" if wish == "" else explain_colour(wish)
        case _:
            return "" if isinstance(wish, str) else 'write it as text, in double quotes: "…"'


def _fingerprint(chain: list[Path], styles: tuple[str, ...], options: dict[str, Any]) -> bytes:
    parts = [msgspec.json.encode([styles, options], order="sorted")]
    for folder in chain:
        for path in (*_walk(folder / "templates"), *_walk(folder / "languages")):
            parts += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
        parts.append(b"")
    return digest(*parts)


def _walk(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file() and _is_meant(path))


def _is_meant(path: Path) -> bool:
    return not path.name.startswith((".", "~"))
