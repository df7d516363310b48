"""All files of a site that aren't pages: feeds, sitemap, bibliographies, the theme's and the site's own files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from site_builder import urls
from site_builder.diagnostics import Diagnostic, Location, UserError
from site_builder.exports import csl, sitemap
from site_builder.exports.citation import is_retracted
from site_builder.exports.feeds import Feed, Item, compose_atom, compose_json
from site_builder.pages.site_context import complete_url, resolve_url, view_category
from site_builder.storage.cache import digest
from site_builder.storage.file_stat import stat_file
from site_builder.theming.style_sheets import shorten
from site_builder.urls import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_builder.catalog.catalog import Entry
    from site_builder.model import Paper
    from site_builder.pages.fragments import FragmentCache
    from site_builder.pages.site_context import SiteContext

#: Papers in a feed.
_NEWEST = 20
#: The names of the files that are composed here. A large sitemap has further parts.
COMPOSED = frozenset(
    {urls.FEED_ATOM, urls.FEED_JSON, urls.SITEMAP, f"{urls.ASSETS}options.css", *urls.BIBLIOGRAPHIES.values()}
)
#: The name of the input that stands for everything that shows on every page.
SITE = "the settings, the theme or the program"


class File(msgspec.Struct, frozen=True):
    """A file to be made. ``inputs`` holds digests of all that goes into it, by what it is in words; ``origin`` says in
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
    yield from _plan_bibliographies(context, fragments)
    if context.base.url:
        yield from _plan_feeds(context)
    if context.base.url and context.base.path == "/":
        # Crawlers ask for it only at the root of a host (RFC 9309), so a site below the root has none.
        text = f"User-agent: *\nAllow: /\nSitemap: {context.base.absolute(urls.SITEMAP)}\n"
        yield File(urls.ROBOTS, {"the address of the site": digest(context.base.url.encode())}, "the site", text.encode)
    if ".nojekyll" not in static:  # which many keep there, as their last generator wanted it
        yield File(".nojekyll", {}, "the site", bytes)


def _plan_assets(context: SiteContext, static: Mapping[str, str], fragments: FragmentCache) -> Iterator[File]:
    for name, path in context.theme.static_files().items():
        copy = _plan_copy(urls.ASSETS + name, path, f"the theme '{context.theme.name}'")
        if name.endswith(".css"):  # how it is shortened depends on the program
            inputs = {**copy.inputs, SITE: context.site_digest}
            copy = msgspec.structs.replace(copy, inputs=inputs, make=partial(_shorten, copy.make))
        yield copy
    yield File(f"{urls.ASSETS}options.css", {SITE: context.site_digest}, "the theme", fragments.style)
    for name, file in static.items():
        yield _plan_copy(name, Path(file), f"content/static/{name}")


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


def _shorten(read: Callable[[], bytes]) -> bytes:
    data = read()
    try:
        return shorten(data.decode()).encode()
    except UnicodeDecodeError:  # another encoding, which the sheet names itself
        return data


def _plan_bibliographies(context: SiteContext, fragments: FragmentCache) -> Iterator[File]:
    places = range(len(context.catalog.cached))
    inputs = {
        SITE: context.site_digest,
        "the papers": digest(*[cached.details for cached in context.catalog.cached]),
    }

    def make_bibtex() -> bytes:
        return "\n".join([fragments.cite(position).bibtex for position in places]).encode()

    def make_ris() -> bytes:
        return "\n".join([fragments.cite(position).ris for position in places]).encode()

    def make_csl() -> bytes:
        cited = zip(context.catalog.entries, map(fragments.cite, places), strict=True)
        return msgspec.json.encode([csl.describe(entry.paper, own.url, own.key) for entry, own in cited])

    yield File(urls.BIBLIOGRAPHIES["BibTeX"], inputs, "the site", make_bibtex)
    yield File(urls.BIBLIOGRAPHIES["RIS"], inputs, "the site", make_ris)
    yield File(urls.BIBLIOGRAPHIES["CSL-JSON"], inputs, "the site", make_csl)


def _plan_feeds(context: SiteContext) -> Iterator[File]:
    base = context.base
    newest = context.catalog.entries[:_NEWEST]
    inputs = {
        SITE: context.site_digest,
        "the newest papers": digest(*[cached.details for cached in context.catalog.cached[:_NEWEST]]),
        "the body text of a new paper": digest(*[cached.body for cached in context.catalog.cached[:_NEWEST]]),
    }

    def make(name: str, compose: Callable[[Feed, Sequence[Item]], bytes]) -> bytes:
        site = context.site
        feed = Feed(
            title=site.title,
            home=base.url,
            url=base.absolute(name),
            description=site.description,
            language=site.language,
        )
        return compose(feed, [_make_item(context, entry) for entry in newest])

    yield File(urls.FEED_ATOM, inputs, "the site", partial(make, urls.FEED_ATOM, compose_atom))
    yield File(urls.FEED_JSON, inputs, "the site", partial(make, urls.FEED_JSON, compose_json))


def _make_item(context: SiteContext, entry: Entry) -> Item:
    paper = entry.paper
    return Item(
        id=_find_first_id(context, paper),
        title=f"{context.words.text.status_retracted}: {entry.title_text}" if is_retracted(paper) else entry.title_text,
        url=context.locate(Route("paper", paper.id)),
        date=paper.date,
        html=entry.read_body().abstract,
        authors=tuple(authorship.name for authorship in paper.authors),
        categories=tuple((code, view_category(context, code).name) for code in paper.categories),
        tags=paper.tags,
        language=paper.language,
        image=complete_url(context, resolve_url(context, paper.image)) if paper.image else "",
    )


def _find_first_id(context: SiteContext, paper: Paper) -> str:
    """Return the id under which readers of the feeds first saw a paper: its own, or that of its first old address.

    An entry's id must not change when it moves (RFC 4287, 4.2.6).
    """
    routes = map(context.addresses.parse, paper.redirect_from)
    return next((route.key for route in routes if route and route.kind == "paper" and route.key), paper.id)


def plan_sitemap(context: SiteContext, listed: Sequence[str]) -> Iterator[File]:
    """Yield the parts of the sitemap with these addresses; there is none if the site's own address isn't known.

    It has no dates: the program doesn't know when a page last changed, and crawlers ignore wrong dates.
    """
    if not context.base.url:
        return
    inputs = {"the addresses of all pages": digest(context.base.url.encode(), "\n".join(listed).encode())}

    @cache
    def compose() -> dict[str, bytes]:
        return sitemap.compose(map(context.base.absolute, listed), context.base.url)

    for name in sitemap.list_names(len(listed)):
        yield File(name, inputs, "the site", partial(lambda name: compose()[name], name))
