"""Papers by name: arXiv ids and DOIs, asked for where they are registered.

The services: https://info.arxiv.org/help/api/ and https://citation.doi.org (content negotiation). They are asked
politely: one request for many arXiv ids, a name of our own, a time limit, and a day's cache on disk.
"""

from __future__ import annotations

import datetime
import time
from http.client import HTTPException
from typing import TYPE_CHECKING, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import msgspec
from msgspec.structs import replace

from site_builder import __version__
from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats import arxiv_atom, csl_json
from site_builder.formats.result import ParseResult
from site_builder.storage.cache import digest, load, store
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from site_builder.model import ParsedPaper

NAME = "by name"

_FRESH = 24 * 3600.0
_LARGEST = 16_000_000
#: How many ids arXiv is asked for at once; with many more the address gets too long.
_BATCH = 50


class Services(msgspec.Struct, frozen=True):
    """Where to ask, and how long one answer may take, in seconds."""

    arxiv: str = "https://export.arxiv.org/api/query"
    doi: str = "https://doi.org/"
    patience: float = 20.0


class _Question(NamedTuple):
    """An address, the media type wanted, what reads the answer, and where diagnostics point."""

    address: str
    accept: str
    reader: Callable[[str, str, datetime.date], ParseResult]
    location: Location

    def read(self, answer: str) -> ParseResult:
        # These formats date their papers themselves, so the day of the copy doesn't matter.
        return self.reader(answer, self.location.path, datetime.date.max)


class _Answer(msgspec.Struct, frozen=True):
    """What a service said, and when (seconds since 1970)."""

    received: float
    text: str


def recognise(name: str) -> bool:
    """Tell whether this names a paper: an arXiv id or a DOI, bare, with its prefix, or as an address."""
    return bool(read_arxiv(name) or read_doi(name))


def fetch(names: Sequence[str], cache: Path | None, services: Services | None = None) -> ParseResult:
    """Ask for papers by name; drafts come in the order of the names.

    Answers are kept below ``cache``, if there is one, and asked for again after a day; an older one serves when a
    service can't be reached. Never raises: what wasn't found, and why, is among the diagnostics, placed at the name as
    it was given.
    """
    services = services or Services()
    papers: dict[str, ParsedPaper] = {}
    diagnostics: list[Diagnostic] = []
    preprints = {name: arxiv for name in names if (arxiv := read_arxiv(name))}
    others = {name: doi for name in names if name not in preprints and (doi := read_doi(name))}
    faults: list[Diagnostic] = []
    for batch in _share(list(preprints.items())):
        found, faults = _ask(_ask_for_preprints(batch, services), cache, 0 if _is_silent(faults) else services.patience)
        by_id = {parsed.paper.arxiv: parsed for parsed in found}
        papers |= {name: by_id[arxiv] for name, arxiv in batch if arxiv in by_id}
        diagnostics += faults or [_unknown(name, "arXiv") for name, arxiv in batch if arxiv not in by_id]
    faults = []
    for name, doi in others.items():
        found, faults = _ask(_ask_for_doi(name, doi, services), cache, 0 if _is_silent(faults) else services.patience)
        if found:
            papers[name] = found[0]
        diagnostics += faults or ([] if found else [_unknown(name, "doi.org")])
    ordered = ((name, papers[name]) for name in dict.fromkeys(names) if name in papers)
    return ParseResult(
        tuple(replace(parsed, location=Location(name)) for name, parsed in ordered), tuple(diagnostics), NAME
    )


def _is_silent(faults: Sequence[Diagnostic]) -> bool:
    """Tell whether a service didn't answer when it was asked last: to ask it again would only cost time."""
    return any(fault.code == "source-unreachable" for fault in faults)


def _share(items: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]


def _ask_for_preprints(batch: list[tuple[str, str]], services: Services) -> _Question:
    ids = ",".join(quote(arxiv) for _, arxiv in batch)
    address = f"{services.arxiv}?id_list={ids}&max_results={len(batch)}"
    return _Question(address, "application/atom+xml", arxiv_atom.read, Location(", ".join(name for name, _ in batch)))


def _ask_for_doi(name: str, doi: str, services: Services) -> _Question:
    return _Question(
        services.doi + quote(doi), "application/vnd.citationstyles.csl+json", csl_json.read, Location(name)
    )


def _ask(question: _Question, cache: Path | None, patience: float) -> tuple[tuple[ParsedPaper, ...], list[Diagnostic]]:
    """Return the drafts of an answer and why there is none; neither when the service knows of no such paper.

    Without patience, nobody is asked, and only an answer that was kept is given.
    """
    file = cache and cache / "remote" / digest(question.address.encode(), question.accept.encode()).hex()
    kept = load(file, _Answer, "answer") if file else None
    if kept and time.time() - kept.received < _FRESH:
        return question.read(kept.text).papers, []
    text, fault = _download(question, patience) if patience else ("", _unasked(question.location))
    if fault and kept and fault.code == "source-unreachable":
        day = datetime.datetime.fromtimestamp(kept.received, datetime.UTC).date().isoformat()
        hint = replace(fault, suggestion=f"its answer of {day} was used", severity="hint")
        return question.read(kept.text).papers, [hint]
    if fault:
        return (), [] if fault.code == "source-unknown" else [fault]
    parse_result = question.read(text)
    if parse_result.papers:
        if file:
            store(file, _Answer(time.time(), text), "answer")
        return parse_result.papers, []
    faults = (fault for fault in parse_result.diagnostics if fault.code != "reference-none")
    return (), [_misunderstood(fault, question) for fault in faults][:1]


def _download(question: _Question, patience: float) -> tuple[str, Diagnostic | None]:
    """Return what stands at an address, or what went wrong."""
    headers = {"Accept": question.accept, "User-Agent": f"site-builder/{__version__} (static sites of papers)"}
    request = Request(question.address, headers=headers)  # noqa: S310 - the address is one of `Services`
    host = request.host
    deadline = time.monotonic() + patience
    data = bytearray()
    try:
        with urlopen(request, timeout=patience) as response:  # noqa: S310
            while chunk := response.read1(65536):
                data += chunk
                if time.monotonic() > deadline or len(data) > _LARGEST:
                    raise TimeoutError
    except HTTPError as error:
        with error:
            return "", _explain(error, host, question.location)
    except TimeoutError:
        message = f"{host} did not answer within {patience:g} seconds"
        return "", Diagnostic("source-unreachable", message, question.location, "try again later")
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        message = f"{host} can't be reached ({reason})"
        suggestion = "look whether this machine is online, or save the reference as a file and add that"
        return "", Diagnostic("source-unreachable", message, question.location, suggestion)
    return data.decode("utf-8", "replace").replace("\r\n", "\n"), None


def _explain(error: HTTPError, host: str, location: Location) -> Diagnostic:
    if error.code in (404, 410):
        return Diagnostic("source-unknown", f"{host} doesn't know it", location, "look for a typing error")
    if error.code in (429, 503):
        return Diagnostic("source-unreachable", f"{host} asks to wait", location, "try again in some minutes")
    message = f"{host} refuses to answer (status {error.code})"
    suggestion = "open the address in a browser, save the reference as BibTeX, and add that file"
    code = "source-unreachable" if error.code >= 500 else "source-refused"
    return Diagnostic(code, message, location, suggestion)


def _unasked(location: Location) -> Diagnostic:
    return Diagnostic("source-unreachable", "this wasn't asked for either", location, "try again later")


def _misunderstood(fault: Diagnostic, question: _Question) -> Diagnostic:
    message = f"the answer of {Request(question.address).host} can't be used: {fault.message}"  # noqa: S310
    suggestion = "open the paper's page in a browser, save its reference as BibTeX, and add that file"
    return Diagnostic("source-refused", message, question.location, suggestion)


def _unknown(name: str, where: str) -> Diagnostic:
    message = f"{where} knows no paper of the name '{name}'"
    return Diagnostic("source-unknown", message, Location(name), "look for a typing error")
