"""The commands. Other modules are imported when a command needs them."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from site_builder import __version__
from site_builder.cli.new import new
from site_builder.cli.options import QUIET, SITE, VERBOSE, Folder, SiteCommand
from site_builder.cli.theme import theme
from site_builder.cli.upgrade import upgrade
from site_builder.diagnostics import (
    Diagnostic,
    Group,
    Location,
    UserError,
    describe_group,
    group_alike,
    has_errors,
    show,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from site_builder.build.options import Report
    from site_builder.importing import Question, Source
    from site_builder.storage.workers import Workers


_CAPTURED = click.option(
    "--captured",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which the listing was copied (2026-05-31): dates without a year are of its year. Default: today.",
)


#: How wide a table is that goes to no terminal.
_TABLE_WIDTH = 140
#: Kinds of warnings and hints that a build shows; a large site has hundreds, which would hide its own report.
_MOST_REMARKS = 20


class CommandGroup(click.Group):
    """The program's commands; faults of the user's own making end here, as sentences."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit with 1 when it found a fault, which is shown, and with 130 when it was interrupted."""
        if os.environ.get("NO_COLOR"):  # https://no-color.org
            ctx.color = False
        try:
            return super().invoke(ctx)
        except UserError as fault:
            show_diagnostics(fault.diagnostics)
            ctx.exit(1)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted.", err=True)
            ctx.exit(130)
        except BrokenPipeError:  # whoever read our output has seen enough
            raise
        except OSError as error:
            message, location = error.strerror or str(error), Location(str(error.filename or ""))
            show_diagnostics([Diagnostic("system-refused", message, location, "mend that and try again")])
            ctx.exit(1)
        except UnicodeEncodeError as error:
            if error.encoding != sys.getfilesystemencoding():
                raise
            message, suggestion = "this system's file names aren't written as UTF-8", "set PYTHONUTF8=1"
            show_diagnostics([Diagnostic("system-refused", message, suggestion=suggestion)])
            ctx.exit(1)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="site-builder")
def main() -> None:
    """Paste a listing of papers, get a site of papers that is yours to curate."""


main.add_command(new)
main.add_command(upgrade)
main.add_command(theme)


@main.command(cls=SiteCommand)
@SITE
@click.option(
    "--out",
    type=Folder(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes (default: public/ in the site's folder).",
)
@click.option("--base-url", metavar="URL", help="The site's whole address, instead of site.toml's.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Number of processes (default: as many as pay).")
@click.option(
    "--scheduler", metavar="ADDR", help="Have a Dask cluster work: its scheduler's address (tcp://host:8786)."
)
@click.option("--no-search", is_flag=True, help="Leave out the search index.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write what was done to a JSON file.",
)
@QUIET
@VERBOSE
def build(
    site_dir: Path,
    out: Path | None,
    base_url: str | None,
    jobs: int | None,
    scheduler: str | None,
    no_search: bool,
    report: Path | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the site: content/ into public/.

    Whole or not at all: a build that fails leaves the old public/ as it was.
    """
    from site_builder.build.builder import build as build_site
    from site_builder.build.options import BuildOptions, validate_output_dir

    build_options = BuildOptions(
        site_dir=site_dir, out=out or site_dir / "public", base_url=base_url, jobs=jobs, search=not no_search
    )
    if objection := validate_output_dir(build_options):
        raise click.UsageError(f"{objection}; name a folder of its own, such as --out {site_dir / 'public'}")
    most = None if verbose else _MOST_REMARKS
    try:
        with _connect(scheduler) as workers, _Progress("Rendering", hidden=quiet) as progress:
            done = build_site(build_options, workers, progress.show)
    except UserError as fault:  # with all remarks of the content, among which the errors would be hard to find
        show_diagnostics(fault.diagnostics, quiet=quiet, most=most)
        raise SystemExit(1) from None
    show_diagnostics(done.diagnostics, quiet=quiet, most=most)
    if verbose:
        for path, reason in done.reasons:
            click.echo(f"{path}: {reason}", err=True)
    if not quiet:
        click.echo(summarise(done), err=True)
    if report:
        _write_report(report, done)


def _connect(scheduler: str | None) -> AbstractContextManager[Workers | None]:
    if scheduler is None:
        return nullcontext()
    from site_builder.build.cluster import connect

    return connect(scheduler)


def _write_report(path: Path, report: Report) -> None:
    import msgspec

    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    except OSError as error:
        message = f"the report can't be written: {error.strerror}"
        raise UserError(Diagnostic("output-blocked", message, Location(str(path)), "name another file")) from error


@main.command()
@click.argument("source", metavar="SOURCE")
@_CAPTURED
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "table"]), help="Default: a table on a terminal, else jsonl."
)
@click.option("--explain", is_flag=True, help="Show each paper's lines, and which part of them was read as what.")
@QUIET
@VERBOSE
def parse(source: str, captured: datetime | None, form: str | None, explain: bool, quiet: bool, verbose: bool) -> None:
    """Read a list of papers and print what was understood; nothing is written.

    SOURCE is a file (text copied from a page, its HTML, Markdown, LaTeX, BibTeX, RIS, JSON, a table ...), an arXiv id,
    a DOI, or - for standard input.
    """
    from site_builder.cli.parse_output import format_explanation, format_jsonl, format_table
    from site_builder.formats import registry
    from site_builder.importing.sources import read_sources

    cache_dir = Path(".cache") if Path("content").is_dir() else None
    (read,) = read_sources([source], (captured or datetime.now()).date(), cache_dir)
    result = read.result
    show_reading(read, quiet=quiet, verbose=verbose)
    if explain:
        output = format_explanation(result, *registry.explain(read.data))
    elif form == "table" or (form is None and sys.stdout.isatty()):
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _TABLE_WIDTH
        output = format_table(result.papers, width)
    else:
        output = format_jsonl(result.papers)
    click.echo(output, nl=False)
    if not result.papers or has_errors(result.diagnostics):
        raise SystemExit(1)


@main.command(cls=SiteCommand)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@SITE
@_CAPTURED
@click.option("--dry-run", is_flag=True, help="Show what would be done, with a diff, and write nothing.")
@QUIET
@VERBOSE
def add(
    sources: tuple[str, ...], site_dir: Path, captured: datetime | None, dry_run: bool, quiet: bool, verbose: bool
) -> None:
    """Create or update entries from listings, bibliographies, arXiv ids and DOIs.

    No hand edit is ever lost. On a terminal, asks about what can't be known; elsewhere, writes the best reading and
    marks it with a line 'review:' that 'check' reports. All entries are written or none.
    """
    from site_builder.cli.formatting import format_outcomes, summarise_outcomes
    from site_builder.content.loader import find_folder
    from site_builder.importing import apply_plan, lock_content, plan_import, show_diff
    from site_builder.importing.sources import read_sources

    find_folder(site_dir)
    day = (captured or datetime.now()).date()
    read = read_sources(sources, day, site_dir / ".cache", titled=True)
    for source in read:
        show_reading(source, quiet=quiet, verbose=verbose)
    with nullcontext() if dry_run else lock_content(site_dir):
        ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
        plan = plan_import(site_dir, read, ask, datetime.now(UTC).date().isoformat())
        if not quiet:
            click.echo(format_outcomes(plan.outcomes), nl=False)
        if dry_run:
            click.echo(show_diff(plan), nl=False)
        else:
            apply_plan(plan)
    if not quiet:
        click.echo(summarise_outcomes(plan.outcomes, dry_run=dry_run), err=True)
    if not plan.outcomes or any(has_errors(source.result.diagnostics) for source in read):
        raise SystemExit(1)


def _ask(question: Question) -> int | None:
    """Ask the person at the terminal; None when they can't say."""
    click.secho(f"\n{show(question.title)}", bold=True, err=True)
    click.echo(show(f"{question.location}: {question.why}"), err=True)
    if question.kind == "layout":
        click.echo("Your answer holds for all papers of this source that are in the same doubt.", err=True)
    for number, choice in enumerate(question.choices, 1):
        click.echo(f"  {number}  {show(choice.label)}", err=True)
    answers = [str(number) for number in range(1, len(question.choices) + 1)]
    answer = click.prompt("Which (or ? to decide later)", type=click.Choice([*answers, "?"]), default="?", err=True)
    return None if answer == "?" else int(answer) - 1


@main.command(cls=SiteCommand)
@SITE
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@QUIET
@VERBOSE
def check(site_dir: Path, form: str, strict: bool, quiet: bool, verbose: bool) -> None:
    """Find every fault in the content: file, line, column, and what to write instead."""
    from site_builder.check.checker import check_site
    from site_builder.cli.formatting import format_diagnostics, summarise_report

    proof = check_site(site_dir)
    found = proof.diagnostics
    shown = [d for d in found if d.severity == "error"] if quiet else found
    click.echo(format_diagnostics(shown, form, site_dir, whole=verbose), nl=False)
    if not quiet and (form == "text" or verbose):
        click.echo(summarise_report(proof, whole=verbose), nl=False, err=True)
    if any(d.severity == "error" or (strict and d.severity == "warning") for d in found):
        raise SystemExit(1)


@main.command(cls=SiteCommand)
@SITE
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDR", help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), metavar="N")
@click.option("--open", "browse", is_flag=True, help="Open the site in a browser.")
@QUIET
def serve(site_dir: Path, host: str, port: int, browse: bool, quiet: bool) -> None:
    """Show the site as it is being written: pages follow each saved file by themselves."""
    from site_builder import preview

    def announce(address: str) -> None:
        if not quiet:
            click.echo(f"The site is at {address} (stop with Ctrl-C)", err=True)
        if browse:
            click.launch(address)

    preview.run(site_dir, host, port, announce)


def summarise(report: Report) -> str:
    """Return a build's report on one line."""
    if report.current:
        return f"Nothing has changed; {report.files:,} files are up to date ({sum(report.seconds.values()):.2f} s)."
    stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in report.seconds.items() if seconds >= 0.005)
    removed = f", {report.removed:,} removed" if report.removed else ""
    return (
        f"{report.papers:,} papers by {report.authors:,} authors: {report.rendered:,} pages rendered, "
        f"{report.written:,} files written{removed}, {report.files:,} in all; search index {report.index} "
        f"({sum(report.seconds.values()):.2f} s: {stages})."
    )


def show_reading(source: Source, *, quiet: bool, verbose: bool) -> None:
    """Tell what was wrong in a source, and how it was read."""
    show_diagnostics(source.result.diagnostics, quiet=quiet)
    if verbose:
        result = source.result
        click.echo(f"{source.name}: {len(result.papers)} papers, read as {result.format or 'nothing known'}", err=True)


def show_diagnostics(diagnostics: Iterable[Diagnostic], *, quiet: bool = False, most: int | None = None) -> None:
    """Write diagnostics to standard error, errors in red on a terminal.

    With ``most``, each thing is said once, and of what aren't errors at most so many.
    """
    colours = {"error": "red", "warning": "yellow", "hint": "cyan"}
    groups = [Group(d) for d in diagnostics] if most is None else group_alike(diagnostics)
    remarks = hidden = 0
    for group in groups:
        severity = group.first.severity
        remarks += severity != "error"
        if severity != "error" and (quiet or (most is not None and remarks > most)):
            hidden += 1 + len(group.others)
        else:
            click.secho(describe_group(group), err=True, fg=colours[severity])
    if hidden and not quiet:
        click.echo(f"... and {hidden:,} more; 'site-builder check' shows all.", err=True)


class _Progress:
    """A bar on a terminal, for work of more than a moment; nothing elsewhere."""

    def __init__(self, label: str, *, hidden: bool) -> None:
        self._label = label
        self._hidden = hidden or not sys.stderr.isatty()
        self._drawn = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn >= 0:
            click.echo("\r\x1b[K", nl=False, err=True)

    def show(self, done: int, total: int) -> None:
        """Draw how far the work is, at most once a percent."""
        percent = 100 * done // max(total, 1)
        if self._hidden or percent == self._drawn:
            return
        self._drawn = percent
        bar = "█" * (percent // 4) + "░" * (25 - percent // 4)
        click.echo(f"\r{self._label} {bar} {percent:3} % of {total:,} pages", nl=False, err=True)


def run() -> None:
    """Run the program and leave at once.

    An interpreter that ends takes apart what it holds piece by piece: a third of a second after a build of 10,000
    papers, which the system does in no time.
    """
    gc.disable()  # what is loaded stays; looking through it again and again takes a tenth of the start
    try:
        main()
    except SystemExit as exit_:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None))
