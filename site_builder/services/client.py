"""Papers by name: identifiers of papers, asked for at the services that register them, politely.

Many identifiers are asked for in one request where the service allows it; answers are kept on disk for a day.
"""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.result import ParseResult
from site_builder.services import (
    arxiv,
    dblp,
    doi,
    europe_pmc,
    hal,
    inspire,
    openalex,
    openreview,
    pubmed,
    zenodo,
)
from site_builder.services.download import Refusal, download
from site_builder.services.service import Service
from site_builder.storage.cache import digest, load, store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_builder.model import ParsedPaper

NAME = "by name"

#: All services; a name that two of them know is asked for at the first.
SERVICES: tuple[Service, ...] = tuple(
    module.SERVICE for module in (arxiv, doi, pubmed, europe_pmc, openalex, dblp, hal, openreview, zenodo, inspire)
)
_FRESH = 24 * 3600.0


class Services(msgspec.Struct, frozen=True):
    """Where to ask instead of at a service's own address, by the service's name, and how long one answer may take, in
    seconds."""

    addresses: dict[str, str] = {}
    patience: float = 20.0


class _Answer(msgspec.Struct, frozen=True):
    """What a service said, and when (seconds since 1970)."""

    received: float
    text: str


class _Question(msgspec.Struct, frozen=True):
    """Names and their identifiers, for which a service is asked at once."""

    service: Service
    ids: dict[str, str]
    address: str

    @property
    def location(self) -> Location:
        return Location(", ".join(self.ids))


def recognise(name: str) -> bool:
    """Tell whether this names a paper: an arXiv id, a DOI, a PMID, or a paper's address at one of the services."""
    return any(service.read_id(name) for service in SERVICES)


def fetch(names: Sequence[str], cache: Path | None, services: Services | None = None) -> ParseResult:
    """Ask for papers by name; papers come in the order of the names.

    Answers are kept below ``cache``, if there is one, and asked for again after a day; an older one serves when a
    service can't be reached. A service that doesn't answer isn't asked again. Never raises: what wasn't found, and why,
    is among the diagnostics, placed at the name as it was given.
    """
    services = services or Services()
    papers: dict[str, ParsedPaper] = {}
    diagnostics: list[Diagnostic] = []
    for service, ids in _share_out(names).items():
        patience = services.patience
        for question in _ask_in_batches(SERVICES[service], ids, services):
            found, faults = _ask(question, cache, patience)
            by_id = {question.service.tell_id(parsed).lower(): parsed for parsed in found}
            papers |= {name: by_id[i.lower()] for name, i in question.ids.items() if i.lower() in by_id}
            diagnostics += faults or [_miss(name, question, found) for name in question.ids if name not in papers]
            if any(fault.code == "source-unreachable" for fault in faults):
                patience = 0.0
    ordered = ((name, papers[name]) for name in dict.fromkeys(names) if name in papers)
    return ParseResult(
        tuple(replace(parsed, location=Location(name)) for name, parsed in ordered), tuple(diagnostics), NAME
    )


def _share_out(names: Sequence[str]) -> dict[int, dict[str, str]]:
    """Return the names with their identifiers by the service, in the services' order."""
    shares: dict[int, dict[str, str]] = {}
    for name in names:
        for number, service in enumerate(SERVICES):
            if identifier := service.read_id(name):
                shares.setdefault(number, {})[name] = identifier
                break
    return dict(sorted(shares.items()))


def _ask_in_batches(service: Service, ids: dict[str, str], services: Services) -> list[_Question]:
    address = services.addresses.get(service.name, service.address)
    pairs = list(ids.items())
    batches = [dict(pairs[start : start + service.batch]) for start in range(0, len(pairs), service.batch)]
    return [_Question(service, batch, address + service.write_query(list(batch.values()))) for batch in batches]


def _ask(question: _Question, cache: Path | None, patience: float) -> tuple[tuple[ParsedPaper, ...], list[Diagnostic]]:
    """Return the papers of an answer and why there is none; neither when the service knows of no such paper.

    Without patience, nobody is asked, and only an answer that was kept is given.
    """
    service = question.service
    file = cache and cache / "remote" / digest(question.address.encode(), service.accept.encode()).hex()
    kept = load(file, _Answer) if file else None
    if kept and time.time() - kept.received < _FRESH:
        return service.read(kept.text, question.location.path).papers, []
    try:
        if not patience:
            message = f"{service.name} did not answer before and wasn't asked for this"
            raise Refusal("source-unreachable", message, "try again later")
        text = download(question.address, service.accept, patience)
    except Refusal as refusal:
        fault = refusal.locate(question.location)
        if kept and fault.code == "source-unreachable":
            day = datetime.datetime.fromtimestamp(kept.received, datetime.UTC).date().isoformat()
            hint = replace(fault, suggestion=f"its answer of {day} was used", severity="hint")
            return service.read(kept.text, question.location.path).papers, [hint]
        return (), [] if fault.code == "source-unknown" else [fault]
    result = service.read(text, question.location.path)
    if result.papers:
        if file:
            store(file, _Answer(time.time(), text))
        return result.papers, []
    faults = (fault for fault in result.diagnostics if fault.code not in ("reference-none", "listing-none"))
    return (), [_misunderstood(fault, question) for fault in faults][:1]


def _misunderstood(fault: Diagnostic, question: _Question) -> Diagnostic:
    message = f"the answer of {question.service.name} can't be used: {fault.message}"
    suggestion = "open the paper's page in a browser, save its reference as BibTeX, and add that file"
    return Diagnostic("source-refused", message, question.location, suggestion)


def _miss(name: str, question: _Question, found: Sequence[ParsedPaper]) -> Diagnostic:
    """Say that a service doesn't know a paper, or answered with another one."""
    service = question.service
    if found and len(question.ids) == 1:
        message = f"{service.name} was asked for '{name}' and answered with '{service.tell_id(found[0])}'"
        return Diagnostic("source-refused", message, Location(name), "add that name if it is the paper that you meant")
    message = f"{service.name} knows no paper of the name '{name}'"
    return Diagnostic("source-unknown", message, Location(name), "look for a typing error")
