"""All files of a site that aren't pages: feeds, sitemap, bibliographies, the theme's and the site's own files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import __version__, urls
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.exports import sitemap
from site_builder.exports.feeds import Feed, Item, compose_atom, compose_json
from site_builder.exports.signposting import compose_linkset
from site_builder.pages import page_files, social_cards
from site_builder.pages.authors import NAMES_FILE, compose_names, has_names_file
from site_builder.pages.citations import JOINED
from site_builder.pages.dates import find_paper_dates, pick_newest
from site_builder.pages.feed_views import describe_feed, make_item, make_news_item
from site_builder.pages.kinds import KINDS
from site_builder.pages.news import FOLDER as NEWS_FOLDER
from site_builder.pages.news import digest_news, list_news
from site_builder.pages.page_files import FORMATS
from site_builder.pages.paper import list_paper_links
from site_builder.pages.pictures import FOLDER, list_orders
from site_builder.pages.social_cards import has_card
from site_builder.pictures.picture import Unreadable
from site_builder.pictures.store import find_release
from site_builder.storage.cache import digest
from site_builder.storage.file_stat import stat_file
from site_builder.theming import scripts, style_sheets
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.page_kind import PaperList
    from site_builder.pages.site_context import SiteContext
    from site_builder.pictures.store import Order

#: Papers in a feed.
_NEWEST = 20
#: The names, without folders, of all files that are composed here; of a large sitemap, there are parts besides.
COMPOSED = frozenset({
    urls.SITEMAP, urls.OAI, "options.css", NAMES_FILE.rpartition("/")[2], page_files.LINKSET, social_cards.NAME,
    *page_files.FEEDS,
    *[name(form) for form in FORMATS for name in (page_files.name_citation, page_files.name_bibliography)],
})  # fmt: skip
#: What shortens a theme's file, by the end of its name.
_SHORTENERS = {".css": style_sheets.shorten, ".js": scripts.shorten}
#: The name of the input that stands for everything that shows on every page.
SITE = "the settings, the theme or the program"


class File(msgspec.Struct, frozen=True):
    """A file to be made. ``inputs`` holds digests of all that goes into it, by their names; ``origin`` says in
    messages whose file it is; ``make`` returns its bytes."""

    path: str
    inputs: Mapping[str, bytes]
    origin: str
    make: Callable[[], bytes]


def plan_files(context: SiteContext, static: Mapping[str, str], fragments: FragmentCache) -> Iterator[File]:
    """Yield every file of the site beside its pages, its redirects and the sitemap.

    ``static`` holds the path of each of the site's own files by its address.
    """
    yield from _plan_assets(context, static, fragments)
    for kind in KINDS:
        for key in kind.list_keys(context):
            if found := kind.list_papers(context, key):
                yield from _plan_list(context, fragments, Route(kind.name, key), found)
    if context.texts[NEWS_FOLDER] and page_files.has_feeds(context, "news"):
        yield from _plan_news_feeds(context, fragments)
    if "papers" in context.exports:
        yield from _plan_papers(context, fragments)
    if context.fonts and context.base.url:
        yield from _plan_cards(context, fragments)
    if has_names_file(context):
        authors = context.catalog.authors.values()
        names = [(author.id, author.name, author.sort_key, len(author.papers)) for author in authors]
        inputs = {SITE: context.site_digest, "the name of an author": digest(msgspec.msgpack.encode(names))}
        yield File(NAMES_FILE, inputs, "the site", partial(compose_names, fragments))
    if context.base.url and context.base.path == "/":
        # Crawlers ask for it only at the root of a host (RFC 9309), so a site below the root has none.
        text = f"User-agent: *\nAllow: /\nSitemap: {context.base.absolute(urls.SITEMAP)}\n"
        yield File(urls.ROBOTS, {"the address of the site": digest(context.base.url.encode())}, "the site", text.encode)
    if ".nojekyll" not in static:  # which many keep there, as their last generator wanted it
        yield File(".nojekyll", {}, "the site", bytes)


def _plan_assets(context: SiteContext, static: Mapping[str, str], fragments: FragmentCache) -> Iterator[File]:
    for name, path in context.theme.static_files().items():
        copy = _plan_copy(urls.ASSETS + name, path, f"the theme '{context.theme.name}'")
        if short := _SHORTENERS.get(Path(name).suffix):  # how it is shortened depends on the program
            inputs = {**copy.inputs, SITE: context.site_digest}
            copy = msgspec.structs.replace(copy, inputs=inputs, make=partial(_shorten, copy.make, short))
        yield copy
    yield File(f"{urls.ASSETS}options.css", {SITE: context.site_digest}, "the theme", fragments.style)
    for name, file in static.items():
        yield _plan_copy(name, Path(file), f"content/static/{name}")
    yield from plan_pictures(context, static, fragments)


def plan_pictures(context: SiteContext, static: Mapping[str, str], fragments: FragmentCache) -> Iterator[File]:
    """Yield the smaller copies of pictures that pages show; the same one may be wanted of two files."""
    images = [entry.image for entry in context.catalog.cached if entry.image]
    photos = [person.photo for person in context.catalog.person_index.people.values() if person.photo]
    found: dict[str, File] = {}
    for order in list_orders(images, photos, context.pictures, static):
        for copy in order.copies:
            path = FOLDER + copy.name(order.picture)
            inputs = {"the version of the program or of Pillow": digest(f"{__version__} {find_release()}".encode())}
            one = msgspec.structs.replace(order, copies=(copy,))
            found[path] = File(path, inputs, order.source, partial(_copy_picture, fragments, one))
    yield from found.values()


def _copy_picture(fragments: FragmentCache, order: Order) -> bytes:
    try:
        return fragments.copy_picture(order)
    except (OSError, Unreadable) as error:  # it could be read a moment ago
        message, suggestion = "the picture was changed while copies of it were made", "run it again"
        raise UserError(Diagnostic("file-unreadable", message, Location(order.source), suggestion)) from error


def _plan_copy(path: str, source: Path, origin: str) -> File:
    name = str(source).encode("utf-8", "surrogateescape")
    inputs = {"the file": digest(name, msgspec.msgpack.encode(stat_file(source.stat())))}
    return File(path, inputs, origin, partial(_read, source, origin))


def _read(source: Path, origin: str) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        message = f"the file can't be read: {error.strerror}"
        raise UserError(Diagnostic("file-unreadable", message, Location(origin), "check its permissions")) from error


def _shorten(read: Callable[[], bytes], short: Callable[[str], str]) -> bytes:
    data = read()
    try:
        return short(data.decode()).encode()
    except UnicodeDecodeError:  # another encoding, which a sheet may name itself
        return data


def _plan_list(context: SiteContext, fragments: FragmentCache, route: Route, papers: PaperList) -> Iterator[File]:
    """Yield the files beside a list of papers: their citations in each format, and feeds of the newest."""
    folder = context.addresses.spell(route)
    cached, positions = context.catalog.cached, papers.positions
    keys = "\n".join([context.catalog.citation_keys[position] for position in positions])
    if page_files.has_bibliographies(context, route.kind):
        details = digest(b"".join([cached[position].details for position in positions]), keys.encode())
        for form in FORMATS:
            make = partial(_join_citations, fragments, form.suffix, positions)
            inputs = {SITE: context.site_digest, "the papers": details}
            yield File(folder + page_files.name_bibliography(form), inputs, "the site", make)
    if page_files.has_feeds(context, route.kind):
        yield from _plan_feeds(context, fragments, route, papers)


def _plan_feeds(context: SiteContext, fragments: FragmentCache, route: Route, papers: PaperList) -> Iterator[File]:
    newest = pick_newest(context, fragments, papers.positions, _NEWEST)
    feed = describe_feed(context, fragments, route, papers.title)
    cached = [context.catalog.cached[position] for position in newest]
    dates = [find_paper_dates(context, position) for position in newest]
    inputs = {
        SITE: context.site_digest,
        "the name of the list": digest(msgspec.json.encode(feed)),
        "the newest papers": digest(b"".join([paper.details for paper in cached])),
        "the body text of a new paper": digest(b"".join([paper.body for paper in cached])),
        "the dates of the newest papers": digest(msgspec.json.encode(dates)),
    }
    for name, compose in ((urls.FEED_ATOM, compose_atom), (urls.FEED_JSON, compose_json)):
        make = partial(
            _make_feed, context, fragments, msgspec.structs.replace(feed, url=feed.url + name), compose, newest
        )
        yield File(context.addresses.spell(route) + name, inputs, "the site", make)


def _make_feed(
    context: SiteContext,
    fragments: FragmentCache,
    feed: Feed,
    compose: Callable[[Feed, Sequence[Item]], bytes],
    newest: Sequence[int],
) -> bytes:
    return compose(feed, [make_item(context, fragments, position) for position in newest])


def _join_citations(fragments: FragmentCache, suffix: str, positions: Sequence[int]) -> bytes:
    return JOINED[suffix](list(map(fragments.cite, positions))).encode()


def _plan_news_feeds(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    newest = list_news(context)[:_NEWEST]
    feed = describe_feed(context, fragments, Route("news"), context.words.text.news)
    inputs = {
        SITE: context.site_digest,
        "the name of the list": digest(msgspec.json.encode(feed)),
        "the news": digest_news(newest),
    }
    for name, compose in ((urls.FEED_ATOM, compose_atom), (urls.FEED_JSON, compose_json)):
        own = msgspec.structs.replace(feed, url=feed.url + name)
        make = partial(_make_news_feed, context, fragments, own, compose)
        yield File(context.addresses.spell(Route("news")) + name, inputs, "the site", make)


def _make_news_feed(
    context: SiteContext,
    fragments: FragmentCache,
    feed: Feed,
    compose: Callable[[Feed, Sequence[Item]], bytes],
) -> bytes:
    return compose(feed, [make_news_item(context, fragments, text) for text in list_news(context)[:_NEWEST]])


def _plan_papers(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    """Yield the files beside the page of each paper: its citation in each format, and its links."""
    catalog = context.catalog
    for position, (cached, key) in enumerate(zip(catalog.cached, catalog.citation_keys, strict=True)):
        route = Route("paper", cached.id)
        folder = context.addresses.spell(route)
        inputs = {SITE: context.site_digest, "the paper": cached.details, "its citation key": digest(key.encode())}
        for form in FORMATS:
            make = partial(_join_citations, fragments, form.suffix, (position,))
            yield File(folder + page_files.name_citation(form), inputs, "the site", make)
        if context.base.url:
            yield File(folder + page_files.LINKSET, inputs, "the site", partial(_make_linkset, context, position))


def _plan_cards(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    """Yield the pictures that stand for papers where they are shared."""
    for position, (cached, entry) in enumerate(zip(context.catalog.cached, context.catalog.entries, strict=True)):
        if has_card(context, entry):
            inputs = {SITE: context.site_digest, "the paper": cached.details}
            path = context.addresses.spell(Route("paper", cached.id)) + social_cards.NAME
            yield File(path, inputs, "the site", partial(fragments.social_card, position))


def _make_linkset(context: SiteContext, position: int) -> bytes:
    paper = context.catalog.entries[position].paper
    return compose_linkset(context.locate(Route("paper", paper.id)), list_paper_links(context, paper))


def plan_sitemap(context: SiteContext, listed: Sequence[tuple[str, str]]) -> Iterator[File]:
    """Yield the parts of the sitemap with these addresses and times of their last change; there is none if the site's
    own address isn't known."""
    if not context.base.url:
        return
    lines = "\n".join([f"{address}\t{changed}" for address, changed in listed])
    inputs = {"the addresses of all pages": digest(context.base.url.encode(), lines.encode())}

    @cache
    def compose() -> dict[str, bytes]:
        pages = [(context.base.absolute(address), changed) for address, changed in listed]
        return sitemap.compose(pages, context.base.url)

    for name in sitemap.list_names(len(listed)):
        yield File(name, inputs, "the site", partial(lambda name: compose()[name], name))
