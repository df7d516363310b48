"""The keys of front matter: ours, the neighbours', and which one was probably meant.

The neighbours' names are those of Hugo and HugoBlox, Jekyll (al-folio, PMLR's proceedings) and Quarto.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Addresses beside ``pdf`` and ``code`` that have a key of their own, in the order in which entries are written.
LINK_KEYS: tuple[str, ...] = (
    "project", "website", "demo", "video", "slides", "poster", "dataset", "model", "blog", "supplement", "html",
    "openreview", "press", "source",
)  # fmt: skip

#: Our key for a part of the bibliographic record → its CSL name, in the order in which entries are written.
CONTAINER_KEYS: dict[str, str] = {
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "series": "collection-title",
    "edition": "edition",
    "editor": "editor",
    "publisher": "publisher",
    "institution": "institution",
    "location": "publisher-place",
    "issn": "ISSN",
    "isbn": "ISBN",
}

#: The neighbours' key → ours. Where several mean one thing, the first in this order that is there is taken.
ALIASES: dict[str, str] = {
    "author": "authors",
    "publication": "venue",
    "journal": "venue",
    "booktitle": "venue",
    "container-title": "venue",
    "conference": "venue",
    "publication_short": "venue",
    "abbr": "venue",
    "publishDate": "date",
    "issued": "date",
    "year": "date",
    "affiliation": "affiliations",
    "institutions": "affiliations",
    "category": "categories",
    "keywords": "tags",
    "keyword": "tags",
    "tag": "tags",
    "publication_types": "type",
    "publication_type": "type",
    "eprint": "arxiv",
    "arxiv_id": "arxiv",
    "url_pdf": "pdf",
    "url_code": "code",
    "software": "code",
    "github": "code",
    "repository": "code",
    "url_project": "project",
    "url_video": "video",
    "url_slides": "slides",
    "url_poster": "poster",
    "url_dataset": "dataset",
    "data": "dataset",
    "url_source": "source",
    "slidesurl": "slides",
    "paperurl": "website",
    "url": "website",
    "url_preprint": "html",
    "supp": "supplement",
    "supplementary": "supplement",
    "selected": "featured",
    "thumbnail": "image",
    "teaser": "image",
    "image-alt": "image_alt",
    "award_name": "award",
    "lang": "language",
    "url_custom": "links",
    "aliases": "redirect_from",
    "other-links": "links",
    "code-links": "links",
    "extras": "links",
    "number": "issue",
    "page": "pages",
    "collection-title": "series",
    "publisher-place": "location",
    "school": "institution",
    "ISSN": "issn",
    "ISBN": "isbn",
}

#: The neighbours' keys that say nothing about the paper: kept, and not worth a word.
IGNORED = frozenset({
    "abstract_short", "additional_info", "address", "altmetric", "annotation", "appendix-cite-as",
    "appendix-style", "author_profile", "bibliography", "bibtex", "bibtex_author", "bibtex_show", "bibtexurl",
    "code-fold", "collection", "comments", "commentable", "cover", "css", "cycles", "date-format", "date-modified",
    "description", "dimensions", "editable", "excerpt", "execute", "expiryDate", "firstpage", "format", "genre",
    "google-scholar", "google_scholar_id", "header", "highlight", "id", "image_preview", "images", "inspirehep_id",
    "key", "lastmod", "lastpage", "layout", "lightbox", "math", "menu", "modified", "month", "number-sections", "order",
    "outputs", "page-layout", "permalink", "pmid", "preview", "profile", "projects", "reading_time",
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
