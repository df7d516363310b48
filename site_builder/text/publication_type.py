"""What kind of publication a paper is: what its entry states, or what its venue shows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.text.publication_status import UNACCEPTED, find_venue

if TYPE_CHECKING:
    from site_builder.model import Paper

_CONFERENCE = re.compile(r"\b(?:proc|proceedings|conferences?|conf|workshops?|symposium|meeting)\b", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|annals|annual review|magazine|bulletin|archives|plos|nature"
    r"|jmlr|tmlr|tacl|jacm|pnas|jama|bmj|review|quarterly|j\.)(?!\w)",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r" (?:'|(?:19|20))\d\d$")
#: Where preprints are: no journals and no conferences, whatever their names look like.
_PREPRINTS = re.compile(r"\b(?:\w+rxiv|ssrn|osf|research square|preprints(?:\.org)?|zenodo|hal)\b", re.IGNORECASE)
#: Types of what appeared somewhere.
_PUBLISHED = frozenset({"article-journal", "article-magazine", "article-newspaper", "paper-conference", "chapter"})


def find_type(paper: Paper) -> str:
    """Return the paper's CSL type: what the entry states, or what its venue shows; empty when nothing does.

    A paper that isn't accepted yet is a preprint or a manuscript, wherever it is to appear.
    """
    if paper.status in UNACCEPTED and paper.type in _PUBLISHED:
        return "article" if paper.arxiv else "manuscript"
    if paper.type:
        return paper.type
    venue = find_venue(paper)
    if not venue:
        return "article" if paper.arxiv else "manuscript" if paper.status in UNACCEPTED else ""
    return _judge_venue(venue, bool(paper.container.get("volume") or paper.container.get("ISSN")))


@lru_cache(maxsize=4096)
def _judge_venue(venue: str, numbered: bool) -> str:
    if _PREPRINTS.search(venue):
        return "article"
    if _CONFERENCE.search(venue):
        return "paper-conference"
    if numbered or _JOURNAL.search(venue):
        return "article-journal"
    return "paper-conference" if _is_abbreviation(venue.removeprefix("Findings of ")) else ""


def _is_abbreviation(venue: str) -> bool:
    """Tell whether a venue is named as conferences are: with its year, or by an abbreviation of three capitals."""
    if _YEAR_AT_END.search(venue):
        return True
    words = venue.partition("(")[0].split()
    return len(words) == 1 and sum(map(str.isupper, words[0])) > 2
