"""A paper as it stands in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.exports.citation import is_retracted
from site_builder.pages.paper_lists import link_venue
from site_builder.pages.pictures import view_card_picture, view_thumbnail
from site_builder.pages.publication import name_status, view_pubmed_links
from site_builder.pages.site_context import resolve_url, view_category, view_date, view_link
from site_builder.pages.views import AuthorView, CardView, LinkView
from site_builder.text.html import EMPTY, trust
from site_builder.text.identifiers import address_arxiv, address_arxiv_pdf, address_doi
from site_builder.text.publication_status import find_venue

if TYPE_CHECKING:
    from site_builder.model import Paper
    from site_builder.pages.site_context import People, SiteContext

#: Names that a card shows; a list of three thousand authors belongs on the paper's own page.
_SHOWN = 12
#: Kinds of links in the order in which readers want them; any other kind comes after these, as the curator wrote them.
_WANTED = ("pdf", "arxiv", "code", "video", "slides", "poster", "project", "dataset", "doi")
_RANKS = {kind: rank for rank, kind in enumerate(_WANTED)}


def view_card(context: SiteContext, position: int, people: People, *, abstract: bool = True) -> CardView:
    """Return the paper at this position of the catalog as a card.

    Without ``abstract`` it only says whether there is one: pages with such cards don't change with the text.
    """
    entry = context.catalog.entries[position]
    paper = entry.paper
    ids = context.catalog.authorships[position]
    shown = _choose_shown(context, position)
    body = entry.read_body()
    venue, retracted, pdf = find_venue(paper), is_retracted(paper), find_pdf(context, paper)
    return CardView(
        url=context.link("paper", paper.id),
        title=trust(f"<s>{entry.title}</s>" if retracted else entry.title),
        authors=tuple([AuthorView(paper.authors[n].name, (who := people[ids[n]]).url, who.member) for n in shown]),
        hidden_authors=len(ids) - len(shown),
        et_al=paper.et_al,
        affiliations=paper.affiliations,
        date=view_date(context, paper.date),
        categories=tuple([view_category(context, code) for code in paper.categories]),
        venue=venue,
        venue_url=link_venue(context, venue),
        retracted=retracted,
        score=format_score(paper.score),
        has_code=paper.code is True,
        links=view_links(context, paper, pdf),
        pdf_url=pdf,
        featured=paper.featured,
        image=resolve_url(context, paper.image) if paper.image else "",
        award=paper.award,
        has_abstract=bool(body.abstract),
        abstract=trust(body.abstract) if abstract else EMPTY,
        abstract_length=len(body.abstract_text),
        language=paper.language,
        status=name_status(context, paper),
        thumbnail=view_thumbnail(context, paper),
        picture=view_card_picture(context, paper),
    )


def _choose_shown(context: SiteContext, position: int) -> range | list[int]:
    """Return which authors a list shows: the first ones, and of a long list the lab's own members too."""
    ids = context.catalog.authorships[position]
    if len(ids) <= _SHOWN:
        return range(len(ids))
    members = context.catalog.person_index.members
    own = [n for n, author in enumerate(ids) if n >= _SHOWN and author in members] if members else []
    return [*range(_SHOWN - min(len(own), _SHOWN // 2)), *own[: _SHOWN // 2]]


def view_links(context: SiteContext, paper: Paper, pdf: str) -> tuple[LinkView, ...]:
    """Return everything that a paper leads to, the most wanted first; ``pdf`` is what `find_pdf` returned."""
    text = context.words.text
    links = []
    if pdf:
        links.append(LinkView(text.pdf, pdf, "pdf"))
    if paper.arxiv:
        links.append(LinkView(text.arxiv, address_arxiv(paper.arxiv), "arxiv"))
    if paper.doi:
        links.append(LinkView(text.doi, address_doi(paper.doi), "doi"))
    if isinstance(paper.code, str) and paper.code:
        links.append(LinkView(text.code, resolve_url(context, paper.code), "code"))
    links += view_pubmed_links(paper)
    links += [view_link(context, link) for link in paper.links]
    if len(links) > 1:
        links.sort(key=lambda link: _RANKS.get(link.kind, len(_RANKS)))
    return tuple(links)


def format_score(score: float | None) -> str:
    """Return the score as listings print it, with one decimal; empty when there is none."""
    return "" if score is None else f"{score:.1f}"


def find_pdf(context: SiteContext, paper: Paper) -> str:
    """Return where the paper can be read: its own PDF, else arXiv's; empty when there is neither."""
    return resolve_url(context, paper.pdf) if paper.pdf else address_arxiv_pdf(paper.arxiv)
