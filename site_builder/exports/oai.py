"""The papers as a static repository of OAI-PMH: one file, which a gateway serves to harvesters.

https://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm says what it holds: a format of metadata (Dublin
Core), days as dates, no sets and no deleted records, and at most 5,000 records.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import msgspec

from site_builder.exports.citation import describe_status, find_license, list_names
from site_builder.exports.xml_text import element, encode_xml
from site_builder.model import Paper
from site_builder.text.identifiers import address_arxiv, address_doi
from site_builder.text.licenses import address_license
from site_builder.text.person_names import find_parts, invert_name
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.model import Authorship

#: Records that a static repository may hold.
MOST_RECORDS = 5000
_OAI = "http://www.openarchives.org/OAI/2.0/"
_NAMESPACES = {
    "": f"{_OAI}static-repository",
    "oai": _OAI,
    "oai_dc": f"{_OAI}oai_dc/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_SCHEMA = f"{_OAI}static-repository.xsd"
_DC_SCHEMA = f"{_OAI}oai_dc.xsd"
#: CSL's types → those of DCMI, which most harvesters understand; anything else is a text.
_TYPES = {"dataset": "Dataset", "software": "Software"}


class Repository(msgspec.Struct, frozen=True, kw_only=True):
    """What the file says of itself: the site's title, the address of the file, that of the gateway (without it, the
    file's own stands for it), and the address of whoever looks after it."""

    name: str
    url: str
    email: str
    gateway: str = ""


class OaiRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A paper with its lasting identifier (a URI), the day of its last change, its title and abstract as plain text,
    and the address of its page."""

    identifier: str
    day: str
    paper: Paper
    title: str
    abstract: str
    url: str


def compose(repository: Repository, records: Sequence[OaiRecord]) -> bytes:
    """Return the file."""
    names = [f' xmlns{":" if prefix else ""}{prefix}="{address}"' for prefix, address in _NAMESPACES.items()]
    lines = [f'<Repository{"".join(names)} xsi:schemaLocation="{_NAMESPACES[""]} {_SCHEMA}">']
    lines += _identify(repository, min([record.day for record in records]))
    lines += [
        "<ListMetadataFormats>",
        "<oai:metadataFormat>",
        element("oai:metadataPrefix", "oai_dc"),
        element("oai:schema", _DC_SCHEMA),
        element("oai:metadataNamespace", _NAMESPACES["oai_dc"]),
        "</oai:metadataFormat>",
        "</ListMetadataFormats>",
        '<ListRecords metadataPrefix="oai_dc">',
    ]
    for record in records:
        lines += _list_record(record)
    return encode_xml([*lines, "</ListRecords>", "</Repository>"])


def _identify(repository: Repository, earliest: str) -> Iterator[str]:
    yield "<Identify>"
    yield element("oai:repositoryName", repository.name)
    # The gateway answers under its own address, behind which that of the file stands without its scheme.
    path = repository.url.partition("://")[2]
    yield element("oai:baseURL", f"{repository.gateway.rstrip('/')}/{path}" if repository.gateway else repository.url)
    yield element("oai:protocolVersion", "2.0")
    yield element("oai:adminEmail", repository.email)
    yield element("oai:earliestDatestamp", earliest)
    yield element("oai:deletedRecord", "no")
    yield element("oai:granularity", "YYYY-MM-DD")
    yield "</Identify>"


def _list_record(record: OaiRecord) -> Iterator[str]:
    yield "<oai:record>"
    yield "<oai:header>"
    yield element("oai:identifier", record.identifier)
    yield element("oai:datestamp", record.day)
    yield "</oai:header>"
    yield "<oai:metadata>"
    yield f'<oai_dc:dc xsi:schemaLocation="{escape(_NAMESPACES["oai_dc"])} {_DC_SCHEMA}">'
    for name, text in _list_fields(record):
        if text:
            yield element(f"dc:{name}", text)
    yield "</oai_dc:dc>"
    yield "</oai:metadata>"
    yield "</oai:record>"


def _list_fields(record: OaiRecord) -> Iterator[tuple[str, str]]:
    """Yield the elements of Dublin Core, in which each may stand several times."""
    paper, container = record.paper, record.paper.container
    kind = find_type(paper)
    yield "title", record.title
    for authorship in paper.authors:
        yield "creator", _write_name(authorship)
    for subject in (*paper.categories, *paper.tags):
        yield "subject", subject
    yield "description", record.abstract
    yield "description", describe_status(paper)
    yield "publisher", container.get("institution") or container.get("publisher", "")
    for editor in list_names(container.get("editor", "")):
        yield "contributor", _write_name(editor)
    yield "date", paper.date
    yield "type", _TYPES.get(kind, "Text")
    yield "type", kind
    yield "identifier", record.url
    yield "identifier", address_doi(paper.doi)
    yield "identifier", address_arxiv(paper.arxiv)
    yield "source", find_venue(paper)
    yield "language", paper.language
    yield "rights", address_license(license_ := find_license(paper)) or license_


def _write_name(authorship: Authorship) -> str:
    return authorship.name if authorship.group else invert_name(*find_parts(authorship))
