"""DBLP, hits of its search: https://dblp.org/faq/How+to+use+the+dblp+search+API.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service
from site_builder.formats.author_lists import AuthorList
from site_builder.model import Link
from site_builder.text.identifiers import read_doi

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work


def _adapt(work: Work) -> None:
    fields = work.fields
    # DBLP's own field has the DOI in capitals; the address has it as it was registered.
    work.set("doi", *(doi for text in fields.all("url", "doi") if (doi := read_doi(text))))
    if page := work.find("url"):
        work.links.append(Link("dblp", page))
    volume = fields.first("volume")
    if fields.first("venue") == "CoRR" and volume.startswith("abs/"):
        fields.add("arxiv", volume.removeprefix("abs/"))
        work.set("volume")
    if work.find("type") == "Editorship":
        fields.editors, fields.authors = fields.authors, AuthorList(())


SERVICE = Service(
    name="DBLP",
    mark=re.compile(r'"(?:hits|info)"\s*:\s*\{[^{}]{0,300}"(?:@total|hit|authors)"|"@pid"\s*:'),
    is_record=lambda item: isinstance(item.get("info"), dict) and "title" in item["info"],
    inner="info",
    authors=("authors.author",),
    paths={
        "key": "key",
        "title": "title",
        "year": "year",
        "venue": "venue",
        "volume": "volume",
        "issue": "number",
        "page": "pages",
        "publisher": "publisher",
        "doi": "doi",
        "url": "ee",
        "isbn": "isbn",
        "type": "type",
    },
    types={
        "Journal Articles": "article-journal",
        "Conference and Workshop Papers": "paper-conference",
        "Informal and Other Publications": "preprint",
        "Informal Publications": "preprint",
        "Parts in Books or Collections": "chapter",
        "Books and Theses": "",
        "Editorship": "book",
        "Reference Works": "entry-encyclopedia",
        "Data and Artifacts": "dataset",
    },
    adapt=_adapt,
    idle="""
        access @score @id url
    """,
    ends_in_stop=True,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
