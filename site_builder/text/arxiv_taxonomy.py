"""The subjects of arXiv: codes, names and groups, and the short labels in listings."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from site_builder.model import Category

#: Archives that a label leaves out. The first archive with such a subject wins: ``CL`` is cs.CL, ``ML`` is stat.ML.
_UNNAMED = ("cs", "stat", "eess")


def lookup(code: str) -> Category | None:
    """Return the subject with this code (``cs.CL``, case ignored), or None if arXiv has none."""
    return _subjects().get(code.lower())


@lru_cache(maxsize=1024)
def from_label(label: str) -> str:
    """Return the code for a label in a listing, or the label itself if there is none."""
    for code in (label, *(f"{archive}.{label}" for archive in _UNNAMED)):
        subject = lookup(code)
        if subject:
            return subject.code
    return label


def to_label(code: str) -> str:
    """Return the label that a listing prints for a code.

    `from_label` is its inverse unless two subjects share the label.
    """
    archive, _, subject = code.partition(".")
    return subject if subject and archive in _UNNAMED else code


@cache
def _subjects() -> dict[str, Category]:
    found: dict[str, Category] = {}
    group = ""
    for line in resources.files(__package__).joinpath("arxiv.tsv").read_text("utf-8").splitlines():
        if line.startswith("="):
            group = line[1:].strip()
        elif line and not line.startswith("#"):
            code, name, about = line.split("\t")
            found[code.lower()] = Category(code, name, group, about)
    return found
