"""OpenReview, notes of its two APIs: https://docs.openreview.net/reference/api-v2"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service
from site_builder.formats.people import clean, read_people
from site_builder.model import Link
from site_builder.text.identifiers import read_arxiv, read_doi

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work
    from site_builder.formats.json_text import Item

_SITE = "https://openreview.net"
_YEAR = re.compile(r"\byear\s*=\s*[{\"]?(\d{4})")
_KIND = re.compile(r"\s*@(\w+)\{")
_KINDS = {"inproceedings": "paper-conference", "article": "article-journal"}
_ACCEPTED = re.compile(r"accepted (?:by|at|to) ", re.IGNORECASE)
_NO_VENUE = re.compile(r"submitted to |.*\b(?:withdrawn|rejected) submission|under review", re.IGNORECASE)


def _is_record(item: Item) -> bool:
    content = item.get("content")
    return isinstance(content, dict) and "title" in content and "authors" in content and not item.get("replyto")


def _adapt(work: Work) -> None:
    fields, item = work.fields, work.item
    # The second version of the API wraps each field of the content in an object.
    content = {key: value.get("value") if isinstance(value, dict) else value for key, value in work.inner.items()}
    for field, name in (
        ("title", "title"), ("abstract", "abstract"), ("venue", "venue"), ("pdf", "pdf"), ("url", "html"),
        ("code", "code"), ("award", "award"), ("supplement", "supplementary_material"),
    ):  # fmt: skip
        fields.add(field, clean(content.get(name)))
    keywords = content.get("keywords")
    for word in keywords if isinstance(keywords, list) else [keywords]:
        fields.add("keyword", clean(word))
    fields.authors = read_people(content.get("authors")).authors
    fields.add("key", clean(item.get("id")))
    fields.add("license", clean(item.get("license")))
    for field in ("pdf", "supplement"):
        work.set(field, *(f"{_SITE}{text}" if text.startswith("/") else text for text in fields.all(field)))
    citation = clean(content.get("_bibtex"))
    if kind := _KIND.match(citation):
        fields.add("type", _KINDS.get(kind[1].lower(), ""))
    fields.add("doi", read_doi(fields.first("url")))
    fields.add("arxiv", read_arxiv(fields.first("url")))
    _read_decision(work, clean(content.get("venueid")))
    _read_date(work, citation)
    if (number := clean(item.get("forum") or item.get("id"))) and not fields.all("url"):
        work.links.append(Link("openreview", f"{_SITE}/forum?id={number}"))


def _read_decision(work: Work, venue_id: str) -> None:
    """Tell what was published from what was only submitted."""
    fields, venue = work.fields, work.fields.first("venue")
    decision = venue_id.rpartition("/")[2].replace("_", " ").lower()
    if "withdrawn" in decision:
        fields.add("status", "withdrawn")
        work.fields.why = f"OpenReview says that this was withdrawn ('{venue}')"
    elif "rejected" in decision:
        fields.add("status", "submitted")
        work.fields.why = f"OpenReview says that this was not accepted ('{venue}'); it is a manuscript, no publication"
    elif venue.lower().startswith("submitted to") or decision == "submission":
        fields.add("status", "submitted")
    work.set("venue", "" if _NO_VENUE.match(venue) else _ACCEPTED.sub("", venue))


def _read_date(work: Work, citation: str) -> None:
    """Read the day of publication, which is meant where the year agrees with the citation's, or else that of upload."""
    item, year = work.item, _YEAR.search(citation)
    imported = "DBLP.org" in clean(item.get("invitation")) or "DBLP.org" in str(item.get("invitations"))
    published, uploaded = (_read_time(item.get(key)) for key in ("pdate", "cdate"))
    if year and (imported or not published.startswith(year[1])):
        work.set("date", year[1])
    else:
        work.set("date", published or ("" if imported else uploaded))


def _read_time(value: object) -> str:
    """Return the day of a moment in milliseconds since 1970."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        with suppress(OverflowError, ValueError, OSError):
            return datetime.datetime.fromtimestamp(value / 1000, datetime.UTC).date().isoformat()
    return ""


SERVICE = Service(
    name="OpenReview",
    mark=re.compile(r'"(?:venueid|authorids|paperhash|tcdate|forum)"\s*:'),
    is_record=_is_record,
    inner="content",
    paths={},
    adapt=_adapt,
    idle="""
        _bibtex abstract authorids authors award code html keywords paperhash pdf supplementary_material
        title venue venueid TLDR TL;DR one-sentence_summary primary_area code_of_ethics
        submission_guidelines anonymous_url reviewed_version_(pdf) previous_submission_url
        changes_since_last_submission assigned_action_editor submission_length submission_number
        no_acknowledgement_section student_paper large_language_models reciprocal_reviewing license
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
