"""ORCID, a person's works: https://github.com/ORCID/ORCID-Source/blob/main/orcid-api-web/tutorial/works.md"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.diagnostics import Diagnostic, Location
from site_builder.formats.answers.json_service import Service, find_text
from site_builder.formats.people import read_people

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from site_builder.formats.answers.json_service import Work
    from site_builder.formats.json_text import Item
    from site_builder.formats.result import ParseResult

#: Kinds of identifiers, by our fields; of the work itself, and of what it is part of.
_OWN = {"doi": "doi", "arxiv": "arxiv", "pmid": "pmid", "pmc": "pmcid", "isbn": "isbn", "issn": "issn", "uri": "url"}
_PART_OF = {"issn": "issn", "isbn": "isbn"}


def _is_record(item: Item) -> bool:
    if "work-summary" in item or isinstance(item.get("error"), dict):
        return True
    return "put-code" in item and "external-ids" in item and "title" in item


def _adapt(work: Work) -> None:
    """Take the preferred one of the records that several sources gave of one work, and what it lacks of the others."""
    if isinstance(work.item.get("error"), dict):
        work.refusal = (
            f"ORCID gave no record of a work: {find_text(work.item, 'error.user-message', 'error.error-code')}"
        )
        return
    for summary in _rank(work.item):
        _fill(work, summary)
    if not work.fields.all("title"):
        return
    work.set("title", work.fields.all("title")[0])
    authors = work.fields.authors
    if not authors or not authors.authors:
        work.fields.why = "ORCID's record of this work names no authors"


def _rank(item: Item) -> list[Item]:
    """Return the records of a work, the preferred one first: its index for display is the highest."""
    listed = item.get("work-summary", [item])
    records = [record for record in listed if isinstance(record, dict)] if isinstance(listed, list) else []
    return sorted(records, key=lambda record: -int("0" + re.sub(r"\D", "", find_text(record, "display-index"))))


def _fill(work: Work, record: Item) -> None:
    fields = work.fields
    stated = {
        "title": find_text(record, "title.title.value"),
        "subtitle": find_text(record, "title.subtitle.value"),
        "venue": find_text(record, "journal-title.value"),
        "type": find_text(record, "type").lower().replace("_", "-"),
        "abstract": find_text(record, "short-description"),
        "url": find_text(record, "url.value"),
        "language": find_text(record, "language-code"),
        "date": "-".join(_read_date(record)),
        "key": find_text(record, "put-code"),
    }
    if stated["title"] and fields.all("title"):
        del stated["subtitle"]  # it is that of another title
    for field, text in stated.items():
        if not fields.all(field):
            fields.add(field, SERVICE.types.get(text, text) if field == "type" else text)
    ids = record.get("external-ids")
    for other in ids.get("external-id") or () if isinstance(ids, dict) else ():
        _add_id(work, other)
    contributors = record.get("contributors")
    if isinstance(contributors, dict) and not (fields.authors and fields.authors.authors):
        people = read_people(contributors.get("contributor"))
        fields.authors, fields.editors = people.authors, people.editors


def _read_date(record: Item) -> Iterator[str]:
    for part in ("year", "month", "day"):
        text = find_text(record, f"publication-date.{part}.value")
        if not text:
            return
        yield text.zfill(2)


def _add_id(work: Work, other: object) -> None:
    kind = find_text(other, "external-id-type").lower()
    relation = find_text(other, "external-id-relationship").lower().replace("_", "-")
    value = find_text(other, "external-id-value")
    if relation == "self" and kind in _OWN:
        if not work.fields.all(_OWN[kind]):
            work.fields.add(_OWN[kind], value)
    elif relation == "part-of" and kind in _PART_OF:
        work.fields.add(_PART_OF[kind], value)
    elif relation == "version-of" and kind == "arxiv":
        work.fields.add("arxiv", value)
    elif relation == "version-of" and kind == "doi":
        work.link_doi("other version", find_text(other, "external-id-normalized.value") or value)


SERVICE = Service(
    name="ORCID",
    mark=re.compile(r'"(?:work-summary|put-code|external-ids)"\s*:'),
    is_record=_is_record,
    paths={},
    types={
        "journal-article": "article-journal",
        "conference-paper": "paper-conference",
        "conference-abstract": "paper-conference",
        "conference-poster": "paper-conference",
        "conference-output": "paper-conference",
        "book-chapter": "chapter",
        "edited-book": "book",
        "dissertation-thesis": "thesis",
        "dissertation": "thesis",
        "supervised-student-publication": "thesis",
        "data-set": "dataset",
        "lecture-speech": "speech",
        "working-paper": "report",
        "magazine-article": "article-magazine",
        "newspaper-article": "article-newspaper",
        "encyclopedia-entry": "entry-encyclopedia",
        "dictionary-entry": "entry-dictionary",
        "website": "webpage",
        "online-resource": "webpage",
        "research-technique": "",
        "other": "",
    },
    adapt=_adapt,
    idle="""
        assertion-origin-client-id assertion-origin-name assertion-origin-orcid citation contributors
        country created-date display-index error external-ids journal-title language-code
        last-modified-date path publication-date put-code short-description source title type url
        visibility work-summary
    """,
)
NAME, recognise = SERVICE.name, SERVICE.recognise


def read(text: str, path: str, captured: datetime.date) -> ParseResult:
    """Read every work. A list of works names no authors; that is said once."""
    from msgspec.structs import replace

    result = SERVICE.read(text, path, captured)
    nameless = [parsed.location for parsed in result.papers if not parsed.paper.authors]
    if len(nameless) < 2:
        return result
    message = f"ORCID names no authors of {len(nameless)} works here; they were read without"
    suggestion = "add their DOIs as well: 'add' asks for the whole record"
    hint = Diagnostic("reference-doubtful", message, Location(path, nameless[0].line), suggestion, "warning")
    return replace(result, diagnostics=(hint, *result.diagnostics))
