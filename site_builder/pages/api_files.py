"""The site's content as JSON for programs, in ``api/``: papers, people and lists, and the schema of these files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder.exports import api
from site_builder.exports.citation import is_retracted
from site_builder.pages.card import find_pdf
from site_builder.pages.dates import find_paper_dates
from site_builder.pages.files import SITE, File
from site_builder.pages.kinds import KINDS
from site_builder.pages.site_context import complete_url, resolve_url
from site_builder.storage.cache import digest
from site_builder.text.publication_status import find_venue
from site_builder.urls import API, API_INDEX, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from site_builder.model import Link
    from site_builder.pages.page_kind import PaperList
    from site_builder.pages.site_context import SiteContext

_SCHEMA = f"{API}schema.json"
#: Records in one file. A thousand papers with abstracts are 2 MB.
_MOST = 1000
#: Kinds with a list of papers that have files of their own here.
_OTHERS = frozenset({"home", "author"})


def plan_api(context: SiteContext) -> Iterator[File]:
    """Yield the files, if the site has them."""
    if "api" not in context.exports:
        return
    catalog, authors = context.catalog, context.catalog.authors
    files = []
    yield File(_SCHEMA, {SITE: context.site_digest}, "the site", api.compose_schema)
    for name, count, digest_records, make in (
        ("papers", len(catalog.cached), _digest_papers, _make_papers),
        ("people", len(authors), _digest_people, _make_people),
    ):
        for number, span in enumerate(_cut(count), 1):
            inputs = {SITE: context.site_digest, f"the {name}": digest_records(context, span)}
            path = _name_part(name, number)
            yield File(path, inputs, "the site", partial(make, context, span, _find_next(context, name, number, count)))
        files.append(_describe_file(context, name, count))
    for name, lists in _list_lists(context).items():
        inputs = {SITE: context.site_digest, "the lists": digest(repr(lists).encode(), _digest_ids(context))}
        yield File(_name_part(name), inputs, "the site", partial(_make_lists, context, lists))
        files.append(_describe_file(context, name, len(lists)))
    inputs = {SITE: context.site_digest, "the number of records": digest(repr(files).encode())}
    yield File(API_INDEX, inputs, "the site", partial(_make_index, context, tuple(files)))


def _cut(count: int) -> Iterator[range]:
    """Yield the positions of the records in each file; without records, there is one file."""
    for start in range(0, max(1, count), _MOST):
        yield range(start, min(count, start + _MOST))


def _name_part(name: str, number: int = 1) -> str:
    return f"{API}{name}{f'-{number}' if number > 1 else ''}.json"


def _find_next(context: SiteContext, name: str, number: int, count: int) -> str:
    return _locate(context, _name_part(name, number + 1)) if number * _MOST < count else ""


def _locate(context: SiteContext, path: str) -> str:
    """Return the whole address of a file or a page, or the one below the site's root if the site's own isn't known."""
    return context.base.absolute(path) or context.base.link(path)


def _locate_page(context: SiteContext, kind: str, key: str) -> str:
    return _locate(context, context.addresses.spell(Route(kind, key)))


def _describe_file(context: SiteContext, name: str, count: int) -> api.ApiFile:
    return api.ApiFile(name=name, url=_locate(context, _name_part(name)), count=count)


def _make_index(context: SiteContext, files: tuple[api.ApiFile, ...]) -> bytes:
    site = context.site
    return api.encode(
        api.ApiIndex(
            version=api.VERSION,
            title=site.title,
            url=_locate(context, ""),
            schema=_locate(context, _SCHEMA),
            files=files,
            description=site.description,
            language=site.language,
        )
    )


def _digest_papers(context: SiteContext, span: range) -> bytes:
    catalog = context.catalog
    cached = catalog.cached[span.start : span.stop]
    names = [catalog.authorships[position] for position in span]
    dates = [find_paper_dates(context, position) for position in span]
    keys = catalog.citation_keys[span.start : span.stop]
    return digest(
        str(len(catalog.cached)).encode(),
        b"".join([paper.details + paper.body for paper in cached]),
        msgspec.msgpack.encode((names, dates, keys)),
    )


def _make_papers(context: SiteContext, span: range, following: str) -> bytes:
    papers = tuple([_describe_paper(context, position) for position in span])
    count = len(context.catalog.cached)
    return api.encode(api.ApiPapers(version=api.VERSION, count=count, papers=papers, next=following))


def _describe_paper(context: SiteContext, position: int) -> api.ApiPaper:
    entry = context.catalog.entries[position]
    paper, dates = entry.paper, find_paper_dates(context, position)
    authors = [
        api.ApiAuthor(
            name=authorship.name,
            person=person,
            orcid=authorship.orcid,
            group=authorship.group,
            family=authorship.family,
            given=authorship.given,
            affiliations=authorship.affiliations,
        )
        for authorship, person in zip(paper.authors, context.catalog.authorships[position], strict=True)
    ]
    return api.ApiPaper(
        id=paper.id,
        url=_locate_page(context, "paper", paper.id),
        title=entry.title_text,
        citation_key=context.catalog.citation_keys[position],
        authors=tuple(authors),
        more_authors=paper.et_al,
        date=paper.date,
        type=paper.type,
        status="retracted" if is_retracted(paper) else paper.status,
        venue=find_venue(paper),
        bibliography=paper.container,
        categories=paper.categories,
        tags=paper.tags,
        doi=paper.doi,
        arxiv=paper.arxiv,
        pdf=_complete(context, find_pdf(context, paper)),
        code=_complete(context, resolve_url(context, paper.code)) if isinstance(paper.code, str) else "",
        links=_describe_links(context, paper.links),
        license=paper.license,
        award=paper.award,
        score=paper.score,
        language=paper.language,
        retracted=((paper.retracted and paper.retracted.date) or "unknown") if is_retracted(paper) else "",
        abstract=entry.read_body().abstract_text,
        added=dates.added,
        changed=dates.changed,
    )


def _complete(context: SiteContext, url: str) -> str:
    return complete_url(context, url) or url


def _describe_links(context: SiteContext, links: Iterable[Link]) -> tuple[api.ApiLink, ...]:
    return tuple([api.ApiLink(label=a.label, url=_complete(context, resolve_url(context, a.url))) for a in links])


def _digest_people(context: SiteContext, span: range) -> bytes:
    authors = list(context.catalog.authors.values())
    people = [authors[n] for n in span]
    return digest(str(len(authors)).encode(), msgspec.msgpack.encode(people), _digest_ids(context))


def _digest_ids(context: SiteContext) -> bytes:
    """Return the digest of the papers' ids in their order, by which lists name them."""
    return digest("\n".join(context.catalog.position).encode())


def _make_people(context: SiteContext, span: range, following: str) -> bytes:
    authors = list(context.catalog.authors.values())
    people = []
    for n in span:
        author, person = authors[n], authors[n].person
        people.append(
            api.ApiPerson(
                id=author.id,
                url=_locate_page(context, "author", author.id),
                name=author.name,
                papers=_name_papers(context, author.papers),
                orcid=author.orcid,
                group=author.group,
                member=author.member,
                role=person.role if person else "",
                affiliation=person.affiliation if person else "",
                links=_describe_links(context, person.links) if person else (),
            )
        )
    return api.encode(api.ApiPeople(version=api.VERSION, count=len(authors), people=tuple(people), next=following))


def _name_papers(context: SiteContext, positions: Sequence[int]) -> tuple[str, ...]:
    cached = context.catalog.cached
    return tuple([cached[position].id for position in positions])


def _list_lists(context: SiteContext) -> dict[str, list[tuple[Route, PaperList]]]:
    """Return all lists of papers by the name of their file, which is that of the folder of their pages."""
    found: dict[str, list[tuple[Route, PaperList]]] = {}
    for kind in KINDS:
        if kind.name in _OTHERS:
            continue
        for key in kind.list_keys(context):
            if papers := kind.list_papers(context, key):
                name = kind.address.partition("/")[0]
                found.setdefault(name, []).append((Route(kind.name, key), papers))
    return found


def _make_lists(context: SiteContext, lists: Sequence[tuple[Route, PaperList]]) -> bytes:
    described = [
        api.ApiList(
            id=route.key,
            url=_locate_page(context, route.kind, route.key),
            title=papers.title,
            papers=_name_papers(context, papers.positions),
        )
        for route, papers in lists
    ]
    return api.encode(api.ApiLists(version=api.VERSION, lists=tuple(described)))
