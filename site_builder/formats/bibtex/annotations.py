"""What BibLaTeX's annotations say of authors: ``author+an = {1=equal; 2=equal,corresponding}``.

BibLaTeX's manual, section 3.7, gives the form; what the words mean, everybody chooses. Only words that can't mean
anything else are taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from site_builder.text.contributor_roles import read_role
from site_builder.text.folding import fold
from site_builder.text.identifiers import has_orcid_check_digit, read_orcid
from site_builder.text.latex import to_unicode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.model import Authorship

#: A field of annotations, and the name that a set of them may have.
FIELD = re.compile(r"author\+an(?::([\w-]+))?")
_ITEM = re.compile(r"\s*(\d+)\s*(?::\s*[\w-]+\s*)?=\s*(.*)", re.DOTALL)
_EQUAL = re.compile(r"(?:equal(?:ly|contribut\w*|contrib)?|cofirst\w*|jointfirst\w*|sharedfirst\w*|jointauthor)")
_CORRESPONDING = re.compile(r"corr(?:espond\w*|author)?")


def annotate(authors: tuple[Authorship, ...], fields: Mapping[str, str]) -> tuple[tuple[Authorship, ...], list[str]]:
    """Return the authors with what the annotations say of them, and a doubt for each annotation that is left out."""
    annotated = list(authors)
    doubts: list[str] = []
    for field, value in fields.items():
        if not (match := FIELD.fullmatch(field)):
            continue
        for number, word in _list_words(value):
            author = annotated[number - 1] if 0 < number <= len(annotated) else None
            changed = _apply(author, match[1] or "", word) if author else None
            if changed:
                annotated[number - 1] = changed
            else:
                of = author.name if author else f"author {number}, whom there isn't,"
                doubts.append(f"the annotation '{word}' of {of} was left out")
    return tuple(annotated), doubts


def _list_words(value: str) -> Iterator[tuple[int, str]]:
    """Yield each annotation with the number of its author, counting from 1."""
    for item in value.split(";"):
        if match := _ITEM.fullmatch(item):
            for word in match[2].split(","):
                yield int(match[1]), to_unicode(word).strip().strip("\"'“”").strip()


def _apply(author: Authorship, name: str, word: str) -> Authorship | None:
    """Return the author as an annotation says, or None where it isn't certain what it says."""
    meant = [fold(text).replace(" ", "") for text in (word, name)]
    if any(map(_EQUAL.fullmatch, meant)):
        return replace(author, equal=True)
    if any(map(_CORRESPONDING.fullmatch, meant)):
        return replace(author, corresponding=True)
    if (orcid := read_orcid(word)) and has_orcid_check_digit(orcid):
        return replace(author, orcid=orcid)
    if role := read_role(word):
        return replace(author, roles=(*author.roles, role))
    if meant[1] in ("affiliation", "affiliations", "institution") and word:
        return replace(author, affiliations=(*author.affiliations, word))
    return None
