"""The command that makes a new site."""

from __future__ import annotations

from pathlib import Path

import click

from site_builder.cli.options import QUIET, Folder


def _read_title(_: click.Context, __: click.Parameter, title: str) -> str:
    if not title.strip():
        raise click.BadParameter("it is empty.")
    return title


@click.command()
@click.argument("folder", metavar="DIR", type=Folder(file_okay=False, path_type=Path))
@click.option("--title", default="Papers", show_default=True, callback=_read_title, help="The site's title.")
@click.option("--example", is_flag=True, help="Fill it with the papers and people of a group that doesn't exist.")
@click.option("--vendor", is_flag=True, help="Carry a wheel of the program, wherever the program came from.")
@QUIET
def new(folder: Path, title: str, example: bool, vendor: bool, quiet: bool) -> None:
    """Make a ready site: content, what publishes it on four hosts, a README. It builds at once."""
    from site_builder.scaffold.new_site import create_site

    written = create_site(folder, title, example=example, vendor=vendor)
    if quiet:
        return
    for path in written:
        click.echo(path)
    source = "" if example else "; site-builder add content/listings/sample-listing.txt"
    click.echo(f"Next: cd {folder}{source}; site-builder serve", err=True)
