"""The commands that show themes, and copy a template of one to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.options import QUIET, SITE

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.model import Site


@click.group()
def theme() -> None:
    """List the themes, show what one consists of, or copy a template of it to change it."""


@theme.command("list")
@SITE
def list_(site_dir: Path) -> None:
    """List the themes that come with the program, and those of the site."""
    from site_builder.cli.formatting import lay_out
    from site_builder.theming.themes import bundled_themes, list_themes, read_manifest

    used = _read_site(site_dir).theme
    rows = []
    for name, folder in list_themes(site_dir).items():
        manifest = read_manifest(folder)
        bundled = folder.parent == bundled_themes()
        notes = ["with the program" if bundled else f"in themes/{name}"]
        notes += [f"extends {manifest.extends}"] if manifest.extends else []
        notes += ["in use"] if name == used else []
        rows.append((name, manifest.description, ", ".join(notes)))
    click.echo("\n".join(lay_out(("theme", "what", "where"), rows, (30, 70, 60))))


@theme.command()
@click.argument("name", required=False)
@SITE
def show(name: str | None, site_dir: Path) -> None:
    """Show the options, templates and languages of a theme (NAME; else the site's own), and where they lie."""
    from site_builder.cli.theme_output import describe_theme

    site = _read_site(site_dir)
    click.echo(describe_theme(name or site.theme, site, site_dir), nl=False)


@theme.command()
@click.argument("template")
@SITE
@QUIET
def copy(template: str, site_dir: Path, quiet: bool) -> None:
    """Copy TEMPLATE (_card.html, say) into the site's theme, to change it there.

    The theme is made if there is none; nothing is written over. 'check' tells when the original changes.
    """
    from site_builder.theming.copied_templates import copy_template

    copied = copy_template(template, _read_site(site_dir), site_dir)
    for path in copied.written:
        click.echo(path)
    if not quiet:
        click.echo(f"Next: change {copied.path}; site-builder serve", err=True)


def _read_site(site_dir: Path) -> Site:
    from site_builder.content.loader import find_folder, read_settings
    from site_builder.diagnostics import UserError, has_errors

    find_folder(site_dir)
    site, faults = read_settings(site_dir)
    if has_errors(faults):
        raise UserError(*faults)
    return site
