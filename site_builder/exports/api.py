"""The site's content as JSON for programs: the records of its files, and the schema that is made from them.

``VERSION`` counts changes that would break a reader: a field that is taken away, or that means something else. New
fields don't count. A field that is empty is left out.
"""

from __future__ import annotations

from typing import Any

import msgspec

VERSION = 1
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class ApiRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all records share: an empty field isn't written."""


class ApiAuthor(ApiRecord, frozen=True, kw_only=True):
    """An author as a paper names it: the printed name, the id of the person in people.json, an ORCID iD, institutions.
    A group is a collaboration or an organization. Family and given name are there where a source states them."""

    name: str
    person: str
    orcid: str = ""
    group: bool = False
    family: str = ""
    given: str = ""
    affiliations: tuple[str, ...] = ()


class ApiLink(ApiRecord, frozen=True, kw_only=True):
    """An address with the words that stand for it."""

    label: str
    url: str


class ApiPaper(ApiRecord, frozen=True, kw_only=True):
    """A paper. Title and abstract are plain text; date is as precise as it is known (2025, 2025-03 or 2025-03-06). type
    is one of CSL's. more_authors tells that the source named only the first authors. bibliography holds volume, issue,
    page, publisher and so on under CSL's names. retracted is the date of the retraction, or "unknown". added and
    changed say when the entry came to the site and when it last changed (RFC 3339)."""

    id: str
    url: str
    title: str
    citation_key: str
    authors: tuple[ApiAuthor, ...] = ()
    more_authors: bool = False
    date: str = ""
    type: str = ""
    status: str = ""
    venue: str = ""
    bibliography: dict[str, str] = {}
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    doi: str = ""
    arxiv: str = ""
    pdf: str = ""
    code: str = ""
    links: tuple[ApiLink, ...] = ()
    license: str = ""
    award: str = ""
    score: float | None = None
    language: str = ""
    retracted: str = ""
    abstract: str = ""
    added: str = ""
    changed: str = ""


class ApiPapers(ApiRecord, frozen=True, kw_only=True):
    """papers.json: papers, newest first. next is the address of the file with the papers after these, if there is one;
    count is the number of all papers."""

    version: int
    count: int
    papers: tuple[ApiPaper, ...]
    next: str = ""


class ApiPerson(ApiRecord, frozen=True, kw_only=True):
    """An author of the site's papers, with the ids of these papers, newest first. member: who belongs to the lab."""

    id: str
    url: str
    name: str
    papers: tuple[str, ...]
    orcid: str = ""
    group: bool = False
    member: bool = False
    role: str = ""
    affiliation: str = ""
    links: tuple[ApiLink, ...] = ()


class ApiPeople(ApiRecord, frozen=True, kw_only=True):
    """people.json: all authors. next and count as for papers."""

    version: int
    count: int
    people: tuple[ApiPerson, ...]
    next: str = ""


class ApiList(ApiRecord, frozen=True, kw_only=True):
    """A list of papers (a venue, a category, a tag …) with the ids of its papers, in its order."""

    id: str
    url: str
    title: str
    papers: tuple[str, ...]


class ApiLists(ApiRecord, frozen=True, kw_only=True):
    """venues.json, categories.json and so on: all lists of a kind."""

    version: int
    lists: tuple[ApiList, ...]


class ApiFile(ApiRecord, frozen=True, kw_only=True):
    """A file of the API, the number of records in it and in the files after it."""

    name: str
    url: str
    count: int


class ApiIndex(ApiRecord, frozen=True, kw_only=True):
    """index.json: the site, and its files."""

    version: int
    title: str
    url: str
    schema: str
    files: tuple[ApiFile, ...]
    description: str = ""
    language: str = ""


#: The records of the files. The one of `ApiLists` stands for several.
FILES = (ApiIndex, ApiPapers, ApiPeople, ApiLists)


def encode(record: ApiRecord) -> bytes:
    """Return a file's bytes."""
    return msgspec.json.encode(record) + b"\n"


def compose_schema() -> bytes:
    """Return the JSON Schema of all files: each is one of these."""
    references, definitions = msgspec.json.schema_components(FILES, ref_template="#/$defs/{name}")
    schema: dict[str, Any] = {"$schema": _DIALECT, "title": "Papers of a site", "anyOf": list(references)}
    return msgspec.json.format(msgspec.json.encode(schema | {"$defs": definitions}), indent=1) + b"\n"
