"""The variables of CSL 1.0.2 that describe a work, by what they hold.

The lists are those of the CSL specification (https://docs.citationstyles.org/en/stable/specification.html, appendix IV)
and of its schema for data.
"""

from __future__ import annotations

_NAMES = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
"""
_TEXTS = """
    abstract annote archive archive-place archive_collection archive_location authority call-number
    chapter-number collection-number collection-title container-title container-title-short dimensions division
    DOI edition event-place event-title genre ISBN ISSN issue journalAbbreviation jurisdiction keyword language
    medium note number number-of-pages number-of-volumes original-publisher original-publisher-place
    original-title page page-first part part-title PMCID PMID printing publisher publisher-place references
    reviewed-genre reviewed-title scale section shortTitle source status supplement title title-short URL
    version volume volume-title volume-title-short
"""

#: Lists of people and organizations.
NAMES = frozenset(_NAMES.split())
DATES = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))
#: Texts and numbers. A number may have a prefix or be a range, so both are texts.
TEXTS = frozenset(_TEXTS.split())
#: Names that CSL had before → the present ones.
RENAMED = {"event": "event-title", "shortTitle": "title-short", "journalAbbreviation": "container-title-short"}
#: Types that Zotero's translator doesn't know: it refuses the whole file. A citation has this type and genre instead.
REPLACED_TYPES = {"software": ("document", "Computer software")}
