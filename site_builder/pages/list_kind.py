"""The pages of lists of papers: of a venue, of a year, with a tag … What all kinds of them have in common.

`ListKind.make_page_kinds` makes two page kinds of a kind of lists: the pages of its lists (``/venues/icml/``), and the
index of them (``/venues/``). A kind whose pages have more to show is a subclass.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from site_builder.catalog.catalog import FACETS
from site_builder.entries.reader import read_page, read_topic
from site_builder.pages.chart import make_year_finder, view_chart
from site_builder.pages.digests import NOTHING, digest, digest_text
from site_builder.pages.head import describe_list, view_head
from site_builder.pages.inputs import BODIES, DETAILS, NAMES
from site_builder.pages.lists import (
    anchor_letter,
    cut_page,
    first_letter,
    group_by_year,
    is_plain,
    list_texts_of,
    split_list,
    view_pager,
)
from site_builder.pages.page_files import link_downloads, link_list
from site_builder.pages.page_kind import (
    Input,
    OldAddresses,
    PageKind,
    PaperList,
    TextSource,
    never,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import IndexView, ListPageView
from site_builder.pages.site_context import count_years
from site_builder.pages.tools import digest_tools, view_tools
from site_builder.pages.views import GroupView, IndexGroupView, LinkView, ListView
from site_builder.text.folding import fold
from site_builder.text.html import EMPTY, trust
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import Page
    from site_builder.pages.paper_lists import PaperLists
    from site_builder.pages.site_context import SiteContext


#: How texts about lists are read whose names have one spelling.
_PLAIN = TextSource(read_page)
#: An index of so many lists has letters.
_MANY = 100


class ListKind:
    """The pages of a kind of lists. With ``abstracts``, they show the papers' abstracts.

    ``text_source`` says how the curators' words about lists are read.
    """

    abstracts: ClassVar[bool] = False

    def __init__(self, lists: PaperLists, text_source: TextSource | None = _PLAIN) -> None:
        self.lists = lists
        self.name, self.index = lists.name, lists.index
        spell_key = type(lists).spell_key
        self.text_source = TextSource(read_topic, spell_key) if spell_key else text_source

    def introduce(self, context: SiteContext, key: str) -> tuple[Markup, str]:
        """Return what stands above a list, as HTML and as text."""
        text = self.lists.find_text(context, key)
        return (trust(text.html), text.plain) if text else (EMPTY, "")

    def list_names(self, _: SiteContext, __: str) -> Iterable[str]:
        """Return other names of a list that its papers print."""
        return ()

    def group(
        self,
        context: SiteContext,
        route: Route,
        fragments: FragmentCache,
        positions: Sequence[int],
        totals: Mapping[str, int],
    ) -> tuple[GroupView, ...]:
        """Return the papers of one page under their headings; ``totals`` counts those of the whole list by year."""
        render = fragments.card if self.abstracts else fragments.line
        return group_by_year(context, cut_page(context, positions, route.number), render, totals)

    def arrange(self, lists: Iterable[ListView]) -> tuple[IndexGroupView, ...]:
        """Return lists in the order of the index: categories by group, others by name, and many under their letters."""
        ordered = sorted(lists, key=lambda one: (one.group == "", one.group, one.code, fold(one.name), one.url))
        if len(ordered) < _MANY or ordered[0].group:
            return tuple(
                [IndexGroupView(group, "", tuple(run)) for group, run in groupby(ordered, key=lambda one: one.group)]
            )
        by_letter = groupby(ordered, key=lambda one: first_letter(fold(one.name)))
        return tuple([IndexGroupView(letter, anchor_letter(letter), tuple(run)) for letter, run in by_letter])

    def view(self, context: SiteContext, route: Route, fragments: FragmentCache) -> ListPageView:
        """Return the page of a list."""
        positions = self.lists.find_papers(context, route.key)
        shown = self.lists.view_list(context, route.key, len(positions))
        text, plain = self.introduce(context, route.key)
        totals = fragments.share(f"years of {self.name}", route.key, lambda: count_years(context, positions))
        find_year = make_year_finder(context, route, totals)
        label: str = getattr(context.words.text, self.index)
        return ListPageView(
            head=view_head(
                context,
                route,
                f"{shown.name} ({shown.code})" if shown.code else shown.name,
                plain,
                links=link_list(context, route, shown.name),
                json_ld=describe_list(context, route, self.index, label, shown.name),
            ),
            kind=self.name,
            section=self.index,
            heading=shown.name,
            index=LinkView(getattr(context.words.text, self.name), context.link(self.index)),
            list=shown,
            text=text,
            printed_as=tuple(self.list_names(context, route.key)),
            plain=is_plain(context, cut_page(context, positions, route.number)),
            downloads=link_downloads(context, route),
            groups=self.group(context, route, fragments, positions, totals),
            tools=view_tools(context, route, fragments, positions, find_year, (self.name, route.key)),
            years=view_chart(context, totals, find_year),
            pager=view_pager(context, route, len(positions)),
        )

    def view_index(self, context: SiteContext, route: Route, _: FragmentCache) -> IndexView:
        """Return the index of all lists."""
        counts = {key: len(self.lists.find_papers(context, key)) for key in self.lists.list_keys(context)}
        lists = [self.lists.view_list(context, key, count) for key, count in counts.items()]
        label: str = getattr(context.words.text, self.index)
        return IndexView(
            head=view_head(context, route, label),
            kind=self.index,
            section=self.index,
            heading=label,
            count=len(lists),
            groups=self.arrange(lists),
        )

    def make_page_kinds(self) -> tuple[PageKind, PageKind]:
        """Return the kind of the pages of these lists, and the kind of their index."""
        lists = PageKind(
            name=self.name,
            address=f"{self.index}/{{key}}/",
            template=f"{self.name}.html",
            source=f"content/{self.index}/{{key}}.md" if self.text_source else "",
            text_source=self.text_source,
            in_sitemap=True,
            in_menu=never,
            list_keys=self.lists.list_keys,
            list_pages=self._list_pages,
            list_keys_showing=self._list_keys_showing if self.abstracts else nowhere,
            inputs=tuple(self._list_inputs()),
            view=self.view,
            list_papers=self._list_papers,
            list_texts=self._list_texts if self.text_source else no_texts,
            list_old_addresses=self._list_old_addresses if self.text_source else no_old_addresses,
        )
        index = PageKind(
            name=self.index,
            address=f"{self.index}/",
            template=f"{self.index}.html",
            source="",
            text_source=None,
            in_sitemap=True,
            in_menu=lambda context: bool(self.lists.list_keys(context)),
            list_keys=lambda context: ("",) if self.lists.list_keys(context) else (),
            list_pages=self._list_index_pages,
            list_keys_showing=nowhere,
            inputs=(Input(f"the name of a {self.name} or the number of its papers", self._digest_index),),
            view=self.view_index,
            list_papers=no_papers,
            list_texts=no_texts,
            list_old_addresses=no_old_addresses,
        )
        return lists, index

    def _list_papers(self, context: SiteContext, key: str) -> PaperList:
        return PaperList(self.lists.find_title(context, key), self.lists.find_papers(context, key))

    def _list_inputs(self) -> Iterable[Input]:
        yield DETAILS
        if self.abstracts:
            yield BODIES
        yield NAMES
        yield Input("the number of papers by year", self._digest_years)
        yield Input("the filters of the list", self._digest_tools)
        if self.text_source:
            yield Input(f"the text about the {self.name}", self.digest_text)
        if self.text_source and self.text_source.make_key:
            yield Input(f"the names of the {self.name}", self._digest_names)

    def _list_pages(self, context: SiteContext, key: str) -> Iterable[Page]:
        return split_list(context, self.name, key, self.lists.find_papers(context, key))

    def _list_keys_showing(self, context: SiteContext, position: int) -> Iterable[str]:
        aliases = context.aliases.get(self.index, {})
        return [aliases.get(key, key) for key in FACETS[self.name](context.catalog.entries[position].paper)]

    def _list_index_pages(self, context: SiteContext, key: str) -> Iterable[Page]:
        if not self.lists.list_keys(context):
            raise KeyError(key)
        return one_page(self.index)(context, key)

    def _list_texts(self, context: SiteContext) -> Iterable[tuple[str, str]]:
        return list_texts_of(context, self.index, self.lists.list_keys(context))

    def _list_old_addresses(self, context: SiteContext) -> Iterable[OldAddresses]:
        """Yield the old addresses of lists, and the addresses that their other names would have."""
        keys = self.lists.list_keys(context)
        for key, text in context.texts[self.index].items():
            if key in keys:
                title = self.lists.find_title(context, key)
                others = [alias for alias in self.lists.list_aliases(context, key) if alias != key]
                spelled = [context.addresses.spell(Route(self.name, other)) for other in others]
                addresses = [*text.page.redirect_from, *spelled]
                yield OldAddresses(key, addresses, title.encode(), partial(str, title))

    def _digest_years(self, digests: Digests, page: Page) -> bytes:
        key = page.route.key
        return digests.years(self.name, key, self.lists.find_papers(digests.context, key))

    def _digest_tools(self, digests: Digests, page: Page) -> bytes:
        return digest_tools(digests, page, self.lists.find_papers(digests.context, page.route.key))

    def digest_text(self, digests: Digests, page: Page) -> bytes:
        """Return the digest of the curators' words about a list."""
        return digest_text(self.lists.find_text(digests.context, page.route.key))

    def _digest_names(self, digests: Digests, page: Page) -> bytes:
        context, key = digests.context, page.route.key
        return digests.share(
            f"names of {self.name}",
            key,
            lambda: repr((self.lists.find_title(context, key), list(self.list_names(context, key)))).encode(),
        )

    def _digest_index(self, digests: Digests, _: Page) -> bytes:
        context, lists = digests.context, self.lists
        counted = [
            (key, lists.find_title(context, key), len(lists.find_papers(context, key)))
            for key in lists.list_keys(context)
        ]
        return digest(repr(counted).encode()) if counted else NOTHING
