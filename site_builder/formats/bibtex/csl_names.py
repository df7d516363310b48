"""What CSL's types and variables are called in BibTeX and BibLaTeX. The reader and the export share these tables."""

from __future__ import annotations

#: CSL's types → the type of the entry, and the ``entrysubtype`` that tells it from others with the same type. All
#: types are BibTeX's own but ``software``, ``online`` and ``patent``, which BibTeX's styles print like ``misc``. A data
#: set is ``misc`` as well: Zotero leaves out an entry ``dataset``.
TYPES = {
    "article": ("misc", "preprint"),
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "book": ("book", ""),
    "chapter": ("incollection", ""),
    "collection": ("book", "collection"),
    "dataset": ("misc", "dataset"),
    "document": ("misc", "document"),
    "entry-encyclopedia": ("incollection", "encyclopedia"),
    "manuscript": ("unpublished", ""),
    "paper-conference": ("inproceedings", ""),
    "patent": ("patent", ""),
    "periodical": ("misc", "periodical"),
    "post": ("online", "post"),
    "post-weblog": ("online", "blog"),
    "report": ("techreport", ""),
    "review": ("article", "review"),
    "review-book": ("article", "bookreview"),
    "software": ("software", ""),
    "speech": ("misc", "talk"),
    "standard": ("misc", "standard"),
    "thesis": ("phdthesis", ""),
    "webpage": ("online", ""),
}
SUBTYPES = {subtype: csl for csl, (_, subtype) in TYPES.items() if subtype}
#: Types whose ``number`` is the work's own; of all others it is the issue.
NUMBERED = frozenset({"dataset", "document", "patent", "report", "software", "standard"})

#: CSL's variables → the fields that hold them as they are. The export writes the first; of several in one entry the
#: first counts.
VARIABLES = {
    "volume": ("volume",),
    "page": ("pages", "eid", "articleno", "article-number"),
    "chapter-number": ("chapter",),
    "collection-title": ("series",),
    "edition": ("edition",),
    "version": ("version",),
    "publisher": ("publisher", "organization"),
    "institution": ("institution", "school"),
    "publisher-place": ("address", "location"),
    "part": ("part",),
    "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",),
    "title-short": ("shorttitle",),
    "original-title": ("origtitle",),
    "original-publisher": ("origpublisher",),
    "original-publisher-place": ("origlocation",),
    "event-title": ("eventtitle",),
    "event-place": ("venue",),
    "call-number": ("library",),
    "ISSN": ("issn",),
    "ISBN": ("isbn",),
    "PMID": ("pmid", "pubmedid"),
    "PMCID": ("pmcid", "pmc"),
}
NAMES = {"editor": "editor", "translator": "translator", "container-author": "bookauthor"}
DATES = {"accessed": "urldate", "event-date": "eventdate", "original-date": "origdate"}
