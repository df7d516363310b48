"""The front page: whose site it is, what is selected, the news, and all papers, newest first, split into pages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.catalog.team import find_team, has_team
from site_builder.exports import jsonld
from site_builder.pages.chart import view_chart
from site_builder.pages.digests import NOTHING, digest, digest_text
from site_builder.pages.head import view_head
from site_builder.pages.inputs import BODIES, COUNTS, DETAILS, NAMES
from site_builder.pages.lists import cut_page, group_by_year, is_plain, split_list, view_pager
from site_builder.pages.news import digest_news, list_news, view_news
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import Input, OldAddresses, Page, PageKind, PaperList, always, no_key
from site_builder.pages.page_views import FaceView, HomeView
from site_builder.pages.pictures import view_face
from site_builder.pages.site_context import count_categories, view_link
from site_builder.pages.tools import digest_tools, view_tools
from site_builder.text.html import trust

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from site_builder.catalog.people import Author
    from site_builder.model import Link
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext
    from site_builder.urls import Route

#: The faces, the links beside the first one, and the news that the front page shows at most.
_FACES, _LINKS, _NEWS = 8, 4, 3


def _find_selected(context: SiteContext) -> Sequence[int]:
    """Return the selected papers: those that the settings name in their order, else the featured ones."""
    home, position = context.site.home, context.catalog.position
    if "selected" not in home.blocks:
        return ()
    if home.selected is None:
        return context.catalog.featured
    return [position[paper] for paper in dict.fromkeys(home.selected) if paper in position]


def _find_listed(context: SiteContext) -> Sequence[int]:
    """Return the papers of the list: all but the selected ones, which stand above it."""
    home, everything = context.site.home, range(len(context.catalog.entries))
    if "papers" not in home.blocks:
        return ()
    above = frozenset(() if home.repeat_selected else _find_selected(context))
    return [position for position in everything if position not in above] if above else everything


def _list_members(context: SiteContext) -> list[Author]:
    """Return the lab's own people in the order of the team's page."""
    return [author for group in find_team(context.catalog, context.site).groups for author in group.people]


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    """Yield the pages of the list; the first one also shows the selected papers."""
    first, *others = split_list(context, "home", key, _find_listed(context))
    selected = [position for position in _find_selected(context) if position not in first.shows]
    return (Page(first.route, (*first.shows, *selected)), *others)


def _show_selected(context: SiteContext, fragments: FragmentCache, position: int) -> Markup:
    card = fragments.picture_card(position)
    return card if context.site.home.repeat_selected else card + fragments.coins(position)


def _view(context: SiteContext, route: Route, fragments: FragmentCache) -> HomeView:
    catalog, site, home = context.catalog, context.site, context.site.home
    first = route.number == 1
    positions = fragments.share("home", "listed", lambda: _find_listed(context))
    totals = {year: len(found) for year, found in catalog.facets["year"].items()}
    shown = cut_page(context, positions, route.number)
    plain = is_plain(context, shown)
    whole = plain or context.theme.options.get("abstracts") == "open"
    find_year = partial(context.link, "year")
    about = jsonld.describe_site(site.title, context.base.url, site.description)
    members = _list_members(context) if first else []
    faces = tuple([_view_face(context, member) for member in members[:_FACES]])
    news = list_news(context) if first else []
    links: Sequence[Link] = site.links if home.links is None else home.links
    primary = next((link for link in home.links or () if link.primary), None)
    return HomeView(
        head=view_head(
            context, route, site.title, site.description, links=link_list(context, route, site.title), json_ld=about
        ),
        kind="home",
        section="home",
        heading=(context.home.page.title if context.home else "") or site.title,
        blocks=home.blocks if first else ("papers",),
        institution=home.institution,
        introduction=trust(context.home.html if context.home and first else ""),
        primary=view_link(context, primary) if primary else None,
        links=tuple([view_link(context, link) for link in links if link is not primary][:_LINKS]),
        faces=faces,
        photos=any(face.face for face in faces),
        member_count=len(members),
        team_url=context.link("team" if has_team(context.catalog, context.site) else "authors"),
        count=len(catalog.entries),
        author_count=len(catalog.authors),
        featured=tuple([_show_selected(context, fragments, n) for n in (_find_selected(context) if first else ())]),
        news=tuple([view_news(context, text) for text in news[:_NEWS]]),
        news_url=context.link("news") if len(news) > _NEWS else "",
        plain=plain,
        groups=group_by_year(context, shown, fragments.card if whole else fragments.line, totals, link_years=True),
        downloads=link_downloads(context, route),
        categories=tuple(sorted(count_categories(context), key=lambda category: (-category.count, category.code))),
        tools=view_tools(context, route, fragments, positions, find_year),
        years=view_chart(context, totals, find_year),
        pager=view_pager(context, route, len(positions)),
    )


def _view_face(context: SiteContext, member: Author) -> FaceView:
    person = member.person
    face = view_face(context, person.photo) if person else None
    return FaceView(member.name, context.link("author", member.id), face, person.role if person else "")


def _digest_members(digests: Digests, _: Page) -> bytes:
    context = digests.context
    return digest(repr([_view_face(context, member) for member in _list_members(context)]).encode())


def _digest_tools(digests: Digests, page: Page) -> bytes:
    return digest_tools(digests, page, _find_listed(digests.context))


def _list_texts(context: SiteContext) -> Iterable[tuple[str, str]]:
    return [("", context.home.html)] if context.home else ()


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    if home := context.home:
        # The title is a setting, so it needs no digest of its own.
        yield OldAddresses("", home.page.redirect_from, NOTHING, lambda: context.site.title)


HOME = PageKind(
    name="home",
    address="",
    template="home.html",
    source="content/pages/home.md",
    text_source=None,  # it is read with the other files of this folder
    in_sitemap=True,
    in_menu=always,
    list_keys=no_key,
    list_pages=_list_pages,
    list_keys_showing=lambda _, __: ("",),
    inputs=(
        DETAILS,
        BODIES,
        NAMES,
        COUNTS,
        Input("the introduction", lambda digests, _: digest_text(digests.context.home)),
        Input("the filters of the list", _digest_tools),
        Input("the settings under [home]", lambda digests, _: digest(repr(digests.context.site.home).encode())),
        Input("the members", _digest_members),
        Input("the newest news", lambda digests, _: digest_news(list_news(digests.context)[: _NEWS + 1])),
    ),
    view=_view,
    list_papers=lambda context, _: PaperList(context.site.title, range(len(context.catalog.entries))),
    list_texts=_list_texts,
    list_old_addresses=_list_old_addresses,
)
