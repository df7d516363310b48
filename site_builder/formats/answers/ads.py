"""NASA's ADS, documents of its search: https://github.com/adsabs/adsabs-dev-api"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from site_builder.formats.answers.json_service import Service
from site_builder.formats.people import read_people
from site_builder.model import Link
from site_builder.text.identifiers import read_arxiv

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work


def _adapt(work: Work) -> None:
    fields = work.fields
    columns = [work.inner.get(key) for key in ("author", "orcid_pub", "orcid_user", "orcid_other")]
    names, *ids = (
        [text for text in column if isinstance(text, str)] if isinstance(column, list) else [] for column in columns
    )
    people = []
    for name, *numbers in zip_longest(names, *ids, fillvalue="-"):
        orcid = next((number for number in numbers if number != "-"), "")
        people.append({"name": name, "orcid": orcid})
    fields.authors = read_people(people).authors
    for text in (*fields.all("url"), *fields.all("number")):
        fields.add("arxiv", text if read_arxiv(text) else "")
    work.set("number")
    if bibcode := fields.first("key"):
        work.links.append(Link("ads", f"https://ui.adsabs.harvard.edu/abs/{bibcode}"))


SERVICE = Service(
    name="NASA ADS",
    mark=re.compile(r'"bibcode"\s*:'),
    is_record=lambda item: "bibcode" in item and "title" in item,
    paths={
        "key": "bibcode",
        "title": "title",
        "date": "pubdate",
        "year": "year",
        "venue": "pub",
        "volume": "volume",
        "issue": "issue",
        "page": ("page_range", "page"),
        "doi": "doi",
        "number": "identifier",
        "issn": "issn",
        "isbn": "isbn",
        "type": "doctype",
        "abstract": "abstract",
        "keyword": "keyword",
        "publisher": "publisher",
    },
    types={
        "eprint": "preprint",
        "inproceedings": "paper-conference",
        "inbook": "chapter",
        "phdthesis": "thesis",
        "mastersthesis": "thesis",
        "techreport": "report",
        "abstract": "paper-conference",
        "catalog": "dataset",
        "newsletter": "article-magazine",
        "misc": "",
        "editorial": "article-journal",
        "circular": "article-journal",
        "proposal": "",
        "talk": "speech",
    },
    adapt=_adapt,
    idle="""
        aff author author_count author_norm bibgroup bibstem citation citation_count database date data
        entry_date esources first_author first_author_norm id identifier orcid_other orcid_pub
        orcid_user property pubdate pubnote pub_raw read_count reference score indexstamp
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
