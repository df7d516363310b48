"""HAL: https://api.archives-ouvertes.fr/docs/search"""

from __future__ import annotations

import re

from site_builder.services.service import Service, tell_key

_FIELDS = (
    "halId_s,uri_s,docType_s,title_s,subTitle_s,language_s,authFullName_s,authFirstName_s,authLastName_s,label_xml,"
    "producedDate_s,publicationDate_s,journalTitle_s,bookTitle_s,conferenceTitle_s,volume_s,issue_s,page_s,publisher_s,"
    "scientificEditor_s,serie_s,isbn_s,journalIssn_s,doiId_s,arxivId_s,pubmedId_s,abstract_s,keyword_s,fileMain_s,"
    "authorityInstitution_s,inPress_bool"
)
_NAME = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:[a-z0-9-]{1,40}\.)?(?:hal\.science|archives-ouvertes\.fr)/)?"
    r"((?:hal|tel|inria|halshs|cel|ird|pasteur|inserm|hprints|ujm|emse)-\d{6,9})(?:v\d{1,3})?(?:/document)?/?",
    re.IGNORECASE,
)


def _read_id(name: str) -> str:
    match = _NAME.fullmatch(name.strip())
    return match[1].lower() if match else ""


SERVICE = Service(
    name="HAL",
    address="https://api.archives-ouvertes.fr/search/",
    read_id=_read_id,
    write_query=lambda ids: f"?q=halId_s:{ids[0]}&wt=json&fl={_FIELDS}",
    formats=("answers.hal",),
    tell_id=tell_key,
)
