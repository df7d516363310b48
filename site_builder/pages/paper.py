"""The pages of papers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.exports import highwire, jsonld, signposting
from site_builder.exports.citation import is_retracted
from site_builder.pages import page_files
from site_builder.pages.actions import view_actions, view_video
from site_builder.pages.card import find_pdf, format_score, view_links
from site_builder.pages.digests import NOTHING, digest
from site_builder.pages.head import view_head
from site_builder.pages.inputs import BODIES, DETAILS, NAMES
from site_builder.pages.page_kind import Input, OldAddresses, Page, PageKind, never, no_papers
from site_builder.pages.page_views import PaperView
from site_builder.pages.paper_lists import TYPE_LISTS, link_tags, link_venue
from site_builder.pages.pictures import view_face, view_figure
from site_builder.pages.publication import (
    find_record,
    name_status,
    view_contributions,
    view_funding,
    view_identifiers,
    view_license,
    view_notice,
    view_retraction,
    view_versions,
)
from site_builder.pages.site_context import complete_url, resolve_url, view_category, view_date
from site_builder.pages.social_cards import link_card
from site_builder.pages.views import (
    AuthorView,
    CitationView,
    Extras,
    HeadLinkView,
    HeadView,
    LinkView,
    MetaView,
    NeighbourView,
    PictureView,
    RelatedView,
)
from site_builder.text.html import trust
from site_builder.text.publication_status import find_venue
from site_builder.text.publication_type import find_type
from site_builder.text.repositories import address_edit_page
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.catalog.catalog import Entry
    from site_builder.catalog.related import Relation
    from site_builder.model import Paper
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Changes
    from site_builder.pages.site_context import People, SiteContext

#: The most related papers that stand in a row of pictures.
_PICTURED = 3


def _list_pages(context: SiteContext, paper_id: str) -> Iterable[Page]:
    return (Page(Route("paper", paper_id), (context.catalog.position[paper_id],)),)


def _digest_related(digests: Digests, page: Page) -> bytes:
    related = digests.relate(page.shows[0])
    cached, names = digests.context.catalog.cached, digests.names_of
    items = [part for one in related for part in (cached[one.position].details, names[one.position])]
    words = "\t".join([word for one in related for word in (*one.tags, *one.words)])
    return digest(b"".join([*items, words.encode()]))


def _digest_faces(digests: Digests, page: Page) -> bytes:
    """Return the digest of the photos of the members among the authors."""
    catalog = digests.context.catalog
    index = catalog.person_index
    people = [index.people.get(author) for author in catalog.authorships[page.shows[0]] if author in index.members]
    return digest("\n".join([person.photo if person else "" for person in people]).encode()) if people else NOTHING


def _explain_faces(changes: Changes, page: Page) -> Iterable[str]:
    people = [changes.people.get(author, {}) for author in changes.authorships[page.shows[0]]]
    return [fields["photo"] for fields in people if "photo" in fields]


def _digest_collections(digests: Digests, page: Page) -> bytes:
    """Return the digest of which collections have the paper; their names are in the site's digest."""
    collections = digests.context.collections.get(page.shows[0])
    return digest("\n".join(collections).encode()) if collections else NOTHING


def _digest_neighbours(digests: Digests, page: Page) -> bytes:
    position, last = page.shows[0], len(digests.context.catalog.cached) - 1
    before = digests.details([position - 1]) if position else NOTHING
    return digest(before + (digests.details([position + 1]) if position < last else NOTHING))


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> PaperView:
    position = context.catalog.position[route.key]
    entry = context.catalog.entries[position]
    paper, body = entry.paper, entry.read_body()
    institutions = _list_institutions(paper)
    authors = _view_authors(context, position, institutions, fragments.people)
    cited, versions = fragments.cite(position), view_versions(context, paper)
    links = view_links(context, paper, find_pdf(context, paper))
    (actions, more), video = view_actions(context, links), view_video(context, links)
    related = _choose_related(context, fragments.relate(position))
    return PaperView(
        head=_view_head(context, route, entry, body.abstract_text, cited.url, video.policy if video else ""),
        kind="paper",
        section="home",
        heading=entry.title_text,
        url=context.link("paper", paper.id),
        title=trust(entry.title),
        authors=authors,
        et_al=paper.et_al,
        institutions=institutions,
        numbered=any(authorship.affiliations for authorship in paper.authors),
        equal=any(authorship.equal for authorship in paper.authors),
        corresponding=any(authorship.corresponding for authorship in paper.authors),
        date=view_date(context, paper.date),
        categories=tuple([view_category(context, code) for code in paper.categories]),
        venue=find_venue(paper),
        venue_url=link_venue(context, find_venue(paper)),
        retracted=is_retracted(paper),
        award=paper.award,
        score=format_score(paper.score),
        has_code=paper.code is True,
        image=resolve_url(context, paper.image) if paper.image else "",
        image_alt=paper.image_alt,
        picture=view_figure(context, paper),
        links=links,
        actions=actions,
        more=more,
        video=video,
        identifiers=view_identifiers(paper),
        tags=link_tags(context, paper.tags),
        abstract=trust(body.abstract),
        notes=trust(body.notes),
        citations=(
            CitationView("BibTeX", cited.bibtex),
            CitationView("RIS", cited.ris),
            CitationView("CSL-JSON", msgspec.json.format(cited.csl, indent=2)),
            CitationView(context.words.text.reference, cited.line),
        ),
        related=tuple([_view_related(context, relation, fragments) for relation in related]),
        newer=None if related else _view_neighbour(context, position - 1),
        older=None if related else _view_neighbour(context, position + 1),
        language=paper.language,
        review=paper.review,
        extra=Extras(paper.extra),
        status=name_status(context, paper),
        retraction=view_retraction(context, paper),
        errata=tuple([view_notice(context, notice) for notice in paper.erratum]),
        versions=versions,
        record=find_record(paper, versions),
        license=view_license(paper),
        funding=view_funding(context, paper),
        contributions=view_contributions(paper),
        faces=any(author.face for author in authors),
        edit_url=address_edit_page(context.edit_pattern, f"content/papers/{paper.id}.md"),
        type=TYPE_LISTS.view_list(context, kind) if (kind := find_type(paper)) else None,
        collections=tuple([_link_collection(context, key) for key in context.collections.get(position, ())]),
    )


def _list_institutions(paper: Paper) -> tuple[str, ...]:
    """Return the institutions in the order of their numbers: those of each author, then those of the whole paper."""
    of_authors = (name for authorship in paper.authors for name in authorship.affiliations)
    return tuple(dict.fromkeys((*of_authors, *paper.affiliations)))


def _view_head(context: SiteContext, route: Route, entry: Entry, abstract: str, url: str, policy: str) -> HeadView:
    paper = entry.paper
    pdf = complete_url(context, find_pdf(context, paper))
    image = complete_url(context, resolve_url(context, paper.image)) if paper.image else ""
    metas = highwire.compose(paper, entry.title_text, url, pdf)
    trail = ((context.site.title, context.base.url), (entry.title_text, url)) if url else ()
    return view_head(
        context,
        route,
        entry.title_text,
        abstract,
        url=url,
        image=image or link_card(context, entry),
        metas=[MetaView(name, content) for name, content in metas],
        links=[HeadLinkView(*link) for link in list_paper_links(context, paper)],
        json_ld=jsonld.describe_paper(paper, entry.title_text, abstract, url, pdf, image, trail),
        policy=policy,
    )


def list_paper_links(context: SiteContext, paper: Paper) -> list[signposting.Link]:
    """Return the links of a paper's page for machines."""
    route = Route("paper", paper.id)
    pdf = complete_url(context, find_pdf(context, paper))
    files = page_files.link_paper(context, route)
    return signposting.list_links(paper, context.locate(route), pdf, context.base.url, files)


def _view_authors(
    context: SiteContext, position: int, institutions: Sequence[str], people: People
) -> tuple[AuthorView, ...]:
    numbers = {name: number for number, name in enumerate(institutions, 1)}
    return tuple(
        [
            AuthorView(
                authorship.name,
                (who := people[author]).url,
                who.member,
                authorship.equal,
                authorship.corresponding,
                authorship.orcid,
                tuple([numbers[name] for name in authorship.affiliations]),
                _view_face(context, author) if who.member else None,
            )
            for authorship, author in zip(
                context.catalog.entries[position].paper.authors, context.catalog.authorships[position], strict=True
            )
        ]
    )


def _view_face(context: SiteContext, author: str) -> PictureView | None:
    person = context.catalog.authors[author].person
    return view_face(context, person.photo) if person else None


def _link_collection(context: SiteContext, key: str) -> LinkView:
    return LinkView(context.texts["collections"][key].page.title or key, context.link("collection", key))


def _choose_related(context: SiteContext, relations: Sequence[Relation]) -> Sequence[Relation]:
    """Return the related papers that the page shows: a row of them where one of these has a picture, else all."""
    shown = relations[:_PICTURED]
    return shown if any(context.catalog.entries[relation.position].paper.image for relation in shown) else relations


def _view_related(context: SiteContext, relation: Relation, fragments: FragmentCache) -> RelatedView:
    text, authors = context.words.text, context.catalog.authors
    if relation.authors:
        reason = text.related_by.replace("{names}", ", ".join(authors[author].name for author in relation.authors[:3]))
    else:
        reason = text.related_about.replace("{words}", ", ".join((*relation.tags, *relation.words)))
    return RelatedView(fragments.plain_line(relation.position), reason)


def _view_neighbour(context: SiteContext, position: int) -> NeighbourView | None:
    if not 0 <= position < len(context.catalog.entries):
        return None
    entry = context.catalog.entries[position]
    return NeighbourView(trust(entry.title), context.link("paper", entry.paper.id), entry.paper.language)


def _list_texts(context: SiteContext) -> Iterable[tuple[str, str]]:
    for entry in context.catalog.entries:
        body = entry.read_body()
        yield entry.paper.id, body.abstract
        yield entry.paper.id, body.notes


def _find_title(context: SiteContext, position: int) -> str:
    return context.catalog.entries[position].title_text


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    catalog = context.catalog
    for position, addresses in catalog.old_addresses.items():
        cached = catalog.cached[position]
        yield OldAddresses(cached.id, addresses, cached.details, partial(_find_title, context, position))


def _digest_key(digests: Digests, page: Page) -> bytes:
    return digest(digests.context.catalog.citation_keys[page.shows[0]].encode())


PAPER = PageKind(
    name="paper",
    address="papers/{key}/",
    template="paper.html",
    source="content/papers/{key}.md",
    text_source=None,  # it is read as an entry
    in_sitemap=True,
    in_menu=never,
    list_keys=lambda context: context.catalog.position,
    list_pages=_list_pages,
    list_keys_showing=lambda context, position: (context.catalog.cached[position].id,),
    inputs=(
        DETAILS,
        BODIES,
        NAMES,
        Input("the faces of members", _digest_faces, _explain_faces),
        Input("the collections that have it", _digest_collections),
        Input("the citation key", _digest_key),
        Input("the paper before or after it", _digest_neighbours),
        Input("the related papers", _digest_related),
    ),
    view=_view,
    list_papers=no_papers,
    list_texts=_list_texts,
    list_old_addresses=_list_old_addresses,
)
