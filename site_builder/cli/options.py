"""The options that several commands have, and how a command takes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click


class Folder(click.Path):
    """A folder's path; an empty one, which a script may leave where a name should be, isn't this folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the path."""
        if value == "":
            self.fail("it is empty; write . for this folder.", param, ctx)
        return super().convert(value, param, ctx)


class SiteCommand(click.Command):
    """A command that takes its site by --site, and says so to whoever names it without."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            surplus = re.search(r"extra argument \((.+)\)", error.message)
            if surplus and Path(surplus[1]).is_dir():
                raise click.UsageError(f"{error.message}; write --site {surplus[1]}", ctx) from error
            raise


SITE = click.option(
    "--site",
    "site_dir",
    type=Folder(file_okay=False, path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The folder that holds content/ (default: here).",
)
QUIET = click.option("--quiet", "-q", is_flag=True, help="Show errors only.")
VERBOSE = click.option("--verbose", "-v", is_flag=True, help="Say what is done, and why.")
