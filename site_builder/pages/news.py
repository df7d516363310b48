"""The pages of news (``content/news/<id>.md``): one for each, and the list of them all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from site_builder.entries.reader import read_news
from site_builder.exports.jsonld import describe_news
from site_builder.pages.digests import digest, digest_text
from site_builder.pages.head import view_head, view_trail
from site_builder.pages.lists import count_pages, cut_page, list_texts_of, view_pager
from site_builder.pages.page_files import FEEDS, has_feeds
from site_builder.pages.page_kind import (
    Input,
    OldAddresses,
    Page,
    PageKind,
    TextSource,
    never,
    no_old_addresses,
    no_papers,
    no_texts,
    nowhere,
    one_page,
)
from site_builder.pages.page_views import NewsItemView, NewsPageView, NewsView
from site_builder.pages.site_context import view_date
from site_builder.pages.views import HeadLinkView, LinkView
from site_builder.text.folding import cut
from site_builder.text.html import trust
from site_builder.urls import FEED_ATOM, Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_builder.content.loader import Text
    from site_builder.pages.digests import Digests
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext

#: The folder of ``content/`` with the news.
FOLDER = "news"
#: The characters of a text that stand for its title.
_TITLE = 80


def list_news(context: SiteContext) -> list[Text]:
    """Return all news, newest first; what has no date is last."""
    news = sorted(context.texts[FOLDER].values(), key=lambda text: text.page.id)
    return sorted(news, key=lambda text: text.page.date, reverse=True)


def view_news(context: SiteContext, text: Text) -> NewsItemView:
    """Return the view of news in a list."""
    page = text.page
    return NewsItemView(page.title, context.link("news_item", page.id), view_date(context, page.date), trust(text.html))


def digest_news(news: Sequence[Text]) -> bytes:
    """Return the digest of what lists show of news."""
    return digest(repr([(text.page.id, text.page.title, text.page.date, text.html) for text in news]).encode())


def find_title(text: Text) -> str:
    """Return the title of news, or the beginning of the text that has none."""
    start = cut(text.plain, _TITLE, " ")
    return text.page.title or (start if start == text.plain else f"{start}…") or text.page.id


def _find(context: SiteContext, key: str) -> Text:
    """Return the news with an id. Raises KeyError where there is none."""
    return context.texts[FOLDER][key]


def _list_keys(context: SiteContext) -> Iterable[str]:
    return ("",) if context.texts[FOLDER] else ()


def _list_pages(context: SiteContext, key: str) -> Iterable[Page]:
    if not context.texts[FOLDER]:
        raise KeyError(key)
    for number in range(1, count_pages(context, len(context.texts[FOLDER])) + 1):
        yield Page(Route("news", key, number))


def _digest_list(digests: Digests, page: Page) -> bytes:
    return digest_news(cut_page(digests.context, list_news(digests.context), page.route.number))


def _view(context: SiteContext, route: Route, _: FragmentCache) -> NewsView:
    news, title = list_news(context), context.words.text.news
    folder = context.link("news")
    feeds = FEEDS.items() if has_feeds(context, "news") else ()
    return NewsView(
        head=view_head(
            context,
            route,
            title,
            links=[HeadLinkView("alternate", folder + name, media_type, title) for name, media_type in feeds],
        ),
        kind="news",
        section="news",
        heading=title,
        items=tuple([view_news(context, text) for text in cut_page(context, news, route.number)]),
        feed=folder + FEED_ATOM if feeds else "",
        pager=view_pager(context, route, len(news)),
    )


def _list_item_pages(context: SiteContext, key: str) -> Iterable[Page]:
    _find(context, key)
    return one_page("news_item")(context, key)


def _digest_item(digests: Digests, page: Page) -> bytes:
    text = _find(digests.context, page.route.key)
    return digest(digest_text(text) + f"{text.page.title}\t{text.page.date}".encode())


def _describe_item(context: SiteContext, text: Text) -> str:
    title, url = find_title(text), context.locate(Route("news_item", text.page.id))
    trail = view_trail(context, "news", context.words.text.news, title, url)
    return describe_news(title, text.page.date, url, trail)


def _view_item(context: SiteContext, route: Route, _: FragmentCache) -> NewsPageView:
    text = _find(context, route.key)
    title = find_title(text)
    return NewsPageView(
        head=view_head(context, route, title, text.plain, json_ld=_describe_item(context, text)),
        kind="news_item",
        section="news",
        heading=title,
        date=view_date(context, text.page.date),
        text=trust(text.html),
        index=LinkView(context.words.text.all_news, context.link("news")),
    )


def _list_old_addresses(context: SiteContext) -> Iterable[OldAddresses]:
    for key, text in context.texts[FOLDER].items():
        title = find_title(text)
        yield OldAddresses(key, text.page.redirect_from, title.encode(), partial(str, title))


NEWS_ITEM = PageKind(
    name="news_item",
    address="news/{key}/",
    template="news_item.html",
    source=f"content/{FOLDER}/{{key}}.md",
    text_source=TextSource(read_news, named=False),
    in_sitemap=True,
    in_menu=never,
    list_keys=lambda context: context.texts[FOLDER],
    list_pages=_list_item_pages,
    list_keys_showing=nowhere,
    inputs=(Input("the news", _digest_item),),
    view=_view_item,
    list_papers=no_papers,
    list_texts=lambda context: list_texts_of(context, FOLDER, context.texts[FOLDER]),
    list_old_addresses=_list_old_addresses,
)
NEWS = PageKind(
    name="news",
    address="news/",
    template="news.html",
    source="",
    text_source=None,
    in_sitemap=True,
    in_menu=lambda context: bool(context.texts[FOLDER]),
    list_keys=_list_keys,
    list_pages=_list_pages,
    list_keys_showing=nowhere,
    inputs=(Input("the news on it", _digest_list),),
    view=_view,
    list_papers=no_papers,
    list_texts=no_texts,
    list_old_addresses=no_old_addresses,
)
