"""Diagnostics in the browser: as a page, or as a note in the corner of a page that can still be shown.

Both work without scripts and without the theme, so a broken theme doesn't affect them.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from site_builder.diagnostics import has_errors

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.diagnostics import Diagnostic, Location

#: The number of lines shown before and after a problem.
_AROUND = 2
_NOTES_SHOWN = 8
_WORDS = {"error": "Error", "warning": "Warning", "hint": "Hint"}


def compose_fault_page(diagnostics: Sequence[Diagnostic], site_dir: Path, style: str) -> bytes:
    """Return a page with diagnostics: each with its location, the lines of the file and a suggestion.

    Paths are relative to ``site_dir`` or absolute. ``style`` is the address of the style sheet.
    """
    faults = "\n".join(_compose_fault(diagnostic, site_dir) for diagnostic in diagnostics)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Fault · preview</title>
<link rel="stylesheet" href="{style}">
</head>
<body class="faults">
<main>
<h1>This page can’t be shown yet</h1>
{faults}
<p class="hope">It appears here by itself when this is mended.</p>
</main>
</body>
</html>
""".encode()


def compose_notes(diagnostics: Sequence[Diagnostic], style: str) -> bytes:
    """Return a note for the corner of a page, folded unless there is an error; empty without diagnostics."""
    if not diagnostics:
        return b""
    shown = "\n".join(f'<li class="{d.severity}">{_compose_sentence(d)}</li>' for d in diagnostics[:_NOTES_SHOWN])
    rest = len(diagnostics) - _NOTES_SHOWN
    more = f"<p>and {rest} more; ‘site-builder check’ lists them all</p>" if rest > 0 else ""
    broken = has_errors(list(diagnostics))
    return f"""<site-builder-notes>
<template shadowrootmode="open">
<link rel="stylesheet" href="{style}">
<details class="notes{" broken" if broken else ""}"{" open" if broken else ""}>
<summary>{_count(diagnostics)}</summary>
<ul>
{shown}
</ul>
{more}
</details>
</template>
</site-builder-notes>
""".encode()


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    severities: list[str] = [diagnostic.severity for diagnostic in diagnostics]
    counts = ((severities.count(severity), word.lower()) for severity, word in _WORDS.items())
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count)


def _compose_fault(diagnostic: Diagnostic, site_dir: Path) -> str:
    return (
        f'<section class="{diagnostic.severity}">\n{_compose_sentence(diagnostic)}\n'
        f"{_quote_lines(diagnostic.location, site_dir)}</section>"
    )


def _compose_sentence(diagnostic: Diagnostic) -> str:
    parts = [f'<p class="what"><b>{_WORDS[diagnostic.severity]}:</b> {escape(diagnostic.message)}.</p>']
    if str(diagnostic.location):
        parts.append(f'<p class="where"><code>{escape(str(diagnostic.location))}</code></p>')
    if diagnostic.suggestion:
        parts.append(f'<p class="remedy">{escape(diagnostic.suggestion)}</p>')
    return "\n".join(parts)


def _quote_lines(location: Location, site_dir: Path) -> str:
    """Return the lines around a location, with its line and column marked."""
    if not location.path or not location.line:
        return ""
    try:
        lines = (site_dir / location.path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    first = max(1, location.line - _AROUND)
    shown = []
    for number, line in enumerate(lines[first - 1 : location.line + _AROUND], first):
        text = _mark_column(line, location.column) if number == location.line else escape(line)
        shown.append(f'<span class="line{" here" if number == location.line else ""}"><i>{number}</i>{text}</span>')
    return f"<pre>{''.join(shown)}</pre>\n" if shown else ""


def _mark_column(line: str, column: int) -> str:
    if not 1 <= column <= len(line):
        return escape(line)
    return f"{escape(line[: column - 1])}<mark>{escape(line[column - 1])}</mark>{escape(line[column:])}"
