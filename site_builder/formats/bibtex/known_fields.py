"""The fields that BibTeX, BibLaTeX and reference managers write. Any other is told: it may be a typing error."""

from __future__ import annotations

import re

from site_builder.formats.bibtex.annotations import FIELD

#: Fields that are read, those that BibLaTeX's manual defines (section 2.2), and what managers and websites add.
_NAMES = """
    abbr abbrev_source_title abstract acmid addendum additional_info address adsnote adsurl affiliation
    altmetric annotation annote archiveprefix article-number articleno arxiv arxivid author author-email
    author_keywords authortype award award_name bibsource bibtex_show biburl blog booksubtitle booktitle
    booktitleaddon callnumber chapter cited-references citeulike-article-id citeulike-linkout-0 code coden
    collaboration comment contents copyright creationdate crossref da dataset date date-added date-modified
    dateadded day demo dimension dimensions doc-delivery-number document_type doi earlyaccessdate edition editor
    editora editorb editorc editortype ee eid eissn entryset entrysubtype eprint eprintclass eprinttype
    esi-highly-cited-paper esi-hot-paper eventdate eventtitle eventtitleaddon file fjournal foreword funding
    funding-acknowledgement funding-text gender github google_scholar_id groups holder howcited howpublished
    html hyphenation ids indextitle inspirehep_id institution internal-note introduction intype isan isbn ismn
    isrn issn issue issue_date issuesubtitle issuetitle issuetitleaddon iswc journal journal-iso journalsubtitle
    journaltitle journaltitleaddon key keyword keywords keywords-plus label langid langidopts language lccn
    library license link lista location mainsubtitle maintitle maintitleaddon mendeley-groups mendeley-tags model
    modificationdate month mrclass mrnumber nameaddon nationality note number number-of-cited-references
    numpages oa openalex options orcid-numbers organization origdate origlanguage origlocation origpublisher
    origtitle owner page pages pagetotal pagination part pdf pmc pmcid pmid posted-at poster preprint presort
    preview price primaryclass printed priority project publisher pubmedid pubstate qualityassured ranking
    rating readstatus recid related relatedoptions relatedstring relatedtype relevance reportnumber reprinttitle
    research-areas researcherid-numbers s2id school scopus selected semanticscholar series shortauthor
    shorteditor shorthand shorthandintro shortjournal shortseries shorttitle size slaccitation slides sortkey
    sortname sortshorthand sorttitle sortyear source status subtitle supp supplement tags times-cited timestamp
    title titleaddon translator type unique-id url url_ urldate usage-count-last-180-days usage-count-since-2013
    usera userb userc userd usere userf venue version video volume volumes web-of-science-categories
    web-of-science-index website wos xdata xref year zbl zblnumber
"""
KNOWN_FIELDS = frozenset(_NAMES.split())
#: Families of fields: BibBase's links, BibDesk's files, JabRef's fields that are switched off.
_FAMILIES = re.compile(r"url_\w+|bdsk-.+|local-.+|_.*|opt[a-z]+")


def is_known(name: str) -> bool:
    """Tell whether a field, named in lower case, is one that some program or manual defines."""
    name = name.replace("(", "").replace(")", "")
    return name in KNOWN_FIELDS or bool(FIELD.fullmatch(name)) or bool(_FAMILIES.fullmatch(name))
