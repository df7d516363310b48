"""The file of a static repository of OAI-PMH, for a site that asks for it under ``[oai]``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from site_builder import urls
from site_builder.exports.feeds import make_urn, stamp_date
from site_builder.exports.oai import MOST_RECORDS, OaiRecord, Repository, compose
from site_builder.pages.dates import find_paper_dates, pick_newest
from site_builder.pages.feed_views import find_first
from site_builder.pages.files import SITE, File
from site_builder.storage.cache import digest
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext

#: The day of a paper of which no date is known: a record must have one.
_UNKNOWN = "1970-01-01"


def plan_oai(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    """Yield the file. It needs the site's address, and at least one paper."""
    catalog = context.catalog
    settings, url = context.site.oai, context.base.absolute(urls.OAI)
    if not (settings and url and catalog.cached):
        return
    repository = Repository(name=context.site.title, url=url, email=settings.email, gateway=settings.gateway)
    positions = pick_newest(context, fragments, range(len(catalog.cached)), MOST_RECORDS)
    cached = [catalog.cached[position] for position in positions]
    dates = [find_paper_dates(context, position).changed for position in positions]
    inputs = {
        SITE: context.site_digest,
        "'oai' in content/site.toml": digest(repr(settings).encode()),
        "the papers": digest(b"".join([paper.details + paper.body for paper in cached])),
        "the dates of papers": digest(msgspec.msgpack.encode(dates)),
    }
    yield File(urls.OAI, inputs, "the site", partial(_make, context, fragments, repository, positions))


def _make(context: SiteContext, fragments: FragmentCache, repository: Repository, positions: Sequence[int]) -> bytes:
    return compose(repository, [_describe(context, fragments, position) for position in positions])


def _describe(context: SiteContext, fragments: FragmentCache, position: int) -> OaiRecord:
    entry = context.catalog.entries[position]
    paper = entry.paper
    route = Route("paper", paper.id)
    changed = find_paper_dates(context, position).changed or (paper.date and stamp_date(paper.date)) or _UNKNOWN
    return OaiRecord(
        identifier=make_urn("paper", find_first(context, fragments, route).key),
        day=changed[: len(_UNKNOWN)],
        paper=paper,
        title=entry.title_text,
        abstract=entry.read_body().abstract_text,
        url=context.locate(route),
    )
