"""The team's page: the lab's own people by role, and those who have left."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup

from site_builder.catalog.team import ALUMNI_ROLES, find_team, has_team
from site_builder.pages.digests import digest_text
from site_builder.pages.head import view_head
from site_builder.pages.page_kind import Input, OldAddresses, Page, PageKind, no_papers, nowhere
from site_builder.pages.page_views import PageView
from site_builder.pages.pictures import view_face
from site_builder.pages.views import PictureView, View
from site_builder.text.folding import cut, fold
from site_builder.text.html import EMPTY, trust
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from site_builder.catalog.people import Author
    from site_builder.catalog.team import TeamGroup
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Changes
    from site_builder.pages.site_context import SiteContext

#: The most and the fewest characters of the sentence on a person. What is shorter ends at "Dr." or at an initial.
_SENTENCE, _SHORTEST = 160, 20
_SENTENCE_END = re.compile(r"(?<=[.!?])\s|(?<=[。！？])|\n\n")
#: The fields of a person that the page shows.
_SHOWN = ("", "name", "role", "photo", "summary", "biography", "alumni", "now", "member")


class TeamMemberView(View, frozen=True):
    """A person of the team. ``role`` is empty where the heading says it; ``count`` is the number of papers here;
    ``summary`` is a sentence on a head of the team; ``now`` says what and where somebody who has left works."""

    name: str
    url: str
    face: PictureView | None
    role: str
    count: int
    summary: str = ""
    now: str = ""


class TeamGroupView(View, frozen=True):
    """People of one role; ``leads`` tells that they are the heads of the team."""

    heading: str
    leads: bool
    people: tuple[TeamMemberView, ...]


class TeamView(PageView, frozen=True):
    """``team.html``: the people by role, ``count`` of them; those who have left; and the curator's words (``text``)."""

    text: Markup
    count: int
    groups: tuple[TeamGroupView, ...]
    alumni: tuple[TeamMemberView, ...]
    authors_url: str


def _list_keys(context: SiteContext) -> Iterable[str]:
    return ("",) if has_team(context.catalog, context.site) else ()


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    if not has_team(context.catalog, context.site):
        raise KeyError(key)
    yield Page(Route("team", key))


def _is_in_menu(context: SiteContext) -> bool:
    return has_team(context.catalog, context.site) and (context.team is None or context.team.page.menu)


def _digest_people(digests: Digests, _: Page) -> bytes:
    """Return the digest of what the page says of all people of the team."""

    def describe() -> bytes:
        team = find_team(digests.context.catalog, digests.context.site)
        people = [author for group in team.groups for author in group.people]
        return msgspec.msgpack.encode(
            [(author.id, author.name, author.person, len(author.papers)) for author in (*people, *team.alumni)]
        )

    return digests.share("team", "", describe)


def _explain_people(changes: Changes, _: Page) -> Iterable[str]:
    return [fields[field] for fields in changes.people.values() for field in _SHOWN if field in fields]


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> TeamView:
    team, text = find_team(context.catalog, context.site), context.team
    heading = (text.page.title if text else "") or context.words.text.team
    return TeamView(
        head=view_head(context, route, heading, text.plain if text else ""),
        kind="team",
        section="team",
        heading=heading,
        text=trust(text.html) if text else EMPTY,
        count=sum(len(group.people) for group in team.groups),
        groups=tuple([_view_group(context, group, fragments) for group in team.groups]),
        alumni=tuple([_view_alumni(context, author, fragments) for author in team.alumni]),
        authors_url=context.link("authors"),
    )


def _view_group(context: SiteContext, group: TeamGroup, fragments: FragmentCache) -> TeamGroupView:
    text = context.words.text
    heading = getattr(text, f"team_{group.name}") if group.own else group.name
    people = tuple([_view_member(context, author, fragments, heading, leads=group.leads) for author in group.people])
    return TeamGroupView(heading or text.members, group.leads, people)


def _view_member(
    context: SiteContext, author: Author, fragments: FragmentCache, heading: str, *, leads: bool
) -> TeamMemberView:
    person = author.person
    url, count = fragments.people[author.id].url, len(author.papers)
    if person is None:
        return TeamMemberView(author.name, url, None, "", count)
    role = "" if _is_said(person.role, heading) else person.role
    summary = (person.summary or _find_sentence(context, author.id)) if leads else ""
    return TeamMemberView(author.name, url, view_face(context, person.photo), role, count, summary)


def _view_alumni(context: SiteContext, author: Author, fragments: FragmentCache) -> TeamMemberView:
    person, text = author.person, context.words.text
    role = person.role if person and fold(person.role) not in ALUMNI_ROLES else ""
    now = text.now_at.replace("{where}", person.now) if person and person.now else ""
    return TeamMemberView(author.name, fragments.people[author.id].url, None, role, len(author.papers), now=now)


def _is_said(role: str, heading: str) -> bool:
    """Tell whether a heading, most often a plural, says a role already."""
    return not role or fold(heading).startswith(fold(role)[:-1])


def _find_sentence(context: SiteContext, author_id: str) -> str:
    """Return the first sentence of a person's biography."""
    text = context.biographies[author_id].plain
    ends = (end.start() for end in _SENTENCE_END.finditer(text))
    sentence = text[: next((end for end in ends if end >= _SHORTEST), len(text))]
    return sentence if len(sentence) <= _SENTENCE else f"{cut(sentence, _SENTENCE, ' ').rstrip(' ,;:.')}…"


def _list_texts(context: SiteContext) -> Iterable[tuple[str, str]]:
    return [("", context.team.html)] if context.team else ()


def _list_old_addresses(context: SiteContext) -> Iterator[OldAddresses]:
    if text := context.team:
        title = text.page.title or context.words.text.team
        yield OldAddresses("", text.page.redirect_from, title.encode(), lambda: title)


TEAM = PageKind(
    name="team",
    address="team/",
    template="team.html",
    source="content/pages/team.md",
    text_source=None,  # it is read with the other files of this folder
    in_sitemap=True,
    in_menu=_is_in_menu,
    list_keys=_list_keys,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(
        Input("what is known of the team", _digest_people, _explain_people),
        Input("the text about the team", lambda digests, _: digest_text(digests.context.team)),
    ),
    view=_view,
    list_papers=no_papers,
    list_texts=_list_texts,
    list_old_addresses=_list_old_addresses,
)
