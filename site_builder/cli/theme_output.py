"""What a theme consists of, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from site_builder.cli.formatting import lay_out
from site_builder.theming.copied_templates import list_templates
from site_builder.theming.themes import gather_options, read_chain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from site_builder.model import Site
    from site_builder.theming.themes import Manifest, Option


def describe_theme(name: str, site: Site, site_dir: Path) -> str:
    """Return what there is of a theme: its options with what the site chose, its templates, style sheets, languages.

    Raises UserError if there is no such theme.
    """
    chain, manifests = read_chain(name, site_dir, site.locate("theme"))
    own = site.options if name == site.theme else {}
    lines = [
        f"{name}: {manifests[0].description or 'a theme'}",
        *(f"{'in' if place == 0 else 'extends'} {folder}" for place, folder in enumerate(chain)),
        *_show_options(gather_options(manifests), own),
        *_show_templates(chain),
        *_show_styles(chain, manifests),
        "",
        f"Languages: {', '.join(_list_languages(chain))}",
    ]
    return "\n".join(lines) + "\n"


def _show_options(options: dict[str, Option], own: dict[str, Any]) -> Iterator[str]:
    if not options:
        return
    rows = [
        (key, "|".join(option.choices) or option.type, _spell(option.default), _spell(own[key]) if key in own else "")
        for key, option in options.items()
    ]
    yield from ("", "Options, for [options] in content/site.toml:")
    for line, option in zip(
        lay_out(("option", "type", "default", "this site"), rows, (30, 30, 30, 30))[1:], options.values(), strict=True
    ):
        yield f"  {line}"
        if option.description:
            yield f"      {option.description}"


def _spell(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _show_templates(chain: Sequence[Path]) -> Iterator[str]:
    rows = [
        (
            template.name,
            str(template.path),
            f"instead of that of {template.instead[0].name}" if template.instead else "",
        )
        for template in list_templates(chain).values()
    ]
    yield from ("", "Templates; 'site-builder theme copy NAME' copies one into the site's theme:")
    yield from (f"  {line}" for line in lay_out(("name", "file", ""), rows, (30, 200, 60))[1:])


def _show_styles(chain: Sequence[Path], manifests: Sequence[Manifest]) -> Iterator[str]:
    sheets = [(style, manifest.name) for manifest in reversed(manifests) for style in manifest.styles]
    if sheets:
        yield from ("", "Style sheets, in the order in which they apply:")
        for style, _ in sheets:
            path = next((folder / "static" / style for folder in chain if (folder / "static" / style).is_file()), None)
            yield f"  {path or style}"


def _list_languages(chain: Sequence[Path]) -> list[str]:
    return sorted({path.stem for folder in chain for path in (folder / "languages").glob("*.toml")})
