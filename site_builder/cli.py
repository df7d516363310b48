"""The porch: the only room that prints, asks or exits."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Paste a listing of papers, get a site of papers that is yours to curate."""
