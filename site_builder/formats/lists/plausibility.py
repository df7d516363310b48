"""Whether what was read as papers is a list of papers at all: films, cases, members and recipes have titles, names and
years as well.

A list is judged as a whole. Each sign below adds to its score as far as its papers show it.
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.formats.result import ParseResult
    from site_builder.model import Authorship, ParsedPaper

#: What stands around papers only: words of journals, conferences and publishers, volumes and pages.
_BIBLIOGRAPHIC = re.compile(
    r"\b(?:journal|proceedings|conference|workshop|symposium|transactions|letters|annals|press|publish\w*|verlag|arxiv"
    r"|preprint|thesis|dissertation|bulletin|acta|zeitschrift|lecture notes|doi|issn|isbn|ieee|acm|revue"
    r"|revista|congress|editors?|springer|elsevier|wiley)\b"
    r"|\b(?:Int|Res|Sci|Math|Phys|Proc|Univ|Lett|Trans|Conf|Rev|Soc|Natl|Acad|Vol|Comput|Syst|Chem|Biol|Med|pp|eds?)\."
    r"|\d\s?\(\d+\)|\d:\d+[-–]\d+",
    re.IGNORECASE,
)
#: What stands around other things: films, paintings, records, courses, people, prices, programs.
_OTHER = re.compile(
    r"\b(?:directed|starring|min|oil on|canvas|cm|records|album|feat|lecture|seminar|phone|room|students?|lunch|commit"
    r"|error|warn|license|invoice|postdoc)\b|@|[€$£]\s?\d|\d[.,]\d\d$",
    re.IGNORECASE,
)
_NOT_IN_NAMES = re.compile(r"[\d@:/=<>{}]")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
#: The score from which a text lists papers; a paper or two alone must show more.
_LEAST = 3.2
_LEAST_ALONE = 4.5
_FEW = 2
_SHORT_TITLE, _LONG_TITLE, _LONGEST_TITLE = 3, 30, 40


def lists_papers(result: ParseResult, text: str) -> bool:
    """Tell whether a result is likely to be a list of papers. ``text`` is what it was read from."""
    count = len(result.papers)
    return bool(count) and _score(result, text.split("\n")) >= (_LEAST if count > _FEW else _LEAST_ALONE)


def _score(result: ParseResult, rows: Sequence[str]) -> float:
    papers = [parsed.paper for parsed in result.papers]
    sources = [" ".join(rows[first - 1 : last]) for first, last in result.spans]
    bibliographic = _share(
        [
            bool(paper.doi or paper.arxiv or _BIBLIOGRAPHIC.search(source))
            for paper, source in zip(papers, sources, strict=True)
        ]
    )
    other = _share([bool(_OTHER.search(source)) for source in sources]) * (1 - bibliographic)
    co_authors = sum(len(paper.authors) for paper in papers) / len(papers) - 1
    return (
        2 * bibliographic
        + _share([bool(paper.date) for paper in papers])
        + _share([bool(paper.venue or paper.container.get("publisher")) for paper in papers])
        + 2 * _share([_has_names(paper.authors) for paper in papers])
        + 1.5 * min(1, max(0, co_authors))
        + _judge_titles(result.papers)
        - 2 * _share([bool(parsed.why) for parsed in result.papers])
        - 3 * other
    )


def _share(signs: Sequence[bool]) -> float:
    return sum(signs) / len(signs)


def _judge_titles(papers: Sequence[ParsedPaper]) -> int:
    if len(papers) <= _FEW and all(parsed.paper.title[:1].islower() for parsed in papers):
        return -2  # a sentence of a letter rather than a title
    words = median(len(parsed.paper.title.split()) for parsed in papers)
    if _SHORT_TITLE < words <= _LONG_TITLE:
        return 1
    return -2 if words < _SHORT_TITLE or words > _LONGEST_TITLE else 0


def _has_names(authors: Sequence[Authorship]) -> bool:
    """Tell whether most of the authors look like people or groups."""
    return bool(authors) and 10 * sum(author.group or _is_name(author.name) for author in authors) >= 7 * len(authors)


def _is_name(name: str) -> bool:
    words = name.split()
    if _EAST_ASIAN.search(name):
        return 2 <= len(name) <= 8
    if not 2 <= len(words) <= 5 or _NOT_IN_NAMES.search(name):
        return False
    capitals = sum(word[0].isupper() for word in words)
    return capitals > 1 or (capitals == 1 and any(len(word.strip(".")) <= 2 for word in words))
