"""Papers that a source only names: their records are asked for where their identifiers are registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict, replace

from site_builder.diagnostics import Diagnostic
from site_builder.services import client

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_builder.formats.result import ParseResult
    from site_builder.model import Paper, ParsedPaper
    from site_builder.services.client import Services


def is_bare(parsed: ParsedPaper) -> bool:
    """Tell whether a source says so little of a paper that its identifier is the best of it."""
    paper = parsed.paper
    return not (paper.title and (paper.authors or paper.date)) and bool(_name(parsed))


def fetch_missing(result: ParseResult, cache: Path | None, services: Services | None = None) -> ParseResult:
    """Return a source's papers with what their registers say of those that are bare.

    What a register doesn't say, the source's own words do. A paper that can't be fetched stays as it is; why, is among
    the diagnostics, at the paper's line.
    """
    bare = {_name(parsed): parsed for parsed in result.papers if is_bare(parsed)}
    if not bare:
        return result
    answer = client.fetch(list(bare), cache, services)
    found = {parsed.location.path: parsed for parsed in answer.papers}
    papers = tuple(
        _fill(found[name], parsed) if is_bare(parsed) and (name := _name(parsed)) in found else parsed
        for parsed in result.papers
    )
    told = [_tell_at(fault, bare) for fault in answer.diagnostics]
    return replace(result, papers=papers, diagnostics=(*result.diagnostics, *told))


def leave_out_untitled(result: ParseResult) -> ParseResult:
    """Return a source's papers without those of which nothing but an identifier is known; each is reported."""
    named = [parsed for parsed in result.papers if parsed.paper.title]
    if len(named) == len(result.papers):
        return result
    left = [_report_untitled(parsed) for parsed in result.papers if not parsed.paper.title]
    spans = tuple(s for s, parsed in zip(result.spans, result.papers, strict=False) if parsed.paper.title)
    return replace(result, papers=tuple(named), diagnostics=(*result.diagnostics, *left), spans=spans)


def _name(parsed: ParsedPaper) -> str:
    """Return the name by which a service knows a paper, or nothing."""
    paper = parsed.paper
    pmid, pmcid = paper.container.get("PMID", ""), paper.container.get("PMCID", "")
    numbers = (f"PMID:{pmid}" if pmid else "", pmcid if client.recognise(pmcid) else "")
    pages = (link.url for link in paper.links if client.recognise(link.url))
    return paper.doi or paper.arxiv or next(filter(None, (*numbers, *pages)), "")


def _fill(fetched: ParsedPaper, stated: ParsedPaper) -> ParsedPaper:
    """Return a fetched paper with what only the source states, at the source's place."""
    known, own = asdict(fetched.paper), asdict(stated.paper)
    fields: dict[str, Any] = {name: value for name, value in own.items() if value and not known[name]}
    fields["container"] = own["container"] | known["container"]
    fields["links"] = (*known["links"], *(link for link in own["links"] if link not in known["links"]))
    paper: Paper = replace(fetched.paper, **fields)
    return replace(fetched, paper=paper, location=stated.location, key=stated.key or fetched.key)


def _tell_at(fault: Diagnostic, bare: dict[str, ParsedPaper]) -> Diagnostic:
    """Return what a service said, at the first line that names the paper; the paper itself isn't lost."""
    names: Iterable[str] = fault.location.path.split(", ")
    parsed = next((bare[name] for name in names if name in bare), None)
    severity = "warning" if fault.severity == "error" else fault.severity
    return replace(fault, location=parsed.location, severity=severity) if parsed else fault


def _report_untitled(parsed: ParsedPaper) -> Diagnostic:
    name = _name(parsed) or "this record"
    message = f"of '{name}' nothing but the identifier is known, and so no entry was made of it"
    return Diagnostic("reference-untitled", message, parsed.location, "add it again when it can be fetched")
