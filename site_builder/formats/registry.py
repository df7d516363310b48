"""Sources of papers: text that people have becomes papers, and what can't be read is reported with its line.

One module a format. Each has ``NAME``, ``recognise(text) -> bool`` and ``read(text, path, captured) ->
ParseResult``, and one entry in `FORMATS`; modules are imported when a source is read, not before.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from site_builder.formats.decoding import decode
from site_builder.formats.result import ParseResult

if TYPE_CHECKING:
    import datetime

    from site_builder.formats.lists.reader import Explanation

__all__ = ["FORMATS", "Format", "ParseResult", "detect", "explain", "load_format", "read"]

#: The formats by module: those with named fields, then what people write and pages show, most telling first. The last
#: one takes what no other recognises.
FORMATS: tuple[str, ...] = (
    "ris",
    "tagged.web_of_science",
    "tagged.refworks",
    "tagged.ovid",
    "tagged.refer",
    "pubmed",
    "arxiv_atom",
    "answers.crossref",
    "answers.openalex",
    "answers.semantic_scholar",
    "answers.datacite",
    "answers.orcid",
    "answers.inspire",
    "answers.hal",
    "answers.europe_pmc",
    "answers.zenodo",
    "answers.dblp_json",
    "answers.ads",
    "answers.pubmed_summary",
    "answers.openreview",
    "csl_json",
    "bibtex.json_entries",
    "own_json",
    "xml.pubmed",
    "xml.dblp",
    "xml.endnote",
    "xml.mods",
    "lists.html",
    "citation_file",
    "labelled_text",
    "bibtex.reader",
    "lists.latex",
    "yaml_list",
    "pasted.reader",
    "table",
    "lists.light_markup",
    "lists.markdown",
    "identifier_list",
    "lists.plain",
)


class Format(Protocol):
    """What each module named in `FORMATS` offers."""

    NAME: str

    def recognise(self, text: str) -> bool:
        """Tell whether the text is in this format, from its content alone."""

    def read(self, text: str, path: str, captured: datetime.date) -> ParseResult:
        r"""Read a text whose line ends are ``\n``; never raise, whatever it holds."""


def detect(text: str) -> Format:
    """Return the format of a text: the first in `FORMATS` that recognises it, or else the last."""
    for name in FORMATS[:-1]:
        form = load_format(name)
        if form.recognise(text):
            return form
    return load_format(FORMATS[-1])


def read(data: bytes, path: str, captured: datetime.date) -> ParseResult:
    """Read a source of any known format and encoding.

    ``path`` is what diagnostics name; ``captured`` is the day of the copy: a date without a year belongs to its year.
    Never raises: whatever can't be read is among the diagnostics.
    """
    text, notes = decode(data, path)
    if not text and notes:
        return ParseResult((), notes, "")
    form = detect(text)
    parse_result = form.read(text, path, captured)
    if not parse_result.papers and form is load_format(FORMATS[-1]):
        parse_result = _read_named_papers(text, path, captured) or parse_result
    return ParseResult(
        parse_result.papers,
        notes + parse_result.diagnostics,
        parse_result.format,
        spans=parse_result.spans,
        skipped=parse_result.skipped,
    )


def _read_named_papers(text: str, path: str, captured: datetime.date) -> ParseResult | None:
    """Return the papers whose identifiers stand among the words of a text that is no list, or None."""
    from site_builder.formats import identifier_list

    named = identifier_list.read(text, path, captured)
    return named if named.papers else None


def explain(data: bytes) -> tuple[str, Explanation]:
    """Return the text of a source and, where it is a list, which part of each paper's lines was read as what."""
    from site_builder.formats.lists.reader import Explanation, explain_document

    text, _ = decode(data, "")
    outline = getattr(detect(text), "outline", None)
    return text, explain_document(outline(text)[0]) if outline else Explanation(())


def load_format(name: str) -> Format:
    """Return a format by the name of its module, as in `FORMATS`."""
    return cast("Format", import_module(f"{__package__}.{name}"))
