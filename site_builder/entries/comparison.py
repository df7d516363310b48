"""How two values of one field compare when sources and curators state it differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from site_builder.storage.cache import digest
from site_builder.text.folding import collapse, fold
from site_builder.text.identifiers import read_arxiv
from site_builder.text.latex import to_unicode
from site_builder.text.publication_status import UNACCEPTED, advances

if TYPE_CHECKING:
    from site_builder.model import Paper

_PREPRINTS = frozenset({"arxiv", "arxiv preprint", "arxiv org", "corr", "biorxiv", "medrxiv", "preprint", "openreview"})
_DIGEST = "digest:"
#: Words that abbreviations of a venue leave out.
_SMALL_WORDS = frozenset({"a", "and", "for", "in", "of", "on", "the"})


def is_empty(value: Any) -> bool:
    """Tell whether a field states nothing. A score of 0 states something."""
    return value is None or value is False or value in ("", (), {})


def is_preprint(venue: str) -> bool:
    """Tell whether a venue only means that the paper isn't published."""
    return fold(venue) in _PREPRINTS


def is_published(paper: Paper) -> bool:
    """Tell whether what is stated of a paper is of its publication, not of a preprint or a submission."""
    return bool(paper.venue) and not is_preprint(paper.venue) and paper.status not in UNACCEPTED


def abbreviates(short: str, long: str) -> bool:
    """Tell whether a venue's name abbreviates another one, word by word or by initials (``Remote Sens.``, ``JMLR``)."""
    few, many = ([word for word in fold(name).split() if word not in _SMALL_WORDS] for name in (short, long))
    if few == many or not few or len(few) > len(many):
        return False
    if len(few) == 1 and len(many) > 1:
        return few[0] == "".join(word[0] for word in many)
    return len(few) == len(many) and all(full.startswith(part) for part, full in zip(few, many, strict=True))


def digest_abstract(abstract: str) -> str:
    """Return a digest of an abstract's words, without regard to white space; a digest stays as it is."""
    if not abstract or is_digest(abstract):
        return abstract
    return _DIGEST + digest(collapse(abstract).encode()).hex()


def is_digest(abstract: str) -> bool:
    """Tell whether an abstract is only its digest."""
    return abstract.startswith(_DIGEST)


def strip_address(address: str) -> str:
    """Return an address without its scheme and its last slash, in lower case."""
    return address.rstrip("/").partition("://")[2].casefold() or address


def _is_alike(one: Any, other: Any) -> bool:
    """Tell whether two texts differ only in case, accents, punctuation and LaTeX."""
    return isinstance(one, str) and isinstance(other, str) and fold(to_unicode(one)) == fold(to_unicode(other))


def _count_special(text: str) -> int:
    return sum(letter.isupper() or letter > "\x7f" for letter in text)


def _has_fewer_signs(one: Any, other: Any) -> bool:
    return _is_alike(one, other) and _count_special(one) <= _count_special(other)


def _never(one: Any, other: Any) -> bool:  # noqa: ARG001
    return False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Three questions about two values of a field.

    ``equal``: are they the same? ``alike``: do they state the same in other letters? ``refines(coarse, fine)``: does
    the second state the same as the first, or what follows it, more exactly? ``poorer(one, other)``: does the first
    state less than the second?
    """

    equal: Callable[[Any, Any], bool] = lambda one, other: bool(one == other)
    alike: Callable[[Any, Any], bool] = _is_alike
    refines: Callable[[Any, Any], bool] = _never
    poorer: Callable[[Any, Any], bool] = _has_fewer_signs


def _refines_venue(coarse: str, fine: str) -> bool:
    return (is_preprint(coarse) and not is_preprint(fine)) or abbreviates(coarse, fine)


def _refines_type(coarse: str, fine: str) -> bool:
    return coarse in {"article", "manuscript"} and fine not in {"article", "manuscript"}


def _is_same_identifier(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _is_same_address(one: Any, other: Any) -> bool:
    return isinstance(one, str) and isinstance(other, str) and strip_address(one) == strip_address(other)


WORDS = Comparison()
EXACT = Comparison(alike=_never, poorer=_never)
DATE = Comparison(
    refines=lambda coarse, fine: fine.startswith(f"{coarse}-"), poorer=lambda one, other: len(one) < len(other)
)
VENUE = Comparison(
    refines=_refines_venue, poorer=lambda one, other: _has_fewer_signs(one, other) or abbreviates(one, other)
)
TYPE = Comparison(refines=_refines_type)
STATUS = Comparison(refines=advances)
DOI = Comparison(
    alike=_is_same_identifier,
    refines=lambda coarse, fine: bool(read_arxiv(coarse)) and not read_arxiv(fine),
    poorer=_is_same_identifier,
)
#: An address, or True where there is one that isn't known.
ADDRESS = Comparison(
    alike=_is_same_address,
    refines=lambda coarse, fine: coarse is True and isinstance(fine, str),
    poorer=_is_same_address,
)
#: An abstract, of which a record of an import keeps only the digest.
ABSTRACT = Comparison(
    equal=lambda one, other: digest_abstract(one) == digest_abstract(other),
    poorer=lambda one, other: len(one) < len(other) / 2,
)
