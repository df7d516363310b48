"""The team of a lab: who belongs to it, in groups by role.

The settings name the groups in their order (`model.Site.roles`). Without them the groups are those of
``team_roles.toml``, in which most labs have their people. A role that no group knows makes a group of its own.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from site_builder.catalog.people import rank_members
from site_builder.text.folding import fold
from site_builder.text.person_names import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from site_builder.catalog.catalog import Catalog
    from site_builder.catalog.people import Author
    from site_builder.model import Person, Site

#: Roles that say nothing but that somebody has left.
ALUMNI_ROLES = frozenset({"alumni", "alumnus", "alumna", "alum", "former member", "卒業生", "修了生"})


class TeamGroup(NamedTuple):
    """People of one role. ``name`` is the heading, or the name of a group of ``team_roles.toml`` (``own``). ``leads``
    tells that these are the heads of the team."""

    name: str
    own: bool
    leads: bool
    people: tuple[Author, ...]


class Team(NamedTuple):
    """All people of a team: those who are there, by role, and those who have left."""

    groups: tuple[TeamGroup, ...]
    alumni: tuple[Author, ...]


def has_team(catalog: Catalog, site: Site) -> bool:
    """Tell whether the site has a team: somebody but its owner who is a member, or was one."""
    index = catalog.person_index
    named = any(author in catalog.authors for author in rank_members(site, index))
    return named or any(person.member or has_left(person) for person in index.people.values())


def has_left(person: Person | None) -> bool:
    """Tell whether somebody has left the team. None is a person of whom nothing is known."""
    return person is not None and (person.alumni or fold(person.role) in ALUMNI_ROLES)


def find_team(catalog: Catalog, site: Site) -> Team:
    """Return the team: in each group those whom the settings name in their order, then all others by name."""
    ranks = rank_members(site, catalog.person_index)
    belonging = [author for author in _list_people(catalog) if author.member or has_left(author.person)]
    belonging.sort(key=lambda author: (ranks.get(author.id, len(ranks)), _sort_key(author)))
    present = [author for author in belonging if not has_left(author.person)]
    return Team(_group(present, site), tuple([author for author in belonging if has_left(author.person)]))


def _list_people(catalog: Catalog) -> Iterable[Author]:
    """Return everybody who can belong to the team; most sites have thousands of authors who can't."""
    index = catalog.person_index
    ids = dict.fromkeys((*index.people, *sorted(index.members)))
    return [catalog.authors[author] for author in ids if author in catalog.authors]


def _sort_key(author: Author) -> tuple[str, str]:
    return author.sort_key or sort_key(author.name, author.group), author.id


def _group(people: Sequence[Author], site: Site) -> tuple[TeamGroup, ...]:
    """Return the people by role, each group in its place; people without a role are the last."""
    named = {group.heading: group.roles for group in site.roles} or _read_groups()
    words = {_fold_role(word): name for name, roles in named.items() for word in roles}
    found: dict[str, list[Author]] = {name: [] for name in named}
    others: dict[str, list[Author]] = {}
    headings: dict[str, str] = {}
    for author in people:
        role = author.person.role if author.person else ""
        if name := _find_group(role, words):
            found[name].append(author)
        else:
            key = headings.setdefault(_fold_role(role), role)
            others.setdefault(key, []).append(author)
    first = next(iter(named))
    groups = [TeamGroup(name, not site.roles, name == first, tuple(people)) for name, people in found.items() if people]
    roles = sorted(others, key=lambda role: not role)
    return (*groups, *[TeamGroup(role, own=False, leads=False, people=tuple(others[role])) for role in roles])


@cache
def _read_groups() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads(Path(__file__).with_name("team_roles.toml").read_text("utf-8"))
    return {name: tuple(words) for name, words in table.items()}


def _find_group(role: str, words: Mapping[str, str]) -> str:
    """Return the group of a role: that with the longest words that the role contains; empty if there is none."""
    written = _fold_role(role)
    fitting = [word for word in words if word in written and _contains(written, word)]
    return words[max(fitting, key=len)] if fitting else ""


def _contains(role: str, word: str) -> bool:
    """Tell whether a role contains words as such. Scripts without spaces don't part words."""
    return not word.isascii() or f" {word} " in f" {role} "


def _fold_role(role: str) -> str:
    """Return the form in which roles are compared; one person or several make no difference."""
    return " ".join([word if word.endswith("ss") else word.removesuffix("s") for word in fold(role).split()])
