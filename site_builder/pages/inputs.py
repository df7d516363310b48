"""The inputs that most pages with papers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.pages.page_kind import Input

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_builder.pages.digests import Digests
    from site_builder.pages.page_kind import Changes, Page


def _explain_details(changes: Changes, page: Page) -> Iterable[str]:
    return [sentence for position in page.shows for sentence in changes.details.get(position, ())]


def _explain_bodies(changes: Changes, page: Page) -> Iterable[str]:
    return [sentence for position in page.shows for sentence in changes.bodies.get(position, ())]


def _explain_names(changes: Changes, page: Page) -> Iterable[str]:
    if not changes.people:
        return ()
    authors = dict.fromkeys(author for position in page.shows for author in changes.authorships[position])
    found = [changes.people[author] for author in authors if author in changes.people]
    return [fields[field] for fields in found for field in ("name", "orcid") if field in fields]


def _digest_details(digests: Digests, page: Page) -> bytes:
    return digests.details(page.shows)


def _digest_bodies(digests: Digests, page: Page) -> bytes:
    return digests.bodies(page.shows)


def _digest_names(digests: Digests, page: Page) -> bytes:
    return digests.names(page.shows)


#: All fields of the papers of a page but their body texts; also which papers these are, and their order.
DETAILS = Input("the papers that it shows", _digest_details, _explain_details)
BODIES = Input("the body texts that it shows", _digest_bodies, _explain_bodies)
NAMES = Input("the name of an author", _digest_names, _explain_names)
COUNTS = Input("the number of papers, authors, categories or years", lambda digests, _: digests.counts)
