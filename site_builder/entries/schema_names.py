"""Names in the front matter of other generators, types of publications, and which key was probably meant.

The other generators are Hugo and HugoBlox, Jekyll (al-folio, academicpages, PMLR's proceedings) and Quarto. Their keys
that have one of ours stand in the table of fields.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Keys of other generators that state nothing about the paper: kept, and not told.
IGNORED = frozenset({
    "abstract_short", "additional_info", "address", "altmetric", "annotation", "appendix-cite-as",
    "appendix-style", "author_profile", "bibliography", "bibtex", "bibtex_author", "bibtex_show", "bibtexurl",
    "code-fold", "collection", "comments", "commentable", "cover", "css", "cycles", "date-format", "date-modified",
    "description", "dimensions", "editable", "excerpt", "execute", "expiryDate", "firstpage", "format", "genre",
    "google-scholar", "google_scholar_id", "header", "highlight", "id", "image_preview", "images", "inspirehep_id",
    "lastmod", "lastpage", "layout", "lightbox", "math", "menu", "modified", "month", "number-sections", "order",
    "outputs", "page-layout", "permalink", "preview", "profile", "projects", "reading_time",
    "related", "share", "sidebar", "slug", "subtitle", "summary", "tex_title", "title-block-banner", "toc", "weight",
})  # fmt: skip

#: Types as BibTeX, HugoBlox (by number) and academicpages (as categories) write them → CSL's.
TYPES: dict[str, str] = {
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
    "unpublished": "manuscript",
    "preprint": "article",
    "journal": "article-journal",
    "misc": "article",
    "manuscripts": "article-journal",
    "conferences": "paper-conference",
    "books": "book",
    "1": "paper-conference",
    "2": "article-journal",
    "3": "article",
    "4": "report",
    "5": "book",
    "6": "chapter",
    "7": "thesis",
    "8": "patent",
}

#: CSL 1.0.2's types that a list of papers may hold.
CSL_TYPES = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "collection", "dataset",
    "document", "entry-encyclopedia", "manuscript", "paper-conference", "patent", "periodical", "post", "post-weblog",
    "report", "review", "review-book", "software", "speech", "standard", "thesis", "webpage",
})  # fmt: skip


def guess(key: str, known: Iterable[str]) -> str:
    """Return the known key that was probably meant, or an empty text."""
    candidates = list(known)
    lowered = key.lower().replace("-", "_")
    for candidate in candidates:
        if candidate.lower().replace("-", "_") == lowered:
            return candidate
    near = get_close_matches(lowered, candidates, n=1, cutoff=0.72)
    return near[0] if near else ""
