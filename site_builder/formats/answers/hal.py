"""HAL, documents of its search: https://api.archives-ouvertes.fr/docs/search"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from site_builder.formats.answers.json_service import Service
from site_builder.formats.people import clean, read_people

if TYPE_CHECKING:
    from site_builder.formats.answers.json_service import Work

_TEI = re.compile(r"<author\b[^<>]*>.*?</author>", re.DOTALL)
_ENTITIES = re.compile(r"<!(?:DOCTYPE|ENTITY)")


def _adapt(work: Work) -> None:
    fields, inner = work.fields, work.inner
    titles = fields.all("title")
    work.set("title", *titles[:1])
    for title in titles[1:]:  # one a language
        fields.add("note", f"Translated title: {title}")
    work.set("abstract", *fields.all("abstract")[:1])
    work.set("language", *fields.all("language")[:1])
    fields.authors = read_people(_read_tei(clean(inner.get("label_xml"))) or _align_names(inner)).authors
    if not fields.all("title") and fields.all("venue"):
        return
    if inner.get("inPress_bool") is True:
        fields.add("status", "in press")
    if fields.first("type") == "preprint" and not fields.all("arxiv"):
        fields.add("venue", "HAL")


def _align_names(inner: dict[str, Any]) -> list[object]:
    """Put together the names, which stand in lists beside each other; identifiers don't stand beside their names."""
    lists = [inner.get(key) for key in ("authFullName_s", "authFirstName_s", "authLastName_s")]
    full, given, family = (
        [part for part in names if isinstance(part, str)] if isinstance(names, list) else [] for names in lists
    )
    if not len(full) == len(given) == len(family):
        return list(full)
    return [_put_together(*parts) for parts in zip_longest(full, given, family, fillvalue="")]


def _put_together(full: str, given: str, family: str) -> object:
    """Return a person; the whole name alone may have a suffix."""
    rest = full.removeprefix(f"{given} {family}").strip() if given else ""
    if not given:
        return {"literal": full}
    return {"given": given, "family": family, "suffix": rest if len(rest) < 6 else ""}


def _read_tei(source: str) -> list[object]:
    """Return the people of a record in TEI, which says whose an identifier is."""
    people: list[object] = []
    if _ENTITIES.search(source):
        return people
    for author in _TEI.findall(source):
        try:
            element = ElementTree.fromstring(author)  # noqa: S314 - entities were refused above
        except ElementTree.ParseError:
            return []
        group = element.findtext("orgName") or ""
        ids = [number.text or "" for number in element.iter("idno") if "orcid" in (number.get("type") or "").lower()]
        people.append(
            {
                "literal": group,
                "given": " ".join(part.text or "" for part in element.iter("forename")),
                "family": element.findtext(".//surname") or "",
                "orcid": ids[0] if ids else "",
            }
        )
    return people


SERVICE = Service(
    name="HAL",
    mark=re.compile(r'"(?:halId_s|docType_s|authFullName_s|title_s)"\s*:'),
    is_record=lambda item: "title_s" in item or "halId_s" in item,
    paths={
        "key": "halId_s",
        "title": "title_s",
        "subtitle": "subTitle_s",
        "editor": "scientificEditor_s",
        "date": ("publicationDate_s", "producedDate_s"),
        "year": "producedDateY_i",
        "venue": ("journalTitle_s", "bookTitle_s", "conferenceTitle_s"),
        "volume": "volume_s",
        "issue": "issue_s",
        "page": "page_s",
        "publisher": ("publisher_s", "journalPublisher_s"),
        "series": "serie_s",
        "institution": "authorityInstitution_s",
        "number": "number_s",
        "issn": ("journalIssn_s", "journalEissn_s"),
        "isbn": "isbn_s",
        "doi": "doiId_s",
        "arxiv": "arxivId_s",
        "pmid": "pubmedId_s",
        "type": "docType_s",
        "abstract": "abstract_s",
        "keyword": "keyword_s",
        "language": "language_s",
        "url": "uri_s",
        "pdf": "fileMain_s",
        "note": "comment_s",
        "license": "licence_s",
    },
    types={
        "ART": "article-journal",
        "COMM": "paper-conference",
        "POSTER": "paper-conference",
        "COUV": "chapter",
        "OUV": "book",
        "DOUV": "book",
        "ISSUE": "periodical",
        "TRAD": "book",
        "THESE": "thesis",
        "HDR": "thesis",
        "MEM": "thesis",
        "UNDEFINED": "preprint",
        "PREPRINT": "preprint",
        "REPORT": "report",
        "PATENT": "patent",
        "SOFTWARE": "software",
        "LECTURE": "speech",
        "PRESCONF": "speech",
        "VIDEO": "motion_picture",
        "SON": "song",
        "MAP": "map",
        "IMG": "graphic",
        "BLOG": "post-weblog",
        "NOTICE": "entry-dictionary",
        "OTHER": "",
        "OTHERREPORT": "report",
    },
    adapt=_adapt,
    idle="""
        authFirstName_s authFullName_s authIdHal_s authLastName_s authORCIDIdExt_s city_s
        conferenceEndDate_s conferenceStartDate_s country_s docSubType_s docid inPress_bool
        invitedCommunication_s label_s label_xml label_bibtex modifiedDate_tdate openAccess_bool
        peerReviewing_s popularLevel_s proceedings_s audience_s submitType_s submittedDate_tdate
        version_i en_title_s fr_title_s en_abstract_s fr_abstract_s structName_s structId_i domain_s
        primaryDomain_s collCode_s
    """,
)
NAME, recognise, read = SERVICE.name, SERVICE.recognise, SERVICE.read
