"""Outcomes and reports as text for a terminal or for another program."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

import msgspec

from site_builder.diagnostics import CODES, SEVERITIES, describe, describe_group, group_alike, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from site_builder.check.checker import CheckReport
    from site_builder.diagnostics import Diagnostic
    from site_builder.importing import Outcome


def format_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Return what an import does to each paper, as a table, with every conflict and doubt below its paper."""
    rows = [(o.kind, o.id or o.title, "; ".join(o.details)) for o in outcomes]
    head, *lines = lay_out(("", "paper", "what"), rows, (9, 80, 70))
    text = [head]
    for outcome, line in zip(outcomes, lines, strict=True):
        text.append(line)
        text += [f"           kept as it is: {show(conflict)}" for conflict in outcome.conflicts]
        if outcome.why:
            text.append(f"           {'please look: ' if outcome.kind == 'doubtful' else ''}{show(outcome.why)}")
    return "\n".join(text) + "\n" if rows else ""


def summarise_outcomes(outcomes: Sequence[Outcome], *, dry_run: bool) -> str:
    """Return an import's outcomes on one line: how many papers came to what."""
    counts = Counter(outcome.kind for outcome in outcomes)
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no papers"
    return f"{said}{' (nothing was written)' if dry_run else ''}"


def lay_out(heads: Sequence[str], rows: Sequence[Sequence[str]], widest: Sequence[int]) -> list[str]:
    """Return the rows as lines with aligned columns, each at most so wide; longer texts end in an ellipsis."""
    cells = [[cut(show(cell), limit) for cell, limit in zip(row, widest, strict=True)] for row in (heads, *rows)]
    widths = [max(map(measure, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell + " " * (width - measure(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def measure(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def cut(text: str, width: int) -> str:
    """Return the text in at most so many columns."""
    if measure(text) <= width:
        return text
    kept = ""
    for letter in text:
        if measure(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…"


def format_diagnostics(diagnostics: Sequence[Diagnostic], form: str, site_dir: Path, *, whole: bool = False) -> str:
    """Return diagnostics as ``text``, as ``json`` (one array), or as the commands by which GitHub marks lines.

    Text says each thing once, with the first of its places, and of a code's warnings and hints a few; where ``whole``
    is true, it says all at every place.
    """
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(diagnostics)).decode() + "\n"
    if form == "github":
        lines: Iterable[str] = (_annotate(d, site_dir) for d in diagnostics)
    else:
        lines = map(describe, diagnostics) if whole else _describe_briefly(diagnostics)
    return "".join(f"{line}\n" for line in lines)


#: What is said of a code: more would hide the other codes.
_MOST_OF_A_CODE = 10


def _describe_briefly(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    kinds = groupby(group_alike(diagnostics), key=lambda group: (group.first.severity, group.first.code))
    for (severity, code), alike in kinds:
        groups = list(alike)
        shown = groups if severity == "error" else groups[:_MOST_OF_A_CODE]
        yield from map(describe_group, shown)
        if left := sum(1 + len(group.others) for group in groups[len(shown) :]):
            yield f"    and {left:,} more of this kind [{code}]"


#: Findings that can be looked over without a table.
_A_FEW = 20


def summarise_report(proof: CheckReport, *, whole: bool = False) -> str:
    """Return how much was found; where it is much, or ``whole`` is true, also what and how often, by code."""
    found = proof.diagnostics
    much = len(found) > _A_FEW
    text = _count_codes(found) if found and (whole or much) else []
    ignored = f", {proof.ignored:,} ignored by [check] in content/site.toml" if proof.ignored else ""
    text.append(f"{proof.papers:,} papers checked, {_count_severities(found) or 'nothing'} to look at{ignored}.")
    if much and not whole:
        text.append("--verbose shows every place; [check] in content/site.toml can ignore a code's warnings and hints.")
    return "".join(f"{line}\n" for line in text)


def _count_severities(diagnostics: Sequence[Diagnostic]) -> str:
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return ", ".join(f"{counts[name]:,} {name}{'s' * (counts[name] > 1)}" for name in SEVERITIES if counts[name])


def _count_codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return a table of the codes, what is gravest and most frequent first."""
    counts = Counter((diagnostic.severity, diagnostic.code) for diagnostic in diagnostics)
    ranked = sorted(counts, key=lambda kind: (SEVERITIES.index(kind[0]), -counts[kind]))
    codes = dict.fromkeys(code for _, code in ranked)
    rows = [
        (code, *(f"{counts[name, code]:,}" if counts[name, code] else "" for name in SEVERITIES), CODES[code])
        for code in codes
    ]
    return lay_out(("", *(f"{name}s" for name in SEVERITIES), ""), rows, (30, 8, 8, 8, 90))


def _annotate(diagnostic: Diagnostic, site_dir: Path) -> str:
    """Return GitHub's workflow command for a diagnostic (GitHub Docs, "Workflow commands", ``error``/``warning``).

    GitHub looks for files from the repository's folder, in which the site may be a folder itself.
    """
    level = {"error": "error", "warning": "warning", "hint": "notice"}[diagnostic.severity]
    place = diagnostic.location
    file = (site_dir / place.path).as_posix() if place.path.startswith("content/") else place.path
    values = {"file": file, "line": place.line, "col": place.column, "title": diagnostic.code}
    fields = ",".join(f"{key}={_escape(str(value))}" for key, value in values.items() if value)
    text = diagnostic.message + (f"; {diagnostic.suggestion}" if diagnostic.suggestion else "")
    return f"::{level} {fields}::" + text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape(value: str) -> str:
    for letter, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        value = value.replace(letter, code)
    return value
