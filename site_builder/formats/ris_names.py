"""What CSL's types and variables are called in RIS. The reader and the export share these tables."""

from __future__ import annotations

#: CSL's types → the type of the reference, and the kind of work (``M3``) that tells it from others with the same type.
#: A preprint is a manuscript, as Zotero takes ``UNPB`` for an article of a journal.
TYPES = {
    "article": ("MANSCPT", "Preprint"),
    "article-journal": ("JOUR", ""),
    "article-magazine": ("MGZN", ""),
    "article-newspaper": ("NEWS", ""),
    "book": ("BOOK", ""),
    "chapter": ("CHAP", ""),
    "collection": ("EDBOOK", ""),
    "dataset": ("DATA", ""),
    "document": ("GEN", "Document"),
    "entry-encyclopedia": ("ENCYC", ""),
    "manuscript": ("MANSCPT", "Manuscript"),
    "paper-conference": ("CONF", ""),
    "patent": ("PAT", ""),
    "periodical": ("SER", ""),
    "post": ("BLOG", "Post"),
    "post-weblog": ("BLOG", ""),
    "report": ("RPRT", ""),
    "review": ("JOUR", "Review"),
    "review-book": ("JOUR", "Book review"),
    "software": ("COMP", ""),
    "speech": ("SLIDE", ""),
    "standard": ("STAND", ""),
    "thesis": ("THES", ""),
    "webpage": ("ELEC", ""),
}
KINDS = {kind.lower(): csl for csl, (_, kind) in TYPES.items() if kind}
#: Types whose number is the work's own, which stands where others have ISBN and ISSN, as in Zotero.
NUMBERED = frozenset({"patent", "report", "standard"})
#: Types with a version in the place of the edition.
VERSIONED = frozenset({"article", "dataset", "software"})
#: Types whose publisher is the institution.
INSTITUTIONAL = frozenset({"report", "thesis"})

#: CSL's variables → the tags that hold them as they are. The export writes the first; of several in one reference the
#: first counts.
VARIABLES = {
    "volume": ("VL",),
    "collection-title": ("T3",),
    "publisher": ("PB", "PU"),
    "publisher-place": ("CY", "PP", "PI"),
    "section": ("SE",),
    "number-of-volumes": ("NV",),
    "title-short": ("ST",),
    "call-number": ("CN",),
    "genre": ("M3",),
}
