"""One source that holds several things: the same paper twice is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from site_builder.formats.result import ParseResult
from site_builder.model import Paper
from site_builder.text.folding import fold
from site_builder.text.latex import to_unicode
from site_builder.text.person_names import split_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.formats.result import Span
    from site_builder.model import ParsedPaper

#: Years between a preprint and its publication.
_YEARS_APART = 2


def join_results(results: Sequence[ParseResult], name: str) -> ParseResult:
    """Return one result of several, in the order of the source. ``name`` is the format of the whole.

    A paper that several results have is kept as the first of them has it; what it lacks there is taken from the others.
    """
    found: list[ParsedPaper] = []
    spans: list[Span] = []
    known: dict[str, int] = {}
    for result in results:
        here: dict[str, int] = {}
        for parsed, span in zip(result.papers, result.spans, strict=True):
            at = _find(parsed.paper, found, known)
            if at is None:
                at = len(found)
                found.append(parsed)
                spans.append(span)
            else:
                found[at] = _complete(found[at], parsed)
            here |= dict.fromkeys(_list_keys(parsed.paper), at)
        known = here | known
    order = sorted(range(len(found)), key=lambda at: spans[at])
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    return ParseResult(
        tuple(found[at] for at in order),
        tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.location.line)),
        name,
        spans=tuple(spans[at] for at in order),
        skipped=tuple(span for result in results for span in result.skipped),
    )


def share_paper(one: ParseResult, other: ParseResult) -> bool:
    """Tell whether two results have a paper in common."""
    known = {key for parsed in one.papers for key in _list_keys(parsed.paper)}
    return any(key in known for parsed in other.papers for key in _list_keys(parsed.paper))


def _find(paper: Paper, found: Sequence[ParsedPaper], known: dict[str, int]) -> int | None:
    for key in _list_keys(paper):
        at = known.get(key)
        if at is not None and _agree(paper, found[at].paper):
            return at
    return None


def _list_keys(paper: Paper) -> Iterator[str]:
    if paper.doi:
        yield f"doi:{paper.doi.lower()}"
    if paper.arxiv:
        yield f"arxiv:{paper.arxiv}"
    if title := fold(to_unicode(paper.title)):
        yield f"title:{title}"


def _agree(one: Paper, other: Paper) -> bool:
    """Tell whether nothing speaks against two papers with a key in common being one."""
    if one.date and other.date and abs(int(one.date[:4]) - int(other.date[:4])) > _YEARS_APART:
        return False
    names = [{fold(split_name(author.name).family) for author in paper.authors} for paper in (one, other)]
    return not all(names) or not names[0].isdisjoint(names[1])


def _complete(parsed: ParsedPaper, other: ParsedPaper) -> ParsedPaper:
    """Return a paper with what it lacks and another one of the same paper has.

    Of a paper in doubt the other's title, authors and date count, if that one is in none.
    """
    one, two = parsed.paper, other.paper
    taken = {
        field: getattr(two, field)
        for field in Paper.__struct_fields__
        if not getattr(one, field) and getattr(two, field) and field != "et_al"
    }
    taken["container"] = two.container | one.container
    if two.date.startswith(one.date):
        taken["date"] = two.date
    if (parsed.why and not other.why) or (one.et_al and len(two.authors) > len(one.authors)):
        taken |= {"authors": two.authors, "et_al": two.et_al}
    if parsed.why and not other.why:
        taken |= {"title": two.title}
        parsed = msgspec.structs.replace(parsed, why="", alternatives=())
    return msgspec.structs.replace(parsed, paper=msgspec.structs.replace(one, **taken), key=parsed.key or other.key)
