"""Content files ↔ records: reading with places, writing that leaves the rest of a file alone, merging by field."""

from site_builder.entries.amending import amend
from site_builder.entries.bylines import is_same_name
from site_builder.entries.merging import Conflict, Merge, is_preprint, merge, sign_abstract
from site_builder.entries.reading import read_page, read_paper, read_person
from site_builder.entries.writing import compose_paper

__all__ = [
    "Conflict",
    "Merge",
    "amend",
    "compose_paper",
    "is_preprint",
    "is_same_name",
    "merge",
    "read_page",
    "read_paper",
    "read_person",
    "sign_abstract",
]
