"""A paper's page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from site_builder.exports import highwire, jsonld
from site_builder.pages.card import find_pdf, format_score
from site_builder.pages.head import view_head
from site_builder.pages.site_context import complete_url, resolve_url, view_category, view_date, view_link
from site_builder.pages.views import (
    AuthorView,
    CitationView,
    Extras,
    HeadLinkView,
    HeadView,
    LinkView,
    MetaView,
    NeighbourView,
    PaperView,
    RelatedView,
)
from site_builder.text.html import trust
from site_builder.text.identifiers import address_arxiv, address_doi, address_orcid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from site_builder.catalog.catalog import Entry
    from site_builder.catalog.related import Relation
    from site_builder.model import Paper
    from site_builder.pages.fragments import Pieces
    from site_builder.pages.site_context import Edition, People
    from site_builder.urls import Route


def view_paper(edition: Edition, route: Route, pieces: Pieces) -> PaperView:
    """Return a paper's page."""
    position = edition.catalog.position[route.key]
    entry = edition.catalog.entries[position]
    paper, body = entry.paper, entry.read_body()
    institutions = _list_institutions(paper)
    cited = pieces.cite(position)
    return PaperView(
        head=_view_head(edition, route, entry, body.abstract_text, cited.url),
        kind="paper",
        section="home",
        heading=entry.title_text,
        title=trust(entry.title),
        authors=_view_authors(edition, position, institutions, pieces.people),
        et_al=paper.et_al,
        institutions=institutions,
        numbered=any(byline.affiliations for byline in paper.authors),
        equal=any(byline.equal for byline in paper.authors),
        corresponding=any(byline.corresponding for byline in paper.authors),
        date=view_date(edition, paper.date),
        categories=tuple([view_category(edition, code) for code in paper.categories]),
        venue=paper.venue,
        award=paper.award,
        score=format_score(paper.score),
        has_code=bool(paper.code),
        image=resolve_url(edition, paper.image) if paper.image else "",
        image_alt=paper.image_alt,
        links=_view_links(edition, paper),
        tags=tuple([LinkView(tag, _find_tag(edition, tag)) for tag in paper.tags]),
        abstract=trust(body.abstract),
        notes=trust(body.notes),
        citations=(
            CitationView("BibTeX", cited.bibtex),
            CitationView("RIS", cited.ris),
            CitationView(edition.words.text.reference, cited.line),
        ),
        related=tuple([_view_related(edition, relation, pieces) for relation in pieces.relate(position)]),
        newer=_view_neighbour(edition, position - 1),
        older=_view_neighbour(edition, position + 1),
        language=paper.language,
        review=paper.review,
        extra=Extras(paper.extra),
    )


def _find_tag(edition: Edition, tag: str) -> str:
    return f"{edition.link('search')}?q={quote(tag)}" if edition.searchable else ""


def _list_institutions(paper: Paper) -> tuple[str, ...]:
    """Return the institutions in the order in which they are numbered: by author, then those of the paper at large."""
    of_authors = (name for byline in paper.authors for name in byline.affiliations)
    return tuple(dict.fromkeys((*of_authors, *paper.affiliations)))


def _view_head(edition: Edition, route: Route, entry: Entry, abstract: str, url: str) -> HeadView:
    paper = entry.paper
    pdf = complete_url(edition, find_pdf(edition, paper))
    image = complete_url(edition, resolve_url(edition, paper.image)) if paper.image else ""
    metas = highwire.compose(paper, entry.title_text, url, pdf)
    links = [HeadLinkView("cite-as", cite) for cite in [_find_persistent_url(paper) or url] if cite]
    links += [HeadLinkView("author", address_orcid(byline.orcid)) for byline in paper.authors if byline.orcid]
    if pdf:
        links.append(HeadLinkView("item", pdf, "application/pdf"))
    return view_head(
        edition,
        route,
        entry.title_text,
        abstract,
        url=url,
        image=image,
        metas=[MetaView(name, content) for name, content in metas],
        links=links,
        json_ld=jsonld.describe_paper(paper, entry.title_text, abstract, url, pdf, image),
    )


def _find_persistent_url(paper: Paper) -> str:
    return address_doi(paper.doi) or address_arxiv(paper.arxiv)


def _view_authors(
    edition: Edition, position: int, institutions: Sequence[str], people: People
) -> tuple[AuthorView, ...]:
    numbers = {name: number for number, name in enumerate(institutions, 1)}
    return tuple(
        [
            AuthorView(
                byline.name,
                (who := people[author]).url,
                who.member,
                byline.equal,
                byline.corresponding,
                byline.orcid,
                tuple([numbers[name] for name in byline.affiliations]),
            )
            for byline, author in zip(
                edition.catalog.entries[position].paper.authors, edition.catalog.bylines[position], strict=True
            )
        ]
    )


def _view_links(edition: Edition, paper: Paper) -> tuple[LinkView, ...]:
    text = edition.words.text
    links = []
    if pdf := find_pdf(edition, paper):
        links.append(LinkView(text.pdf, pdf, "pdf"))
    if paper.arxiv:
        links.append(LinkView(text.arxiv, address_arxiv(paper.arxiv), "arxiv"))
    if paper.doi:
        links.append(LinkView(text.doi, address_doi(paper.doi), "doi"))
    if isinstance(paper.code, str) and paper.code:
        links.append(LinkView(text.code, resolve_url(edition, paper.code), "code"))
    links += [view_link(edition, link) for link in paper.links]
    return tuple(links)


def _view_related(edition: Edition, relation: Relation, pieces: Pieces) -> RelatedView:
    text, authors = edition.words.text, edition.catalog.authors
    if relation.authors:
        reason = text.related_by.replace("{names}", ", ".join(authors[author].name for author in relation.authors[:3]))
    else:
        reason = text.related_about.replace("{words}", ", ".join((*relation.tags, *relation.words)))
    return RelatedView(pieces.line(relation.position), reason)


def _view_neighbour(edition: Edition, position: int) -> NeighbourView | None:
    if not 0 <= position < len(edition.catalog.entries):
        return None
    entry = edition.catalog.entries[position]
    return NeighbourView(trust(entry.title), edition.link("paper", entry.paper.id), entry.paper.language)
