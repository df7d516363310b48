"""Finds out which people the printed names are. A doubt is always shown.

In this order: an ``id`` in the authorship; an ORCID iD of a curated person; a printed name that exactly one curated
person has (as name or alias). A name of several curated people stays unresolved and has a page that says so. Everyone
else is identified by the printed name, compared without accents, case and punctuation. Authorships with one name and
different ORCID iDs are different people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import msgspec

from site_builder.model import Person
from site_builder.text.folding import make_key
from site_builder.text.person_names import find_parts, sort_key_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from site_builder.model import Authorship, Site


class Author(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A person or group with a page.

    ``papers`` holds positions in the catalog, newest first; ``printed`` the spellings, most frequent first.
    ``unresolved``: several curated people have this name, and the papers may be by any of them. ``group``: a
    collaboration. ``sort_key`` is set where a paper states the parts of the name.
    """

    id: str
    name: str
    papers: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()
    person: Person | None = None
    member: bool = False
    unresolved: bool = False
    orcid: str = ""
    group: bool = False
    sort_key: str = ""


class PersonIndex(msgspec.Struct, frozen=True):
    """The curated people by author id, by ORCID iD, and by the `name_key` of each name and alias."""

    people: dict[str, Person]
    by_orcid: dict[str, str]
    by_name: dict[str, tuple[str, ...]]
    members: frozenset[str]


def name_key(name: str) -> str:
    """Return the id of an author who is identified by a printed name only; never empty."""
    return make_key(name, "author")


def make_person_index(people: Iterable[Person], site: Site) -> PersonIndex:
    """Index the curated people. ``site.members`` and ``site.owner`` name them by id or by name."""
    by_id = {person.id: person for person in people}
    by_name: dict[str, list[str]] = defaultdict(list)
    for person in by_id.values():
        for key in dict.fromkeys(name_key(name) for name in (person.name, *person.aliases)):
            by_name[key].append(person.id)
    members = {person.id for person in by_id.values() if person.member}
    for wish in (*site.members, *([site.owner] if site.owner else [])):
        members.update(_find_people(wish, by_id, by_name))
    return PersonIndex(
        by_id,
        {person.orcid: person.id for person in by_id.values() if person.orcid},
        {key: tuple(ids) for key, ids in by_name.items()},
        frozenset(members),
    )


def _find_people(wish: str, by_id: Container[str], by_name: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return (wish,) if wish in by_id else by_name.get(name_key(wish)) or (name_key(wish),)


def find_people(wish: str, person_index: PersonIndex) -> Sequence[str]:
    """Return the author ids for an id or a name that curators wrote: several where people share the name."""
    return _find_people(wish, person_index.people, person_index.by_name)


def find_owner(site: Site, person_index: PersonIndex) -> str:
    """Return the author id of the site's owner, or an empty string."""
    return find_people(site.owner, person_index)[0] if site.owner else ""


def rank_members(site: Site, person_index: PersonIndex) -> dict[str, int]:
    """Return the rank of each member in ``site.members``, which is ordered by the group."""
    named = [author for wish in site.members for author in find_people(wish, person_index)]
    return {author: place for place, author in enumerate(dict.fromkeys(named))}


def resolve(authorship: Authorship, key: str, person_index: PersonIndex, ambiguous: frozenset[str]) -> str:
    """Return the author id of an authorship.

    ``key`` is its `name_key`; ``ambiguous`` holds keys of several ORCID iDs.
    """
    if authorship.id:
        return authorship.id if authorship.id in person_index.people else name_key(authorship.id)
    if authorship.orcid and (known := person_index.by_orcid.get(authorship.orcid)):
        return known
    bearers = person_index.by_name.get(key, ())
    if len(bearers) == 1 and not _contradicts(authorship, person_index.people[bearers[0]]):
        return bearers[0]
    if bearers or key in person_index.people:
        return f"{key}-unresolved" if not authorship.orcid else f"{key}-{authorship.orcid.lower()}"
    if authorship.orcid and key in ambiguous:
        return f"{key}-{authorship.orcid.lower()}"
    return key


def _contradicts(authorship: Authorship, person: Person) -> bool:
    return bool(authorship.orcid and person.orcid and authorship.orcid != person.orcid)


def find_ambiguous_names(authorships: Iterable[tuple[Authorship, str]]) -> frozenset[str]:
    """Return the name keys with more than one ORCID iD."""
    seen: dict[str, set[str]] = defaultdict(set)
    for authorship, key in authorships:
        if authorship.orcid:
            seen[key].add(authorship.orcid)
    return frozenset(key for key, orcids in seen.items() if len(orcids) > 1)


def gather_authors(
    resolved: Sequence[tuple[str, ...]], printed: Sequence[tuple[Authorship, ...]], person_index: PersonIndex
) -> dict[str, Author]:
    """Return all authors by id.

    ``resolved`` (author ids) and ``printed`` have one item for each paper, in catalog order.
    """
    papers: dict[str, list[int]] = {}
    spellings: dict[str, list[str]] = {}
    orcids: dict[str, str] = {}
    groups: set[str] = set()
    sort_keys: dict[str, str] = {}
    for position, (ids, authorships) in enumerate(zip(resolved, printed, strict=True)):
        for author, authorship in zip(ids, authorships, strict=True):
            if author not in papers:
                papers[author] = [position]
                spellings[author] = [authorship.name]
            elif papers[author][-1] != position:
                papers[author].append(position)
                spellings[author].append(authorship.name)
            if authorship.orcid:
                orcids[author] = authorship.orcid
            if authorship.group:
                groups.add(author)
            elif authorship.family:
                sort_keys[author] = sort_key_of(find_parts(authorship))
    for person in person_index.people:
        papers.setdefault(person, [])
        spellings.setdefault(person, [])
    authors = {
        author: _describe(
            author, tuple(found), spellings[author], orcids.get(author, ""), author in groups, person_index
        )
        for author, found in papers.items()
    }
    return authors | {
        author: msgspec.structs.replace(authors[author], sort_key=key) for author, key in sort_keys.items()
    }


def find_same_names(authors: Iterable[Author]) -> dict[str, tuple[str, ...]]:
    """Return the ids of all authors with the same printed name, for each author who shares it.

    Only curated people, and people whom `resolve` had to distinguish, can share a name.
    """
    bearers: dict[str, list[str]] = defaultdict(list)
    plain: list[str] = []
    for author in authors:
        if author.person:
            for key in dict.fromkeys(name_key(name) for name in (author.name, *author.person.aliases)):
                bearers[key].append(author.id)
        elif author.orcid or author.unresolved:
            bearers[name_key(author.name)].append(author.id)
        else:
            plain.append(author.id)
    for key in plain:
        if key in bearers:
            bearers[key].append(key)
    found: dict[str, tuple[str, ...]] = {}
    for ids in bearers.values():
        if len(ids) > 1:
            for author_id in ids:
                found[author_id] = tuple(dict.fromkeys((*found.get(author_id, ()), *ids)))
    return found


def _describe(
    author: str, papers: tuple[int, ...], names: list[str], orcid: str, group: bool, person_index: PersonIndex
) -> Author:
    person = person_index.people.get(author)
    unique = tuple(dict.fromkeys(names))
    if len(unique) > 1:
        unique = tuple(name for name, _ in Counter(names).most_common())
    name = person.name if person else unique[0]
    return Author(
        author,
        name,
        papers,
        unique,
        person,
        author in person_index.members,
        person is None and author.endswith("-unresolved") and name_key(name) != author,
        person.orcid if person and person.orcid else orcid,
        group,
    )
