"""The command that moves a site to the running version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from site_builder.cli.options import QUIET, SITE, SiteCommand

if TYPE_CHECKING:
    from pathlib import Path


@click.command(cls=SiteCommand)
@SITE
@click.option("--vendor", is_flag=True, help="Carry a wheel of the program, wherever the program came from.")
@QUIET
def upgrade(site_dir: Path, vendor: bool, quiet: bool) -> None:
    """Move a site to the running version: the program that builds it, and its workflows.

    Content isn't touched. A file that you changed stays as it is, and the difference to what a new site has is shown.
    """
    from site_builder.content.loader import find_folder
    from site_builder.scaffold.upgrade import upgrade_site

    find_folder(site_dir)
    done = upgrade_site(site_dir, vendor=vendor)
    for text in done.differences.values():
        click.echo(text)
    if quiet:
        return
    for path in done.written:
        click.echo(f"{path}: written", err=True)
    for path in done.removed:
        click.echo(f"{path}: removed", err=True)
    for path in done.differences:
        click.echo(f"{path}: you changed it, so it stays; what a new site has is shown above", err=True)
    if done.missing:
        click.echo(f"A new site has these besides: {', '.join(done.missing)}", err=True)
    if done.changes:
        click.echo("Changed in settings and entries:", err=True)
        for change in done.changes:
            click.echo(f"- {change}", err=True)
    if done.written or done.removed:
        click.echo("Next: site-builder check; look at 'git diff', and commit", err=True)
    else:
        click.echo("The site is up to date.", err=True)
