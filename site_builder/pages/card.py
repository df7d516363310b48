"""A paper as it stands in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import is_retracted
from site_builder.pages.publication import name_status
from site_builder.pages.site_context import resolve_url, view_category, view_date
from site_builder.pages.venue import link_venue
from site_builder.pages.views import AuthorView, CardView
from site_builder.text.html import EMPTY, trust
from site_builder.text.identifiers import address_arxiv, address_arxiv_pdf
from site_builder.text.publication_status import find_venue

if TYPE_CHECKING:
    from site_builder.model import Paper
    from site_builder.pages.site_context import People, SiteContext

#: Names that a card shows; a list of three thousand authors belongs on the paper's own page.
_SHOWN = 12


def view_card(context: SiteContext, position: int, people: People, *, abstract: bool = True) -> CardView:
    """Return the paper at this position of the catalog as a card.

    A paper's line shows no abstract: pages with lines don't change with one.
    """
    entry = context.catalog.entries[position]
    paper = entry.paper
    ids = context.catalog.authorships[position]
    shown = _choose_shown(context, position)
    body = entry.read_body() if abstract else None
    return CardView(
        url=context.link("paper", paper.id),
        title=trust(f"<s>{entry.title}</s>" if is_retracted(paper) else entry.title),
        authors=tuple([AuthorView(paper.authors[n].name, (who := people[ids[n]]).url, who.member) for n in shown]),
        hidden_authors=len(ids) - len(shown),
        et_al=paper.et_al,
        affiliations=paper.affiliations,
        date=view_date(context, paper.date),
        categories=tuple([view_category(context, code) for code in paper.categories]),
        venue=(venue := find_venue(paper)),
        venue_url=link_venue(context, venue),
        score=format_score(paper.score),
        has_code=bool(paper.code),
        code_url=resolve_url(context, paper.code) if isinstance(paper.code, str) and paper.code else "",
        pdf_url=find_pdf(context, paper),
        arxiv_url=address_arxiv(paper.arxiv),
        featured=paper.featured,
        image=resolve_url(context, paper.image) if paper.image else "",
        award=paper.award,
        abstract=trust(body.abstract) if body else EMPTY,
        abstract_length=len(body.abstract_text) if body else 0,
        language=paper.language,
        status=name_status(context, paper),
    )


def _choose_shown(context: SiteContext, position: int) -> range | list[int]:
    """Return which bylines a list shows: the first ones, and of a long list the lab's own members too."""
    ids = context.catalog.authorships[position]
    if len(ids) <= _SHOWN:
        return range(len(ids))
    members = context.catalog.person_index.members
    own = [n for n, author in enumerate(ids) if n >= _SHOWN and author in members] if members else []
    return [*range(_SHOWN - min(len(own), _SHOWN // 2)), *own[: _SHOWN // 2]]


def format_score(score: float | None) -> str:
    """Return the score as listings print it, with one decimal; empty when there is none."""
    return "" if score is None else f"{score:.1f}"


def find_pdf(context: SiteContext, paper: Paper) -> str:
    """Return where the paper can be read: its own PDF, else arXiv's; empty when there is neither."""
    return resolve_url(context, paper.pdf) if paper.pdf else address_arxiv_pdf(paper.arxiv)
