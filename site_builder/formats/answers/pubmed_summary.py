"""PubMed, summaries of its E-utilities in JSON: https://www.ncbi.nlm.nih.gov/books/NBK25499/#chapter4.ESummary"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service, find_text
from site_builder.formats.people import read_people, turn_short_name

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

_IDS = {"doi": "doi", "pubmed": "pmid", "pmc": "pmcid"}
_TYPES = {"Preprint": "article", "Journal Article": "article-journal", "Review": "article-journal"}


def _adapt(work: Work) -> None:
    fields = work.fields
    if refusal := work.find("error"):
        work.refusal = f"PubMed has no record of {work.find('uid')}: {refusal}"
        return
    work.set("title", html.unescape(fields.first("title")).removesuffix("."))
    people: list[object] = []
    for person in work.each("authors"):
        name = find_text(person, "name")
        is_group = find_text(person, "authtype") == "CollectiveName"
        people.append({"literal": name} if is_group else turn_short_name(name))
    fields.authors = read_people(people).authors
    for number in work.each("articleids"):
        if field := _IDS.get(find_text(number, "idtype")):
            fields.add(field, find_text(number, "value"))
    kinds = fields.all("type")
    work.set(
        "type", "chapter" if work.find("doctype") == "chapter" else next((_TYPES[k] for k in kinds if k in _TYPES), "")
    )
    if "Retracted Publication" in kinds:
        fields.add("status", "retracted")


SERVICE = Service(
    name="PubMed summaries",
    mark=re.compile(r'"(?:sortpubdate|fulljournalname|uids)"\s*:'),
    is_record=lambda item: "uid" in item and ("title" in item or "error" in item),
    paths={
        "key": "uid",
        "title": "title",
        "date": ("epubdate", "pubdate"),
        "venue": ("fulljournalname", "booktitle", "source"),
        "volume": "volume",
        "issue": "issue",
        "page": "pages",
        "issn": ("issn", "essn"),
        "publisher": "publishername",
        "place": "publisherlocation",
        "edition": "edition",
        "type": "pubtype",
        "language": "lang",
    },
    adapt=_adapt,
    idle="""
        articleids attributes authors availablefromurl bookname chapter doccontriblist docdate doctype
        elocationid error history lastauthor locationlabel medium nlmuniqueid pmcrefcount pubstatus
        recordstatus references reportnumber sortfirstauthor sortpubdate sorttitle srccontriblist
        srcdate vernaculartitle
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
